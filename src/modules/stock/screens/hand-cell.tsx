// One product at one place: how many can be sold and why, what one may do with it, every movement.
import { useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useParam } from '../../../web/console/address.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../web/kit/states.tsx'
import { type Goods, Thumb, useGoodsRead } from '../../../web/mobile/goods.tsx'
import { mobileWords } from '../../../web/mobile/mobile-words.ts'
import { NodeName, NoNode, useNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardTitle, LoadingCards, Page, Rows, Sums } from '../../../web/mobile/parts.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { formatInstant, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type Cell, type Entry, listEntries, listStock } from '../contract.ts'
import { AdjustSheet, CountSheet, ProtectSheet, ReceiveSheet } from './hand-cell-sheets.tsx'
import { WaitingChanges } from './hand-waiting.tsx'
import { handStockWords } from './hand-words.ts'

const nothing = { on_hand: 0, held: 0, protected: 0, display: 0, available: 0, counter_available: 0 }
export type Shelf = { node_id: Id; sku_id: Id; cell: Omit<Cell, 'city_code' | 'node_id' | 'sku_id'> }

export default function HandCell() {
  const t = useWords(handStockWords)
  const lang = useLang()
  const node_id = useNodeId() as Id
  const sku_id = useParam('id') as Id
  const { goods: known, pending } = useGoodsRead([sku_id])
  const goods = known.get(sku_id)
  const read = useRead(listStock, { node_id, sku_ids: sku_id, limit: 1 }, { enabled: node_id !== '' })
  useLive(node_id ? [`node:${node_id}`] : [], [listStock, listEntries])
  if (!node_id) return <NoNode />
  const cell = read.data ? (read.data.items[0] ?? nothing) : null
  const name = goods ? nameIn(lang, goods) : '…'
  return (
    <Page
      title={<span translate="no">{name}</span>}
      subtitle={<NodeName />}
      back={{ to: '/stock', label: t('back') }}
    >
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {pending || read.isLoading ? (
        <LoadingCards rows={3} />
      ) : (
        <Whole {...{ node_id, sku_id, goods, cell }} />
      )}
    </Page>
  )
}

type WholeProps = {
  node_id: Id
  sku_id: Id
  goods: Goods | undefined
  cell: Shelf['cell'] | null
}

function Whole({ node_id, sku_id, goods, cell }: WholeProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
      <div className="flex flex-col gap-4">
        <Card>
          <div className="flex items-center gap-4">
            <Thumb goods={goods} className="size-24" />
            <div className="min-w-0" translate="no">
              <p className="num text-15">{goods?.code}</p>
              <p className="num text-15 text-ink-soft">{goods?.gtin}</p>
            </div>
          </div>
          {cell ? <Figures cell={cell} /> : <Skeleton className="h-48" />}
        </Card>
        {/* Before the buttons: who sees that a count waits does not count again. */}
        <WaitingChanges quiet subject_id={`${node_id}_${sku_id}`} />
        {cell && <Deeds shelf={{ node_id, sku_id, cell }} />}
      </div>
      <Ledger node_id={node_id} sku_id={sku_id} />
    </div>
  )
}

function Figures({ cell }: { cell: Shelf['cell'] }) {
  const t = useWords(handStockWords)
  const node = useNode()
  return (
    <>
      <Sums
        sums={[
          { id: 'counter', value: cell.counter_available, name: t('counter') },
          { id: 'online', value: cell.available, name: t('online') },
        ]}
      />
      <div className="border-t border-line pt-2">
        <h2 className="text-14 font-mid">{t('made_of')}</h2>
        <Rows
          rows={[
            { name: t('on_hand'), value: cell.on_hand },
            { name: t('held'), value: minus(cell.held) },
            { name: t('display'), value: minus(cell.display) },
            { name: t('counter'), value: `= ${cell.counter_available}`, strong: true },
            { name: t('protected'), value: minus(cell.protected) },
            { name: t('online'), value: `= ${cell.available}`, strong: true },
          ]}
        />
        {node?.kind === 'store' && !node.sells_online && (
          <p className="text-13 text-ink-soft">{t('offline_note')}</p>
        )}
      </div>
    </>
  )
}
const minus = (units: number) => (units === 0 ? '− 0' : `− ${units}`)

const deeds = ['count', 'receive', 'adjust', 'protect'] as const
type Deed = (typeof deeds)[number]

function Deeds({ shelf }: { shelf: Shelf }) {
  const t = useWords(handStockWords)
  const [open, setOpen] = useState<Deed | null>(null)
  const count = useWhyNot('stock.count')
  const receive = useWhyNot('stock.receive')
  const adjust = useWhyNot('stock.adjust')
  const why: Record<Deed, string | null> = { count, receive, adjust, protect: count }
  const close = () => setOpen(null)
  return (
    <div className="grid grid-cols-2 gap-3">
      {deeds.map((deed, at) => (
        <Button
          key={deed}
          size="large"
          wide
          look={at === 0 ? 'primary' : 'secondary'}
          why_disabled={why[deed]}
          onClick={() => setOpen(deed)}
        >
          {t(deed)}
        </Button>
      ))}
      {open === 'count' && <CountSheet shelf={shelf} onClose={close} />}
      {open === 'receive' && <ReceiveSheet shelf={shelf} onClose={close} />}
      {open === 'adjust' && <AdjustSheet shelf={shelf} onClose={close} />}
      {open === 'protect' && <ProtectSheet shelf={shelf} onClose={close} />}
    </div>
  )
}

function Ledger({ node_id, sku_id }: { node_id: Id; sku_id: Id }) {
  const t = useWords(handStockWords)
  const m = useWords(mobileWords)
  const pages = usePages(listEntries, { node_id, sku_id, limit: 20 })
  return (
    <Card>
      <CardTitle>{t('ledger')}</CardTitle>
      {pages.problem && <ErrorState problem={pages.problem} onRetry={pages.reload} />}
      {pages.loading && <Skeleton className="h-40" />}
      {!pages.loading && !pages.problem && pages.items.length === 0 && (
        <EmptyState icon="list" title={t('no_ledger')} />
      )}
      <ul className="flex flex-col">
        {pages.items.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ul>
      {pages.has_more && (
        <Button look="secondary" pending={pages.loading_more} onClick={pages.more}>
          {m('show_more')}
        </Button>
      )}
    </Card>
  )
}

const reasons = ['damaged', 'lost', 'found', 'expired_display', 'data_error', 'opening'] as const

function EntryRow({ entry }: { entry: Entry }) {
  const t = useWords(handStockWords)
  const lang = useLang()
  const known = reasons.find((one) => one === entry.reason)
  const reason = known ? t(`reason_${known}`) : entry.kind === 'receipt' ? entry.reason : null
  return (
    <li className="flex items-center justify-between gap-3 border-t border-line py-3 first:border-t-0">
      <span className="min-w-0 text-15">
        {t(`entry_${entry.kind}`)}
        {reason && <span className="text-ink-soft"> · {reason}</span>}
        <small className="num block text-13 text-ink-soft">{formatInstant(entry.at, lang)}</small>
      </span>
      <span className={`num text-18 font-strong ${entry.quantity < 0 ? '' : 'text-good'}`}>
        {entry.quantity < 0 ? `−${-entry.quantity}` : `+${entry.quantity}`}
      </span>
    </li>
  )
}
