// When a crew comes and which: visits that fail are planned again, dispatch gives work to another crew.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import type { Day } from '../../platform/types.ts'
import { entrust, noteStory } from '../orders/index.ts'
import { partyOf } from '../people/index.ts'
import { endsAt, moveSlot, startsAt } from '../sourcing/index.ts'
import { type Work, change, lockWork, mustGoOn, orderOf } from './commands.ts'
import type { Window, WorkSummary, WorkView, assignWork, failWork } from './contract.ts'
import { progressOf, skillsOf, summary, workView } from './queries.ts'
import { lackedSkills } from './rules.ts'

type Visit = { day: Day; window: Window }
const days_tried = 14

const isFull = (error: unknown) =>
  (error as { constraint_name?: string }).constraint_name === 'slot_not_overbooked'

async function planVisit(tx: Tx, actor: Actor, work: Work, visit: Visit): Promise<Visit> {
  const { county_code } = work
  await tx.savepoint((inner) =>
    moveSlot(inner, actor, { ...orderOf(work), kind: 'install', county_code, ...visit }),
  )
  return visit
}

// The first day with room in the same window; a fortnight without any is for dispatch to solve.
async function planSoon(tx: Tx, actor: Actor, work: Work, first: Day): Promise<Visit | null> {
  const window = work.window ?? 'am'
  for (let ahead = 0; ahead < days_tried; ahead++) {
    try {
      return await planVisit(tx, actor, work, { day: addDays(first, ahead), window })
    } catch (error) {
      if (!isFull(error)) throw error
    }
  }
  return null
}

const slotRow = (visit: Visit | null) => ({
  day: visit?.day ?? null,
  window_code: visit?.window ?? null,
  starts_at: visit && startsAt(visit.day, visit.window),
  ends_at: visit && endsAt(visit.day, visit.window),
})

async function wantedVisit(
  tx: Tx,
  work: Work,
  input: { day?: Day | undefined; window?: Window | undefined },
) {
  if (input.day === undefined && input.window === undefined) return null
  const today = dayOf(await clockOf(tx))
  const visit = { day: input.day ?? work.day ?? today, window: input.window ?? work.window ?? 'am' }
  if (visit.day < today) throw new Refused('day_in_the_past', 409, { day: visit.day, today })
  return visit
}

/** PUT /work-orders/:work_order_id/failure. The next visit begins its steps anew. */
export async function failVisit(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof failWork.input>,
): Promise<WorkView> {
  const work = await lockWork(tx, input)
  mustGoOn(work)
  const heard_at = await clockOf(tx)
  const { city_code, id: work_order_id, attempt, day, window: window_code } = work
  const failed = { city_code, work_order_id, attempt, reason: input.reason, day, window_code, heard_at }
  await tx`insert into installation.failed_visit ${tx({ ...failed, actor_id: actor.person_id })}`
  const wanted = await wantedVisit(tx, work, input)
  const today = dayOf(heard_at)
  const tomorrow = addDays(day !== null && day > today ? day : today, 1)
  const visit = wanted ? await planVisit(tx, actor, work, wanted) : await planSoon(tx, actor, work, tomorrow)
  const again = { state: 'planned', attempt: attempt + 1, steps_done: 0, started_at: null }
  await change(tx, work, { ...again, ...slotRow(visit), last_failure: input.reason })
  const facts = { reason: input.reason, day: visit?.day ?? null, window: visit?.window ?? null }
  await noteStory(tx, actor, { ...orderOf(work), code: 'install_failed', facts })
  return workView(tx, actor, input)
}

/** PUT /work-orders/:work_order_id/assignment */
export async function assign(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof assignWork.input>,
): Promise<WorkSummary> {
  const work = await lockWork(tx, input)
  mustGoOn(work)
  const crew = await partyOf(tx, input.party_id)
  if (crew?.kind !== 'installer_company') throw wrongField('/party_id', 'not_a_crew')
  const { lines } = await progressOf(tx, work)
  const lacked = lackedSkills(skillsOf(lines), crew.skills)
  if (lacked.length > 0) throw wrongField('/party_id', 'crew_lacks_skills', { lacked })
  const wanted = await wantedVisit(tx, work, input)
  if (wanted) await planVisit(tx, actor, work, wanted)
  await change(tx, work, { party_id: crew.id, ...(wanted && slotRow(wanted)) })
  await entrust(tx, actor, { ...orderOf(work), party_id: crew.id })
  await touch(tx, `crew:${crew.id}`)
  const to = { party_id: crew.id, day: wanted?.day ?? work.day, window: wanted?.window ?? work.window }
  await audit(tx, actor, 'installation.assigned', { kind: 'order', id: work.order_id }, to)
  await noteStory(tx, actor, { ...orderOf(work), code: 'install_planned', facts: to })
  const [now] = await tx<WorkSummary[]>`
    select ${summary(tx)} from installation.work_order where id = ${work.id}`
  if (!now) throw notFound()
  return now
}
