// A product as those who make the catalog see it: every field as it is stored, drafts included, and the
// commands that change it.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Id, Instant, PageInput, page, text } from '../../platform/types.ts'
import {
  Assumed,
  Body,
  Brand,
  CategoryCode,
  Cavity,
  Clearances,
  Drawing,
  DrawingOptions,
  Energy,
  Finish,
  InstallKind,
  Mm,
  Point,
  ProductState,
  Skill,
  SkuState,
  SpaceCode,
  Utility,
  UtilityKind,
  WhyNot,
} from './contract.ts'
import { drawingFamilies } from './drawing.ts'

const Name = text(120)
/** As the maker writes it: feeds put wildcards, brackets and spaces into it. */
const Model = text(60)
const Code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,59}$/)
const AttributesInput = z.record(
  z.string().regex(/^[a-z][a-z0-9_]{0,39}$/),
  z.union([z.number(), z.boolean(), z.string().regex(/^[a-z0-9_]{1,40}$/)]),
)
/** As it is printed on the goods; a wrong check digit is told at /gtin. */
const Gtin = z
  .string()
  .regex(/^\d{8}$|^\d{12,14}$/)
  .meta({ examples: ['2613000000009'] })

const ProductFields = {
  category_code: CategoryCode,
  family: z.enum(drawingFamilies),
  space: SpaceCode,
  model: Model.meta({ examples: ['CY-W15'] }),
  name_zh: Name,
  name_en: Name,
  points: z.array(z.strictObject({ zh: text(120), en: text(160) })).max(5),
  attributes: AttributesInput,
  body: z.strictObject(Body.shape),
  cavity: z.strictObject(Cavity.shape).nullable(),
  clearances: z.strictObject(Clearances.shape),
  utilities: z.array(z.strictObject({ kind: UtilityKind, spec_zh: text(80), spec_en: text(80) })).max(8),
  energy: z
    .strictObject({
      ...Energy.shape,
      standard: text(40).nullable(),
      assumption_zh: text(80),
      assumption_en: text(120),
    })
    .nullable(),
  noise_db: z.int().min(10).max(100).nullable(),
  warranty_months: z.int().min(0).max(240),
  install_kind: InstallKind,
  skills: z.array(Skill).max(4),
  launched_on: Day,
}

const SkuFields = {
  code: Code.meta({ examples: ['CY-W15-STEEL'] }),
  gtin: Gtin.nullable(),
  variant_zh: text(60),
  variant_en: text(60),
  finish: Finish,
  layout: z.string().regex(/^[a-z_]{1,20}$/),
  options: DrawingOptions,
  width_mm: Mm,
  height_mm: Mm,
  depth_mm: Mm.nullable(),
  weight_g: z.int().min(1).max(1_000_000),
  package_volume_l: z.int().min(1).max(20_000),
  attributes: AttributesInput,
}

const Stored = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]))

export const SkuSheet = z.object({
  id: Id,
  product_id: Id,
  ...SkuFields,
  attributes: Stored,
  assumed: z.array(Assumed).describe('Sizes nobody has measured: the usual ones of the category'),
  state: SkuState,
  why_not: WhyNot.nullable(),
})
export type SkuSheet = z.infer<typeof SkuSheet>

export const ProductSheet = z.object({
  id: Id,
  brand_id: Id,
  ...ProductFields,
  points: z.array(Point),
  attributes: Stored,
  utilities: z.array(Utility),
  energy: Energy.nullable(),
  state: ProductState,
  demo: z.boolean(),
  changed_at: Instant,
  skus: z.array(SkuSheet),
})
export type ProductSheet = z.infer<typeof ProductSheet>

export const SheetLine = z.object({
  id: Id,
  brand: Brand,
  category_code: CategoryCode,
  space: SpaceCode,
  model: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  state: ProductState,
  launched_on: Day,
  skus: z.int(),
  skus_for_sale: z.int(),
  lacking_gtin: z.int(),
  lacking_depth: z.int(),
  drawing: Drawing.nullable(),
})
export type SheetLine = z.infer<typeof SheetLine>

export const listSheets = endpoint('GET /product-sheets', {
  summary: 'All products with what they still lack, drafts included',
  permission: 'purchasing.read',
  input: PageInput.extend({
    q: text(60).optional(),
    space: SpaceCode.optional(),
    category_code: CategoryCode.optional(),
    brand_id: Id.optional(),
    state: ProductState.optional(),
    lacking: z.enum(['gtin', 'depth']).optional(),
  }),
  reply: page(SheetLine),
})

export const getSheet = endpoint('GET /product-sheets/:product_id', {
  summary: 'A product as it is stored, with its SKUs',
  permission: 'purchasing.read',
  id: 'get_product_sheet',
  input: z.object({ product_id: Id }),
  reply: ProductSheet,
})

export const countSheets = endpoint('GET /product-sheet-counts', {
  summary: 'How many products there are by state, and how many lack a fact that selling needs',
  permission: 'purchasing.read',
  input: z.strictObject({}),
  reply: z.object({
    draft: z.int(),
    live: z.int(),
    retired: z.int(),
    lacking_gtin: z.int(),
    lacking_depth: z.int(),
    skus: z.int(),
    skus_for_sale: z.int(),
  }),
})
export type SheetCounts = z.infer<typeof countSheets.reply>

const edit = { permission: 'catalog.edit' } as const

export const addBrand = endpoint('POST /brands', {
  summary: 'Add a brand',
  ...edit,
  refusals: ['brand_taken'],
  input: z.strictObject({
    code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
    name_zh: text(40),
    name_en: text(60),
  }),
  reply: Brand,
})

export const addProduct = endpoint('POST /products', {
  summary: 'Add a product as a draft; space, family and installation are its category’s unless given',
  ...edit,
  refusals: ['model_taken'],
  input: z.strictObject({
    brand_id: Id,
    ...ProductFields,
    family: ProductFields.family.optional(),
    space: ProductFields.space.optional(),
    install_kind: ProductFields.install_kind.optional(),
    skills: ProductFields.skills.optional(),
    points: ProductFields.points.default([]),
    cavity: ProductFields.cavity.default(null),
    utilities: ProductFields.utilities.default([]),
    energy: ProductFields.energy.default(null),
    noise_db: ProductFields.noise_db.default(null),
  }),
  reply: ProductSheet,
})

export const editProduct = endpoint('PATCH /products/:product_id', {
  summary: 'Change a product, launch it or take it out of sale; a launched one is no draft again',
  ...edit,
  refusals: ['model_taken', 'already_launched'],
  input: z.strictObject({
    product_id: Id,
    ...z.strictObject(ProductFields).partial().shape,
    state: ProductState.optional(),
  }),
  reply: ProductSheet,
})

export const addSku = endpoint('POST /products/:product_id/skus', {
  summary: 'Add a SKU to a product',
  ...edit,
  refusals: ['sku_code_taken', 'gtin_taken'],
  input: z.strictObject({
    product_id: Id,
    ...SkuFields,
    gtin: SkuFields.gtin.default(null),
    options: SkuFields.options.default({}),
    attributes: AttributesInput.default({}),
  }),
  reply: SkuSheet,
})

export const editSku = endpoint('PATCH /skus/:sku_id', {
  summary: 'Change a SKU or take it out of sale',
  ...edit,
  refusals: ['sku_code_taken', 'gtin_taken'],
  input: z.strictObject({
    sku_id: Id,
    ...z.strictObject(SkuFields).partial().shape,
    state: SkuState.optional(),
  }),
  reply: SkuSheet,
})
