// Takes a file from its first byte to its last row, in chunks of one transaction each.
import type { Actor } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import {
  type Place,
  type Progress,
  applyChunk,
  endReading,
  endRehearsal,
  keepRehearsal,
  keepRows,
  tellChanged,
} from './commands.ts'
import { type Mapping, type Plan, detect, lacking, layOn } from './mapping.ts'
import { mappings } from './mappings.ts'
import { type FileRow, countsOf, fileOf } from './queries.ts'
import { type Stored, storedOf, usedOf } from './record.ts'
import type { TableRow } from './table.ts'
import type { FileKind } from './fields.ts'

const chunk_rows = 1_000
// Each telling makes every process load what has changed anew.
const tell_ms = 30_000

export type Planned = { mapping: Mapping; plan: Plan; headers: string[] }

/** The first row as a plan. Refuses, with what is there and what lacks, when nothing fits. */
export function planOf(kind: FileKind, headers: readonly string[], mapping: Mapping | null): Planned {
  const clean = headers.map((header) => header.trim())
  const found = mapping ? { mapping, plan: layOn(mapping, clean) } : detect(kind, mappings, clean)
  if (!found) throw new Refused('import_unmapped', 422, { headers: clean.slice(0, 60) })
  if (found.mapping.kind !== kind)
    throw new Refused('import_wrong_mapping', 422, { mapping: found.mapping.name, kind: found.mapping.kind })
  const lacks = lacking(kind, found.plan)
  if (lacks.length > 0)
    throw new Refused('import_unmapped', 422, {
      mapping: found.mapping.name,
      lacks,
      headers: clean.slice(0, 60),
    })
  return { mapping: found.mapping, plan: found.plan, headers: clean }
}

/** Reads rows into the database, from where the file stands. */
export async function readInto(
  db: Db,
  actor: Actor,
  id: string,
  { rows, headers, plan }: { rows: AsyncIterator<TableRow>; headers: readonly string[]; plan: Plan },
) {
  const file = await db.read(actor, (tx) => fileOf(tx, id))
  const used = usedOf(plan, headers)
  let after_row = file.last_row
  let chunk: Stored[] = []
  // One chunk is written while the next is read.
  let kept: Promise<void> = Promise.resolve()
  const flush = async () => {
    await kept
    const of_chunk = { rows: chunk, after_row }
    if (chunk.length === 0) return
    after_row = chunk.at(-1)!.row
    chunk = []
    kept = db
      .command(actor, (tx) => keepRows(tx, actor, id, of_chunk))
      .then((mine) => {
        if (!mine) throw new Refused('import_taken_over', 409)
      })
    // Whoever waits for it next hears of it; until then nobody has failed to listen.
    kept.catch(() => {})
  }
  for (;;) {
    const { value, done } = await rows.next()
    if (done) break
    if (value.row <= file.last_row) continue
    chunk.push(storedOf(used, value))
    if (chunk.length >= chunk_rows) await flush()
  }
  await flush()
  await kept
  await db.command(actor, (tx) => endReading(tx, actor, id))
}

/** Hands the rows of a file to their room; now and then the processes hear of it. */
export async function applyAll(db: Db, actor: Actor, id: string): Promise<void> {
  let told_ms = Date.now()
  for (let after: Place | null = null; ; ) {
    const progress: Progress = await db.command(actor, async (tx) => {
      const here = await applyChunk(tx, actor, id, { after, limit: chunk_rows })
      if (here.done || Date.now() - told_ms > tell_ms) {
        await tellChanged(tx, actor, id)
        told_ms = Date.now()
      }
      return here
    })
    if (progress.done) return
    after = progress.last
  }
}

class TakenBack extends Error {}

/** U6: does it all in one transaction and takes it back; what would have become of each row is kept. */
export async function rehearse(db: Db, actor: Actor, id: string): Promise<void> {
  const outcomes: object[] = []
  await db
    .command(actor, async (tx) => {
      outcomes.length = 0
      for (let after: Place | null = null, done = false; !done; ) {
        const progress: Progress = await applyChunk(tx, actor, id, { after, limit: chunk_rows })
        ;({ done, last: after } = progress)
      }
      const rows = await tx<object[]>`
        select row, state, faults, warnings from imports.row where file_id = ${id}`
      outcomes.push(...rows)
      throw new TakenBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
  for (let at = 0; at < outcomes.length; at += chunk_rows) {
    const some = outcomes.slice(at, at + chunk_rows)
    await db.command(actor, (tx) => keepRehearsal(tx, actor, id, some))
  }
  await db.command(actor, (tx) => endRehearsal(tx, actor, id))
}

export const summaryOf = async (
  db: Db,
  actor: Actor,
  id: string,
): Promise<{ file: FileRow } & Awaited<ReturnType<typeof countsOf>>> =>
  db.read(actor, async (tx) => ({ file: await fileOf(tx, id), ...(await countsOf(tx, id)) }))
