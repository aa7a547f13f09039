// Products as another system tells them, many at once: what is new is added, what differs is changed, and
// what a file does not say stays as it is. Each product is told apart by an id its caller keeps.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { newId } from '../../platform/types.ts'
import { categoryOf } from './categories.ts'
import { addRows } from './commands.ts'
import type { Brand, ProductRow, SkuRow } from './contract.ts'
import { gtin14 } from './gtin.ts'
import { type GivenProduct, type GivenSku, type LeftOut, mergeProduct, mergeSku } from './merge-given.ts'

export type { GivenProduct, GivenSku } from './merge-given.ts'
/** What became of one given product; `left_out` names what of it was not taken, and why. */
export type Taken = { outcome: 'created' | 'updated' | 'unchanged'; left_out: LeftOut[] } | { fault: LeftOut }

/** Tells every process that the catalog has changed. */
export const catalogChanged = (tx: Tx, actor: Actor) => bumpSnapshot(tx, actor, 'catalog')

/** Brands by name in either language, however it is capitalised; unknown ones are added. */
export async function brandsNamed(
  tx: Tx,
  actor: Actor,
  names: readonly string[],
): Promise<Map<string, Brand>> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))]
  await tx`select pg_advisory_xact_lock(hashtext('catalog.brands_named'))`
  const known = await tx<Brand[]>`
    select id, code, name_zh, name_en, demo from catalog.brand
     where lower(name_zh) = any(${wanted}) or lower(name_en) = any(${wanted}) or code = any(${wanted})
     order by id`
  const found = new Map<string, Brand>()
  for (const brand of known)
    for (const name of [brand.name_zh.toLowerCase(), brand.name_en.toLowerCase(), brand.code])
      if (!found.has(name)) found.set(name, brand)
  const missing = names.filter((name) => !found.has(name.toLowerCase()))
  if (missing.length === 0) return found
  const codes = new Set(
    (await tx<{ code: string }[]>`select code from catalog.brand`).map(({ code }) => code),
  )
  const added: Brand[] = []
  for (const name of missing) {
    if (found.has(name.toLowerCase())) continue
    const brand: Brand = {
      id: newId(),
      code: codeFor(name, codes),
      name_zh: name,
      name_en: name,
      demo: false,
    }
    codes.add(brand.code)
    found.set(name.toLowerCase(), brand)
    added.push(brand)
  }
  await addRows(tx, actor, { brands: added, products: [], skus: [] })
  for (const { id, code, name_en } of added)
    await audit(tx, actor, 'catalog.brand_added', { kind: 'brand', id }, { code, name_en })
  return found
}

/** Letters of the name; a name without any is numbered. */
function codeFor(name: string, taken: ReadonlySet<string>): string {
  const letters = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[-\d]+|-+$/g, '')
    .slice(0, 30)
  const stem = letters.length > 1 ? letters : 'brand'
  for (let number = 1; ; number++) {
    const code = number === 1 ? stem : `${stem}-${number}`
    if (!taken.has(code)) return code
  }
}

type Stored = {
  /** The SKU a product began with: what its row says of the product counts, others add their SKU only. */
  leaders: Map<string, string>
  products: Map<string, ProductRow>
  skus: Map<string, SkuRow>
  /** Who has a number, a code or a model already: its id. */
  gtins: Map<string, string>
  codes: Map<string, string>
  models: Map<string, string>
}

const modelKey = (brand_id: string, model: string) => `${brand_id} ${model}`

async function readStored(tx: Tx, given: readonly GivenProduct[]): Promise<Stored> {
  const ids = given.map(({ id }) => id)
  const skus = given.flatMap((product) => product.skus)
  const sku_ids = skus.map(({ id }) => id)
  const gtins = skus.flatMap(({ gtin }) => (gtin ? [gtin14(gtin)] : []))
  const models = given.flatMap(({ brand_id, model, model_else }) => [
    { brand_id, model },
    { brand_id, model: model_else },
  ])
  const [products, own_skus, leaders, same_gtins, same_codes, same_models] = await Promise.all([
    tx<ProductRow[]>`select * from catalog.product where id = any(${ids}) order by id for update`,
    tx<SkuRow[]>`select * from catalog.sku where id = any(${sku_ids}) order by id for update`,
    tx<{ id: string; leader: string }[]>`
      select product_id as id, min(id::text) as leader from catalog.sku
       where product_id = any(${ids}) group by 1`,
    tx<{ id: string; gtin: string }[]>`
      select id, gtin from catalog.gtin_owners(${gtins}::text[])`,
    tx<{ id: string; code: string }[]>`
      select id, code from catalog.sku where code = any(${skus.map(({ code }) => code)})`,
    tx<{ id: string; brand_id: string; model: string }[]>`
      select p.id, p.brand_id, p.model
        from unnest(${models.map((one) => one.brand_id)}::uuid[], ${models.map((one) => one.model)}::text[])
               as w(brand_id, model)
        join catalog.product p on p.brand_id = w.brand_id and p.model = w.model`,
  ])
  return {
    products: new Map(products.map((row) => [row.id, row])),
    leaders: new Map(leaders.map(({ id, leader }) => [id, leader])),
    skus: new Map(own_skus.map((row) => [row.id, row])),
    gtins: new Map(same_gtins.map(({ id, gtin }) => [gtin, id])),
    codes: new Map(same_codes.map(({ id, code }) => [code, id])),
    models: new Map(same_models.map(({ id, brand_id, model }) => [modelKey(brand_id, model), id])),
  }
}

type Work = {
  stored: Stored
  new_products: ProductRow[]
  new_skus: SkuRow[]
  products: ProductRow[]
  skus: SkuRow[]
  changes: { id: string; before: object; after: object }[]
}

/** Takes a chunk of products; the answer stands at the place of its question. */
export async function takeProducts(tx: Tx, actor: Actor, given: readonly GivenProduct[]): Promise<Taken[]> {
  const stored = await readStored(tx, given)
  const work: Work = { stored, new_products: [], new_skus: [], products: [], skus: [], changes: [] }
  const taken = given.map((one) => take(actor, work, one))
  const added = await addRows(tx, actor, { brands: [], products: work.new_products, skus: work.new_skus })
  // Somebody else has taken a number or a model since it was looked at: the chunk begins anew.
  if (added.products < work.new_products.length || added.skus < work.new_skus.length)
    throw Object.assign(new Error('the catalog moved'), { code: '40001' })
  await changeRows(tx, work)
  if (work.new_products.length + work.products.length + work.new_skus.length + work.skus.length > 0)
    await audit(
      tx,
      actor,
      'catalog.products_taken',
      { kind: 'catalog', id: 'catalog' },
      {
        added: work.new_products.map(({ id }) => id),
        changed: work.changes,
      },
    )
  return taken
}

function take(actor: Actor, work: Work, given: GivenProduct): Taken {
  const { stored } = work
  const category = categoryOf(given.category_code)
  if (!category)
    return { fault: { field: 'category_code', code: 'category_not_kept', value: given.category_code } }
  const reach = actor.scope.brands
  if (reach && !reach.includes(given.brand_id))
    return { fault: { field: 'brand', code: 'brand_not_yours', value: given.brand_id } }
  const left_out: LeftOut[] = []
  const current = stored.products.get(given.id) ?? null
  const model = modelFor(stored, given, left_out)
  if (model === null) return { fault: { field: 'model', code: 'model_taken', value: given.model } }
  for (const sku of given.skus) {
    const owner = stored.codes.get(sku.code)
    if (owner && owner !== sku.id)
      return { fault: { field: 'sku_code', code: 'sku_code_taken', value: sku.code } }
  }
  const leads = !current || stored.leaders.get(given.id) === given.skus[0]?.id
  const product = leads ? mergeProduct(category, current, { ...given, model }, left_out) : current
  const is_new = !current || !stored.skus.has(given.skus[0]!.id)
  let changed = leads && keep(work, 'product', current, product)
  for (const sku of given.skus) {
    const before = stored.skus.get(sku.id) ?? null
    const after = mergeSku(product, before, freeNumber(stored, sku, left_out))
    if (keep(work, 'sku', before, after)) changed = true
  }
  if (is_new) return { outcome: 'created', left_out }
  return { outcome: changed ? 'updated' : 'unchanged', left_out }
}

/** One model names one product of a brand; a second one is told apart by its key. */
function modelFor(stored: Stored, given: GivenProduct, left_out: LeftOut[]): string | null {
  const { id, brand_id, model, model_else } = given
  for (const one of [model, model_else]) {
    const owner = stored.models.get(modelKey(brand_id, one))
    if (owner && owner !== id) continue
    // What was told apart once stays so.
    if (one === model && stored.products.get(id)?.model === model_else) continue
    stored.models.set(modelKey(brand_id, one), id)
    if (one !== model) left_out.push({ field: 'model', code: 'model_shared', value: model })
    return one
  }
  return null
}

/** K2: a number another SKU has stays with it. */
function freeNumber(stored: Stored, sku: GivenSku, left_out: LeftOut[]): GivenSku {
  if (!sku.gtin) return sku
  const owner = stored.gtins.get(gtin14(sku.gtin))
  if (owner && owner !== sku.id) {
    left_out.push({ field: 'gtin', code: 'gtin_taken', value: sku.gtin })
    const { gtin: _taken, ...rest } = sku
    return rest
  }
  stored.gtins.set(gtin14(sku.gtin), sku.id)
  return sku
}

// Keys of jsonb come back in an order of their own.
const flat = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

function keep(
  work: Work,
  kind: 'product' | 'sku',
  before: object | null,
  after: ProductRow | SkuRow,
): boolean {
  if (!before) {
    if (kind === 'product') work.new_products.push(after as ProductRow)
    else work.new_skus.push(after as SkuRow)
    return true
  }
  const was = before as Record<string, unknown>
  const now = after as unknown as Record<string, unknown>
  const differs = Object.keys(now).filter((key) => flat(now[key] ?? null) !== flat(was[key] ?? null))
  if (differs.length === 0) return false
  const part = (row: Record<string, unknown>) => Object.fromEntries(differs.map((key) => [key, row[key]]))
  work.changes.push({ id: after.id, before: part(was), after: part(now) })
  if (kind === 'product') work.products.push(after as ProductRow)
  else work.skus.push(after as SkuRow)
  return true
}

async function changeRows(tx: Tx, { products, skus }: Work) {
  if (products.length > 0)
    await tx`
      update catalog.product p
         set category_code = r.category_code, space = r.space, family = r.family, model = r.model,
             name_zh = r.name_zh, name_en = r.name_en, attributes = r.attributes, body = r.body,
             energy = nullif(r.energy, 'null'), noise_db = r.noise_db, warranty_months = r.warranty_months,
             state = r.state, launched_on = r.launched_on, changed_at = platform.clock()
        from jsonb_populate_recordset(null::catalog.product, ${tx.json(products as never)}) r
       where p.id = r.id`
  if (skus.length > 0)
    await tx`
      update catalog.sku s
         set code = r.code, gtin = r.gtin, variant_zh = r.variant_zh, variant_en = r.variant_en,
             finish = r.finish, width_mm = r.width_mm, height_mm = r.height_mm, depth_mm = r.depth_mm,
             weight_g = r.weight_g, package_volume_l = r.package_volume_l, assumed = r.assumed,
             changed_at = platform.clock()
        from jsonb_populate_recordset(null::catalog.sku, ${tx.json(skus as never)}) r
       where s.id = r.id`
}
