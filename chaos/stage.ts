// Everything that runs during a round: the database, two servers, two workers, a line from each to the
// database, and the folder in which all of it can be looked at afterwards.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { freePort } from '../src/platform/free-port.ts'
import { type Database, copyCluster, mountSmall, openDatabase, unmount } from './database.ts'
import { type Journal, openJournal } from './journal.ts'
import { type Line, openLine } from './line.ts'
import { type Program, makeProgram } from './program.ts'
import type { World } from './world.ts'

const disk_mb = 700
// Against hanging only: what is left then is a violation.
const settle_ms_max = 20_000

export type Stage = {
  world: World
  database: Database
  programs: Program[]
  servers: Program[]
  lines: Line[]
  journal: Journal
  /** The data lies on a small file system that may be filled. */
  small: boolean
  /** Straight to the database, not over the lines that are cut. */
  admin: postgres.Sql
  /** Starts what is dead, as whoever watches over processes does; nothing is waited for. */
  startDead(): void
  /** All is up again and answers. */
  startAll(): Promise<void>
  settle(): Promise<void>
  /** Nothing of it lives on, at once. */
  kill(): void
  close(): Promise<void>
}

export async function openStage(world: World, folder: string, workers: number): Promise<Stage> {
  const disk = join(folder, 'disk')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const small = mountSmall(disk, disk_mb)
  const database = await openDatabase(copyCluster(world.place, disk), folder)
  const ports = await Promise.all([freePort(), freePort()])
  // A worker calls the server of its own number, as the pretended provider does.
  const programs = (['serve', 'serve', 'work', 'work'] as const).slice(0, 2 + workers).map((duty, at) => {
    const name = `${duty}${(at % 2) + 1}`
    return makeProgram({ name, duty, port: ports[at % 2]!, log_file: join(folder, `${name}.log`) })
  })
  const lines = await Promise.all(programs.map(() => openLine(database.port)))
  const urlOver = (line: Line) => database.url.replace(`:${database.port}/`, `:${line.port}/`)
  const admin = postgres(database.url, { max: 2, onnotice: () => {}, connect_timeout: 5 })
  const startDead = () => {
    for (const [at, program] of programs.entries()) if (!program.alive()) program.start(urlOver(lines[at]!))
  }
  const startAll = async () => {
    if (!database.alive()) await database.start()
    for (const program of programs) program.thaw()
    startDead()
    await Promise.all(programs.map((program) => program.ready(startDead)))
  }
  const kill = () => {
    for (const program of programs) program.kill()
    database.killAll()
  }
  return {
    world,
    database,
    programs,
    servers: programs.filter(({ duty }) => duty === 'serve'),
    lines,
    journal: openJournal(join(folder, 'journal.jsonl')),
    small,
    admin,
    startDead,
    startAll,
    settle: () => settleJobs(admin),
    kill,
    close: async () => {
      for (const program of programs) program.kill()
      await admin.end({ timeout: 0.2 })
      for (const line of lines) line.close()
      await database.stop()
    },
  }
}

/** Takes a closed stage away. */
export function clearStage(folder: string) {
  unmount(join(folder, 'disk'))
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

/**
 * Waits until nothing is left to do. What failed while everything broke is tried again at once, as an
 * operator would; the audit is linked to its end.
 */
export async function settleJobs(admin: postgres.Sql) {
  await admin`select graphile_worker.add_job('platform.link_all', job_key => 'chaos.link')`
  for (const until = Date.now() + settle_ms_max; Date.now() < until; await sleep(60)) {
    await admin`
      update graphile_worker._private_jobs set run_at = now()
       where last_error is not null and locked_at is null and attempts < max_attempts and run_at > now()`
    const [left] = await admin<{ jobs: number }[]>`
      select count(*)::int as jobs from graphile_worker._private_jobs
       where attempts < max_attempts and (run_at <= now() + interval '1 second' or locked_at is not null)
         and coalesce(key, '') not like 'platform.link_audit:%'`
    if (left!.jobs === 0) return
  }
}
