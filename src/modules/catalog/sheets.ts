// Product sheets: the catalog from the tables, so that who edits sees their change at once, drafts included.
import type { z } from 'zod'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Page } from '../../platform/types.ts'
import { drawingOf } from './catalog-index.ts'
import type { Brand, ProductRow, SkuRow } from './contract.ts'
import type { ProductSheet, SheetCounts, SheetLine, SkuSheet, listSheets } from './contract-sheets.ts'
import { whyNotForSale } from './rules.ts'

type StoredProduct = ProductRow & { changed_at: string }

export function skuSheet(product: Pick<ProductRow, 'state'>, row: SkuRow): SkuSheet {
  return { ...row, assumed: [...(row.assumed ?? [])], why_not: whyNotForSale(product, row) }
}

const skusOf = (tx: Tx, ids: readonly string[]) => tx<SkuRow[]>`
  select * from catalog.sku where product_id in ${tx(ids)} order by id`

/** A product as stored; 404 also for what the actor may not see. */
export async function sheetOf(tx: Tx, product_id: string): Promise<ProductSheet> {
  const [product] = await tx<StoredProduct[]>`select * from catalog.product where id = ${product_id}`
  if (!product) throw notFound()
  const skus = await skusOf(tx, [product_id])
  return { ...product, skus: skus.map((row) => skuSheet(product, row)) }
}

function lineOf(product: ProductRow, brand: Brand, skus: readonly SkuRow[]): SheetLine {
  const { id, category_code, space, model, name_zh, name_en, state, launched_on } = product
  const reasons = skus.map((sku) => whyNotForSale(product, sku))
  const first = skus[0]
  return {
    id,
    brand,
    category_code,
    space,
    model,
    name_zh,
    name_en,
    state,
    launched_on,
    skus: skus.length,
    skus_for_sale: reasons.filter((reason) => reason === null).length,
    lacking_gtin: skus.filter(({ gtin }) => gtin === null).length,
    lacking_depth: skus.filter(({ depth_mm }) => depth_mm === null).length,
    drawing: first ? drawingOf(first, product, brand) : null,
  }
}

/** One page in id order; `q` is looked for in model and names. */
export async function findSheets(tx: Tx, input: z.output<typeof listSheets.input>): Promise<Page<SheetLine>> {
  const { q, space, category_code, brand_id, state, lacking, after, limit } = input
  const like = q && `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`
  const products = await tx<ProductRow[]>`
    select p.*
      from catalog.product p
     where true
       ${after ? tx`and p.id::text > ${after}` : tx``}
       ${like ? tx`and (p.model ilike ${like} or p.name_zh ilike ${like} or p.name_en ilike ${like})` : tx``}
       ${space ? tx`and p.space = ${space}` : tx``}
       ${category_code ? tx`and p.category_code = ${category_code}` : tx``}
       ${brand_id ? tx`and p.brand_id = ${brand_id}` : tx``}
       ${state ? tx`and p.state = ${state}` : tx``}
       ${
         lacking === 'gtin'
           ? tx`and exists (select from catalog.sku s where s.product_id = p.id
                                                and s.gtin is null)`
           : tx``
       }
       ${
         lacking === 'depth'
           ? tx`and exists (select from catalog.sku s where s.product_id = p.id
                                                 and s.depth_mm is null)`
           : tx``
       }
     order by p.id::text
     limit ${limit + 1}`
  const shown = products.slice(0, limit)
  if (shown.length === 0) return { items: [], next: null }
  const skus = await skusOf(
    tx,
    shown.map(({ id }) => id),
  )
  const brands = await tx<Brand[]>`
    select id, code, name_zh, name_en, demo from catalog.brand
     where id in ${tx(shown.map((product) => product.brand_id))}`
  const items = shown.map((product) =>
    lineOf(
      product,
      brands.find(({ id }) => id === product.brand_id)!,
      skus.filter(({ product_id }) => product_id === product.id),
    ),
  )
  return { items, next: products.length > limit ? items.at(-1)!.id : null }
}

export type OwnProduct = { product: ProductRow; brand: Brand; skus: SkuRow[] }
/** A brand's whole assortment is a few thousand products; more than this is not one brand's. */
const own_max = 10_000

/** All products of the brands in the reader's scope, drafts included, in id order; or one of them. */
export async function ownProducts(tx: Tx, product_id: string | null = null): Promise<OwnProduct[]> {
  const products = await tx<ProductRow[]>`
    select p.* from catalog.product p
     where platform.in_scope('brands', p.brand_id::text)
       and (${product_id}::uuid is null or p.id = ${product_id}::uuid)
     order by p.id::text limit ${own_max}`
  if (products.length === 0) return []
  const skus = new Map<string, SkuRow[]>()
  for (const sku of await tx<SkuRow[]>`
    select s.* from catalog.sku s
     where s.product_id = any(${products.map(({ id }) => id)}::uuid[]) order by s.id`)
    skus.set(sku.product_id, [...(skus.get(sku.product_id) ?? []), sku])
  const brands = await tx<Brand[]>`
    select id, code, name_zh, name_en, demo from catalog.brand
     where id = any(${[...new Set(products.map(({ brand_id }) => brand_id))]}::uuid[])`
  const brandOf = new Map(brands.map((brand) => [brand.id, brand]))
  return products.map((product) => ({
    product,
    brand: brandOf.get(product.brand_id)!,
    skus: skus.get(product.id) ?? [],
  }))
}

/** What the list would show under each of its filters. K3 says which SKUs are for sale. */
export async function sheetCounts(tx: Tx): Promise<SheetCounts> {
  const [products] = await tx<Pick<SheetCounts, 'draft' | 'live' | 'retired'>[]>`
    select count(*) filter (where state = 'draft')::int as draft,
           count(*) filter (where state = 'live')::int as live,
           count(*) filter (where state = 'retired')::int as retired
      from catalog.product`
  const [skus] = await tx<Omit<SheetCounts, 'draft' | 'live' | 'retired'>[]>`
    select count(distinct s.product_id) filter (where s.gtin is null)::int as lacking_gtin,
           count(distinct s.product_id) filter (where s.depth_mm is null)::int as lacking_depth,
           count(*)::int as skus,
           count(*) filter (where s.state = 'live' and p.state = 'live' and s.gtin is not null
                                  and s.depth_mm is not null
                                  and not s.assumed && array['width_mm', 'height_mm'])::int as skus_for_sale
      from catalog.sku s join catalog.product p on p.id = s.product_id`
  return { ...products!, ...skus! }
}
