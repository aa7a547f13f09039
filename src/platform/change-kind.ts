// A kind of change that needs a second person. The room that owns the change describes it; control asks,
// shows and decides, and runs `apply` in the transaction of the approval.
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
  subject?: (actor: Actor, after: z.output<S>) => { kind: string; id: string }
  /** How the screen names and formats the fields of before and after. */
  fields: readonly DiffField[]
  /** The present state, compared with the request's `before` at approval: what moved meanwhile is refused. */
  current: (tx: Tx, subject_id: string, after: z.output<S>) => Promise<Record<string, unknown>>
  /** What people call the subject, for lists; the id stands in its place when nothing is told. */
  subject_name?: (tx: Tx, after: z.output<S>) => Promise<SubjectName | null>
  checks: (tx: Tx, after: z.output<S>) => Promise<Check[]>
  apply: (tx: Tx, approver: Actor, request: ChangeToApply<z.output<S>>) => Promise<void>
}

export type ChangeToApply<T> = {
  id: string
  subject_id: string
  after: T
  requested_by: string
  requested_at: string
}
