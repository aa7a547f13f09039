// Reads of control: requests with a readable difference, the audit, failed jobs.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { addDays, atMinute } from '../../platform/time.ts'
import type { Page } from '../../platform/types.ts'
import type {
  AuditRow,
  ChangeRequest,
  Decision,
  DiffRow,
  FailedJob,
  countRequests,
  listRequests,
  searchAudit,
} from './contract.ts'
import { auditNames } from '../people/index.ts'
import { kindIfKnown } from './kinds.ts'
import { rightTo, whyNotDecide, whyNotRevise, whyNotWithdraw } from './rules.ts'
import { type Standing, standingOf } from './standing.ts'

type Told =
  | 'diff'
  | 'unchanged'
  | 'why_not_approve'
  | 'why_not_withdraw'
  | 'why_not_revise'
  | 'why_mine'
  | 'level'
  | 'decisions'
  | 'proposal'
  | 'kind_zh'
  | 'kind_en'
  | 'subject_zh'
  | 'subject_en'
export type Stored = Omit<ChangeRequest, Told> & {
  before: Record<string, unknown>
  after: Record<string, unknown>
  subjects: string[]
}

const plain = (value: unknown): DiffRow['before'] => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}

export function diffOf(request: Pick<Stored, 'kind' | 'before' | 'after'>) {
  const kind = kindIfKnown(request.kind)
  const known = kind?.fields ?? []
  const labels = new Map(known.map((field) => [field.field, field]))
  const keys = [...new Set([...Object.keys(request.before), ...Object.keys(request.after)])]
  const rows = keys.map((field): DiffRow => {
    const label = labels.get(field) ?? { field, label_zh: field, label_en: field, unit: 'text' as const }
    const other = kind?.label_of?.(field, request.after)
    return { ...label, ...other, before: plain(request.before[field]), after: plain(request.after[field]) }
  })
  const order = known.map(({ field }) => field)
  const named = rows.filter((row) => labels.has(row.field))
  const shown = named.filter((row) => row.before !== row.after)
  shown.sort((x, y) => order.indexOf(x.field) - order.indexOf(y.field))
  return { diff: shown, unchanged: named.length - shown.length }
}

type Spoke = Decision & { request_id: string; decided_by: string; principal: string }

async function decisionsOf(tx: Tx, ids: readonly string[]): Promise<Spoke[]> {
  const rows = await tx<Spoke[]>`
    select request_id, revision, level, verdict, decided_by, principal, decided_by_name as by_name,
           principal_name as for_name, note, decided_at as at
      from control.decision where request_id = any(${ids as string[]}::uuid[])
     order by revision, level`
  return [...rows]
}

/** Who has spoken on what is sent now, and for whom; and the level that is open. */
export async function spokenOf(tx: Tx, request: Pick<Stored, 'id' | 'revision'>) {
  const said = (await decisionsOf(tx, [request.id])).filter(({ revision }) => revision === request.revision)
  return spokenIn(said)
}
const spokenIn = (said: readonly Spoke[]) => ({
  spoken: said.flatMap(({ decided_by, principal }) => [decided_by, principal]),
  level: said.length + 1,
})

type Reader = { actor: Actor; standing: Standing; now: string; decisions: readonly Spoke[] }

async function readerOf(tx: Tx, actor: Actor, ids: readonly string[]): Promise<Reader> {
  const [standing, now] = [await standingOf(tx, actor), await clockOf(tx)]
  return { actor, standing, now, decisions: ids.length > 0 ? await decisionsOf(tx, ids) : [] }
}

/** What the reader may do with it, and by which right. */
function rightsOf(request: Stored, { actor, standing, now, decisions }: Reader) {
  const all = decisions.filter(({ request_id }) => request_id === request.id)
  const { spoken, level } = spokenIn(all.filter(({ revision }) => revision === request.revision))
  const { own, delegated, stands_for, clash } = standing
  const could = rightTo(request, { own, delegated, spoken: [] })
  const right = rightTo(request, { own, delegated, spoken })
  const who = { person_id: actor.person_id, may_approve: could !== null, stands_for, spoken }
  const told = whyNotDecide(request, who, now) ?? (right ? null : 'already_spoken')
  const why_not_approve = told ?? (clash ? 'duties_clash' : null)
  const lent = right?.by === 'delegation' ? right : null
  const why_mine = {
    permission: 'control.approve',
    by: right?.by ?? ('role' as const),
    level,
    for_name: lent?.from_name ?? null,
    until: lent?.ends_at ?? null,
  }
  return {
    why_not_approve,
    why_mine: why_not_approve === null ? why_mine : null,
    level: Math.min(level, request.levels),
    decisions: all.map(({ request_id: _r, decided_by: _d, principal: _p, ...rest }) => rest),
  }
}

async function toView(tx: Tx, reader: Reader, request: Stored): Promise<ChangeRequest> {
  const { before: _b, after: _a, subjects: _s, ...rest } = request
  const { person_id } = reader.actor
  const kind = kindIfKnown(request.kind)
  const after = kind?.schema.safeParse(request.after)
  const name = after?.success ? await kind?.subject_name?.(tx, after.data) : null
  const why_not_revise = whyNotRevise(request, person_id, Boolean(kind?.renew ?? kind?.subject))
  return {
    ...rest,
    subject_zh: name?.zh ?? request.subject_id,
    subject_en: name?.en ?? request.subject_id,
    kind_zh: kind?.name_zh ?? request.kind,
    kind_en: kind?.name_en ?? request.kind,
    ...diffOf(request),
    ...rightsOf(request, reader),
    why_not_withdraw: whyNotWithdraw(request, person_id),
    why_not_revise,
    proposal: why_not_revise === null ? request.after : null,
  }
}

export async function requestView(tx: Tx, actor: Actor, id: string): Promise<ChangeRequest> {
  const [request] = await tx<Stored[]>`select * from control.change_request where id = ${id}`
  if (!request) throw notFound()
  return toView(tx, await readerOf(tx, actor, [id]), request)
}

/** What the reader may decide now: by their own right or by a duty given to them, and not spoken on yet. */
function awaiting(tx: Tx, actor: Actor, { own, delegated, stands_for, clash }: Standing) {
  if (clash) return tx`and false`
  const me = actor.person_id
  const reached = delegated.map(
    ({ kinds, level_max, from_person }) => tx`
      or (c.levels <= ${level_max} and (${kinds as string[] | null}::text[] is null or c.kind = any(${
        kinds as string[] | null
      }::text[])) and not exists (
        select 1 from control.decision d where d.request_id = c.id and d.revision = c.revision
           and ${from_person}::uuid in (d.decided_by, d.principal)))`,
  )
  return tx`
    and c.state = 'proposed' and c.expires_at > platform.clock() and c.requested_by <> ${me}
    and c.requested_by <> all(${stands_for as string[]}::uuid[])
    and (${own} ${reached.reduce((all, one) => tx`${all} ${one}`, tx``)})
    and not exists (select 1 from control.decision d where d.request_id = c.id and d.revision = c.revision
                       and ${me}::uuid in (d.decided_by, d.principal))`
}

/** What a request of this kind asks for, to who may see it; for rooms that have more to say about it. */
export async function proposed(tx: Tx, kind: string, id: string): Promise<unknown> {
  const [request] = await tx<{ after: unknown }[]>`
    select after from control.change_request where id = ${id} and kind = ${kind}`
  if (!request) throw notFound()
  return request.after
}

/** Where a request stands, for the room that made it; null for who may not see it. */
export async function requestState(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx<{ state: string }[]>`
    select case when state = 'proposed' and expires_at <= platform.clock() then 'expired'
                else state end as state
      from control.change_request where id = ${id}`
  return row?.state ?? null
}

/** Whether a request still waits, for the room it is about: also where a colleague made it. */
export async function isOpen(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx<{ open: boolean }[]>`select control.public_open(${id}) as open`
  return row!.open
}

export async function findRequests(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listRequests.input>,
): Promise<Page<ChangeRequest>> {
  const standing = input.awaiting ? await standingOf(tx, actor) : null
  const rows = await tx<Stored[]>`
    select * from control.change_request c
     where (${input.state ?? null}::text is null or state = ${input.state ?? null})
       ${input.mine === 'true' ? tx`and requested_by = ${actor.person_id}` : tx``}
       ${standing ? awaiting(tx, actor, standing) : tx``}
       and (${input.kind ?? null}::text is null or kind = ${input.kind ?? null})
       and (${input.subject_id ?? null}::text is null or subject_id = ${input.subject_id ?? null})
       ${
         input.after
           ? tx`and (requested_at, id) < (select c.requested_at, c.id from control.change_request c
                                           where c.id = ${input.after})`
           : tx``
       }
     order by requested_at desc, id desc
     limit ${input.limit + 1}`
  const shown = rows.slice(0, input.limit)
  const reader = await readerOf(
    tx,
    actor,
    shown.map(({ id }) => id),
  )
  const items: ChangeRequest[] = []
  for (const row of shown) items.push(await toView(tx, reader, row))
  const last = items.at(-1)
  return { items, next: rows.length > input.limit && last ? last.id : null }
}

type Counts = z.input<typeof countRequests.reply>

/** Row policies say which requests count: all for control, else one's own. */
export async function requestCounts(tx: Tx, actor: Actor): Promise<Counts> {
  const waiting = await tx<{ kind: string; waiting: number }[]>`
    select kind, count(*)::int as waiting from control.change_request
     where state = 'proposed' and expires_at > platform.clock()
     group by kind order by kind`
  const mine = await tx<{ state: string; n: number }[]>`
    select state, count(*)::int as n from control.change_request
     where requested_by = ${actor.person_id} and requested_at > platform.clock() - interval '30 days'
     group by state`
  const [own] = await tx<{ n: number }[]>`
    select count(*)::int as n from control.change_request c
     where true ${awaiting(tx, actor, await standingOf(tx, actor))}`
  const of = (state: string) => mine.find((row) => row.state === state)?.n ?? 0
  const named = waiting.map((row) => {
    const known = kindIfKnown(row.kind)
    return { ...row, kind_zh: known?.name_zh ?? row.kind, kind_en: known?.name_en ?? row.kind }
  })
  return {
    waiting: waiting.reduce((sum, row) => sum + row.waiting, 0),
    awaiting_me: own!.n,
    kinds: named,
    mine: {
      proposed: of('proposed'),
      returned: of('returned'),
      approved: of('approved'),
      rejected: of('rejected'),
      expired: of('expired'),
    },
  }
}

/** Live topic `changes:all`: that something moved, never what; the reads say who sees which. */
export const hearsChanges = async (_tx: Tx, actor: Actor, id: string) =>
  id === 'all' && actor.person_id !== null

const startOf = (day: string) => atMinute(day, 0)

export async function findAudit(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof searchAudit.input>,
): Promise<Page<AuditRow>> {
  const named = input.who === undefined ? null : [...(await auditNames(tx, { part: input.who })).keys()]
  const rows = await tx<Omit<AuditRow, 'person_name'>[]>`
    select a.id, a.at, a.actor_id, a.actor_name, a.action, a.subject_kind, a.subject_id, a.detail, l.seq,
           encode(l.hash, 'hex') as hash
      from platform.audit a left join platform.audit_link l on l.audit_id = a.id
     where (${input.actor_id ?? null}::uuid is null or a.actor_id = ${input.actor_id ?? null}::uuid)
       and (${named}::uuid[] is null or a.actor_id = any(${named}::uuid[]))
       and (${input.action ?? null}::text is null or a.action = ${input.action ?? null})
       and (${input.subject_kind ?? null}::text is null or a.subject_kind = ${input.subject_kind ?? null})
       and (${input.subject_id ?? null}::text is null or a.subject_id = ${input.subject_id ?? null})
       ${input.day ? tx`and a.at >= ${startOf(input.day)}` : tx``}
       ${input.day ? tx`and a.at < ${startOf(addDays(input.day, 1))}` : tx``}
       ${
         input.after
           ? tx`and (a.at, a.id) < (select c.at, c.id from platform.audit c where c.id = ${input.after})`
           : tx``
       }
     order by a.at desc, a.id desc
     limit ${input.limit + 1}`
  const shown = rows.slice(0, input.limit)
  const names = await auditNames(tx, { ids: shown.flatMap(({ actor_id }) => actor_id ?? []) })
  const items = shown.map((row) => ({ ...row, person_name: names.get(row.actor_id ?? '') ?? null }))
  const last = items.at(-1)
  return { items, next: rows.length > input.limit && last ? last.id : null }
}

export async function failedJobs(tx: Tx): Promise<{ items: FailedJob[] }> {
  const rows = await tx<FailedJob[]>`select * from platform.jobs_waiting()`
  return { items: [...rows] }
}
