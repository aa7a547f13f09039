// The database of the chaos: a real PostgreSQL with the product's own command line, on a small tmpfs where
// that can be had, which can be killed in every way a machine can kill it.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { launchArgs } from '../src/platform/embedded.ts'
import { type Place, handOver } from '../src/platform/embedded-place.ts'
import { freePort } from '../src/platform/free-port.ts'

export type Database = Awaited<ReturnType<typeof openDatabase>>

const start_ms_max = 60_000

/** What lies in a cluster's folder under this name is its owner's password. */
const passwordOf = (cluster: string) => readFileSync(join(cluster, 'zhuguang.password'), 'utf8')

/** `more` is added to the command line, where the last word on a setting holds. */
export async function openDatabase(place: Place, folder: string, more: string[] = []) {
  const port = await freePort()
  const url = `postgres://zhuguang:${passwordOf(place.cluster)}@127.0.0.1:${port}/zhuguang`
  const log_file = join(folder, 'postgres.log')
  let master: ChildProcess | null = null

  async function start() {
    for (const until = Date.now() + start_ms_max; ; await sleep(50)) {
      master = launch(place, [...launchArgs(place, port), ...more], log_file)
      if (await untilReady(url, master, Math.min(until, Date.now() + start_ms_max))) return
      // Orphans of a killed postmaster hold the shared memory until their statement ends.
      if (Date.now() > until) throw new Error(`PostgreSQL does not start again: see ${log_file}`)
    }
  }

  /** The postmaster and everything it has forked, those it left as orphans too. */
  const everybody = () => processesIn(place.cluster)

  return {
    url,
    port,
    folder,
    log_file,
    cluster: place.cluster,
    start,
    alive: () => master !== null && master.exitCode === null && master.signalCode === null,
    backends: () => everybody().filter((pid) => pid !== master?.pid),
    /** The postmaster alone: its backends live on until they notice. */
    killMaster: () => void signal(master?.pid, 'SIGKILL'),
    killAll: () => {
      signal(master?.pid, 'SIGKILL')
      for (const pid of everybody()) signal(pid, 'SIGKILL')
    },
    stop: async () => {
      if (master?.exitCode !== null || master.signalCode !== null) return
      const ended = new Promise((done) => master!.once('exit', done))
      signal(master.pid, 'SIGINT')
      await Promise.race([ended, sleep(3_000)])
      for (const pid of everybody()) signal(pid, 'SIGKILL')
    },
  }
}

function launch(place: Place, args: string[], log_file: string) {
  const file = openSync(log_file, 'a', 0o600)
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
  const child = spawn(join(place.bin, 'postgres'), args, {
    ...place.account,
    cwd: '/',
    env,
    detached: true,
    stdio: ['ignore', file, file],
  })
  closeSync(file)
  return child
}

async function untilReady(url: string, child: ChildProcess, until: number) {
  let failed = false
  child.once('error', () => (failed = true))
  while (Date.now() < until && !failed && child.exitCode === null && child.signalCode === null) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} })
    const there = await sql`select 1`.then(
      () => true,
      () => false,
    )
    await sql.end({ timeout: 1 })
    if (there) return true
    await sleep(30)
  }
  return false
}

/** Those whose working folder is the cluster: PostgreSQL lives in its data. */
function processesIn(cluster: string): number[] {
  if (process.platform !== 'linux') {
    const told = spawnSync('pgrep', ['-f', `-D ${cluster} `], { encoding: 'utf8' }).stdout
    return told.split('\n').filter(Boolean).map(Number)
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && folderOf(name) === cluster)
    .map(Number)
}

function folderOf(pid: string) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

export function signal(pid: number | undefined, name: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    return false
  }
}

/** A folder of at most `mb`, which can be filled; null where no file system may be mounted. */
export function mountSmall(folder: string, mb: number): boolean {
  mkdirSync(folder, { recursive: true })
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  return (
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mb}m,mode=755`, 'zhuguang-chaos', folder]).status === 0
  )
}
export const unmount = (folder: string) => spawnSync('umount', ['-l', folder]).status === 0

/** The prepared cluster again, as it was. */
export function copyCluster(template: Place, folder: string): Place {
  const cluster = join(folder, 'postgres')
  rmSync(cluster, { recursive: true, force: true })
  execFileSync('cp', ['-a', template.cluster, cluster])
  if (!existsSync(join(cluster, 'PG_VERSION'))) throw new Error(`no cluster in ${folder}`)
  handOver(cluster, template.account)
  return { ...template, cluster }
}
