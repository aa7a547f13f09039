// What a SKU costs at a place from one moment to another: each number with the moment it begins. What is
// printed or sent ahead is made from it.
import { day_ms } from '../../platform/time.ts'
import type { Fen, Instant } from '../../platform/types.ts'
import { type PriceQuestion, price, priceBook, standingBenefits } from './queries.ts'

/** `since` is when the number began, which for the first may be long before the moment asked. */
export type Stretch = { fen: Fen | null; from_ms: number; since: Instant | null }

const turns_max = 60

export function pricesAhead(asked: Omit<PriceQuestion, 'at' | 'quantity'>, from_ms: number, days: number) {
  const until_ms = from_ms + days * day_ms
  const stretches: Stretch[] = []
  let at_ms = from_ms
  for (let turn = 0; turn < turns_max && at_ms < until_ms; turn++) {
    const found = price({ ...asked, at: new Date(at_ms).toISOString(), quantity: 1 })
    const fen = found?.unit_fen ?? null
    const before = stretches.at(-1)
    if (!before || before.fen !== fen) {
      const since = before ? new Date(at_ms).toISOString() : found && sinceOf(found.trace[1]!.facts)
      stretches.push({ fen, from_ms: at_ms, since })
    }
    const next = found ? found.valid_until : firstStart(asked.sku_id, at_ms)
    if (!next) break
    at_ms = Date.parse(next)
  }
  return stretches
}

type Facts = { since?: unknown; benefits?: readonly { code: string }[] }
/** The row answers since it began, and each benefit takes off since it began: the last of them. */
function sinceOf({ since, benefits = [] }: Facts): Instant {
  const named = new Set(benefits.map(({ code }) => code))
  const begun = standingBenefits().filter(({ wish }) => named.has(wish.code))
  return new Date(Math.max(Date.parse(String(since)), ...begun.map(({ from_ms }) => from_ms))).toISOString()
}

/** Where nothing is priced, the next row that begins anywhere is looked at. */
function firstStart(sku_id: string, at_ms: number): Instant | null {
  const starts = (priceBook().get(sku_id) ?? []).map(({ starts_at }) => Date.parse(starts_at))
  const next = Math.min(...starts.filter((start) => start > at_ms))
  return next === Infinity ? null : new Date(next).toISOString()
}

/** Every place that a price or a benefit names: where two counties have none in common, they pay the same. */
export function namedPlaces(): ReadonlySet<string> {
  const named = new Set<string>()
  for (const rows of priceBook().values()) for (const { place_code } of rows) named.add(place_code)
  for (const { wish } of standingBenefits()) for (const code of wish.place_codes) named.add(code)
  return named
}
