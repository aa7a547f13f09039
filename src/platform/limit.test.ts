// One limit for all servers: what one counts the others hear, by names that give nothing away.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { type Sql, connect } from './db.ts'
import { makeLimit, shareLimit } from './limit.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let servers: Sql[]
beforeAll(async () => {
  base = await testDatabase()
  servers = [1, 2, 3].map(() => connect(base.url, { pool: 2 }))
})
afterAll(async () => {
  for (const sql of servers) await sql.end()
  await base.drop()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-11T12:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

test('three servers let one caller through as often as one would, and somebody else as before', async () => {
  const limits = servers.map(() => makeLimit(60))
  const stops = await Promise.all(servers.map((sql, at) => shareLimit(sql, limits[at]!)))
  let through = 0
  for (let n = 0; n < 20; n++) for (const limit of limits) if (limit.ask('10.0.0.1') === 0) through += 1
  expect(through).toBe(60)
  await vi.waitUntil(() => limits.every((limit) => limit.ask('10.0.0.1') > 0), { timeout: 5_000 })
  expect(limits.map((limit) => limit.ask('10.0.0.2'))).toEqual([0, 0, 0])
  for (const stop of stops) stop()
})

test('what is told names nobody, says a count once, and fits into a notification', () => {
  const limit = makeLimit(100)
  const key = 'zg_secret_key_of_somebody'
  for (let n = 0; n < 50; n++) limit.ask(key)
  for (let caller = 0; caller < 500; caller++) for (let n = 0; n < 5; n++) limit.ask(`10.1.${caller}`)
  limit.ask('asks once')
  const words = [limit.word(), limit.word(), limit.word()]
  expect(words.map((word) => Object.keys(word!.asked).length)).toEqual([200, 200, 101])
  expect(limit.word()).toBe(null)
  for (const word of words) expect(JSON.stringify(word).length).toBeLessThan(8_000)
  expect(JSON.stringify(words)).not.toContain('secret')
})

test('a word of the minute before, and one heard twice, change nothing', () => {
  const [one, other] = [makeLimit(10), makeLimit(10)]
  for (let n = 0; n < 6; n++) one.ask('a')
  const word = one.word()!
  other.hear({ ...word, minute: word.minute - 1 })
  other.hear(word)
  other.hear(word)
  one.hear(word)
  expect([1, 2, 3, 4, 5].map(() => other.ask('a') > 0)).toEqual([false, false, false, false, true])
})
