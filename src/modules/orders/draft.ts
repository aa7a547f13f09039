// A plan as it becomes orders: one draft for each serving node, with its lines, its share of the money and
// the windows that were chosen.
import type { Day, Fen, Id, Instant } from '../../platform/types.ts'
import { newId } from '../../platform/types.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Plan, Slot } from '../sourcing/contract.ts'
import type { SlotRow } from './advance.ts'
import type { ChosenSlot } from './contract.ts'
import { cutsOfUnits, sumOfCuts } from './line-cuts.ts'
import type { PricedLine } from './quote.ts'
import { shareOf } from './rules.ts'

/** A leg as it becomes an order: one serving node, its lines with their share of the money. */
export type Draft = {
  id: Id
  node_id: Id
  city_code: string
  mode: 'own_stock' | 'agency'
  prepare_day: Day
  p50_at: Instant | null
  p90_at: Instant | null
  lines: PricedLine[]
  needs_install: boolean
  deliver: Slot | null
  install: Slot | null
  /** Why this node, in figures; none at a counter. */
  reasons: Plan['reasons']
}

export type Wanted = { deliver: ChosenSlot | undefined; install: ChosenSlot | undefined }
export type Tried = Pick<Plan, 'legs' | 'reasons' | 'promise'>

/** A promised window as an order's row keeps it. */
export const slotRow = <K extends 'deliver' | 'install'>(kind: K, slot: Slot | null) =>
  ({
    [`${kind}_day`]: slot?.day ?? null,
    [`${kind}_window`]: slot?.window ?? null,
    [`${kind}_starts_at`]: slot?.starts_at ?? null,
    [`${kind}_ends_at`]: slot?.ends_at ?? null,
  }) as Pick<SlotRow, keyof SlotRow & `${K}_${string}`>

function chosenOf(kind: 'deliver' | 'install', chosen: ChosenSlot | undefined, free: readonly Slot[]): Slot {
  const slot = chosen ? free.find((one) => one.day === chosen.day && one.window === chosen.window) : free[0]
  if (!slot) throw new Refused('slot_gone', 409, { kind, [`${kind}_slots`]: free.slice(0, 6) })
  return slot
}

/** One draft for each leg; a line served by two nodes shares its money by units, exact to the fen. */
export function draftsOf(plan: Tried, lines: readonly PricedLine[], wanted: Wanted): Draft[] {
  const { deliver_slots, install_slots } = plan.promise
  const deliver = chosenOf('deliver', wanted.deliver, deliver_slots)
  const install = plan.promise.needs_install ? installAfter(deliver, wanted.install, install_slots) : null
  const parts = partsOf(plan.legs, lines)
  // A plan gives its reasons leg by leg, as many for each: an order keeps those of its own.
  const each = plan.reasons.length / plan.legs.length
  return plan.legs
    .map((leg, at) => {
      const own = parts[at]!
      const needs_install = own.some((line) => line.needs_install)
      const { node_id, city_code, mode, prepare_day, p50_at, p90_at } = leg
      const slots = { deliver, install: needs_install ? install : null }
      return {
        id: newId(),
        node_id,
        city_code,
        mode,
        prepare_day,
        p50_at,
        p90_at,
        lines: own,
        needs_install,
        ...slots,
        reasons: plan.reasons.slice(at * each, (at + 1) * each),
      }
    })
    .sort((a, b) => (`${a.city_code}${a.node_id}` < `${b.city_code}${b.node_id}` ? -1 : 1))
}

function installAfter(deliver: Slot, chosen: ChosenSlot | undefined, free: readonly Slot[]): Slot {
  const after = free.filter((slot) => Date.parse(slot.ends_at) >= Date.parse(deliver.ends_at))
  const early = chosen && free.find((slot) => slot.day === chosen.day && slot.window === chosen.window)
  if (early && !after.includes(early)) throw new Refused('install_before_delivery')
  return chosenOf('install', chosen, after)
}

export function partsOf(legs: Tried['legs'], lines: readonly PricedLine[]): PricedLine[][] {
  const parts: PricedLine[][] = legs.map(() => [])
  for (const line of lines) {
    const quantities = legs.map((leg) =>
      leg.lines.filter((part) => part.sku_id === line.sku_id).reduce((all, part) => all + part.quantity, 0),
    )
    const money = shareOf((line.total_fen + sumOfCuts(line.cuts)) as Fen, quantities)
    let before = 0
    for (const [at, quantity] of quantities.entries()) {
      if (quantity === 0) continue
      const cuts = cutsOfUnits(line.cuts, { quantity: line.quantity, before, units: quantity })
      const total_fen = (money[at]! - sumOfCuts(cuts)) as Fen
      parts[at]!.push({ ...line, line_no: parts[at]!.length + 1, quantity, total_fen, cuts })
      before += quantity
    }
  }
  return parts
}
