// What every surface has to say, recomputed apart from the room that answers: from the rows as they stand in
// the tables, by plain filters and sorting, and the one calculation of benefits.
import type { Fen, Instant } from '../../platform/types.ts'
import { type Benefit, priceCart } from '../benefits/index.ts'
import type { RawRows } from '../pricing/index.ts'

export type OracleSku = { id: string; code: string; category_code: string }
export type Ask = { sku_id: string; places: readonly string[]; channel: 'shop' | 'counter'; at_ms: number }
export type Step = { code: string; what: string; amount_fen: Fen }
export type Expected = { fen: Fen | null; until_ms: number; trace: Step[] }

type Span = { from_ms: number; to_ms: number }
type Row = RawRows['prices'][number] & Span
type Standing = RawRows['benefits'][number] & Span & { benefit: Benefit }
type OfSku = {
  sku: OracleSku
  rows: Row[]
  benefits: Standing[]
  floors: (RawRows['floors'][number] & Span)[]
}

/**
 * What is shown is for one unit and for anybody. A coupon asks for who holds it and often for a threshold, a
 * bundle for other goods: both come off an order, and no surface may say them.
 */
const unit_kinds: readonly string[] = ['direct_cut', 'category']

const ms = (at: Instant | null) => (at === null ? Infinity : Date.parse(at))
const spanned = <T extends { starts_at: Instant; ends_at: Instant | null }>(row: T): T & Span => ({
  ...row,
  from_ms: ms(row.starts_at),
  to_ms: ms(row.ends_at),
})
const holding = <T extends Span>(all: readonly T[], at_ms: number): T[] =>
  all.filter(({ from_ms, to_ms }) => from_ms <= at_ms && at_ms < to_ms)

export function makeOracle(raw: RawRows, skus: readonly OracleSku[]) {
  const of = new Map(skus.map((sku) => [sku.id, { sku, rows: [], benefits: [], floors: [] } as OfSku]))
  for (const row of raw.prices) of.get(row.sku_id)?.rows.push(spanned(row))
  for (const floor of raw.floors) of.get(floor.sku_id)?.floors.push(spanned(floor))
  const ofUnits = raw.benefits.filter(({ wish }) => unit_kinds.includes(wish.kind ?? 'direct_cut'))
  const benefits = ofUnits.map((one) => ({ ...spanned(one), benefit: benefitOf(one) }))
  for (const one of of.values()) one.benefits = benefits.filter(({ wish }) => names(wish, one.sku))
  const named = new Set<string>([
    ...raw.prices.map(({ place_code }) => place_code),
    ...ofUnits.flatMap(({ wish }) => wish.place_codes ?? []),
  ])
  /** Counties that no row tells apart share what was worked out. */
  const kept = new Map<string, Map<string, (Expected & { from_ms: number })[]>>()

  const groups = new WeakMap<readonly string[], string>()
  function groupOf(places: readonly string[]): string {
    const known = groups.get(places) ?? places.filter((place) => named.has(place)).join()
    groups.set(places, known)
    return known
  }

  function expected(ask: Ask): Expected {
    const group = `${groupOf(ask.places)} ${ask.channel}`
    const bySku = kept.get(group) ?? new Map<string, (Expected & { from_ms: number })[]>()
    kept.set(group, bySku)
    const known = bySku.get(ask.sku_id) ?? []
    const found = known.find(({ from_ms, until_ms }) => from_ms <= ask.at_ms && ask.at_ms < until_ms)
    if (found) return found
    const made = { ...recompute(of.get(ask.sku_id), ask), from_ms: ask.at_ms }
    bySku.set(ask.sku_id, [...known, made])
    return made
  }
  /** Places that a price or a benefit tells apart from those around them. */
  return { expected, named: named as ReadonlySet<string> }
}
export type Oracle = ReturnType<typeof makeOracle>

const names = ({ sku_codes = [], category_codes = [] }: Standing['wish'], sku: OracleSku) =>
  (sku_codes.length === 0 || sku_codes.includes(sku.code)) &&
  (category_codes.length === 0 || category_codes.includes(sku.category_code))

function benefitOf({ wish, starts_at, ends_at }: RawRows['benefits'][number]): Benefit {
  const cut = wish.amount_fen
    ? { how: 'amount' as const, amount_fen: wish.amount_fen }
    : { how: 'rate' as const, rate_bp: wish.rate_bp ?? 0, cap_fen: wish.cap_fen ?? null }
  const condition = {
    ...(wish.place_codes?.length && { place_codes: wish.place_codes }),
    ...(wish.channels?.length && { channels: wish.channels }),
    ...(wish.tiers?.length && { tiers: wish.tiers }),
  }
  const { code, kind = 'direct_cut', name_zh = code, name_en = code, funders = [] } = wish
  const usual = { seller: 'house', per: 'unit' as const, held: false }
  return { ...usual, code, kind, name_zh, name_en, cut, condition, funders, starts_at, ends_at: ends_at! }
}

/** The nearest place first, there a named channel before all; retail only: what is shown is for anybody. */
function recompute(known: OfSku | undefined, ask: Ask): Expected {
  const { places, channel, at_ms } = ask
  const mine = (known?.rows ?? []).filter(
    (row) =>
      row.tier === 'retail' &&
      places.includes(row.place_code) &&
      (row.channel === channel || row.channel === 'all'),
  )
  const [row] = holding(mine, at_ms).sort(
    (a, b) =>
      places.indexOf(a.place_code) - places.indexOf(b.place_code) ||
      Number(a.channel === 'all') - Number(b.channel === 'all'),
  )
  const turns = [...mine, ...(known?.benefits ?? []), ...(known?.floors ?? [])]
    .flatMap(({ from_ms, to_ms }) => [from_ms, to_ms])
    .filter((turn) => turn > at_ms)
  const until_ms = Math.min(Infinity, ...turns)
  if (!known || !row) return { fen: null, until_ms, trace: [] }
  const [floor] = holding(known.floors, at_ms)
  return { until_ms, ...less(known, row, floor?.floor_fen ?? 1, ask) }
}

function less({ sku, benefits }: OfSku, row: Row, floor_fen: number, { places, channel, at_ms }: Ask) {
  const live = holding(benefits, at_ms)
  const book = {
    code: 'book',
    what: `${row.place_code} ${row.channel} ${row.starts_at}`,
    amount_fen: row.price_fen,
  }
  if (live.length === 0) return { fen: row.price_fen, trace: [book] }
  const line = { sku_id: sku.code, category_code: sku.category_code, brand_code: '', energy_grade: null }
  const { price_fen, applied } = priceCart({
    lines: [{ ...line, seller: 'house', quantity: 1, unit_fen: row.price_fen, floor_fen }],
    benefits: live.map(({ benefit }) => benefit),
    buyer: { tier: 'retail', channel, place_codes: [...places], held: [], subsidised: {}, handed_in: {} },
    at: new Date(at_ms).toISOString(),
  })
  const steps = applied.map((one) => ({ code: 'benefit', what: one.code, amount_fen: -one.cut_fen as Fen }))
  return { fen: price_fen, trace: [book, ...steps] }
}
