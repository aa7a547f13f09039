// What a report of money means for a payment. Pure.
import type { PaymentState, ProviderCall, SandboxOutcome } from './contract.ts'

export type Standing = { state: PaymentState; amount_fen: number }

/** M5: exactly the due amount, once, is applied; every other fen is a difference and goes back by itself. */
export function settlementOf(
  payment: Standing,
  amount_fen: number,
): 'applied' | 'wrong_amount' | 'paid_twice' {
  if (payment.state === 'paid') return 'paid_twice'
  return amount_fen === payment.amount_fen ? 'applied' : 'wrong_amount'
}

export function whyNotPretend(payment: { state: PaymentState; provider: string }): string | null {
  if (payment.provider !== 'sandbox') return 'not_sandbox'
  return payment.state === 'open' ? null : 'payment_not_open'
}

export type PretendedCall = Pick<ProviderCall, 'type'> & {
  amount_fen: number
  /** false: the money moves and nobody says so; only the statement will. */
  reported: boolean
  /** Calls of one transaction report the same money. */
  transaction: number
  /** Calls of one notice are a redelivery: the same webhook-id. */
  notice: number
  /** Sent this long after now, or after the hold has ended. */
  after: 'now' | 'expiry'
  delay_ms: number
}

const success = (amount_fen: number, transaction = 1, notice = 1, delay_ms = 0): PretendedCall => ({
  type: 'charge.succeeded',
  amount_fen,
  reported: true,
  transaction,
  notice,
  after: 'now',
  delay_ms,
})

/** What the pretended provider will report for a chosen outcome. */
export function callsOf(outcome: SandboxOutcome, amount_fen: number): PretendedCall[] {
  const wrong_fen = amount_fen > 100 ? amount_fen - 100 : amount_fen + 100
  const table: Record<SandboxOutcome, PretendedCall[]> = {
    success: [success(amount_fen)],
    failure: [{ ...success(amount_fen), type: 'charge.failed' }],
    late: [{ ...success(amount_fen), after: 'expiry', delay_ms: 5_000 }],
    duplicate: [success(amount_fen), success(amount_fen, 1, 1, 300), success(amount_fen, 1, 2, 600)],
    paid_twice: [success(amount_fen), success(amount_fen, 2, 2, 300)],
    wrong_amount: [success(wrong_fen)],
    lost: [{ ...success(amount_fen), reported: false }],
    never: [],
  }
  return table[outcome]
}
