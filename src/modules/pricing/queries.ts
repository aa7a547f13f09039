// One price for every screen: resolved from the books each process keeps in memory, at the moment asked.
import type { Db, Tx } from '../../platform/db.ts'
import { times } from '../../platform/money.ts'
import { wrongField } from '../../platform/refusal.ts'
import { type Snapshot, keepSnapshot } from '../../platform/snapshot.ts'
import type { DistrictCode, Fen, Id, Instant, Page } from '../../platform/types.ts'
import { county } from '../places/index.ts'
import type { Price, PriceRow, Tier, TraceLine } from './contract.ts'
import { type Book, nextChange, resolvePrice } from './resolve-price.ts'

let snapshot: Snapshot<Book> | null = null

const loadBook = (tx: Tx) => readBook(tx, null)

/** The books of some SKUs alone, for a process that does not keep them all. */
export const bookOf = (tx: Tx, sku_ids: readonly string[]) => readBook(tx, sku_ids)

async function readBook(tx: Tx, sku_ids: readonly string[] | null): Promise<Book> {
  const rows = await tx<PriceRow[]>`
    select id, sku_id, place_code, channel, tier, price_fen, lower(valid) as starts_at, upper(valid)
      as ends_at
      from pricing.price
     where (upper_inf(valid) or upper(valid) > now() - interval '2 days')
       ${sku_ids ? tx`and sku_id = any(${[...sku_ids]}::uuid[])` : tx``}`
  const book = new Map<string, PriceRow[]>()
  for (const row of rows) {
    const known = book.get(row.sku_id)
    if (known) known.push(row)
    else book.set(row.sku_id, [row])
  }
  return book
}

/** Loads the price books into memory and follows their changes. Call once a process before `price()`. */
export async function openPrices(db: Db) {
  snapshot?.stop()
  snapshot = await keepSnapshot(db, 'prices', loadBook)
  return snapshot
}

export function priceBook(): Book {
  if (!snapshot) throw new Error('prices are not open yet')
  return snapshot.current()
}
export const pricesVersion = () => snapshot?.version() ?? 0

/** From the county outwards; refuses `unknown_place`. */
export function placesOf(county_code: string): string[] {
  const found = county(county_code)
  if (!found) throw wrongField('/county_code', 'unknown_place')
  return [county_code, found.city_code, found.province_code, 'CN']
}

export type PriceQuestion = {
  sku_id: string
  county_code: string
  channel: 'shop' | 'counter'
  tier: Tier
  at: Instant
  quantity: number
}

/** P4: the one price function. null when nothing is priced there. Fen a unit and for the quantity. */
export function price(question: PriceQuestion): Price | null {
  const places = placesOf(question.county_code)
  const at_ms = Date.parse(question.at)
  const book = priceBook()
  const asked = { sku_id: question.sku_id, places, channel: question.channel, tier: question.tier, at_ms }
  const row = resolvePrice(book, asked)
  if (!row) return null
  const list = resolvePrice(book, { ...asked, places: ['CN'], tier: 'retail' }) ?? row
  const until = nextChange(book, [question.sku_id], places, at_ms)
  return {
    sku_id: question.sku_id as Id,
    county_code: question.county_code as DistrictCode,
    tier: question.tier,
    unit_fen: row.price_fen,
    total_fen: times(row.price_fen, question.quantity),
    trace: traceOf(list, row, question.quantity),
    valid_until: until === null ? null : new Date(until).toISOString(),
  }
}

/** Three lines: the list price and since when; what the place or tier changes; what everyone pays. */
function traceOf(list: PriceRow, row: PriceRow, quantity: number): TraceLine[] {
  const difference = (row.price_fen - list.price_fen) as Fen
  return [
    {
      code: 'list',
      label_zh: '标价',
      label_en: 'List price',
      amount_fen: list.price_fen,
      facts: { since: list.starts_at },
    },
    {
      code: 'place',
      label_zh: row.tier === 'retail' ? '本地价差' : '会员价差',
      label_en: row.tier === 'retail' ? 'Local difference' : 'Tier difference',
      amount_fen: difference,
      facts: { place_code: row.place_code, tier: row.tier, channel: row.channel, since: row.starts_at },
    },
    {
      code: 'final',
      label_zh: '到手价',
      label_en: 'Final price',
      amount_fen: row.price_fen,
      facts: { quantity, until: row.ends_at },
    },
  ]
}

/** When any of these SKUs at this county changes next; null when nothing is planned. */
export function nextChangeAt(sku_ids: Iterable<string>, county_code: string, at: Instant): Instant | null {
  const next = nextChange(priceBook(), sku_ids, placesOf(county_code), Date.parse(at))
  return next === null ? null : new Date(next).toISOString()
}

export function rowsOf(sku_id: string, limit: number, after: string | undefined): Page<PriceRow> {
  const rows = [...(priceBook().get(sku_id) ?? [])].sort((x, y) => (x.id < y.id ? -1 : 1))
  const rest = rows.filter((row) => !after || row.id > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? items.at(-1)!.id : null }
}
