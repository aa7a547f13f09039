// Takes a backup while the shop sells: every table as one exported snapshot shows it, over several
// connections. The folder appears under its name when all of it is on the disk, or not at all.
import { createHash, randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import {
  type Manifest,
  type Table,
  type TableFile,
  listSequences,
  listTables,
  manifestFile,
  sealed,
  worth_telling_rows,
} from './backup-form.ts'
import { copyOut, dropCopier, openCopier } from './copy.ts'

export type BackupOptions = {
  folder: string
  /** Connections that read at the same time. */
  readers?: number
  compress?: boolean
  tell?: (line: string) => void
}

export async function takeBackup(url: string, options: BackupOptions): Promise<Manifest> {
  const { readers = 2, compress = true, tell = () => {} } = options
  const folder = resolve(options.folder)
  if (existsSync(folder)) throw new Error(`${folder} exists: a backup is never written over another`)
  // In the same parent, so that the last step is one rename.
  const unfinished = join(
    dirname(folder),
    `.${basename(folder)}.unfinished-${randomBytes(4).toString('hex')}`,
  )
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  const clients: pg.Client[] = []
  try {
    const lead = await openCopier(url)
    clients.push(lead)
    const tables = await openSnapshot(lead)
    const seen = await describe(lead)
    for (let at = 1; at < readers; at++) clients.push(await joinSnapshot(url, seen.snapshot))
    tell(`snapshot ${seen.snapshot}: ${tables.length} tables`)
    const files = await copyAll(clients, tables, { unfinished, compress, tell })
    const manifest = { ...seen, tables: files, sequences: await readSequences(lead) }
    await writeFile(join(unfinished, manifestFile), sealed(manifest), { mode: 0o600, flush: true })
    await syncFolder(unfinished)
    await rename(unfinished, folder)
    await syncFolder(dirname(folder))
    return manifest
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  } finally {
    for (const client of clients) dropCopier(client)
  }
}

// No migration runs meanwhile, and nothing is truncated: both would empty what the snapshot still shows. A
// lock is taken before the snapshot, so that what it guards cannot have changed in between.
async function openSnapshot(lead: pg.Client): Promise<Table[]> {
  await lead.query(`select pg_advisory_lock_shared(hashtext('zhuguang_migrate'))`)
  const { rows } = await lead.query(`
    select to_regclass('public.migration') is not null as migrated,
           to_regclass('public.restoring') is not null as restoring,
           (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as sees_all`)
  const { migrated, restoring, sees_all } = rows[0]
  if (restoring) throw new Error('this database waits for the end of a restore: nothing in it is whole')
  if (!migrated) throw new Error('this database holds no shop: there is nothing to back up')
  const tables = await listTables(lead)
  const blind = tables.filter((table) => table.blind && !sees_all)
  if (blind.length > 0) throw new Error(`row policies hide rows of ${blind.map((t) => t.name).join(', ')}`)
  await lead.query('begin isolation level repeatable read read only')
  await lead.query(`lock table ${tables.map((table) => table.name).join(', ')} in access share mode`)
  return tables
}

type Seen = Omit<Manifest, 'tables' | 'sequences'>

async function describe(lead: pg.Client): Promise<Seen> {
  const snapshot = await lead.query<{ id: string }>('select pg_export_snapshot() as id')
  const { rows } = await lead.query(`
    select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
           case when not pg_is_in_recovery() then pg_current_wal_lsn()::text end as wal,
           current_setting('server_version') as postgres,
           (select json_agg(json_build_object('name', name, 'hash', hash) order by name)
              from public.migration) as migrations,
           (select json_agg(id order by id) from graphile_worker.migrations) as job_migrations,
           (select count(*)::int from platform.audit_link) as links,
           (select encode(hash, 'hex') from platform.audit_link order by seq desc limit 1) as last_hash`)
  const { links, last_hash, ...rest } = rows[0]
  return {
    format: 1,
    product: 'zhuguang',
    snapshot: snapshot.rows[0]!.id,
    ...rest,
    audit: { links, last_hash },
  }
}

async function joinSnapshot(url: string, snapshot: string): Promise<pg.Client> {
  const client = await openCopier(url)
  await client.query('begin isolation level repeatable read read only')
  await client.query(`set transaction snapshot '${snapshot}'`)
  return client
}

type Target = { unfinished: string; compress: boolean; tell: (line: string) => void }

async function copyAll(clients: pg.Client[], tables: Table[], target: Target): Promise<TableFile[]> {
  const waiting = [...tables]
  const done: TableFile[] = []
  const work = async (client: pg.Client) => {
    for (let table = waiting.shift(); table; table = waiting.shift()) {
      const file = await copyTable(client, table, target)
      done.push(file)
      if (file.rows >= worth_telling_rows) target.tell(`${file.name}: ${file.rows} rows, ${file.bytes} bytes`)
    }
  }
  await Promise.all(clients.map(work))
  return done.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

const pass = () => new Transform({ transform: (bytes, _encoding, done) => done(null, bytes) })

async function copyTable(client: pg.Client, table: Table, { unfinished, compress }: Target) {
  const { name, columns } = table
  const file = `${name.replaceAll('"', '')}.copy${compress ? '.gz' : ''}`
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  const { rows, counted } = copyOut(client, `copy ${name} (${columns.join(', ')}) to stdout`)
  const packed = compress ? createGzip({ level: 1, chunkSize: 262_144 }) : pass()
  const to = createWriteStream(join(unfinished, file), { mode: 0o600, flush: true, flags: 'wx' })
  await pipeline(rows, packed, measure, to)
  if (!Number.isInteger(counted())) throw new Error(`the copy of ${name} ended early`)
  return { name, columns, file, rows: counted(), bytes, sha256: hash.digest('hex') }
}

// After the snapshot, so that no number a row of it bears is given twice.
async function readSequences(lead: pg.Client): Promise<Manifest['sequences']> {
  const told: Manifest['sequences'] = []
  for (const name of await listSequences(lead)) {
    const { rows } = await lead.query(`select last_value::text, is_called from ${name}`)
    told.push({ name, ...rows[0] })
  }
  return told
}

async function syncFolder(path: string) {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
