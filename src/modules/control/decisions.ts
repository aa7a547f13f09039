// The only writers of control.decision: agree at one's level, say no, give back; and several alike at once.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { locked } from './commands.ts'
import type {
  ChangeRequest,
  approveRequest,
  approveTogether,
  rejectRequest,
  returnRequest,
} from './contract.ts'
import { refuseFrozen } from './freezes.ts'
import { kindOf } from './kinds.ts'
import { type Stored, requestView, spokenOf } from './queries.ts'
import { type Right, rightTo, sameState, whyNotDecide, whyNotTogether } from './rules.ts'
import { type Standing, actingBy, refuseEarlierHand, standingOf } from './standing.ts'

type Opened = { request: Stored; acting: Actor; right: Right; level: number; standing: Standing }
type Verdict = 'approved' | 'rejected' | 'returned'

/** C8: the request under lock, and the right by which this person decides at the level that is open. */
async function opened(tx: Tx, actor: Actor, id: string): Promise<Opened> {
  const [seen] = await tx<Stored[]>`select * from control.change_request where id = ${id}`
  if (!seen) throw notFound()
  const standing = await standingOf(tx, actor)
  const { own, delegated, stands_for, clash } = standing
  const could = rightTo(seen, { own, delegated, spoken: [] })
  const acting = await actingBy(tx, actor, could)
  const request = could ? await locked(tx, id) : seen
  const { spoken, level } = await spokenOf(tx, request)
  const right = rightTo(request, { own, delegated, spoken })
  const who = { person_id: actor.person_id, may_approve: could !== null, stands_for, spoken }
  const reason = whyNotDecide(request, who, await clockOf(tx)) ?? (right ? null : 'already_spoken')
  if (reason) throw new Refused(reason, reason === 'forbidden' ? 403 : 409)
  if (clash) throw new Refused('duties_clash', 403, { code: clash.code, pair: clash.pair })
  return { request, acting, right: right!, level, standing }
}

async function speak(tx: Tx, open: Opened, verdict: Verdict, note: string | undefined) {
  const { request, acting, right, level } = open
  const given = right.by === 'delegation' ? right : null
  await tx`
    insert into control.decision (request_id, revision, level, verdict, decided_by, decided_by_name,
           principal, principal_name, delegation_id, note)
    values (${request.id}, ${request.revision}, ${level}, ${verdict}, ${acting.person_id}, ${acting.name},
            ${given?.from_person ?? acting.person_id}, ${given?.from_name ?? null}, ${given?.id ?? null},
            ${note ?? null})`
}

async function heard(tx: Tx, { request, acting, right, level }: Opened, action: string) {
  const principal = right.by === 'delegation' ? { for_person: right.from_person } : {}
  const detail = { kind: request.kind, level, ...principal }
  await audit(tx, acting, action, { kind: 'change_request', id: request.id }, detail)
  await touch(tx, 'changes:all')
}

async function close(tx: Tx, open: Opened, state: 'approved' | 'rejected', note?: string) {
  const { request, acting } = open
  await tx`
    update control.change_request
       set state = ${state}, decided_by = ${acting.person_id}, decided_by_name = ${acting.name},
           decided_at = platform.clock(), decision_note = ${note ?? null}
     where id = ${request.id}`
  await heard(tx, open, `change.${state}`)
  await emit(tx, acting, `control.change_${state}`, { request_id: request.id, kind: request.kind })
}

/** C3: what it was proposed against still stands, nothing is frozen, every check holds. */
async function refuseUnlessSound(tx: Tx, request: Stored, kind: ChangeKind, after: Record<string, unknown>) {
  // Two changes of one subject are agreed one after the other: the later one sees what the earlier one did.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${request.kind}:${request.subject_id}`}, 0))`
  const now = await kind.current(tx, request.subject_id, after)
  if (!sameState(request.before, now)) throw new Refused('stale_before', 409, { now })
  if (!kind.never_frozen) await refuseFrozen(tx, request.subjects)
  const checks = await kind.checks(tx, after)
  const failed = checks.filter((check) => !check.ok)
  if (failed.length > 0) throw new Refused('check_failed', 409, { checks: failed })
  const levels = kind.levels?.({ before: request.before, after, checks }) ?? 1
  if (levels > request.levels) throw new Refused('needs_more_levels', 409, { levels })
}

/** The last level applies the change in this transaction; the ones before only let it go on. */
export async function approve(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof approveRequest.input>,
): Promise<ChangeRequest> {
  const open = await opened(tx, actor, input.request_id)
  const { request, acting, right, level } = open
  const kind = kindOf(request.kind)
  const after = kind.schema.parse(request.after) as Record<string, unknown>
  const hands = [acting.person_id, right.by === 'delegation' ? right.from_person : null]
  await refuseEarlierHand(tx, hands, request.subjects, 'control')
  await refuseUnlessSound(tx, request, kind, after)
  await speak(tx, open, 'approved', input.note)
  if (level < request.levels) {
    await heard(tx, open, 'change.level_approved')
    return requestView(tx, actor, request.id)
  }
  await close(tx, open, 'approved', input.note)
  await kind.apply(tx, acting, { ...request, after })
  return requestView(tx, actor, request.id)
}

export async function reject(tx: Tx, actor: Actor, input: z.output<typeof rejectRequest.input>) {
  const open = await opened(tx, actor, input.request_id)
  await speak(tx, open, 'rejected', input.note)
  await close(tx, open, 'rejected', input.note)
  return requestView(tx, actor, open.request.id)
}

/** Back to its maker, who may change it and send it again. */
export async function giveBack(tx: Tx, actor: Actor, input: z.output<typeof returnRequest.input>) {
  const open = await opened(tx, actor, input.request_id)
  await speak(tx, open, 'returned', input.note)
  await tx`update control.change_request set state = 'returned' where id = ${open.request.id}`
  await heard(tx, open, 'change.returned')
  return requestView(tx, actor, open.request.id)
}

type Outcome = z.input<typeof approveTogether.reply>['items'][number]

/** Only what is identical in kind and sound by its checks; each stands or falls by itself. */
export async function approveAll(tx: Tx, actor: Actor, input: z.output<typeof approveTogether.input>) {
  const ids = [...new Set(input.request_ids)]
  const rows = await tx<Stored[]>`
    select * from control.change_request where id = any(${ids}::uuid[]) order by id`
  const why = whyNotTogether(rows)
  if (why) throw new Refused(why, 409)
  const items: Outcome[] = []
  for (const request_id of ids) items.push(await approveOne(tx, actor, { ...input, request_id }))
  return { items }
}

async function approveOne(
  tx: Tx,
  actor: Actor,
  { request_id, note }: z.output<typeof approveRequest.input>,
): Promise<Outcome> {
  const nothing = { reason: null, facts: {} }
  try {
    const done = await tx.savepoint((inner) => approve(inner as Tx, actor, { request_id, note }))
    return { request_id, outcome: done.state === 'approved' ? 'approved' : 'goes_on', ...nothing }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { request_id, outcome: 'refused', reason: error.reason, facts: error.facts }
  }
}
