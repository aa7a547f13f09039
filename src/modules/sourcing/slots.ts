// Which windows of the next days can still be kept: after the goods have arrived, not full, one date for an
// installation, and on the same visit when one crew holds both skills.
import { addDays, atMinute, dayOf } from '../../platform/time.ts'
import type { Day, Instant } from '../../platform/types.ts'
import { assumptions as a, windows } from './assumptions.ts'
import type { Slot, Window } from './contract.ts'

/**
 * `city|zone|kind|day|window` → units taken and capacity: two cities that serve one county count apart. A day
 * nobody has booked yet has no row; then `city|zone|kind` says where a zone differs from the assumption.
 */
export type Taken = ReadonlyMap<string, { taken: number; capacity: number }>
export const zoneKey = (city: string, zone: string, kind: string) => `${city}|${zone}|${kind}`
export const slotKey = (city: string, zone: string, kind: string, day: Day, window: string) =>
  `${zoneKey(city, zone, kind)}|${day}|${window}`

type Where = { city_code: string; county_code: string }

export const capacityOf = (kind: 'deliver' | 'install') =>
  kind === 'deliver' ? a.deliver_per_window : a.install_per_window

/** A choice of more than this is none. */
const windows_max = 21

type Times = { window: Window; starts_at: Instant; ends_at: Instant }[]
const byDay = new Map<Day, Times>()

/** The windows of a day as moments. Every plan and every quote asks for the same few days: they are kept. */
function timesOf(day: Day): Times {
  const known = byDay.get(day)
  if (known) return known
  const times = (['am', 'pm', 'eve'] as const).map((window) => ({
    window,
    starts_at: atMinute(day, windows[window].starts_minute),
    ends_at: atMinute(day, windows[window].ends_minute),
  }))
  if (byDay.size >= 64) byDay.clear()
  byDay.set(day, times)
  return times
}

const timeOf = (day: Day, window: Window) => timesOf(day).find((time) => time.window === window)!
export const startsAt = (day: Day, window: Window): Instant => timeOf(day, window).starts_at
export const endsAt = (day: Day, window: Window): Instant => timeOf(day, window).ends_at

/** Free windows that end no earlier than `ready_at`, soonest first, at most `max`. */
export function freeSlots(
  kind: 'deliver' | 'install',
  where: Where,
  ready_at: Instant,
  taken: Taken,
  max = windows_max,
): Slot[] {
  const { city_code, county_code } = where
  const first = dayOf(ready_at)
  const usual = taken.get(zoneKey(city_code, county_code, kind))?.capacity ?? capacityOf(kind)
  const found: Slot[] = []
  for (let ahead = 0; ahead < a.days_ahead && found.length < max; ahead++) {
    const day = addDays(first, ahead)
    for (const { window, starts_at, ends_at } of timesOf(day)) {
      const left = usual - (taken.get(slotKey(city_code, county_code, kind, day, window))?.taken ?? 0)
      if (ends_at < ready_at || left <= 0 || found.length >= max) continue
      found.push({ kind, ...where, day, window, starts_at, ends_at, left } as Slot)
    }
  }
  return found
}

/** Windows that are free in every serving city at once: an order of two cities is delivered in one window. */
export function sharedSlots(
  kind: 'deliver' | 'install',
  { city_codes, county_code }: { city_codes: readonly string[]; county_code: string },
  ready_at: Instant,
  taken: Taken,
  max = windows_max,
): Slot[] {
  const cities = [...new Set(city_codes)]
  if (city_codes.length === 1)
    return freeSlots(kind, { city_code: city_codes[0]!, county_code }, ready_at, taken, max)
  const [first = [], ...others] = cities.map((city_code) => {
    const orders = city_codes.filter((one) => one === city_code).length
    const free = freeSlots(kind, { city_code, county_code }, ready_at, taken)
    return free.filter(({ left }) => left >= orders)
  })
  const same = (one: Slot) => (other: Slot) => one.day === other.day && one.window === other.window
  return first.filter((slot) => others.every((free) => free.some(same(slot)))).slice(0, max)
}

/** Why these two windows cannot go together, or null. S2: nothing is installed before it is delivered. */
export function whyNotSlots(
  deliver: { day: Day; window: Window },
  install: { day: Day; window: Window } | null,
): 'install_before_delivery' | null {
  if (!install) return null
  return startsAt(install.day, install.window) < startsAt(deliver.day, deliver.window)
    ? 'install_before_delivery'
    : null
}
