// `start`: one process that serves and works, with its own database when none is given. Each step may be cut
// at any moment; the next start does it again.
import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { setPriority } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Config } from './platform/config.ts'
import { type Loader, loaderIn } from './demo/beside.ts'
import { mayLoadDemo } from './demo/load.ts'
import { makeIdentify, openAuth } from './modules/people/index.ts'
import { catalogSearch } from './modules/search/index.ts'
import { connect, isDriverSlip } from './platform/db.ts'
import { type Gate, makeGate } from './platform/gate.ts'
import { register, startWorker } from './platform/jobs.ts'
import { hearLive } from './platform/live.ts'
import { makeLog } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { setOwnServer } from './platform/own-calls.ts'
import { choosePartners } from './partners.ts'
import { openSnapshots, reactions } from './rooms.ts'
import { buildServer } from './server.ts'
import { type Storage, hasEmbedded, openStorage } from './storage.ts'

export type Duties = { serve: boolean; work: boolean; prepare: boolean }

/** A person at a terminal waits no longer; behind a balancer requests and jobs are given time to end. */
const stop_ms_max = { alone: 2_800, fleet: 9_000 }
const drain_ms_usual = 1_500

export async function start(config: Config, duties: Duties, say: (line: string) => void) {
  const log = makeLog(config.LOG_LEVEL)
  const closers: (() => Promise<unknown> | unknown)[] = []
  const drain_ms = config.DRAIN_MS ?? (duties.prepare ? 0 : drain_ms_usual)
  stopOnSignal(closers, drain_ms + (duties.prepare ? stop_ms_max.alone : stop_ms_max.fleet))
  process.on('uncaughtException', (error) => {
    if (isStopping()) return
    if (isDriverSlip(error)) return log.warn('a connection to the database closed under a write')
    log.fatal({ err: error }, 'uncaught')
    process.exit(1)
  })
  const gate = makeGate()
  const step = (what: string) => {
    gate.waitFor(what)
    say(what)
  }
  // Who starts alone is asked by people from the first moment. One of several stays silent until it can
  // answer, so that a balancer asks the others.
  const alone = duties.prepare
  if (duties.serve && alone) await listenAt(gate, config)
  const address = () => config.PUBLIC_URL ?? gate.address()
  const demo = duties.prepare && !config.DATABASE_URL && config.DEMO_STORES > 0
  const early = demo && !hasEmbedded(config) ? startLoader(say, closers) : null
  step('database')
  const storage = await openStorage(config, { mode: 'hold', note: address(), say })
  closers.unshift(storage.close)
  if (duties.prepare) {
    step('migrations')
    await migrate(storage.url)
  }
  if (demo) {
    step('demo world')
    if (await ownerMay(storage)) await (early ?? startLoader(say, closers)).load(storage.url)
    else await early?.stop()
  }
  register(reactions)
  choosePartners()
  step('catalog, prices and places into memory')
  await openSnapshots(storage.db)
  if (duties.serve) await openShop(gate, config, storage, log, closers)
  if (duties.serve && !alone) await listenAt(gate, config)
  if (duties.serve) setOwnServer(gate.address())
  if (duties.work) {
    const { WORK_CONCURRENCY } = config
    const all = alone && storage.embedded
    const runner = await startWorker(storage.url, storage.db, reactions, log, WORK_CONCURRENCY, all)
    closers.unshift(() => runner.stop())
  }
  // Before anything else ends: whoever is let in until then still needs all of it.
  if (duties.serve) closers.unshift(() => gate.leave(drain_ms))
  giveBack()
  say(duties.serve ? `ready: ${address()}` : 'working')
  settleSoon(closers)
  if (demo) loadBehind(storage, closers)
}

const settle_ms = 2_000
const quiet_ms = 8_000
const rounds_max = 8
const spare_bytes = 24_000_000

/**
 * What starting needed goes back to the machine, which an idle process would keep for hours. From here on the
 * heap is swept when it has doubled, not when it is four times what lives.
 */
function giveBack() {
  setFlagsFromString('--expose-gc')
  setFlagsFromString('--heap-growing-percent=100')
  runInNewContext('gc')()
}

/**
 * Nobody's first search waits for the index. What it needed goes back as well, which V8 does only some time
 * after much was made: asked again until it has.
 */
async function settle() {
  catalogSearch()
  for (let round = 0; round < rounds_max; round++) {
    await sleep(quiet_ms, null, { ref: false })
    giveBack()
    const { heapTotal, heapUsed } = process.memoryUsage()
    if (heapTotal - heapUsed < spare_bytes) return giveBack()
  }
}

function settleSoon(closers: (() => unknown)[]) {
  const timer = setTimeout(() => void settle(), settle_ms)
  closers.unshift(() => clearTimeout(timer))
}

async function ownerMay({ url }: Storage): Promise<boolean> {
  const sql = connect(url, { pool: 1, role: null })
  return mayLoadDemo(sql).finally(() => sql.end())
}

/** This program again, with another command. */
function spawnSelf(command: string, options: SpawnOptions) {
  const here = import.meta.url
  const program = fileURLToPath(new URL(here.endsWith('.ts') ? './main.ts' : './main.js', here))
  return spawn(process.execPath, [...process.execArgv, program, command], options)
}

function startLoader(say: (line: string) => void, closers: (() => unknown)[]): Loader {
  const child = spawnSelf('world', { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const loader = loaderIn(child, say)
  closers.unshift(loader.stop)
  return loader
}

// The long history of the demo arrives in a process of its own, less urgent than this one, while the shop
// sells.
function loadBehind({ url }: Storage, closers: (() => unknown)[]) {
  const child = spawnSelf('history', {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = once(child, 'exit').catch(() => {})
  child.on('error', () => {})
  if (child.pid) setPriority(child.pid, 10)
  closers.unshift(() => {
    child.kill('SIGKILL')
    return ended
  })
}

async function listenAt(gate: Gate, config: Config) {
  await new Promise<void>((resolve, reject) => {
    gate.server.once('error', reject)
    gate.server.listen(config.PORT, config.HOST, resolve)
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    throw new Error(`port ${config.PORT} on ${config.HOST} is taken: set PORT to another one`)
  })
}

async function openShop(
  gate: Gate,
  config: Config,
  { db, url }: Storage,
  log: ReturnType<typeof makeLog>,
  closers: (() => unknown)[],
) {
  const live = await hearLive(db.sql)
  const auth = await openAuth(url, db, config)
  const identify = await makeIdentify(db, auth)
  const app = await buildServer({ config, log, db, live, identify, auth })
  await app.ready()
  // The end of the application ends live streams, which would last; then all others have their answers.
  closers.unshift(
    () => app.close(),
    () => gate.emptied(),
    () => auth.close(),
  )
  gate.open(app.routing as RequestListener)
}

let stopping = false
/** A start that is cut short by a signal fails in many ways, none of which is a fault. */
export const isStopping = () => stopping

// Drains and ends within its time, whatever hangs. The newest opened closes first.
function stopOnSignal(closers: (() => unknown)[], ms_max: number) {
  const stop = async () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), ms_max).unref()
    // A copy: what is still opening adds itself in front meanwhile.
    for (const close of closers.slice())
      await Promise.resolve()
        .then(close)
        .catch(() => {})
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}
