// What a search of the catalog takes and gives.
import { z } from 'zod'
import { Id } from '../../platform/types.ts'
import { CategoryCode, Finish, SpaceCode } from '../catalog/contract.ts'

export const Sort = z.enum(['relevance', 'price_asc', 'price_desc', 'narrow', 'energy', 'newest'])
export type Sort = z.infer<typeof Sort>

const few = <T extends z.ZodType>(item: T) => z.array(item).max(30).exactOptional()
const FenBound = z.int().min(0).max(1_000_000_00).exactOptional()
const MmBound = z.int().min(1).max(10_000).exactOptional()

/** Values of one facet are alternatives; all facets have to hold, and for one and the same SKU. */
export const Filters = z.object({
  space: few(SpaceCode),
  category: few(CategoryCode),
  brand: few(z.string().max(40)),
  finish: few(Finish),
  energy_grade: few(z.string().max(1)),
  price_band: few(z.string().max(20)),
  width_band: few(z.string().max(20)),
  /** attribute code → values as its facet lists them */
  attributes: z.record(z.string().max(40), z.array(z.string().max(40)).max(30)).exactOptional(),
  price_fen_min: FenBound,
  price_fen_max: FenBound,
  width_mm_max: MmBound,
  height_mm_max: MmBound,
  depth_mm_max: MmBound,
})
export type Filters = z.infer<typeof Filters>

export const Search = z.object({
  text: z.string().max(80).default(''),
  filters: Filters.default({}),
  sort: Sort.default('relevance'),
  offset: z.int().min(0).max(10_000).default(0),
  limit: z.int().min(1).max(60).default(24),
})
export type Search = z.infer<typeof Search>

/** One summand of a hit's score: S1, the contributions add up to the score. */
export const Reason = z.object({ metric: z.string(), value: z.string(), contribution: z.number() })
export type Reason = z.infer<typeof Reason>

export const Hit = z.object({
  product_id: Id,
  /** The variant that answers best; the one a list shows. */
  sku_id: Id,
  price_fen: z.int().nullable(),
  score: z.number(),
  reasons: z.array(Reason),
})
export type Hit = z.infer<typeof Hit>

export const FacetValue = z.object({
  value: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  /** Products that would be left if this value were chosen in its facet. */
  count: z.int(),
  selected: z.boolean(),
})
export type FacetValue = z.infer<typeof FacetValue>

export const Facet = z.object({
  /** A field of Filters, or `attributes.<code>`. */
  field: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  values: z.array(FacetValue),
})
export type Facet = z.infer<typeof Facet>

export const SearchReply = z.object({
  total: z.int(),
  hits: z.array(Hit),
  facets: z.array(Facet),
  /** How words were read that do not stand so in the catalog, e.g. 洗完机 → 洗碗机. */
  understood: z.array(z.object({ typed: z.string(), as: z.string(), how: z.string() })),
  /** Words nothing is known by; they were left out. */
  ignored: z.array(z.string()),
  /** Sizes, colours, prices that nothing meets; the rest of the question was answered. */
  relaxed: z.array(z.string()),
  did_you_mean: z.array(z.string()),
})
export type SearchReply = z.infer<typeof SearchReply>
