// The price list as those who make prices see it: a line a SKU, what holds at a place, what is planned.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { CategoryCode } from '../catalog/contract.ts'
import { Channel, PlaceCode, PriceRow, Tier } from './contract.ts'

export const PriceLine = z.object({
  sku_id: Id,
  /** Retail, online, at the place asked for; null: not priced there. */
  now_fen: Fen.nullable(),
  /** Which row answers: its place, and when it ends. */
  place_code: z.string().nullable(),
  until: Instant.nullable(),
  /** The first row that has not begun yet, at any place. */
  next: PriceRow.nullable(),
  /** Rows that hold now for places, channels or tiers of their own. */
  exceptions: z.int(),
})
export type PriceLine = z.infer<typeof PriceLine>

export const listPriceLines = endpoint('GET /price-lines', {
  summary: 'SKUs for sale with the price that holds at a place and the next planned one',
  permission: 'public.read',
  shared: true,
  input: PageInput.extend({
    q: text(60).optional(),
    category_code: CategoryCode.optional(),
    /** A city, or the whole country */
    place_code: PlaceCode.default('CN'),
    only: z.enum(['planned', 'exceptions', 'unpriced']).optional(),
  }),
  reply: page(PriceLine),
  refusals: ['unknown_place'],
})

export const FinalPrice = z.object({
  sku_id: Id,
  /** null: not priced there. */
  unit_fen: Fen.nullable(),
  /** When this number ends or another begins; null while nothing is planned. */
  valid_until: Instant.nullable(),
})

export const listFinalPrices = endpoint('GET /final-prices', {
  summary: 'What the SKUs for sale cost at a place at this moment, one number a SKU',
  permission: 'public.read',
  shared: true,
  input: PageInput.extend({
    county_code: DistrictCode.default('510107'),
    channel: Channel.default('shop'),
    tier: Tier.default('retail'),
  }),
  reply: page(FinalPrice).extend({ at: Instant }),
  refusals: ['unknown_place'],
})
