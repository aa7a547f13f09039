// One price for every screen: resolved from the books each process keeps in memory, at the moment asked.
import type { Db, Tx } from '../../platform/db.ts'
import { times } from '../../platform/money.ts'
import { wrongField } from '../../platform/refusal.ts'
import { type Snapshot, keepSnapshot } from '../../platform/snapshot.ts'
import type { DistrictCode, Fen, Id, Instant, Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { county } from '../places/index.ts'
import { type BenefitRow, BenefitWish, type TakenOff } from './contract-benefits.ts'
import type { Price, PriceRow, Tier, TraceLine } from './contract.ts'
import { type Standing, finalPrice, nextTurn, reaches, reaching, standing } from './final-price.ts'
import { type Floors, floorAt, nextFloor, readFloors } from './floors.ts'
import { type Book, type Question, nextChange, resolvePrice } from './resolve-price.ts'

/** What things cost: the books and the benefits that work on them, in one snapshot: they move together. */
type Costs = { book: Book; benefits: readonly Standing[]; floors: Floors }
let snapshot: Snapshot<Costs> | null = null

const loadCosts = async (tx: Tx): Promise<Costs> => {
  const [book, benefits, floors] = await Promise.all([readBook(tx, null), readBenefits(tx), readFloors(tx)])
  return { book, benefits, floors }
}

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

/** Benefits that hold, are planned or have ended within two days, as they were agreed to. */
export async function readBenefits(tx: Tx): Promise<Standing[]> {
  const rows = await tx<{ wish: object; starts_at: string; ends_at: string }[]>`
    select wish, lower(valid) as starts_at, upper(valid) as ends_at from pricing.benefit
     where upper(valid) > now() - interval '2 days' order by lower(valid) desc, code`
  return rows.map(({ wish, ...span }) => standing(BenefitWish.parse({ ...wish, ...span })))
}

/** Loads the price books into memory and follows their changes. Call once a process before `price()`. */
export async function openPrices(db: Db) {
  snapshot?.stop()
  snapshot = await keepSnapshot(db, 'prices', loadCosts)
  return snapshot
}

function costs(): Costs {
  if (!snapshot) throw new Error('prices are not open yet')
  return snapshot.current()
}
export const priceBook = (): Book => costs().book
export const standingBenefits = (): readonly Standing[] => costs().benefits
/** The list price of a SKU by its code, everywhere; 0 where there is none. */
export function listFen(sku_code: string): number {
  const sku = catalog().skus.find(({ code }) => code === sku_code)
  if (!sku) return 0
  const asked = {
    sku_id: sku.id,
    places: ['CN'],
    channel: 'shop',
    tier: 'retail',
    at_ms: Date.now(),
  } as const
  return resolvePrice(costs().book, asked)?.price_fen ?? 0
}
export const standingFloors = (): Floors => costs().floors
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

/** P4: the one number of a SKU, with the row and the benefits it comes from; null: not priced there. */
export function numberOf(asked: Question) {
  const { sku_id, places, at_ms } = asked
  const { book, benefits, floors } = costs()
  const row = resolvePrice(book, asked)
  if (!row) return null
  const own = reaching(benefits, sku_id)
  const turn = own.length > 0 ? nextFloor(floors, [sku_id], at_ms) : Infinity
  const until = soonest(nextChange(book, [sku_id], places, at_ms), nextTurn(own, at_ms), turn)
  const floor_fen = floorAt(floors, sku_id, at_ms)?.floor_fen
  const sku = own.length > 0 ? catalog().sku(sku_id) : null
  const { unit_fen, taken } = finalPrice(own, sku, { ...asked, unit_fen: row.price_fen, floor_fen })
  return { row, unit_fen, taken, until }
}

/** The one price function: that number with its three lines. Fen a unit and for the quantity. */
export function price(question: PriceQuestion): Price | null {
  const { sku_id, channel, tier } = question
  const asked = {
    sku_id,
    channel,
    tier,
    places: placesOf(question.county_code),
    at_ms: Date.parse(question.at),
  }
  const found = numberOf(asked)
  if (!found) return null
  const { row, unit_fen, taken, until } = found
  const list = resolvePrice(costs().book, { ...asked, places: ['CN'], tier: 'retail' }) ?? row
  return {
    sku_id: sku_id as Id,
    county_code: question.county_code as DistrictCode,
    tier: question.tier,
    unit_fen,
    total_fen: times(unit_fen, question.quantity),
    trace: traceOf({ list, row, unit_fen, taken, quantity: question.quantity }),
    valid_until: until === null ? null : new Date(until).toISOString(),
  }
}

const soonest = (planned: number | null, ...turns: number[]) => {
  const next = Math.min(planned ?? Infinity, ...turns)
  return next === Infinity ? null : next
}

type Made = { list: PriceRow; row: PriceRow; unit_fen: Fen; taken: readonly TakenOff[]; quantity: number }

/** Three lines: the list price and since when; what place, tier and benefits change; what everyone pays. */
function traceOf({ list, row, unit_fen, taken, quantity }: Made): TraceLine[] {
  const place_fen = (row.price_fen - list.price_fen) as Fen
  return [
    {
      code: 'list',
      label_zh: '标价',
      label_en: 'List price',
      amount_fen: list.price_fen,
      facts: { since: list.starts_at },
    },
    {
      code: taken.length > 0 ? 'benefit' : 'place',
      ...changeLabel(row, place_fen, taken),
      amount_fen: (unit_fen - list.price_fen) as Fen,
      facts: {
        place_code: row.place_code,
        tier: row.tier,
        channel: row.channel,
        since: row.starts_at,
        ...(taken.length > 0 && { place_fen, benefits: taken }),
      },
    },
    {
      code: 'final',
      label_zh: '到手价',
      label_en: 'Final price',
      amount_fen: unit_fen,
      facts: { quantity, until: endOf(row, taken) },
    },
  ]
}

/** When the row ends, or the first of the benefits that make the price. */
function endOf({ ends_at }: PriceRow, taken: readonly TakenOff[]): Instant | null {
  const ends = [ends_at, ...taken.map((one) => one.ends_at)].filter((one) => one !== null)
  return ends.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null
}

function changeLabel({ tier }: PriceRow, place_fen: Fen, taken: readonly TakenOff[]) {
  const place = {
    zh: tier === 'retail' ? '本地价差' : '会员价差',
    en: tier === 'retail' ? 'Local difference' : 'Tier difference',
  }
  if (taken.length === 0) return { label_zh: place.zh, label_en: place.en }
  const before = place_fen === 0 ? [] : [place]
  const names = [...before, ...taken.map(({ name_zh, name_en }) => ({ zh: name_zh, en: name_en }))]
  return { label_zh: names.map(({ zh }) => zh).join('、'), label_en: names.map(({ en }) => en).join(', ') }
}

/** When any of these SKUs at this county changes next; null when nothing is planned. */
export function nextChangeAt(sku_ids: Iterable<string>, county_code: string, at: Instant): Instant | null {
  const at_ms = Date.parse(at)
  const { book, benefits, floors } = costs()
  const places = placesOf(county_code)
  const floor = nextFloor(floors, floors.keys(), at_ms)
  const next = soonest(nextChange(book, sku_ids, places, at_ms), nextTurn(benefits, at_ms), floor)
  return next === null ? null : new Date(next).toISOString()
}

export function rowsOf(sku_id: string, limit: number, after: string | undefined): Page<PriceRow> {
  const rows = [...(priceBook().get(sku_id) ?? [])].sort((x, y) => (x.id < y.id ? -1 : 1))
  const rest = rows.filter((row) => !after || row.id > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? items.at(-1)!.id : null }
}

/** For the selling desk: every benefit it may still want to see, how many SKUs it reaches, what is used. */
export async function benefitRows(tx: Tx, at_ms: number): Promise<BenefitRow[]> {
  const { skus } = catalog()
  const uses = await tx<(NonNullable<BenefitRow['use']> & { code: string })[]>`
    select code, reserved_uses as reserved, used_uses as used, reserved_fen, used_fen from pricing.allowance`
  const use = new Map(uses.map(({ code, ...counted }) => [code, counted]))
  return standingBenefits().map(({ wish, from_ms, to_ms }) => ({
    ...wish,
    state: at_ms < from_ms ? 'planned' : at_ms < to_ms ? 'now' : 'past',
    skus: skus.filter((sku) => reaches(wish, sku)).length,
    use: use.get(wish.code) ?? null,
  }))
}
