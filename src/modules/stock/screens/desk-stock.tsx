// Where goods are: one SKU over a city, or all SKUs of one node; a row opens its cell, to move units on.
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage, type Rows } from '../../../web/console/list-page.tsx'
import { panel } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { SkuName, SkuPicker, useSkuLines } from '../../search/screens/index.ts'
import { NodePicker, useCityOptions, useNodeNames } from '../../places/screens/index.ts'
import { type Cell, findStock, listStock } from '../contract.ts'
import { CellDetail } from './desk-cell.tsx'
import { stockDeskWords } from './stock-words.ts'

type Names = { node: (id: string) => string; sku: (id: string) => ReactNode }

export default function StockPage() {
  const { query } = useAddress()
  return query.by === 'node' ? <ByNode /> : <BySku />
}

/** Nothing has been asked yet: no rows, and none on their way. */
const idle = (rows: Rows<Cell>): Rows<Cell> => ({ ...rows, items: [], loading: false, has_more: false })

/** Names of the rows last loaded; a hundred at a time are looked up. */
function useNames(cells: readonly Cell[], node: string | undefined, sku: string | undefined): Names {
  const recent = cells.slice(-99)
  const { nodeName } = useNodeNames([...(node ? [node] : []), ...recent.map((cell) => cell.node_id)])
  const line = useSkuLines([...(sku ? [sku] : []), ...recent.map((cell) => cell.sku_id)])
  return { node: nodeName, sku: (id) => <SkuName line={line(id)} /> }
}

function BySku() {
  const t = useWords(stockDeskWords)
  const lang = useLang()
  const { query } = useAddress()
  const { sku, city } = query
  const ready = Boolean(sku && city)
  const input = { sku_id: (sku ?? '') as never, city_code: city ?? '', limit: 50 }
  const rows = usePages(findStock, input, { enabled: ready })
  const names = useNames(rows.items, undefined, sku)
  return (
    <ListPage
      title={t('stock')}
      subtitle={t('lead')}
      tools={
        <>
          <Modes />
          <SkuAndCity name={sku ? names.sku(sku) : null} />
          {ready && <Sums cells={rows.items} />}
        </>
      }
      rows={ready ? rows : idle(rows)}
      asks
      empty={ready ? <Nothing /> : <Choose />}
      columns={columnsOf(lang, 'node', names)}
      keyOf={(cell) => cell.node_id}
      detail={(id) => sku && <CellDetail key={id} node_id={id} sku_id={sku} />}
      detail_title={(id) => <span translate="no">{names.node(id)}</span>}
      detail_width={480}
    />
  )
}

function ByNode() {
  const t = useWords(stockDeskWords)
  const lang = useLang()
  const { query } = useAddress()
  const { node, low } = query
  const input = {
    node_id: (node ?? '') as never,
    limit: 50,
    ...(low === 'true' ? { low: 'true' as const } : {}),
  }
  const rows = usePages(listStock, input, { enabled: Boolean(node) })
  const names = useNames(rows.items, node, query.open)
  return (
    <ListPage
      title={t('stock')}
      subtitle={t('lead')}
      tools={
        <>
          <Modes />
          <NodeAndLow />
          {node && <Sums cells={rows.items} />}
        </>
      }
      rows={node ? rows : idle(rows)}
      asks
      empty={node ? <EmptyState title={t(low === 'true' ? 'none_low' : 'none_node')} /> : <Choose />}
      columns={columnsOf(lang, 'sku', names)}
      keyOf={(cell) => cell.sku_id}
      detail={(id) => node && <CellDetail key={id} node_id={node} sku_id={id} />}
      detail_title={(id) => names.sku(id)}
      detail_width={480}
    />
  )
}

const Choose = () => {
  const t = useWords(stockDeskWords)
  return (
    <EmptyState icon="find" title={t('choose')}>
      {t('choose_text')}
    </EmptyState>
  )
}

const Nothing = () => {
  const t = useWords(stockDeskWords)
  return <EmptyState title={t('nothing')}>{t('nothing_text')}</EmptyState>
}

function Modes() {
  const t = useWords(stockDeskWords)
  const { query, set } = useAddress()
  const by_node = query.by === 'node'
  const key = (on: boolean) =>
    `min-h-10 rounded-[6px] px-3 sm:min-h-8 ${on ? 'bg-action-soft font-mid text-action' : 'text-ink-soft'}`
  const go = (by: string | undefined) => set({ by, open: undefined, q: undefined })
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">{t('mode')}</legend>
      <button type="button" aria-pressed={!by_node} className={key(!by_node)} onClick={() => go(undefined)}>
        {t('by_sku')}
      </button>
      <button type="button" aria-pressed={by_node} className={key(by_node)} onClick={() => go('node')}>
        {t('by_node')}
      </button>
    </fieldset>
  )
}

function SkuAndCity({ name }: { name: ReactNode }) {
  const t = useWords(stockDeskWords)
  const { set } = useAddress()
  const cities = useCityOptions()
  return (
    <div className={`${panel} grid items-end gap-x-6 gap-y-2 p-3 md:grid-cols-[minmax(0,420px)_auto]`}>
      <SkuPicker onPick={(line) => set({ sku: line.id, open: undefined })} />
      <div className="flex flex-col gap-2 pb-1">
        {name}
        <Bar>
          <BarSelect name="city" label={t('city')} all={t('choose_city')} options={cities} />
        </Bar>
      </div>
    </div>
  )
}

function NodeAndLow() {
  const t = useWords(stockDeskWords)
  const { query, set } = useAddress()
  return (
    <div className={`${panel} flex flex-col gap-2 p-3`}>
      <div className="max-w-105">
        <NodePicker
          single
          label={t('node')}
          ids={query.node ? [query.node] : []}
          onChange={([id]) => set({ node: id, open: undefined })}
        />
      </div>
      <Bar>
        <BarSelect
          name="low"
          label={t('show')}
          all={t('f_all')}
          options={[{ value: 'true', label: t('only_low') }]}
        />
      </Bar>
    </div>
  )
}

/** What the rows in view come to. */
function Sums({ cells }: { cells: readonly Cell[] }) {
  const t = useWords(stockDeskWords)
  if (cells.length === 0) return null
  const sum = (of: (cell: Cell) => number) => formatNumber(cells.reduce((total, cell) => total + of(cell), 0))
  return (
    <p className="text-ink-soft">
      {t('sum')} · {t('on_hand')} <b className="num text-ink">{sum((cell) => cell.on_hand)}</b> · {t('held')}{' '}
      <b className="num text-ink">{sum((cell) => cell.held)}</b> · {t('available')}{' '}
      <b className="num text-ink">{sum((cell) => cell.available)}</b>
    </p>
  )
}

function columnsOf(lang: Lang, by: 'node' | 'sku', names: Names): TableColumnsType<Cell> {
  const t = say(stockDeskWords, lang)
  const number = (name: 'on_hand' | 'held' | 'protected' | 'display') =>
    ({ title: t(name), align: 'right', dataIndex: name }) as const
  const first = (cell: Cell) =>
    by === 'sku' ? (
      names.sku(cell.sku_id)
    ) : (
      <span translate="no" className="font-mid">
        {names.node(cell.node_id)}
      </span>
    )
  return [
    { title: t(by), render: (_, cell) => first(cell) },
    number('on_hand'),
    number('held'),
    number('protected'),
    number('display'),
    {
      title: t('available'),
      align: 'right',
      render: (_, cell) => (
        <>
          {cell.counter_available <= 1 && <Badge tone="warn">{t('low')}</Badge>}{' '}
          <b className="font-strong">{cell.available}</b>
        </>
      ),
    },
    { title: t('counter'), align: 'right', dataIndex: 'counter_available' },
  ]
}
