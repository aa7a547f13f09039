// What a supplier owes and is owed is given up or paid by nobody alone, and no sealed month moves.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Goods, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { purchased } from '../../../tools/test-purchased.ts'
import type { Id } from '../../platform/types.ts'
import { registerFreezables } from '../control/index.ts'
import { freezables } from '../purchase/index.ts'
import { changeKinds, routes } from './index.ts'

let world: Goods
let buy: ReturnType<typeof purchased>
let supplier_id: Id
let sku_id: Id
beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 1,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse' })],
    actors: () => ({
      zhou: actorFor('accountant'),
      qian: actorFor('accountant'),
      third: actorFor('accountant'),
      control: actorFor('controller'),
    }),
  })
  registerFreezables(freezables)
  buy = purchased(world.owner, { city_code, node_id: world.nodes[0]!.id })
  sku_id = world.sku_ids[0] as Id
  supplier_id = await buy.supplier('OWED')
})
afterEach(() => world.db.setClock(null))
afterAll(() => world.close())

type Line = { order_no: string; units: number; unit_fen: number; vat_bp?: number }
let serial = 0
const invoice = ({ vat_bp = 1_300, ...line }: Line, more: object = {}) => {
  const net = line.units * line.unit_fen
  const total_fen = net + Math.round((net * vat_bp) / 10_000)
  const head = { supplier_id, number: `O-${(serial += 1)}`, issued_on: '2026-10-01', total_fen }
  const lines = [{ ...line, order_line_no: 1, vat_bp }]
  return world.call('zhou', 'POST', '/supplier-invoices', { ...head, lines, ...more })
}
const credit = (line: Line) => invoice(line, { kind: 'credit_note' })
async function came(units: number, unit_cost_fen: number, of = supplier_id) {
  const order = await buy.order(of, [{ sku_id, units, unit_cost_fen }])
  await buy.receive(order, [{ line_no: 1, good: units }])
  return order
}

test('what went back is credited at the price and tax rate it was owed at', async () => {
  const order = await came(10, 10_000)
  await invoice({ order_no: order.no, units: 8, unit_fen: 10_000 })
  await invoice({ order_no: order.no, units: 2, unit_fen: 9_000 })
  await buy.sendBack(order, 1, 5)
  const answer = async (line: Omit<Line, 'order_no'>) => {
    const { status, body } = await credit({ order_no: order.no, ...line })
    return [status, body.reason ?? body.payable_fen]
  }
  expect(await answer({ units: 5, unit_fen: 1 })).toEqual([409, 'credit_price_differs'])
  expect(await answer({ units: 5, unit_fen: 9_999 })).toEqual([409, 'credit_price_differs'])
  expect(await answer({ units: 2, unit_fen: 10_000, vat_bp: 0 })).toEqual([409, 'credit_tax_differs'])
  expect(await answer({ units: 3, unit_fen: 9_000 })).toEqual([409, 'credit_price_differs'])
  expect(await answer({ units: 2, unit_fen: 9_000 })).toEqual([200, -20_340])
  expect(await answer({ units: 1, unit_fen: 9_000 })).toEqual([409, 'credit_price_differs'])
  expect(await answer({ units: 3, unit_fen: 10_000 })).toEqual([200, -33_900])
})

test('what is held ends with a credit note of its own tax rate alone', async () => {
  const order = await came(1, 500)
  const { body } = await invoice({ order_no: order.no, units: 4, unit_fen: 500 })
  expect(body.waiting).toMatchObject([{ kind: 'more_than_received', units: 3, state: 'open' }])
  const other = await credit({ order_no: order.no, units: 3, unit_fen: 500, vat_bp: 0 })
  expect(other.status).toBe(409)
  expect((await credit({ order_no: order.no, units: 3, unit_fen: 500 })).status).toBe(200)
})

const pay = async (invoice_id: string, amount_fen: number, paid_on: string) => {
  const paid = { amount_fen, paid_on }
  const { status, body } = await world.call('qian', 'POST', `/supplier-invoices/${invoice_id}/payments`, paid)
  return [status, body.reason ?? body.paid_fen]
}

test('a payment is dated neither before its invoice nor into a month that is sealed', async () => {
  const order = await came(2, 5_000)
  world.db.setClock('2026-10-20T04:00:00.000Z')
  const { id } = (await invoice({ order_no: order.no, units: 2, unit_fen: 5_000 })).body
  expect(await pay(id, 100, '2020-01-01')).toEqual([422, 'paid_before_invoice'])
  expect(await pay(id, 100, '2026-09-30')).toEqual([422, 'paid_before_invoice'])
  expect(await pay(id, 100, '2026-10-01')).toEqual([200, 100])
  world.db.setClock('2026-12-02T04:00:00.000Z')
  const sealed = (month: string) => world.call('zhou', 'POST', '/supplier-statements', { supplier_id, month })
  const first = await sealed('2026-10')
  expect(await pay(id, 100, '2026-10-15')).toEqual([422, 'month_sealed'])
  expect(await pay(id, 100, '2026-10-31')).toEqual([422, 'month_sealed'])
  expect(await pay(id, 100, '2026-11-01')).toEqual([200, 200])
  const next = await sealed('2026-11')
  expect(next.body.opening_fen).toBe(first.body.closing_fen)
  expect(await pay(id, 100, '2026-10-15')).toEqual([422, 'month_sealed'])
})

test('a supplier control holds still is not paid until the freeze ends', async () => {
  const other = await buy.supplier('FROZEN')
  const order = await came(1, 5_000, other)
  const line = { order_no: order.no, units: 1, unit_fen: 5_000 }
  const { id } = (await invoice(line, { supplier_id: other })).body
  const paid_on = new Date().toISOString().slice(0, 10)
  const frozen = await world.call('control', 'POST', '/freezes', {
    subject_kind: 'supplier',
    subject_id: other,
    ends_at: new Date(Date.now() + 3_600_000).toISOString(),
    reason: 'the bank account is being looked at',
  })
  expect([frozen.status, frozen.body.state]).toEqual([200, 'live'])
  expect(await pay(id, 100, paid_on)).toEqual([409, 'frozen'])
  await world.owner`update control.freeze set ends_at = now() where id = ${frozen.body.id}`
  expect(await pay(id, 100, paid_on)).toEqual([200, 100])
})

test('a number in other letters is the same number', async () => {
  const order = await came(2, 100)
  const line = { order_no: order.no, units: 1, unit_fen: 100 }
  const first = await invoice(line, { number: 'Ab-2' })
  expect(first.status).toBe(200)
  const second = await invoice(line, { number: 'aB-2' })
  expect([second.status, second.body.reason]).toEqual([409, 'invoice_number_used'])
  expect(second.body.facts).toMatchObject({ number: 'Ab-2', invoice_id: first.body.id })
})

test('a difference is proposed once at a time, whoever proposes, and again when control has said no', async () => {
  const order = await came(1, 10_000)
  const { waiting } = (await invoice({ order_no: order.no, units: 1, unit_fen: 10_100 })).body
  const ask = async (who: string) => {
    const at = `/invoice-exceptions/${waiting[0].id}/acceptance`
    const { status, body } = await world.call(who, 'POST', at, { reason: 'copper went up' })
    return [status, body.reason, body.request_id] as const
  }
  const [status, , request_id] = await ask('qian')
  expect(status).toBe(200)
  for (const who of ['qian', 'third']) expect((await ask(who)).slice(0, 2)).toEqual([409, 'acceptance_asked'])
  const no = { note: 'ask the supplier first' }
  const rejected = await world.call('control', 'PUT', `/change-requests/${request_id}/rejection`, no)
  expect([rejected.status, rejected.body.state]).toEqual([200, 'rejected'])
  expect((await ask('third')).slice(0, 1)).toEqual([200])
})
