// What is told, when it is tried again, and when an endpoint is given up. Pure.
import { addMinutes, day_ms } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'
import type { AttemptError, EndpointState } from './contract.ts'

/**
 * W4 The only fields of an event that leave the house: codes and amounts. What is not named here stays,
 * whatever a room adds to its events.
 */
const told = new Set([
  'order_id',
  'basket_id',
  'payment_id',
  'refund_id',
  'city_code',
  'node_id',
  'mode',
  'from',
  'state',
  'to',
  'reason',
  'needs_install',
  'amount_fen',
  'paid_at',
  'late',
  'resourced',
  'p50_at',
  'p90_at',
])
const isCode = (value: unknown) =>
  value === null ||
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && /^[\w:.+-]{0,64}$/.test(value))

export const published = (payload: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(payload).filter(([field, value]) => told.has(field) && isCode(value)))

/** The body as Standard Webhooks advise: type, timestamp, data. These bytes are kept and signed. */
export const bodyOf = (type: string, timestamp: Instant, payload: Record<string, unknown>) =>
  JSON.stringify({ type, timestamp, data: published(payload) })

export const webhookIdOf = (event_id: string) => `msg_${event_id}`

/** Minutes until the next try, after the first, second … failure: three days in all. */
export const pauses_min = [1 / 12, 5, 30, 120, 300, 600, 840, 1_200, 1_440]

/** When a delivery that has failed `tries` times is tried again; null: it is given up. */
export function nextTry(tries: number, now: Instant): Instant | null {
  const pause_min = pauses_min[tries - 1]
  return pause_min === undefined ? null : addMinutes(now, pause_min)
}

/** Days in which nothing was taken, after which an endpoint is left alone. */
export const patience_days = 3

export type Standing = { failing_since: Instant | null; failures: number }

/** W6 Why the house stops sending to an endpoint after what it has just answered; null: it goes on. */
export function whyStop({ failing_since }: Standing, statuses: readonly (number | null)[], now: Instant) {
  if (statuses.includes(410)) return 'gone' as const
  if (failing_since === null) return null
  const failing_ms = Date.parse(now) - Date.parse(failing_since)
  return failing_ms >= patience_days * day_ms ? ('persistent_failure' as const) : null
}

/** An endpoint that took nothing is left alone for as long as a delivery of as many failures would be. */
export const restUntil = (failures: number, now: Instant): Instant =>
  addMinutes(now, pauses_min[Math.min(failures, 4) - 1] ?? 0)

export const whyNotSend = (state: EndpointState) => (state === 'on' ? null : 'endpoint_not_on')
export const whyNotChange = (state: EndpointState) => (state === 'ended' ? 'endpoint_ended' : null)

const span_days_max = 31
export function whyNotReplay({ from, to }: { from: Instant; to: Instant }) {
  const span_ms = Date.parse(to) - Date.parse(from)
  if (span_ms <= 0) return 'span_backwards'
  return span_ms > span_days_max * day_ms ? 'span_too_long' : null
}

/** What an answer means: null when it was taken. */
export function errorOf(status: number): AttemptError | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400 ? 'redirected' : 'status'
}
