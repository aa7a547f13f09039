// A payment provider as the house sees it. `charge` is made by payment.open in the placing transaction; a
// provider across the network gets its calls from jobs, with our ids as its idempotency keys.
import type { Tx } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { newId } from '../../platform/types.ts'
import { whyNotTrust, type Signed } from '../../platform/signature.ts'

export type RefundOrder = { refund_id: string; payment_id: string; charge_ref: string; amount_fen: number }
export type Provider = {
  name: string
  /** Asks the provider to give money back; its own report (or `done` at once) ends the refund. */
  refund(tx: Tx, order: RefundOrder): Promise<'asked' | 'done'>
  /** null when a call is genuine, else the refusal. */
  verify(secret: string, call: Signed, now_ms: number): 'bad_signature' | 'stale_signature' | null
}

/** Answers as a real one does: later, signed, over HTTP. */
const sandbox: Provider = {
  name: 'sandbox',
  async refund(tx, { refund_id, payment_id, charge_ref, amount_fen }) {
    const data = { payment_id, charge_ref, amount_fen, refund_id, transaction_id: `rf_${refund_id}` }
    await enqueue(tx, 'payment.sandbox_call', {
      webhook_id: `msg_${newId()}`,
      body: JSON.stringify({ type: 'refund.succeeded', data }),
    })
    return 'asked'
  },
  verify: whyNotTrust,
}

/** Money taken and given back by hand in a store. Nobody calls for it. */
const counter: Provider = {
  name: 'counter',
  refund: () => Promise.resolve('done'),
  verify: () => 'bad_signature',
}

export const providers: Readonly<Record<string, Provider>> = { sandbox, counter }
