// The world of the tests of purchase: SKUs with a price, two warehouses, a supplier, and the hands that
// order, agree and unpack.
import { loadPrices, openPrices } from '../src/modules/pricing/index.ts'
import { changeKinds, routes } from '../src/modules/purchase/index.ts'
import { catalog } from '../src/modules/catalog/index.ts'
import { system } from '../src/platform/access.ts'
import type { Tx } from '../src/platform/db.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { actorOf, nodeOf, openGoods } from './test-goods.ts'

export const list_fen = 300_000
const starts_at = '2026-01-01T00:00:00.000Z'
export const reason = { reason: '补货' }
export const codeOf = (sku_id: Id) => catalog().sku(sku_id)!.code

const tables = `purchase.supplier, purchase.supplier_bank, purchase.agreement, purchase.budget,
  purchase.purchase_order, purchase.order_line, purchase.order_cost, purchase.despatch,
  purchase.despatch_line, purchase.receipt, purchase.receipt_line, purchase.receipt_wrong,
  purchase.receipt_cost, purchase.supplier_return, purchase.supplier_return_line,
  stock.level, stock.entry, stock.hold, stock.cost, stock.entry_cost, stock.variance`

type Asked = { body: { request_id?: string; id?: string } }
type Line = { sku_id: Id; units: number }

async function openWorld(count: number) {
  const world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: count,
    nodes: (owner) => [1, 2].map(() => nodeOf(owner, { kind: 'warehouse' })),
    actors: ([first, second]) => ({
      buying: actorOf('purchaser', null),
      control: actorOf('controller', null),
      second: actorOf('controller', null),
      selling: actorOf('merchandiser', null),
      store: actorOf('warehouse_clerk', [first!.id]),
      elsewhere: actorOf('warehouse_clerk', [second!.id]),
    }),
  })
  const prices = await openPrices(world.db)
  const rows = world.sku_ids.map((sku_id) => {
    return { id: newId(), sku_id, place_code: 'CN', price_fen: list_fen, starts_at }
  })
  await world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, rows))
  await prices.refresh()
  return { world, prices }
}

/** What the hands do, over HTTP, with the supplier that is there. */
function handsOf({ world }: Awaited<ReturnType<typeof openWorld>>, supplier: () => Id) {
  const { call } = world
  const decide = (who: string, asked: Asked) =>
    call(who, 'PUT', `/change-requests/${asked.body.request_id ?? asked.body.id}/approval`, {})
  const proposeAny = (who: string, kind: string, after: object) =>
    call(who, 'POST', '/change-requests', { kind, after, reason: '年度谈判' })
  const proposeCost = (sku_id: Id, unit_cost_fen: number, more: object = {}) =>
    call('buying', 'POST', '/cost-agreements', {
      supplier_id: supplier(),
      sku_id,
      tiers: [{ min_units: 1, unit_cost_fen }],
      starts_at,
      reason: '年度谈判',
      ...more,
    })
  async function budget(budget_fen: number, month = '2099-12') {
    const after = { category_code: 'refrigerator', month, budget_fen }
    return decide('second', await proposeAny('control', 'purchase.budget', after))
  }
  const agree = async (sku_id: Id, unit_cost_fen: number, more?: object) =>
    decide('control', await proposeCost(sku_id, unit_cost_fen, more))
  const draft = (lines: Line[], more: object = {}) =>
    call('buying', 'POST', '/purchase-orders', {
      supplier_id: supplier(),
      node_id: world.nodes[0]!.id,
      expected_on: '2099-12-15',
      lines,
      ...more,
    })
  const order = (who: string, method: string, id: string, what = '', body?: object) =>
    call(who, method, `/purchase-orders/${id}${what && `/${what}`}`, body)
  async function sent(lines: Line[], more: object = {}) {
    const { body } = await draft(lines, more)
    const asked = await order('buying', 'PUT', body.order_id, 'submission', reason)
    // A dear one needs another hand.
    if ((await decide('control', asked)).body.state === 'proposed') await decide('second', asked)
    return body.order_id as string
  }
  async function acknowledged(lines: Line[], more: object = {}) {
    const id = await sent(lines, more)
    await order('buying', 'PUT', id, 'acknowledgement', {})
    return id
  }
  const receive = (id: string, lines: object[], more: object = {}) =>
    order('store', 'POST', id, 'receipts', { lines, ...more })
  return { decide, proposeAny, proposeCost, budget, agree, draft, order, sent, acknowledged, receive }
}

/** `fresh` empties it and adds the supplier again: call it in beforeEach. */
export async function openPurchase(count: number) {
  const { world, prices } = await openWorld(count)
  let supplier_id = newId()
  async function fresh() {
    await world.owner.unsafe(`truncate ${tables}`)
    const added = await world.call('buying', 'POST', '/suppliers', {
      code: 'CHENYAN',
      name: '晨岩电器',
      name_en: 'Chenyan',
      payment_terms_days: 45,
      lead_time_days: 7,
    })
    supplier_id = added.body.supplier_id
  }
  /** What the units of a SKU are worth; all of them have one owner here. */
  async function cost(sku_id: Id) {
    const [row] = await world.owner<{ units: number; value_fen: number }[]>`
      select units, value_fen from stock.public_cost where sku_id = ${sku_id}`
    return row
  }
  return {
    ...world,
    ...handsOf({ world, prices }, () => supplier_id),
    node: world.nodes[0]!.id,
    supplier: () => supplier_id,
    fresh,
    cost,
    close: async () => {
      prices.stop()
      await world.close()
    },
  }
}
export type Purchase = Awaited<ReturnType<typeof openPurchase>>
