// What units of a line are worth when they come back. Paid as a whole, they may differ by a fen.
import type { Fen } from '../../platform/types.ts'
import { shareOf } from './apply-set.ts'

export type Paid = { payable_fen: Fen; quantity: number }

/**
 * Fen for the next `units` of a line of which `before` came back already. Units differ by a fen at most, the
 * dearer ones first; whatever the parts in which a line comes back, they sum to exactly what was paid.
 */
export function refundOf({ payable_fen, quantity }: Paid, before: number, units: number): Fen {
  if (before < 0 || units < 0 || before + units > quantity) throw new RangeError('more than was sold')
  const worth = (count: number) => shareOf(payable_fen, quantity, count)
  return (worth(before + units) - worth(before)) as Fen
}
