// `npm run bench -- [--quick] [--only list,detail,…] [--json FILE]`: starts its own server and database with
// a fresh demo world, measures each scenario beside its limit in the same run, and checks the answers. It
// never fails on a time: it is a measurement.
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startProduct } from '../e2e/product.ts'
import { type Effort, type Shot, load } from './load.ts'
import { type World, scenarios, surveyWorld } from './scenarios.ts'

export type Measured = {
  name: string
  unit: string
  value: number
  runs: number[]
  p50_ms: number
  p99_ms: number
  limit: { name: string; value: number }
  ratio: number
  correct: boolean
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, json: { type: 'string' } },
})
const effort: Effort = { seconds: values.quick ? 2 : 8, connections: 32, runs: 3 }

const round = (value: number) => Math.round(value * 100) / 100

/** Bare Fastify with the very bytes the scenario's first answers had. */
async function echoOf(bodies: { type: string; body: string }[]) {
  const child = spawn(process.execPath, [...process.execArgv, new URL('echo.ts', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(bodies))
  const port = await new Promise<string>((done) =>
    child.stdout.once('data', (data) => done(String(data).trim())),
  )
  return { base: `http://127.0.0.1:${port}`, stop: () => child.kill('SIGKILL') }
}

async function answersOf(base: string, shots: readonly Shot[]) {
  return Promise.all(
    shots.map(async ({ method = 'GET', path, body, headers = {} }) => {
      const reply = await fetch(base + path, {
        method,
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body }),
      })
      return { status: reply.status, type: reply.headers.get('content-type') ?? '', body: await reply.text() }
    }),
  )
}

async function measure(base: string, world: World, scenario: (typeof scenarios)[number]): Promise<Measured> {
  const shots = scenario.shots(world)
  const answers = await answersOf(base, shots)
  const correct = answers.every((one) => one.status === 200 && scenario.right(one.body, world))
  // A latency is one customer's: asked one after the other. A rate is a crowd's.
  const latency = scenario.unit === 'ms'
  const pace = latency ? { ...effort, connections: 1 } : effort
  const ours = await load(base, shots, pace)
  const echo = await echoOf(answers)
  const bare = await load(
    echo.base,
    shots.map((shot, at) => ({ ...shot, path: `/${at}` })),
    pace,
  )
  echo.stop()
  const value = latency ? ours.p99_ms : ours.rate
  const limit = latency ? bare.p99_ms : bare.rate
  return {
    name: scenario.name,
    unit: scenario.unit,
    value: round(value),
    runs: ours.runs.map(round),
    p50_ms: round(ours.p50_ms),
    p99_ms: round(ours.p99_ms),
    limit: { name: 'bare Fastify, the same bytes', value: round(limit) },
    ratio: round(value / Math.max(limit, 0.01)),
    correct: correct && ours.failed === 0,
  }
}

function show(row: Measured) {
  const figure = `${row.value} ${row.unit}`.padStart(16)
  const beside = `${row.limit.value} ${row.unit}`.padStart(16)
  console.log(
    `${row.name.padEnd(10)}${figure}  limit${beside}  ratio ${row.ratio.toFixed(2).padStart(6)}` +
      `  p50 ${row.p50_ms} ms  p99 ${row.p99_ms} ms  ${row.correct ? 'correct' : 'WRONG'}`,
  )
}

const only = values.only?.split(',')
const unknown = only?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? []
if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(', ')}`)

const product = await startProduct({
  RATE_LIMIT_PER_MINUTE: '100000000',
  LOG_LEVEL: 'error',
  DEMO_OLDER_ORDERS: '0',
  DEMO_ORDERS: '2000',
})
const results: Measured[] = []
try {
  const world = await surveyWorld(product.url)
  for (const scenario of scenarios) {
    if (only && !only.includes(scenario.name)) continue
    const row = await measure(product.url, world, scenario)
    results.push(row)
    show(row)
  }
} finally {
  await product.stop()
}
const file = values.json ?? `bench/results/${new Date().toISOString().slice(0, 10)}.json`
mkdirSync('bench/results', { recursive: true })
writeFileSync(file, `${JSON.stringify({ scenarios: results }, null, 1)}\n`)
process.exit(0)
