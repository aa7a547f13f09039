// What crosses the walls of control: change requests, the audit, failed jobs.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const RequestState = z.enum(['proposed', 'returned', 'approved', 'rejected', 'withdrawn', 'expired'])
export type RequestState = z.infer<typeof RequestState>

const Value = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const DiffRow = z.object({
  field: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  unit: z.enum(['fen', 'units', 'share', 'instant', 'text']),
  before: Value,
  after: Value,
})
export type DiffRow = z.infer<typeof DiffRow>
/** What one person said at one level; `for_name` is who gave them the duty. */
export const Decision = z.object({
  revision: z.int(),
  level: z.int(),
  verdict: z.enum(['approved', 'rejected', 'returned']),
  by_name: z.string(),
  for_name: z.string().nullable(),
  note: z.string().nullable(),
  at: Instant,
})
export type Decision = z.infer<typeof Decision>
/** Why a request waits for the reader: by which right, at which level. */
const WhyMine = z.object({
  permission: z.string(),
  by: z.enum(['role', 'delegation']),
  level: z.int(),
  /** Whose duty it is, and until when it is lent; null with one's own. */
  for_name: z.string().nullable(),
  until: Instant.nullable(),
})
const CheckView = z.object({ code: z.string(), ok: z.boolean(), facts: z.record(z.string(), z.unknown()) })

export const ChangeRequest = z.object({
  id: Id,
  kind: z.string(),
  kind_zh: z.string(),
  kind_en: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  subject_zh: z.string(),
  subject_en: z.string(),
  reason: z.string(),
  state: RequestState,
  requested_by: Id,
  requested_by_name: z.string(),
  requested_at: Instant,
  decided_by: Id.nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: Instant.nullable(),
  decision_note: z.string().nullable(),
  expires_at: Instant,
  /** Only what changes; `unchanged` counts the rest. */
  diff: z.array(DiffRow),
  unchanged: z.int(),
  checks: z.array(CheckView),
  /** null when the reader may approve now; else the reason beside the disabled button. */
  why_not_approve: z.string().nullable(),
  why_not_withdraw: z.string().nullable(),
  /** How many persons beside the maker have to agree, and which of them is next. */
  levels: z.int(),
  level: z.int(),
  /** Counts how often it was sent; older versions stand in its story. */
  revision: z.int(),
  /** When it begins to hold; null: with the last approval. */
  effective_at: Instant.nullable(),
  decisions: z.array(Decision),
  why_mine: WhyMine.nullable(),
  why_not_revise: z.string().nullable(),
  /** What was proposed, as it is sent again; only its maker, while it is theirs to change. */
  proposal: z.record(z.string(), z.unknown()).nullable(),
})
export type ChangeRequest = z.infer<typeof ChangeRequest>

export const listRequests = endpoint('GET /change-requests', {
  summary: 'Changes that wait for a second person, or were decided: all for control, else your own',
  permission: 'account.own',
  input: PageInput.extend({
    state: RequestState.optional(),
    /** true: only those you proposed yourself */
    mine: z.enum(['true', 'false']).optional(),
    /** me: only what the reader may decide now */
    awaiting: z.literal('me').optional(),
    kind: z.string().max(60).optional(),
    subject_id: z.string().max(100).optional(),
  }),
  reply: page(ChangeRequest),
})
export const countRequests = endpoint('GET /change-request-counts', {
  summary: 'How many changes wait, by kind, and how your own of the last 30 days stand',
  permission: 'account.own',
  input: z.strictObject({}),
  reply: z.object({
    waiting: z.int(),
    /** Of those, what the reader may decide now. */
    awaiting_me: z.int(),
    kinds: z.array(
      z.object({ kind: z.string(), kind_zh: z.string(), kind_en: z.string(), waiting: z.int() }),
    ),
    mine: z.object({
      proposed: z.int(),
      returned: z.int(),
      approved: z.int(),
      rejected: z.int(),
      expired: z.int(),
    }),
  }),
})
export const listKinds = endpoint('GET /change-kinds', {
  summary: 'Every kind of change this house knows',
  permission: 'control.read',
  input: z.strictObject({}),
  reply: z.object({
    items: z.array(z.object({ kind: z.string(), kind_zh: z.string(), kind_en: z.string() })),
  }),
})
export const proposeAny = endpoint('POST /change-requests', {
  summary:
    'Propose a change of a kind that is open to proposals, such as a role; a second person has to agree',
  permission: 'account.own',
  input: z.strictObject({
    kind: z
      .string()
      .max(60)
      .meta({ examples: ['control.setting'] }),
    after: z
      .record(z.string().max(60), z.unknown())
      .meta({ examples: [{ key: 'stock.adjustment_limit_units', value: 6 }] }),
    reason: text(300),
  }),
  reply: ChangeRequest,
  refusals: ['unknown_kind', 'own_grant', 'person_gone', 'unknown_setting', 'frozen', 'earlier_hand'],
})
const OfRequest = { request_id: Id }
export const getRequest = endpoint('GET /change-requests/:request_id', {
  summary: 'One change with its readable difference and automatic checks',
  permission: 'account.own',
  id: 'get_change_request',
  input: z.strictObject(OfRequest),
  reply: ChangeRequest,
})
const of_deciding = [
  'own_request',
  'already_decided',
  'request_expired',
  'request_returned',
  'makers_chain',
  'already_spoken',
  'duties_clash',
]
export const approveRequest = endpoint('PUT /change-requests/:request_id/approval', {
  summary:
    'Agree at the level that is open; with the last one the change takes effect in the same transaction',
  permission: 'control.read',
  input: z.strictObject({ ...OfRequest, note: text(300).optional() }),
  reply: ChangeRequest,
  refusals: [...of_deciding, 'stale_before', 'check_failed', 'frozen', 'earlier_hand', 'needs_more_levels'],
})
export const rejectRequest = endpoint('PUT /change-requests/:request_id/rejection', {
  summary: 'Say no, with the reason',
  permission: 'control.read',
  input: z.strictObject({ ...OfRequest, note: text(300) }),
  reply: ChangeRequest,
  refusals: of_deciding,
})
export const returnRequest = endpoint('PUT /change-requests/:request_id/return', {
  summary: 'Give it back to its maker, with the reason; it may be changed and sent again',
  permission: 'control.read',
  input: z.strictObject({ ...OfRequest, note: text(300) }),
  reply: ChangeRequest,
  refusals: of_deciding,
})
export const reviseRequest = endpoint('PUT /change-requests/:request_id/revision', {
  summary: 'Send what came back again, changed; what was sent before stays readable',
  permission: 'account.own',
  unfuzzed: true,
  input: z.strictObject({
    ...OfRequest,
    after: z.record(z.string().max(60), z.unknown()),
    reason: text(300),
  }),
  reply: ChangeRequest,
  refusals: ['not_own_request', 'not_returned', 'not_renewable', 'other_subject', 'frozen', 'earlier_hand'],
})
export const commentRequest = endpoint('POST /change-requests/:request_id/comments', {
  summary: 'Say something to a request; whoever reads the request reads it',
  permission: 'account.own',
  input: z.strictObject({ ...OfRequest, text: text(500) }),
  reply: ChangeRequest,
  refusals: ['too_many_comments'],
})
export const approveTogether = endpoint('POST /change-request-approvals', {
  summary: 'Agree to several requests identical in kind and levels; each stands or falls by itself',
  permission: 'control.read',
  unfuzzed: true,
  input: z.strictObject({ request_ids: z.array(Id).min(1).max(50), note: text(300).optional() }),
  reply: z.object({
    items: z.array(
      z.object({
        request_id: Id,
        outcome: z.enum(['approved', 'goes_on', 'refused']),
        reason: z.string().nullable(),
        facts: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
  refusals: ['not_one_kind', 'check_failed'],
})

/** One moment in the life of a request. */
export const StoryItem = z.object({
  at: Instant,
  what: z.enum([
    'proposed',
    'sent_again',
    'commented',
    'approved',
    'returned',
    'rejected',
    'withdrawn',
    'expired',
    'in_effect',
  ]),
  by_name: z.string().nullable(),
  for_name: z.string().nullable(),
  level: z.int().nullable(),
  revision: z.int(),
  text: z.string().nullable(),
})
export type StoryItem = z.infer<typeof StoryItem>
export const getStory = endpoint('GET /change-requests/:request_id/story', {
  summary: 'All that happened to a request, oldest first, and the versions that were replaced',
  permission: 'account.own',
  id: 'get_change_request_story',
  input: z.strictObject(OfRequest),
  reply: z.object({
    items: z.array(StoryItem),
    versions: z.array(z.object({ revision: z.int(), reason: z.string(), diff: z.array(DiffRow) })),
  }),
})

export const withdrawRequest = endpoint('DELETE /change-requests/:request_id', {
  summary: 'Take your own request back',
  permission: 'account.own',
  input: z.strictObject(OfRequest),
  reply: ChangeRequest,
  refusals: ['not_own_request', 'already_decided'],
})

export const AuditRow = z.object({
  id: Id,
  at: Instant,
  actor_id: Id.nullable(),
  /** The roles it was done in. */
  actor_name: z.string(),
  /** Who that is, for those who may see people; null for the house and for the erased. */
  person_name: z.string().nullable(),
  action: z.string(),
  subject_kind: z.string(),
  subject_id: z.string(),
  detail: z.record(z.string(), z.unknown()),
  /** Place in the hash chain; null until the next link, a few seconds later. */
  seq: z.int().nullable(),
  hash: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>
export const searchAudit = endpoint('GET /audit', {
  summary: 'Who did what, newest first',
  permission: 'control.audit',
  input: PageInput.extend({
    actor_id: Id.optional(),
    /** A part of the name of whoever did it. */
    who: text(40).optional(),
    action: z.string().max(60).optional(),
    subject_kind: z.string().max(40).optional(),
    subject_id: z.string().max(100).optional(),
    day: Day.optional(),
  }),
  reply: page(AuditRow),
})
export const verifyAudit = endpoint('GET /audit-chain', {
  summary: 'Recomputes the hash chain of the audit',
  permission: 'control.audit',
  input: z.strictObject({}),
  reply: z.object({
    checked: z.int(),
    broken_at: z.int().nullable(),
    unlinked: z.int(),
    last_hash: z.string().nullable(),
  }),
})

export const FailedJob = z.object({
  id: z.string(),
  task: z.string(),
  attempts: z.int(),
  max_attempts: z.int(),
  last_error: z.string().nullable(),
  run_at: Instant,
  created_at: Instant,
})
export type FailedJob = z.infer<typeof FailedJob>
export const listFailedJobs = endpoint('GET /failed-jobs', {
  summary: 'Jobs that failed at least once: which, why, when the next try is',
  permission: 'control.jobs',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(FailedJob) }),
})
export const retryJob = endpoint('PUT /failed-jobs/:job_id/retry', {
  summary: 'Try a failed job again now',
  permission: 'control.jobs',
  input: z.strictObject({ job_id: z.string().regex(/^\d{1,18}$/) }),
  reply: z.object({ id: z.string() }),
})

export const SettingView = z.object({
  key: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  unit: z.enum(['units', 'basis_points', 'hours']),
  min: z.int(),
  max: z.int(),
  value: z.int(),
  /** true until control has changed it: a constant the house assumed. */
  assumed: z.boolean(),
  changed_at: Instant.nullable(),
})
export type SettingView = z.infer<typeof SettingView>
export const listSettings = endpoint('GET /settings', {
  summary: 'Constants that control may change, and which of them are still assumptions',
  permission: 'control.read',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(SettingView) }),
})
