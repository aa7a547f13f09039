// What crosses the walls of parity: shelf tags of a store, what to print from when, and the runs of the proof
// that every surface says one number.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { CityCode, Fen, Id, Instant, PageInput, page } from '../../platform/types.ts'
import { Channel, TraceLine } from '../pricing/contract.ts'

export const ShelfTag = z.object({
  sku_id: Id,
  code: z.string(),
  gtin: z.string().nullable(),
  name_zh: z.string(),
  name_en: z.string(),
  variant_zh: z.string(),
  variant_en: z.string(),
  tier: z.literal('retail'),
  /** null: not priced any more, the tag comes down. */
  price_fen: Fen.nullable(),
  valid_from: Instant,
  /** When another number begins; null while nothing is planned. */
  valid_until: Instant.nullable(),
  /** Where its QR code leads: the live price of this SKU in this store. */
  target: z.string(),
  /** What was printed last, for those who work there; null: never, or not theirs to know. */
  printed_fen: Fen.nullable(),
})
export type ShelfTag = z.infer<typeof ShelfTag>

/** Tags that say something else from a moment on. */
export const TagTurn = z.object({
  starts_at: Instant,
  items: z.array(z.object({ sku_id: Id, price_fen: Fen.nullable(), was_fen: Fen.nullable() })),
})
export type TagTurn = z.infer<typeof TagTurn>

export const listTags = endpoint('GET /nodes/:node_id/shelf-tags', {
  summary: 'What the shelf tags of a store say now, and which say something else from when',
  permission: 'public.read',
  id: 'list_shelf_tags',
  shared: true,
  input: z.object({ node_id: Id }),
  reply: z.object({
    node_id: Id,
    city_code: CityCode,
    at: Instant,
    items: z.array(ShelfTag),
    turns: z.array(TagTurn),
  }),
})
export type TagSheet = z.infer<typeof listTags.reply>

export const notePrints = endpoint('PUT /nodes/:node_id/shelf-tag-prints', {
  summary: 'Note that tags of a store were printed, so that those that say something else are known',
  permission: 'store.read',
  id: 'note_shelf_tag_prints',
  input: z.strictObject({
    node_id: Id,
    tags: z
      .array(z.strictObject({ sku_id: Id, price_fen: z.int().min(1).max(1e11) }))
      .min(1)
      .max(500),
  }),
  reply: z.object({ printed: z.int() }),
  refusals: ['unknown_sku'],
})

export const surfaces = [
  'tag_data',
  'tag_answer',
  'api_list',
  'api_offers',
  'api_price',
  'api_lines',
  'page_home',
  'page_list',
  'page_product',
  'page_store',
] as const
export const Surface = z.enum(surfaces)
export type Surface = z.infer<typeof Surface>

export const SurfaceCount = z.object({
  surface: Surface,
  /** Answers, pages or stores read. */
  asked: z.int(),
  /** Prices they said. */
  prices: z.int(),
  differences: z.int(),
  took_ms: z.int(),
})
export type SurfaceCount = z.infer<typeof SurfaceCount>

export const Run = z.object({
  id: Id,
  state: z.enum(['asked', 'running', 'done', 'failed']),
  asked_at: Instant,
  asked_by: Id.nullable(),
  /** The pages are drawn from it: the same seed draws the same pages. */
  seed: z.int(),
  pages: z.int(),
  started_at: Instant.nullable(),
  ended_at: Instant.nullable(),
  took_ms: z.int().nullable(),
  surfaces: z.array(SurfaceCount),
  prices: z.int(),
  differences: z.int(),
  error: z.string().nullable(),
})
export type Run = z.infer<typeof Run>

export const Difference = z.object({
  no: z.int(),
  surface: Surface,
  /** What to open to see it. */
  address: z.string(),
  sku_id: Id,
  node_id: Id.nullable(),
  place_code: z.string(),
  channel: Channel,
  at: Instant,
  shown_fen: Fen.nullable(),
  expected_fen: Fen.nullable(),
  /** As the surface says it; empty where it says the number alone. */
  shown_trace: z.array(TraceLine.partial()),
  expected_trace: z.array(z.object({ code: z.string(), what: z.string(), amount_fen: Fen })),
})
export type Difference = z.infer<typeof Difference>

export const listRuns = endpoint('GET /parity-runs', {
  summary: 'Proofs that every surface says one price, the latest first',
  permission: 'control.read',
  input: PageInput.extend({ only: z.enum(['different', 'failed']).optional() }),
  reply: page(Run),
})

export const getRun = endpoint('GET /parity-runs/:run_id', {
  summary: 'One proof, with its first 200 differences and the traces of both sides',
  permission: 'control.read',
  id: 'get_parity_run',
  input: z.object({ run_id: Id }),
  reply: Run.extend({ found: z.array(Difference) }),
})

export const startRun = endpoint('POST /parity-runs', {
  summary: 'Re-price every published surface now',
  permission: 'control.jobs',
  input: z.strictObject({
    pages: z.int().min(0).max(20_000).default(2_000),
    seed: z.int().min(0).max(2_147_483_647).optional(),
  }),
  reply: z.object({ run_id: Id }),
  refusals: ['parity_running'],
})
