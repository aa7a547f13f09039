// Two brands with goods, suppliers and orders of their own, for the tests of what a brand sees and does.
import { type Actor, roles, system } from '../src/platform/access.ts'
import type { Reactions } from '../src/platform/jobs.ts'
import type { Route } from '../src/platform/route.ts'
import type { ChangeKind } from '../src/platform/change-kind.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { catalog, categoryOf, loadCatalog, withCheckDigit } from '../src/modules/catalog/index.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from './test-goods.ts'

export const brandActor = (brands: Id[]): Actor => ({
  ...actorOf('brand_partner'),
  permissions: new Set(roles.brand_partner),
  scope: { nodes: null, cities: null, brands },
})

type Parts = { routes: readonly Route[]; kinds: readonly ChangeKind[]; reactions?: readonly Reactions[] }

/** `mine` is the brand of `brand`, `other` the one of `rival`; each has a product of two SKUs. */
export async function openBrands({ routes, kinds }: Parts) {
  const actors = {
    brand: brandActor([]),
    rival: brandActor([]),
    buying: actorOf('purchaser', null),
    selling: actorOf('merchandiser', null),
    control: actorOf('controller', null),
    shopper: actorOf('shopper'),
  }
  const world = await openGoods({
    routes,
    kinds,
    skus: 2,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse', format: 'warehouse' }), nodeOf(owner)],
    actors: () => actors,
  })
  const mine = catalog().brands[0]!.id
  const rival = await addRival(world)
  actors.brand.scope = { nodes: null, cities: null, brands: [mine] }
  actors.rival.scope = { nodes: null, cities: null, brands: [rival.brand_id] }
  const suppliers = {
    mine: await addSupplier(world, 'MINE', mine),
    other: await addSupplier(world, 'OTHER', rival.brand_id),
  }
  const order = (of: 'mine' | 'other', units: readonly number[], state = 'sent') =>
    addOrder(world, suppliers[of], of === 'mine' ? (world.sku_ids as Id[]) : rival.sku_ids, units, state)
  return { ...world, actors, mine, rival, suppliers, order }
}
export type Brands = Awaited<ReturnType<typeof openBrands>>

/** A second brand whose product is another model with the facts of the first; one SKU lacks its GTIN. */
async function addRival({ db }: Goods) {
  const first = catalog().products[0]!
  const brand = { id: newId(), code: 'rival', name_zh: '对手', name_en: 'Rival', demo: true }
  const { sku_ids: _ids, ...facts } = first
  const product = {
    ...facts,
    id: newId(),
    brand_id: brand.id,
    model: 'R-1',
    family: categoryOf(facts.category_code)!.families[0]!,
    name_zh: '对手冰箱',
    name_en: 'Rival fridge',
  }
  const like = catalog().skusOf(first.id)[0]!
  const skus = [0, 1].map((at) => ({
    id: newId(),
    product_id: product.id,
    code: `R-1-${at}`,
    gtin: at === 0 ? withCheckDigit('690000009990') : null,
    variant_zh: '白',
    variant_en: 'White',
    finish: like.finish,
    layout: 'double',
    options: {},
    width_mm: 600,
    height_mm: 1_800,
    depth_mm: 650,
    weight_g: 80_000,
    package_volume_l: 900,
    attributes: {},
    state: 'live' as const,
    demo: true,
  }))
  await db.command(system, async (tx) => {
    await tx`set local role none`
    await loadCatalog(tx, system, { brands: [brand], products: [product], skus })
  })
  return { brand_id: brand.id, product_id: product.id, sku_ids: skus.map(({ id }) => id) }
}

async function addSupplier({ owner }: Goods, code: string, brand_id: Id) {
  const supplier_id = newId()
  await owner`
    insert into purchase.supplier (supplier_id, code, name, name_en, brand_id, payment_terms_days,
           lead_time_days)
    values (${supplier_id}, ${code}, ${code}, ${code}, ${brand_id}, 30, 7)`
  return supplier_id
}

async function addOrder(
  { owner, nodes }: Goods,
  supplier_id: Id,
  sku_ids: readonly Id[],
  units: readonly number[],
  state: string,
) {
  const order_id = newId()
  await owner.begin(async (tx) => {
    await tx`
      insert into purchase.purchase_order (order_id, supplier_id, supplier_name, supplier_name_en, node_id,
             city_code, state, expected_on, created_by, requested_by, approved_by, sent_at)
      values (${order_id}, ${supplier_id}, 'S', 'S', ${nodes[0]!.id}, ${city_code}, ${state}, '2099-01-10',
              ${newId()}, ${newId()}, ${newId()}, now())`
    for (const [at, count] of units.entries()) {
      await tx`
        insert into purchase.order_line (order_id, line_no, sku_id, units)
        values (${order_id}, ${at + 1}, ${sku_ids[at]!}, ${count})`
      await tx`
        insert into purchase.order_cost (order_id, line_no, unit_cost_fen, vat_bp)
        values (${order_id}, ${at + 1}, 200000, 1300)`
    }
  })
  return order_id
}
