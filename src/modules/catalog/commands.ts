// The only writers of the catalog.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Invalid, Refused, notFound } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { newId } from '../../platform/types.ts'
import { categoryOf } from './categories.ts'
import type { Attributes, Brand, CatalogRows, ProductRow, SkuRow } from './contract.ts'
import type * as sheets from './contract-sheets.ts'
import type { ProductSheet, SkuSheet } from './contract-sheets.ts'
import { whyNotGtin } from './gtin.ts'
import { whyNotAttributes } from './rules.ts'
import { sheetOf, skuSheet } from './sheets.ts'

explainConstraints({
  brand_code_once: 'brand_taken',
  model_once: 'model_taken',
  sku_code_once: 'sku_code_taken',
  gtin_once: 'gtin_taken',
})

/** Bulk load, new rows only; returns how many of each were added. */
export async function loadCatalog(tx: Tx, actor: Actor, rows: CatalogRows) {
  const added = await addRows(tx, actor, rows)
  await bumpSnapshot(tx, actor, 'catalog')
  return added
}

/** As `loadCatalog`, for callers that tell of many at once when they have ended. */
export async function addRows(tx: Tx, _actor: Actor, rows: CatalogRows) {
  const brands = await tx`
    insert into catalog.brand (id, code, name_zh, name_en, demo)
    select r.id, r.code, r.name_zh, r.name_en, r.demo
      from jsonb_populate_recordset(null::catalog.brand, ${tx.json(rows.brands as never)}) r
    on conflict do nothing`
  const products = await tx`
    insert into catalog.product (id, brand_id, category_code, space, family, model, name_zh, name_en, points,
           attributes, body, cavity, clearances, utilities, energy, noise_db, warranty_months, install_kind,
           skills, state, launched_on, demo)
    select r.id, r.brand_id, r.category_code, r.space, r.family, r.model, r.name_zh, r.name_en, r.points,
           r.attributes, r.body, nullif(r.cavity, 'null'), r.clearances, r.utilities,
           nullif(r.energy, 'null'), r.noise_db, r.warranty_months, r.install_kind, r.skills,
           r.state, r.launched_on, r.demo
      from jsonb_populate_recordset(null::catalog.product, ${tx.json(rows.products as never)}) r
    on conflict do nothing`
  const skus = await tx`
    insert into catalog.sku (id, product_id, code, gtin, variant_zh, variant_en, finish, layout, options,
           width_mm, height_mm, depth_mm, weight_g, package_volume_l, attributes, assumed, state, demo)
    select r.id, r.product_id, r.code, r.gtin, r.variant_zh, r.variant_en, r.finish, r.layout, r.options,
           r.width_mm, r.height_mm, r.depth_mm, r.weight_g, r.package_volume_l, r.attributes,
           coalesce(r.assumed, '{}'), r.state, r.demo
      from jsonb_populate_recordset(null::catalog.sku, ${tx.json(rows.skus as never)}) r
    on conflict do nothing`
  return { brands: brands.count, products: products.count, skus: skus.count }
}

type Input<E extends { input: z.ZodType }> = z.output<E['input']>
type Fields = Record<string, unknown>
const given = (change: object): Fields =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

async function note(tx: Tx, actor: Actor, action: string, kind: string, id: string, detail: Fields) {
  await audit(tx, actor, `catalog.${action}`, { kind, id }, detail)
  await bumpSnapshot(tx, actor, 'catalog')
}

const before = (row: object, change: Fields): Fields =>
  Object.fromEntries(Object.keys(change).map((key) => [key, (row as Fields)[key]]))

// K5, K6: an attribute, a family and a skill that the category does not know are told where they stand.
function checkFacts(category_code: string, family: string | undefined, attributes: Attributes) {
  const category = categoryOf(category_code)
  if (!category) throw new Invalid('/category_code', 'unknown_category')
  if (family !== undefined && !(category.families as readonly string[]).includes(family))
    throw new Invalid('/family', 'not_of_category')
  const fault = whyNotAttributes(category, attributes)
  if (fault) throw new Invalid(`/attributes/${fault.code}`, fault.reason)
  return category
}

// K1
function checkGtin(gtin: string | null | undefined) {
  const fault = gtin ? whyNotGtin(gtin) : null
  if (fault) throw new Invalid('/gtin', fault)
}

export async function addBrand(tx: Tx, actor: Actor, input: Input<typeof sheets.addBrand>): Promise<Brand> {
  const row = { id: newId(), ...input, demo: false }
  await tx`insert into catalog.brand ${tx(row)}`
  await note(tx, actor, 'brand_added', 'brand', row.id, input)
  return row
}

export async function addProduct(
  tx: Tx,
  actor: Actor,
  input: Input<typeof sheets.addProduct>,
): Promise<ProductSheet> {
  const category = checkFacts(input.category_code, input.family, input.attributes)
  const { family, space, install_kind, skills, ...rest } = input
  const row = {
    ...rest,
    id: newId(),
    family: family ?? category.families[0]!,
    space: space ?? category.space,
    install_kind: install_kind ?? category.install_kind,
    skills: skills ?? [...category.skills],
    state: 'draft' as const,
  }
  await tx`insert into catalog.product ${tx(row as never)}`
  await note(tx, actor, 'product_added', 'product', row.id, { model: row.model, category: category.code })
  return sheetOf(tx, row.id)
}

/** Launching sets the state to `live`; K8: what was launched is never a draft again. */
export async function editProduct(
  tx: Tx,
  actor: Actor,
  input: Input<typeof sheets.editProduct>,
): Promise<ProductSheet> {
  const { product_id, ...wish } = input
  const change = given(wish)
  const [row] = await tx<ProductRow[]>`select * from catalog.product where id = ${product_id} for update`
  if (!row) throw notFound()
  if (change.state === 'draft' && row.state !== 'draft') throw new Refused('already_launched', 409)
  const after = { ...row, ...change } as ProductRow
  checkFacts(after.category_code, after.family, after.attributes)
  if (Object.keys(change).length > 0) {
    await tx`
      update catalog.product set ${tx(change as never)}, changed_at = platform.clock()
       where id = ${product_id}`
    const detail = { before: before(row, change), after: change }
    await note(tx, actor, 'product_changed', 'product', product_id, detail)
  }
  return sheetOf(tx, product_id)
}

export async function addSku(tx: Tx, actor: Actor, input: Input<typeof sheets.addSku>): Promise<SkuSheet> {
  checkGtin(input.gtin)
  const [product] = await tx<ProductRow[]>`select * from catalog.product where id = ${input.product_id}`
  if (!product) throw notFound()
  checkFacts(product.category_code, product.family, input.attributes)
  const [row] = await tx<
    SkuRow[]
  >`insert into catalog.sku ${tx({ ...input, id: newId() } as never)} returning *`
  await note(tx, actor, 'sku_added', 'sku', row!.id, { code: row!.code, gtin: row!.gtin })
  return skuSheet(product, row!)
}

export async function editSku(tx: Tx, actor: Actor, input: Input<typeof sheets.editSku>): Promise<SkuSheet> {
  const { sku_id, ...wish } = input
  const change = given(wish)
  checkGtin(input.gtin)
  const [row] = await tx<SkuRow[]>`select * from catalog.sku where id = ${sku_id} for update`
  if (!row) throw notFound()
  const [product] = await tx<ProductRow[]>`select * from catalog.product where id = ${row.product_id}`
  const still = (row.assumed ?? []).filter((size) => change[size] === undefined)
  if (still.length !== (row.assumed ?? []).length) change.assumed = still
  const after = { ...row, ...change } as SkuRow
  checkFacts(product!.category_code, product!.family, after.attributes)
  if (Object.keys(change).length > 0) {
    await tx`
      update catalog.sku set ${tx(change as never)}, changed_at = platform.clock() where id = ${sku_id}`
    await note(tx, actor, 'sku_changed', 'sku', sku_id, { before: before(row, change), after: change })
  }
  return skuSheet(product!, after)
}
