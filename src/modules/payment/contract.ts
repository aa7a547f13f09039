// What crosses the walls of the payment room: a payment as its payer sees it, and the provider's signed
// calls.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Fen, Id, Instant } from '../../platform/types.ts'

/** open: waiting for money · paid: the due amount has arrived · closed: the orders ended unpaid. */
export const PaymentState = z.enum(['open', 'paid', 'closed'])
export type PaymentState = z.infer<typeof PaymentState>

/**
 * received: money came in · applied: the part that pays the due amount · difference: the part that does not
 * (wrong amount, paid twice) and goes back by itself · returned: money that went back.
 */
export const EntryKind = z.enum(['received', 'applied', 'difference', 'returned'])
export type EntryKind = z.infer<typeof EntryKind>

export const MoneyEntry = z.object({
  id: Id,
  at: Instant,
  kind: EntryKind,
  amount_fen: Fen,
  /** paid · wrong_amount · paid_twice · or the reason of the refund */
  reason: z.string(),
  order_id: Id.nullable(),
})
export type MoneyEntry = z.infer<typeof MoneyEntry>

export const RefundView = z.object({
  id: Id,
  order_id: Id.nullable(),
  amount_fen: Fen,
  reason: z.string(),
  state: z.enum(['requested', 'done']),
  requested_at: Instant,
  done_at: Instant.nullable(),
})
export type RefundView = z.infer<typeof RefundView>

export const PaymentView = z.object({
  id: Id,
  basket_id: Id,
  /** sandbox: the demo's pay page decides · counter: taken by hand in a store */
  provider: z.enum(['sandbox', 'counter']),
  method: z.string(),
  state: PaymentState,
  amount_fen: Fen,
  received_fen: Fen,
  applied_fen: Fen,
  difference_fen: Fen,
  refunded_fen: Fen,
  refund_pending_fen: Fen,
  opened_at: Instant,
  expires_at: Instant.nullable(),
  paid_at: Instant.nullable(),
  /** Why the last attempt failed; the payment stays open for another one. */
  last_failure: z.string().nullable(),
  entries: z.array(MoneyEntry),
  refunds: z.array(RefundView),
})
export type PaymentView = z.infer<typeof PaymentView>

const OfPayment = z.strictObject({ payment_id: Id })

export const getPayment = endpoint('GET /payments/:payment_id', {
  summary: 'One payment of your own, with every movement of money in it',
  permission: 'account.own',
  input: OfPayment,
  reply: PaymentView,
})

/**
 * success · failure · late: success five seconds after the hold has ended · duplicate: one payment reported
 * three times · paid_twice: two payments · wrong_amount: one yuan too little (one too much when the due is
 * that small) · lost: money that is never reported, so that only the daily statement tells of it · never:
 * neither money nor a report
 */
export const SandboxOutcome = z.enum([
  'success',
  'failure',
  'late',
  'duplicate',
  'paid_twice',
  'wrong_amount',
  'lost',
  'never',
])
export type SandboxOutcome = z.infer<typeof SandboxOutcome>

export const chooseSandboxOutcome = endpoint('POST /payments/:payment_id/sandbox-outcome', {
  summary: 'Sandbox only: decide what the pretended provider reports about this payment',
  permission: 'orders.own',
  input: z.strictObject({ payment_id: Id, outcome: SandboxOutcome }),
  reply: z.object({
    payment_id: Id,
    outcome: SandboxOutcome,
    calls: z.int(),
    first_call_at: Instant.nullable(),
  }),
  refusals: ['payment_not_open', 'not_sandbox'],
})

/** The body of a provider's call, signed as Standard Webhooks say: `id.timestamp.body` under HMAC-SHA256. */
export const ProviderCall = z.object({
  type: z.enum(['charge.succeeded', 'charge.failed', 'refund.succeeded']),
  data: z.object({
    payment_id: Id,
    charge_ref: z.string().max(80),
    transaction_id: z.string().min(1).max(80),
    amount_fen: z.int().min(0).max(1e13),
    refund_id: Id.optional(),
    reason: z.string().max(80).optional(),
  }),
})
export type ProviderCall = z.infer<typeof ProviderCall>

const header = z.string().max(400).optional()
export const SignedCall = z.object({
  provider: z.enum(['sandbox']),
  webhook_id: header,
  webhook_timestamp: header,
  webhook_signature: header,
  raw_body: z.string().max(20_000).default(''),
})
export type SignedCall = z.infer<typeof SignedCall>

export const takeProviderCall = endpoint('POST /payment-callbacks/:provider', {
  summary: 'Where the payment provider reports; signed, repeated calls get the same answer',
  permission: 'public.read',
  signed: true,
  input: SignedCall,
  reply: z.object({ received: z.literal(true), webhook_id: z.string() }),
  refusals: [
    'bad_signature',
    'stale_signature',
    'unknown_payment',
    'charge_of_other_order',
    'callback_reused',
  ],
})
