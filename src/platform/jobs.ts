// The worker: graphile-worker runs the tasks that rooms register; failures are retried with growing pauses
// and shown in control. A task may be delivered twice, so its work goes through `once`.
import { EventEmitter } from 'node:events'
import { Logger, type Runner, makeWorkerUtils, parseCronItems, run } from 'graphile-worker'
import pg from 'pg'
import { system } from './access.ts'
import { type Alive, holdAlive } from './alive.ts'
import type { Db, Tx } from './db.ts'
import { listen } from './events.ts'
import type { Log } from './log.ts'
import { sweepAfter } from './snapshot.ts'

export type Task = (db: Db, payload: never, job: { id: string }) => Promise<void>
/** What a room wants done later: tasks by name, which events start them, and schedules in cron form. */
export type Reactions = {
  tasks: Record<string, Task>
  /** Tasks that hear many events at once, at most 200; all others hear them one by one. */
  together?: Record<string, (db: Db, events: never[]) => Promise<void>>
  on?: Record<string, string[]>
  /** Sweeps that a change of a snapshot starts within a second. */
  after?: Record<string, string[]>
  schedules?: { task: string; cron: string }[]
}

/** Must run before any event is emitted, in every process that emits. */
export function register(all: readonly Reactions[]) {
  for (const { after = {} } of all)
    for (const [name, tasks] of Object.entries(after)) for (const task of tasks) sweepAfter(name, task)
  for (const { on = {} } of all)
    for (const [event, tasks] of Object.entries(on)) for (const task of tasks) listen(event, task)
}

export async function startWorker(
  url: string,
  db: Db,
  all: readonly Reactions[],
  log: Log,
  concurrency: number,
  alone = false,
): Promise<{ stop: () => Promise<void> }> {
  const pool = new pg.Pool({ connectionString: url, max: 2 * concurrency + 2 })
  pool.on('error', (error) => log.warn({ code: (error as { code?: string }).code }, 'job connection lost'))
  const taskList = Object.fromEntries(
    all.flatMap(({ tasks, together = {} }) =>
      Object.entries(tasks).map(([name, task]) => [
        name,
        async (payload: unknown, { job }: { job: Job }) => {
          const batch = batchOf(payload)
          if (batch && together[name])
            return takeAlong(pool, job, batch, (events) =>
              inParts(events, (part) => together[name]!(db, part)),
            )
          for (const one of batch ?? [payload]) await task(db, one as never, { id: job.id })
        },
      ]),
    ),
  )
  if (alone) await takeOver(pool)
  const parsedCronItems = parseCronItems(
    all
      .flatMap(({ schedules = [] }) => schedules)
      .map(({ task, cron }) => ({
        task,
        match: cron,
        identifier: task,
        options: { maxAttempts: 3, backfillPeriod: 0 },
      })),
  )
  const begin = (events: EventEmitter) =>
    run({
      pgPool: pool,
      taskList: taskList as never,
      concurrency,
      pollInterval: 1_000,
      parsedCronItems,
      noHandleSignals: true,
      logger: quietLogger(log),
      events: events as never,
    })
  const alive = await holdAlive(url)
  const crew = await keepWorking(begin, alive, log)
  return {
    stop: async () => {
      await crew.stop()
      await alive.end()
      await pool.end()
    },
  }
}

/** A batch of events is one job a listener. */
const batchOf = (payload: unknown): unknown[] | null => {
  const { batch } = (payload ?? {}) as { batch?: unknown }
  return Array.isArray(batch) ? batch : null
}

const events_max = 200
/** However many wait, one transaction hears of so many: what it locks and sends stays bounded. */
async function inParts(events: unknown[], hear: (part: never[]) => Promise<void>) {
  for (let from = 0; from < events.length; from += events_max)
    await hear(events.slice(from, from + events_max) as never[])
}

type Job = { id: string; task_identifier: string }
const along_max = 50
const waiting_sql = `
  select j.id, j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
   where t.identifier = $1 and j.is_available and j.run_at <= now() and j.job_queue_id is null
     and j.payload->'batch' is not null
   order by j.run_at, j.id limit ${along_max} for update of j skip locked`

/**
 * Whoever comes to a task that hears many at once takes its waiting jobs along, so that the busier the house,
 * the less each event costs. When they fail together, each is left to its own. Only an open transaction holds
 * the others: with its connection goes every claim to them, whatever answer was lost.
 */
async function takeAlong(
  pool: pg.Pool,
  job: Job,
  batch: readonly unknown[],
  hear: (events: unknown[]) => Promise<void>,
) {
  let others: { id: string; payload: unknown }[] = []
  let heard = false
  try {
    await inTransaction(pool, async (client) => {
      others = (await client.query(waiting_sql, [job.task_identifier])).rows
      await hear([...batch, ...others.flatMap(({ payload }) => batchOf(payload) ?? [])])
      heard = true
      if (others.length > 0)
        await client.query('delete from graphile_worker._private_jobs where id = any($1::bigint[])', [
          others.map(({ id }) => id),
        ])
    })
  } catch (error) {
    // Those that were heard and could not be taken off the list come once more.
    if (heard) return
    if (others.length === 0) throw error
    await hear([...batch])
  }
}

async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>) {
  const client = await pool.connect()
  // A connection lost in the middle is told by the statement that fails next.
  const heed = () => {}
  client.on('error', heed)
  let lost = true
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
    lost = false
  } finally {
    client.off('error', heed)
    client.release(lost)
  }
}

const again_ms = 500
/** Longer than a worker is given to finish what it does. */
const stop_ms_max = 8_000

type Crew = { runner: Runner; names: Set<string>; lost: boolean }

/**
 * A worker that cannot say that its job is done ends for good, and with the last one the process would idle
 * while jobs wait; one that lost the answer to its question for a job may hold a job it has never heard of.
 * So whenever that happens all of them begin anew, under new names, as often as it takes.
 */
async function keepWorking(begin: (events: EventEmitter) => Promise<Runner>, alive: Alive, log: Log) {
  let stopped = false
  let renewing: Promise<void> | null = null
  let crew: Crew | null = null
  crew = await open()
  renewIfLost()

  async function open(): Promise<Crew> {
    const events = new EventEmitter()
    const opened: Omit<Crew, 'runner'> = { names: new Set(), lost: false }
    events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
      opened.names.add(worker.workerId)
      alive.live(worker.workerId)
    })
    const lose = () => {
      opened.lost = true
      renewIfLost()
    }
    for (const fault of ['worker:fatalError', 'worker:getJob:error']) events.on(fault, lose)
    const runner = await begin(events)
    runner.promise.then(lose, lose)
    return Object.assign(opened, { runner })
  }
  function renewIfLost() {
    if (stopped || renewing || !crew?.lost) return
    renewing = renew(crew).finally(() => {
      renewing = null
      renewIfLost()
    })
  }
  async function renew(old: Crew) {
    log.warn('the connection of a worker was lost: workers begin anew')
    await ended(old.runner)
    for (const name of old.names) alive.die(name)
    while (!stopped) {
      const next = await open().catch(() => null)
      if (next) crew = next
      if (next) return
      await new Promise((done) => setTimeout(done, again_ms))
    }
  }
  return {
    stop: async () => {
      stopped = true
      await renewing
      if (crew) await ended(crew.runner)
    },
  }
}

async function ended(runner: Runner) {
  const late = new Promise((done) => setTimeout(done, stop_ms_max).unref())
  await Promise.race([runner.stop().catch(() => {}), late])
}

// A killed process leaves its jobs locked for hours. Who holds the database alone knows that nobody works
// on them.
async function takeOver(pool: pg.Pool) {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array(
      select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`)
}

function quietLogger(log: Pick<Log, 'error' | 'warn'>) {
  return new Logger(() => (level, message, more) => {
    // The message repeats the whole fault, values of people's rows with it; the log writes faults in its way.
    const job = message.split(' with error ')[0]!.slice(0, 300)
    if (level === 'error') log.error({ job, err: more?.error }, 'job failed')
    else if (level === 'warning') log.warn(message.slice(0, 300))
  })
}

/** Creates or upgrades the worker's own tables; needs the owner's connection. */
export async function migrateJobs(url: string) {
  const utils = await makeWorkerUtils({
    connectionString: url,
    logger: quietLogger({ error: () => {}, warn: () => {} }),
  })
  await utils.migrate()
  await utils.release()
}

/** Runs `work` in one transaction unless a job of this key has done it before. Returns false then. */
export async function once(db: Db, key: string, work: (tx: Tx) => Promise<void>): Promise<boolean> {
  return db.command(system, async (tx) => {
    const rows = await tx`
      insert into platform.job_done (job_key) values (${key}) on conflict do nothing returning 1`
    if (rows.length === 0) return false
    await work(tx)
    return true
  })
}
