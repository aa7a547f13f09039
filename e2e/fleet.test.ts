// Three servers and two workers on one database: what one changes all show, what is planned happens once, a
// limit is one limit, and while each is restarted in turn nobody who asks notices.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Sql, connect } from '../src/platform/db.ts'
import { whatIsWrong } from '../tools/test-conserved.ts'
import { type TestDatabase, testDatabase } from '../tools/test-db.ts'
import { type Answer, api, ask, buy, county_code, goodsOf, keysFor } from './fleet-deeds.ts'
import { type Process, hear, launchDuty, openBalancer } from './fleet.ts'
import { freePort } from '../src/platform/free-port.ts'
import { command } from './product.ts'

let database: TestDatabase
let sql: Sql
let servers: Process[]
let workers: Process[]
let balancer: Awaited<ReturnType<typeof openBalancer>>
let keys: Record<string, string>

let began_at: string

beforeAll(async () => {
  database = await testDatabase()
  const env = { DATABASE_URL: database.url, RATE_LIMIT_PER_MINUTE: '100000', DATABASE_POOL: '6' }
  const made = await command(['demo', '--stores', '40', '--orders', '5'], env)
  if (made.code !== 0) throw new Error(made.said)
  began_at = new Date().toISOString()
  sql = connect(database.url, { pool: 2, role: null, statement_timeout_ms: 0 })
  keys = await keysFor(env, ['shopper', 'selling', 'control'])
  await countSchedules()
  const ports = [await freePort(), await freePort(), await freePort()]
  servers = await Promise.all(ports.map((port) => launchDuty('serve', { ...env, PORT: String(port) })))
  balancer = await openBalancer(servers.map((one) => one.url))
  const outside = { ...env, PUBLIC_URL: balancer.url, WORK_CONCURRENCY: '2' }
  workers = await Promise.all([launchDuty('work', outside), launchDuty('work', outside)])
})
afterAll(async () => {
  balancer?.close()
  await Promise.all([...(servers ?? []), ...(workers ?? [])].map((one) => one.end()))
  await sql?.end()
  await database?.drop()
})

/** Jobs vanish when they are done: what schedules asked for is noted as it comes in. */
async function countSchedules() {
  await sql`create table public.planned (task int, at text)`
  await sql.unsafe(`
    create function public.note_plan() returns trigger language plpgsql as $$ begin
      if new.payload::jsonb ? '_cron' then
        insert into public.planned values (new.task_id, new.payload::jsonb #>> '{_cron,ts}');
      end if;
      return new;
    end $$`)
  await sql`create trigger note_plan after insert on graphile_worker._private_jobs
            for each row execute function public.note_plan()`
}

test('a price that one server changes is on the page and in the quote of every other within a second', async () => {
  const [item] = await goodsOf(servers[0]!.url)
  const { sku_id, product_id, price_fen } = item!
  const path = `/products/${product_id}?sku=${sku_id}`
  const written = (fen: number) => (fen / 100).toLocaleString('en-US')
  for (const { url } of servers) expect((await ask(url, 'GET', path)).text).toContain(written(price_fen!))
  const after = Math.floor((price_fen! * 0.97) / 100) * 100
  const change = {
    sku_id,
    place_code: 'CN',
    price_fen: after,
    starts_at: new Date().toISOString(),
    reason: '秋',
  }
  const asked = await api(servers[0]!.url, 'POST', '/price-changes', change, keys.selling)
  expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('request_id')])
  const approved = await api(
    servers[1]!.url,
    'PUT',
    `/change-requests/${asked.body.request_id}/approval`,
    {},
    keys.control,
  )
  expect([approved.status, approved.body.reason]).toEqual([200, '秋'])
  const shown = async () => {
    const pages = await Promise.all(servers.map(({ url }) => ask(url, 'GET', path)))
    return pages.every(({ text }) => text.includes(written(after)))
  }
  await vi.waitUntil(shown, { timeout: 1_500, interval: 50 })
  for (const { url } of servers) {
    const quote = await api(
      url,
      'POST',
      '/quotes',
      { lines: [{ sku_id, quantity: 1 }], county_code },
      keys.shopper,
    )
    expect(quote.body.lines[0].unit_fen).toBe(after)
  }
})

test('whoever listens at one server hears of an order that another one moves', async () => {
  const [, item] = await goodsOf(servers[0]!.url)
  const placed = await buy(servers[2]!.url, item!.sku_id, keys.shopper!)
  expect([placed.status, placed.text]).toEqual([200, expect.stringContaining('payment_id')])
  const { id } = placed.body.orders[0]
  const ears = await Promise.all(servers.map(({ url }) => hear(url, `order:${id}`, keys.shopper!)))
  const state = async () =>
    (await api(servers[1]!.url, 'GET', `/orders/${id}`, undefined, keys.shopper)).body.state
  await vi.waitUntil(async () => (await state()) === 'paid', { timeout: 20_000 })
  const ended = await api(
    servers[1]!.url,
    'PUT',
    `/orders/${id}/cancellation`,
    { reason: 'changed_mind' },
    keys.shopper,
  )
  expect([ended.status, ended.text]).toEqual([200, expect.anything()])
  await vi.waitUntil(() => ears.every((one) => one.said().includes(`order:${id}`)), { timeout: 2_000 })
  for (const one of ears) one.stop()
})

test('guesses at a password are counted by all servers together', async () => {
  const tries = Array.from({ length: 9 }, (_, n) =>
    fetch(`${servers[n % 3]!.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'zhuguang' },
      body: JSON.stringify({ email: 'somebody@example.com', password: `guess ${n} of many` }),
    }),
  )
  const statuses = (await Promise.all(tries)).map((reply) => reply.status)
  expect(statuses.filter((status) => status === 429)).toHaveLength(6)
})

test('each of them is restarted under load and no request fails', async () => {
  const items = await goodsOf(servers[0]!.url)
  const failures: string[] = []
  const done = { read: 0, bought: 0 }
  let going = true
  const until = async (work: (n: number) => Promise<Answer>, count: 'read' | 'bought') => {
    for (let n = 0; going; n++) {
      const answer = await work(n).catch((error: Error) => ({
        status: 599,
        text: String(error.cause ?? error),
      }))
      if (answer.status >= 500 || answer.status === 429)
        failures.push(`${answer.status} ${answer.text.slice(0, 200)}`)
      if (answer.status === 200) done[count] += 1
    }
  }
  const at = (n: number) => items[n % items.length]!
  const load = Promise.all([
    until((n) => ask(balancer.url, 'GET', `/products/${at(n).product_id}?sku=${at(n).sku_id}`), 'read'),
    until((n) => api(balancer.url, 'GET', `/products/${at(n).product_id}`), 'read'),
    until(() => ask(balancer.url, 'GET', '/'), 'read'),
    until((n) => buy(balancer.url, at(n).sku_id, keys.shopper!), 'bought'),
    until((n) => buy(balancer.url, at(n + 7).sku_id, keys.shopper!), 'bought'),
    until((n) => buy(balancer.url, at(n + 13).sku_id, keys.shopper!), 'bought'),
  ])
  const pids = [...servers, ...workers].map((one) => one.pid())
  const before = { ...done }
  for (const one of [...servers, ...workers]) expect(await one.restart()).toBe(0)
  expect([...servers, ...workers].filter((one, n) => one.pid() === pids[n])).toEqual([])
  going = false
  await load
  expect([...failures, ...balancer.broken]).toEqual([])
  expect(done.read).toBeGreaterThan(before.read + 100)
  expect(done.bought).toBeGreaterThan(before.bought + 20)
  // Each leaves the balancer no other way but to ask somebody else.
  expect(balancer.tried.turned_away + balancer.tried.refused).toBeGreaterThan(0)
  const unpaid = async () => {
    const [row] = await sql`select count(*)::int as n from orders.customer_order where state = 'created'`
    return row!.n as number
  }
  await vi.waitUntil(async () => (await unpaid()) === 0, { timeout: 30_000, interval: 200 })
  expect(await whatIsWrong(sql, began_at)).toEqual([])
})

test('what is planned for a minute happens once, whoever works', async () => {
  const minutes = async () => {
    const [row] = await sql`select count(distinct at)::int as n from public.planned`
    return row!.n as number
  }
  await vi.waitUntil(async () => (await minutes()) >= 2, { timeout: 150_000, interval: 500 })
  expect(await sql`select task, at from public.planned group by 1, 2 having count(*) > 1`).toEqual([])
  const [row] = await sql`select count(*)::int as n from graphile_worker._private_jobs where attempts > 1`
  expect(row!.n, 'no job failed').toBe(0)
})
