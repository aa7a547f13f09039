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
