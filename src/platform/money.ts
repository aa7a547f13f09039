// The only place where money is rounded. Amounts are whole fen, rates whole basis points (1/10,000).
import { type Fen, fen } from './types.ts'

// Below it a product of two whole numbers is exact; the rest of the arithmetic may stay with plain numbers.
const exact_max = Number.MAX_SAFE_INTEGER

/**
 * Splits `total` over `weights` by largest remainder: parts are whole and sum to the total exactly.
 * Ties go to the earlier part. Weights are non-negative; if all are zero the split is as even as can be.
 */
export function split(total: Fen, weights: readonly number[]): Fen[] {
  if (weights.length === 0) return []
  const plain = weights.reduce((a, b) => a + b, 0)
  const whole_numbers = Number.isInteger(total) && weights.every(Number.isInteger)
  if (whole_numbers && plain > 0 && Math.abs(total) * plain <= exact_max)
    return splitPlainly(total, weights, plain)
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

/** The same where every product is exact; an order of two hundred lines is split hundreds of times. */
function splitPlainly(total: number, weights: readonly number[], whole: number): Fen[] {
  const [sign, amount] = [total < 0 ? -1 : 1, Math.abs(total)]
  const rests = new Float64Array(weights.length)
  let left = amount
  const parts = weights.map((weight, at) => {
    const part = Math.floor((amount * weight) / whole)
    rests[at] = amount * weight - part * whole
    left -= part
    return part
  })
  if (left > 0) addLargest(parts, rests, left)
  return parts.map((part) => (part === 0 ? 0 : sign * part) as Fen)
}

/** One more for the `count` largest rests, of equals for the earlier ones. */
function addLargest(parts: number[], rests: Float64Array, count: number) {
  const least = rests.slice().sort()[rests.length - count]!
  let equals = count
  for (const rest of rests) if (rest > least) equals--
  for (let at = 0; at < parts.length; at++)
    if (rests[at]! > least || (rests[at]! === least && equals-- > 0)) parts[at]! += 1
}

/** amount × rate, half away from zero. */
export function atRate(amount: Fen, rate_bp: number): Fen {
  const plain = Math.abs(amount) * rate_bp + 5_000
  if (Number.isInteger(plain) && plain <= exact_max)
    return ((amount < 0 ? -1 : 1) * Math.floor(plain / 10_000) || 0) as Fen
  const product = BigInt(Math.abs(amount)) * BigInt(rate_bp)
  const rounded = (product + 5_000n) / 10_000n
  return fen(Number(amount < 0 ? -rounded : rounded))
}

export const times = (unit: Fen, quantity: number): Fen => fen(unit * quantity)
export const sum = (amounts: readonly Fen[]): Fen => fen(amounts.reduce((a, b) => a + b, 0))
