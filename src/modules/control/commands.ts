// Writers of control.change_request and its comments: propose, send again, withdraw, comment, expire.
import type { z } from 'zod'
import { type Actor, may, system } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, Check } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Invalid, Refused, forbidden, notFound, wrongField } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { commentRequest, proposeAny, reviseRequest, withdrawRequest } from './contract.ts'
import { refuseFrozen } from './freezes.ts'
import { kindOf } from './kinds.ts'
import { type Stored, requestView } from './queries.ts'
import { handOf, whyNotRevise, whyNotWithdraw } from './rules.ts'
import { refuseEarlierHand } from './standing.ts'

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

type Told = {
  before: Record<string, unknown>
  after: Record<string, unknown>
  checks: Check[]
  levels: number
  subjects: string[]
  effective_at: string | null
}

/** All that follows from what is proposed, as it stands now; refuses what is frozen or another hand's. */
async function tellOf(
  tx: Tx,
  actor: Actor,
  kind: ChangeKind,
  { subject, before, after }: { subject: string; before: Told['before']; after: Told['after'] },
): Promise<Told> {
  const touched = kind.touches?.(after) ?? []
  const subjects = [...new Set([subject, ...touched.map(({ kind: of, id }) => `${of}:${id}`)])]
  if (!kind.never_frozen) await refuseFrozen(tx, subjects)
  await refuseEarlierHand(tx, [actor.person_id], subjects, handOf(kind.permission_to_propose))
  const checks = await kind.checks(tx, after)
  const levels = kind.levels?.({ before, after, checks }) ?? 1
  return { before, after, checks, levels, subjects, effective_at: kind.effective_at?.(after) ?? null }
}

/** C2: nothing changes yet. Refuses when a check fails that no second person could overrule. */
export async function propose(tx: Tx, actor: Actor, input: ProposeInput): Promise<{ request_id: Id }> {
  const kind = kindOf(input.kind)
  if (!may(actor, kind.permission_to_propose)) throw forbidden()
  const parsed = kind.schema.parse(input.after) as Record<string, unknown>
  const subject = `${input.subject_kind}:${input.subject_id}`
  const told = await tellOf(tx, actor, kind, { subject, before: input.before, after: parsed })
  const { before, after, checks, levels, subjects, effective_at } = told
  const id = newId()
  await tx`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason, checks,
           requested_by, requested_by_name, requested_at, expires_at, levels, subjects, effective_at)
    values (${id}, ${input.kind}, ${input.subject_kind}, ${input.subject_id}, ${tx.json(before as never)},
            ${tx.json(after as never)}, ${input.reason}, ${tx.json(checks as never)}, ${actor.person_id},
            ${actor.name}, platform.clock(), platform.clock() + make_interval(hours => ${open_hours}),
            ${levels}, ${subjects}, ${effective_at})`
  await audit(tx, actor, 'change.proposed', { kind: 'change_request', id }, { kind: input.kind, after })
  await emit(tx, actor, 'control.change_proposed', { request_id: id, kind: input.kind })
  await touch(tx, 'changes:all')
  return { request_id: id }
}

function parsedAfter(kind: ChangeKind, after: unknown): Record<string, unknown> {
  const parsed = kind.schema.safeParse(after)
  if (parsed.success) return parsed.data as Record<string, unknown>
  const [issue] = parsed.error.issues
  throw new Invalid(['', 'after', ...(issue?.path ?? [])].join('/'), issue?.code ?? 'custom')
}

/**
 * C4: who proposes never says what stands now; the kind does. Only kinds that name their subject are
 * open.
 */
export async function proposeOpen(tx: Tx, actor: Actor, input: z.output<typeof proposeAny.input>) {
  const kind = kindOf(input.kind)
  if (!may(actor, kind.permission_to_propose)) throw forbidden()
  if (!kind.subject) throw wrongField('/kind', 'unknown_kind', { kind: input.kind })
  const after = parsedAfter(kind, input.after)
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

export async function locked(tx: Tx, id: string): Promise<Stored> {
  const [request] = await tx<Stored[]>`select * from control.change_request where id = ${id} for update`
  if (!request) throw notFound()
  return request
}

/** What its maker proposes instead, about the same thing. */
async function renewed(tx: Tx, actor: Actor, kind: ChangeKind, given: unknown) {
  const after = parsedAfter(kind, given)
  if (kind.renew) return kind.renew(tx, after)
  return { subject_id: kind.subject!(actor, after).id, after: after as unknown }
}

/** C9: what came back is sent again: looked at from the first level on, the old version kept. */
export async function sendAgain(tx: Tx, actor: Actor, input: z.output<typeof reviseRequest.input>) {
  const request = await locked(tx, input.request_id)
  const kind = kindOf(request.kind)
  const why = whyNotRevise(request, actor.person_id, Boolean(kind.renew ?? kind.subject))
  if (why) throw new Refused(why, 409)
  if (!may(actor, kind.permission_to_propose)) throw forbidden()
  const next = await renewed(tx, actor, kind, input.after)
  if (next.subject_id !== request.subject_id) throw wrongField('/after', 'other_subject')
  const after = next.after as Record<string, unknown>
  const before = await kind.current(tx, request.subject_id, after)
  const subject = `${request.subject_kind}:${request.subject_id}`
  const told = await tellOf(tx, actor, kind, { subject, before, after })
  await tx`
    select control.send_again(${request.id}, ${tx.json(before as never)}, ${tx.json(after as never)},
      ${input.reason}, ${tx.json(told.checks as never)}, ${told.levels}, ${told.subjects}::text[],
      ${told.effective_at}, ${open_hours})`
  const about = { kind: 'change_request', id: request.id }
  await audit(tx, actor, 'change.sent_again', about, { kind: request.kind, after })
  await emit(tx, actor, 'control.change_proposed', { request_id: request.id, kind: request.kind })
  await touch(tx, 'changes:all')
  return requestView(tx, actor, request.id)
}

export async function withdraw(tx: Tx, actor: Actor, input: z.output<typeof withdrawRequest.input>) {
  const request = await locked(tx, input.request_id)
  const reason = whyNotWithdraw(request, actor.person_id)
  if (reason) throw new Refused(reason, 409)
  await tx`
    update control.change_request set state = 'withdrawn', decided_at = platform.clock()
     where id = ${request.id}`
  await audit(tx, actor, 'change.withdrawn', { kind: 'change_request', id: request.id }, {})
  await touch(tx, 'changes:all')
  return requestView(tx, actor, request.id)
}

const comments_max = 100

/** Whoever reads a request may say something to it; nothing said is taken back. */
export async function comment(tx: Tx, actor: Actor, input: z.output<typeof commentRequest.input>) {
  const view = await requestView(tx, actor, input.request_id)
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from control.comment where request_id = ${view.id}`
  if (row!.n >= comments_max) throw new Refused('too_many_comments', 409, { max: comments_max })
  await tx`
    insert into control.comment (id, request_id, by_person, by_name, text)
    values (${newId()}, ${view.id}, ${actor.person_id}, ${actor.name}, ${input.text})`
  await audit(tx, actor, 'change.commented', { kind: 'change_request', id: view.id })
  await touch(tx, 'changes:all')
  return view
}

/** Ends what nobody decided in time; returns how many. */
export async function expireRequests(tx: Tx): Promise<number> {
  const ended = await tx<{ id: string; kind: string }[]>`
    update control.change_request set state = 'expired', decided_at = platform.clock()
     where state in ('proposed', 'returned') and expires_at <= platform.clock()
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
