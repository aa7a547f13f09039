// One purchase order in its drawer: where it stands, what may be done with it, its lines and what came.
import type { ReactNode } from 'react'
import { useMe } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { type Column, Table } from '../../../web/kit/table.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatDay, formatInstant, formatMoney, formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { Id } from '../../../platform/types.ts'
import { type OrderWhole, getOrder, listOrders } from '../contract-orders.ts'
import { OrderDeeds } from './order-deeds.tsx'
import { StateLine } from './order-state.tsx'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'

export function OrderDetail({ order_id }: { order_id: Id }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const me = useMe()
  const read = useRead(getOrder, { order_id })
  useLive(['changes:all'], [getOrder, listOrders])
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={8} />
  const { data } = read
  return (
    <>
      <Section title={t('state_line')}>
        <StateLine state={data.state} />
      </Section>
      <Section title={t('details')}>
        <Facts
          facts={[
            { name: t('supplier'), value: <span translate="no">{supplierName(lang, data)}</span> },
            {
              name: t('node'),
              value: <span translate="no">{lang === 'en' ? data.node_en : data.node_zh}</span>,
            },
            { name: t('expected'), value: formatDay(data.expected_on, lang) },
            data.total_fen !== null && { name: t('total'), value: <b>{formatMoney(data.total_fen)}</b> },
            Boolean(data.note) && { name: t('note'), value: data.note },
          ]}
        />
      </Section>
      <Lines order={data} />
      <Came order={data} />
      {me.permissions.includes('purchasing.orders') && <OrderDeeds key={data.state} order={data} />}
    </>
  )
}

type Line = OrderWhole['items'][number]

function Lines({ order }: { order: OrderWhole }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const figure = (id: 'units' | 'shipped' | 'good', of: (line: Line) => number): Column<Line> => ({
    id,
    title: t(id),
    numeric: true,
    cell: (line) => formatNumber(of(line)),
  })
  const columns: Column<Line>[] = [
    {
      id: 'product',
      title: t('product'),
      heads: true,
      cell: (line) => (
        <span className="block max-w-56" translate="no">
          <span className="block truncate" title={nameIn(lang, line)}>
            {nameIn(lang, line)}
          </span>
          <span className="text-12 font-text text-ink-soft">{line.code}</span>
        </span>
      ),
    },
    figure('units', (line) => line.units),
    { id: 'agreed', title: t('agreed'), numeric: true, cell: (line) => <Answered line={line} /> },
    figure('shipped', (line) => line.despatched_units),
    figure('good', (line) => line.good_units),
    {
      id: 'cost',
      title: t('cost'),
      numeric: true,
      cell: (line) => (line.unit_cost_fen === null ? '—' : formatMoney(line.unit_cost_fen)),
    },
  ]
  return (
    <Section title={t('lines')}>
      <Table
        caption={t('lines')}
        columns={columns}
        rows={order.items}
        keyOf={(line) => String(line.line_no)}
      />
    </Section>
  )
}

/** What the supplier has changed is seen at once. */
function Answered({ line }: { line: Line }) {
  if (line.acknowledged_units === null) return <span className="text-ink-faint">—</span>
  const same = line.acknowledged_units === line.units
  const said = formatNumber(line.acknowledged_units)
  return same ? said : <mark className="rounded-[4px] bg-light-soft px-1 text-ink">{said}</mark>
}

function Came({ order }: { order: OrderWhole }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const kinds = ['damaged', 'missing', 'over'] as const
  const field = { damaged: 'damaged_units', missing: 'short_units', over: 'over_units' } as const
  return (
    <>
      <Section title={t('despatches')}>
        <Events
          rows={order.despatches.map((one) => ({
            id: one.despatch_id,
            title: one.no,
            at: formatInstant(one.at, lang),
            said: [one.carrier, one.tracking_no, sum(one.lines, 'units')].filter(Boolean).join(' · '),
          }))}
        />
      </Section>
      <Section title={t('receipts')}>
        <Events
          rows={order.receipts.map((one) => ({
            id: one.receipt_id,
            title: one.no,
            at: formatInstant(one.received_at, lang),
            said: [
              `${t('good')} ${sum(one.lines, 'good_units')}`,
              ...kinds
                .filter((kind) => sum(one.lines, field[kind]) > 0)
                .map((kind) => `${t(kind)} ${sum(one.lines, field[kind])}`),
              one.wrong.length > 0 && `${t('wrong')} ${sum(one.wrong, 'units')}`,
              one.lines.some(({ landed_fen }) => landed_fen !== null) &&
                `${t('landed')} ${formatMoney(sum(one.lines, 'landed_fen'))}`,
            ]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      </Section>
      {order.returns.length > 0 && (
        <Section title={t('returns')}>
          <Events
            rows={order.returns.map((one) => ({
              id: one.return_id,
              title: one.no,
              at: formatInstant(one.returned_at, lang),
              said: t(`rs_${one.reason}` as 'rs_agreed'),
            }))}
          />
        </Section>
      )}
    </>
  )
}

const sum = <K extends string>(rows: readonly { [key in K]: number | null }[], key: K) =>
  rows.reduce((all, row) => all + (row[key] ?? 0), 0)

function Events({ rows }: { rows: readonly { id: string; title: string; at: string; said: ReactNode }[] }) {
  const t = useWords(purchaseWords)
  if (rows.length === 0) return <p className="text-ink-soft">{t('none_yet')}</p>
  return (
    <ul className="flex flex-col">
      {rows.map((row) => (
        <li key={row.id} className="num border-b border-line py-2">
          <span className="flex flex-wrap justify-between gap-x-3">
            <b className="font-mid" translate="no">
              {row.title}
            </b>
            <span className="text-ink-soft">{row.at}</span>
          </span>
          <span className="text-13 text-ink-soft">{row.said}</span>
        </li>
      ))}
    </ul>
  )
}
