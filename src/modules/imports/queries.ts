// Reads of files and their rows, as far as the reader may see them.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Id, Instant, Page } from '../../platform/types.ts'
import type { FileKind, ImportFile, ImportRow, listImports, listRows } from './contract.ts'
import type { Plan } from './mapping.ts'
import type { Stored } from './record.ts'

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

type SameBytes = { kind: FileKind; hash: string; mapping: string }

/** A file that was cut while it was read or written: the same bytes from the same hand go on there. */
export async function unfinished(
  tx: Tx,
  actor: Actor,
  { kind, hash, mapping }: SameBytes,
): Promise<FileRow | null> {
  const [file] = await tx<FileRow[]>`
    select * from imports.file
     where kind = ${kind} and hash = ${hash} and mapping = ${mapping}
       and requested_by is not distinct from ${actor.person_id}
       and not dry_run and state in ('reading', 'applying')
     order by id desc limit 1`
  return file ?? null
}

/** A file of the house that waits for somebody to propose what it steps too far for. */
export async function unproposed(tx: Tx, { kind, hash, mapping }: SameBytes): Promise<FileRow | null> {
  const [file] = await tx<FileRow[]>`
    select * from imports.file
     where kind = ${kind} and hash = ${hash} and mapping = ${mapping} and requested_by is null
       and state = 'held' and held_for = 'large_cut'
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

function viewOf(file: FileRow, counts: Counts): ImportFile {
  const { id, kind, name, bytes, mapping, plan, dry_run, state, held_for, trouble } = file
  const { by_name, created_at, finished_at, request_id } = file
  return {
    id,
    kind,
    name,
    bytes,
    mapping,
    unused: plan?.unused ?? [],
    missing: plan?.source === 'own' ? [] : (plan?.missing ?? []),
    dry_run,
    state,
    held_for,
    trouble: trouble && { reason: trouble.reason, facts: factsOf(trouble.facts) },
    by_name,
    created_at,
    finished_at,
    request_id,
    ...counts,
  }
}

const factsOf = (facts: Record<string, unknown>) =>
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${[value].flat().join(' · ')}`)
    .join('; ')

export const importView = async (tx: Tx, id: string): Promise<ImportFile> =>
  viewOf(await fileOf(tx, id), await countsOf(tx, id))

export async function findImports(
  tx: Tx,
  { kind, state, after, limit }: z.output<typeof listImports.input>,
): Promise<Page<ImportFile>> {
  const files = await tx<FileRow[]>`
    select * from imports.file
     where true ${kind ? tx`and kind = ${kind}` : tx``} ${state ? tx`and state = ${state}` : tx``}
       ${after ? tx`and id < ${after}` : tx``}
     order by id desc limit ${limit + 1}`
  const items: ImportFile[] = []
  for (const file of files.slice(0, limit)) items.push(viewOf(file, await countsOf(tx, file.id)))
  return { items, next: files.length > limit ? items.at(-1)!.id : null }
}

type RowOf = Pick<Stored, 'row' | 'cells' | 'faults' | 'warnings'> & { state: ImportRow['state'] }
const rowOf = ({ row, state, cells, faults, warnings }: RowOf): ImportRow => ({
  row,
  state,
  cells: Object.entries(cells).map(([column, text]) => ({ column, text })),
  faults,
  warnings,
})

export async function rowView(tx: Tx, file_id: string, row: number): Promise<ImportRow> {
  const [found] = await tx<RowOf[]>`
    select row, state, cells, faults, warnings from imports.row where file_id = ${file_id} and row = ${row}`
  if (!found) throw notFound()
  return rowOf(found)
}

export async function findRows(tx: Tx, input: z.output<typeof listRows.input>): Promise<Page<ImportRow>> {
  const { file_id, state, warned, after, limit } = input
  await fileOf(tx, file_id)
  const rows = await tx<RowOf[]>`
    select row, state, cells, faults, warnings from imports.row
     where file_id = ${file_id} ${state ? tx`and state = ${state}` : tx``}
       ${warned === 'true' ? tx`and warnings <> '[]'` : tx``} ${after ? tx`and row > ${after}` : tx``}
     order by row limit ${limit + 1}`
  const items = rows.slice(0, limit).map(rowOf)
  return { items, next: rows.length > limit ? String(items.at(-1)!.row) : null }
}
