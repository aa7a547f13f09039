// A small supervisor for a real PostgreSQL beside the application, used when no DATABASE_URL is given.
// Every step may be interrupted at any moment and is simply done again by the next start; a PostgreSQL that
// outlived a killed application is found again and used, never doubled.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync } from 'node:fs'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { birthMark, claim, Claimed } from './claim.mjs'
import { handOver, type Place, preparePlace, sweepUnfinished } from './embedded-place.ts'
import { freePort } from './free-port.ts'

export type Embedded = {
  url: string
  stop(): Promise<void>
  /** Gives the folder up to other processes and leaves PostgreSQL running for them. */
  leave(): void
}
export type EmbeddedOptions = {
  data_dir: string
  /** The person chose the folder: it is never moved, and an unreachable one is an error. */
  given?: boolean
  port?: number
  /** What a second start is told about this one: the address it serves. */
  note?: string
  log?: (line: string) => void
}
type Running = { pid: number; port: number; child: ChildProcess | null }
type Log = (line: string) => void

const USER = 'zhuguang'
const START_MS_MAX = 60_000
const STOP_MS_MAX = 1_800

// For a laptop, but never at the price of durability. Parallel workers would need more of /dev/shm than a
// container has. A dead client is noticed within a second, so that its locks do not outlive it.
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  shared_buffers: '192MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '96MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  max_wal_senders: '0',
  wal_buffers: '8MB',
  min_wal_size: '128MB',
  max_wal_size: '1GB',
  checkpoint_timeout: '10min',
  random_page_cost: '1.1',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  autovacuum_naptime: '20s',
  client_connection_check_interval: '1s',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  // What a statement failed at, not the row it failed with: that may be somebody's name and number.
  log_error_verbosity: 'terse',
}

/**
 * Starts PostgreSQL in `data_dir`, or takes over the one a killed process left, and returns the address of
 * the database `zhuguang` as its owner. Throws Claimed when a living process already runs it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const data_dir = resolve(options.data_dir)
  const log = options.log ?? (() => undefined)
  const place = preparePlace(data_dir, options.given ?? false, log)
  const held = await claim(join(data_dir, 'running'), { note: options.note ?? '' })
  try {
    await makeCluster(place, log)
    const running = (await adopt(place, log)) ?? (await launch(place, options.port, log))
    const url = await makeDatabase(place, running.port)
    const guard = watch(place, running, log)
    let stopping: Promise<void> | undefined
    const leave = () => {
      process.off('exit', abandon)
      held.release()
      return guard.leave()
    }
    const stop = async () => {
      await halt(guard.leave(), log)
      leave()
    }
    // Whoever exits without stop(), on an error, still tells PostgreSQL to end.
    const abandon = () => kill(leave().pid, 'SIGINT')
    process.once('exit', abandon)
    return { url, stop: () => (stopping ??= stop()), leave }
  } catch (error) {
    held.release()
    throw error
  }
}

/** For commands beside a running application: uses its database, or starts one while they run. */
export async function joinEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  try {
    return await startEmbedded(options)
  } catch (error) {
    if (!(error instanceof Claimed)) throw error
    const place = preparePlace(resolve(options.data_dir), options.given ?? false, () => undefined)
    const running = readPidFile(place.cluster)
    if (running?.state !== 'ready') throw error
    const nothing = () => undefined
    return { url: address(place, running.port, USER), stop: async () => nothing(), leave: nothing }
  }
}

// Made under another name and renamed when complete, the password inside: a cluster is whole or not there.
async function makeCluster(place: Place, log: Log): Promise<void> {
  sweepUnfinished(place.cluster)
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return checkVersion(place)
  log('creating the database cluster')
  const unfinished = `${place.cluster}.new-${randomBytes(4).toString('hex')}`
  const password = `${unfinished}-password`
  mkdirSync(unfinished, { mode: 0o700 })
  handOver(unfinished, place.account)
  writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 })
  handOver(password, place.account)
  const args = ['-D', unfinished, '-U', USER, `--pwfile=${password}`, '--no-instructions', '--no-locale']
  args.push(
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  )
  await run(join(place.bin, 'initdb'), args, place)
  renameSync(password, passwordFile(unfinished))
  renameSync(unfinished, place.cluster)
  const folder = openSync(dirname(place.cluster), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function checkVersion(place: Place): void {
  const made_by = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  const { stdout } = spawnSync(join(place.bin, 'postgres'), ['--version'], {
    ...spawnAs(place),
    encoding: 'utf8',
  })
  const ours = /(\d+)\.\d+/.exec(stdout ?? '')?.[1]
  if (ours === undefined || ours === made_by) return
  throw new Error(
    `${place.cluster} was made by PostgreSQL ${made_by}, this one is ${ours}: dump and restore it`,
  )
}

async function run(program: string, args: string[], place: Place): Promise<void> {
  const child = spawn(program, args, { ...spawnAs(place), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const code = await new Promise<number | string | null>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', done)
  })
  if (code !== 0) throw new Error(`${program} failed (${code}):\n${tail(said)}`)
}

/** A PostgreSQL that outlived the process that started it: used again if it is as we would start it. */
async function adopt(place: Place, log: Log): Promise<Running | null> {
  const found = readPidFile(place.cluster)
  if (!found || birthMark(found.pid) === null) return null
  if (!runsCluster(found.pid, place.cluster)) {
    rmSync(join(place.cluster, 'postmaster.pid'), { force: true }) // the number now belongs to a stranger
    return null
  }
  const opts = readFileSync(join(place.cluster, 'postmaster.opts'), 'utf8').trim()
  const expected = [join(place.bin, 'postgres'), ...launchArgs(place, found.port)]
  const same = opts.replaceAll('"', '') === expected.join(' ')
  if (found.state === 'ready' && same && (await answers(place, found.port))) {
    log(`found PostgreSQL still running (process ${found.pid})`)
    return { pid: found.pid, port: found.port, child: null }
  }
  log(`waiting for an earlier PostgreSQL to stop (process ${found.pid})`)
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    kill(found.pid, signal)
    if (await gone(found.pid, 20_000)) return null
  }
  throw new Error(`PostgreSQL process ${found.pid} on ${place.cluster} does not stop`)
}

async function launch(place: Place, port: number | undefined, log: Log): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const chosen = port ?? (await freePort())
    try {
      return await launchOn(place, chosen, log)
    } catch (error) {
      // Somebody can take a free port between the look and the start.
      const taken = error instanceof Error && error.message.includes('could not bind')
      if (!taken || port !== undefined || attempt === 5) throw error
    }
  }
}

async function launchOn(place: Place, port: number, log: Log): Promise<Running> {
  const path = join(dirname(place.cluster), 'postgres.log')
  if (existsSync(path) && statSync(path).size > 8_000_000) renameSync(path, `${path}.1`)
  const before = existsSync(path) ? statSync(path).size : 0
  const file = openSync(path, 'a', 0o600)
  // A process group of its own: a signal to our whole group drains us first, then we stop PostgreSQL.
  const child = spawn(join(place.bin, 'postgres'), launchArgs(place, port), {
    ...spawnAs(place),
    detached: true,
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  let failure: string | undefined
  child.once('error', (error) => (failure = error.message))
  child.once('exit', (code, signal) => (failure ??= `ended with ${signal ?? code}`))
  const until = Date.now() + START_MS_MAX
  for (let told = Date.now(); ; await sleep(15)) {
    const found = readPidFile(place.cluster)
    if (failure !== undefined || Date.now() > until) break
    if (found?.state === 'ready' && found.pid === child.pid) return { pid: found.pid, port, child }
    if (Date.now() - told < 3_000) continue
    log('PostgreSQL is recovering what the last run left')
    told = Date.now()
  }
  if (child.pid && failure === undefined) kill(child.pid, 'SIGQUIT')
  const said = readFileSync(path).subarray(before).toString()
  throw new Error(`PostgreSQL did not start (${failure ?? 'too slow'}); its log ${path} ends:\n${tail(said)}`)
}

/** The whole command line: whoever starts this PostgreSQL otherwise starts the same one. */
export function launchArgs(place: Place, port: number): string[] {
  const settings = Object.entries(SETTINGS).map(([name, value]) => `--${name}=${value}`)
  return ['-D', place.cluster, '-p', String(port), ...settings]
}

/** Starts PostgreSQL again if it dies under us, at the same port, a bounded number of times. */
function watch(place: Place, first: Running, log: Log): { leave(): Running } {
  let running = first
  let left = false
  let ended: number[] = []
  const check = setInterval(() => birthMark(running.pid) ?? revive(), 1_000)
  check.unref()

  async function revive(): Promise<void> {
    if (left) return
    clearInterval(check)
    ended = [...ended.filter((at) => Date.now() - at < 60_000), Date.now()]
    if (ended.length > 3) return log('PostgreSQL keeps dying: not started again')
    log('PostgreSQL has died: starting it again')
    try {
      running = await launchOn(place, running.port, log)
      if (left) return kill(running.pid, 'SIGINT')
      running.child?.once('exit', revive)
      running.child?.unref()
    } catch (error) {
      log(String(error))
      setTimeout(revive, 1_000).unref()
    }
  }
  if (first.child) {
    clearInterval(check)
    first.child.once('exit', revive)
    first.child.unref() // whoever serves keeps the process alive, not PostgreSQL
  }
  return {
    leave: () => {
      left = true
      clearInterval(check)
      return running
    },
  }
}

async function halt({ pid }: Running, log: Log): Promise<void> {
  kill(pid, 'SIGINT') // fast shutdown: connections end, a checkpoint is written
  if (await gone(pid, STOP_MS_MAX)) return
  log('PostgreSQL is still writing its last checkpoint and ends by itself')
}

async function makeDatabase(place: Place, port: number): Promise<string> {
  const sql = connect(address(place, port, 'postgres'))
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${USER}`
    if (!there) await sql`create database ${sql(USER)}`
  } finally {
    await sql.end({ timeout: 1 })
  }
  return address(place, port, USER)
}

async function answers(place: Place, port: number): Promise<boolean> {
  const sql = connect(address(place, port, 'postgres'))
  try {
    const [row] = await sql`select current_setting('data_directory') as dir`
    return row?.dir === place.cluster
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const connect = (url: string) => postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })

const address = (place: Place, port: number, database: string) =>
  `postgres://${USER}:${readFileSync(passwordFile(place.cluster), 'utf8')}@127.0.0.1:${port}/${database}`

const passwordFile = (cluster: string) => join(cluster, 'zhuguang.password')

function readPidFile(cluster: string): { pid: number; port: number; state: string } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), state: (lines[7] ?? '').trim() }
  } catch {
    return null
  }
}

function runsCluster(pid: number, cluster: string): boolean {
  const command =
    process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout
  return command.includes(`-D ${cluster} `)
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function gone(pid: number, ms_max: number): Promise<boolean> {
  for (const until = Date.now() + ms_max; Date.now() < until; await sleep(20)) {
    if (birthMark(pid) === null) return true
  }
  return false
}

// The account needs no environment of ours, and our folder may be one it cannot enter.
function spawnAs(place: Place) {
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  return { ...place.account, cwd: '/', env }
}

const tail = (text: string) => text.trimEnd().split('\n').slice(-20).join('\n')
