// Pure decisions of purchase: which state allows what, what a line costs, how many are too many.
import type { Levels } from '../../platform/change-kind.ts'
import type { Tier } from './contract.ts'
import type { OrderState } from './contract-orders.ts'

export type Deed =
  | 'change'
  | 'submit'
  | 'redraft'
  | 'acknowledge'
  | 'despatch'
  | 'receive'
  | 'close'
  | 'cancel'
  | 'return'

/** B4: in which states an order may be dealt with how. The screen shows the same. */
const allowed: Record<Deed, readonly OrderState[]> = {
  change: ['draft'],
  submit: ['draft'],
  redraft: ['approving'],
  acknowledge: ['sent'],
  despatch: ['acknowledged', 'part_shipped', 'part_received'],
  receive: ['acknowledged', 'part_shipped', 'part_received'],
  close: ['acknowledged', 'part_shipped', 'part_received'],
  cancel: ['draft', 'approving', 'sent', 'acknowledged'],
  return: ['part_received', 'closed'],
}
export const mayDo = (deed: Deed, state: OrderState) => allowed[deed].includes(state)

/** What one unit costs when `units` are taken: the last tier that is reached. */
export const costFor = (tiers: readonly Tier[], units: number): number =>
  tiers.findLast((tier) => tier.min_units <= units)!.unit_cost_fen

/** Units that may come beyond what was agreed. */
export const overAllowed = (agreed: number, over_bp: number) => Math.floor((agreed * over_bp) / 10_000)

/** What is missing of what should have come: never below nothing. */
export const shortOf = (announced: number | null, came: number) =>
  announced === null ? 0 : Math.max(announced - came, 0)

const order_fen: readonly [two: number, three: number] = [1_000_000_00, 10_000_000_00]
const variance_fen: readonly [two: number, three: number] = [10_000_00, 100_000_00]
const byAmount = (amount_fen: number, [two, three]: readonly [number, number]): Levels =>
  amount_fen > three ? 3 : amount_fen > two ? 2 : 1

/** B10: how many hands an order needs, as the budget of a benefit does. */
export const orderLevels = (total_fen: number) => byAmount(total_fen, order_fen)

/** B10: nothing comes for it that could be counted, so fewer yuan need more hands. */
export const varianceLevels = (amount_fen: number) => byAmount(Math.abs(amount_fen), variance_fen)
