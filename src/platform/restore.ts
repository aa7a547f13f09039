// Puts a backup into an empty database: the schema of its day, all rows in one transaction, then the newest
// schema. A mark stands in the database until the end, so that nobody works on half a shop and a restore
// that was cut off is begun again from nothing.
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import {
  type Manifest,
  type TableFile,
  checkMigrations,
  listSchemas,
  listTables,
  readManifest,
  verifyFiles,
  worth_telling_rows,
} from './backup-form.ts'
import { copyIn, dropCopier, openCopier } from './copy.ts'
import { migrate, readMigrations } from './migrate.ts'

type Tell = (line: string) => void

/** Reads the whole backup and says no before a database is touched. */
export async function openBackup(folder: string, tell: Tell): Promise<Manifest> {
  const manifest = readManifest(folder)
  checkMigrations(manifest, readMigrations('migrations'))
  await verifyFiles(folder, manifest, tell)
  return manifest
}

/** Loads an opened backup; returns the migrations that came after it. `well` ends the mark when true. */
export async function restoreBackup(url: string, folder: string, manifest: Manifest, tell: Tell) {
  const client = await openCopier(url)
  try {
    await claimEmpty(client, folder, tell)
    await migrate(url, { only: new Set(manifest.migrations.map((one) => one.name)) })
    tell(`the schema of ${manifest.migrations.at(-1)!.name}`)
    await checkJobs(client, manifest)
    await inTransaction(client, () => load(client, folder, manifest, tell))
    const ran = await migrate(url)
    tell('analyzing')
    await client.query('analyze')
    await client.query('drop table public.restoring')
    return ran
  } finally {
    dropCopier(client)
  }
}

async function claimEmpty(client: pg.Client, folder: string, tell: Tell) {
  const { rows } = await client.query(`
    select pg_try_advisory_lock(hashtext('zhuguang_restore')) as alone,
           to_regclass('public.restoring') is not null as begun`)
  if (!rows[0].alone) throw new Error('another restore works on this database')
  if (rows[0].begun) await clear(client, tell)
  const { rows: held } = await client.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and n.nspname !~ '^pg_'
       and n.nspname <> 'information_schema' and c.oid <> coalesce(to_regclass('public.restoring'), 0)
       and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')
     order by n.nspname = 'graphile_worker', 1 limit 4`)
  if (held.length > 0) {
    const names = held.map((row) => row.name).join(', ')
    throw new Error(
      `this database is not empty (${names}) and was left as it is: make a new one with "create database" ` +
        'and give its DATABASE_URL, or give an empty DATA_DIR',
    )
  }
  await client.query('create table if not exists public.restoring (backup text, began_at timestamptz)')
  await client.query('insert into public.restoring values ($1, now())', [folder])
}

// Only what a restore has made: it began in an empty database, and nobody else enters while the mark stands.
async function clear(client: pg.Client, tell: Tell) {
  tell('an earlier restore was cut off: beginning again')
  const schemas = await listSchemas(client)
  for (const schema of schemas) await client.query(`drop schema ${schema} cascade`)
  await client.query('drop table if exists public.migration')
  await client.query('truncate public.restoring')
}

async function checkJobs(client: pg.Client, manifest: Manifest) {
  const { rows } = await client.query<{ id: number }>('select id from graphile_worker.migrations')
  const strange = manifest.job_migrations.filter((id) => !rows.some((row) => row.id === id))
  if (strange.length > 0)
    throw new Error(`the jobs were kept by a newer version (${strange.join(', ')}): restore with that one`)
}

async function inTransaction(client: pg.Client, work: () => Promise<void>) {
  await client.query('begin')
  await work()
  await client.query('commit')
}

async function load(client: pg.Client, folder: string, manifest: Manifest, tell: Tell) {
  const tables = await listTables(client)
  checkTables(tables, manifest)
  const putBack = await layAside(client, tables)
  // What migrations wrote is in the backup as the shop had changed it.
  await client.query(`truncate ${tables.map((table) => table.name).join(', ')}`)
  for (const table of manifest.tables) {
    await loadTable(client, folder, table)
    if (table.rows >= worth_telling_rows) tell(`${table.name}: ${table.rows} rows`)
  }
  for (const { name, last_value, is_called } of manifest.sequences)
    await client.query('select setval($1, $2, $3)', [name, last_value, is_called])
  // Whoever held a job of that moment does not work on this database.
  await client.query('update graphile_worker._private_jobs set locked_at = null, locked_by = null')
  await client.query('update graphile_worker._private_job_queues set locked_at = null, locked_by = null')
  tell('constraints')
  for (const statement of putBack) await client.query(statement)
}

function checkTables(tables: readonly { name: string }[], manifest: Manifest) {
  const theirs = new Set(manifest.tables.map((table) => table.name))
  const here = new Set(tables.map((table) => table.name))
  const odd = [...theirs].filter((name) => !here.has(name))
  const lacking = [...here].filter((name) => !theirs.has(name) && !name.startsWith('graphile_worker.'))
  if (odd.length + lacking.length > 0)
    throw new Error(`the tables differ from those of the backup: ${[...odd, ...lacking].join(', ')}`)
}

async function loadTable(client: pg.Client, folder: string, { name, columns, file, rows }: TableFile) {
  const from = createReadStream(join(folder, file), { highWaterMark: 262_144 })
  const unpack = createGunzip({ chunkSize: 262_144 })
  from.once('error', (error) => unpack.destroy(error))
  const source = file.endsWith('.gz') ? from.pipe(unpack) : from
  const count = await copyIn(client, `copy ${name} (${columns.join(', ')}) from stdin (freeze)`, source)
  if (count !== rows) throw new Error(`${name}: ${count} rows came out of the backup, it names ${rows}`)
}

// Rows come as they were, in any order: what refuses or reacts to them is laid aside and comes back at the
// end, where the foreign keys look at every row. Needs no superuser, unlike session_replication_role.
async function layAside(client: pg.Client, tables: readonly { name: string; forced: boolean }[]) {
  const names = tables.map((table) => table.name)
  const { rows: keys } = await client.query<{ on_table: string; name: string; rule: string }>(
    `select format('%I.%I', n.nspname, c.relname) as on_table, quote_ident(k.conname) as name,
            pg_get_constraintdef(k.oid) as rule
       from pg_constraint k join pg_class c on c.oid = k.conrelid
            join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and k.conparentid = 0 and format('%I.%I', n.nspname, c.relname) = any($1)`,
    [names],
  )
  const { rows: triggers } = await client.query<{ on_table: string; name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as on_table, quote_ident(t.tgname) as name
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where not t.tgisinternal and t.tgenabled = 'O' and format('%I.%I', n.nspname, c.relname) = any($1)`,
    [names],
  )
  const forced = tables.filter((table) => table.forced).map((table) => table.name)
  for (const key of keys) await client.query(`alter table ${key.on_table} drop constraint ${key.name}`)
  for (const { on_table, name } of triggers)
    await client.query(`alter table ${on_table} disable trigger ${name}`)
  // An owner who is no superuser may not copy into a table whose policies bind him too.
  for (const name of forced) await client.query(`alter table ${name} no force row level security`)
  return [
    ...keys.map((key) => `alter table ${key.on_table} add constraint ${key.name} ${key.rule}`),
    ...triggers.map(({ on_table, name }) => `alter table ${on_table} enable trigger ${name}`),
    ...forced.map((name) => `alter table ${name} force row level security`),
  ]
}
