// `npm run bench -- [--quick] [--only list,detail,…] [--json FILE]`: starts its own server and database with
// a fresh demo world, measures each scenario beside its limit in the same run, and checks the answers. It
// never fails on a time: it is a measurement.
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startProduct } from '../e2e/product.ts'
import type { Direct } from './direct.ts'
import { historyEnds, residentMb, watchMemory } from './memory.ts'
import { type Echo, answersOf, openEcho } from './limit.ts'
import { type Effort, type Shot, load } from './load.ts'
import { type Measured, round, show } from './measured.ts'
import { type World, scenarios, surveyWorld } from './scenarios.ts'
import { writes } from './write-names.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
})
// Quick: one cold look at everything, to see that it works and about where it stands; a minute on two cores.
const effort: Effort = values.quick
  ? { seconds: 0.5, connections: 32, runs: 1, warm: false }
  : { seconds: 8, connections: 32, runs: 3, warm: true }

type Scene = (typeof scenarios)[number]

function limitName({ database }: Scene) {
  const bare = 'bare Fastify, the same bytes and headers'
  if (!database) return bare
  const { statements, writes } = database
  return `${bare}, after a transaction of ${statements} empty statements${writes ? ' and a durable commit' : ''}`
}

async function allRight(base: string, world: World, shots: readonly Shot[], scenario: Scene) {
  const answers = await answersOf(base, shots)
  const right = await Promise.all(
    answers.map(({ status, body }, at) => status === 200 && scenario.right(body, shots[at]!, world)),
  )
  return { answers, right: right.every(Boolean) }
}

async function measure(base: string, world: World, scenario: Scene, echo: Echo): Promise<Measured> {
  const asked = scenario.shots(world)
  const before = await allRight(base, world, asked, scenario)
  const { answers } = before
  const shots = scenario.same
    ? asked.map((shot, at) => ({ ...shot, expect: Buffer.byteLength(answers[at]!.body) }))
    : asked
  // A latency is one customer's: asked one after the other. A rate is a crowd's.
  const latency = scenario.unit === 'ms'
  const pace = latency ? { ...effort, connections: 1 } : effort
  const ours = await load(base, shots, pace)
  const after = await allRight(base, world, asked, scenario)
  const { database } = scenario
  const bare = await load(
    await echo.say(answers, database ? { ...database, url: world.direct.url } : null),
    shots.map((shot, at) => ({ ...shot, path: `/${at}` })),
    { ...pace, warm: !values.quick },
  )
  echo.stop()
  console.log(`${''.padEnd(10)}the limit alone: p50 ${round(bare.p50_ms)} ms  p99 ${round(bare.p99_ms)} ms`)
  const value = latency ? ours.p99_ms : ours.rate
  const limit = latency ? bare.p99_ms : bare.rate
  return {
    name: scenario.name,
    unit: scenario.unit,
    value: round(value),
    runs: ours.runs.map(round),
    p50_ms: round(ours.p50_ms),
    p99_ms: round(ours.p99_ms),
    limit: { name: limitName(scenario), value: round(limit) },
    ratio: round(value / Math.max(limit, 0.01)),
    correct: before.right && after.right && ours.failed === 0,
  }
}

const only = values.only?.split(',')
const known = [...scenarios.map(({ name }) => name), ...writes]
// `order` stands for all of its spreads.
const asks = (name: string) => !only || only.some((one) => one === name || name.startsWith(`${one}:`))
const unknown = only?.filter((one) => !known.some((name) => name === one || name.startsWith(`${one}:`))) ?? []
if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(', ')}`)

const starting = startProduct({
  RATE_LIMIT_PER_MINUTE: '100000000',
  LOG_LEVEL: 'error',
  DEMO_OLDER_ORDERS: '0',
  DEMO_ORDERS: values.quick ? '0' : '2000',
  // Part of the network is enough to see that all works; its start is most of a quick look.
  ...(values.quick && { DEMO_STORES: '9000' }),
})
// While it draws its world: they bring the whole house with them.
const { openDirect, timed } = await import('./direct.ts')
const { measureWrites } = await import('./writes.ts')
const product = await starting
/** Sourcing without HTTP, in cities of ten, a hundred and a thousand nodes: the real function, one by one. */
async function sourcingInside({ skus, direct }: World) {
  const rows = []
  for (const city of direct.growing()) {
    const ask = (at: number) => direct.promise(skus[at % 10]!, city.county_code)
    await timed(values.quick ? 20 : 200, ask)
    const all = await timed(values.quick ? 100 : 2_000, ask)
    const at = (share: number) => round(all[Math.floor(all.length * share)]!)
    rows.push({ ...city, p50_ms: at(0.5), p99_ms: at(0.99) })
  }
  return rows
}

const results: Measured[] = []
let inside: object[] | null = null
const reads = scenarios.filter(({ name }) => asks(name)).map((scene) => ({ scene, echo: openEcho() }))
let direct: Direct | null = null
const server = { idle_mb: 0, busy_mb: 0 }
try {
  direct = await openDirect(product.data_dir)
  if (!values.quick) await historyEnds(product)
  server.idle_mb = await residentMb(product.url)
  const memory = watchMemory(product.url)
  const world = await surveyWorld(product.url, direct)
  for (const { scene, echo } of reads) {
    const row = await measure(product.url, world, scene, echo)
    results.push(row)
    show(row)
  }
  const names = writes.filter(asks)
  if (names.length > 0)
    results.push(
      ...(await measureWrites(names, { base: product.url, url: direct.url, quick: values.quick, direct })),
    )
  if (results.some(({ name }) => name === 'sourcing')) inside = await sourcingInside(world)
  server.busy_mb = memory.most()
} finally {
  await direct?.close()
  await product.stop()
}
console.log('server memory', server)
for (const row of inside ?? []) console.log('sourcing inside the process', JSON.stringify(row))
const file = values.json ?? `bench/results/${new Date().toISOString().slice(0, 10)}.json`
mkdirSync('bench/results', { recursive: true })
const told = { scenarios: results, memory: server, sourcing_inside: inside }
writeFileSync(file, `${JSON.stringify(told, null, 1)}\n`)
process.exit(0)
