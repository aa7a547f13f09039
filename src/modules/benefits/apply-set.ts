// What one set of benefits makes of a cart: the steps in their order, each on what the one before has left.
import { atRate, split } from '../../platform/money.ts'
import type { Fen } from '../../platform/types.ts'
import type { Cut } from './contract.ts'
import { type Counted, type Prepared, type Ready, isPersonal } from './prepare.ts'

/** What one benefit took off each of its lines. */
export type Taken = { ready: Ready; cut_fen: readonly number[] }

/**
 * Prices the cart with `chosen`, which stand in the order of their steps. Changes `totals` (fen by line);
 * gives what each took off where `taken` is given.
 */
export function applySet(cart: Prepared, chosen: readonly Ready[], totals: number[], taken?: Taken[]) {
  for (const ready of chosen) {
    const cuts = cutsOf(cart, ready, totals)
    const { lines } = ready
    for (let n = 0; n < lines.length; n++) totals[lines[n]!]! -= cuts[n]!
    taken?.push({ ready, cut_fen: cuts })
  }
}

function cutsOf(cart: Prepared, ready: Ready, totals: readonly number[]): readonly number[] {
  const { benefit, lines, parts, counted } = ready
  const { threshold_fen } = benefit.condition
  const base = threshold_fen === undefined && benefit.per === 'unit' ? 0 : sumOver(lines, totals)
  if (threshold_fen !== undefined && base < threshold_fen) return lines.map(() => 0)
  if (counted) return countedCuts(cart, ready, counted, totals)
  const rooms = lines.map((at) => roomOf(cart, ready, totals, at))
  if (parts.length > 0) return bundleCuts(cart, ready, totals, rooms)
  if (benefit.per === 'order') {
    const weights = lines.map((at) => totals[at]!)
    return spreadWithin(cutFrom(base, benefit.cut), weights, rooms)
  }
  return lines.map((at, n) =>
    Math.min(rooms[n]!, cutOfUnits(totals[at]!, cart.lines[at]!.quantity, benefit.cut)),
  )
}

const sumOver = (lines: readonly number[], totals: readonly number[]) =>
  lines.reduce((all, at) => all + totals[at]!, 0)

/** What may still be taken: of what we sell for down to the floor; of what others pay down to nothing. */
function roomOf(cart: Prepared, { benefit }: Ready, totals: readonly number[], at: number): number {
  const { floor_fen, quantity } = cart.lines[at]!
  const lowest = isPersonal(benefit.kind) ? 0 : floor_fen * quantity
  return Math.max(0, totals[at]! - lowest)
}

/** What is taken off one amount. */
export function cutFrom(amount: number, cut: Cut): number {
  if (cut.how === 'amount') return Math.min(amount, cut.amount_fen)
  if (cut.how === 'price') return Math.max(0, amount - cut.price_fen)
  const share = atRate(amount as Fen, cut.rate_bp)
  return cut.cap_fen === null ? share : Math.min(share, cut.cap_fen)
}

/**
 * What is taken off the units of a line: each by itself, so that three cost three times what one costs.
 * Units of one line differ by a fen at most.
 */
export function cutOfUnits(total: number, quantity: number, cut: Cut): number {
  const low = Math.floor(total / quantity)
  const high_units = total - low * quantity
  const cuts = (quantity - high_units) * cutFrom(low, cut)
  return high_units === 0 ? cuts : cuts + high_units * cutFrom(low + 1, cut)
}

/** What the first `units` of a line cost together, its units differing by a fen at most. */
export function shareOf(total: number, quantity: number, units: number): number {
  const low = Math.floor(total / quantity)
  return low * units + Math.min(units, total - low * quantity)
}

/** As many bundles as there are whole ones; taken off the units that make them. */
function bundleCuts(cart: Prepared, { benefit, parts }: Ready, totals: readonly number[], rooms: number[]) {
  const bundles = Math.min(
    ...parts.map(({ line, quantity }) => Math.floor(cart.lines[line]!.quantity / quantity)),
  )
  const weights = parts.map(({ line, quantity }) =>
    shareOf(totals[line]!, cart.lines[line]!.quantity, bundles * quantity),
  )
  const base = weights.reduce((a, b) => a + b, 0)
  return spreadWithin(cutOfUnits(base, bundles, benefit.cut), weights, rooms)
}

/** Off as many units of a category as the person may have it for, the dearest first. */
function countedCuts(
  cart: Prepared,
  { benefit, lines }: Ready,
  counted: readonly Counted[],
  totals: readonly number[],
): number[] {
  const cuts = lines.map(() => 0)
  for (const { units, places } of counted) {
    if (units <= 0) continue
    // One number for a cut and, of equals, the earlier line: below 1e14, so exact, and sorted by the machine.
    const keys = Float64Array.from(places, (n) => {
      const at = lines[n]!
      const cut = cutFrom(Math.floor(totals[at]! / cart.lines[at]!.quantity), benefit.cut)
      return cut * lines.length + (lines.length - 1 - n)
    }).sort()
    let left = units
    for (let at = keys.length - 1; at >= 0 && left > 0; at--) {
      const cut = Math.floor(keys[at]! / lines.length)
      const n = lines.length - 1 - (keys[at]! - cut * lines.length)
      const taken = Math.min(left, cart.lines[lines[n]!]!.quantity)
      cuts[n] = taken * cut
      left -= taken
    }
  }
  return cuts
}

/**
 * Splits `amount` over lines in the share of their `weights` by largest remainder. What would go below a
 * line's floor goes to the others as long as they have room.
 */
export function spreadWithin(amount: number, weights: readonly number[], rooms: readonly number[]): number[] {
  const parts = weights.map(() => 0)
  // A line without room weighs nothing, and nothing goes to what weighs nothing.
  const open = weights.map((weight, at) => (rooms[at]! > 0 ? weight : 0))
  let left = Math.min(amount, total(rooms))
  while (left > 0 && total(open) > 0) {
    const shares = split(left as Fen, open)
    for (let at = 0; at < parts.length; at++) {
      const more = Math.min(shares[at]!, rooms[at]! - parts[at]!)
      parts[at]! += more
      left -= more
      if (parts[at]! >= rooms[at]!) open[at] = 0
    }
  }
  return parts
}

const total = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
