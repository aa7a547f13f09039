// What was sold of a brand's goods and what lies where; what benefits it bears a share of brought.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { CityCode, Fen, Id, Instant, page, text } from '../../platform/types.ts'
import { Node } from '../places/contract.ts'

const Format = Node.shape.format

const Days = z.coerce.number().int().min(1).max(90).default(90)
const Paged = {
  days: Days,
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(60).optional(),
}
const Sums = {
  /** Kept by their buyers: sold and not brought back. */
  units: z.int(),
  returned_units: z.int(),
  on_hand: z.int(),
  /** Stores and warehouses that have some. */
  nodes: z.int(),
  /** Of what was there to sell, the share that was sold. */
  sell_through_bp: z.int().nullable(),
}

export const PlaceSales = z.object({ city_code: CityCode, format: Format, ...Sums })
export type PlaceSales = z.infer<typeof PlaceSales>
export const listPlaceSales = endpoint('GET /brand-sales', {
  summary: 'Units of your own brands sold and in stock, by city and form of store, most sold first',
  permission: 'brand.read',
  input: z.object({
    ...Paged,
    sku_id: Id.optional(),
    city_code: CityCode.optional(),
    format: Format.optional(),
  }),
  reply: page(PlaceSales),
})

export const SkuSales = z.object({
  sku_id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  ...Sums,
})
export type SkuSales = z.infer<typeof SkuSales>
export const listSkuSales = endpoint('GET /brand-sku-sales', {
  summary: 'Units of your own SKUs sold and in stock, most sold first',
  permission: 'brand.read',
  input: z.object({ ...Paged, city_code: CityCode.optional(), format: Format.optional() }),
  reply: page(SkuSales),
})

export const Bought = z.object({
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  /** Sold under it and kept. */
  units: z.int(),
  /** What it took off those units, and your share of that. */
  off_fen: Fen,
  own_fen: Fen,
  first_on: z.string(),
  last_on: z.string(),
})
export type Bought = z.infer<typeof Bought>
export const listBought = endpoint('GET /brand-benefits', {
  summary: 'Benefits you bear a share of: units sold under them, what they took off, your share',
  permission: 'brand.read',
  input: z.object(Paged),
  reply: page(Bought),
})

// ── funding ─────────────────────────────────────────────────────────────────────────────────────────────

export const FundingWish = z.strictObject({
  sku_codes: z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(200)
    .meta({ examples: [['CY-W15-STEEL']] }),
  /** Of what a benefit on these goods takes off, the share the brand bears. */
  share_bp: z.int().min(1).max(10_000),
  budget_fen: z.int().min(1).max(1e12),
  starts_at: Instant.meta({ examples: ['2030-11-01T00:00:00+08:00'] }),
  ends_at: Instant.meta({ examples: ['2030-11-12T00:00:00+08:00'] }),
})
export const FundingChange = FundingWish.extend({ brand_id: Id, offer: text(300) })
export type FundingChange = z.infer<typeof FundingChange>

export const Funding = z.object({
  funding_id: Id,
  brand_zh: z.string(),
  brand_en: z.string(),
  sku_codes: z.array(z.string()),
  share_bp: z.int(),
  budget_fen: Fen,
  starts_at: Instant,
  ends_at: Instant,
  reason: z.string(),
  state: z.enum(['planned', 'now', 'past']),
})
export type Funding = z.infer<typeof Funding>

const ofFunding = {
  input: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    after: Id.optional(),
  }),
  reply: page(Funding),
}
export const listFunding = endpoint('GET /brand-fundings', {
  summary: 'Funding of your own that was agreed, newest first',
  permission: 'brand.read',
  ...ofFunding,
})
export const listOffers = endpoint('GET /funding-offers', {
  summary: 'Shares of benefits that brands bear when selling takes them up, newest first',
  permission: 'sales.read',
  ...ofFunding,
})
export const offerFunding = endpoint('POST /brand-fundings', {
  summary: 'Proposes to bear a share of benefits on your own goods; control agrees, selling takes it up',
  permission: 'brand.propose',
  refusals: ['sku_code_unknown', 'one_brand_only', 'ends_before_start', 'ends_in_past'],
  input: FundingWish.extend({ reason: text(300) }),
  reply: z.object({ request_id: Id }),
})
