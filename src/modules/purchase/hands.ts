// How many hands of control what is bought needs.
import type { Levels } from '../../platform/change-kind.ts'

const order_fen: readonly [two: number, three: number] = [1_000_000_00, 10_000_000_00]
const variance_fen: readonly [two: number, three: number] = [10_000_00, 100_000_00]
const byAmount = (amount_fen: number, [two, three]: readonly [number, number]): Levels =>
  amount_fen > three ? 3 : amount_fen > two ? 2 : 1

/** B10: how many hands an order needs, as the budget of a benefit does. */
export const orderLevels = (total_fen: number) => byAmount(total_fen, order_fen)

/** B10: nothing comes for it that could be counted, so fewer yuan need more hands. */
export const varianceLevels = (amount_fen: number) => byAmount(Math.abs(amount_fen), variance_fen)
