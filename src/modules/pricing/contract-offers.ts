// Offers: products as one finds them, each with the one price it has at a place.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id } from '../../platform/types.ts'
import { Facet, Sort } from '../search/contract.ts'

/** One or several values of a facet, separated by commas. */
const listed = z
  .string()
  .max(300)
  .regex(/^[\w.,一-鿿 -]*$/)
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
      .slice(0, 30),
  )
  .optional()

export const Offer = z.object({
  product_id: Id,
  sku_id: Id,
  model: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  category_code: z.string(),
  space: z.string(),
  finish: z.string(),
  width_mm: z.int(),
  height_mm: z.int(),
  depth_mm: z.int().nullable(),
  energy_grade: z.int().nullable(),
  /** null: not priced at this place. */
  price_fen: Fen.nullable(),
  /** Why it stands here: contributions that add up to the score. */
  score: z.number(),
  reasons: z.array(z.object({ metric: z.string(), value: z.string(), contribution: z.number() })),
})
export type Offer = z.infer<typeof Offer>

export const findOffers = endpoint('GET /products', {
  summary:
    'Find products by words (Chinese, English, pinyin, models, sizes) and facets, with their price at a place',
  permission: 'public.read',
  shared: true,
  id: 'find_products',
  input: z.object({
    q: z
      .string()
      .max(80)
      .default('')
      .meta({ examples: ['洗碗机'] }),
    county_code: DistrictCode.default('510107'),
    space: listed,
    category: listed,
    brand: listed,
    finish: listed,
    energy_grade: listed,
    price_band: listed,
    width_band: listed,
    sort: Sort.default('relevance'),
    offset: z.coerce.number().int().min(0).max(10_000).default(0),
    limit: z.coerce.number().int().min(1).max(60).default(20),
    /** false leaves the facets out */
    facets: z.enum(['true', 'false']).default('true'),
  }),
  reply: z.object({
    total: z.int(),
    items: z.array(Offer),
    facets: z.array(Facet),
    understood: z.array(z.object({ typed: z.string(), as: z.string(), how: z.string() })),
    ignored: z.array(z.string()),
    relaxed: z.array(z.string()),
    did_you_mean: z.array(z.string()),
  }),
  refusals: ['unknown_place'],
})
