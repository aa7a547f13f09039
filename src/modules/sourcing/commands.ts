// The only writers of sourcing.*: slots are taken all or none, given back once, and nodes' records learned.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused } from '../../platform/refusal.ts'
import { capacityOf } from './slots.ts'

explainConstraints({ slot_not_overbooked: 'slot_gone' })

export type WantedSlot =
  | { kind: 'deliver' | 'install'; county_code: string; day: string; window: string }
  | { kind: 'prepare'; node_id: string; day: string; capacity: number }

const rowOf = (slot: WantedSlot) =>
  slot.kind === 'prepare'
    ? { zone: slot.node_id, kind: slot.kind, day: slot.day, window: 'day', capacity: slot.capacity }
    : {
        zone: slot.county_code,
        kind: slot.kind,
        day: slot.day,
        window: slot.window,
        capacity: capacityOf(slot.kind),
      }

/** Takes all slots for an order or none. Refuses `slot_gone`. Lock order: zone, kind, day, window. */
export async function holdSlots(
  tx: Tx,
  _actor: Actor,
  input: { city_code: string; order_id: string; slots: readonly WantedSlot[] },
) {
  const rows = input.slots.map(rowOf)
  if (rows.length === 0) return
  if (rows.some(({ capacity }) => capacity <= 0)) throw new Refused('slot_gone', 409)
  await tx`
    select sourcing.hold_slots(${input.city_code}, ${input.order_id},
             ${rows.map((r) => r.zone)}::text[], ${rows.map((r) => r.kind)}::text[],
             ${rows.map((r) => r.day)}::text[]::date[], ${rows.map((r) => r.window)}::text[],
             ${rows.map((r) => r.capacity)}::int[])`
}

/** Another visit of a kind; the old slot is given back. Refuses `slot_gone`, and then nothing has moved. */
export async function moveSlot(
  tx: Tx,
  _actor: Actor,
  input: {
    city_code: string
    order_id: string
    kind: 'deliver' | 'install'
    county_code: string
    day: string
    window: string
  },
) {
  const { city_code, order_id, kind, county_code, day, window } = input
  await tx`
    select sourcing.move_slot(${city_code}, ${order_id}, ${county_code}, ${kind}, ${day}::text::date,
                              ${window}, ${capacityOf(kind)})`
}

type OfOrder = { city_code: string; order_id: string }

export async function confirmSlots(tx: Tx, _actor: Actor, { city_code, order_id }: OfOrder) {
  await tx`select sourcing.confirm_slots(${city_code}, ${order_id})`
}

/** Gives back what the order still holds, of one kind when named; harmless when called again. */
export async function releaseSlots(
  tx: Tx,
  _actor: Actor,
  { city_code, order_id, kind = null }: OfOrder & { kind?: WantedSlot['kind'] | null },
) {
  await tx`select sourcing.release_slots(${city_code}, ${order_id}, ${kind})`
}

/** Remembers what a node has shown, so that the next promise is nearer to the truth. */
export async function learn(
  tx: Tx,
  seen: {
    city_code: string
    node_id: string
    found?: number
    missed?: number
    accept_min?: number | null
    prepare_min?: number | null
  },
) {
  await tx`
    select sourcing.learn(${seen.city_code}, ${seen.node_id}, ${seen.found ?? 0}, ${seen.missed ?? 0},
                          ${seen.accept_min ?? null}, ${seen.prepare_min ?? null})`
}
