// The whole catalog in memory: about a thousand SKUs, found by id, GTIN or code without the database.
import { type Category, categories, categoryOf } from './categories.ts'
import type { Brand, CatalogRows, Drawing, Product, ProductRow, Sku, SkuRow } from './contract.ts'
import { gtin14 } from './gtin.ts'
import { whyNotForSale } from './rules.ts'

export type CatalogIndex = {
  version: number
  brands: readonly Brand[]
  categories: readonly Category[]
  products: readonly Product[]
  skus: readonly Sku[]
  product: (id: string) => Product | null
  sku: (id: string) => Sku | null
  skusOf: (product_id: string) => readonly Sku[]
  /** Leading zeros do not matter: the number of a GTIN-12 is found as its GTIN-13 too. */
  byGtin: (gtin: string) => Sku | null
  byCode: (code: string) => Sku | null
  brand: (id: string) => Brand | null
  category: (code: string) => Category | null
}

export function drawingOf(sku: SkuRow, product: ProductRow, brand: Brand): Drawing {
  const { width_mm, height_mm, finish, layout, options } = sku
  // A depth nobody measured yet is drawn as deep as wide: the hand clamps it to its family.
  const depth_mm = sku.depth_mm ?? product.body.depth_mm ?? width_mm
  const { family } = product
  return { family, width_mm, height_mm, depth_mm, finish, layout, options, brand: brand.name_zh }
}

function skuOf(row: SkuRow, product: ProductRow, brand: Brand): Sku {
  const { layout: _layout, options: _options, ...own } = row
  const why_not = whyNotForSale(product, row)
  return {
    ...own,
    own_attributes: row.attributes,
    attributes: { ...product.attributes, ...row.attributes },
    name_zh: `${product.name_zh} ${row.variant_zh}`,
    name_en: `${product.name_en}, ${row.variant_en}`,
    category_code: product.category_code,
    brand_id: product.brand_id,
    drawing: drawingOf(row, product, brand),
    install_kind: product.install_kind,
    skills: product.skills,
    for_sale: why_not === null,
    why_not,
  }
}

const keyed = <T>(items: readonly T[], key: (item: T) => string | null) =>
  new Map(items.flatMap((item) => (key(item) === null ? [] : [[key(item)!, item] as const])))

export function indexCatalog(rows: CatalogRows, version: number): CatalogIndex {
  const brands = keyed(rows.brands, ({ id }) => id)
  const rowsById = keyed(rows.products, ({ id }) => id)
  const skus = rows.skus.map((row) => {
    const product = rowsById.get(row.product_id)!
    return skuOf(row, product, brands.get(product.brand_id)!)
  })
  const groups = new Map(rows.products.map(({ id }) => [id as string, [] as Sku[]]))
  for (const sku of skus) groups.get(sku.product_id)!.push(sku)
  const products = rows.products.map((row): Product => {
    return { ...row, sku_ids: (groups.get(row.id) ?? []).map(({ id }) => id) }
  })
  const byId = keyed(products, ({ id }) => id)
  const skuById = keyed(skus, ({ id }) => id)
  const gtins = keyed(skus, ({ gtin }) => gtin && gtin14(gtin))
  const codes = keyed(skus, ({ code }) => code)
  return {
    version,
    brands: rows.brands,
    categories,
    products,
    skus,
    product: (id) => byId.get(id) ?? null,
    sku: (id) => skuById.get(id) ?? null,
    skusOf: (product_id) => groups.get(product_id) ?? [],
    byGtin: (gtin) => gtins.get(gtin14(gtin)) ?? null,
    byCode: (code) => codes.get(code) ?? null,
    brand: (id) => brands.get(id) ?? null,
    category: categoryOf,
  }
}
