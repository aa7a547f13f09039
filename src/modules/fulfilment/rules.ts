// What a store may do with a task, when it should, and what a scan means. Pure: screens explain with it.
import { addMinutes, minuteOfDay } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'
import type { FailureReason, TaskAction, TaskState } from './contract.ts'

/** F3: what each action asks of the state; everything else is refused `task_moved_on`. */
const allowed: Readonly<Record<TaskAction, readonly TaskState[]>> = {
  accept: ['waiting'],
  pick: ['accepted', 'picking'],
  hand_over: ['packed'],
  depart: ['handed_over'],
  deliver: ['handed_over', 'delivering'],
  fail: ['waiting', 'accepted', 'picking', 'packed'],
}
const actions = Object.keys(allowed) as TaskAction[]

export const mayDo = (state: TaskState, action: TaskAction) => allowed[action].includes(state)
export const nextActions = (state: TaskState): TaskAction[] =>
  actions.filter((action) => mayDo(state, action))

export const openStates = ['waiting', 'accepted', 'picking', 'packed', 'handed_over', 'delivering'] as const
/** The goods are still in the house in these states: the order may still go elsewhere or be cancelled. */
export const inHouse = ['waiting', 'accepted', 'picking', 'packed'] as const satisfies readonly TaskState[]

/** Assumptions of the demo, in minutes of opening time. */
export const assumptions = { accept_min: 15, prepare_min: 45, give_up_min: 120 } as const

/** Whether a failure says that the shelf did not hold what the ledger says. */
export const missesUnits = (reason: FailureReason | 'no_answer') =>
  reason === 'not_found' || reason === 'damaged'

type Hours = { opens_minute: number; closes_minute: number }

/** The moment `minutes` of opening time after `at`; a night in between does not count. */
export function openMinutesAfter(at: Instant, minutes: number, hours: Hours): Instant {
  const now = minuteOfDay(at)
  if (now < hours.opens_minute)
    return openMinutesAfter(addMinutes(at, hours.opens_minute - now), minutes, hours)
  const left = hours.closes_minute - now
  if (minutes <= left) return addMinutes(at, minutes)
  const until_opening = 1_440 - now + hours.opens_minute
  return openMinutesAfter(addMinutes(at, until_opening), minutes - Math.max(left, 0), hours)
}

/** F4: countdowns run in opening time; a promised window later than that gives more time to hand over. */
export function deadlines(opened_at: Instant, promised_from: Instant | null, hours: Hours) {
  const accept_by = openMinutesAfter(opened_at, assumptions.accept_min, hours)
  const ready = openMinutesAfter(opened_at, assumptions.accept_min + assumptions.prepare_min, hours)
  const later = promised_from !== null && Date.parse(promised_from) > Date.parse(ready)
  return {
    accept_by,
    hand_over_by: later ? promised_from : ready,
    give_up_at: openMinutesAfter(opened_at, assumptions.give_up_min, hours),
  }
}
