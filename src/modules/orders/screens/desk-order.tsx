// One order in the drawer: lines with their prices, why this store, the story, the money, the recipient.
import { Link } from '@tanstack/react-router'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { useMe } from '../../../web/console/me.tsx'
import { PriceTrace, Reasons } from '../../../web/kit/price.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney, formatWindow, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { Thumb } from '../../catalog/screens/index.ts'
import { useSkuLines } from '../../search/screens/index.ts'
import { getPayment, type PaymentView } from '../../payment/contract.ts'
import { useNodeNames } from '../../places/screens/index.ts'
import { getOrder, getOrderPlan, getStory, type OrderLineView, type OrderView } from '../contract.ts'
import { OrderBadge } from './desk-badge.tsx'
import { Sourcing } from './desk-sourcing.tsx'
import { Story } from './desk-story.tsx'
import { deskOrderWords } from './desk-words.ts'

export function OrderDetail({ id }: { id: string }) {
  const read = useRead(getOrder, { order_id: id as never })
  useLive([`order:${id}`], [getOrder, getStory, getOrderPlan, getPayment])
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={8} />
  const order = read.data
  return (
    <>
      <Head order={order} />
      <Lines order={order} />
      <Sourcing order={order} />
      <Story order={order} />
      <Money order={order} />
      <Returns order={order} />
      <Recipient order={order} />
      <Trail order={order} />
    </>
  )
}

/** Also of an order that the list has not come to. */
export function OrderTitle({ id }: { id: string }) {
  const order = useRead(getOrder, { order_id: id as never }).data
  return <span className="num">{order?.number ?? '…'}</span>
}

/** Who may read the audit goes on from here to what people did to this order. */
function Trail({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  if (!useMe().permissions.includes('control.audit')) return null
  return (
    <Link to="/audit" search={{ q: order.id } as never} className="link inline-flex min-h-10 items-center">
      {t('audit_of')}
    </Link>
  )
}

function Head({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const { nodeName } = useNodeNames([order.node_id, order.selling_node_id])
  const node = (id: string) => <span translate="no">{nodeName(id)}</span>
  const window = (from: string | null, to: string | null) =>
    from && to ? formatWindow(from, to, lang) : null
  const deliver = window(order.deliver_starts_at, order.deliver_ends_at)
  const install = window(order.install_starts_at, order.install_ends_at)
  return (
    <section className="pb-4">
      <p className="flex flex-wrap items-center gap-2 pb-2">
        <OrderBadge state={order.state} />
        <span className="text-ink-soft">
          {t(`channel_${order.channel}`)} · {t(`mode_${order.channel}_${order.mode}`)}
        </span>
        <b className="num ml-auto text-20">{formatMoney(order.total_fen)}</b>
      </p>
      <Facts
        facts={[
          { name: t('placed'), value: formatInstant(order.placed_at, lang) },
          { name: t('node'), value: node(order.node_id) },
          order.selling_node_id !== order.node_id && {
            name: t('sold_by'),
            value: node(order.selling_node_id),
          },
          deliver !== null && { name: t('window_deliver'), value: deliver },
          install !== null && { name: t('window_install'), value: install },
          {
            name: t('next'),
            value: order.next_states.map((state) => t(`st_${state}`)).join(' · ') || t('nothing_next'),
          },
        ]}
      />
    </section>
  )
}

function Lines({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const line = useSkuLines(order.lines.map(({ sku_id }) => sku_id))
  return (
    <Section title={t('lines')} note={t('units', { count: order.units })}>
      <ul>
        {order.lines.map((bought) => (
          <li key={bought.line_no} className="border-b border-line py-2 last:border-b-0">
            <Line bought={bought} drawing={line(bought.sku_id)?.drawing} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

type LineProps = { bought: OrderLineView; drawing: Parameters<typeof Thumb>[0]['drawing'] }

function Line({ bought, drawing }: LineProps) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const trace = bought.trace.map((row) => ({
    name: lang === 'en' ? row.label_en : row.label_zh,
    amount_fen: row.amount_fen,
    total: row.code === 'final',
  }))
  return (
    <Reasons
      summary={
        <span className="flex items-center gap-3">
          <Thumb drawing={drawing} />
          <span className="grow">
            <span translate="no">{nameIn(lang, bought)}</span>
            <small className="block text-12 text-ink-soft">
              <span translate="no">{bought.code}</span> · {bought.quantity} × {formatMoney(bought.unit_fen)}
              {bought.returned_quantity > 0 && ` · ${t('returned', { count: bought.returned_quantity })}`}
            </small>
          </span>
          <b className="num">{formatMoney(bought.total_fen)}</b>
        </span>
      }
    >
      <PriceTrace lines={trace} caption={t('price_trace')} />
    </Reasons>
  )
}

/** Payments are control's to read; sales see what the order itself says of its money. */
function Money({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const me = useMe()
  const may = me.permissions.includes('control.read')
  const read = useRead(getPayment, { payment_id: order.payment_id }, { enabled: may })
  return (
    <Section title={t('money')}>
      <Facts
        facts={[
          { name: t('due'), value: formatMoney(order.total_fen) },
          { name: t('paid_at'), value: order.paid_at ? formatInstant(order.paid_at, lang) : t('not_paid') },
          order.refunded_fen > 0 && { name: t('done'), value: formatMoney(order.refunded_fen) },
        ]}
      />
      {read.data && <Payment payment={read.data} order_id={order.id} />}
      {!may && <p className="pt-1 text-12 text-ink-faint">{t('payment_not_yours')}</p>}
    </Section>
  )
}

function Payment({ payment, order_id }: { payment: PaymentView; order_id: string }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const refunds = payment.refunds.filter((refund) => refund.order_id === order_id || !refund.order_id)
  return (
    <>
      <Facts
        facts={[
          {
            name: t('provider'),
            value: `${t(`provider_${payment.provider}`)} · ${t(`pay_state_${payment.state}`)}`,
          },
          payment.last_failure !== null && { name: t('last_failure'), value: payment.last_failure },
        ]}
      />
      <ul className="mt-1 border-t border-line">
        {payment.entries.map((entry) => (
          <li key={entry.id} className="flex justify-between gap-3 border-b border-line py-1.5">
            <span className="text-ink-soft">{formatInstant(entry.at, lang)}</span>
            <span className="grow">{t(`entry_${entry.kind}`)}</span>
            <span className="num">{formatMoney(entry.amount_fen)}</span>
          </li>
        ))}
        {refunds.map((refund) => (
          <li key={refund.id} className="flex justify-between gap-3 border-b border-line py-1.5">
            <span className="text-ink-soft">{formatInstant(refund.requested_at, lang)}</span>
            <span className="grow">{t(`refund_${refund.state}`)}</span>
            <span className="num">{formatMoney(-refund.amount_fen)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function Returns({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  if (order.returns.length === 0) return null
  return (
    <Section title={t('returns')}>
      <Facts
        facts={order.returns.map((one) => ({
          name: `${formatInstant(one.requested_at, lang)} · ${t(`return_${one.state}`)}`,
          value: formatMoney(one.refund_fen),
        }))}
      />
    </Section>
  )
}

function Recipient({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const { recipient } = order
  return (
    <Section title={t('recipient')} note={recipient?.masked ? t('masked') : undefined}>
      {recipient ? (
        <p translate="no" className="num">
          {recipient.name} · {recipient.phone}
          {recipient.line && <span className="block text-ink-soft">{recipient.line}</span>}
        </p>
      ) : (
        <p className="text-ink-soft">{t('no_recipient')}</p>
      )}
    </Section>
  )
}
