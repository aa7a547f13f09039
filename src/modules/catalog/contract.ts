// What crosses the walls of catalog: brands, products and the SKUs that are sold. All lengths in mm.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Id } from '../../platform/types.ts'
import { drawingFamilies, finishes, spaces } from './drawing.ts'

export const SpaceCode = z.enum(spaces)
export const Finish = z.enum(finishes)
export const Mm = z.int().min(1).max(6_000)
export const InstallKind = z.enum(['none', 'place', 'install'])
export const Skill = z.enum(['general', 'gas_certified', 'refrigerant_certified', 'electrician'])
export const ProductState = z.enum(['draft', 'live', 'retired'])
export const SkuState = z.enum(['live', 'retired'])
export const WhyNot = z.enum(['not_live', 'incomplete_gtin', 'incomplete_size', 'incomplete_depth'])
export const Assumed = z.enum(['width_mm', 'height_mm', 'weight_g', 'package_volume_l'])
export type Assumed = z.infer<typeof Assumed>
export const UtilityKind = z.enum(['socket', 'water_in', 'drain', 'gas', 'air', 'network'])
export const CategoryCode = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/)
  .meta({ examples: ['dishwasher'] })

/** Facts that change the picture; each family knows some of them. */
export const DrawingOptions = z.strictObject({
  display: z.boolean().exactOptional(),
  dispenser: z.boolean().exactOptional(),
  bar_handle: z.boolean().exactOptional(),
  built_in: z.boolean().exactOptional(),
  burners: z.int().min(1).max(6).exactOptional(),
  lit: z.boolean().exactOptional(),
  off: z.boolean().exactOptional(),
  toe_mm: z.int().min(0).max(300).exactOptional(),
  lamp: z.boolean().exactOptional(),
  face: z.boolean().exactOptional(),
})
export type DrawingOptions = z.infer<typeof DrawingOptions>

/** A drawing as plain data: what web/draw takes as its `Desc`. */
export const Drawing = z.object({
  family: z.enum(drawingFamilies),
  width_mm: z.int(),
  height_mm: z.int(),
  depth_mm: z.int(),
  finish: Finish,
  layout: z.string(),
  options: DrawingOptions,
  brand: z.string(),
})
export type Drawing = z.infer<typeof Drawing>

export type AttributeValue = number | string | boolean
export type Attributes = Readonly<Record<string, AttributeValue>>

export const Body = z.object({ width_mm: Mm, height_mm: Mm, depth_mm: Mm.nullable() })

/** The opening a built-in product goes into; `_max` is null where any larger opening does. */
export const Cavity = z.object({
  width_mm_min: Mm,
  width_mm_max: Mm.nullable(),
  height_mm_min: Mm,
  height_mm_max: Mm.nullable(),
  depth_mm_min: Mm,
})
export type Cavity = z.infer<typeof Cavity>

const Gap = z.int().min(0).max(2_000)
/** What stays free around the body; `front_mm` is what an open door or drawer takes. */
export const Clearances = z.object({ left_mm: Gap, right_mm: Gap, top_mm: Gap, back_mm: Gap, front_mm: Gap })
export type Clearances = z.infer<typeof Clearances>

export const Utility = z.object({ kind: UtilityKind, spec_zh: z.string(), spec_en: z.string() })
export type Utility = z.infer<typeof Utility>

/** What a year of use takes, and under which assumption of use. */
export const Energy = z.object({
  grade: z.int().min(1).max(5).nullable(),
  standard: z.string().nullable(),
  kwh_year: z.number().min(0).max(20_000),
  water_l_year: z.number().min(0).max(500_000),
  gas_m3_year: z.number().min(0).max(5_000),
  assumption_zh: z.string(),
  assumption_en: z.string(),
})
export type Energy = z.infer<typeof Energy>

export const Point = z.object({ zh: z.string(), en: z.string() })

export const Brand = z.object({
  id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  demo: z.boolean(),
})
export type Brand = z.infer<typeof Brand>

/** A row of catalog.product. Names carry the brand: `晨岩 嵌入式洗碗机 15 套`. */
export type ProductRow = {
  id: Id
  brand_id: Id
  category_code: string
  space: z.infer<typeof SpaceCode>
  /** How it is drawn: one of its category's families. */
  family: Drawing['family']
  model: string
  name_zh: string
  name_en: string
  points: z.infer<typeof Point>[]
  attributes: Attributes
  body: z.infer<typeof Body>
  cavity: Cavity | null
  clearances: Clearances
  utilities: Utility[]
  energy: Energy | null
  noise_db: number | null
  warranty_months: number
  install_kind: z.infer<typeof InstallKind>
  skills: z.infer<typeof Skill>[]
  state: z.infer<typeof ProductState>
  launched_on: Day
  demo: boolean
}

/** A row of catalog.sku. `attributes` are those in which this SKU differs from its product. */
export type SkuRow = {
  id: Id
  product_id: Id
  code: string
  gtin: string | null
  variant_zh: string
  variant_en: string
  finish: z.infer<typeof Finish>
  layout: string
  options: DrawingOptions
  width_mm: number
  height_mm: number
  depth_mm: number | null
  weight_g: number
  package_volume_l: number
  attributes: Attributes
  /** What nobody has measured: the usual of its category stands there, to be drawn only. */
  assumed?: readonly Assumed[]
  state: z.infer<typeof SkuState>
  demo: boolean
}

export type CatalogRows = {
  brands: readonly Brand[]
  products: readonly ProductRow[]
  skus: readonly SkuRow[]
}

export type Product = ProductRow & { sku_ids: readonly Id[] }

/** A SKU as every room reads it: its row, what it has from its product, and whether it may be sold. */
export type Sku = Omit<SkuRow, 'layout' | 'options'> & {
  own_attributes: Attributes
  name_zh: string
  name_en: string
  category_code: string
  brand_id: Id
  drawing: Drawing
  install_kind: z.infer<typeof InstallKind>
  skills: readonly z.infer<typeof Skill>[]
  for_sale: boolean
  why_not: z.infer<typeof WhyNot> | null
}

const Words = { name_zh: z.string(), name_en: z.string() }
const Better = z.enum(['more', 'less'])

/** One attribute with its words; exactly one of `number`, `choice`, `flag` holds the value. */
export const AttributeView = z.object({
  code: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  text_zh: z.string(),
  text_en: z.string(),
  better: Better.nullable(),
  number: z.number().nullable(),
  choice: z.string().nullable(),
  flag: z.boolean().nullable(),
})
export type AttributeView = z.infer<typeof AttributeView>

const AttributeSpec = z.object({
  code: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  unit_zh: z.string(),
  unit_en: z.string(),
  kind: z.enum(['number', 'choice', 'flag']),
  facet: z.boolean(),
  better: Better.nullable(),
  min: z.number(),
  max: z.number(),
  choices: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
})

export const CategoryView = z.object({
  code: CategoryCode,
  ...Words,
  space: SpaceCode,
  families: z.array(z.enum(drawingFamilies)),
  install_kind: InstallKind,
  skills: z.array(Skill),
  products: z.int().describe('Live products in it'),
  attributes: z.array(AttributeSpec),
})

export const RunningCost = z.object({
  lines: z.array(
    z.object({
      code: z.enum(['electricity', 'water', 'gas']),
      label_zh: z.string(),
      label_en: z.string(),
      quantity: z.number(),
      unit: z.string(),
      unit_fen: z.number(),
      amount_fen: z.int(),
    }),
  ),
  total_fen: z.int(),
  assumption_zh: z.string(),
  assumption_en: z.string(),
})

export const SkuView = z.object({
  id: Id,
  product_id: Id,
  code: z.string(),
  gtin: z.string().nullable(),
  ...Words,
  variant_zh: z.string(),
  variant_en: z.string(),
  finish: Finish,
  width_mm: z.int(),
  height_mm: z.int(),
  depth_mm: z.int().nullable(),
  weight_g: z.int(),
  package_volume_l: z.int(),
  own_attributes: z.array(AttributeView).describe('Those in which it differs from its product'),
  drawing: Drawing,
  for_sale: z.boolean(),
  why_not: WhyNot.nullable(),
})
export type SkuView = z.infer<typeof SkuView>

export const ProductView = z.object({
  id: Id,
  brand: Brand,
  category: z.object({ code: CategoryCode, ...Words }),
  space: SpaceCode,
  family: z.enum(drawingFamilies),
  model: z.string(),
  ...Words,
  points: z.array(Point),
  attributes: z.array(AttributeView),
  body: Body,
  cavity: Cavity.nullable(),
  clearances: Clearances,
  utilities: z.array(Utility),
  energy: Energy.nullable(),
  running_cost: RunningCost.nullable(),
  noise_db: z.int().nullable(),
  warranty_months: z.int(),
  install_kind: InstallKind,
  skills: z.array(Skill),
  state: ProductState,
  launched_on: Day,
  demo: z.boolean(),
  skus: z.array(SkuView),
})
export type ProductView = z.infer<typeof ProductView>

const open = { permission: 'public.read', shared: true } as const

export const listCategories = endpoint('GET /categories', {
  summary: 'Leaf categories by space, each with its typed attributes',
  ...open,
  input: z.object({ space: SpaceCode.optional() }),
  reply: z.object({ items: z.array(CategoryView) }),
})

export const listBrands = endpoint('GET /brands', {
  summary: 'Brands with the number of their live products',
  ...open,
  input: z.object({}),
  reply: z.object({ items: z.array(Brand.extend({ products: z.int() })) }),
})

export const getProduct = endpoint('GET /products/:product_id', {
  summary: 'A launched product with its SKUs, what it needs and what it costs to run',
  ...open,
  id: 'get_product',
  input: z.object({ product_id: Id }),
  reply: ProductView,
})

export const getSku = endpoint('GET /skus/:sku_id', {
  summary: 'A SKU of a launched product',
  ...open,
  id: 'get_sku',
  input: z.object({ sku_id: Id }),
  reply: SkuView,
})
