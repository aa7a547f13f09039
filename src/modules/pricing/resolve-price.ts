// Which row of the price books answers, at read time: the most specific place first (county, city, province,
// CN), there the buyer's tier before retail, then the named channel before all. Rows of one key never
// overlap (P2), so at most one answers.
import type { PriceRow, Tier } from './contract.ts'

export type Book = ReadonlyMap<string, readonly PriceRow[]>
export type Question = {
  sku_id: string
  /** Most specific first, ending with CN. */
  places: readonly string[]
  channel: 'shop' | 'counter'
  tier: Tier
  at_ms: number
}

const startMs = new WeakMap<PriceRow, { from: number; to: number }>()
function span(row: PriceRow) {
  let known = startMs.get(row)
  if (!known) {
    known = { from: Date.parse(row.starts_at), to: row.ends_at ? Date.parse(row.ends_at) : Infinity }
    startMs.set(row, known)
  }
  return known
}

/** P3: valid from its start (included) to its end (excluded), to the millisecond. */
const holds = (row: PriceRow, at_ms: number) => span(row).from <= at_ms && at_ms < span(row).to

export function resolvePrice(book: Book, question: Question): PriceRow | null {
  const rows = book.get(question.sku_id) ?? []
  const tiers = question.tier === 'retail' ? ['retail'] : [question.tier, 'retail']
  let best: PriceRow | null = null
  let rank = Infinity
  for (const row of rows) {
    const place = question.places.indexOf(row.place_code)
    const tier = tiers.indexOf(row.tier)
    const channel = row.channel === question.channel ? 0 : row.channel === 'all' ? 1 : -1
    if (place < 0 || tier < 0 || channel < 0 || !holds(row, question.at_ms)) continue
    const its = (place * 10 + tier) * 10 + channel
    if (its < rank) {
      best = row
      rank = its
    }
  }
  return best
}

/** The next moment after `at_ms` when any row that could answer starts or ends; null when none is planned. */
export function nextChange(book: Book, sku_ids: Iterable<string>, places: readonly string[], at_ms: number) {
  let next = Infinity
  for (const id of sku_ids) {
    for (const row of book.get(id) ?? []) {
      if (!places.includes(row.place_code)) continue
      const { from, to } = span(row)
      if (from > at_ms) next = Math.min(next, from)
      else if (to > at_ms) next = Math.min(next, to)
    }
  }
  return next === Infinity ? null : next
}
