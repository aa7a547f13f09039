import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tools/test-db.ts'
import { connect, database } from './db.ts'
import { type Reactions, startWorker } from './jobs.ts'
import { type Log, makeLog } from './log.ts'

let base: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  base = await testDatabase()
  owner = new pg.Client({ connectionString: base.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await base.drop()
})

const jobs = async () =>
  (await owner.query('select key, locked_by, attempts from graphile_worker.jobs order by key')).rows
const add = (key: string) =>
  owner.query(`select graphile_worker.add_job('probe', json_build_object('key', $1::text), job_key => $1)`, [
    key,
  ])

/** Waits until `look` is true; fails after twenty seconds. */
async function until(look: () => Promise<boolean> | boolean) {
  for (let waited_ms = 0; !(await look()); waited_ms += 50) {
    if (waited_ms > 20_000) throw new Error('waited twenty seconds in vain')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function working(probe: (key: string) => Promise<void>, log: Log = makeLog('silent')) {
  const db = database(connect(base.url, { pool: 2 }))
  const tasks: Reactions = { tasks: { probe: (_db, { key }: { key: string }) => probe(key) } }
  const worker = await startWorker(base.url, db, [tasks], log, 2)
  return async () => {
    await worker.stop()
    await db.close()
  }
}

test('the jobs of a killed worker are done by others, those of a living one are left to it', async () => {
  const living = new pg.Client({ connectionString: base.url })
  await living.connect()
  await living.query(`select pg_advisory_lock_shared(7209113, hashtext('worker-living'))`)
  for (const name of ['living', 'killed']) {
    await add(name)
    await owner.query(
      `update graphile_worker._private_jobs set locked_by = $1, locked_at = now(), attempts = 1 where key = $2`,
      [`worker-${name}`, name],
    )
  }
  const done: string[] = []
  const stop = await working(async (key) => void done.push(key))
  await until(() => done.includes('killed'))
  await until(async () => (await jobs()).length === 1)
  expect(await jobs()).toEqual([{ key: 'living', locked_by: 'worker-living', attempts: 1 }])
  await living.end()
  await until(() => done.includes('living'))
  await stop()
  expect(done).toEqual(['killed', 'living'])
})

test('workers that could not say that their jobs were done begin anew', async () => {
  const name = new URL(base.url).pathname.slice(1)
  const { pid } = (await owner.query('select pg_backend_pid() as pid')).rows[0]
  const admin = new pg.Client({ connectionString: new URL('/postgres', base.url).href })
  await admin.connect()
  const done: string[] = []
  const said: unknown[] = []
  let cut = false
  const log = makeLog('silent')
  log.warn = (...told: unknown[]) => void said.push(told.at(-1))
  const stop = await working(async (key) => {
    done.push(key)
    if (done.length > 2) return
    // Both at once are cut off while they work, and cannot come back for a moment.
    await until(() => done.length >= 2)
    if (key === 'one') return until(() => cut)
    await admin.query(`alter database "${name}" allow_connections false`)
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> $2',
      [name, pid],
    )
    cut = true
  }, log)
  await add('one')
  await add('two')
  await until(() => cut && said.some((line) => String(line).includes('begin anew')))
  await admin.query(`alter database "${name}" allow_connections true`)
  await until(async () => (await jobs()).length === 0)
  expect([...new Set(done)].sort()).toEqual(['one', 'two'])
  await add('three')
  await until(() => done.includes('three'))
  await stop()
  await admin.end()
})

test('a task that hears many at once takes waiting jobs along; a bad one fails alone, the others do not', async () => {
  const told = ['a', 'b', 'c', 'bad', 'd', 'e', 'f']
  for (const what of told)
    await owner.query(`select graphile_worker.add_job('hear', json_build_object('batch', $1::json))`, [
      JSON.stringify([{ what }, { what: `${what}2` }]),
    ])
  const heard: string[][] = []
  const done = new Set<string>()
  const tasks: Reactions = {
    tasks: { hear: () => Promise.reject(new Error('one by one')) },
    together: {
      hear: async (_db, events: { what: string }[]) => {
        const names = events.map(({ what }) => what)
        heard.push(names)
        if (names.includes('bad')) throw new Error('bad')
        for (const name of names) done.add(name)
      },
    },
  }
  const db = database(connect(base.url, { pool: 2 }))
  const worker = await startWorker(base.url, db, [tasks], makeLog('silent'), 1)
  await until(() => done.size === 12)
  await until(async () => (await jobs()).length === 1)
  await worker.stop()
  await db.close()
  expect(heard.some((names) => names.length > 2)).toBe(true)
  expect([...done].sort()).toEqual(['a', 'a2', 'b', 'b2', 'c', 'c2', 'd', 'd2', 'e', 'e2', 'f', 'f2'])
  const [left] = (
    await owner.query('select payload, attempts, locked_by, last_error from graphile_worker._private_jobs')
  ).rows
  expect(left).toMatchObject({ payload: { batch: [{ what: 'bad' }, { what: 'bad2' }] }, locked_by: null })
  expect(left.last_error).toContain('bad')
  await owner.query('delete from graphile_worker._private_jobs')
})

test('jobs taken along are free again when the connection that holds them is lost', async () => {
  const put = (what: string) =>
    owner.query(`select graphile_worker.add_job('lose', json_build_object('batch', $1::json))`, [
      JSON.stringify([{ what }]),
    ])
  for (const what of ['a', 'b', 'c']) await put(what)
  const done: string[] = []
  let cuts = 0
  const tasks: Reactions = {
    tasks: { lose: () => Promise.reject(new Error('one by one')) },
    together: {
      lose: async (_db, events: { what: string }[]) => {
        if (events.length > 1 && cuts++ < 2) {
          // Once before anything is done, once when all is: who holds the others goes, its worker stays.
          if (cuts === 2) done.push(...events.map(({ what }) => what))
          await owner.query(`
            select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and query like '%_private_jobs j%'
               and pid <> pg_backend_pid()`)
          if (cuts === 1) throw new Error('cut')
          return
        }
        done.push(...events.map(({ what }) => what))
      },
    },
  }
  const db = database(connect(base.url, { pool: 2 }))
  const worker = await startWorker(base.url, db, [tasks], makeLog('silent'), 1)
  await until(async () => cuts > 0 && (await jobs()).length === 0)
  for (const what of ['d', 'e', 'f']) await put(what)
  await until(async () => (await jobs()).length === 0)
  await worker.stop()
  await db.close()
  expect([...new Set(done)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  expect(cuts).toBeGreaterThan(1)
})

test('a crowd of events is heard in parts, each once and in its order', async () => {
  const events = Array.from({ length: 450 }, (_, n) => ({ n }))
  await owner.query(`select graphile_worker.add_job('crowd', json_build_object('batch', $1::json))`, [
    JSON.stringify(events),
  ])
  const parts: number[][] = []
  const tasks: Reactions = {
    tasks: { crowd: () => Promise.reject(new Error('one by one')) },
    together: { crowd: async (_db, part: { n: number }[]) => void parts.push(part.map(({ n }) => n)) },
  }
  const db = database(connect(base.url, { pool: 2 }))
  const worker = await startWorker(base.url, db, [tasks], makeLog('silent'), 1)
  await until(async () => (await jobs()).length === 0)
  await worker.stop()
  await db.close()
  expect(parts.map((part) => part.length)).toEqual([200, 200, 50])
  expect(parts.flat()).toEqual(events.map(({ n }) => n))
})
