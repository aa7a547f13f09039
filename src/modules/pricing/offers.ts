// Search of the catalog joined with the one price. Prices of a place are made once a price version and
// moment of change, so that a search reads numbers and resolves nothing.
import type { z } from 'zod'
import { nowInstant, nowMs } from '../../platform/clock.ts'
import { catalog } from '../catalog/index.ts'
import { Search } from '../search/contract.ts'
import { type Prices, catalogSearch, pricesOf, search } from '../search/index.ts'
import type { findOffers, Offer } from './contract-offers.ts'
import { nextChangeAt, numberOf, placesOf, priceBook } from './queries.ts'

type Asked = z.output<typeof findOffers.input>
type Known = { index: unknown; book: unknown; from: number; until: number; prices: Prices }

const places_max = 400
const byPlace = new Map<string, Known>()

/** Prices of one county in the order the search index wants them; good until the next planned change. */
export function placePrices(county_code: string, now = nowMs()): Prices {
  const [index, book] = [catalogSearch(), priceBook()]
  const known = byPlace.get(county_code)
  const stands = known?.index === index && known.book === book
  if (stands && known.from <= now && now < known.until) return known.prices
  const asked = { places: placesOf(county_code), channel: 'shop', tier: 'retail', at_ms: now } as const
  const prices = pricesOf(index, (sku_id) => numberOf({ ...asked, sku_id })?.unit_fen ?? null)
  const next = nextChangeAt(book.keys(), county_code, new Date(now).toISOString())
  if (byPlace.size >= places_max) byPlace.clear()
  const until = next ? Date.parse(next) : Number.POSITIVE_INFINITY
  byPlace.set(county_code, { index, book, from: now, until, prices })
  return prices
}

export function offersOf(asked: Asked) {
  const { q, county_code, sort, offset, limit, facets, ...filters } = asked
  const given = Object.fromEntries(Object.entries(filters).filter(([, values]) => values !== undefined))
  const input = Search.safeParse({ text: q, filters: given, sort, offset, limit })
  if (!input.success) throw input.error
  const { hits, ...found } = search(catalogSearch(), input.data, placePrices(county_code))
  return {
    ...found,
    facets: facets === 'true' ? found.facets : [],
    items: hits.map((hit): Offer => {
      const product = catalog().product(hit.product_id)!
      const sku = catalog().sku(hit.sku_id)!
      return {
        product_id: hit.product_id,
        sku_id: hit.sku_id,
        model: product.model,
        name_zh: product.name_zh,
        name_en: product.name_en,
        category_code: product.category_code,
        space: product.space,
        finish: sku.finish,
        width_mm: sku.width_mm,
        height_mm: sku.height_mm,
        depth_mm: sku.depth_mm,
        energy_grade: product.energy?.grade ?? null,
        price_fen: hit.price_fen as Offer['price_fen'],
        score: hit.score,
        reasons: hit.reasons,
      }
    }),
  }
}

/** When any price at this place changes next, epoch milliseconds. */
export function offersUntil({ county_code }: Asked): number | null {
  const next = nextChangeAt(priceBook().keys(), county_code, nowInstant())
  return next ? Date.parse(next) : null
}
