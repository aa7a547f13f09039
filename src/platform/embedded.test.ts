// The supervisor against real processes: killed at any moment, raced, orphaned.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, expect, test } from 'vitest'
import { claimants, Claimed } from './claim.mjs'
import { joinEmbedded, startEmbedded } from './embedded.ts'

// Beside the other test data: a folder that the unprivileged account can enter whenever the clone is.
const folder = join(import.meta.dirname, '..', '..', '.test', `supervised-${process.pid}`)
afterAll(() => {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) continue
    rmSync(dirname(readlinkSync(path)), { recursive: true, force: true })
  }
  rmSync(folder, { recursive: true, force: true })
})

const starter = `
  import { startEmbedded } from './src/platform/embedded.ts'
  try {
    const { url } = await startEmbedded({ data_dir: process.env.FOLDER, note: 'http://127.0.0.1:4139' })
    console.log('up ' + url)
    setInterval(() => {}, 1000)
  } catch (error) { console.log(error.name + ': ' + error.message); process.exit(3) }`

function start(data_dir: string): { child: ChildProcess; says: Promise<string> } {
  const args = ['--import', 'tsx', '--input-type=module', '-e', starter]
  const child = spawn(process.execPath, args, { env: { ...process.env, FOLDER: data_dir } })
  const says = new Promise<string>((done) => {
    child.stdout.once('data', (chunk) => done(String(chunk).trim()))
    child.once('exit', (code) => done(`exit ${code}`))
  })
  return { child, says }
}

async function died(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((done) => child.once('exit', done))
}

async function answer(url: string): Promise<unknown> {
  const sql = postgres(url, { max: 1 })
  const [row] = await sql`select current_database() as name, current_setting('fsync') as fsync`
  await sql.end()
  return row
}

/** A statement that fails with what somebody wrote. */
async function failWith(url: string, written: string) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined })
  await sql`create table once (written text unique)`
  await sql`insert into once values (${written})`
  await sql`insert into once values (${written})`.catch(() => undefined)
  await sql.end()
}

test('comes up whatever the moment at which earlier first starts were killed', async () => {
  const data_dir = join(folder, 'killed')
  for (const after_ms of [250, 350, 450, 550, 650, 750, 900, 1200]) {
    const { child } = start(data_dir)
    await sleep(after_ms)
    await died(child)
  }
  const embedded = await startEmbedded({ data_dir })
  expect(await answer(embedded.url)).toEqual({ name: 'zhuguang', fsync: 'on' })
  await embedded.stop()
  expect(claimants(join(data_dir, 'running'))).toEqual([])
}, 60_000)

test('of several starts at once one runs and the others name it', async () => {
  const data_dir = join(folder, 'raced')
  const starts = [start(data_dir), start(data_dir), start(data_dir), start(data_dir)]
  const said = await Promise.all(starts.map(({ says }) => says))
  expect(said.filter((line) => line.startsWith('up '))).toHaveLength(1)
  expect(said.filter((line) => /^Claimed: .*\(http:\/\/127\.0\.0\.1:4139\)$/.test(line))).toHaveLength(3)
  await Promise.all(starts.map(({ child }) => died(child)))
  await (await startEmbedded({ data_dir })).stop()
}, 60_000)

test('takes over the PostgreSQL of a killed process', async () => {
  const data_dir = join(folder, 'orphan')
  const first = start(data_dir)
  const url = (await first.says).replace('up ', '')
  await died(first.child)
  const lines: string[] = []
  const second = await startEmbedded({ data_dir, log: (line) => lines.push(line) })
  expect(second.url).toBe(url)
  expect(lines.join()).toContain('still running')
  await second.stop()
  await expect(answer(url)).rejects.toThrow(/ECONNREFUSED/)
}, 60_000)

test('starts PostgreSQL again when it dies', async () => {
  const data_dir = join(folder, 'revived')
  const lines: string[] = []
  const embedded = await startEmbedded({ data_dir, log: (line) => lines.push(line) })
  const sql = postgres(embedded.url, { max: 1 })
  const [row] = await sql`select split_part(pg_read_file('postmaster.pid'), e'\n', 1)::int as pid`
  await sql.end()
  process.kill(row?.pid, 'SIGKILL')
  await expect.poll(() => answer(embedded.url).catch(() => null), { timeout: 20_000 }).not.toBeNull()
  await embedded.stop()
  expect(lines).toContain('PostgreSQL has died: starting it again')
}, 60_000)

test('a command beside a running application uses its database, and its log keeps no data', async () => {
  const data_dir = join(folder, 'joined')
  const embedded = await startEmbedded({ data_dir, note: 'here' })
  await expect(startEmbedded({ data_dir })).rejects.toThrow(Claimed)
  const joined = await joinEmbedded({ data_dir })
  expect(joined.url).toBe(embedded.url)
  await joined.stop()
  await answer(embedded.url)
  await failWith(embedded.url, 'somebody@example.org')
  await embedded.stop()
  const log = readFileSync(join(data_dir, 'postgres.log'), 'utf8')
  expect(log).toContain('duplicate key')
  expect(log, 'what people wrote stays out of the log').not.toContain('somebody@example.org')
})

test.runIf(process.getuid?.() === 0)('root is told about a folder that only root can enter', async () => {
  const closed = join(folder, 'closed')
  mkdirSync(closed, { recursive: true, mode: 0o700 })
  const data_dir = join(closed, 'data')
  await expect(startEmbedded({ data_dir, given: true })).rejects.toThrow(/cannot enter .*closed\/data/)
  const moved = await startEmbedded({ data_dir })
  expect(await answer(moved.url)).toBeTruthy()
  expect(existsSync(join(data_dir, 'postgres', 'PG_VERSION'))).toBe(true) // a link to where it lies
  await moved.stop()
})
