// The only writers of control.*: propose, approve, reject, withdraw, expire.
import type { z } from 'zod'
import { type Actor, may, system } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Invalid, Refused, forbidden, notFound, wrongField } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { ChangeRequest, approveRequest, proposeAny, rejectRequest, withdrawRequest } from './contract.ts'
import { kindOf } from './kinds.ts'
import { type Stored, requestView } from './queries.ts'
import { sameState, whyNotDecide, whyNotWithdraw } from './rules.ts'

/** Requests nobody decides end by themselves after this (retail §14). */
const open_hours = 72

export type ProposeInput = {
  kind: string
  subject_kind: string
  subject_id: string
  before: Record<string, unknown>
  after: Record<string, unknown>
  reason: string
}

/** C2: nothing changes yet. Refuses when a check fails that no second person could overrule. */
export async function propose(tx: Tx, actor: Actor, input: ProposeInput): Promise<{ request_id: Id }> {
  const kind = kindOf(input.kind)
  if (!may(actor, kind.permission_to_propose)) throw forbidden()
  const after = kind.schema.parse(input.after) as Record<string, unknown>
  const checks = await kind.checks(tx, after)
  const id = newId()
  await tx`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason, checks,
           requested_by, requested_by_name, requested_at, expires_at)
    values (${id}, ${input.kind}, ${input.subject_kind}, ${input.subject_id},
      ${tx.json(input.before as never)},
            ${tx.json(after as never)}, ${input.reason}, ${tx.json(checks as never)}, ${actor.person_id},
            ${actor.name}, platform.clock(), platform.clock() + make_interval(hours => ${open_hours}))`
  await audit(tx, actor, 'change.proposed', { kind: 'change_request', id }, { kind: input.kind, after })
  await emit(tx, actor, 'control.change_proposed', { request_id: id, kind: input.kind })
  await touch(tx, 'changes:all')
  return { request_id: id }
}

/**
 * C4: who proposes never says what stands now; the kind does. Only kinds that name their subject are
 * open.
 */
export async function proposeOpen(tx: Tx, actor: Actor, input: z.output<typeof proposeAny.input>) {
  const kind = kindOf(input.kind)
  if (!may(actor, kind.permission_to_propose)) throw forbidden()
  if (!kind.subject) throw wrongField('/kind', 'unknown_kind', { kind: input.kind })
  const parsed = kind.schema.safeParse(input.after)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Invalid(['', 'after', ...(issue?.path ?? [])].join('/'), issue?.code ?? 'custom')
  }
  const after = parsed.data as Record<string, unknown>
  const subject = kind.subject(actor, after)
  const before = await kind.current(tx, subject.id, after)
  const { request_id } = await propose(tx, actor, {
    kind: input.kind,
    subject_kind: subject.kind,
    subject_id: subject.id,
    before,
    after,
    reason: input.reason,
  })
  return requestView(tx, actor, request_id)
}

async function locked(tx: Tx, id: string): Promise<Stored> {
  const [request] = await tx<Stored[]>`select * from control.change_request where id = ${id} for update`
  if (!request) throw notFound()
  return request
}

async function decide(tx: Tx, actor: Actor, request: Stored, state: 'approved' | 'rejected', note?: string) {
  await tx`
    update control.change_request
       set state = ${state}, decided_by = ${actor.person_id}, decided_by_name = ${actor.name},
           decided_at = platform.clock(), decision_note = ${note ?? null}
     where id = ${request.id}`
  await audit(
    tx,
    actor,
    `change.${state}`,
    { kind: 'change_request', id: request.id },
    { kind: request.kind },
  )
  await emit(tx, actor, `control.change_${state}`, { request_id: request.id, kind: request.kind })
  await touch(tx, 'changes:all')
}

async function decidable(tx: Tx, actor: Actor, id: string): Promise<Stored> {
  const request = await locked(tx, id)
  const who = { person_id: actor.person_id, may_approve: may(actor, 'control.approve') }
  const reason = whyNotDecide(request, who, await clockOf(tx))
  if (reason) throw new Refused(reason, reason === 'forbidden' ? 403 : 409)
  return request
}

/** C3: the state it was proposed against must still be the state; then it applies in this transaction. */
export async function approve(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof approveRequest.input>,
): Promise<ChangeRequest> {
  const request = await decidable(tx, actor, input.request_id)
  const kind = kindOf(request.kind)
  const after = kind.schema.parse(request.after) as Record<string, unknown>
  // Two changes of one subject are agreed one after the other: the later one sees what the earlier one did.
  await tx`select pg_advisory_xact_lock(hashtextextended(${`${request.kind}:${request.subject_id}`}, 0))`
  const now = await kind.current(tx, request.subject_id, after)
  if (!sameState(request.before, now)) throw new Refused('stale_before', 409, { now })
  const failed = (await kind.checks(tx, after)).filter((check) => !check.ok)
  if (failed.length > 0) throw new Refused('check_failed', 409, { checks: failed })
  await decide(tx, actor, request, 'approved', input.note)
  await kind.apply(tx, actor, { ...request, after })
  return requestView(tx, actor, request.id)
}

export async function reject(tx: Tx, actor: Actor, input: z.output<typeof rejectRequest.input>) {
  const request = await decidable(tx, actor, input.request_id)
  await decide(tx, actor, request, 'rejected', input.note)
  return requestView(tx, actor, request.id)
}

export async function withdraw(tx: Tx, actor: Actor, input: z.output<typeof withdrawRequest.input>) {
  const request = await locked(tx, input.request_id)
  const reason = whyNotWithdraw(request, actor.person_id)
  if (reason) throw new Refused(reason, 409)
  await tx`update control.change_request set state = 'withdrawn' where id = ${request.id}`
  await audit(tx, actor, 'change.withdrawn', { kind: 'change_request', id: request.id }, {})
  await touch(tx, 'changes:all')
  return requestView(tx, actor, request.id)
}

/** Ends what nobody decided in time; returns how many. */
export async function expireRequests(tx: Tx): Promise<number> {
  const ended = await tx<{ id: string; kind: string }[]>`
    update control.change_request set state = 'expired'
     where state = 'proposed' and expires_at <= platform.clock()
    returning id, kind`
  for (const { id, kind } of ended)
    await audit(tx, system, 'change.expired', { kind: 'change_request', id }, { kind })
  if (ended.length > 0) await touch(tx, 'changes:all')
  return ended.length
}

export async function retry(tx: Tx, actor: Actor, input: { job_id: string }) {
  const [row] = await tx<{ found: boolean }[]>`select platform.retry_job(${input.job_id}::bigint) as found`
  if (!row?.found) throw notFound()
  await audit(tx, actor, 'job.retried', { kind: 'job', id: input.job_id })
  return { id: input.job_id }
}
