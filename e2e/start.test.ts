// Starting and ending: killed at any moment of the first start, stopped, started again, and what a start
// refuses.
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, inject, test } from 'vitest'
import { readMark } from '../src/demo/load.ts'
import { reconcile } from '../src/modules/stock/index.ts'
import { connect } from '../src/platform/db.ts'
import { joinEmbedded } from '../src/platform/embedded.ts'
import { testDatabase } from '../tools/test-db.ts'
import { command, end, launch, makeDataDir, removeDataDir, untilReady } from './product.ts'

const tiny_world = { DEMO_STORES: '60', DEMO_ORDERS: '40', DEMO_OLDER_ORDERS: '0' }
const sql_name = /^[\w.]+$/

/** Rows of the tables that the first start fills, how far its last parts came, whether the books agree. */
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
    const mark = await readMark(sql)
    return {
      nodes: await count('places.node'),
      skus: await count('catalog.sku'),
      prices: await count('pricing.price'),
      cells: await count('stock.level'),
      people: await count('people.person'),
      orders: await count('orders.customer_order'),
      tasks: await count('fulfilment.task'),
      changes: await count('control.change_request'),
      purchases: await count('purchase.purchase_order'),
      past_orders: mark?.history,
      open_orders: mark?.open_orders,
      open_purchases: mark?.open_purchases,
      differences: differences.length,
    }
  } finally {
    await sql.end()
    await running.stop()
  }
}

/** The line that begins each phase of a first start; a kill falls somewhere before the next one. */
const phases = [
  /./,
  /creating the database cluster/,
  /migrations/,
  /demo world/,
  /\d+ stores,/,
  /stock cells/,
  /into memory/,
  /ready:/,
  /past orders/,
]
const world_ms_max = 120_000

/** Repeatable, and different with every KILL_SEED. */
function momentsOf(seed: number, count: number): number[] {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return Array.from({ length: count }, next)
}

/** How long each phase takes on this machine now, and the world that stands at the end of the last. */
async function firstStart() {
  const data_dir = makeDataDir()
  const first = await launch(data_dir, tiny_world)
  const begins: number[] = []
  for (const phase of phases) {
    await expect.poll(first.log, { timeout: world_ms_max, interval: 5 }).toMatch(phase)
    begins.push(performance.now())
  }
  for (const last of [/open orders$/m, /open purchase orders$/m])
    await expect.poll(first.log, { timeout: world_ms_max, interval: 20 }).toMatch(last)
  begins.push(performance.now())
  const world = await worldIn(data_dir)
  await end(first)
  removeDataDir(data_dir)
  return { world, phase_ms: phases.map((_, n) => begins[n + 1]! - begins[n]!) }
}

const kills = 10
const seed = Number(process.env.KILL_SEED ?? 20_261_124)

test(`killed at ${kills} moments of its first start (seed ${seed}), the next one comes up whole`, async () => {
  const { world: whole, phase_ms } = await firstStart()
  expect(whole).toMatchObject({
    differences: 0,
    nodes: 70,
    past_orders: 40,
    open_orders: true,
    open_purchases: true,
  })
  // Every phase once, the one after `ready` twice: the longest and the only one in which anybody buys.
  const all = [...phases.keys(), phases.length - 1]
  const cuts = momentsOf(seed, kills).map((part, n) => ({ phase: all[n]!, part }))
  const kill = async (data_dir: string, { phase, part }: (typeof cuts)[0], alone: boolean) => {
    const cut = await launch(data_dir, tiny_world)
    // A second start passes a phase that is done in silence: then it is killed where it stands.
    const begun = () => phases.slice(phase).some((line) => line.test(cut.log()))
    await expect.poll(begun, { timeout: world_ms_max, interval: 5 }).toBe(true)
    await sleep(part * phase_ms[phase]!)
    // Once the program alone, so that its database outlives it; once everything it started.
    if (alone) cut.child.kill('SIGKILL')
    else process.kill(-cut.child.pid!, 'SIGKILL')
    await cut.ended
  }
  const world = async (own: typeof cuts) => {
    const data_dir = makeDataDir()
    for (const [n, cut] of own.entries()) await kill(data_dir, cut, n === 0)
    const next = await launch(data_dir, tiny_world)
    await untilReady(next)
    await expect
      .poll(() => worldIn(data_dir), { timeout: world_ms_max, interval: 500, message: JSON.stringify(own) })
      .toEqual(whole)
    await end(next)
    removeDataDir(data_dir)
  }
  // An early kill and a later one in each world: what the first left half done, the second finds half mended.
  const worlds = cuts.slice(0, kills / 2).map((cut, n) => [cut, cuts[n + kills / 2]!])
  // Two at a time: most of a start is waiting for the disk.
  const lane = async () => {
    for (let own = worlds.shift(); own; own = worlds.shift()) await world(own)
  }
  await Promise.all([lane(), lane()])
}, 900_000)

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
