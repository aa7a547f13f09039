// Reads of files and their rows, as far as the reader may see them.
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Id, Instant } from '../../platform/types.ts'
import type { FileKind } from './fields.ts'
import type { Plan } from './mapping.ts'

export type FileRow = {
  id: Id
  kind: FileKind
  name: string
  bytes: number
  hash: string | null
  mapping: string | null
  plan: Plan | null
  dry_run: boolean
  state: 'arriving' | 'reading' | 'held' | 'waiting' | 'applying' | 'done' | 'dropped'
  held_for: 'rejects' | 'large_cut' | 'unreadable' | null
  trouble: { reason: string; facts: Record<string, unknown> } | null
  rows_read: number
  last_row: number
  request_id: Id | null
  approved_by: Id | null
  requested_by: Id | null
  by_name: string
  created_at: Instant
  finished_at: Instant | null
}

export async function fileOf(tx: Tx, id: string): Promise<FileRow> {
  const [file] = await tx<FileRow[]>`select * from imports.file where id = ${id}`
  if (!file) throw notFound()
  return file
}

export type Counts = {
  rows: number
  created: number
  updated: number
  unchanged: number
  rejected: number
  ready: number
}

export async function countsOf(tx: Tx, id: string): Promise<Counts> {
  const rows = await tx<{ state: keyof Counts; count: number }[]>`
    select state, count(*)::int as count from imports.row where file_id = ${id} group by state`
  const counts: Counts = { rows: 0, created: 0, updated: 0, unchanged: 0, rejected: 0, ready: 0 }
  for (const { state, count } of rows) {
    counts[state] = count
    counts.rows += count
  }
  return counts
}

/** A file of the house that was cut while it was read or written: the same bytes go on there. */
export async function unfinished(
  tx: Tx,
  { kind, hash, mapping }: { kind: FileKind; hash: string; mapping: string },
): Promise<FileRow | null> {
  const [file] = await tx<FileRow[]>`
    select * from imports.file
     where kind = ${kind} and hash = ${hash} and mapping = ${mapping} and requested_by is null
       and not dry_run and state in ('reading', 'applying')
     order by id desc limit 1`
  return file ?? null
}

export type Fault = { row: number; column: string; code: string; value: string }

/** The first faults of a file, in the order of its rows. */
export const faultsOf = (tx: Tx, id: string, limit: number) => tx<Fault[]>`
  select r.row, f ->> 'column' as column, f ->> 'code' as code, f ->> 'value' as value
    from imports.row r, jsonb_array_elements(r.faults) f
   where r.file_id = ${id} and r.state = 'rejected'
   order by r.row limit ${limit}`
