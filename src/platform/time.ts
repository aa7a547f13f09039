// Moments and business days. China keeps one zone without summer time: UTC+8 all year.
import type { Day, Instant } from './types.ts'

const zone_ms = 8 * 3_600_000
export const minute_ms = 60_000
export const day_ms = 86_400_000

/** The business day in Asia/Shanghai on which a moment falls. */
export const dayOf = (at: Instant): Day => new Date(Date.parse(at) + zone_ms).toISOString().slice(0, 10)

/** Minutes after local midnight. */
export const minuteOfDay = (at: Instant): number =>
  Math.floor(((Date.parse(at) + zone_ms) % day_ms) / minute_ms)

/** The moment at `minute` minutes after the local midnight of `day`. */
export const atMinute = (day: Day, minute: number): Instant =>
  new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * minute_ms).toISOString()

export const addMinutes = (at: Instant, minutes: number): Instant =>
  new Date(Date.parse(at) + minutes * minute_ms).toISOString()

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * day_ms).toISOString().slice(0, 10)
