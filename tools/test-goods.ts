// A few real nodes and SKUs in a database of their own, for the tests of stock, pricing and control.
import { openRoom } from './test-room.ts'
import { type Actor, type Role, roles, system } from '../src/platform/access.ts'
import type { ChangeKind } from '../src/platform/change-kind.ts'
import type { Tx } from '../src/platform/db.ts'
import type { Reactions } from '../src/platform/jobs.ts'
import type { Route } from '../src/platform/route.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { type CatalogRows, loadCatalog, openCatalog, withCheckDigit } from '../src/modules/catalog/index.ts'
import { registerKinds, routes as controlRoutes } from '../src/modules/control/index.ts'
import { loadParties } from '../src/modules/people/index.ts'
import { type Node, loadNodes, openPlaces } from '../src/modules/places/index.ts'
import { loadLevels, reconcile } from '../src/modules/stock/index.ts'

export const city_code = '510100'

export const actorOf = (role: Role, nodes: Id[] | null = []): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name: role,
  roles: [role],
  permissions: new Set(roles[role]),
  scope: { nodes, cities: [], brands: [] },
  visitor_id: null,
})

export const nodeOf = (owner_party_id: Id, more: Partial<Node> = {}): Node => ({
  id: newId(),
  kind: 'store',
  format: 'town_store',
  name_zh: '演示店',
  name_en: 'Demo store',
  owner_party_id,
  city_code: city_code as Node['city_code'],
  county_code: '510107' as Node['county_code'],
  town_code: null,
  lon: 104.04,
  lat: 30.64,
  address_zh: '天府二街 1 号',
  address_en: '1 Tianfu 2nd Street',
  phone: '028-0000000',
  opens_minute: 540,
  closes_minute: 1_260,
  capacity_per_day: 1_000,
  trade_mode: 'own_stock',
  warehouse_id: null,
  sells_online: true,
  service_radius_m: 100_000,
  services: ['pickup'],
  people: [],
  protected_default: 0,
  state: 'open',
  demo: true,
  ...more,
})

/** `count` SKUs of one demo product. */
function catalogOf(count: number): CatalogRows {
  const brand_id = newId()
  const product_id = newId()
  const sizes = { width_mm: 600, height_mm: 1_800, depth_mm: 650 }
  const gaps = { left_mm: 20, right_mm: 20, top_mm: 50, back_mm: 30, front_mm: 600 }
  const product = {
    id: product_id,
    brand_id,
    category_code: 'refrigerator',
    space: 'kitchen' as const,
    family: 'dishwasher' as const,
    model: 'T-1',
    name_zh: '演示冰箱',
    name_en: 'Demo fridge',
    points: [],
    attributes: {},
    body: sizes,
    cavity: null,
    clearances: gaps,
    utilities: [],
    energy: null,
    noise_db: 36,
    warranty_months: 36,
    install_kind: 'place' as const,
    skills: [],
    state: 'live' as const,
    launched_on: '2026-01-01',
    demo: true,
  }
  const skus = Array.from({ length: count }, (_, at) => ({
    id: newId(),
    product_id,
    code: `T-1-${at}`,
    gtin: withCheckDigit(`69000000${String(at).padStart(4, '0')}`),
    variant_zh: '白',
    variant_en: 'White',
    finish: 'white' as const,
    layout: 'double',
    options: {},
    ...sizes,
    weight_g: 80_000,
    package_volume_l: 900,
    attributes: {},
    state: 'live' as const,
    demo: true,
  }))
  const brand = { id: brand_id, code: 'demo-brand', name_zh: '演示', name_en: 'Demo', demo: true }
  return { brands: [brand], products: [product], skus }
}

/** Units of a cell, of the first node and SKU unless named; `kept` are protected, `shown` on display. */
type Given = { node_id?: Id; sku_id?: Id; units: number; kept?: number; shown?: number }

type Parts = {
  routes: readonly Route[]
  kinds: readonly ChangeKind[]
  /** Made from the nodes, so that scopes can name them. */
  actors: (nodes: readonly Node[]) => Record<string, Actor>
  nodes: (owner: Id) => Node[]
  skus: number
  pool?: number
  /** Given: jobs run. */
  reactions?: readonly Reactions[]
}

export async function openGoods({ routes, kinds, actors, nodes: nodesOf, skus, ...more }: Parts) {
  const { pool = 12, reactions } = more
  const owner_party = newId()
  const nodes = nodesOf(owner_party)
  const rows = catalogOf(skus)
  registerKinds(kinds)
  const people = actors(nodes)
  const room = await openRoom({
    routes: [...routes, ...controlRoutes],
    actors: people,
    pool,
    ...(reactions && { reactions }),
  })
  await room.db.command(system, async (tx) => {
    const party = { id: owner_party, kind: 'store_owner', name_zh: '业主', name_en: 'Owner', demo: true }
    await loadParties(tx, [party])
    await tx`set local role none`
    await loadNodes(tx, system, nodes)
    await loadCatalog(tx, system, rows)
  })
  async function shelve(...given: Given[]) {
    const levels = given.map(({ node_id = nodes[0]!.id, sku_id = rows.skus[0]!.id, ...units }) => ({
      city_code: nodes.find((node) => node.id === node_id)!.city_code,
      node_id,
      sku_id,
      on_hand: units.units,
      protected: units.kept ?? 0,
      display: units.shown ?? 0,
    }))
    await room.owner.begin((tx) => loadLevels(tx as unknown as Tx, levels, '2026-01-01T00:00:00Z'))
  }
  async function cell(node_id: Id, sku_id: Id) {
    const [row] = await room.owner<{ on_hand: number; held: number }[]>`
      select on_hand, held from stock.level where node_id = ${node_id} and sku_id = ${sku_id}`
    return row
  }
  /** Fails unless every counter is what the ledger and the holds say. */
  async function balanced() {
    const { differences } = await room.db.read(system, reconcile)
    if (differences.length > 0) throw new Error(`out of balance: ${JSON.stringify(differences)}`)
  }
  const places = await openPlaces(room.db)
  const catalog = await openCatalog(room.db)
  return {
    ...room,
    actors: people,
    nodes,
    sku_ids: rows.skus.map((sku) => sku.id),
    shelve,
    cell,
    balanced,
    places,
    close: async () => {
      places.stop()
      catalog.stop()
      await room.close()
    },
  }
}
export type Goods = Awaited<ReturnType<typeof openGoods>>
