// When a notice is tried again. Pure.
import { addMinutes } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'

/** Minutes after the first, second … failure: a day in all. News older than that is none. */
const pauses_min = [1, 5, 15, 60, 180, 360, 720]

/** null: given up. */
export function nextTry(tries: number, now: Instant): Instant | null {
  const pause_min = pauses_min[tries - 1]
  return pause_min === undefined ? null : addMinutes(now, pause_min)
}
