// The catalog as it is shown: rows with their words. Each product's view is made once a snapshot.
import { describeAttributes } from './attribute-text.ts'
import { attributeOf } from './attributes.ts'
import type { CatalogIndex } from './catalog-index.ts'
import type { Category } from './categories.ts'
import type { AttributeView, Attributes, Product, ProductView, Sku, SkuView } from './contract.ts'
import { runningCost } from './running-cost.ts'

export function attributeViews(category: Category, values: Attributes): AttributeView[] {
  return describeAttributes(category, values).map(({ kind: _kind, value, ...words }) => ({
    ...words,
    number: typeof value === 'number' ? value : null,
    choice: typeof value === 'string' ? value : null,
    flag: typeof value === 'boolean' ? value : null,
  }))
}

export function skuView(category: Category, sku: Sku): SkuView {
  const { id, product_id, code, gtin, name_zh, name_en, variant_zh, variant_en, finish, drawing } = sku
  const { width_mm, height_mm, depth_mm, weight_g, package_volume_l, for_sale, why_not } = sku
  return {
    id,
    product_id,
    code,
    gtin,
    name_zh,
    name_en,
    variant_zh,
    variant_en,
    finish,
    width_mm,
    height_mm,
    depth_mm,
    weight_g,
    package_volume_l,
    own_attributes: attributeViews(category, sku.own_attributes),
    drawing,
    for_sale,
    why_not,
  }
}

const views = new WeakMap<Product, ProductView>()

export function productView(index: CatalogIndex, product: Product): ProductView {
  const known = views.get(product)
  if (known) return known
  const { brand_id, category_code, sku_ids: _ids, attributes, skills, ...rest } = product
  const category = index.category(category_code)!
  const made: ProductView = {
    ...rest,
    brand: index.brand(brand_id)!,
    category: { code: category.code, name_zh: category.name_zh, name_en: category.name_en },
    attributes: attributeViews(category, attributes),
    running_cost: runningCost(product.energy),
    skills: [...skills],
    skus: index.skusOf(product.id).map((sku) => skuView(category, sku)),
  }
  views.set(product, made)
  return made
}

export function categoryViews(index: CatalogIndex, space?: string) {
  const counts = new Map<string, number>()
  for (const { category_code, state } of index.products)
    if (state === 'live') counts.set(category_code, (counts.get(category_code) ?? 0) + 1)
  return index.categories
    .filter((category) => space === undefined || category.space === space)
    .map((category) => ({
      ...category,
      families: [...category.families],
      skills: [...category.skills],
      products: counts.get(category.code) ?? 0,
      attributes: category.attributes.map((code) => {
        const attribute = attributeOf(code)!
        return { ...attribute, choices: [...attribute.choices] }
      }),
    }))
}

export function brandViews(index: CatalogIndex) {
  const counts = new Map<string, number>()
  for (const { brand_id, state } of index.products)
    if (state === 'live') counts.set(brand_id, (counts.get(brand_id) ?? 0) + 1)
  return index.brands.map((brand) => ({ ...brand, products: counts.get(brand.id) ?? 0 }))
}
