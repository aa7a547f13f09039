// Reads of control: requests with a readable difference, the audit, failed jobs.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { addDays, atMinute } from '../../platform/time.ts'
import type { Page } from '../../platform/types.ts'
import type {
  AuditRow,
  ChangeRequest,
  DiffRow,
  FailedJob,
  countRequests,
  listRequests,
  searchAudit,
} from './contract.ts'
import { auditNames } from '../people/index.ts'
import { kindIfKnown } from './kinds.ts'
import { whyNotDecide, whyNotWithdraw } from './rules.ts'

export type Stored = Omit<
  ChangeRequest,
  | 'diff'
  | 'unchanged'
  | 'why_not_approve'
  | 'why_not_withdraw'
  | 'kind_zh'
  | 'kind_en'
  | 'subject_zh'
  | 'subject_en'
> & { before: Record<string, unknown>; after: Record<string, unknown> }

const plain = (value: unknown): DiffRow['before'] => {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : (value as string | number | boolean)
}

function diffOf(request: Stored): { diff: DiffRow[]; unchanged: number } {
  const known = kindIfKnown(request.kind)?.fields ?? []
  const labels = new Map(known.map((field) => [field.field, field]))
  const keys = [...new Set([...Object.keys(request.before), ...Object.keys(request.after)])]
  const rows = keys.map((field): DiffRow => {
    const label = labels.get(field) ?? { field, label_zh: field, label_en: field, unit: 'text' as const }
    return { ...label, before: plain(request.before[field]), after: plain(request.after[field]) }
  })
  const order = known.map(({ field }) => field)
  const named = rows.filter((row) => labels.has(row.field))
  const shown = named.filter((row) => row.before !== row.after)
  shown.sort((x, y) => order.indexOf(x.field) - order.indexOf(y.field))
  return { diff: shown, unchanged: named.length - shown.length }
}

async function toView(tx: Tx, actor: Actor, request: Stored, now: string): Promise<ChangeRequest> {
  const { before: _b, after: _a, ...rest } = request
  const kind = kindIfKnown(request.kind)
  const who = { person_id: actor.person_id, may_approve: may(actor, 'control.approve') }
  const after = kind?.schema.safeParse(request.after)
  const name = after?.success ? await kind?.subject_name?.(tx, after.data) : null
  return {
    ...rest,
    subject_zh: name?.zh ?? request.subject_id,
    subject_en: name?.en ?? request.subject_id,
    kind_zh: kind?.name_zh ?? request.kind,
    kind_en: kind?.name_en ?? request.kind,
    ...diffOf(request),
    why_not_approve: whyNotDecide(request, who, now),
    why_not_withdraw: whyNotWithdraw(request, actor.person_id),
  }
}

export async function requestView(tx: Tx, actor: Actor, id: string): Promise<ChangeRequest> {
  const [request] = await tx<Stored[]>`select * from control.change_request where id = ${id}`
  if (!request) throw notFound()
  return toView(tx, actor, request, await clockOf(tx))
}

/** Where a request stands, for the room that made it; null for who may not see it. */
export async function requestState(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx<{ state: string }[]>`
    select case when state = 'proposed' and expires_at <= platform.clock() then 'expired'
                else state end as state
      from control.change_request where id = ${id}`
  return row?.state ?? null
}

export async function findRequests(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listRequests.input>,
): Promise<Page<ChangeRequest>> {
  const rows = await tx<Stored[]>`
    select * from control.change_request
     where (${input.state ?? null}::text is null or state = ${input.state ?? null})
       ${input.mine === 'true' ? tx`and requested_by = ${actor.person_id}` : tx``}
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
  const now = await clockOf(tx)
  const items: ChangeRequest[] = []
  for (const row of rows.slice(0, input.limit)) items.push(await toView(tx, actor, row, now))
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
  const of = (state: string) => mine.find((row) => row.state === state)?.n ?? 0
  const named = waiting.map((row) => {
    const known = kindIfKnown(row.kind)
    return { ...row, kind_zh: known?.name_zh ?? row.kind, kind_en: known?.name_en ?? row.kind }
  })
  return {
    waiting: waiting.reduce((sum, row) => sum + row.waiting, 0),
    kinds: named,
    mine: {
      proposed: of('proposed'),
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
