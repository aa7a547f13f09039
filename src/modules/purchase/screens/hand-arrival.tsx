// Unpacking one delivery: each scan counts one more, whole boxes are typed, what is on no line is told at
// once.
import { useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useParam } from '../../../web/console/address.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button, IconButton } from '../../../web/kit/button.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, ErrorState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { NodeName } from '../../../web/mobile/node.tsx'
import { Card, LoadingCards, Page, Tag } from '../../../web/mobile/parts.tsx'
import { Scanner } from '../../../web/mobile/scanner.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type OrderWhole, getOrder, listOrders, receiveOrder } from '../contract-orders.ts'
import { mayDo } from '../rules.ts'
import { handPurchaseWords } from './hand-words.ts'
import { supplierName } from './supplier-name.ts'

type Line = OrderWhole['items'][number]
/** By what was scanned; the newest first. */
type Count = { scanned: string; good: number; damaged: number }

export default function HandArrival() {
  const t = useWords(handPurchaseWords)
  const lang = useLang()
  const order_id = useParam('id') as Id
  const read = useRead(getOrder, { order_id })
  const order = read.data
  return (
    <Page
      title={<span translate="no">{order ? supplierName(lang, order) : '…'}</span>}
      subtitle={order ? <span className="num">{order.no}</span> : <NodeName />}
      back={{ to: '/arrivals', label: t('back') }}
    >
      {read.error?.status === 404 && (
        <EmptyState icon="box" title={t('not_here')}>
          {t('not_here_next')}
        </EmptyState>
      )}
      {read.error && read.error.status !== 404 && (
        <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
      )}
      {read.isLoading && <LoadingCards rows={3} />}
      {order && (
        <div className="grid gap-4 lg:grid-cols-2 lg:items-start">
          <Unpack key={order.receipts.length} order={order} />
          <OnOrder order={order} />
        </div>
      )}
    </Page>
  )
}

const sameCode = (code: string) => code.replace(/^0+/, '').toUpperCase()
const lineOf = (order: OrderWhole, scanned: string) =>
  order.items.find(({ code, gtin }) => {
    const said = sameCode(scanned)
    return sameCode(code) === said || (gtin !== null && sameCode(gtin) === said)
  })
const agreedOf = (line: Line) => line.acknowledged_units ?? line.units

/** What came now, by code; a scan counts one more of it. */
function useCounts(order: OrderWhole) {
  const [counts, setCounts] = useState<Count[]>([])
  const put = (scanned: string, part: Partial<Count>) =>
    setCounts((all) => all.map((one) => (one.scanned === scanned ? { ...one, ...part } : one)))
  const scan = (code: string) => {
    const scanned = lineOf(order, code)?.code ?? code
    const known = counts.find((one) => one.scanned === scanned)
    const rest = counts.filter((one) => one !== known)
    setCounts([{ scanned, good: (known?.good ?? 0) + 1, damaged: known?.damaged ?? 0 }, ...rest])
  }
  const drop = (code: string) => setCounts((all) => all.filter(({ scanned }) => scanned !== code))
  return { counts, put, scan, drop }
}

function Unpack({ order }: { order: OrderWhole }) {
  const t = useWords(handPurchaseWords)
  const why = useWhyNot('stock.receive')
  const { counts, put, scan, drop } = useCounts(order)
  const [despatch_id, setDespatch] = useState(order.despatches.at(-1)?.despatch_id ?? '')
  const receive = useCommand(receiveOrder, {
    refreshes: [getOrder, listOrders],
    onDone: () => toast(t('taken')),
  })
  const take = () =>
    void receive.run({
      order_id: order.order_id,
      ...(despatch_id && { despatch_id: despatch_id as Id }),
      lines: counts.map(({ scanned, good, damaged }) => ({
        scanned,
        good_units: good,
        damaged_units: damaged,
      })),
    })
  if (!mayDo('receive', order.state)) return <EmptyState icon="check" title={t('why_state')} />
  return (
    <Card lit>
      <Scanner onScan={scan} label={t('scan')} pending={receive.pending} />
      <Against order={order} value={despatch_id} onChange={setDespatch} />
      <h2 className="text-16 font-strong">{t('scanned')}</h2>
      {counts.length === 0 && <p className="text-15 text-ink-soft">{t('nothing')}</p>}
      <ul aria-live="polite" className="flex flex-col">
        {counts.map((count) => (
          <Counted
            key={count.scanned}
            count={count}
            line={lineOf(order, count.scanned)}
            onPut={(part) => put(count.scanned, part)}
            onDrop={() => drop(count.scanned)}
          />
        ))}
      </ul>
      <Button
        size="large"
        wide
        pending={receive.pending}
        why_disabled={why ?? (counts.length === 0 ? t('take_why') : null)}
        onClick={take}
      >
        {t('take')}
      </Button>
      <Refusal problem={receive.problem} />
    </Card>
  )
}

type AgainstProps = { order: OrderWhole; value: string; onChange: (despatch_id: string) => void }

function Against({ order, value, onChange }: AgainstProps) {
  const t = useWords(handPurchaseWords)
  if (order.despatches.length === 0) return null
  return (
    <Select
      label={t('despatch')}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      choices={[
        ...order.despatches.map((one) => ({ value: one.despatch_id, label: one.no })),
        { value: '', label: t('despatch_none') },
      ]}
    />
  )
}

type CountedProps = {
  count: Count
  line: Line | undefined
  onPut: (part: Partial<Count>) => void
  onDrop: () => void
}

function Counted({ count, line, onPut, onDrop }: CountedProps) {
  const t = useWords(handPurchaseWords)
  const lang = useLang()
  const more = line ? line.good_units + count.good - agreedOf(line) : 0
  const name = line ? nameIn(lang, line) : count.scanned
  return (
    <li className="flex flex-col gap-2 border-t border-line py-3 first:border-t-0">
      <span className="flex items-center justify-between gap-3">
        <b className="min-w-0 text-16 font-mid" translate="no">
          {name}
        </b>
        <IconButton icon="close" label={`${t('remove')} ${name}`} onClick={onDrop} />
      </span>
      {!line && <Tag tone="warn">{t('wrong')}</Tag>}
      {more > 0 && <Tag tone="warn">{t('more', { count: more })}</Tag>}
      <span className="grid grid-cols-2 gap-3">
        {(['good', 'damaged'] as const).map((kind) => (
          <TextField
            key={kind}
            type="number"
            inputMode="numeric"
            min={0}
            max={100_000}
            label={t(kind)}
            aria-label={`${t(kind)} ${name}`}
            value={String(count[kind])}
            onChange={(event) => onPut({ [kind]: Math.max(0, Math.trunc(Number(event.target.value)) || 0) })}
          />
        ))}
      </span>
    </li>
  )
}

function OnOrder({ order }: { order: OrderWhole }) {
  const t = useWords(handPurchaseWords)
  const lang = useLang()
  return (
    <Card label={t('lines')}>
      <h2 className="text-16 font-strong">{t('lines')}</h2>
      <ul className="flex flex-col">
        {order.items.map((line) => {
          const left = Math.max(agreedOf(line) - line.good_units, 0)
          return (
            <li key={line.line_no} className="border-t border-line py-3 first:border-t-0">
              <span className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 text-15 font-mid" translate="no">
                  {nameIn(lang, line)}
                </span>
                <span className="num shrink-0 text-15">{t('left', { count: left })}</span>
              </span>
              <span className="num block text-13 text-ink-soft">
                <span translate="no">
                  {line.code} · {line.gtin ?? '—'}
                </span>{' '}
                · {t('due', { agreed: agreedOf(line), good: line.good_units })}
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
