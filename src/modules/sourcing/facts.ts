// What a plan needs to know about nodes besides their stock: what they have shown, and which hands and
// windows are taken.
import type { Tx } from '../../platform/db.ts'
import { addDays, dayOf, minuteOfDay } from '../../platform/time.ts'
import type { Day, Instant } from '../../platform/types.ts'
import type { Node } from '../places/index.ts'
import type { Around } from './around.ts'
import { assumptions as a } from './assumptions.ts'
import { type Taken, slotKey, zoneKey } from './slots.ts'

export type NodeRecord = {
  node_id: string
  found: number
  missed: number
  accept_min_sum: number
  prepare_min_sum: number
  samples: number
}
export type Facts = { records: ReadonlyMap<string, NodeRecord>; taken: Taken }
/** The moment of a plan: the minute of its business day, and the days from that one on. */
export type When = { minute: number; days: readonly Day[] }
/** The day on which a node prepares an order, and the minutes until somebody is there to accept it. */
export type Hands = { day: Day; in_min: number }

type SlotRow = {
  city_code: string
  zone: string
  kind: string
  day: Day | null
  window_code: string
  taken: number
  capacity: number
}

/**
 * Records and slots of the nodes that reach the place. From yesterday by the database's own clock, whose
 * answer travels with this one's: a day too many costs less than a round trip.
 */
export async function factsOf(
  tx: Tx,
  { cities, reaching_text }: Around,
  county_code: string,
): Promise<Facts> {
  const zones_text = `${reaching_text},${county_code}`
  const [records, slots] = await Promise.all([
    tx<NodeRecord[]>`
      select node_id, found, missed, accept_min_sum, prepare_min_sum, samples
        from sourcing.node_record
       where city_code = any(${cities}) and node_id = any(string_to_array(${reaching_text}, ',')::uuid[])`,
    tx<SlotRow[]>`
      select city_code, zone, kind, day, window_code, taken, capacity
        from sourcing.slot
       where city_code = any(${cities}) and zone = any(string_to_array(${zones_text}, ','))
         and day >= (platform.clock() - interval '1 day')::date
         and day < (platform.clock() + ${a.days_ahead + 4} * interval '1 day')::date
       union all
      select city_code, zone, kind, null, '', 0, capacity
        from sourcing.zone_capacity
       where city_code = any(${cities}) and zone = ${county_code}`,
  ])
  const keyOf = ({ city_code, zone, kind, day, window_code }: SlotRow) =>
    day === null ? zoneKey(city_code, zone, kind) : slotKey(city_code, zone, kind, day, window_code)
  return {
    records: new Map(records.map((row) => [row.node_id, row])),
    taken: new Map(slots.map((row) => [keyOf(row), row])),
  }
}

/** Posterior mean of finding a unit on the shelf, Beta prior (retail §4). */
export function foundShare(record: NodeRecord | undefined): number {
  const found = a.found_prior.found + (record?.found ?? 0)
  const missed = a.found_prior.missed + (record?.missed ?? 0)
  return found / (found + missed)
}

/** The assumed mean counts as ten observations against what the node has shown. */
export const paced = (assumed: { mean_min: number; sd_min: number }, sum_min: number, samples: number) => ({
  mean_min: (assumed.mean_min * 10 + sum_min) / (10 + samples),
  sd_min: assumed.sd_min,
})

export function whenOf(at: Instant): When {
  const today = dayOf(at)
  return {
    minute: minuteOfDay(at),
    days: Array.from({ length: a.days_ahead + 1 }, (_, ahead) => addDays(today, ahead)),
  }
}

const comesInTime = (node: Node, minute: number) =>
  minute < node.opens_minute || minute <= node.closes_minute - a.last_order_min

/**
 * The first day on which the node still has hands to prepare an order; null when all coming days are full. A
 * full day makes the promise later, it does not hide what is on the shelf.
 */
export function handsAt(node: Node, { taken }: Facts, { minute, days }: When): Hands | null {
  const first = comesInTime(node, minute) ? 0 : 1
  for (let ahead = first; ahead < first + a.days_ahead; ahead++) {
    const day = days[ahead]!
    const busy = taken.get(slotKey(node.city_code, node.id, 'prepare', day, 'day'))?.taken ?? 0
    if (busy >= node.capacity_per_day) continue
    return { day, in_min: Math.max(0, ahead * 1440 + node.opens_minute - minute) }
  }
  return null
}
