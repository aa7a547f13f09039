// Pure decisions of the catalog. They return a reason, or null when all is well.
import { type Attribute, attributeOf } from './attributes.ts'
import type { Category } from './categories.ts'
import type { AttributeValue, Attributes, ProductRow, Sku, SkuRow } from './contract.ts'

/** K3: what may be sold has been launched, can be scanned and can be measured into a home. */
export function whyNotForSale(
  product: Pick<ProductRow, 'state'>,
  sku: Pick<SkuRow, 'state' | 'gtin' | 'depth_mm' | 'assumed'>,
): Sku['why_not'] {
  if (product.state !== 'live' || sku.state !== 'live') return 'not_live'
  if (sku.gtin === null) return 'incomplete_gtin'
  const { assumed = [] } = sku
  if (assumed.includes('width_mm') || assumed.includes('height_mm')) return 'incomplete_size'
  return sku.depth_mm === null ? 'incomplete_depth' : null
}

export const lacks = ['gtin', 'size', 'depth', 'weight', 'energy', 'noise', 'points'] as const
export type Lack = (typeof lacks)[number]

/** Sold with an energy label in China: without its grade the page cannot say what a year costs. */
const labelled = new Set(
  (
    'tv floor_ac wall_ac portable_ac fan refrigerator freezer wine_cabinet range_hood gas_hob ' +
    'induction_hob integrated_stove microwave dishwasher rice_cooker gas_water_heater ' +
    'electric_water_heater air_purifier monitor smart_toilet washer mini_washer top_washer dryer laundry_tower'
  ).split(' '),
)

/** What a SKU's data lack; of these K3 makes `gtin`, `size` and `depth` a condition of selling. */
export function lacksOf(
  product: Pick<ProductRow, 'category_code' | 'energy' | 'noise_db' | 'points'>,
  sku: Pick<SkuRow, 'gtin' | 'depth_mm' | 'assumed'>,
): Lack[] {
  const assumed = new Set(sku.assumed)
  const grade_needed = labelled.has(product.category_code)
  const missing: Record<Lack, boolean> = {
    gtin: sku.gtin === null,
    size: assumed.has('width_mm') || assumed.has('height_mm'),
    depth: sku.depth_mm === null,
    weight: assumed.has('weight_g') || assumed.has('package_volume_l'),
    energy: grade_needed && (product.energy?.grade ?? null) === null,
    noise: product.noise_db === null,
    points: product.points.length === 0,
  }
  return lacks.filter((lack) => missing[lack])
}

export type AttributeFault = { code: string; reason: 'not_of_category' | 'wrong_kind' | 'out_of_range' }

function whyNotValue(attribute: Attribute, value: AttributeValue): AttributeFault['reason'] | null {
  if (attribute.kind === 'flag') return typeof value === 'boolean' ? null : 'wrong_kind'
  if (attribute.kind === 'choice') {
    if (typeof value !== 'string') return 'wrong_kind'
    return attribute.choices.some(({ code }) => code === value) ? null : 'out_of_range'
  }
  if (typeof value !== 'number') return 'wrong_kind'
  return value >= attribute.min && value <= attribute.max ? null : 'out_of_range'
}

/** K5: the first attribute that its category does not know, or whose value cannot be. */
export function whyNotAttributes(category: Category, values: Attributes): AttributeFault | null {
  for (const [code, value] of Object.entries(values)) {
    const attribute = (category.attributes as readonly string[]).includes(code) ? attributeOf(code) : null
    const reason = attribute ? whyNotValue(attribute, value) : 'not_of_category'
    if (reason) return { code, reason }
  }
  return null
}
