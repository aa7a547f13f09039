// The one clock of a process. Prices are judged by the database's clock where an order is written and by the
// process's where a page is made, so a process whose machine runs ahead or behind follows the database.
// In tests a file holds the moment, so that several processes stand at one millisecond.
import { readFileSync } from 'node:fs'
import type { Sql } from './db.ts'
import type { Instant } from './types.ts'

const file = process.env.NODE_ENV === 'test' ? process.env.TEST_CLOCK_FILE : undefined
const follow_every_ms = 15_000
let behind_ms = 0

/** The moment a test has stopped all clocks at; null when they run. */
export const stoppedAt = (): Instant | null => (file ? readFileSync(file, 'utf8').trim() : null)

export function nowMs(): number {
  const stopped = stoppedAt()
  return stopped === null ? Date.now() + behind_ms : Date.parse(stopped)
}

export const nowInstant = (): Instant => new Date(nowMs()).toISOString()

/** How far a clock is behind the other, asked between two looks at it; 0 when the asking took longer. */
export function behindOf(before_ms: number, theirs_ms: number, after_ms: number): number {
  const off = theirs_ms - (before_ms + after_ms) / 2
  return Math.abs(off) > (after_ms - before_ms) / 2 + 1 ? Math.round(off) : 0
}

async function askClock(sql: Sql) {
  const before_ms = Date.now()
  const [row] = await sql<{ at: Instant }[]>`select clock_timestamp() as at`
  behind_ms = behindOf(before_ms, Date.parse(row!.at), Date.now())
}

/** Follows the database's clock from now on; a database that cannot be asked leaves it as it was. */
export async function followClock(sql: Sql) {
  await askClock(sql)
  setInterval(() => void askClock(sql).catch(() => {}), follow_every_ms).unref()
}
