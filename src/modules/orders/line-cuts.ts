// What benefits of the order took off a line, unit by unit: how it goes with the units to several nodes, and
// back with those that are returned. Units of a line differ by a fen at most; the dearest come first, so the
// largest cuts come last.
import { type LineCut, funded } from '../pricing/index.ts'
import type { Fen } from '../../platform/types.ts'

/** What the first `units` of a line had off together; of a whole number of units, exactly all of it. */
export function cutOfUnits(total: number, quantity: number, units: number): number {
  const rest = total % quantity
  return units * Math.floor(total / quantity) + Math.max(0, units - (quantity - rest))
}

type Cut = { amount_fen: number }
type Span = { quantity: number; before: number; units: number }

/**
 * Of each benefit what the next `units` of a line had off, `before` of them having gone already. Whatever the
 * parts, they sum to the benefit, and those of a unit to what its price had off.
 */
export function cutsOfUnits<T extends Cut>(cuts: readonly T[], { quantity, before, units }: Span): T[] {
  let upto = 0
  let had = 0
  return cuts.map((cut) => {
    upto += cut.amount_fen
    const now = cutOfUnits(upto, quantity, before + units) - cutOfUnits(upto, quantity, before)
    const part = { ...cut, amount_fen: (now - had) as Fen }
    had = now
    return part
  })
}

export const sumOfCuts = (cuts: readonly Cut[]) => cuts.reduce((all, { amount_fen }) => all + amount_fen, 0)

/** As they are written beside an order's line; null where nothing was taken off. */
export function benefitRows(cuts: readonly LineCut[]) {
  const rows = cuts
    .filter(({ amount_fen }) => amount_fen > 0)
    .map((cut) => ({ ...cut, funders: funded(cut) }))
  return rows.length > 0 ? rows : null
}

/** What an order as a whole uses up of benefits. */
export function usesOf(
  lines: readonly { cuts: readonly LineCut[] }[],
): { code: string; amount_fen: number }[] {
  const sums = new Map<string, number>()
  for (const { code, amount_fen } of lines.flatMap(({ cuts }) => cuts))
    if (amount_fen > 0) sums.set(code, (sums.get(code) ?? 0) + amount_fen)
  return [...sums].map(([code, amount_fen]) => ({ code, amount_fen }))
}
