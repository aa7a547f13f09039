// A payment provider as the house sees it. The charge is opened by payment.open in the placing transaction;
// everything across the network is asked from jobs, while no transaction is open, with our ids as its
// idempotency keys.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { type Signed, whyNotTrust } from '../../platform/signature.ts'
import { addDays, atMinute } from '../../platform/time.ts'
import type { Day } from '../../platform/types.ts'
import { type StatementLine, writeStatement } from './statement-file.ts'

export type RefundOrder = { refund_id: string; payment_id: string; charge_ref: string; amount_fen: number }
/** asked: its own report will end the refund · done: at once, under the provider's transaction */
export type RefundAnswer = { state: 'asked' } | { state: 'done'; transaction_id: string }
export type Verify = (
  secret: string,
  call: Signed,
  now_ms: number,
) => 'bad_signature' | 'stale_signature' | null

export type PaymentProvider = {
  name: string
  /** null when a call is genuine, else the refusal. */
  verify: Verify
  /** Asks for money to go back. Asked again with the same refund_id, it goes back once. */
  refund(order: RefundOrder): Promise<RefundAnswer>
  /**
   * What moved on a business day in Shanghai, as CSV with the columns
   * charge_ref,kind,amount,time,transaction_id: kind is charge or refund, amount in yuan with two decimals,
   * time in ISO 8601.
   */
  statement(day: Day): Promise<string>
}

/** Answers as a real one does: later, signed, over HTTP; and keeps books of its own. */
export const sandboxProvider = (db: Db): PaymentProvider => ({
  name: 'sandbox',
  verify: whyNotTrust,
  async refund({ refund_id, payment_id, charge_ref, amount_fen }) {
    const transaction_id = `rf_${refund_id}`
    const data = { payment_id, charge_ref, amount_fen, refund_id, transaction_id }
    await db.command(system, async (tx) => {
      await tx`
        insert into payment.sandbox_transaction (transaction_id, charge_ref, kind, amount_fen, at)
        values (${transaction_id}, ${charge_ref}, 'refund', ${amount_fen}, platform.clock())
        on conflict do nothing`
      const call = {
        webhook_id: `msg_rf_${refund_id}`,
        body: JSON.stringify({ type: 'refund.succeeded', data }),
      }
      await enqueue(tx, 'payment.sandbox_call', call, { key: `payment.sandbox_call:${call.webhook_id}` })
    })
    return { state: 'asked' }
  },
  async statement(day) {
    const [from, to] = [atMinute(day, 0), atMinute(addDays(day, 1), 0)]
    const lines = await db.read(
      system,
      (tx) => tx<StatementLine[]>`
        select kind, transaction_id, charge_ref, amount_fen, at from payment.sandbox_transaction
         where at >= ${from} and at < ${to} order by at, transaction_id`,
    )
    return writeStatement(lines)
  },
})

/** Money taken and given back by hand in a store. Nobody calls for it, and nobody writes a statement. */
const counter: PaymentProvider = {
  name: 'counter',
  verify: () => 'bad_signature',
  refund: ({ refund_id }) => Promise.resolve({ state: 'done', transaction_id: refund_id }),
  statement: () => Promise.resolve(writeStatement([])),
}

/** `connect` gives the provider; `verify` is asked inside the transaction that keeps the call. */
type Known = { verify: Verify; connect: (db: Db) => PaymentProvider }
const known: Readonly<Record<string, Known>> = {
  sandbox: { verify: whyNotTrust, connect: sandboxProvider },
  counter: { verify: counter.verify, connect: () => counter },
}

export const verifierOf = (name: string): Verify => known[name]!.verify
export const providerOf = (name: string, db: Db): PaymentProvider => known[name]!.connect(db)
