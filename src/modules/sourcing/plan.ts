// The plan for lines and a place: candidates by distance and stock, the cheapest plan, the promise with its
// slots, and a reason for the node chosen and for each that was not.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { addMinutes, minuteOfDay } from '../../platform/time.ts'
import { type Fen, type Id, type Instant, fen } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type Node, centreOf, nodes, whyNotOnline } from '../places/index.ts'
import { available } from '../stock/index.ts'
import { type Around, type Place, around, distanceM } from './around.ts'
import { assumptions as a, windows } from './assumptions.ts'
import { type Candidate, type Demand, type PricedLeg, choosePlan, priceWhole } from './choose.ts'
import type { Leg, Plan, Reason, Rejected } from './contract.ts'
import { quantileMin } from './eta.ts'
import { type Facts, type Hands, factsOf, foundShare, handsAt, paced, whenOf } from './facts.ts'
import { type Taken, sharedSlots } from './slots.ts'

export type Wanted = {
  to: { county_code: string; town_code?: string | null; lon?: number | null; lat?: number | null }
  lines: readonly { sku_id: string; quantity: number }[]
  at: Instant
  exclude_node_ids?: readonly string[]
  /** Only nodes of this city: an order does not change its city. */
  within_city_code?: string
  /** How many windows of each kind are wanted; a page shows one. */
  windows_max?: number
}

/** Another node of the chosen one's city that could serve it all, as an order would be served from there. */
export type Next = Pick<Leg, 'city_code' | 'node_id' | 'mode' | 'prepare_day' | 'p50_at' | 'p90_at'> & {
  /** Orders it can prepare in a day. */
  capacity: number
  reasons: Reason[]
}
/** `next`: the best first; none when the plan has two legs. */
export type Planned = Plan & { next: Next[] }

type Known = { node: Node; distance_m: number; free: Map<string, number> }
/** A node that can serve, with the first day on which it has hands. */
type Able = Known & { hands: Hands }

/**
 * Refuses `unknown_place`, `not_delivered_there`, and `no_source` with the rejections as facts. Stock,
 * records, slots and the clock are asked together: no question waits for another's answer.
 */
export async function planFor(
  tx: Tx,
  _actor: Actor | null,
  { at, ...asked }: Omit<Wanted, 'at'> & { at: Instant | Promise<Instant> },
): Promise<Planned> {
  const place = centreOf(asked.to)
  const lines = demandOf(asked.lines)
  const near = around(place, asked.to.county_code)
  const [known, facts, now] = await Promise.all([
    nodesWithStock(tx, place, near, lines),
    factsOf(tx, near, asked.to.county_code),
    at,
  ])
  const wanted: Wanted = { ...asked, at: now }
  const { kept, rejected } = sieve(known, lines, wanted, facts)
  const candidates = kept.map((one) => candidateOf(one, facts))
  const due_min = dueMin(wanted.at)
  const whole = priceWhole(candidates, lines, due_min)
  const legs = choosePlan(candidates, lines, due_min, whole)
  const nearby = silentNeighbours(place, near, known, wanted)
  if (!legs) {
    const partly = kept.map((one) => reject(one, 'partly_in_stock', { free_units: unitsFree(one) }))
    throw new Refused('no_source', 409, { rejected: [...rejected, ...partly, ...nearby].slice(0, 20) })
  }
  const dearer = costlier(kept, whole, legs)
  return {
    ...told(legs, wanted, facts.taken, lines),
    next: nextOf(legs, whole, wanted.at, lines),
    approximate: place.approximate,
    candidates: candidates.length,
    rejected: [...dearer, ...rejected, ...nearby].sort((x, y) => x.distance_m - y.distance_m).slice(0, 20),
  }
}

function demandOf(lines: Wanted['lines']): Demand[] {
  return lines.map(({ sku_id, quantity }, at) => {
    const sku = catalog().sku(sku_id)
    if (!sku) throw wrongField(`/lines/${at}/sku_id`, 'unknown_sku', { sku_id })
    if (!sku.for_sale) throw new Refused('not_for_sale', 409, { sku_id, why: sku.why_not })
    return { line_no: at + 1, sku_id, quantity, weight_g: sku.weight_g }
  })
}

async function nodesWithStock(tx: Tx, place: Place, near: Around, lines: Demand[]): Promise<Known[]> {
  const sku_ids = [...new Set(lines.map((line) => line.sku_id))]
  const rows = await available(tx, {
    city_codes: near.cities,
    node_ids: near.reaching,
    sku_ids,
    seller: 'online',
  })
  const found = new Map<string, Known>()
  for (const row of rows) {
    const node = nodes().byId(row.node_id)
    if (!node) continue
    const known = found.get(row.node_id) ?? { node, distance_m: distanceM(node, place), free: new Map() }
    known.free.set(row.sku_id, row.available)
    found.set(row.node_id, known)
  }
  return [...found.values()].sort((x, y) => x.distance_m - y.distance_m)
}

const unitsFree = (one: Known) => [...one.free.values()].reduce((sum, units) => sum + units, 0)
const reject = (
  one: Omit<Known, 'free'>,
  reason: Rejected['reason'],
  facts: Rejected['facts'] = {},
): Rejected => ({
  node_id: one.node.id,
  reason,
  distance_m: one.distance_m,
  facts,
})

function whyNot(one: Known, lines: Demand[], wanted: Wanted, facts: Facts): Rejected | null {
  const { node } = one
  if (wanted.exclude_node_ids?.includes(node.id)) return reject(one, 'excluded')
  if (wanted.within_city_code && node.city_code !== wanted.within_city_code) return reject(one, 'excluded')
  const closed = whyNotOnline(node)
  if (closed) return reject(one, closed)
  const useful = lines.some((line) => (one.free.get(line.sku_id) ?? 0) > 0)
  if (!useful) return reject(one, 'no_stock', { free_units: 0 })
  const share = foundShare(facts.records.get(node.id))
  if (share < a.found_min) return reject(one, 'seldom_found', { found_share: share })
  return null
}

function sieve(known: Known[], lines: Demand[], wanted: Wanted, facts: Facts) {
  const when = whenOf(wanted.at)
  const kept: Able[] = []
  const rejected: Rejected[] = []
  for (const one of known) {
    const why = whyNot(one, lines, wanted, facts)
    const hands = why ? null : handsAt(one.node, facts, when)
    if (why) rejected.push(why)
    else if (!hands)
      rejected.push(reject(one, 'at_capacity', { capacity_per_day: one.node.capacity_per_day }))
    else if (kept.length < a.candidates_max) kept.push({ ...one, hands })
  }
  return { kept, rejected: rejected.slice(0, 12) }
}

// The nearest stores that hold none of it or do not come here: the shopper who knows the store next door
// wants to know why not it.
function silentNeighbours(place: Place, { nearest }: Around, known: Known[], wanted: Wanted): Rejected[] {
  const listed = new Set(known.map(({ node }) => node.id))
  return nearest
    .filter((node) => !listed.has(node.id) && !wanted.exclude_node_ids?.includes(node.id))
    .map((node) => {
      const one = { node, distance_m: distanceM(node, place) }
      const closed = whyNotOnline(node)
      if (closed) return reject(one, closed)
      if (one.distance_m > node.service_radius_m)
        return reject(one, 'out_of_reach', { reach_m: node.service_radius_m })
      return reject(one, 'no_stock')
    })
}

function candidateOf({ node, distance_m, free, hands }: Able, facts: Facts): Candidate {
  const record = facts.records.get(node.id)
  return {
    node_id: node.id,
    city_code: node.city_code,
    kind: node.kind,
    distance_m,
    free,
    found_share: foundShare(record),
    opens_in_min: hands.in_min,
    prepare_day: hands.day,
    accept: paced(a.accept, record?.accept_min_sum ?? 0, record?.samples ?? 0),
    prepare: paced(a.prepare, record?.prepare_min_sum ?? 0, record?.samples ?? 0),
  }
}

/** The promise is broken when the last window that begins today (or tomorrow's first) is over. */
function dueMin(at: Instant): number {
  const now = minuteOfDay(at)
  const last = windows.eve.ends_minute
  return now < last - 120 ? last - now : 1440 - now + windows.am.ends_minute
}

function costlier(kept: Able[], whole: PricedLeg[], legs: PricedLeg[]): Rejected[] {
  const chosen = new Set(legs.map((leg) => leg.candidate.node_id))
  const total = legs.reduce((n, leg) => n + leg.total_cost_fen, 0)
  const costs = new Map(whole.map((leg) => [leg.candidate.node_id, leg.total_cost_fen]))
  return kept.flatMap((one) => {
    if (chosen.has(one.node.id)) return []
    const cost_fen = costs.get(one.node.id)
    if (cost_fen === undefined) return [reject(one, 'partly_in_stock', { free_units: unitsFree(one) })]
    return [reject(one, 'costs_more', { more_fen: cost_fen - total })]
  })
}

function nextOf(legs: PricedLeg[], whole: PricedLeg[], at: Instant, lines: Demand[]): Next[] {
  const [chosen, second] = legs
  if (!chosen || second) return []
  return whole
    .filter(({ candidate: { city_code } }) => city_code === chosen.candidate.city_code)
    .filter(({ candidate: { node_id } }) => node_id !== chosen.candidate.node_id)
    .sort((x, y) => x.total_cost_fen - y.total_cost_fen)
    .map((priced) => {
      const leg = legOf(priced, at)
      const { city_code, node_id, mode, prepare_day, p50_at, p90_at } = leg
      const capacity = nodes().byId(node_id)!.capacity_per_day
      const reasons = reasonsOf([leg], lines, [priced])
      return { city_code, node_id, mode, prepare_day, p50_at, p90_at, capacity, reasons }
    })
}

const legOf = (leg: PricedLeg, at: Instant): Leg => {
  const { candidate, steps } = leg
  const [accept, prepare, wait, travel] = steps.map((step) => Math.round(step.mean_min))
  return {
    node_id: candidate.node_id as Id,
    city_code: candidate.city_code,
    mode: candidate.kind === 'warehouse' ? 'agency' : 'own_stock',
    distance_m: candidate.distance_m,
    prepare_day: candidate.prepare_day,
    lines: leg.lines.map(({ line_no, sku_id, quantity }) => ({ line_no, sku_id: sku_id as Id, quantity })),
    cost: leg.cost,
    total_cost_fen: leg.total_cost_fen,
    p50_at: addMinutes(at, Math.round(quantileMin(steps, 0.5))),
    p90_at: addMinutes(at, Math.round(quantileMin(steps, 0.9))),
    eta: { accept_min: accept!, prepare_min: prepare!, wait_min: wait!, travel_min: travel! },
  }
}

const latest = (moments: Instant[]): Instant => moments.reduce((x, y) => (x > y ? x : y))

function told(priced: PricedLeg[], wanted: Wanted, taken: Taken, lines: Demand[]) {
  const legs = priced.map((leg) => legOf(leg, wanted.at))
  const p50_at = latest(legs.map((leg) => leg.p50_at))
  const p90_at = latest(legs.map((leg) => leg.p90_at))
  const where = { city_codes: legs.map((leg) => leg.city_code), county_code: wanted.to.county_code }
  const needs_install = lines.some((line) => catalog().sku(line.sku_id)?.install_kind === 'install')
  const deliver_slots = sharedSlots('deliver', where, p90_at, taken, wanted.windows_max)
  const first = deliver_slots[0]
  const install_slots =
    needs_install && first ? sharedSlots('install', where, first.ends_at, taken, wanted.windows_max) : []
  const total_cost_fen = legs.reduce<number>((n, leg) => n + leg.total_cost_fen, 0)
  return {
    legs,
    split: legs.length > 1,
    total_cost_fen: total_cost_fen as Fen,
    promise: { p50_at, p90_at, needs_install, deliver_slots, install_slots },
    reasons: reasonsOf(legs, lines, priced),
  }
}

function reasonsOf(legs: Leg[], lines: Demand[], priced: PricedLeg[]): Reason[] {
  const units = lines.reduce((n, line) => n + line.quantity, 0)
  return legs.flatMap((leg, at) => [
    { metric: 'distance', value: leg.distance_m, unit: 'm' },
    { metric: 'free_units', value: unitsOf(priced[at]!, lines), unit: 'unit' },
    {
      metric: 'found_share',
      value: Math.round(priced[at]!.candidate.found_share ** units * 1000) / 10,
      unit: '%',
    },
    { metric: 'cost', value: fen(leg.total_cost_fen), unit: 'fen' },
  ])
}

const unitsOf = (leg: PricedLeg, lines: Demand[]) =>
  Math.min(...lines.map((line) => leg.candidate.free.get(line.sku_id) ?? 0))
