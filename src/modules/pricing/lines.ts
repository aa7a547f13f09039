// The price list, from the books in memory.
import type { z } from 'zod'
import { nowMs } from '../../platform/clock.ts'
import { wrongField } from '../../platform/refusal.ts'
import type { Fen, Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { city } from '../places/index.ts'
import type { AgainstFloor, FloorLine, listFloors } from './contract-floors.ts'
import type { PriceLine, listFinalPrices, listPriceLines } from './contract-lines.ts'
import type { PriceRow } from './contract.ts'
import { finalPrice, reaching } from './final-price.ts'
import { floorAt, floorLines, standingOf } from './floors.ts'
import { numberOf, placesOf, priceBook, standingBenefits, standingFloors } from './queries.ts'
import { resolvePrice } from './resolve-price.ts'

type Input = z.output<typeof listPriceLines.input>
type FloorsInput = z.output<typeof listFloors.input>

function placesFrom(place_code: string): string[] {
  if (place_code === 'CN') return ['CN']
  const found = city(place_code)
  if (!found) throw wrongField('/county_code', 'unknown_place')
  return [place_code, found.province_code, 'CN']
}

const isBase = (row: PriceRow) => row.place_code === 'CN' && row.channel === 'all' && row.tier === 'retail'
const holds = (row: PriceRow, at_ms: number) =>
  Date.parse(row.starts_at) <= at_ms && (row.ends_at === null || at_ms < Date.parse(row.ends_at))

function lineOf(sku_id: string, places: readonly string[], at_ms: number): PriceLine {
  const rows = priceBook().get(sku_id) ?? []
  const now = rowAt(sku_id, places, at_ms)
  const planned = rows
    .filter((row) => Date.parse(row.starts_at) > at_ms)
    .sort((x, y) => x.starts_at.localeCompare(y.starts_at))
  return {
    sku_id: sku_id as PriceLine['sku_id'],
    now_fen: now && finalFen(now, places, at_ms),
    place_code: now?.place_code ?? null,
    until: now?.ends_at ?? null,
    next: planned[0] ?? null,
    exceptions: rows.filter((row) => !isBase(row) && holds(row, at_ms)).length,
  }
}

const rowAt = (sku_id: string, places: readonly string[], at_ms: number) =>
  resolvePrice(priceBook(), { sku_id, places, channel: 'shop', tier: 'retail', at_ms })

/** What a buyer pays there online: what the list says is what the shop says. */
function finalFen({ sku_id, price_fen: unit_fen }: PriceRow, places: readonly string[], at_ms: number): Fen {
  const own = reaching(standingBenefits(), sku_id)
  const floor_fen = floorAt(standingFloors(), sku_id, at_ms)?.floor_fen
  const asked = { unit_fen, floor_fen, places, at_ms }
  const sku = own.length > 0 ? catalog().sku(sku_id) : null
  return finalPrice(own, sku, { ...asked, channel: 'shop', tier: 'retail' }).unit_fen
}

const kinds: Record<string, (line: PriceLine) => boolean> = {
  planned: (line) => line.next !== null,
  exceptions: (line) => line.exceptions > 0,
  unpriced: (line) => line.now_fen === null,
}

/** In SKU order; `after` is the last id of the page before. Refuses `unknown_place`. */
export function priceLines(input: Input, at_ms = nowMs()): Page<PriceLine> {
  const places = placesFrom(input.place_code)
  const words = input.q?.toLowerCase().split(/\s+/) ?? []
  const wanted = (input.only && kinds[input.only]) ?? (() => true)
  const items: PriceLine[] = []
  for (const sku of catalog().skus) {
    if (input.after && sku.id <= input.after) continue
    if (sku.state !== 'live' || sku.why_not === 'not_live') continue
    if (input.category_code && sku.category_code !== input.category_code) continue
    const said = `${sku.name_zh} ${sku.name_en} ${sku.code}`.toLowerCase()
    if (!words.every((word) => said.includes(word))) continue
    const line = lineOf(sku.id, places, at_ms)
    if (!wanted(line)) continue
    if (items.length === input.limit) return { items, next: items.at(-1)!.sku_id }
    items.push(line)
  }
  return { items, next: null }
}

/** In SKU order; `after` is the last id of the page before. Refuses `unknown_place`. */
export function finalPrices(input: z.output<typeof listFinalPrices.input>, at_ms = nowMs()) {
  const { limit, after, county_code, channel, tier } = input
  const asked = { places: placesOf(county_code), channel, tier, at_ms }
  const rest = catalog().skus.filter((sku) => sku.for_sale && (!after || sku.id > after))
  const items = rest.slice(0, limit).map(({ id }) => {
    const found = numberOf({ ...asked, sku_id: id })
    const valid_until = found?.until ? new Date(found.until).toISOString() : null
    return { sku_id: id, unit_fen: found?.unit_fen ?? null, valid_until }
  })
  return { items, next: rest.length > limit ? items.at(-1)!.sku_id : null, at: new Date(at_ms).toISOString() }
}

/** What everybody pays where no place has a price of its own. */
export function everywhereFen(sku_id: string, at_ms: number): Fen | null {
  const row = rowAt(sku_id, ['CN'], at_ms)
  return row && finalFen(row, ['CN'], at_ms)
}

export const floorsPage = (input: FloorsInput, at_ms: number): Page<FloorLine> =>
  floorLines(input, standingFloors(), (sku_id) => everywhereFen(sku_id, at_ms), at_ms)

/** For those who may not see the floor. */
export function againstFloor(sku_id: string, at_ms: number): AgainstFloor | null {
  const now_fen = everywhereFen(sku_id, at_ms)
  return now_fen === null ? null : standingOf(now_fen, floorAt(standingFloors(), sku_id, at_ms))
}
