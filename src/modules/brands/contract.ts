// What crosses the walls of brands: everything a brand sees of its own, and what it answers and proposes.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import { CategoryCode, Drawing, ProductState, SkuState, WhyNot } from '../catalog/contract.ts'
import { DataWish } from '../catalog/contract-data.ts'

const Words = { name_zh: z.string(), name_en: z.string() }

// ── products ────────────────────────────────────────────────────────────────────────────────────────────

export const lackCodes = ['gtin', 'size', 'depth', 'weight', 'energy', 'noise', 'points'] as const
export const Lack = z.enum(lackCodes)
export type Lack = z.infer<typeof Lack>

export const OwnProductLine = z.object({
  id: Id,
  brand_zh: z.string(),
  brand_en: z.string(),
  category_code: CategoryCode,
  model: z.string(),
  ...Words,
  state: ProductState,
  skus: z.int(),
  skus_for_sale: z.int(),
  /** What at least one of its SKUs lacks. */
  lacks: z.array(Lack),
  /** Facts that are there, of those that should be, over all its SKUs. */
  complete_bp: z.int(),
  drawing: Drawing.nullable(),
})
export type OwnProductLine = z.infer<typeof OwnProductLine>

export const listOwnProducts = endpoint('GET /brand-products', {
  summary: 'Products of your own brands, with what their data lack',
  permission: 'brand.read',
  input: PageInput.extend({
    q: text(60).optional(),
    state: ProductState.optional(),
    lacks: Lack.optional(),
    /** Anything at all. */
    open: z.enum(['true']).optional(),
  }),
  reply: page(OwnProductLine),
})

export const OwnSku = z.object({
  id: Id,
  code: z.string(),
  gtin: z.string().nullable(),
  variant_zh: z.string(),
  variant_en: z.string(),
  state: SkuState,
  width_mm: z.int(),
  height_mm: z.int(),
  depth_mm: z.int().nullable(),
  weight_g: z.int(),
  package_volume_l: z.int(),
  lacks: z.array(Lack),
  /** The first thing that keeps it from being sold. */
  why_not: WhyNot.nullable(),
})
export type OwnSku = z.infer<typeof OwnSku>

const Value = z.union([z.number(), z.boolean(), z.string()])
export const OwnProduct = OwnProductLine.omit({ skus: true }).extend({
  noise_db: z.int().nullable(),
  warranty_months: z.int(),
  energy_grade: z.int().nullable(),
  kwh_year: z.number().nullable(),
  water_l_year: z.number().nullable(),
  gas_m3_year: z.number().nullable(),
  attributes: z.record(z.string(), Value),
  skus: z.array(OwnSku),
})
export type OwnProduct = z.infer<typeof OwnProduct>

export const getOwnProduct = endpoint('GET /brand-products/:product_id', {
  summary: 'One product of your own brands: each SKU with what it lacks and why it is not for sale',
  permission: 'brand.read',
  id: 'get_brand_product',
  input: z.object({ product_id: Id }),
  reply: OwnProduct,
})

export const proposeFacts = endpoint('POST /brand-products/:product_id/proposals', {
  summary: 'Proposes facts of a product or of one of its SKUs; they hold when a second person has agreed',
  permission: 'brand.propose',
  refusals: [
    'nothing_changes',
    'fact_of_product',
    'fact_of_sku',
    'bad_check_digit',
    'not_of_category',
    'out_of_range',
    'wrong_kind',
  ],
  input: DataWish.extend({ reason: text(300) }),
  reply: z.object({ request_id: Id }),
})

// ── orders from us ──────────────────────────────────────────────────────────────────────────────────────

export const OrderState = z.enum([
  'sent',
  'acknowledged',
  'part_shipped',
  'part_received',
  'closed',
  'cancelled',
])
export type OrderState = z.infer<typeof OrderState>

export const BrandOrder = z.object({
  purchase_order_id: Id,
  no: z.string(),
  state: OrderState,
  node_zh: z.string(),
  node_en: z.string(),
  city_code: z.string(),
  expected_on: Day,
  sent_at: Instant.nullable(),
  lines: z.int(),
  units: z.int(),
  /** As it has been answered; as ordered until then. */
  agreed_units: z.int(),
  despatched_units: z.int(),
  good_units: z.int(),
  /** Of the agreed units, net of VAT. */
  total_fen: Fen,
})
export type BrandOrder = z.infer<typeof BrandOrder>

export const listBrandOrders = endpoint('GET /brand-orders', {
  summary: 'Purchase orders that were sent to your own brands, newest first',
  permission: 'brand.read',
  input: PageInput.extend({
    state: OrderState.optional(),
    /** To be answered, or to be shipped. */
    waits: z.enum(['answer', 'goods']).optional(),
    q: z.string().max(40).optional(),
  }),
  reply: page(BrandOrder),
})

const OrderLine = z.object({
  line_no: z.int(),
  sku_id: Id,
  code: z.string(),
  ...Words,
  units: z.int(),
  acknowledged_units: z.int().nullable(),
  despatched_units: z.int(),
  good_units: z.int(),
  damaged_units: z.int(),
  unit_cost_fen: Fen.nullable(),
  vat_bp: z.int().nullable(),
})
export type BrandOrderLine = z.infer<typeof OrderLine>
export const BrandOrderWhole = BrandOrder.extend({
  items: z.array(OrderLine),
  despatches: z.array(
    z.object({
      despatch_id: Id,
      no: z.string(),
      carrier: z.string().nullable(),
      tracking_no: z.string().nullable(),
      arrives_on: Day.nullable(),
      at: Instant,
      units: z.int(),
    }),
  ),
})
export type BrandOrderWhole = z.infer<typeof BrandOrderWhole>

const OfOrder = { purchase_order_id: Id }
export const getBrandOrder = endpoint('GET /brand-orders/:purchase_order_id', {
  summary: 'One purchase order of your own, with its lines and despatch notices',
  permission: 'brand.read',
  id: 'get_brand_order',
  input: z.object(OfOrder),
  reply: BrandOrderWhole,
})

const LineNo = z.int().min(1).max(1_000)
export const answerOrder = endpoint('PUT /brand-orders/:purchase_order_id/acknowledgement', {
  summary: 'What you will send, line by line, and by when; lines that are left out are sent as ordered',
  permission: 'brand.orders',
  id: 'acknowledge_brand_order',
  refusals: ['brand_order_answered', 'brand_order_more', 'brand_order_line', 'arrives_in_past'],
  input: z.strictObject({
    ...OfOrder,
    lines: z
      .array(z.strictObject({ line_no: LineNo, units: z.int().min(0).max(100_000) }))
      .max(1_000)
      .default([]),
    expected_on: Day.optional(),
  }),
  reply: BrandOrderWhole,
})

export const sendGoods = endpoint('POST /brand-orders/:purchase_order_id/despatches', {
  summary: 'Tells that goods are on their way: which lines, how many, by whom, arriving when',
  permission: 'brand.orders',
  id: 'despatch_brand_order',
  refusals: [
    'brand_order_ships',
    'brand_order_over',
    'brand_order_line',
    'despatch_no_taken',
    'arrives_in_past',
  ],
  input: z.strictObject({
    ...OfOrder,
    no: text(40).meta({ examples: ['CY-2026-1108'] }),
    carrier: text(60).optional(),
    tracking_no: text(60).optional(),
    arrives_on: Day.optional(),
    lines: z
      .array(z.strictObject({ line_no: LineNo, units: z.int().min(1).max(100_000) }))
      .min(1)
      .max(1_000),
  }),
  reply: BrandOrderWhole,
})

// ── today ───────────────────────────────────────────────────────────────────────────────────────────────

export const countBrand = endpoint('GET /brand-counts', {
  summary: 'What waits for your own brands, and how complete their data are',
  permission: 'brand.read',
  input: z.strictObject({}),
  reply: z.object({
    products: z.int(),
    draft: z.int(),
    live: z.int(),
    retired: z.int(),
    incomplete: z.int(),
    lacking: z.object(Object.fromEntries(lackCodes.map((code) => [code, z.int()])) as Record<Lack, z.ZodInt>),
    skus: z.int(),
    skus_for_sale: z.int(),
    to_answer: z.int(),
    to_ship: z.int(),
    /** When sales were summed last; null: not yet. */
    summed_at: Instant.nullable(),
  }),
})
export type BrandCounts = z.infer<typeof countBrand.reply>
