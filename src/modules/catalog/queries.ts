// The catalog from the snapshot each process keeps.
import type { Db, Sql, Tx } from '../../platform/db.ts'
import { type Snapshot, keepSnapshot } from '../../platform/snapshot.ts'
import { type CatalogIndex, indexCatalog } from './catalog-index.ts'
import type { Id } from '../../platform/types.ts'
import type { Brand, ProductRow, SkuRow } from './contract.ts'
import { gtin14, whyNotGtin } from './gtin.ts'

let snapshot: Snapshot<CatalogIndex> | null = null

async function readCatalog(tx: Tx, version: number): Promise<CatalogIndex> {
  const brands = await tx<Brand[]>`select id, code, name_zh, name_en, demo from catalog.brand order by code`
  const products = await tx<ProductRow[]>`
    select id, brand_id, category_code, space, family, model, name_zh, name_en, points, attributes, body,
           cavity, clearances, utilities, energy, noise_db, warranty_months, install_kind, skills, state,
           launched_on, demo
      from catalog.product
     order by id`
  const skus = await tx<SkuRow[]>`
    select id, product_id, code, gtin, variant_zh, variant_en, finish, layout, options, width_mm, height_mm,
           depth_mm, weight_g, package_volume_l, attributes, assumed, state, demo
      from catalog.sku
     order by id`
  return indexCatalog({ brands: [...brands], products: [...products], skus: [...skus] }, version)
}

/** Loads the catalog into memory and follows its changes. Call once a process before `catalog()`. */
export async function openCatalog(db: Db): Promise<Snapshot<CatalogIndex>> {
  let version = 0
  snapshot?.stop()
  snapshot = await keepSnapshot(db, 'catalog', (tx) => readCatalog(tx, ++version))
  return snapshot
}

/** The catalog as of now, drafts and retired products included: ask `for_sale`. */
export function catalog(): CatalogIndex {
  if (!snapshot) throw new Error('the catalog is not open yet')
  return snapshot.current()
}

/** SKUs by code, id or GTIN, read where they lie: who takes in a file need not know all goods there are. */
export async function skusNamed(tx: Tx, names: readonly string[]): Promise<Map<string, Id>> {
  const ids = names.filter((name) => uuid.test(name))
  const gtins = names.filter((name) => whyNotGtin(name) === null).map(gtin14)
  const rows = await tx<{ id: Id; name: string; place: number }[]>`
    select id, name, place from catalog.skus_named(${[...names]}::text[], ${ids}::uuid[], ${gtins}::text[])`
  const by = [0, 1, 2].map(
    (place) => new Map(rows.filter((row) => row.place === place).map(({ name, id }) => [name, id])),
  )
  return new Map(
    names.flatMap((name) => {
      const id = by[0]!.get(name) ?? by[1]!.get(name.toLowerCase()) ?? by[2]!.get(gtin14(name))
      return id ? [[name, id] as const] : []
    }),
  )
}

/** Code and category of SKUs by id, read where they lie. */
export async function skusById(tx: Tx, ids: readonly Id[]) {
  const rows = await tx<{ id: Id; code: string; category_code: string }[]>`
    select s.id, s.code, p.category_code from catalog.sku s join catalog.product p on p.id = s.product_id
     where s.id = any(${[...ids]}::uuid[])`
  return new Map(rows.map(({ id, ...named }) => [id, named]))
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Whether somebody's own goods are here, which no demo may be mixed with. */
export async function anyOwnGoods(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`
    select exists (select 1 from catalog.brand where not demo) as any`
  return row!.any
}
