// The write scenarios, each beside its limit and verified from the tables: placing with demand on 1, 20 and
// 300 cities, one buyer alone, whole paid checkouts, the last units; and prices, which write nothing.
import { setTimeout as sleep } from 'node:timers/promises'
import { priceCarts } from './benefits.ts'
import { bulkLimit } from './bulk.ts'
import { checkOutAll } from './checkout.ts'
import { cpuNow, functionsOf, trackFunctions } from './cpu.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import type { Direct } from './direct.ts'
import { sellOut } from './hot.ts'
import { type Measured, middle, round, show } from './measured.ts'
import { type Placed, placeAll } from './order.ts'
import { proveParity } from './parity.ts'
import { whatIsWrong } from './verify.ts'
import type { WriteName } from './write-names.ts'

type Bench = { base: string; url: string; quick: boolean; direct: Direct }
type Scene = Bench & { crowd: Crowd }

export async function measureWrites(names: readonly WriteName[], bench: Bench): Promise<Measured[]> {
  const crowd = await openCrowd(bench.base, bench.url)
  await trackFunctions(crowd.sql)
  await crowd.served(citiesOf(names))
  const results: Measured[] = []
  try {
    for (const name of names) {
      await settled(crowd, !bench.quick)
      const [kind, size] = name.split(':') as [keyof typeof scenes, string | undefined]
      const row = await scenes[kind]({ ...bench, crowd }, size ?? '')
      const whole = !bench.quick || name === names.at(-1)
      const found = pure.includes(kind) ? [] : await whatIsWrong(crowd.sql, people(crowd), whole)
      const wrong = [...(row.wrong ? [row.wrong] : []), ...found]
      results.push({
        ...row,
        name,
        correct: wrong.length === 0,
        ...(wrong.length > 0 && { wrong: wrong.join('; ') }),
      })
      show(results.at(-1)!)
    }
  } finally {
    await crowd.close()
  }
  return results
}

/** As many cities as any of them asks for: goods for all are laid out once. */
const citiesOf = (names: readonly WriteName[]) =>
  Math.max(...names.map((name) => (name.startsWith('order:') ? Number(name.slice(6)) : usual_cities)))

const people = ({ buyers }: Crowd) => buyers.map(({ person_id }) => person_id)
const connections = 256
/** Of one buyer alone, and of checkouts. */
const usual_cities = 20
type Row = Omit<Measured, 'name' | 'correct'>

/** What writes nothing. */
const pure = ['price', 'benefits', 'parity']
const scenes = {
  price,
  benefits: async ({ quick }: Scene, size: string) => priceCarts(size, quick),
  parity: proveParity,
  order: (scene: Scene, cities: string) => order(scene, Number(cities)),
  alone,
  project,
  checkout,
  hot: (scene: Scene, nodes: string) => hot(scene, Number(nodes)),
}

async function order({ base, quick, crowd }: Scene, cities: number): Promise<Row> {
  const count = quick ? 800 : 12_000
  // The first batches make plans and connections; they are nobody's figure.
  await placeAll(base, await crowd.tickets(cities, quick ? 200 : 2_000), connections)
  // The machine swings: each run has its own limit, a moment later.
  const runs: (Placed & { limit: number })[] = []
  const spent = []
  for (let run = 0; run < (quick ? 1 : 3); run++) {
    const tickets = await crowd.tickets(cities, count)
    const before = await cpuNow(base, crowd.sql)
    await functionsOf(crowd.sql)
    const placed = await placeAll(base, tickets, connections)
    spent.push(await stepsOf(base, crowd, before, count))
    const limit = await bulkLimit(crowd.sql, people(crowd), quick ? 500 : 8_000)
    runs.push({ ...placed, limit })
  }
  const limit = middle(runs.map((run) => run.limit))
  const value = middle(runs.map(({ rate }) => rate))
  const refused = runs.some(({ statuses }) => statuses.size !== 1 || !statuses.has(200))
  return {
    unit: 'orders/s',
    value: round(value),
    runs: runs.map(({ rate }) => round(rate)),
    p50_ms: round(middle(runs.map(({ p50_ms }) => p50_ms))),
    p99_ms: round(middle(runs.map(({ p99_ms }) => p99_ms))),
    limit: { name: 'bulk insert of the same rows, 500 orders a commit', value: round(limit) },
    ratio: round(middle(runs.map((run) => run.rate / run.limit))),
    steps: spent[Math.floor(spent.length / 2)]!,
    ...(refused && { wrong: `answers ${JSON.stringify(runs.map(({ statuses }) => [...statuses]))}` }),
  }
}

type Cpu = Awaited<ReturnType<typeof cpuNow>>

async function stepsOf(base: string, { sql }: Crowd, before: Cpu, orders: number) {
  const after = await cpuNow(base, sql)
  const per = (seconds: number) => Math.round((seconds * 1e6) / orders)
  const functions = await functionsOf(sql)
  return {
    server_cpu: per(after.server_s - before.server_s),
    database_cpu: per(after.database_s - before.database_s),
    ...Object.fromEntries(functions.map(({ name, self_ms }) => [name, per(self_ms / 1_000)])),
  }
}

async function alone({ base, quick, crowd }: Scene): Promise<Row> {
  const tickets = await crowd.tickets(usual_cities, quick ? 100 : 400)
  const told = await placeAll(base, tickets, 1)
  const limit = await commits(crowd, tickets.length)
  return {
    unit: 'ms',
    value: round(told.p99_ms),
    runs: [round(told.p99_ms)],
    p50_ms: round(told.p50_ms),
    p99_ms: round(told.p99_ms),
    limit: { name: 'one durable commit at a time', value: round(limit) },
    ratio: round(told.p99_ms / limit),
  }
}

/** An order of an enterprise: a thousand lines, or as many as there are goods. */
async function project({ base, quick, crowd }: Scene): Promise<Row> {
  const times: number[] = []
  let lines = 0
  for (let run = 0; run < (quick ? 1 : 3); run++) {
    const ticket = await crowd.project(1_000)
    lines = ticket.lines ?? 0
    const { p50_ms, statuses } = await placeAll(base, [ticket], 1)
    if (!statuses.has(200)) throw new Error(`answers ${JSON.stringify([...statuses])}`)
    times.push(p50_ms)
  }
  const limit = await commits(crowd, 20)
  const value = middle(times)
  return {
    unit: 'ms',
    value: round(value),
    runs: times.map(round),
    p50_ms: round(value),
    p99_ms: round(Math.max(...times)),
    limit: { name: `one durable commit; the order has ${lines} lines`, value: round(limit) },
    ratio: round(value / limit),
  }
}

/** The 99th percentile of a commit of a kilobyte, one after the other. */
async function commits({ sql }: Crowd, count: number): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const began = performance.now()
    await sql`select pg_logical_emit_message(true, 'bench', ${'x'.repeat(1_000)})`
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[Math.floor(count * 0.99)]!
}

async function checkout({ base, quick, crowd }: Scene): Promise<Row> {
  const cells = (await crowd.served(usual_cities)).map(({ cell }) => cell)
  const { buyers, sql } = crowd
  const go = (count: number) => checkOutAll(base, sql, { buyers, cells, count, at_once: 128 })
  await go(quick ? 30 : 500)
  const runs = []
  for (let run = 0; run < (quick ? 1 : 3); run++) runs.push(await go(quick ? 200 : 3_000))
  const limit = await bulkLimit(sql, people(crowd), quick ? 200 : 3_000)
  const value = middle(runs.map(({ rate }) => rate))
  return {
    unit: 'orders/s',
    value: round(value),
    runs: runs.map(({ rate }) => round(rate)),
    p50_ms: round(middle(runs.map(({ p50_ms }) => p50_ms))),
    p99_ms: round(middle(runs.map(({ p99_ms }) => p99_ms))),
    limit: { name: 'bulk insert of the same orders, 500 a commit', value: round(limit) },
    ratio: round(value / limit),
  }
}

/** What listens to orders, and `vacuum`, work on after a scenario; the next one must not pay for it. */
async function settled({ sql }: Crowd, vacuum: boolean) {
  for (let looks = 0; looks < 2_400; looks++) {
    const [row] = await sql<{ n: number }[]>`
      select (select count(*) from graphile_worker.jobs where run_at <= now())::int
           + (select count(*) from pg_stat_activity
               where ${vacuum} and backend_type = 'autovacuum worker')::int as n`
    if (row!.n === 0) return
    await sleep(50)
  }
}

async function hot({ base, crowd }: Scene, nodes: number): Promise<Row> {
  await placeAll(base, await crowd.tickets(1, 200), connections)
  const limit = await bulkLimit(crowd.sql, people(crowd), 100)
  const { seconds, sold, answered } = await sellOut(base, crowd, nodes as 1 | 20)
  const wrong = sold === 100 && answered === 500 ? null : `${sold} sold, ${answered} answered`
  return {
    unit: 's',
    value: round(seconds),
    runs: [round(seconds)],
    p50_ms: 0,
    p99_ms: round(seconds * 1_000),
    limit: { name: 'bulk insert of a hundred orders', value: round(100 / limit) },
    ratio: round((seconds * limit) / 100),
    ...(wrong && { wrong }),
  }
}

async function price({ direct, quick }: Scene): Promise<Row> {
  const times = quick ? 2_000 : 20_000
  const ours = perCall(times, direct.priceTenLines())
  const limit = perCall(times, direct.readTenPrices())
  return {
    unit: 'ms',
    value: ours.p99_ms,
    runs: [ours.p99_ms],
    ...ours,
    limit: { name: 'ten look-ups in a map', value: limit.p99_ms },
    ratio: round(ours.p99_ms / Math.max(limit.p99_ms, 0.0001)),
  }
}

function perCall(times: number, work: () => unknown) {
  const all = Array.from({ length: times }, () => {
    const began = performance.now()
    work()
    return performance.now() - began
  }).sort((a, b) => a - b)
  const at = (share: number) => Math.round(all[Math.floor(times * share)]! * 10_000) / 10_000
  return { p50_ms: at(0.5), p99_ms: at(0.99) }
}
