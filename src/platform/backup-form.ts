// What a backup is: a folder with one file a table and a manifest that says what must be in them. Which
// tables belong to it is asked of the database, so that a new room is never forgotten.
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import { type Migration, isSameMigration } from './migrate.ts'

const Count = z.number().int().min(0)
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const TableFile = z.object({
  name: z.string(),
  columns: z.array(z.string()).min(1),
  file: z.string().regex(/^[\w.-]+\.copy(\.gz)?$/),
  rows: Count,
  bytes: Count,
  sha256: Sha256,
})
/** Progress names tables from this size on. */
export const worth_telling_rows = 10_000

export type TableFile = z.infer<typeof TableFile>

const format = 1
const Manifest = z.object({
  format: z.literal(format),
  product: z.literal('zhuguang'),
  /** When the snapshot was taken, by the clock of the database. */
  at: z.string(),
  snapshot: z.string(),
  wal: z.string().nullable(),
  postgres: z.string(),
  migrations: z.array(z.object({ name: z.string(), hash: Sha256 })).min(1),
  job_migrations: z.array(z.number().int()),
  tables: z.array(TableFile),
  sequences: z.array(z.object({ name: z.string(), last_value: z.string(), is_called: z.boolean() })),
  audit: z.object({ links: Count, last_hash: z.string().nullable() }),
})
export type Manifest = z.infer<typeof Manifest>

export const manifestFile = 'manifest.json'
const sealOf = (manifest: Manifest) => createHash('sha256').update(JSON.stringify(manifest)).digest('hex')

/** The manifest as text; its last field is the hash of all others, in the order of the shape. */
export function sealed(told: Manifest): string {
  const manifest = Manifest.parse(told)
  return `${JSON.stringify({ ...manifest, seal: sealOf(manifest) }, null, 1)}\n`
}

export class BrokenBackup extends Error {
  override name = 'BrokenBackup'
}

export function readManifest(folder: string): Manifest {
  let told: unknown
  try {
    told = JSON.parse(readFileSync(join(folder, manifestFile), 'utf8'))
  } catch (error) {
    throw new BrokenBackup(`${folder} is no whole backup: ${(error as Error).message}`)
  }
  const { seal, format: given } = told as { seal?: string; format?: number }
  if (typeof given === 'number' && given > format)
    throw new BrokenBackup(`${folder} has format ${given}, this version reads ${format}: use a newer one`)
  const read = Manifest.safeParse(told)
  if (!read.success) throw new BrokenBackup(`the manifest of ${folder} cannot be read`)
  if (sealOf(read.data) !== seal) throw new BrokenBackup(`the manifest of ${folder} was changed`)
  return read.data
}

/** Reads every file of the backup once and throws at the first that is not what was written. */
export async function verifyFiles(folder: string, manifest: Manifest, tell: (line: string) => void) {
  const expected = new Set([manifestFile, ...manifest.tables.map((table) => table.file)])
  const present = new Set(await readdir(folder))
  const missing = [...expected].filter((file) => !present.has(file))
  if (missing.length > 0) throw new BrokenBackup(`${folder} lacks ${missing.join(', ')}`)
  for (const { name, file, bytes, sha256 } of manifest.tables) {
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of createReadStream(join(folder, file), { highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer)
      size += (chunk as Buffer).length
    }
    if (size !== bytes || hash.digest('hex') !== sha256)
      throw new BrokenBackup(`${file} (${name}) is not what was backed up: its checksum differs`)
  }
  tell(`${manifest.tables.length} files are what was backed up`)
}

/** Throws when this program does not know every migration of the backup as it ran there. */
export function checkMigrations(manifest: Manifest, known: readonly Migration[]) {
  const strange = manifest.migrations.filter(
    ({ name, hash }) => !known.some((one) => one.name === name && isSameMigration(one, hash)),
  )
  if (strange.length === 0) return
  const names = strange.map((one) => one.name).join(', ')
  throw new BrokenBackup(`the backup was made by another version, which ran ${names}: restore with that one`)
}

export type Table = { name: string; columns: string[]; bytes: number; forced: boolean; blind: boolean }

// What the application's roles may enter is ours, and so are the jobs; `public` holds only the list of
// migrations, which the manifest carries.
const ours = `
  n.nspname = 'graphile_worker' or (n.nspname <> 'public' and n.nspname !~ '^pg_'
  and n.nspname <> 'information_schema' and exists (select 1 from pg_roles r
    where r.rolname in ('zhuguang_app', 'zhuguang_auth') and has_schema_privilege(r.oid, n.oid, 'usage')))`

/** Every table of ours, the largest first. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { bytes: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name, pg_relation_size(c.oid) as bytes,
           c.relforcerowsecurity as forced,
           c.relforcerowsecurity and not exists (select 1 from pg_policy p
              where p.polrelid = c.oid and p.polname = 'by_house') as blind,
           array(select quote_ident(a.attname) from pg_attribute a where a.attrelid = c.oid
                    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and (${ours})
       and (n.nspname, c.relname) <> ('graphile_worker', 'migrations')
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by pg_relation_size(c.oid) desc, 1`)
  return rows.map((row) => ({ ...row, bytes: Number(row.bytes) }))
}

export async function listSequences(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and (${ours}) order by 1`)
  return rows.map((row) => row.name)
}

export async function listSchemas(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(n.nspname) as name from pg_namespace n where ${ours} order by 1`,
  )
  return rows.map((row) => row.name)
}
