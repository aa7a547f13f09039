// The only writers of the catalog.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import type { CatalogRows } from './contract.ts'

/** Bulk load, new rows only; returns how many of each were added. */
export async function loadCatalog(tx: Tx, actor: Actor, rows: CatalogRows) {
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
           width_mm, height_mm, depth_mm, weight_g, package_volume_l, attributes, state, demo)
    select r.id, r.product_id, r.code, r.gtin, r.variant_zh, r.variant_en, r.finish, r.layout, r.options,
           r.width_mm, r.height_mm, r.depth_mm, r.weight_g, r.package_volume_l, r.attributes, r.state, r.demo
      from jsonb_populate_recordset(null::catalog.sku, ${tx.json(rows.skus as never)}) r
    on conflict do nothing`
  await bumpSnapshot(tx, actor, 'catalog')
  return { brands: brands.count, products: products.count, skus: skus.count }
}
