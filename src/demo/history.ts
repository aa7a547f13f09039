// Orders of the demo world that are over: the recent ones first, then the long history behind. Drawn in
// numbered chunks from the seed; a chunk and its mark are one transaction, so a load cut anywhere goes on.
import { catalog } from '../modules/catalog/index.ts'
import { loadPastOrders, type PastOrder } from '../modules/orders/index.ts'
import { loadPastPayments } from '../modules/payment/index.ts'
import { type Node, nodes } from '../modules/places/index.ts'
import { price } from '../modules/pricing/index.ts'
import { loadPastSales } from '../modules/stock/index.ts'
import { type Sql, type Tx, connect } from '../platform/db.ts'
import { lockWorld, noteWorld } from '../platform/world.ts'
import { type Random, seeded } from './random.ts'
import { demoCost } from './cost.ts'
import { type DemoMark, readMark } from './load.ts'
import { stockOfNode, type StockedSku } from './stock.ts'

const chunk_orders = 2_000
const recent_days = 14

/**
 * Needs the snapshots of places, catalog and prices open. `say` hears progress; `more` stops between
 * chunks.
 */
export async function loadHistory(
  url: string,
  say: (line: string) => void,
  more: () => boolean = () => true,
) {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    const mark = await readMark(sql)
    if (mark?.state !== 'facts') return
    const total = mark.orders + mark.older_orders
    const skus = stockedSkus(mark)
    for (let done = mark.history; done < total && more(); ) {
      done = await loadChunk(sql, mark, done, skus)
      if (done % 20_000 === 0 || done === total) say(`demo: ${done} of ${total} past orders`)
    }
  } finally {
    await sql.end()
  }
}

async function loadChunk(sql: Sql, mark: DemoMark, done: number, skus: StockedSku[]): Promise<number> {
  const total = mark.orders + mark.older_orders
  const count = Math.min(chunk_orders, total - done)
  const random = seeded(`history ${mark.seed} ${done}`)
  const stores = nodes().all.filter((node) => node.kind === 'store')
  const rows = Array.from({ length: count }, (_, at) =>
    pastOrder(random, mark, done + at, random.pick(stores), skus),
  ).filter((row) => row !== null)
  return sql.begin(async (tx) => {
    // Two processes may start at once: the mark's row decides who loads this chunk.
    const now = await lockWorld<DemoMark>(tx as Tx)
    if (now!.history !== done) return now!.history
    await loadPastPayments(tx as Tx, rows)
    await loadPastOrders(tx as Tx, rows)
    await loadPastSales(tx as Tx, rows)
    await noteWorld(tx as Tx, { history: done + count })
    return done + count
  })
}

export function stockedSkus(mark: DemoMark): StockedSku[] {
  const at = new Date(Date.parse(mark.opened_at) + 1_000).toISOString()
  return catalog().skus.flatMap((sku) => {
    const found = price({
      sku_id: sku.id,
      county_code: '110101',
      channel: 'shop',
      tier: 'retail',
      at,
      quantity: 1,
    })
    const space = catalog().product(sku.product_id)?.space
    if (!sku.for_sale || !found || !space) return []
    const price_fen = found.unit_fen
    const unit_cost_fen = demoCost(sku.id, price_fen)
    return [{ id: sku.id, space, price_fen, unit_cost_fen, volume_l: sku.package_volume_l }]
  })
}

/** Days back: recent orders over two weeks, older ones over the months before, more of them at weekends. */
function placedAt(random: Random, mark: DemoMark, index: number): number {
  const opened = Date.parse(mark.opened_at)
  const now = opened + 120 * 86_400_000
  const recent = index < mark.orders
  const from = recent ? now - recent_days * 86_400_000 : opened + 4 * 86_400_000
  const to = recent ? now - 9 * 86_400_000 : now - recent_days * 86_400_000
  for (;;) {
    const at = from + random.next() * (to - from)
    const weekday = new Date(at + 8 * 3_600_000).getUTCDay()
    if (weekday === 0 || weekday === 6 || random.next() < 0.7) return daytime(random, at)
  }
}

const daytime = (random: Random, at: number) =>
  Math.floor((at + 8 * 3_600_000) / 86_400_000) * 86_400_000 -
  8 * 3_600_000 +
  (9 + random.next() * 12) * 3_600_000

function pastOrder(
  random: Random,
  mark: DemoMark,
  index: number,
  node: Node,
  skus: readonly StockedSku[],
): (PastOrder & { payment_id: string; unit_cost_fen: number }) | null {
  const cells = stockOfNode(mark.seed, node, skus)
  if (cells.length === 0) return null
  const sku_id = random.pick(cells).sku_id
  const sku = catalog().sku(sku_id)!
  const { price_fen: unit_fen, unit_cost_fen } = skus.find((one) => one.id === sku_id)!
  const quantity = random.next() < 0.93 ? 1 : 2
  const placed_ms = Math.floor(placedAt(random, mark, index))
  const delivered_ms = placed_ms + Math.floor((3 + random.next() * 40) * 3_600_000)
  return {
    city_code: node.city_code,
    id: random.uuid(),
    number: `${node.city_code.slice(0, 4)}-9${String(index).padStart(8, '0')}`,
    basket_id: random.uuid(),
    payment_id: random.uuid(),
    channel: random.next() < 0.35 ? 'counter' : 'shop',
    node_id: node.id,
    county_code: node.county_code,
    total_fen: unit_fen * quantity,
    sku_id,
    code: sku.code,
    name_zh: sku.name_zh,
    name_en: sku.name_en,
    quantity,
    unit_fen,
    unit_cost_fen,
    needs_install: sku.install_kind === 'install',
    placed_at: new Date(placed_ms).toISOString(),
    delivered_at: new Date(delivered_ms).toISOString(),
  }
}
