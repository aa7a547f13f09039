// How often one caller may ask in a minute, by all servers together. Each counts for itself, which costs a
// look-up; once a second it tells the others of whoever asked much, so that more servers do not mean more
// requests. What is told late lets a second's requests too many through, and nobody who asks little is told.
import { createHash, randomUUID } from 'node:crypto'
import type { Sql } from './db.ts'

const window_ms = 60_000
const tell_every_ms = 1_000
const callers_max = 50_000
/** Who comes after so many others shares one count with all that follow. */
const crowd = ''
/** A notification carries at most 8,000 bytes. */
const told_max = 200

type Count = { asked: number; told: number; name: string | null }
/** What one server says of a minute: how often callers have asked it, by names that say nothing else. */
type Word = { from: string; minute: number; asked: Record<string, number> }
export type Limit = ReturnType<typeof makeLimit>

const nameOf = (caller: string) =>
  createHash('sha256').update(`limit:${caller}`).digest('base64url').slice(0, 16)

export function makeLimit(most: number) {
  const from = randomUUID().slice(0, 8)
  const worth_telling = Math.max(1, Math.ceil(most / 20))
  let minute = 0
  let counts = new Map<string, Count>()
  let heard = new Map<string, Map<string, number>>()

  function follow(now: number) {
    if (Math.floor(now / window_ms) === minute) return
    minute = Math.floor(now / window_ms)
    counts = new Map()
    heard = new Map()
  }
  function elsewhere(count: Count, caller: string): number {
    if (heard.size === 0) return 0
    count.name ??= nameOf(caller)
    let sum = 0
    for (const asked of heard.get(count.name)?.values() ?? []) sum += asked
    return sum
  }
  return {
    /** Counts a request; returns the seconds to wait when it is one too many. */
    ask: (asks: string): number => {
      const now = Date.now()
      follow(now)
      const caller = counts.size < callers_max || counts.has(asks) ? asks : crowd
      const count = counts.get(caller) ?? { asked: 0, told: 0, name: null }
      counts.set(caller, count)
      count.asked += 1
      if (count.asked + elsewhere(count, caller) <= most) return 0
      return Math.ceil(((minute + 1) * window_ms - now) / 1000)
    },
    /** What the others should hear now; null when nobody asked much since. */
    word: (): Word | null => {
      follow(Date.now())
      const asked: Record<string, number> = {}
      let told = 0
      for (const [caller, count] of counts) {
        if (count.asked < worth_telling || count.asked === count.told) continue
        count.name ??= nameOf(caller)
        asked[count.name] = count.told = count.asked
        if (++told === told_max) break
      }
      return told > 0 ? { from, minute, asked } : null
    },
    hear: (word: Word) => {
      follow(Date.now())
      if (word.from === from || word.minute !== minute) return
      for (const [name, asked] of Object.entries(word.asked)) {
        const of = heard.get(name) ?? new Map<string, number>()
        heard.set(name, of.set(word.from, asked))
      }
    },
  }
}

/** Tells and hears through the database; when it cannot, each server counts for itself. */
export async function shareLimit(sql: Sql, limit: Limit) {
  const channel = await sql.listen('limit', (text) => limit.hear(JSON.parse(text) as Word))
  const timer = setInterval(() => {
    const word = limit.word()
    if (word) sql.notify('limit', JSON.stringify(word)).catch(() => {})
  }, tell_every_ms)
  timer.unref()
  return () => {
    clearInterval(timer)
    channel.unlisten().catch(() => {})
  }
}
