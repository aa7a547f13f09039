// From what came to what is owed: receipts in the journal, invoices held against orders and receipts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { purchased } from '../../../tools/test-purchased.ts'
import { type Id } from '../../platform/types.ts'
import { check } from './check.ts'
import { changeKinds, postDue, routes } from './index.ts'

let world: Goods
let buy: ReturnType<typeof purchased>
let supplier_id: Id
let skus: Id[]
beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 4,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse' })],
    actors: () => ({
      zhou: actorFor('accountant'),
      qian: actorFor('accountant'),
      control: actorFor('controller'),
      audit: actorFor('auditor'),
      selling: actorOf('merchandiser', null),
      buying: actorOf('purchaser', null),
      brand: actorFor('brand_partner'),
    }),
  })
  buy = purchased(world.owner, { city_code, node_id: world.nodes[0]!.id })
  skus = world.sku_ids as Id[]
  supplier_id = await buy.supplier('SUP-1')
})
afterAll(() => world.close())

type Line = { order_no: string; order_line_no: number; units: number; unit_fen: number; vat_bp?: number }
let serial = 0
const invoice = (lines: Line[], more: object = {}, who = 'zhou') => {
  const whole = lines.map((line) => ({ vat_bp: 1_300, ...line }))
  const total_fen = whole.reduce((all, { units, unit_fen, vat_bp }) => {
    const net = units * unit_fen
    return all + net + Math.round((net * vat_bp) / 10_000)
  }, 0)
  serial += 1
  const head = { supplier_id, number: `INV-${serial}`, issued_on: '2026-10-01', total_fen }
  return world.call(who, 'POST', '/supplier-invoices', { ...head, lines: whole, ...more })
}
const balanceOf = async (account: string) =>
  (await world.call('zhou', 'GET', '/trial-balance')).body.items.find(
    (row: { account: string }) => row.account === account,
  ).balance_fen
/** Everything is posted, and the books say what stock, purchasing and orders say. */
async function agree() {
  await postDue(world.db, true)
  expect((await check(world.db)).filter((one) => !one.ok)).toEqual([])
}

test('what came is stock and owed without an invoice; its invoice makes it payable, with its tax', async () => {
  const order = await buy.order(supplier_id, [
    { sku_id: skus[0]!, units: 10, unit_cost_fen: 20_000, freight_fen: 1_001 },
  ])
  await buy.receive(order, [{ line_no: 1, good: 10 }])
  await agree()
  expect(await balanceOf('inventory')).toBe(201_001)
  expect(await balanceOf('grni')).toBe(200_000)
  expect(await balanceOf('freight_accrued')).toBe(1_001)
  expect(await balanceOf('goods_clearing')).toBe(0)
  const { status, body } = await invoice([
    { order_no: order.no, order_line_no: 1, units: 10, unit_fen: 20_000 },
  ])
  expect([status, body.reason]).toEqual([200, undefined])
  expect(body).toMatchObject({ payable_fen: 226_000, held_fen: 0, due_on: '2026-10-31' })
  await agree()
  expect([await balanceOf('grni'), await balanceOf('payable'), await balanceOf('input_vat')]).toEqual([
    0, 226_000, 26_000,
  ])
})

test('the same number again is refused with the first one named; another supplier may use it', async () => {
  const order = await buy.order(supplier_id, [{ sku_id: skus[1]!, units: 1, unit_cost_fen: 5_000 }])
  await buy.receive(order, [{ line_no: 1, good: 1 }])
  const line = { order_no: order.no, order_line_no: 1, units: 1, unit_fen: 5_000 }
  const first = await invoice([line], { number: 'TWICE' })
  expect(first.status).toBe(200)
  const second = await invoice([line], { number: 'TWICE' })
  expect([second.status, second.body.reason]).toEqual([409, 'invoice_number_used'])
  expect(second.body.facts).toMatchObject({ number: 'TWICE', invoice_id: first.body.id })
  const other = await buy.supplier('SUP-2')
  expect((await invoice([line], { number: 'TWICE', supplier_id: other })).status).toBe(200)
})

test('a price above what was agreed is owed as agreed, the rest is held for somebody else', async () => {
  const order = await buy.order(supplier_id, [{ sku_id: skus[2]!, units: 3, unit_cost_fen: 10_000 }])
  await buy.receive(order, [{ line_no: 1, good: 3 }])
  const { body } = await invoice([{ order_no: order.no, order_line_no: 1, units: 3, unit_fen: 10_333 }])
  expect(body).toMatchObject({ payable_fen: 33_900, held_fen: body.total_fen - 33_900, exceptions: 1 })
  const [found] = body.waiting
  expect(found).toMatchObject({ kind: 'price_above_agreed', units: 3, net_fen: 999, state: 'open' })
  expect(found.facts).toMatchObject({ agreed_fen: 10_000, invoiced_fen: 10_333 })
  const at = `/invoice-exceptions/${found.id}`
  const own = await world.call('zhou', 'PUT', `${at}/resolution`, { as: 'credit_asked', reason: 'too dear' })
  expect([own.status, own.body.reason]).toEqual([409, 'own_invoice'])
  const wait = await world.call('qian', 'PUT', `${at}/resolution`, { as: 'waiting', reason: 'no goods' })
  expect(wait.body.reason).toBe('nothing_to_wait_for')
  const asked = await world.call('qian', 'POST', `${at}/acceptance`, { reason: 'copper went up' })
  expect([asked.status, asked.body.state]).toEqual([200, 'open'])
  const { request_id } = asked.body
  const agreed = await world.call('control', 'PUT', `/change-requests/${request_id}/approval`, {})
  expect([agreed.status, agreed.body.state]).toEqual([200, 'approved'])
  const after = await world.call('audit', 'GET', `/supplier-invoices/${body.id}`)
  expect(after.status).toBe(403)
  const seen = (await world.call('zhou', 'GET', `/supplier-invoices/${body.id}`)).body
  expect(seen).toMatchObject({ payable_fen: seen.total_fen, held_fen: 0 })
  await agree()
  expect(await balanceOf('price_variance')).toBe(999)
})
