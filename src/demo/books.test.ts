// The books of a small demo world: every order's margin is the same fen by order, by ledger and in the
// journal, and stock, receipts and payables are what the books say.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { check, postDue } from '../modules/accounts/index.ts'
import { connect, type Db, database } from '../platform/db.ts'
import { openSnapshots } from '../rooms.ts'
import { loadBooks } from './books.ts'
import { loadHistory } from './history.ts'
import { loadDemo } from './load.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: Db
const said: string[] = []
const say = (line: string) => void said.push(line)
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 4, statement_timeout_ms: 0 }))
  await loadDemo(base.url, { seed: 'books', stores: 60, orders: 400, older_orders: 0 }, say)
  await openSnapshots(db)
  await loadHistory(base.url, say)
  await loadBooks(base.url, say)
}, 180_000)
afterAll(async () => {
  await db.close()
  await base.drop()
})

test('margin of every order, summed three ways, is the same fen; so are stock, receipts and payables', async () => {
  const found = await check(db)
  expect(found.filter((one) => !one.ok)).toEqual([])
  const margin = found.find((one) => one.code === 'margin')!
  expect(margin.third_fen).not.toBe(0)
})

test('loading again, and posting again, adds nothing', async () => {
  await loadBooks(base.url, say)
  expect(await postDue(db, true)).toBe(0)
})
