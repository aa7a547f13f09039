// The plan for lines and a place: candidates by distance and stock, the cheapest plan, the promise with its
// slots, and a reason for the node chosen and for each that was not.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { addDays, addMinutes, atMinute, dayOf, minuteOfDay, minute_ms } from '../../platform/time.ts'
import { type Day, type Fen, type Id, type Instant, fen } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type Node, centreOf, nodes, whyNotOnline } from '../places/index.ts'
import { available } from '../stock/index.ts'
import { type Place, around } from './around.ts'
import { assumptions as a, windows } from './assumptions.ts'
import { type Candidate, type Demand, type PricedLeg, choosePlan, coversAll, priceLeg } from './choose.ts'
import type { Leg, Plan, Reason, Rejected } from './contract.ts'
import { type Taken, sharedSlots, slotKey, zoneKey } from './slots.ts'

export type Wanted = {
  to: { county_code: string; town_code?: string | null; lon?: number | null; lat?: number | null }
  lines: readonly { sku_id: string; quantity: number }[]
  at: Instant
  exclude_node_ids?: readonly string[]
  /** Only nodes of this city: an order does not change its city. */
  within_city_code?: string
}

type Known = { node: Node; distance_m: number; free: Map<string, number> }
type Facts = { records: Map<string, RecordRow>; taken: Taken }
type ZoneRow = { city_code: string; zone: string; kind: string; taken: number; capacity: number }
type SlotRow = ZoneRow & { day: string; window_code: string }
type RecordRow = {
  node_id: string
  found: number
  missed: number
  accept_min_sum: number
  prepare_min_sum: number
  samples: number
}

/**
 * Refuses `unknown_place`, `not_delivered_there`, and `no_source` with the rejections as facts. The stock
 * does not wait for the clock: both questions travel together.
 */
export async function planFor(
  tx: Tx,
  _actor: Actor | null,
  { at, ...asked }: Omit<Wanted, 'at'> & { at: Instant | Promise<Instant> },
): Promise<Plan> {
  const place = centreOf(asked.to)
  const lines = demandOf(asked.lines)
  const [known, now] = await Promise.all([nodesWithStock(tx, place, asked.to.county_code, lines), at])
  const wanted: Wanted = { ...asked, at: now }
  const facts = await factsOf(tx, known, wanted)
  const { kept, rejected } = sieve(known, lines, wanted, facts)
  const candidates = kept.map((one) => candidateOf(one, facts, wanted.at))
  const due_min = dueMin(wanted.at)
  const legs = choosePlan(candidates, lines, due_min)
  const nearby = silentNeighbours(place, known, wanted)
  if (!legs) {
    const partly = kept.map((one) => reject(one, 'partly_in_stock', { free_units: unitsFree(one) }))
    throw new Refused('no_source', 409, { rejected: [...rejected, ...partly, ...nearby].slice(0, 20) })
  }
  const dearer = costlier(kept, candidates, legs, lines, due_min)
  return {
    ...told(legs, wanted, facts.taken, lines),
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

const distanceM = (node: Node, to: { lon: number; lat: number }) => {
  const east = (node.lon - to.lon) * Math.cos((((node.lat + to.lat) / 2) * Math.PI) / 180)
  return Math.round(Math.hypot(east, node.lat - to.lat) * 111_195)
}

async function nodesWithStock(tx: Tx, place: Place, county_code: string, lines: Demand[]): Promise<Known[]> {
  const sku_ids = [...new Set(lines.map((line) => line.sku_id))]
  const rows = await available(tx, {
    city_codes: around(place, county_code).cities,
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

async function factsOf(tx: Tx, known: Known[], wanted: Wanted): Promise<Facts> {
  const near = known.slice(0, 60)
  const node_ids = near.map(({ node }) => node.id)
  const cities = [...new Set(near.map(({ node }) => node.city_code))]
  const today = dayOf(wanted.at)
  const zones = [...node_ids, wanted.to.county_code]
  const [records, slots, zones_apart] = await Promise.all([
    tx<RecordRow[]>`
      select node_id, found, missed, accept_min_sum, prepare_min_sum, samples
        from sourcing.node_record
       where city_code = any(${cities}) and node_id = any(${node_ids})`,
    tx<SlotRow[]>`
      select city_code, zone, kind, day, window_code, taken, capacity
        from sourcing.slot
       where city_code = any(${cities}) and zone = any(${zones}) and day >= ${today}
         and day < ${today}::date + ${a.days_ahead + 3}::int`,
    tx<ZoneRow[]>`
      select city_code, zone, kind, 0 as taken, capacity
        from sourcing.zone_capacity
       where city_code = any(${cities}) and zone = ${wanted.to.county_code}`,
  ])
  return {
    records: new Map(records.map((row) => [row.node_id, row])),
    taken: new Map([
      ...zones_apart.map((row) => [zoneKey(row.city_code, row.zone, row.kind), row] as const),
      ...slots.map(
        (row) => [slotKey(row.city_code, row.zone, row.kind, row.day, row.window_code), row] as const,
      ),
    ]),
  }
}

const unitsFree = (one: Known) => [...one.free.values()].reduce((sum, units) => sum + units, 0)
const reject = (one: Known, reason: Rejected['reason'], facts: Rejected['facts'] = {}): Rejected => ({
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
  if (one.distance_m > node.service_radius_m)
    return reject(one, 'out_of_reach', { reach_m: node.service_radius_m })
  const useful = lines.some((line) => (one.free.get(line.sku_id) ?? 0) > 0)
  if (!useful) return reject(one, 'no_stock', { free_units: 0 })
  if (!handsAt(node, facts, wanted.at))
    return reject(one, 'at_capacity', { capacity_per_day: node.capacity_per_day })
  const share = foundShare(facts.records.get(node.id))
  if (share < a.found_min) return reject(one, 'seldom_found', { found_share: share })
  return null
}

function sieve(known: Known[], lines: Demand[], wanted: Wanted, facts: Facts) {
  const kept: Known[] = []
  const rejected: Rejected[] = []
  for (const one of known) {
    const why = whyNot(one, lines, wanted, facts)
    if (why) rejected.push(why)
    else if (kept.length < a.candidates_max) kept.push(one)
  }
  return { kept, rejected: rejected.slice(0, 12) }
}

// The nearest stores that hold none of it: the shopper who knows the store next door wants to know why
// not it.
function silentNeighbours(place: Place, known: Known[], wanted: Wanted): Rejected[] {
  const listed = new Set(known.map(({ node }) => node.id))
  return around(place, wanted.to.county_code)
    .nearest.filter((node) => !listed.has(node.id) && !wanted.exclude_node_ids?.includes(node.id))
    .map((node) => ({
      node_id: node.id,
      reason: whyNotOnline(node) ?? 'no_stock',
      distance_m: distanceM(node, place),
      facts: {},
    }))
}

/** Posterior mean of finding a unit on the shelf, Beta prior (retail §4). */
function foundShare(record: RecordRow | undefined): number {
  const found = a.found_prior.found + (record?.found ?? 0)
  const missed = a.found_prior.missed + (record?.missed ?? 0)
  return found / (found + missed)
}

// The assumed mean counts as ten observations against what the node has shown.
const paced = (assumed: { mean_min: number; sd_min: number }, sum_min: number, samples: number) => ({
  mean_min: (assumed.mean_min * 10 + sum_min) / (10 + samples),
  sd_min: assumed.sd_min,
})

function candidateOf({ node, distance_m, free }: Known, facts: Facts, at: Instant): Candidate {
  const record = facts.records.get(node.id)
  const hands = handsAt(node, facts, at)!
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

/** Minutes until somebody there can accept: half an hour before closing it is tomorrow. */
function opensIn(node: Node, at: Instant): number {
  const now = minuteOfDay(at)
  if (now < node.opens_minute) return node.opens_minute - now
  if (now <= node.closes_minute - 30) return 0
  return 1440 - now + node.opens_minute
}

/**
 * The first day on which the node still has hands to prepare an order, and the minutes until it begins; null
 * when all coming days are full. A full day makes the promise later, it does not hide what is on the shelf.
 */
function handsAt(node: Node, { taken }: Facts, at: Instant): { day: Day; in_min: number } | null {
  const opens_in = opensIn(node, at)
  const first = dayOf(addMinutes(at, opens_in))
  for (let ahead = 0; ahead < a.days_ahead; ahead++) {
    const day = addDays(first, ahead)
    if (
      node.capacity_per_day <=
      (taken.get(slotKey(node.city_code, node.id, 'prepare', day, 'day'))?.taken ?? 0)
    )
      continue
    const opening_ms = Date.parse(atMinute(day, node.opens_minute)) - Date.parse(at)
    return { day, in_min: ahead === 0 ? opens_in : Math.ceil(opening_ms / minute_ms) }
  }
  return null
}

/** The promise is broken when the last window that begins today (or tomorrow's first) is over. */
function dueMin(at: Instant): number {
  const now = minuteOfDay(at)
  const last = windows.eve.ends_minute
  return now < last - 120 ? last - now : 1440 - now + windows.am.ends_minute
}

function costlier(
  kept: Known[],
  candidates: Candidate[],
  legs: PricedLeg[],
  lines: Demand[],
  due_min: number,
): Rejected[] {
  const chosen = new Set(legs.map((leg) => leg.candidate.node_id))
  const total = legs.reduce((n, leg) => n + leg.total_cost_fen, 0)
  return kept.flatMap((one, at) => {
    const candidate = candidates[at]!
    if (chosen.has(one.node.id)) return []
    if (!coversAll(candidate, lines)) return [reject(one, 'partly_in_stock', { free_units: unitsFree(one) })]
    const more_fen = priceLeg(candidate, lines, false, due_min).total_cost_fen - total
    return [reject(one, 'costs_more', { more_fen })]
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
    p50_at: addMinutes(at, Math.round(leg.p50_min)),
    p90_at: addMinutes(at, Math.round(leg.p90_min)),
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
  const deliver_slots = sharedSlots('deliver', where, p90_at, taken)
  const first = deliver_slots[0]
  const install_slots = needs_install && first ? sharedSlots('install', where, first.ends_at, taken) : []
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
