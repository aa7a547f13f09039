// What a kind of file knows to do with its rows: to check them against what is there, and to hand them to the
// room below that writes them.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Plan } from './mapping.ts'
import type { Entry, Note } from './record.ts'

export type Agreement = { request_id: string; requested_by: string; approved_by: string } | null
export type Job = { tx: Tx; actor: Actor; plan: Plan; agreed: Agreement }

/** `key` is what the row is about; it may stand once in a file. */
export type Checked = {
  entry: Entry
  key: string | null
  numbers: string[]
  was_fen: number | null
}
export type Applied =
  | { outcome: 'created' | 'updated' | 'unchanged'; warnings: Note[] }
  | { outcome: 'rejected'; faults: Note[] }

export type KindWork = {
  /** The field a double key is told at. */
  key_field: string
  /** Adds faults and warnings to the entries. */
  check: (job: Job, entries: readonly Entry[]) => Promise<Checked[]>
  apply: (job: Job, entries: readonly Entry[]) => Promise<Applied[]>
  /** Lets every process know what has changed. */
  tell: (job: Pick<Job, 'tx' | 'actor'>) => Promise<void>
}

export const plainCheck = (entry: Entry, key: string | null): Checked => ({
  entry,
  key,
  numbers: [],
  was_fen: null,
})
