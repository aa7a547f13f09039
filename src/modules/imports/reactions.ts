// Reads and takes in what people have sent, outside their requests: a closed tab stops nothing.
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Actor, system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { Refused } from '../../platform/refusal.ts'
import { actorById } from '../people/index.ts'
import { failReading, forgetFiles, planFile, unheard } from './commands.ts'
import { mappingNamed } from './mappings.ts'
import { type FileRow, fileOf } from './queries.ts'
import { readTable } from './read-table.ts'
import { applyAll, planOf, readInto, rehearse } from './run.ts'

async function* partsOf(db: Db, id: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    const [row] = await db.read(
      system,
      (tx) => tx<{ bytes: Buffer }[]>`
      select bytes from imports.part where file_id = ${id} and part = ${part}`,
    )
    if (!row) return
    yield row.bytes
  }
}

/** A workbook is read from its end, so the parts become a file for as long as it is read. */
async function read(db: Db, actor: Actor, file: FileRow) {
  const folder = await mkdtemp(join(tmpdir(), 'zhuguang-import-'))
  try {
    const path = join(folder, 'file')
    await pipeline(Readable.from(partsOf(db, file.id)), createWriteStream(path))
    const rows = readTable(path)[Symbol.asyncIterator]()
    const first = await rows.next()
    if (first.done) throw new Refused('import_unreadable', 422, { why: 'empty' })
    const wanted = file.mapping === null ? null : mappingNamed(file.mapping)
    const { mapping, plan, headers } = planOf(file.kind, first.value.cells, wanted)
    await db.command(actor, (tx) => planFile(tx, actor, file.id, { mapping: mapping.name, plan }))
    await readInto(db, actor, file.id, { rows, headers, plan })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(db: Db, { file_id }: { file_id: string }) {
  const file = await db.read(system, (tx) => fileOf(tx, file_id))
  const sender = file.requested_by
  const person = sender === null ? system : await db.read(system, (tx) => actorById(tx, sender))
  // Who has left takes in nothing any more.
  if (!person) return
  if (file.state === 'reading')
    try {
      await read(db, person, file)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { reason, facts } = error
      if (reason !== 'import_taken_over')
        await db.command(person, (tx) => failReading(tx, person, file.id, { reason, facts }))
      return
    }
  if (file.dry_run) return rehearse(db, person, file.id)
  // Prices two people have agreed to are written by the house in their names.
  await applyAll(db, file.kind === 'prices' ? system : person, file.id)
}

export const reactions: Reactions = {
  tasks: {
    'imports.run': (db, payload: { file_id: string }) => run(db, payload),
    'imports.unheard': async (db, payload: { request_id: string; kind: string }) => {
      if (payload.kind === 'imports.price_list')
        await db.command(system, (tx) => unheard(tx, system, payload.request_id))
    },
    'imports.forget': async (db) => {
      await db.command(system, (tx) => forgetFiles(tx))
    },
  },
  on: { 'control.change_rejected': ['imports.unheard'] },
  schedules: [{ task: 'imports.forget', cron: '37 3 * * *' }],
}
