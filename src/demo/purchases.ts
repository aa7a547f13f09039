// The orders that brought what the demo's warehouses hold, loaded behind the open shop.
import { catalog } from '../modules/catalog/index.ts'
import { type Node, nodes } from '../modules/places/index.ts'
import { type PastPurchase, type SupplierRow, loadPastPurchases } from '../modules/purchase/index.ts'
import { type Tx, connect } from '../platform/db.ts'
import { lockWorld, noteWorld } from '../platform/world.ts'
import { stockedSkus } from './history.ts'
import { type DemoMark, readMark } from './load.ts'
import { seeded } from './random.ts'
import { type StockedSku, stockOfNode } from './stock.ts'
import { signers, supplierOf } from './suppliers.ts'

/** The orders that filled the warehouses, behind the open shop. Needs the snapshots of places and catalog. */
export async function loadPurchases(url: string, say: (line: string) => void) {
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    const mark = await readMark(sql)
    if (mark?.state !== 'facts' || mark.purchases) return
    const orders = await sql.begin((tx) => loadOnce(tx as Tx, stockedSkus(mark)))
    if (orders > 0) say(`demo: ${orders} past purchase orders`)
  } finally {
    await sql.end()
  }
}

/** Two processes may start at once: the mark's row decides who loads. */
async function loadOnce(tx: Tx, skus: readonly StockedSku[]): Promise<number> {
  const mark = await lockWorld<DemoMark>(tx)
  if (!mark || mark.purchases) return 0
  const suppliers = new Map(catalog().brands.map((brand) => [brand.id, supplierOf(mark.seed, brand, null)]))
  const hands = await signers(tx, 'buying', 'control')
  let orders = 0
  for (const node of nodes().all.filter(({ kind }) => kind === 'warehouse')) {
    const rows = pastOf(mark, node, skus, suppliers, orders)
    await loadPastPurchases(tx, rows, hands, mark.opened_at)
    orders += rows.length
  }
  await noteWorld(tx, { purchases: true })
  return orders
}

type Line = PastPurchase['lines'][number]

/** What a warehouse held when it opened came with one order from each supplier. */
function pastOf(
  mark: DemoMark,
  node: Node,
  skus: readonly StockedSku[],
  suppliers: ReadonlyMap<string, SupplierRow>,
  before: number,
): PastPurchase[] {
  const random = seeded(`purchases ${mark.seed} ${node.id}`)
  const byBrand = new Map<string, Line[]>()
  for (const { sku_id, on_hand, unit_cost_fen } of stockOfNode(mark.seed, node, skus)) {
    const brand_id = catalog().sku(sku_id)?.brand_id
    if (!brand_id || !unit_cost_fen) continue
    const lines = byBrand.get(brand_id) ?? []
    lines.push({ line_no: lines.length + 1, sku_id, units: on_hand, unit_cost_fen })
    byBrand.set(brand_id, lines)
  }
  const day = mark.opened_at.slice(2, 10).replaceAll('-', '')
  return [...byBrand].map(([brand_id, lines], at) => {
    const supplier = suppliers.get(brand_id)!
    const serial = String(before + at + 1).padStart(6, '0')
    return {
      order_id: random.uuid(),
      receipt_id: random.uuid(),
      no: `CG${day}-D${serial}`,
      receipt_no: `SH${day}-D${serial}`,
      supplier_id: supplier.supplier_id,
      supplier_name: supplier.name,
      supplier_name_en: supplier.name_en,
      node_id: node.id,
      city_code: node.city_code,
      lines,
    }
  })
}
