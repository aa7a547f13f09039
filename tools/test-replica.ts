// Two real PostgreSQL servers, the second a synchronous standby of the first, as an operator sets them up.
// The programs of the package hold no pg_basebackup: the standby is a copy of the files between
// pg_backup_start and pg_backup_stop.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Place, handOver, preparePlace } from '../src/platform/embedded-place.ts'
import { type Sql, connect } from '../src/platform/db.ts'

const user = 'zhuguang'
const password = 'replica'
const ready_ms_max = 30_000

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  wal_level: 'replica',
  max_wal_senders: '4',
  wal_keep_size: '512MB',
  max_connections: '60',
  shared_buffers: '64MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
}

export type Server = {
  url: string
  /** kill -9 of every process of it, at one moment. */
  kill: () => Promise<void>
  freeze: () => void
  thaw: () => void
  stop: () => Promise<void>
}

async function run(place: Place, program: string, args: string[]) {
  const done = spawnSync(join(place.bin, program), args, { ...place.account, cwd: '/', encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${program}: ${done.stdout}${done.stderr}`)
}

async function startServer(place: Place, port: number): Promise<Server> {
  const log = openSync(join(dirname(place.cluster), 'server.log'), 'a')
  const args = ['-D', place.cluster, '-p', String(port)]
  args.push(...Object.entries(settings).map(([name, value]) => `--${name}=${value}`))
  const child = spawn(join(place.bin, 'postgres'), args, {
    ...place.account,
    cwd: '/',
    stdio: ['ignore', log, log],
  })
  const url = `postgres://${user}:${password}@127.0.0.1:${port}/${user}`
  for (const until = Date.now() + ready_ms_max; !isReady(place); await sleep(50))
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(readFileSync(join(dirname(place.cluster), 'server.log'), 'utf8').slice(-2_000))
  const signal = (name: NodeJS.Signals) => {
    // Each of its processes leads a group of its own, so each is told.
    for (const pid of [child.pid!, ...childrenOf(child)]) tryKill(pid, name)
  }
  const gone = async () => {
    for (const pid of [child.pid!, ...childrenOf(child)]) for (; isAlive(pid); await sleep(20));
  }
  return {
    url,
    kill: async () => {
      signal('SIGSTOP')
      const all = childrenOf(child)
      signal('SIGKILL')
      for (const pid of all) for (; isAlive(pid); await sleep(20));
      await gone()
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    stop: async () => {
      signal('SIGCONT')
      tryKill(child.pid!, 'SIGINT')
      await gone()
    },
  }
}

function isReady(place: Place): boolean {
  try {
    const state = readFileSync(join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim()
    return state === 'ready' || state === 'standby'
  } catch {
    return false
  }
}

function childrenOf({ pid }: ChildProcess): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number))
  return rows.filter(([, parent]) => parent === pid).map(([child]) => child!)
}

function tryKill(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch {
    // gone already
  }
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z')
}

export async function openPair(folder: string, ports: { primary: number; standby: number }) {
  const place = preparePlace(join(folder, 'primary'), true, () => {})
  const secret = join(folder, 'password')
  writeFileSync(secret, password, { mode: 0o600 })
  handOver(secret, place.account)
  mkdirSync(place.cluster, { mode: 0o700 })
  handOver(place.cluster, place.account)
  const how = ['--no-locale', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  await run(place, 'initdb', [
    '-D',
    place.cluster,
    '-U',
    user,
    `--pwfile=${secret}`,
    '--auth=scram-sha-256',
    ...how,
  ])
  const primary = await startServer(place, ports.primary)
  const admin = connect(primary.url.replace(/\w+$/, 'postgres'), {
    pool: 1,
    role: null,
    statement_timeout_ms: 0,
  })
  await admin.unsafe(`create database ${user}`)

  const beside = preparePlace(join(folder, 'standby'), true, () => {})
  await copyFiles(admin, place, beside, ports.primary)
  const standby = await startServer(beside, ports.standby)
  await admin`alter system set synchronous_standby_names = 'FIRST 1 (beside)'`
  await admin`select pg_reload_conf()`
  for (; !(await isSynchronous(admin)); await sleep(100));
  await admin.end()
  return {
    primary,
    standby,
    loseDisk: () => rmSync(place.cluster, { recursive: true, force: true }),
    promote: async () => {
      const sql = connect(standby.url, { pool: 1, role: null, statement_timeout_ms: 0 })
      await sql`select pg_promote(true, 60)`
      await sql.end()
    },
  }
}

async function copyFiles(admin: Sql, from: Place, to: Place, port: number) {
  await admin`select pg_backup_start('standby', true)`
  const copied = spawnSync('cp', ['-a', from.cluster, to.cluster], { encoding: 'utf8' })
  if (copied.status !== 0) throw new Error(copied.stderr)
  const [told] = await admin<{ labelfile: string; spcmapfile: string }[]>`
    select labelfile, spcmapfile from pg_backup_stop(false)`
  for (const gone of ['postmaster.pid', 'postmaster.opts']) rmSync(join(to.cluster, gone), { force: true })
  const conninfo = `host=127.0.0.1 port=${port} user=${user} password=${password} application_name=beside`
  appendFileSync(join(to.cluster, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
  for (const [name, text] of [
    ['backup_label', told!.labelfile],
    ['tablespace_map', told!.spcmapfile],
    ['standby.signal', ''],
  ] as const) {
    if (name === 'tablespace_map' && text === '') continue
    writeFileSync(join(to.cluster, name), text, { mode: 0o600 })
    handOver(join(to.cluster, name), to.account)
  }
}

async function isSynchronous(admin: Sql): Promise<boolean> {
  const rows = await admin`
    select 1 from pg_stat_replication where application_name = 'beside' and sync_state = 'sync'`
  return rows.length === 1
}
