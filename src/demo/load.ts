// Loads the demo world into an empty database: parties, catalog, prices, network, people, stock. Every step
// may be cut and is done again by the next start; nothing is written twice. Long history follows behind.
import { anyOwnGoods, loadCatalog } from '../modules/catalog/index.ts'
import { anyNode, loadNodes } from '../modules/places/index.ts'
import { anyPerson, loadParties, type PartyRow, seedPeople } from '../modules/people/index.ts'
import { loadPrices } from '../modules/pricing/index.ts'
import { loadLevels, openCosts } from '../modules/stock/index.ts'
import { system } from '../platform/access.ts'
import { type Sql, type Tx, connect } from '../platform/db.ts'
import type { Id } from '../platform/types.ts'
import { beginWorld, noteWorld, readWorld } from '../platform/world.ts'
import { type DemoCatalog, makeCatalog } from './catalog/index.ts'
import { type Network, makeNetwork } from './network.ts'
import { demoCost } from './cost.ts'
import { seeded } from './random.ts'
import { stockOfNode } from './stock.ts'
import { loadDemoCosts } from './suppliers.ts'

export type DemoSize = { seed: string; stores: number; orders: number; older_orders: number }

type Sizes = { DEMO_STORES: number; DEMO_ORDERS: number; DEMO_OLDER_ORDERS: number }
export const demoSizeOf = (config: Sizes): DemoSize => ({
  seed: 'zhuguang',
  stores: config.DEMO_STORES,
  orders: config.DEMO_ORDERS,
  older_orders: config.DEMO_OLDER_ORDERS,
})

/** `facts` once the shop can sell; past orders are counted, today's have their own mark. */
export type DemoMark = DemoSize & {
  state: 'loading' | 'facts'
  history: number
  opened_at: string
  open_orders?: boolean
  purchases?: boolean
  open_purchases?: boolean
}

const nodes_at_once = 400
const opened_days_ago = 120

export const readMark = (sql: Sql) => readWorld<DemoMark>(sql)
export const markOpenOrders = (sql: Sql) => noteWorld(sql, { open_orders: true })

/** Whether the demo may be written: nothing is there yet, or an unfinished load of it. */
export async function mayLoadDemo(sql: Sql): Promise<boolean> {
  const mark = await readMark(sql)
  if (mark) return mark.state === 'loading'
  return !(await anyNode(sql)) && !(await anyPerson(sql)) && !(await anyOwnGoods(sql))
}

type Drawn = { parties: Parties; catalog: DemoCatalog; network: Network }

function draw({ seed, stores }: Pick<DemoSize, 'seed' | 'stores'>): Drawn {
  const parties = demoParties(seed)
  return { parties, catalog: makeCatalog(seed), network: makeNetwork(seed, stores, parties.ids) }
}

/**
 * As the owner of the database at `url`, which may still be in the making: the world is drawn meanwhile. `say`
 * hears progress.
 */
export async function loadDemo(url: string | Promise<string>, wish: DemoSize, say: (line: string) => void) {
  const drawn = draw(wish)
  // What is lost with the power is loaded again, so no batch needs to wait for the disk.
  const sql = connect(await url, { pool: 2, role: null, statement_timeout_ms: 0, lazy_commit: true })
  try {
    if (!(await mayLoadDemo(sql))) return
    const mark = await begin(sql, wish)
    const same = mark.seed === wish.seed && mark.stores === wish.stores
    const { parties, catalog, network } = same ? drawn : draw(mark)
    await sql.begin(async (tx) => {
      await loadParties(tx as Tx, parties.rows)
      await loadCatalog(tx as Tx, system, catalog)
      await loadDemoPrices(tx as Tx, catalog, mark)
      await loadNetwork(tx as Tx, network)
      await seedDemoPeople(tx as Tx, parties, network, catalog)
      await loadDemoCosts(tx as Tx, mark, catalog, parties.byKind.brand ?? null)
    })
    say(`demo: ${network.stores.length} stores, ${catalog.skus.length} SKUs`)
    await loadStock(sql, mark, network, catalog, say)
    await sql.begin((tx) => openCosts(tx as Tx))
    await noteWorld(sql, { state: 'facts' })
  } finally {
    await sql.end()
  }
}

async function begin(sql: Sql, wish: DemoSize): Promise<DemoMark> {
  const opened_at = new Date(Date.now() - opened_days_ago * 86_400_000).toISOString()
  const mark: DemoMark = { ...wish, state: 'loading', history: 0, opened_at }
  await beginWorld(sql, mark)
  return (await readMark(sql))!
}

type Parties = {
  rows: PartyRow[]
  ids: { retailer: string; owners: string[]; operator: string }
  byKind: Record<string, Id>
}

/** One party of each kind that acts in the demo, and some hundred store owners. */
export function demoParties(seed: string): Parties {
  const random = seeded(`parties ${seed}`)
  const party = (kind: string, name_zh: string, name_en: string): PartyRow => ({
    id: random.uuid(),
    kind,
    name_zh: `${name_zh}（示例）`,
    name_en: `${name_en} (demo)`,
    demo: true,
  })
  const certified = ['gas_certified', 'refrigerant_certified', 'electrician'] as const
  const rows = [
    party('retailer', '逐光电器', 'Zhuguang Appliances'),
    party('warehouse_operator', '逐光仓配', 'Zhuguang Warehousing'),
    { ...party('installer_company', '亮堂送装', 'Bright Delivery & Installation'), certified },
    party('consumer', '示例顾客', 'Demo shopper'),
    party('brand', '晨岩品牌', 'Chenyan brand'),
  ]
  const owners = Array.from({ length: 400 }, (_, n) =>
    party('store_owner', `店主 ${n + 1}`, `Store owner ${n + 1}`),
  )
  const byKind = Object.fromEntries([...rows, owners[0]!].map((row) => [row.kind, row.id as Id]))
  return {
    rows: [...rows, ...owners],
    ids: { retailer: rows[0]!.id, operator: rows[1]!.id, owners: owners.map((row) => row.id) },
    byKind,
  }
}

async function loadDemoPrices(tx: Tx, catalog: DemoCatalog, mark: DemoMark) {
  const random = seeded(`prices ${mark.seed}`)
  const rows = catalog.list_prices.map(({ sku_id, price_fen }) => ({
    id: random.uuid(),
    sku_id,
    place_code: 'CN',
    price_fen,
    starts_at: mark.opened_at,
  }))
  await loadPrices(tx, system, rows)
}

async function loadNetwork(tx: Tx, network: Network) {
  await loadNodes(tx, system, network.warehouses)
  for (let at = 0; at < network.stores.length; at += 3_000)
    await loadNodes(tx, system, network.stores.slice(at, at + 3_000))
}

/** The demo owner runs a store in the county where the demo shopper lives, and the warehouse behind it. */
export const demoCounty = '510107'

function seedDemoPeople(tx: Tx, parties: Parties, network: Network, catalog: DemoCatalog) {
  const local = network.stores.filter((node) => node.county_code === demoCounty && node.sells_online)
  const store = local.find((node) => node.format === 'county_landmark') ?? local[0] ?? network.stores[0]!
  return seedPeople(tx, {
    parties: parties.byKind,
    store_nodes: [store.id],
    warehouse_nodes: [store.warehouse_id!],
    brands: [catalog.brands[0]!.id],
  })
}

const bySku = (x: { sku_id: string }, y: { sku_id: string }) => (x.sku_id < y.sku_id ? -1 : 1)

async function loadStock(
  sql: Sql,
  mark: DemoMark,
  network: Network,
  catalog: DemoCatalog,
  say: (line: string) => void,
) {
  const prices = new Map(catalog.list_prices.map(({ sku_id, price_fen }) => [sku_id as string, price_fen]))
  const spaces = new Map(catalog.products.map((product) => [product.id as string, product.space]))
  const skus = catalog.skus
    .filter((sku) => sku.gtin && sku.depth_mm && sku.state === 'live' && prices.has(sku.id))
    .map((sku) => ({
      id: sku.id,
      space: spaces.get(sku.product_id) ?? 'kitchen',
      price_fen: prices.get(sku.id)!,
      unit_cost_fen: demoCost(sku.id, prices.get(sku.id)!),
      volume_l: sku.package_volume_l,
    }))
  // In the order of the ledger's index, so that new rows lie beside each other; two connections keep both
  // cores at work.
  const place = (node: Network['stores'][number]) => node.city_code + node.id
  const nodes = [...network.warehouses, ...network.stores].sort((x, y) => (place(x) < place(y) ? -1 : 1))
  let next = 0
  let cells = 0
  const load = async () => {
    while (next < nodes.length) {
      const some = nodes.slice(next, next + nodes_at_once)
      next += nodes_at_once
      const rows = some.flatMap((node) => stockOfNode(mark.seed, node, skus).sort(bySku))
      await sql.begin((tx) => loadLevels(tx as Tx, rows, mark.opened_at))
      cells += rows.length
    }
  }
  await Promise.all([load(), load()])
  say(`demo: ${cells} stock cells`)
}
