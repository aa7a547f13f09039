// From what came to what is owed: receipts in the journal, invoices held against orders and receipts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { purchased } from '../../../tools/test-purchased.ts'
import { type Id } from '../../platform/types.ts'
import { check } from './check.ts'
import { changeKinds, postDue, routes } from './index.ts'
import { matchWaiting } from './waiting.ts'

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
      brand: actorFor('brand_partner', { brands: ['00000000-0000-4000-8000-0000000000b1' as Id] }),
      stranger: actorFor('brand_partner'),
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

test('more than came waits, and is matched by itself once the goods are there', async () => {
  const order = await buy.order(supplier_id, [{ sku_id: skus[3]!, units: 10, unit_cost_fen: 7_001 }])
  await buy.receive(order, [{ line_no: 1, good: 6 }])
  const { body } = await invoice([{ order_no: order.no, order_line_no: 1, units: 10, unit_fen: 7_001 }])
  const [found] = body.waiting
  expect(found).toMatchObject({ kind: 'more_than_received', units: 4, net_fen: 28_004 })
  const at = `/invoice-exceptions/${found.id}/resolution`
  const waits = await world.call('qian', 'PUT', at, { as: 'waiting', reason: 'on its way' })
  expect(waits.body.state).toBe('waiting')
  await matchWaiting(world.db)
  await buy.receive(order, [{ line_no: 1, good: 4 }])
  await matchWaiting(world.db)
  const seen = (await world.call('zhou', 'GET', `/supplier-invoices/${body.id}`)).body
  expect(seen).toMatchObject({ payable_fen: seen.total_fen, held_fen: 0 })
  expect(seen.waiting[0].state).toBe('matched')
  await agree()
})

test('what nobody ordered and another tax rate are held whole; a credit note ends what was held', async () => {
  const order = await buy.order(supplier_id, [{ sku_id: skus[3]!, units: 2, unit_cost_fen: 500 }])
  await buy.receive(order, [{ line_no: 1, good: 2 }])
  const line = { order_no: order.no, order_line_no: 1, units: 2, unit_fen: 500 }
  const { body } = await invoice([
    { ...line, vat_bp: 900 },
    { ...line, order_line_no: 7 },
  ])
  expect(body).toMatchObject({ payable_fen: 0, held_fen: body.total_fen })
  expect(body.waiting.map((one: { kind: string }) => one.kind)).toEqual(['tax_rate_differs', 'not_ordered'])
  const credit = await invoice([{ ...line, vat_bp: 900 }], { kind: 'credit_note' })
  expect([credit.status, credit.body.payable_fen]).toEqual([200, 0])
  const seen = (await world.call('zhou', 'GET', `/supplier-invoices/${body.id}`)).body
  expect(seen.waiting.map((one: { state: string }) => one.state)).toEqual(['credited', 'open'])
  const more = await invoice([line], { kind: 'credit_note' })
  expect([more.status, more.body.reason]).toEqual([409, 'credit_too_large'])
  await agree()
})

test('far above what was agreed even control may not agree', async () => {
  const order = await buy.order(supplier_id, [{ sku_id: skus[3]!, units: 1, unit_cost_fen: 10_000 }])
  await buy.receive(order, [{ line_no: 1, good: 1 }])
  const { body } = await invoice([{ order_no: order.no, order_line_no: 1, units: 1, unit_fen: 10_501 }])
  const at = `/invoice-exceptions/${body.waiting[0].id}/acceptance`
  const asked = await world.call('qian', 'POST', at, { reason: 'why not' })
  expect([asked.status, asked.body.reason]).toEqual([409, 'acceptance_limit'])
  expect(asked.body.facts).toMatchObject({ above_bp: 501, limit_bp: 500 })
})

test('bad papers are refused with what broke them, and nothing of them stands', async () => {
  const count = async () => (await world.owner`select 1 from accounts.invoice`).length
  const before = await count()
  const line = { order_no: 'CG-X', order_line_no: 1, units: 1, unit_fen: 100 }
  const reasons = async (more: object, who?: string) => {
    const { status, body } = await invoice([line], more, who)
    return [status, body.reason, body.pointer ?? body.errors?.[0]?.pointer]
  }
  expect(await reasons({ currency: 'USD' })).toEqual([422, 'invoice_currency', '/currency'])
  expect(await reasons({ total_fen: 112 })).toEqual([422, 'invoice_total_differs', '/total_fen'])
  expect(await reasons({ issued_on: '2999-01-01' })).toEqual([422, 'invoice_from_future', '/issued_on'])
  const nobody = '00000000-0000-4000-8000-000000000000'
  expect(await reasons({ supplier_id: nobody })).toEqual([422, 'unknown_supplier', '/supplier_id'])
  for (const who of ['buying', 'selling', 'control', 'brand'])
    expect((await reasons({}, who)).slice(0, 1)).toEqual([403])
  expect(await count()).toBe(before)
})

test('the same from a file; a row that cannot be read is named, and nothing is entered', async () => {
  const order = await buy.order(supplier_id, [
    { sku_id: skus[0]!, units: 2, unit_cost_fen: 12_345 },
    { sku_id: skus[1]!, units: 3, unit_cost_fen: 600, vat_bp: 900 },
  ])
  await buy.receive(order, [
    { line_no: 1, good: 2 },
    { line_no: 2, good: 3 },
  ])
  const csv = `order_no,order_line_no,units,unit_price,vat\n${order.no},1,2,123.45,13\n${order.no},2,3,6,9%\n`
  const head = { supplier_id, number: 'FILE-1', issued_on: '2026-10-01', total_fen: 27_900 + 1_962 }
  const bad = await world.call('zhou', 'POST', '/supplier-invoice-files', {
    ...head,
    csv: csv.replace('123.45', '123.456'),
  })
  expect([bad.status, bad.body.reason]).toEqual([422, 'invoice_file_unreadable'])
  expect(bad.body.facts).toMatchObject({ row: 2, column: 'unit_price' })
  const good = await world.call('zhou', 'POST', '/supplier-invoice-files', { ...head, csv })
  expect([good.status, good.body.reason]).toEqual([200, undefined])
  expect(good.body).toMatchObject({ payable_fen: 29_862, held_fen: 0 })
})

test('a month is sealed when it is over, and both sides confirm what they have read', async () => {
  const brand_id = '00000000-0000-4000-8000-0000000000b1' as Id
  await world.owner`
    insert into catalog.brand (id, code, name_zh, name_en, demo) values (${brand_id}, 'b1', '甲', 'A', true)`
  const of_brand = await buy.supplier('SUP-B', { brand_id })
  const order = await buy.order(of_brand, [{ sku_id: skus[0]!, units: 2, unit_cost_fen: 5_000 }])
  await buy.receive(order, [{ line_no: 1, good: 2 }])
  world.db.setClock('2026-10-20T04:00:00.000Z')
  const line = { order_no: order.no, order_line_no: 1, units: 2, unit_fen: 5_000 }
  const bill = await invoice([line], { supplier_id: of_brand })
  const body = { supplier_id: of_brand, month: '2026-10' }
  const early = await world.call('zhou', 'POST', '/supplier-statements', body)
  expect([early.status, early.body.reason]).toEqual([422, 'month_not_over'])
  world.db.setClock('2026-11-02T04:00:00.000Z')
  const paid = { amount_fen: 11_300, paid_on: '2026-10-30' }
  expect((await world.call('qian', 'POST', `/supplier-invoices/${bill.body.id}/payments`, paid)).status).toBe(
    200,
  )
  const made = await world.call('zhou', 'POST', '/supplier-statements', body)
  world.db.setClock(null)
  expect(made.body).toMatchObject({ opening_fen: 0, invoiced_fen: 11_300, paid_fen: 11_300, closing_fen: 0 })
  const again = await world.call('zhou', 'POST', '/supplier-statements', body)
  expect(again.body.reason).toBe('statement_made')
  const { id, hash } = made.body
  const ours = `/supplier-statements/${id}/our-confirmation`
  const stale = await world.call('zhou', 'PUT', ours, { hash: 'f'.repeat(64) })
  expect(stale.body.reason).toBe('stale_hash')
  expect((await world.call('zhou', 'PUT', ours, { hash })).body.ours_at).not.toBeNull()
  const theirs = `/own-supplier-statements/${id}/confirmation`
  expect((await world.call('stranger', 'GET', '/own-supplier-statements')).body.items).toEqual([])
  expect((await world.call('stranger', 'PUT', theirs, { hash })).status).toBe(404)
  expect((await world.call('brand', 'GET', '/own-supplier-statements')).body.items).toHaveLength(1)
  expect((await world.call('brand', 'PUT', theirs, { hash })).body.theirs_at).not.toBeNull()
  expect((await world.call('brand', 'PUT', theirs, { hash })).body.reason).toBe('already_confirmed')
  await agree()
})
