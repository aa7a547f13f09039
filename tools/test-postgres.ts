// The PostgreSQL of the tests: one cluster per working copy under `.test/`, shared by every run that goes on
// at the same time, with a migrated template that each test file clones.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { claim, claimants, register } from '../src/platform/claim.mjs'
import { startEmbedded, joinEmbedded } from '../src/platform/embedded.ts'
import { migrate } from '../src/platform/migrate.ts'

/** `broken` says why there is no template: tests that need no database run all the same. */
export type TestPostgres = { admin_url: string; template: string; runner: string; broken: string | null }

const root = join(import.meta.dirname, '..')
const folder = join(root, '.test')
const runners = join(folder, 'runners')

/** Starts or joins the cluster and makes the template. `close` stops it when no other run needs it. */
export async function openTestPostgres(): Promise<TestPostgres & { close(): Promise<void> }> {
  return alone(async () => {
    const me = register(runners)
    const given = process.env.TEST_DATABASE_URL
    const embedded = given ? undefined : await joinEmbedded({ data_dir: folder })
    const admin_url = given ?? embedded?.url ?? ''
    const { template, broken } = await makeTemplate(admin_url)
    const close = () =>
      alone(async () => {
        me.leave()
        if (!embedded) return
        embedded.leave()
        if (claimants(runners).length === 0) await (await startEmbedded({ data_dir: folder })).stop()
      })
    return { admin_url, template, broken, runner: runnerKey(me.name), close }
  })
}

/** Clones the template. The caller drops it; what a killed run left is dropped by the next one. */
export async function cloneTemplate(from: TestPostgres): Promise<{ url: string; drop(): Promise<void> }> {
  if (from.broken) throw new Error(`the migrations fail: ${from.broken}`)
  const name = `test_${from.runner}_${Math.random().toString(36).slice(2, 10)}`
  await asAdmin(from.admin_url, (sql) => sql`create database ${sql(name)} template ${sql(from.template)}`)
  const drop = () =>
    asAdmin(from.admin_url, async (sql) => {
      await sql`drop database if exists ${sql(name)} with (force)`
    })
  return { url: withDatabase(from.admin_url, name), drop }
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  const held = await claim(join(folder, 'opening'), { wait_ms: 180_000 })
  try {
    return await work()
  } finally {
    held.release()
  }
}

// Marked as a template only when complete, so that an interrupted one is made again.
async function makeTemplate(admin_url: string): Promise<{ template: string; broken: string | null }> {
  const template = `template_${schemaHash()}`
  const broken = await asAdmin(admin_url, async (sql) => {
    const all = await sql<{ datname: string; datistemplate: boolean }[]>`
      select datname, datistemplate from pg_database`
    await sweep(sql, all, template)
    if (all.some((database) => database.datname === template && database.datistemplate)) return null
    await sql`drop database if exists ${sql(template)} with (force)`
    await sql`create database ${sql(template)}`
    const failure = await migrate(withDatabase(admin_url, template), {
      folder: join(root, 'migrations'),
    }).catch(String)
    if (typeof failure === 'string') return failure
    await sql`alter database ${sql(template)} with is_template true allow_connections false`
    return null
  })
  return { template, broken }
}

async function sweep(sql: postgres.Sql, all: { datname: string }[], keep: string): Promise<void> {
  const alive = claimants(runners).map((runner) => runnerKey(runner.name))
  for (const { datname } of all) {
    const clone = /^test_([0-9a-f_]+)_[0-9a-z]+$/.exec(datname)?.[1]
    const old_clone = clone !== undefined && !alive.includes(clone)
    const old_template = /^template_[0-9a-f]{12}$/.test(datname) && datname !== keep && alive.length < 2
    if (old_template) await sql`alter database ${sql(datname)} with is_template false`
    if (old_clone || old_template) await sql`drop database if exists ${sql(datname)} with (force)`
  }
}

function schemaHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'src/platform/migrate.ts')))
  const migrations = join(root, 'migrations')
  for (const name of existsSync(migrations) ? readdirSync(migrations).sort() : []) {
    hash.update(name).update(readFileSync(join(migrations, name)))
  }
  return hash.digest('hex').slice(0, 12)
}

async function asAdmin<T>(admin_url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(admin_url, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 2 })
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

const runnerKey = (name: string) => name.replace('.', '_')
