// Stock at the buying desk: one SKU across a city, or everything a node has; a cell opens its ledger and transfer.
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { panel } from '../../../web/console/parts.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { SkuName, SkuPicker, useSkuLines } from '../../catalog/screens/index.ts'
import { NodePicker, useCityOptions, useNodeNames } from '../../places/screens/index.ts'
import { type Cell, findStock, listStock } from '../contract.ts'
import { CellDetail } from './desk-cell.tsx'
import { stockDeskWords } from './stock-words.ts'

const first_city = '510100'
const keyOf = (cell: Cell) => `${cell.node_id}_${cell.sku_id}`

/** `by=node` with `node`, else `sku` with `city`: two questions to the same cells. */
export default function StockPage() {
  const { query } = useAddress()
  return query.by === 'node' ? <ByNode /> : <BySku />
}

function useColumns(cells: readonly Cell[]) {
  const lang = useLang()
  const recent = cells.slice(-100)
  const line = useSkuLines(recent.map((cell) => cell.sku_id))
  const { nodeName } = useNodeNames(recent.map((cell) => cell.node_id))
  return { columns: columnsOf(lang), line, nodeName, lang }
}

type List = { cells: ReturnType<typeof usePages<typeof listStock.input, typeof listStock.reply>> }

function CellList({
  cells,
  tools,
  empty,
  by,
}: List & { tools: ReactNode; empty: ReactNode; by: 'sku' | 'node' }) {
  const t = useWords(stockDeskWords)
  const { columns, line, nodeName, lang } = useColumns(cells.items)
  const name: TableColumnsType<Cell>[number] =
    by === 'sku'
      ? { title: t('node'), render: (_, cell) => <span translate="no">{nodeName(cell.node_id)}</span> }
      : { title: t('sku'), render: (_, cell) => <SkuName line={line(cell.sku_id)} /> }
  const title = (cell: Cell | undefined) => {
    const sku = cell && line(cell.sku_id)
    return cell && sku ? `${nameIn(lang, sku)} · ${nodeName(cell.node_id)}` : '…'
  }
  return (
    <ListPage
      title={t('stock')}
      subtitle={t('lead')}
      tools={
        <>
          <Ways by={by} />
          <div className={`${panel} p-4`}>{tools}</div>
        </>
      }
      rows={cells}
      columns={[name, ...columns]}
      keyOf={keyOf}
      empty={empty}
      asks
      detail={(key) => <CellDetail key={key} node_id={key.split('_')[0]!} sku_id={key.split('_')[1]!} />}
      detail_title={(_, cell) => <span translate="no">{title(cell)}</span>}
      detail_width={480}
    />
  )
}

function Ways({ by }: { by: 'sku' | 'node' }) {
  const t = useWords(stockDeskWords)
  const { set } = useAddress()
  const key = (on: boolean) =>
    `min-h-10 rounded-[6px] px-3 sm:min-h-8 ${on ? 'bg-action-soft font-mid text-action' : 'text-ink-soft'}`
  const go = (way: 'sku' | 'node') => () =>
    set({ by: way === 'node' ? 'node' : undefined, open: undefined, low: undefined })
  return (
    <div className="flex gap-1">
      <button type="button" aria-pressed={by === 'sku'} className={key(by === 'sku')} onClick={go('sku')}>
        {t('by_sku')}
      </button>
      <button type="button" aria-pressed={by === 'node'} className={key(by === 'node')} onClick={go('node')}>
        {t('by_node')}
      </button>
    </div>
  )
}

function BySku() {
  const t = useWords(stockDeskWords)
  const { query, set } = useAddress()
  const sku = query.sku
  const city = query.city ?? first_city
  const cells = usePages(
    findStock,
    { sku_id: (sku ?? '') as never, city_code: city, limit: 50 },
    { enabled: sku !== undefined },
  )
  const chosen = useSkuLines(sku ? [sku] : [])(sku ?? '')
  const asked = sku ? cells : { ...cells, loading: false, items: [], has_more: false }
  const empty = sku ? (
    <EmptyState title={t('nothing')}>{t('nothing_text')}</EmptyState>
  ) : (
    <EmptyState title={t('choose')}>{t('choose_text')}</EmptyState>
  )
  const tools = (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SkuPicker onPick={(line) => set({ sku: line.id, open: undefined })} />
      <div className="flex flex-col gap-3">
        <City city={city} />
        {chosen && <SkuName line={chosen} more={chosen.code} />}
      </div>
    </div>
  )
  return <CellList cells={asked} tools={tools} empty={empty} by="sku" />
}

function City({ city }: { city: string }) {
  const t = useWords(stockDeskWords)
  const options = useCityOptions()
  const { query } = useAddress()
  const first = options.find(({ value }) => value === city)
  return (
    <Bar>
      <BarSelect
        name="city"
        label={t('city')}
        {...(query.city || !first ? {} : { all: first.label })}
        options={options}
      />
    </Bar>
  )
}

function ByNode() {
  const t = useWords(stockDeskWords)
  const { query, set } = useAddress()
  const node = query.node
  const low = query.low === 'true'
  const cells = usePages(
    listStock,
    { node_id: (node ?? '') as never, limit: 50, ...(low ? { low: 'true' as const } : {}) },
    { enabled: node !== undefined },
  )
  const asked = node ? cells : { ...cells, loading: false, items: [], has_more: false }
  const title = node ? t('none_node') : t('choose_node')
  const tools = (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <NodePicker
        single
        label={t('node')}
        ids={node ? [node] : []}
        onChange={([id]) => set({ node: id, open: undefined })}
      />
      <label className="flex min-h-11 items-center gap-3">
        <input
          type="checkbox"
          checked={low}
          className="size-5 accent-action"
          onChange={(event) => set({ low: event.target.checked ? 'true' : undefined })}
        />
        {t('only_low')}
      </label>
    </div>
  )
  return <CellList cells={asked} tools={tools} empty={<EmptyState title={title} />} by="node" />
}

function columnsOf(lang: Lang): TableColumnsType<Cell> {
  const t = say(stockDeskWords, lang)
  const figure = (name: 'on_hand' | 'held' | 'protected' | 'display') => ({
    title: t(name),
    align: 'right' as const,
    render: (_: unknown, cell: Cell) => cell[name],
  })
  return [
    figure('on_hand'),
    figure('held'),
    figure('protected'),
    figure('display'),
    {
      title: t('counter'),
      align: 'right',
      render: (_, cell) => cell.counter_available,
    },
    {
      title: t('available'),
      align: 'right',
      render: (_, cell) => <b className={cell.available <= 1 ? 'text-bad' : ''}>{cell.available}</b>,
    },
  ]
}
