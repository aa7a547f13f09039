import { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tools/test-db.ts'
import { system } from './access.ts'
import { type Sql, connect, database } from './db.ts'

let base: TestDatabase
let owner: Sql
beforeAll(async () => {
  base = await testDatabase()
  owner = connect(base.url, { pool: 1, role: null })
})
afterAll(async () => {
  await owner.end()
  await base.drop()
})

function signal() {
  let give = () => {}
  const given = new Promise<void>((done) => (give = done))
  return { give: () => give(), given }
}

// One connection: what is lost and what comes after it are in the same place of the pool.
test('what a lost transaction still asks reaches nobody, and ends nobody else’s transaction', async () => {
  const db = database(connect(base.url, { pool: 1 }))
  const [cut, between] = [signal(), signal()]
  const lost = db.command(system, async (tx) => {
    const [{ pid }] = (await tx`select pg_backend_pid() as pid`) as unknown as [{ pid: number }]
    await owner`select pg_terminate_backend(${pid})`
    cut.give()
    await between.given
    await tx`insert into platform.job_done (job_key) values ('of the lost one')`
  })
  const told = lost.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
  await cut.given
  const other = db.command(system, async (tx) => {
    await tx`insert into platform.job_done (job_key) values ('of the other one')`
    between.give()
    await new Promise((resolve) => setTimeout(resolve, 300))
    const seen = await tx`select job_key from platform.job_done order by 1`
    throw Object.assign(new Error('changed its mind'), { seen: seen.map((row) => row.job_key) })
  })
  await expect(other).rejects.toMatchObject({ message: 'changed its mind', seen: ['of the other one'] })
  expect(await told).toBe('CONNECTION_CLOSED')
  expect(await owner`select job_key from platform.job_done`).toHaveLength(0)
  expect(await db.read(system, async (tx) => (await tx`select 1 as one`)[0])).toEqual({ one: 1 })
  await db.close()
})

test('a transaction somebody left open takes nobody else’s work along, and ends by itself', async () => {
  const db = database(connect(base.url, { pool: 2 }))
  // The driver calls this unsafe and gives the connection back to the pool, open transaction and all.
  await expect(db.sql.unsafe('begin').execute()).rejects.toMatchObject({ code: 'UNSAFE_TRANSACTION' })
  await db.sql`select set_config('app.system', 'on', true)`
  await db.sql`insert into platform.job_done (job_key) values ('left behind')`
  const seen = () => db.read(system, (tx) => tx`select job_key from platform.job_done`)
  const made = ['one', 'two', 'three'].map((key) =>
    db.command(system, (tx) => tx`insert into platform.job_done (job_key) values (${key})`),
  )
  const read = await Promise.all([seen(), seen(), ...made])
  expect(read[0].map((row) => row.job_key)).not.toContain('left behind')
  const kept = await owner<{ job_key: string }[]>`select job_key from platform.job_done order by 1`
  expect(kept.map(({ job_key }) => job_key)).toEqual(['one', 'three', 'two'])
  const [patience] = await db.sql<{ ms: string }[]>`show idle_in_transaction_session_timeout`
  expect(Object.values(patience!)).toEqual(['1min'])
  await owner`delete from platform.job_done`
  await db.close()
})

/** A pool of one connection that has spoken, and its socket. */
async function onOneLine() {
  const connecting = vi.spyOn(Socket.prototype, 'connect')
  const db = database(connect(base.url, { pool: 1 }))
  const one = () => db.sql`select 1 as one`.execute()
  expect(await one()).toEqual([{ one: 1 }])
  const socket = connecting.mock.contexts.at(-1) as Socket
  connecting.mockRestore()
  return { db, socket, one }
}

test('a connection cut before it could write what it had to comes back and speaks', async () => {
  const { db, socket, one } = await onOneLine()
  const unsent = one()
  unsent.catch(() => {})
  // The driver has its words together by now and writes them when this turn of the loop is over. Where many
  // lines are cut at once, one hears of its end in the very turn in which another's work came to it.
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  socket.emit('close', false)
  socket.destroy()
  await expect(unsent).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
  const began = performance.now()
  // What was left unsaid may spoil the first word of the next connection; the one after it is whole.
  const answers = [await one().catch(() => null), await one()]
  expect(answers.at(-1)).toEqual([{ one: 1 }])
  expect(performance.now() - began).toBeLessThan(8_000)
  await db.close()
})

test('what is asked of a connection between its break and its end is refused, not forgotten', async () => {
  const { db, socket } = await onOneLine()
  // As where many lines are cut at once: between the break and the end of this one somebody asks it.
  socket.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }))
  const asked = db.command(system, (tx) => tx`insert into platform.job_done (job_key) values ('in between')`)
  for (let turn = 0; turn < 5; turn++) await Promise.resolve()
  socket.emit('close', true)
  socket.destroy()
  const told = await Promise.race([
    asked.then(
      () => 'done',
      () => 'refused',
    ),
    new Promise((resolve) => setTimeout(resolve, 8_000, 'forgotten')),
  ])
  expect(told).not.toBe('forgotten')
  const kept = await owner`select 1 from platform.job_done where job_key = 'in between'`
  expect(kept).toHaveLength(told === 'done' ? 1 : 0)
  await db.close()
})
