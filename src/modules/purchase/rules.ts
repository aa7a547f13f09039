// Pure decisions of purchase: which state allows what, what a line costs, how many are too many.
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
