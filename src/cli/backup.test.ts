// The drill: a backup taken while people order and goods move is restored to another database, and the shop
// in it is whole. And every no of a restore: data there, a changed file, a newer version, a cut.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import { whatIsWrong } from '../../tools/test-conserved.ts'
import { type Shop, fridge, kettle, near, openShop, third, warehouse } from '../../tools/test-shop.ts'
import { actorOf } from '../../tools/test-goods.ts'
import { linkAudit } from '../platform/audit.ts'
import { system } from '../platform/access.ts'
import { type Manifest, listSchemas, listTables, readManifest, sealed } from '../platform/backup-form.ts'
import { openCopier, dropCopier } from '../platform/copy.ts'
import { type Sql, connect } from '../platform/db.ts'
import { migrate, readMigrations } from '../platform/migrate.ts'
import { openBackup } from '../platform/restore.ts'

let shop: Shop
let admin: Sql
const folder = mkdtempSync(join(tmpdir(), 'zhuguang-backup-'))
const made: string[] = []
/** An owner of the database who is no superuser, as an external PostgreSQL gives one. */
const owner = `owner_${Math.random().toString(36).slice(2, 10)}`
let taken: Manifest
let acknowledged: string[] = []
let restored: string
const drilled = join(folder, 'drilled')

beforeAll(async () => {
  shop = await openShop([], { actors: { buying: actorOf('purchaser', null) } })
  admin = connect(inject('postgres').admin_url, { pool: 1, role: null, statement_timeout_ms: 0 })
  for (const { id } of [fridge, kettle])
    for (const node of [near, warehouse]) await shop.stockUp(node, id, 500)
  await admin.unsafe(`create role ${owner} login password 'drill'`)
  await admin.unsafe(`grant zhuguang_app, zhuguang_auth, zhuguang_batch to ${owner}`)
})
afterAll(async () => {
  for (const name of made) await admin.unsafe(`drop database if exists ${name} with (force)`)
  await admin.unsafe(`drop role if exists ${owner}`)
  await admin.end()
  await shop.close()
  rmSync(folder, { recursive: true, force: true })
})

async function emptyDatabase(): Promise<string> {
  const name = `test_${inject('postgres').runner}_${Math.random().toString(36).slice(2, 10)}`
  await admin.unsafe(`create database ${name} owner ${owner}`)
  made.push(name)
  const url = new URL(inject('postgres').admin_url)
  Object.assign(url, { pathname: `/${name}`, username: owner, password: 'drill' })
  return url.href
}

/** A process has to start first, which takes its time on a busy machine. */
const waitFor = (look: () => Promise<unknown>) => vi.waitUntil(look, { timeout: 60_000, interval: 20 })

type Ran = { code: number | null; out: string; said: string }
function begin(url: string, ...args: string[]): { child: ChildProcess; ended: Promise<Ran> } {
  const env = { PATH: process.env.PATH, DATABASE_URL: url }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/run.ts', ...args], { env })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out, said }))) }
}
const run = (url: string, ...args: string[]) => begin(url, ...args).ended

/** Orders, payments and transfers through the real commands until told to stop. */
function trade() {
  let going = true
  const placed: { id: string; at: number }[] = []
  const buys = async (who: 'lin' | 'wu', sku_id: typeof fridge.id) => {
    while (going) {
      const { id } = await shop.buy([{ sku_id, quantity: 1 }], who)
      placed.push({ id, at: Date.now() })
    }
  }
  const moves = async () => {
    for (let turn = 0; going; turn++) {
      const [from_node_id, to_node_id] = turn % 2 ? [third, warehouse] : [warehouse, third]
      const lines = [{ sku_id: kettle.id, quantity: 1 + (turn % 3 > 0 ? 1 : 0) }]
      await shop.call('buying', 'POST', '/transfers', { from_node_id, to_node_id, lines })
    }
  }
  const all = Promise.all([
    buys('lin', fridge.id),
    buys('wu', kettle.id),
    buys('lin', kettle.id),
    moves(),
    moves(),
  ])
  return {
    placed,
    stop: () => {
      going = false
      return all
    },
  }
}

test('taken under load it is one moment of the shop: whole, and with all that was answered before', async () => {
  const load = trade()
  await waitFor(async () => load.placed.length >= 6)
  await shop.db.command(system, (tx) => linkAudit(tx))
  const before = Date.now()
  acknowledged = load.placed.filter((one) => one.at < before).map((one) => one.id)
  const told = await run(shop.database_url, 'backup', drilled, '--json', '--readers', '3')
  const at_end = load.placed.length
  await load.stop()
  expect([told.code, told.said]).toEqual([0, expect.stringContaining('snapshot')])
  expect(at_end).toBeGreaterThan(acknowledged.length)
  taken = readManifest(drilled)
  expect(JSON.parse(told.out)).toMatchObject({
    folder: drilled,
    tables: taken.tables.length,
    snapshot: taken.snapshot,
    last_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })

  restored = await emptyDatabase()
  const back = await run(restored, 'restore', drilled, '--json')
  expect([back.code, back.said]).toEqual([0, expect.stringContaining('proving')])
  expect(JSON.parse(back.out)).toMatchObject({
    well: true,
    stock: { differences: 0 },
    audit: { whole: true, last_hash: taken.audit.last_hash },
    migrated: [],
  })
  const sql = connect(restored, { pool: 1, role: null })
  expect(await whatIsWrong(sql)).toEqual([])
  const kept = await sql<{ id: string }[]>`select id from orders.customer_order`
  expect(acknowledged.filter((id) => !kept.some((row) => row.id === id))).toEqual([])
  await sql.end()

  // To the byte: what is backed up from there is what was put there.
  const again = join(folder, 'again')
  expect((await run(restored, 'backup', again)).code).toBe(0)
  const sums = ({ tables }: Manifest) =>
    tables
      .filter((one) => !one.name.includes('_private_job'))
      .map(({ name, rows, sha256 }) => ({ name, rows, sha256 }))
  expect(sums(readManifest(again))).toEqual(sums(taken))
  expect(readManifest(again).sequences).toEqual(taken.sequences)
}, 120_000)

test('the restored schema is as its migrations made it, rules and locks included', async () => {
  const here = connect(restored, { pool: 1, role: null })
  for (const question of [
    `select conrelid::regclass::text as t, conname, pg_get_constraintdef(oid) as d, convalidated
       from pg_constraint where contype <> 'n' order by 1, 2`,
    `select tgrelid::regclass::text as t, tgname, tgenabled from pg_trigger where not tgisinternal order by 1, 2`,
    `select oid::regclass::text as t, relrowsecurity, relforcerowsecurity from pg_class
      where relkind = 'r' and relnamespace::regnamespace::text !~ '^(pg_|information)' order by 1`,
    `select indexrelid::regclass::text as i, indisvalid from pg_index
      where indexrelid::regclass::text !~ '^pg_' order by 1`,
  ])
    expect(await here.unsafe(question)).toEqual(await shop.owner.unsafe(question))
  await expect(here`update platform.event set name = 'x'`).rejects.toThrow('append-only')
  await here.end()
})

test('every table of ours is in it, whatever rooms there are', async () => {
  const rows = await shop.owner<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'public') order by 1`
  const names = rows.map((row) => row.name).filter((name) => name !== 'graphile_worker.migrations')
  expect(taken.tables.map((table) => table.name).toSorted()).toEqual(names.toSorted())
  const client = await openCopier(shop.database_url)
  expect((await listTables(client)).filter((table) => table.blind)).toEqual([])
  expect(await listSchemas(client)).toContain('graphile_worker')
  dropCopier(client)
  for (const one of ['payment.provider', 'auth.account', 'platform.snapshot', 'people.api_key'])
    expect(names).toContain(one)
})

test('a database that holds anything is left as it is, and the person is told where to go', async () => {
  const before = await shop.owner`select count(*)::int as n from orders.customer_order`
  const refused = await run(shop.database_url, 'restore', drilled)
  expect([refused.code, refused.out, refused.said]).toEqual([1, '', expect.stringContaining('is not empty')])
  expect(refused.said).toContain('create database')
  expect(await shop.owner`select count(*)::int as n from orders.customer_order`).toEqual(before)
  const url = await emptyDatabase()
  const sql = connect(url, { pool: 1, role: null })
  await sql`create table public.notes (line text)`
  expect(await run(url, 'restore', drilled)).toMatchObject({
    code: 1,
    said: expect.stringContaining('notes'),
  })
  await sql.end()
})

test('what is not as it was written is refused before a database is touched', async () => {
  const url = await emptyDatabase()
  const spoil = (change: (copy: string) => void) => {
    const copy = join(folder, `spoilt-${readdirSync(folder).length}`)
    cpSync(drilled, copy, { recursive: true })
    change(copy)
    return copy
  }
  const edit = (copy: string, what: (manifest: Manifest) => void) => {
    const path = join(copy, 'manifest.json')
    const manifest = JSON.parse(readFileSync(path, 'utf8'))
    what(manifest)
    writeFileSync(path, JSON.stringify(manifest))
  }
  const level = 'stock.level.copy.gz'
  for (const [said, change] of [
    [
      'checksum',
      (copy: string) => {
        const bytes = readFileSync(join(copy, level))
        bytes[bytes.length >> 1]! ^= 1
        writeFileSync(join(copy, level), bytes)
      },
    ],
    [
      'checksum',
      (copy: string) => writeFileSync(join(copy, level), readFileSync(join(copy, level)).subarray(0, 40)),
    ],
    [`lacks ${level}`, (copy: string) => rmSync(join(copy, level))],
    ['was changed', (copy: string) => edit(copy, (it) => void (it.tables[0]!.rows += 1))],
    ['a newer one', (copy: string) => edit(copy, (it) => void ((it as { format: number }).format = 2))],
    ['no whole backup', (copy: string) => writeFileSync(join(copy, 'manifest.json'), '{"format": 1')],
    ['no whole backup', (copy: string) => rmSync(join(copy, 'manifest.json'))],
  ] as const) {
    await expect(openBackup(spoil(change), () => {})).rejects.toThrow(said)
  }
  const copy = spoil((it) => rmSync(join(it, level)))
  expect(await run(url, 'restore', copy)).toMatchObject({
    code: 1,
    out: '',
    said: expect.stringContaining(`lacks ${level}`),
  })
  const sql = connect(url, { pool: 1, role: null })
  expect(await sql`select relname from pg_class where relnamespace = 'public'::regnamespace`).toHaveLength(0)
  await sql.end()
}, 120_000)

test('a restore that was cut off lets nobody in and is begun again', async () => {
  const url = await emptyDatabase()
  const sql = connect(url, { pool: 1, role: null })
  const cut = begin(url, 'restore', drilled)
  await waitFor(async () => {
    const [row] = await sql`select to_regclass('stock.level') is not null as there`
    return row!.there
  })
  cut.child.kill('SIGKILL')
  await cut.ended
  for (const what of ['reconcile', 'backup'])
    expect(await run(url, what)).toMatchObject({ code: 1, said: expect.stringContaining('run it again') })
  await waitFor(async () => {
    const others = await sql`select 1 from pg_stat_activity where datname = current_database()
                                and pid <> pg_backend_pid()`
    return others.length === 0
  })
  const back = await run(url, 'restore', drilled, '--json')
  expect([back.code, back.said]).toEqual([0, expect.stringContaining('beginning again')])
  expect(JSON.parse(back.out)).toMatchObject({ well: true })
  expect((await run(url, 'reconcile')).code).toBe(0)
  await sql.end()
}, 120_000)

test('a backup is whole or not there, and never over another', async () => {
  const before = readdirSync(folder).toSorted()
  expect(await run(shop.database_url, 'backup', drilled)).toMatchObject({
    code: 1,
    said: expect.stringContaining('exists'),
  })
  const lost = join(folder, 'lost')
  const blocker = connect(shop.database_url, { pool: 1, role: null })
  const begun = await blocker.reserve()
  await begun`begin`
  await begun`lock table stock.level in access exclusive mode`
  const going = begin(shop.database_url, 'backup', lost)
  await waitFor(async () => {
    const [row] = await shop.owner`
      select pg_terminate_backend(pid) as ended from pg_stat_activity
       where application_name = 'zhuguang copy' and wait_event_type = 'Lock'`
    return row?.ended
  })
  expect(await going.ended).toMatchObject({ code: 1, out: '' })
  await begun`rollback`
  begun.release()
  await blocker.end()
  expect(readdirSync(folder).toSorted()).toEqual(before)
})

test('a backup of an older version comes back as it was and is then brought to the newest schema', async () => {
  const older = await emptyDatabase()
  const names = readMigrations('migrations').map((one) => one.name)
  await migrate(older, { only: new Set(names.slice(0, -1)) })
  const sql = connect(older, { pool: 1, role: null })
  await sql`insert into platform.setting (key, value) values ('drill', '1')`
  await sql.end()
  const old = join(folder, 'old')
  expect((await run(older, 'backup', old, '--plain')).code).toBe(0)
  const url = await emptyDatabase()
  const back = await run(url, 'restore', old, '--json')
  expect([back.code, back.said]).toEqual([0, expect.stringContaining('proving')])
  expect(JSON.parse(back.out)).toMatchObject({ well: true, migrated: names.slice(-1) })
  // One that knows more than this program is refused.
  const manifest = readManifest(old)
  manifest.migrations.push({ name: '9999_later.sql', hash: 'f'.repeat(64) })
  writeFileSync(join(old, 'manifest.json'), sealed(manifest))
  expect(await run(await emptyDatabase(), 'restore', old)).toMatchObject({
    code: 1,
    said: expect.stringContaining('9999_later.sql'),
  })
})
