// Payments as their payer, the taking store and control see them; row-level security decides whose.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { Id } from '../../platform/types.ts'
import type { MoneyEntry, PaymentView, RefundView } from './contract.ts'

type Row = Omit<
  PaymentView,
  | 'received_fen'
  | 'applied_fen'
  | 'difference_fen'
  | 'refunded_fen'
  | 'refund_pending_fen'
  | 'entries'
  | 'refunds'
>

export async function paymentView(tx: Tx, _actor: Actor, input: { payment_id: Id }): Promise<PaymentView> {
  const { payment_id } = input
  const [[payment], entries, refunds] = await Promise.all([
    tx<Row[]>`
      select id, basket_id, provider, method, state, amount_fen, opened_at, expires_at, paid_at, last_failure
        from payment.payment where id = ${payment_id}`,
    tx<MoneyEntry[]>`
      select id, at, kind, amount_fen, reason, order_id
        from payment.entry where payment_id = ${payment_id} order by at, kind desc, id limit 500`,
    tx<RefundView[]>`
      select id, order_id, amount_fen, reason, state, requested_at, done_at
        from payment.refund where payment_id = ${payment_id} order by requested_at, id limit 500`,
  ])
  if (!payment) throw notFound()
  const sumOf = (rows: { amount_fen: number }[]) => rows.reduce((all, row) => all + row.amount_fen, 0)
  const of = (kind: string) =>
    sumOf(entries.filter((entry) => entry.kind === kind)) as PaymentView['amount_fen']
  const pending = refunds.filter((refund) => refund.state === 'requested')
  return {
    ...payment,
    received_fen: of('received'),
    applied_fen: of('applied'),
    difference_fen: of('difference'),
    refunded_fen: of('returned'),
    refund_pending_fen: sumOf(pending) as PaymentView['amount_fen'],
    entries,
    refunds,
  }
}

/** How a basket is to be, or was, paid; null when it is none of the actor's. */
export async function paymentOfBasket(tx: Tx, _actor: Actor, basket_id: string) {
  const [payment] = await tx<
    { id: Id; provider: string; method: string; state: string; amount_fen: number }[]
  >`
    select id, provider, method, state, amount_fen from payment.payment where basket_id = ${basket_id}`
  return payment ?? null
}

/** Live topic `payment:<id>`: whoever may read the payment hears that it moved. */
export async function hearsPayment(tx: Tx, _actor: Actor, id: string): Promise<boolean> {
  if (!Id.safeParse(id).success) return false
  const found = await tx`select 1 from payment.payment where id = ${id}::uuid`
  return found.length > 0
}
