// The primary database dies with its disk while people order. Everything they were told is in the standby,
// which takes over, and the shop goes on there.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { connect } from '../src/platform/db.ts'
import { whatIsWrong } from '../tools/test-conserved.ts'
import { openPair } from '../tools/test-replica.ts'
import { type Process, launchDuty } from './fleet.ts'
import { buy, goodsOf, keysFor } from './fleet-deeds.ts'
import { freePort } from '../src/platform/free-port.ts'
import { command } from './product.ts'

let began_at: string
const folder = mkdtempSync(join(tmpdir(), 'zhuguang-replica-'))
chmodSync(folder, 0o755)
let pair: Awaited<ReturnType<typeof openPair>>
let processes: Process[] = []
let keys: Record<string, string>
const env = (DATABASE_URL: string) => ({ DATABASE_URL, RATE_LIMIT_PER_MINUTE: '100000' })

async function open(database_url: string): Promise<string> {
  const PORT = String(await freePort())
  const server = await launchDuty('serve', { ...env(database_url), PORT })
  const worker = await launchDuty('work', { ...env(database_url), PUBLIC_URL: server.url })
  processes = [server, worker]
  return server.url
}

beforeAll(async () => {
  pair = await openPair(folder, { primary: await freePort(), standby: await freePort() })
  const made = await command(['demo', '--stores', '40', '--orders', '5'], env(pair.primary.url))
  if (made.code !== 0) throw new Error(made.said)
  began_at = new Date().toISOString()
  keys = await keysFor(env(pair.primary.url), ['shopper'])
})
afterAll(async () => {
  await Promise.all(processes.map((one) => one.end()))
  await pair?.primary.kill()
  await pair?.standby.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('every order that was answered survives the loss of the primary with its disk', async () => {
  const url = await open(pair.primary.url)
  const items = await goodsOf(url)
  const told: string[] = []
  let going = true
  const shopper = async (from: number) => {
    for (let n = from; going; n += 3) {
      const answer = await buy(url, items[n % items.length]!.sku_id, keys.shopper!).catch(() => null)
      if (answer?.status === 200) told.push(...answer.body.orders.map((one: { id: string }) => one.id))
    }
  }
  const shoppers = Promise.all([0, 1, 2].map(shopper))
  await vi.waitUntil(() => told.length >= 10, { timeout: 60_000 })

  // The standby cannot write: nobody is told of an order, however long it takes.
  pair.standby.freeze()
  await sleep(300)
  const [held, at] = [told.length, Date.now()]
  await sleep(6_500)
  expect([told.length, Date.now() - at > 6_000]).toEqual([held, true])
  pair.standby.thaw()
  await vi.waitUntil(() => told.length >= held + 10, { timeout: 60_000 })

  await pair.primary.kill()
  const answered = [...told]
  pair.loseDisk()
  going = false
  await Promise.all(processes.map((one) => one.end()))
  await shoppers

  await pair.promote()
  const sql = connect(pair.standby.url, { pool: 1, role: null, statement_timeout_ms: 0 })
  const kept = await sql<{ id: string }[]>`select id from orders.customer_order`
  const there = new Set(kept.map((row) => row.id))
  expect([...answered, ...told].filter((id) => !there.has(id))).toEqual([])
  expect(await whatIsWrong(sql, began_at)).toEqual([])
  const books = await command(['reconcile'], env(pair.standby.url))
  expect([books.code, books.said]).toEqual([0, expect.stringContaining('0 differences')])

  const again = await open(pair.standby.url)
  const placed = await buy(again, items[0]!.sku_id, keys.shopper!)
  expect(placed.status).toBe(200)
  await sql.end()
})
