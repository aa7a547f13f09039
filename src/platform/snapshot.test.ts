// What a process keeps in memory follows what another one writes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tools/test-db.ts'
import { system } from './access.ts'
import { type Db, connect, database } from './db.ts'
import { type Snapshot, bumpSnapshot, keepSnapshot } from './snapshot.ts'

let base: TestDatabase
let processes: Db[]
let kept: Snapshot<number>[]

beforeAll(async () => {
  base = await testDatabase()
  processes = [1, 2, 3].map(() => database(connect(base.url, { pool: 2, statement_timeout_ms: 5_000 })))
  const load = async (tx: Parameters<typeof bumpSnapshot>[0]) => {
    const [row] = await tx<{ value: number }[]>`select value from platform.setting where key = 'kept'`
    return row?.value ?? 0
  }
  kept = await Promise.all(processes.map((db) => keepSnapshot(db, 'kept', load)))
})

afterAll(async () => {
  for (const snapshot of kept) snapshot.stop()
  for (const db of processes) await db.close()
  await base.drop()
})

const write = (value: number, failing = false) =>
  processes[0]!.command(system, async (tx) => {
    await tx`
      insert into platform.setting (key, value, assumption) values ('kept', ${value}, true)
      on conflict (key) do update set value = excluded.value`
    await bumpSnapshot(tx, system, 'kept')
    if (failing) throw new Error('thought better of it')
  })

const seen = () => kept.map((snapshot) => snapshot.current())

test('every process shows a change of one of them within a second', async () => {
  await write(7)
  await expect.poll(seen, { timeout: 1_000, interval: 10 }).toEqual([7, 7, 7])
})

test('of many changes at once the last one stays, everywhere', async () => {
  for (let value = 1; value <= 20; value++) await write(value)
  await expect.poll(seen, { timeout: 1_000, interval: 10 }).toEqual([20, 20, 20])
  expect(new Set(kept.map((snapshot) => snapshot.version())).size).toBe(1)
})

test('what is taken back was never seen', async () => {
  const before = kept.map((snapshot) => snapshot.version())
  await expect(write(99, true)).rejects.toThrow('thought better')
  await Promise.all(kept.map((snapshot) => snapshot.refresh()))
  expect(seen()).toEqual([20, 20, 20])
  expect(kept.map((snapshot) => snapshot.version())).toEqual(before)
})
