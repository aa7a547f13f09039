// The pool, and the only two ways to a transaction: `read` and `command`. Both say who is asking, so that
// row-level security stands behind every query.
import postgres from 'postgres'
import type { Actor, Permission } from './access.ts'
import { stoppedAt } from './clock.ts'
import { isPlain, openLine } from './cut-line.ts'
import type { Instant } from './types.ts'
import { beginWhole } from './whole.ts'

const bigint = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (raw: string) => {
    const value = Number(raw)
    if (!Number.isSafeInteger(value)) throw new Error(`bigint out of safe range: ${raw}`)
    return value
  },
}
// Moments stay the ISO strings that JSON carries; days stay days.
const instant = {
  to: 1184,
  from: [1184],
  serialize: (value: string | Date) => (value instanceof Date ? value.toISOString() : value),
  parse: (raw: string) => new Date(raw).toISOString(),
}
const day = { to: 1082, from: [1082], serialize: (value: string) => value, parse: (raw: string) => raw }

const types = { bigint, instant, day }
type Types = { bigint: number; instant: string; day: string }
export type Sql = postgres.Sql<Types>
export type Tx = postgres.TransactionSql<Types>

export type ConnectOptions = {
  pool?: number
  statement_timeout_ms?: number
  role?: string | null
  /** Commits are told before they are on the disk: only for what can be loaded again. */
  lazy_commit?: boolean
}

// A transaction that nobody is at any more keeps its locks no longer than this, and the driver gets its
// connection back.
const idle_ms_max = 60_000

// A connection cut while something waits to be written keeps what waits, and a timer that never comes: what
// it says next, its first word to the server after it has come back, would wait for ever (the driver's fault,
// postgres.js 3.4.9). From a kilobyte on the driver writes at once and forgets both, so the word is long.
const hello_filler = ' '.repeat(1_024)

/** A pool that acts as the application role unless `role` is null (set-up and tests as the owner). */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const role = options.role === undefined ? 'zhuguang_app' : options.role
  const sql = postgres(url, {
    types,
    max: options.pool ?? 12,
    onnotice: () => {},
    connect_timeout: 10,
    ...(isPlain(url) && { socket: openLine as never }),
    connection: {
      application_name: 'zhuguang',
      options: hello_filler,
      statement_timeout: options.statement_timeout_ms ?? 5_000,
      ...(role && { role, idle_in_transaction_session_timeout: idle_ms_max }),
      ...(options.lazy_commit && { synchronous_commit: 'off' }),
    },
  }) as unknown as Sql
  origins.set(sql, { url, options })
  return sql
}

/** Where a pool leads, for the one that stands beside it. */
const origins = new WeakMap<Sql, { url: string; options: ConnectOptions }>()

/** Batches in flight, and one that looks ahead. */
const batch_pool = 3

/** The batchers' own pool beside `sql`: its role may call the functions of batches and nothing else. */
function connectBatches(sql: Sql): Sql {
  const { url, options } = origins.get(sql)!
  return connect(url, { ...options, pool: batch_pool, role: 'zhuguang_batch' })
}

const lost = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|57P0[123])$/

/**
 * Faults of the driver (postgres.js 3.4.9, its issues 1154 and 1208): of a connection that closes, a planned
 * write throws and promises nobody holds reject. Whoever asked has been told CONNECTION_CLOSED, so the
 * process may live on.
 */
export function isDriverSlip(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const planned_write = error.message === "Cannot read properties of null (reading 'write')"
  if (planned_write) return /\bnextWrite\b/.test(error.stack ?? '')
  return lost.test((error as { code?: string }).code ?? '')
}

export type Db = ReturnType<typeof database>

export function database(sql: Sql) {
  /** A test may set the clock every later transaction sees; null gives the real one back. */
  let clock: Instant | null = null
  let batches: Sql | null = null

  function begin<T>(mode: string, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return beginWhole(sql, mode, async (tx) => {
      // Not waited for: the database takes statements in order, so the first of the work travels with it.
      const told = setActor(tx, actor, clock ?? stoppedAt())
      moments.set(tx, told)
      const [done] = await Promise.all([work(tx), told])
      return done
    })
  }

  // The commit of a snapshot decides nothing, so the answer does not wait for it.
  function read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const snapshot = () =>
        begin('isolation level repeatable read read only', actor, async (tx) => {
          resolve(await work(tx))
        })
      retried(snapshot).catch(reject)
    })
  }

  return {
    sql,
    /** Runs `work` read-only in one snapshot. */
    read,
    /** Runs `work` in one transaction; tries again when the database asks for it. */
    command: <T>(actor: Actor, work: (tx: Tx) => Promise<T>) => retried(() => begin(fresh, actor, work)),
    /**
     * Runs the statements of a batch in one transaction of the batchers' role; tries again when the database
     * asks for it. Nobody in particular is asking: each item carries its actor.
     */
    batch: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      const pool = (batches ??= connectBatches(sql))
      const begin = () =>
        beginWhole(pool, fresh, async (tx) => {
          const told = beginning(tx, clock ?? stoppedAt())
          moments.set(tx, told)
          const [done] = await Promise.all([work(tx), told])
          return done
        })
      return retried(() => inTime(begin()))
    },
    setClock: (at: Instant | null) => {
      clock = at
    },
    close: async (timeout = 2) => {
      await Promise.all([sql.end({ timeout }), batches?.end({ timeout })])
    },
  }
}

/** Who idempotency keys belong to: a person, else a visitor's cookie. */
export const actorKey = (actor: Actor) => actor.person_id ?? actor.visitor_id ?? 'anonymous'

const listed = (values: readonly string[] | null) => (values === null ? '*' : `,${values.join(',')},`)

/** The moment each open transaction began, which the database says when it hears who is asking. */
const moments = new WeakMap<Tx, Promise<Instant>>()

async function setActor(tx: Tx, actor: Actor, clock: Instant | null): Promise<Instant> {
  const [row] = await tx<{ now: Instant }[]>`
    select date_trunc('milliseconds', now()) as now,
           set_config('app.person', ${actor.person_id ?? ''}, true),
           set_config('app.party', ${actor.party_id ?? ''}, true),
           set_config('app.actor_key', ${actorKey(actor)}, true),
           set_config('app.system', ${actor.name === 'system' && !actor.person_id ? 'on' : ''}, true),
           set_config('app.permissions', ${`,${[...actor.permissions].join(',')},`}, true),
           set_config('app.nodes', ${listed(actor.scope.nodes)}, true),
           set_config('app.cities', ${listed(actor.scope.cities)}, true),
           set_config('app.brands', ${listed(actor.scope.brands)}, true),
           set_config('app.clock', ${clock ?? ''}, true)`
  return clock === null ? row!.now : new Date(clock).toISOString()
}

/**
 * For the rest of this transaction the actor has one right more, lent by somebody who has it. Whoever lends
 * has held it against the delegation first.
 */
export async function lend(tx: Tx, actor: Actor, permission: Permission): Promise<Actor> {
  await tx`
    select set_config('app.permissions', current_setting('app.permissions') || ${`${permission},`}, true)`
  return { ...actor, permissions: new Set([...actor.permissions, permission]) }
}

const batch_ms_max = 8_000

/**
 * A line that was cut may leave a query in the driver that nobody answers any more. Whoever waits for a batch
 * is told that the database went away; a batch that is committed after all is found by its keys.
 */
function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const gone = Object.assign(new Error('the database did not answer in time'), { code: 'CONNECT_TIMEOUT' })
    timer = setTimeout(reject, batch_ms_max, gone)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

async function beginning(tx: Tx, clock: Instant | null): Promise<Instant> {
  const [row] = await tx<{ now: Instant }[]>`select date_trunc('milliseconds', now()) as now`
  return clock === null ? row!.now : new Date(clock).toISOString()
}

/**
 * Refused where a transaction is open already. Without it the database only warns, and what somebody left
 * behind on a connection would be committed with the work of who comes next.
 */
const fresh = 'not deferrable'
const taken = '25001'

const passing = new Set(['40001', '40P01', taken])
const attempts_max = 4
/** A conflict with somebody else's transaction: the same work may succeed when it is done again. */
const isPassing = (error: unknown) => passing.has((error as { code?: string }).code ?? '')

async function retried<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!isPassing(error) || attempt === attempts_max) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

/** SQL for the UUIDv8 (RFC 9562) that a text always gives; a bare md5 is not a valid UUID. */
export const uuidOf = (tx: Tx, text: ReturnType<Tx>) =>
  tx`overlay(overlay(md5(${text}) placing '8' from 13) placing 'a' from 17)::uuid`

/** The transaction's one clock. */
export const clockOf = (tx: Tx): Promise<Instant> => moments.get(tx) ?? askClock(tx)

async function askClock(tx: Tx): Promise<Instant> {
  const [row] = await tx<{ now: Instant }[]>`select platform.clock() as now`
  return row!.now
}
