// Starting and ending: killed at any moment of the first start, stopped, started again, and what a start
// refuses.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { reconcile } from '../src/modules/stock/index.ts'
import { connect } from '../src/platform/db.ts'
import { joinEmbedded } from '../src/platform/embedded.ts'
import { testDatabase } from '../tools/test-db.ts'
import { type Launched, command, end, launch, makeDataDir, removeDataDir, untilReady } from './product.ts'

const tiny_world = { DEMO_STORES: '60', DEMO_ORDERS: '40', DEMO_OLDER_ORDERS: '0' }
const sql_name = /^[\w.]+$/

/** Rows of the tables that the first start fills, and whether counters and ledger agree. */
async function worldIn(data_dir: string) {
  const running = await joinEmbedded({ data_dir, given: true })
  const sql = connect(running.url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    const count = async (table: string) => {
      expect(table).toMatch(sql_name)
      const [row] = await sql.unsafe(`select count(*)::int as n from ${table}`)
      return row!.n as number
    }
    const { differences } = await sql.begin((tx) => reconcile(tx as never))
    return {
      nodes: await count('places.node'),
      skus: await count('catalog.sku'),
      prices: await count('pricing.price'),
      cells: await count('stock.level'),
      people: await count('people.person'),
      differences: differences.length,
    }
  } finally {
    await sql.end()
    await running.stop()
  }
}

const pastOrders = ({ log }: Launched) =>
  expect.poll(log, { timeout: 90_000, interval: 200 }).toMatch(/40 of 40 past orders/)

/** Repeatable, and different every time: the seed is printed by the name of the test. */
function momentsOf(seed: number, count: number): number[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return Array.from({ length: count }, next)
}

const kills = 10
const a_world = 2
const seed = 20_261_124

test(`killed at ${kills} moments of its first start (seed ${seed}), the next one comes up whole`, async () => {
  const whole_dir = makeDataDir()
  const began = performance.now()
  const first = await launch(whole_dir, tiny_world)
  await untilReady(first)
  const ready_ms = performance.now() - began
  await pastOrders(first)
  const whole = await worldIn(whole_dir)
  await end(first)
  removeDataDir(whole_dir)
  expect(whole).toMatchObject({ differences: 0, nodes: 70 })
  const moments = momentsOf(seed, kills)
  const world = async (own: readonly number[]) => {
    const data_dir = makeDataDir()
    for (const [n, moment] of own.entries()) {
      const cut = await launch(data_dir, tiny_world)
      await sleep(50 + moment * ready_ms * 1.2)
      // Once the program alone, so that its database outlives it; once everything it started.
      if (n === 0) cut.child.kill('SIGKILL')
      else process.kill(-cut.child.pid!, 'SIGKILL')
      await cut.ended
    }
    const next = await launch(data_dir, tiny_world)
    await untilReady(next)
    await pastOrders(next)
    expect(await worldIn(data_dir), `killed at ${own}`).toEqual(whole)
    await end(next)
    removeDataDir(data_dir)
  }
  const worlds = Array.from({ length: kills / a_world }, (_, n) =>
    moments.slice(n * a_world, (n + 1) * a_world),
  )
  // Two at a time: most of a start is waiting for the disk.
  const lane = async () => {
    for (let own = worlds.shift(); own; own = worlds.shift()) await world(own)
  }
  await Promise.all([lane(), lane()])
})

test('ends within 3 s of SIGTERM to its group, sells again after a second start', async () => {
  const data_dir = makeDataDir()
  const first = await launch(data_dir, tiny_world)
  await untilReady(first)
  const told = performance.now()
  process.kill(-first.child.pid!, 'SIGTERM')
  expect(await first.ended).toBe(0)
  const ending_ms = performance.now() - told
  const began = performance.now()
  const second = await launch(data_dir, tiny_world)
  await untilReady(second)
  process.stdout.write(
    `ended in ${Math.round(ending_ms)} ms, ready again in ${Math.round(performance.now() - began)} ms\n`,
  )
  expect(ending_ms).toBeLessThan(3_000)
  const page = await fetch(second.url)
  expect(page.status).toBe(200)
  await end(second)
  removeDataDir(data_dir)
})

test('demo people are for this machine only', async () => {
  const url = inject('product_url')
  const enter = (headers: Record<string, string>) =>
    fetch(`${url}/api/v1/demo-session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-requested-with': 'zhuguang', ...headers },
      body: JSON.stringify({ key: 'owner' }),
    })
  expect((await enter({})).status).toBe(200)
  for (const proxied of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])
    expect((await enter({ [proxied]: '203.0.113.9' })).status, proxied).toBe(404)
  const people = await fetch(`${url}/api/v1/demo-people`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(await people.json()).toEqual({ items: [] })
})

test('demo leaves a database with data of its own alone', async () => {
  const database = await testDatabase()
  const sql = connect(database.url, { pool: 1, role: null })
  await sql`insert into people.party (id, kind, name_zh, name_en) values (gen_random_uuid(), 'consumer', '', '')`
  await sql`
    insert into people.person (id, party_id, name)
    select gen_random_uuid(), id, 'Somebody' from people.party limit 1`
  for (const args of [['demo'], ['demo', '--reset']]) {
    const { code, said } = await command(args, { DATABASE_URL: database.url })
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('left alone') })
  }
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from people.person`
  expect(row!.n).toBe(1)
  await sql.end()
  await database.drop()
})
