// The only place where money is rounded. Amounts are whole fen, rates whole basis points (1/10,000).
import { type Fen, fen } from './types.ts'

/**
 * Splits `total` over `weights` by largest remainder: parts are whole and sum to the total exactly.
 * Ties go to the earlier part. Weights are non-negative; if all are zero the split is as even as can be.
 */
export function split(total: Fen, weights: readonly number[]): Fen[] {
  if (weights.length === 0) return []
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n)
  const shares = sum === 0n ? weights.map(() => 1n) : weights.map(BigInt)
  const whole = sum === 0n ? BigInt(weights.length) : sum
  const sign = total < 0 ? -1n : 1n
  const amount = BigInt(Math.abs(total))
  const parts = shares.map((share) => (amount * share) / whole)
  const rest = shares.map((share, at) => ({ at, rest: (amount * share) % whole }))
  let left = amount - parts.reduce((a, b) => a + b, 0n)
  rest.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1))
  for (const { at } of rest) {
    if (left === 0n) break
    parts[at] = (parts[at] ?? 0n) + 1n
    left -= 1n
  }
  return parts.map((part) => fen(Number(sign * part)))
}

/** amount × rate, half away from zero. */
export function atRate(amount: Fen, rate_bp: number): Fen {
  const product = BigInt(Math.abs(amount)) * BigInt(rate_bp)
  const rounded = (product + 5_000n) / 10_000n
  return fen(Number(amount < 0 ? -rounded : rounded))
}

export const times = (unit: Fen, quantity: number): Fen => fen(unit * quantity)
export const sum = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((a, b) => a + b, 0))
