// Handing the duty of approving over to another, for a time; and a colleague who leaves.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { Person } from './contract.ts'

/** Longer absences are given again: nobody stands for somebody by habit. */
export const delegation_days_max = 31

export const DelegationState = z.enum(['planned', 'live', 'ended'])
export const Delegation = z.object({
  id: Id,
  from_person: Id,
  from_name: z.string(),
  to_person: Id,
  to_name: z.string(),
  /** null: requests of every kind */
  kinds: z.array(z.string()).nullable(),
  /** Only requests that need at most so many persons beside the maker. */
  level_max: z.int(),
  reason: z.string(),
  starts_at: Instant,
  ends_at: Instant,
  ended_at: Instant.nullable(),
  state: DelegationState,
  /** null when the reader may end it now */
  why_not_end: z.string().nullable(),
})
export type Delegation = z.infer<typeof Delegation>

export const listDelegations = endpoint('GET /delegations', {
  summary: 'Who approves for whom, until when and what; newest first',
  permission: 'control.read',
  input: PageInput.extend({ state: DelegationState.optional() }),
  reply: page(Delegation),
})
export const giveDelegation = endpoint('POST /delegations', {
  summary: 'Give your duty of approving to another for a limited time; it binds them by your conflicts too',
  permission: 'control.approve',
  unfuzzed: true,
  input: z.strictObject({
    to_person: Id,
    kinds: z.array(z.string().max(60)).min(1).max(40).nullable().default(null),
    level_max: z.int().min(1).max(3).default(1),
    starts_at: Instant.nullable().default(null),
    ends_at: Instant,
    reason: text(300),
  }),
  reply: Delegation,
  refusals: [
    'own_delegation',
    'delegation_circle',
    'duties_clash',
    'delegate_reads_nothing',
    'delegation_too_long',
    'duty_not_own',
    'person_gone',
    'ends_before_start',
    'ends_in_past',
    'starts_in_past',
  ],
})
export const endDelegation = endpoint('DELETE /delegations/:delegation_id', {
  summary: 'End it before its time: who gave it, who has it, or control',
  permission: 'control.read',
  unfuzzed: true,
  input: z.strictObject({ delegation_id: Id }),
  reply: Delegation,
  refusals: ['delegation_over', 'not_own_delegation'],
})

export const endAccess = endpoint('PUT /people/:person_id/leaving', {
  summary: 'A colleague leaves: roles, delegations, keys and sessions end in this moment',
  permission: 'control.people',
  id: 'end_access',
  unfuzzed: true,
  input: z.strictObject({ person_id: Id, reason: text(300) }),
  reply: Person,
  refusals: ['own_grant', 'has_no_access'],
})
