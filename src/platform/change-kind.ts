// A kind of change that needs other persons. The room that owns the change describes it; control asks,
// shows and decides, and runs `apply` in the transaction of the last approval.
import type { z } from 'zod'
import type { Actor, Permission } from './access.ts'
import type { Tx } from './db.ts'

export type Check = { code: string; ok: boolean; facts: Record<string, unknown> }
export type DiffField = {
  field: string
  label_zh: string
  label_en: string
  unit: 'fen' | 'units' | 'share' | 'instant' | 'text'
}

export type SubjectName = { zh: string; en: string }
export type Subject = { kind: string; id: string }
export type Levels = 1 | 2 | 3

/** What the number of levels is told by: nothing but the proposal and its checks. */
export type Proposal<T = unknown> = {
  before: Record<string, unknown>
  after: T
  checks: readonly Check[]
}

export type ChangeKind<S extends z.ZodType = z.ZodType> = {
  kind: string
  name_zh: string
  name_en: string
  permission_to_propose: Permission
  /** Shape of `after`. */
  schema: S
  /**
   * Given where anyone with the permission may propose it as it is (`POST /change-requests`): what the
   * change is
   * about. May refuse, e.g. a change of one's own roles. Kinds without it are proposed by a command of
   * their room.
   */
  subject?: (actor: Actor, after: z.output<S>) => Subject
  /** How the screen names and formats the fields of before and after. */
  fields: readonly DiffField[]
  /** Another name of a field, where what is proposed makes it mean another thing; null: as above. */
  label_of?: (field: string, after: z.output<S>) => Pick<DiffField, 'label_zh' | 'label_en'> | null
  /** The present state, compared with the request's `before` at approval: what moved meanwhile is refused. */
  current: (tx: Tx, subject_id: string, after: z.output<S>) => Promise<Record<string, unknown>>
  /** What people call the subject, for lists; the id stands in its place when nothing is told. */
  subject_name?: (tx: Tx, after: z.output<S>) => Promise<SubjectName | null>
  checks: (tx: Tx, after: z.output<S>) => Promise<Check[]>
  /** How many persons beside the maker have to agree, one after the other; one when nothing is said. */
  levels?: (proposal: Proposal<z.output<S>>) => Levels
  /**
   * All it touches beside its subject (a benefit's SKUs): a freeze of any of them holds it back, and who had
   * another hand in one of them lately stays out of it.
   */
  touches?: (after: z.output<S>) => readonly Subject[]
  /** Control's own limits, and what only ends something, move also while their subject is held still. */
  never_frozen?: true
  /** When it begins to hold, where that is not the moment of the last approval. */
  effective_at?: (after: z.output<S>) => string | null
  /**
   * Given where a room's own command proposes the kind: holds what comes again after a return against what
   * that command asks, and says what is proposed then. Without it and `subject`, nothing comes again.
   */
  renew?: (tx: Tx, after: z.output<S>) => Promise<{ subject_id: string; after: z.output<S> }>
  apply: (tx: Tx, approver: Actor, request: ChangeToApply<z.output<S>>) => Promise<void>
}

export type ChangeToApply<T> = {
  id: string
  subject_id: string
  after: T
  requested_by: string
  requested_at: string
}
