// What people do with files: announce and send one, put refused rows right, let it go on or give it up.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { addFile, dropFile, locked, releaseFile, repairCells } from './commands.ts'
import * as api from './contract.ts'
import { mappingNamed } from './mappings.ts'
import { type FileRow, importView, rowView } from './queries.ts'

type FileKind = api.FileKind

/** U7: each kind has an address of its own, which asks for what the same change on screen asks for. */
export const announce = (kind: FileKind) => async (tx: Tx, actor: Actor, input: api.Announced) => {
  const { name, bytes, dry_run } = input
  if (bytes > api.file_bytes_max)
    throw new Refused('import_too_large', 413, { limit: api.file_bytes_max, bytes })
  if (input.mapping !== undefined && mappingNamed(input.mapping)?.kind !== kind)
    throw wrongField('/mapping', 'unknown_mapping')
  const mapping = input.mapping ?? null
  const file = { kind, name, bytes, hash: null, mapping, plan: null, dry_run, state: 'arriving' as const }
  return importView(tx, await addFile(tx, actor, file))
}

async function arriving(tx: Tx, id: string): Promise<FileRow> {
  const file = await locked(tx, id)
  if (file.state !== 'arriving') throw new Refused('import_not_open', 409)
  return file
}

export async function keepPart(tx: Tx, _actor: Actor, input: z.output<typeof api.sendPart.input>) {
  const file = await arriving(tx, input.file_id)
  const bytes = Buffer.from(input.base64, 'base64')
  if (bytes.length > api.part_bytes_max)
    throw new Refused('import_too_large', 413, { limit: api.part_bytes_max })
  const [sum] = await tx<{ bytes: number }[]>`
    select coalesce(sum(length(bytes)), 0) as bytes from imports.part
     where file_id = ${file.id} and part <> ${input.part}`
  if (sum!.bytes + bytes.length > file.bytes)
    throw new Refused('import_too_large', 413, { limit: file.bytes })
  await tx`
    insert into imports.part (file_id, part, bytes) values (${file.id}, ${input.part}, ${bytes})
    on conflict (file_id, part) do update set bytes = excluded.bytes`
  return { part: input.part, bytes: bytes.length }
}

export async function arrive(tx: Tx, actor: Actor, input: { file_id: string }) {
  const file = await arriving(tx, input.file_id)
  const [sum] = await tx<{ bytes: number; parts: number; last: number }[]>`
    select coalesce(sum(length(bytes)), 0) as bytes, count(*)::int as parts, coalesce(max(part), -1) as last
      from imports.part where file_id = ${file.id}`
  if (sum!.bytes !== file.bytes || sum!.last + 1 !== sum!.parts)
    throw new Refused('import_incomplete', 409, { bytes: file.bytes, arrived: sum!.bytes })
  await tx`update imports.file set state = 'reading' where id = ${file.id}`
  await runSoon(tx, actor, file.id)
  return importView(tx, file.id)
}

const runSoon = (tx: Tx, _actor: Actor, id: string) =>
  enqueue(tx, 'imports.run', { file_id: id }, { key: `imports.run:${id}` })

export async function repair(tx: Tx, actor: Actor, input: z.output<typeof api.repairRow.input>) {
  const cells = Object.fromEntries(input.cells.map(({ column, text }) => [column, text]))
  await repairCells(tx, actor, { file_id: input.file_id, row: input.row, cells })
  return rowView(tx, input.file_id, input.row)
}

export async function release(tx: Tx, actor: Actor, input: { file_id: string }) {
  await releaseFile(tx, actor, input.file_id)
  await runSoon(tx, actor, input.file_id)
  return importView(tx, input.file_id)
}

export async function drop(tx: Tx, actor: Actor, input: { file_id: string }) {
  await dropFile(tx, actor, input.file_id)
  return importView(tx, input.file_id)
}
