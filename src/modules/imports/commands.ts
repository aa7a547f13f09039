// The only writers of a file and its rows. Each chunk is one transaction with its own mark of how far it
// came, so a run that is killed anywhere goes on there (U2).
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import { propose } from '../control/index.ts'
import type { FileKind } from './contract.ts'
import type { Applied, Checked, Job } from './kind-work.ts'
import type { Plan } from './mapping.ts'
import { type Note, type Stored, columnOf, entryOf } from './record.ts'
import { type FileRow, fileOf } from './queries.ts'
import { mayBeFew, whyNotRelease, whyNotRepair } from './rules.ts'
import { workOf } from './work.ts'

export type NewFile = {
  kind: FileKind
  name: string
  bytes: number
  hash: string | null
  mapping: string | null
  plan: Plan | null
  dry_run: boolean
  state: 'arriving' | 'reading'
}

export async function addFile(tx: Tx, actor: Actor, file: NewFile): Promise<Id> {
  const id = newId()
  await tx`
    insert into imports.file (id, kind, name, bytes, hash, mapping, plan, dry_run, state, requested_by,
           by_name)
    values (${id}, ${file.kind}, ${file.name}, ${file.bytes}, ${file.hash}, ${file.mapping},
            ${file.plan && tx.json(file.plan as never)}, ${file.dry_run}, ${file.state}, ${actor.person_id},
            ${actor.name})`
  const { kind, dry_run } = file
  await audit(tx, actor, 'imports.file_added', { kind: 'import', id }, { kind, dry_run })
  return id
}

/** The columns are known now, from its headers or by name. */
export async function planFile(
  tx: Tx,
  _actor: Actor,
  id: string,
  { mapping, plan }: { mapping: string; plan: Plan },
) {
  await tx`
    update imports.file set mapping = ${mapping}, plan = ${tx.json(plan as never)}
     where id = ${id} and state = 'reading'`
}

/** A chunk is no page: its statements may take longer than a reader would wait. */
const patiently = (tx: Tx) => tx`set local statement_timeout = '120s'`

/** Locks the file: two runs of one file take turns, chunk by chunk. */
export async function locked(tx: Tx, id: string): Promise<FileRow> {
  await tx`select 1 from imports.file where id = ${id} for update`
  return fileOf(tx, id)
}

const jobOf = (tx: Tx, actor: Actor, file: FileRow): Job => ({
  tx,
  actor,
  plan: file.plan!,
  agreed:
    file.request_id && file.approved_by && file.requested_by
      ? { request_id: file.request_id, requested_by: file.requested_by, approved_by: file.approved_by }
      : null,
})

async function checkRows(job: Job, kind: FileKind, rows: readonly Stored[]): Promise<Checked[]> {
  return workOf(kind).check(
    job,
    rows.map((row) => entryOf(kind, job.plan, row)),
  )
}

/** Keeps rows as they were read, with what is wrong about them; false when another run was quicker. */
export async function keepRows(
  tx: Tx,
  actor: Actor,
  id: string,
  { rows, after_row }: { rows: readonly Stored[]; after_row: number },
): Promise<boolean> {
  await patiently(tx)
  const file = await locked(tx, id)
  if (file.state !== 'reading' || file.last_row !== after_row) return false
  const checked = await checkRows(jobOf(tx, actor, file), file.kind, rows)
  const all = checked.map(({ entry, key, numbers, was_fen }) => ({
    row: entry.row,
    cells: entry.stored.cells,
    state: entry.faults.length > 0 ? 'rejected' : 'ready',
    key,
    numbers,
    was_fen,
    faults: entry.faults,
    warnings: entry.warnings,
  }))
  await tx`
    insert into imports.row (file_id, row, cells, state, key, numbers, was_fen, faults, warnings)
    select ${id}, r.row, r.cells, r.state, r.key, r.numbers, r.was_fen, r.faults, r.warnings
      from jsonb_populate_recordset(null::imports.row, ${tx.json(all as never)}) r`
  await tx`
    update imports.file set rows_read = rows_read + ${rows.length}, last_row = ${rows.at(-1)!.row}
     where id = ${id}`
  return true
}

async function refuseDoubles(tx: Tx, file: FileRow) {
  // Of rows that were written a moment ago the planner knows nothing, and takes them for a handful: every
  // row would be held against every other.
  await tx`set local enable_nestloop = off`
  const column = columnOf(file.plan!, workOf(file.kind).key_field)
  // The first of a key stands; what is said of the same thing again is told and waits to be repaired.
  await tx`
    update imports.row r
       set state = 'rejected',
           faults = r.faults || jsonb_build_array(jsonb_build_object(
             'column', ${column}::text, 'code', 'duplicate_key',
             'value', coalesce(r.cells ->> ${column}::text, r.key)))
      from (select row, row_number() over (partition by key order by row) as nth
              from imports.row where file_id = ${file.id} and state = 'ready' and key is not null) d
     where r.file_id = ${file.id} and r.row = d.row and d.nth > 1`
  if (file.kind === 'products') await dropShared(tx, file)
  await tx`set local enable_nestloop = on`
}

/** A number that two rows claim names neither. */
async function dropShared(tx: Tx, file: FileRow) {
  const gtin = columnOf(file.plan!, 'gtin')
  await tx`
    update imports.row r
       set numbers = array(select n from unnest(r.numbers) n where n <> all(m.gone)),
           warnings = r.warnings || (
             select jsonb_agg(jsonb_build_object('column', ${gtin}::text, 'code', 'gtin_shared', 'value', g))
               from unnest(m.gone) g)
      from (select row, array_agg(n order by n) as gone
              from (select r.row, n, min(r.row) over by_number <> max(r.row) over by_number as shared
                      from imports.row r, unnest(r.numbers) n
                     where r.file_id = ${file.id} and r.state = 'ready'
                    window by_number as (partition by n)) c
             where shared group by row) m
     where r.file_id = ${file.id} and r.row = m.row`
}

type Totals = { rows: number; rejected: number; large: number }

async function totalsOf(tx: Tx, id: string): Promise<Totals> {
  const [row] = await tx<Totals[]>`
    select count(*)::int as rows, count(*) filter (where state = 'rejected')::int as rejected,
           count(*) filter (where state = 'ready' and warnings @> '[{"code": "large_cut"}]')::int as large
      from imports.row where file_id = ${id}`
  return row!
}

async function hold(tx: Tx, actor: Actor, id: string, why: NonNullable<FileRow['held_for']>) {
  await tx`update imports.file set state = 'held', held_for = ${why} where id = ${id}`
  await audit(tx, actor, 'imports.file_held', { kind: 'import', id }, { why })
}

/** All rows are read: what becomes of the file now? U4, U5. */
export async function endReading(tx: Tx, actor: Actor, id: string) {
  await patiently(tx)
  const file = await locked(tx, id)
  if (file.state !== 'reading') return
  await refuseDoubles(tx, file)
  await tx`delete from imports.part where file_id = ${id}`
  await decide(tx, actor, file)
}

async function decide(tx: Tx, actor: Actor, file: FileRow) {
  const { rows, rejected, large } = await totalsOf(tx, file.id)
  if (!mayBeFew(file.kind, rows, rejected)) return hold(tx, actor, file.id, 'rejects')
  if (file.kind !== 'prices' || file.dry_run) return startApplying(tx, file.id)
  // U5: prices of a person wait for a second one; of the house's own, those that step too far.
  if (actor.person_id !== null) return proposeFile(tx, actor, file)
  return large > 0 ? hold(tx, actor, file.id, 'large_cut') : startApplying(tx, file.id)
}

async function startApplying(tx: Tx, id: string) {
  await tx`update imports.file set state = 'applying', held_for = null where id = ${id}`
}

async function proposeFile(tx: Tx, actor: Actor, file: FileRow) {
  const { rows, rejected, large } = await totalsOf(tx, file.id)
  const { request_id } = await propose(tx, actor, {
    kind: 'imports.price_list',
    subject_kind: 'import',
    subject_id: file.id,
    before: { rows: 0 },
    after: { file_id: file.id, name: file.name, rows: rows - rejected, large_steps: large },
    reason: file.name,
  })
  await tx`
    update imports.file
       set state = 'waiting', held_for = null, request_id = ${request_id}, requested_by = ${actor.person_id}
     where id = ${file.id}`
}

/** The house reads on what could not be read is told to whoever looks. */
export async function failReading(
  tx: Tx,
  actor: Actor,
  id: string,
  trouble: { reason: string; facts: object },
) {
  await tx`
    update imports.file set state = 'held', held_for = 'unreadable', trouble = ${tx.json(trouble as never)}
     where id = ${id} and state in ('arriving', 'reading')`
  await tx`delete from imports.part where file_id = ${id}`
  await audit(tx, actor, 'imports.file_held', { kind: 'import', id }, { why: 'unreadable' })
}

const order: Record<FileKind, 'row' | 'key'> = { products: 'row', stores: 'row', prices: 'row', stock: 'key' }

/** Where a chunk ended: the next one need not look over what was taken before it. */
export type Place = { key: string; row: number }

function nextRows(tx: Tx, file: FileRow, { after, limit }: { after: Place | null; limit: number }) {
  // Stock by cells: the rows of one node are written together, wherever in the file they stand.
  const by_key = order[file.kind] === 'key'
  const { key, row } = after ?? { key: '', row: 0 }
  return tx<(Stored & { key: string | null })[]>`
    select row, key, cells, numbers, was_fen, faults, warnings from imports.row
     where file_id = ${file.id} and state = 'ready'
       and ${by_key ? tx`(key, row) > (${key}, ${row})` : tx`row > ${row}`}
     order by ${by_key ? tx`key, row` : tx`row`}
     limit ${limit}`
}

export type Progress = { done: boolean; last: Place | null }

/** Hands the next rows to their room; the last chunk closes the file. */
export async function applyChunk(
  tx: Tx,
  actor: Actor,
  id: string,
  { after, limit }: { after: Place | null; limit: number },
): Promise<Progress> {
  await patiently(tx)
  const file = await locked(tx, id)
  if (file.state !== 'applying') return { done: true, last: after }
  const rows = await nextRows(tx, file, { after, limit })
  const job = jobOf(tx, actor, file)
  if (rows.length > 0) {
    const entries = rows.map((row) => entryOf(file.kind, job.plan, row))
    const applied = await workOf(file.kind).apply(job, entries)
    await keepOutcomes(tx, id, rows, applied)
  }
  const end = rows.at(-1)
  const last = end ? { key: end.key ?? '', row: end.row } : after
  if (rows.length === limit) return { done: false, last }
  await tx`update imports.file set state = 'done', finished_at = platform.clock() where id = ${id}`
  await audit(tx, actor, 'imports.file_done', { kind: 'import', id })
  return { done: true, last }
}

async function keepOutcomes(tx: Tx, id: string, rows: readonly Stored[], applied: readonly Applied[]) {
  const outcomes = applied.map((one, at) => ({
    row: rows[at]!.row,
    state: one.outcome,
    faults: one.outcome === 'rejected' ? one.faults : ([] as Note[]),
    warnings: one.outcome === 'rejected' ? ([] as Note[]) : one.warnings,
  }))
  await tx`
    update imports.row r
       set state = o.state, faults = r.faults || o.faults, warnings = r.warnings || o.warnings
      from jsonb_populate_recordset(null::imports.row, ${tx.json(outcomes as never)}) o
     where r.file_id = ${id} and r.row = o.row`
}

/** Tells every process what the rooms below have taken so far. */
export async function tellChanged(tx: Tx, actor: Actor, id: string) {
  const file = await fileOf(tx, id)
  await workOf(file.kind).tell({ tx, actor })
}

/** A person writes a refused row anew; it is checked again and waits for the next run. */
export async function repairCells(
  tx: Tx,
  actor: Actor,
  input: { file_id: string; row: number; cells: Record<string, string> },
): Promise<void> {
  const file = await locked(tx, input.file_id)
  const [stored] = await tx<(Stored & { state: string })[]>`
    select row, cells, numbers, was_fen, faults, warnings, state from imports.row
     where file_id = ${file.id} and row = ${input.row} for update`
  if (!stored) throw notFound()
  const why = whyNotRepair(file.state, stored.state)
  if (why) throw new Refused(why, 409)
  const cells = Object.fromEntries(
    Object.entries({ ...stored.cells, ...input.cells }).filter(([, text]) => text !== ''),
  )
  const faults = stored.faults.filter(({ column }) => input.cells[column] === undefined)
  const [checked] = await checkRows(jobOf(tx, actor, file), file.kind, [{ ...stored, cells, faults }])
  const { entry, key, numbers, was_fen } = checked!
  const [twin] = key
    ? await tx`
        select 1 from imports.row
         where file_id = ${file.id} and key = ${key} and row <> ${input.row} and state <> 'rejected'`
    : []
  if (twin) {
    const column = columnOf(file.plan!, workOf(file.kind).key_field)
    entry.faults.push({ column, code: 'duplicate_key', value: entry.stored.cells[column] ?? '' })
  }
  await tx`
    update imports.row
       set cells = ${tx.json(cells)}, state = ${entry.faults.length > 0 ? 'rejected' : 'ready'},
           key = ${key}, numbers = ${numbers}, was_fen = ${was_fen},
           faults = ${tx.json(entry.faults)}, warnings = ${tx.json(entry.warnings)}
     where file_id = ${file.id} and row = ${input.row}`
}

/** Goes on with a held file, or with the repaired rows of a finished one. */
export async function releaseFile(tx: Tx, actor: Actor, id: string) {
  const file = await locked(tx, id)
  const why = whyNotRelease(file)
  if (why) throw new Refused(why, 409)
  await audit(tx, actor, 'imports.file_released', { kind: 'import', id }, { held_for: file.held_for })
  if (file.kind === 'prices') return proposeFile(tx, actor, file)
  await startApplying(tx, id)
}

/** Agreed by a second person: the house writes it. */
export async function agreeFile(tx: Tx, actor: Actor, id: string) {
  const changed = await tx`
    update imports.file set state = 'applying', approved_by = ${actor.person_id}
     where id = ${id} and state = 'waiting'`
  if (changed.count === 0) throw new Refused('import_not_waiting', 409)
}

export async function dropFile(tx: Tx, actor: Actor, id: string) {
  const file = await locked(tx, id)
  if (!['arriving', 'held', 'waiting'].includes(file.state)) throw new Refused('import_not_open', 409)
  await tx`update imports.file set state = 'dropped', held_for = null where id = ${id}`
  await audit(tx, actor, 'imports.file_dropped', { kind: 'import', id })
}

/** What a rehearsal found out about rows, after all it did was taken back. */
export async function keepRehearsal(tx: Tx, _actor: Actor, id: string, outcomes: readonly object[]) {
  await tx`
    update imports.row r set state = o.state, faults = o.faults, warnings = o.warnings
      from jsonb_populate_recordset(null::imports.row, ${tx.json(outcomes as never)}) o
     where r.file_id = ${id} and r.row = o.row`
}

export async function endRehearsal(tx: Tx, _actor: Actor, id: string) {
  await tx`
    update imports.file set state = 'done', finished_at = platform.clock()
     where id = ${id} and state = 'applying' and dry_run`
}

/** A second person has said no: the file waits for what its sender does with it. */
export async function unheard(tx: Tx, actor: Actor, request_id: string) {
  const held = await tx<{ id: string }[]>`
    update imports.file set state = 'held', held_for = 'large_cut', request_id = null
     where request_id = ${request_id} and state = 'waiting' returning id`
  for (const { id } of held)
    await audit(tx, actor, 'imports.file_held', { kind: 'import', id }, { why: 'rejected' })
}

/** What was never sent whole ends after a day; rows that were taken are forgotten after thirty. */
export async function forgetFiles(tx: Tx) {
  await tx`
    delete from imports.file where state = 'arriving' and created_at < platform.clock() - interval '1 day'`
  await tx`
    delete from imports.row where state in ('created', 'updated', 'unchanged') and file_id in (
      select id from imports.file
       where state in ('done', 'dropped') and created_at < platform.clock() - interval '30 days')`
}
