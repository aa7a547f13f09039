// What crosses the walls of pricing: one number for a SKU at a place, with its three lines, and its changes.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

export const Channel = z.enum(['shop', 'counter'])
export const Tier = z.enum(['retail', 'member', 'enterprise'])
export type Tier = z.infer<typeof Tier>
export const PlaceCode = z.union([z.literal('CN'), DistrictCode])

export const TraceLine = z.object({
  code: z.enum(['list', 'place', 'benefit', 'final']),
  label_zh: z.string(),
  label_en: z.string(),
  amount_fen: Fen,
  facts: z.record(z.string(), z.unknown()),
})
export type TraceLine = z.infer<typeof TraceLine>

export const Price = z.object({
  sku_id: Id,
  county_code: DistrictCode,
  tier: Tier,
  unit_fen: Fen,
  total_fen: Fen,
  trace: z.array(TraceLine),
  /** When this number ends or another begins; null while nothing is planned. */
  valid_until: Instant.nullable(),
})
export type Price = z.infer<typeof Price>

export const PriceRow = z.object({
  id: Id,
  sku_id: Id,
  place_code: z.string(),
  channel: z.enum(['all', 'shop', 'counter']),
  tier: Tier,
  price_fen: Fen,
  starts_at: Instant,
  ends_at: Instant.nullable(),
})
export type PriceRow = z.infer<typeof PriceRow>

export const getPrice = endpoint('GET /prices/:sku_id', {
  summary: 'The final price of a SKU at a place, with the three lines it is made of',
  permission: 'public.read',
  shared: true,
  id: 'get_price',
  input: z.object({
    sku_id: Id,
    county_code: DistrictCode,
    channel: Channel.default('shop'),
    tier: Tier.default('retail'),
    quantity: z.coerce.number().int().min(1).max(99_999).default(1),
  }),
  reply: Price,
  refusals: ['no_price', 'unknown_place'],
})

export const listPrices = endpoint('GET /prices', {
  summary: 'Price rows, now and planned, of a SKU',
  permission: 'public.read',
  shared: true,
  id: 'list_prices',
  input: PageInput.extend({ sku_id: Id }),
  reply: page(PriceRow),
})

export const PriceChange = z.strictObject({
  sku_id: Id,
  place_code: PlaceCode.default('CN'),
  channel: z.enum(['all', 'shop', 'counter']).default('all'),
  tier: Tier.default('retail'),
  price_fen: z
    .int()
    .min(1)
    .max(1e11)
    .meta({ examples: [329_900] }),
  starts_at: Instant.meta({ examples: ['2030-01-01T00:00:00+08:00'] }),
  /** null: until the next change. */
  ends_at: Instant.nullable().default(null),
})
export type PriceChange = z.infer<typeof PriceChange>

export const proposeChange = endpoint('POST /price-changes', {
  summary: 'Propose a price from a moment on; a second person has to agree',
  permission: 'pricing.propose',
  input: PriceChange.extend({ reason: text(200) }),
  reply: z.object({ request_id: Id }),
  refusals: ['unknown_sku', 'unknown_place', 'starts_in_past', 'ends_before_start'],
})
