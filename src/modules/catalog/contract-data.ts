// Facts of goods as their maker proposes them: of a product, or of one of its SKUs. They hold when a second
// person has agreed; who proposes them never writes the catalog.
import { z } from 'zod'
import { Id, text } from '../../platform/types.ts'
import { Mm } from './contract.ts'

const Name = text(120)
const Year = z.number().min(0)

export const ProductFacts = {
  name_zh: Name.optional(),
  name_en: Name.optional(),
  noise_db: z.int().min(10).max(100).optional(),
  warranty_months: z.int().min(0).max(240).optional(),
  /** Of the energy label, and what a year of use takes. */
  energy_grade: z.int().min(1).max(5).optional(),
  kwh_year: Year.max(20_000).optional(),
  water_l_year: Year.max(500_000).optional(),
  gas_m3_year: Year.max(5_000).optional(),
}
export const SkuFacts = {
  variant_zh: text(60).optional(),
  variant_en: text(60).optional(),
  /** As it is printed on the goods. */
  gtin: z
    .string()
    .regex(/^\d{8}$|^\d{12,14}$/)
    .optional(),
  width_mm: Mm.optional(),
  height_mm: Mm.optional(),
  depth_mm: Mm.optional(),
  weight_g: z.int().min(1).max(1_000_000).optional(),
  package_volume_l: z.int().min(1).max(20_000).optional(),
}
const Attribute = z.union([z.number(), z.boolean(), z.string().regex(/^[a-z0-9_]{1,40}$/)])

export const DataWish = z.strictObject({
  product_id: Id,
  /** Given: the facts are of this SKU; else of the product. */
  sku_id: Id.optional(),
  ...ProductFacts,
  ...SkuFacts,
  /** By code, as the category knows them; power among them. */
  attributes: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), Attribute).default({}),
})
export type DataWish = z.infer<typeof DataWish>

/** As it waits for the second person: attributes beside the other facts, each a row of the difference. */
export const ProductData = z
  .object({ product_id: Id, sku_id: Id.nullable() })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type ProductData = z.infer<typeof ProductData>
