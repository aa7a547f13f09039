// What is earned: orders that are sold, come back and are paid back, reckoned three ways to the fen; goods of
// an owner's own stock are in none of them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Shop, city, fridge, kettle, openShop, warehouse, near } from '../../../tools/test-shop.ts'
import * as fulfilment from '../fulfilment/index.ts'
import * as orders from '../orders/index.ts'
import * as payment from '../payment/index.ts'
import * as sourcing from '../sourcing/index.ts'
import * as stock from '../stock/index.ts'
import { system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { check } from './check.ts'
import { postDue, routes } from './index.ts'

let world: Shop
const rooms = [stock, payment, sourcing, orders, fulfilment]
beforeAll(async () => {
  world = await openShop([], {
    routes: [...rooms.flatMap((one) => [...one.routes]), ...routes],
    actors: { zhou: actorFor('accountant'), control: actorFor('controller') },
  })
})
afterAll(() => world.close())

const agree = async () => {
  await postDue(world.db, true)
  const found = await check(world.db)
  expect(found.filter((one) => !one.ok)).toEqual([])
  return found.find((one) => one.code === 'margin')!
}
const receive = (node: Id, sku: Id, units: number, cost_fen: number) =>
  world.db.command(system, async (tx) => {
    await tx`set local role none`
    await tx`
      select stock.public_receive(${city}, ${node}, ${[sku]}::uuid[], ${[units]}::int[],
                                  ${[cost_fen]}::bigint[], 'delivered')`
  })
const margins = async (by: string) =>
  (await world.call('zhou', 'GET', `/margins/${by}?limit=100`)).body.items as {
    id: string
    code: string
    list_fen: number
    net_fen: number
    vat_fen: number
    cost_fen: number
    margin_fen: number
  }[]
/** Net of 13 %, half a fen up, as a person would reckon it. */
const netOf = (gross: number) => gross - Math.floor((gross * 1_300 * 2 + 11_300) / (2 * 11_300))

/** As a return is received: the order's line, the request, the stock. */
const takeBack = (id: Id, sku: Id, units: number, refund_fen: number) =>
  world.owner.begin(async (sql) => {
    await sql`select set_config('app.system', 'on', true)`
    const rid = newId()
    await sql`
      insert into orders.return_request (city_code, id, order_id, state, reason, refund_fen, requested_at,
                                         received_at)
      values (${city}, ${rid}, ${id}, 'received', 'unwanted', ${refund_fen}, clock_timestamp(),
              clock_timestamp())`
    await sql`
      insert into orders.return_line (city_code, return_id, line_no, quantity, refund_fen)
      values (${city}, ${rid}, 1, ${units}, ${refund_fen})`
    await sql`
      update orders.line set returned_quantity = returned_quantity + ${units} where order_id = ${id}`
    await sql`
      select stock.take_back(${city}, ${id}, ${warehouse}, ${[sku]}::uuid[], ${[units]}::int[], 'unwanted')`
  })

test('a sale earns what was paid net of VAT less what the ledger says the units cost', async () => {
  await receive(warehouse, kettle.id, 3, 20_000)
  const { id, node_id } = await world.buy([{ sku_id: kettle.id, quantity: 2 }])
  expect(node_id).toBe(warehouse)
  await world.db.command(system, (tx) => stock.sellUnits(tx, system, { city_code: city, order_id: id }))
  const { third_fen } = await agree()
  const cost = 13_333
  expect(third_fen).toBe(netOf(2 * kettle.price_fen) - cost)
  const [row] = await margins('order')
  expect(row).toMatchObject({
    id,
    cost_fen: cost,
    margin_fen: third_fen,
    net_fen: netOf(2 * kettle.price_fen),
  })
  for (const by of ['sku', 'store', 'brand'])
    expect((await margins(by)).map((one) => one.margin_fen)).toEqual([third_fen])
  expect((await margins('sku'))[0]!.id).toBe(kettle.id)
  expect((await margins('store'))[0]!.id).toBe(warehouse)
})

test('goods that come back take their part of revenue and cost with them, all of it in the end', async () => {
  await receive(warehouse, fridge.id, 3, 1_000_001)
  const { id } = await world.buy([{ sku_id: fridge.id, quantity: 3 }])
  await world.db.command(system, (tx) => stock.sellUnits(tx, system, { city_code: city, order_id: id }))
  const before = (await agree()).third_fen!
  const back = (units: number, refund_fen: number) => takeBack(id, fridge.id, units, refund_fen)
  await back(1, fridge.price_fen)
  await back(1, fridge.price_fen)
  const after = (await agree()).third_fen!
  expect(after).toBe(before - (netOf(3 * fridge.price_fen) - netOf(fridge.price_fen)) + 666_668)
  await back(1, fridge.price_fen)
  await agree()
  const row = (await margins('order')).find((one) => one.id === id)!
  expect(row).toMatchObject({ net_fen: 0, vat_fen: 0, cost_fen: 0, margin_fen: 0 })
})

test('what others fund is earned like what was paid, our own share is not', async () => {
  await receive(warehouse, kettle.id, 1, 4_000)
  const { id } = await world.buy([{ sku_id: kettle.id, quantity: 1 }])
  await world.owner`
    insert into orders.line_benefit (city_code, order_id, line_no, code, step, kind, name_zh, name_en,
                                     amount_fen)
    values (${city}, ${id}, 1, 'C1', 1, 'coupon', '券', 'Coupon', 1500)`
  await world.owner`
    insert into orders.line_funder (city_code, order_id, line_no, code, party, amount_fen)
    values (${city}, ${id}, 1, 'C1', 'brand', 1000), (${city}, ${id}, 1, 'C1', 'house', 500)`
  await world.db.command(system, (tx) => stock.sellUnits(tx, system, { city_code: city, order_id: id }))
  await agree()
  const row = (await margins('order')).find((one) => one.id === id)!
  const list = netOf(kettle.price_fen + 1_500)
  const net = netOf(kettle.price_fen + 1_000)
  expect(row).toMatchObject({ list_fen: list, our_benefits_fen: list - net, net_fen: net })
  const { items } = (await world.call('zhou', 'GET', '/trial-balance')).body
  const owed = items.find((one: { account: string }) => one.account === 'benefit_receivable')
  expect(owed.balance_fen).toBe(1_000)
})

/** A benefit of the price as it stands once it was agreed. */
async function agreeCut(code: string, kind: string, funders: { party: string; share_bp: number }[]) {
  const request_id = newId()
  await world.owner`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason, checks,
           requested_by, requested_by_name, requested_at, expires_at)
    values (${request_id}, 'pricing.benefit', 'benefit', ${code}, '{}', '{}', 'x', '[]', ${newId()}, 'x',
            now(), now())`
  await world.owner`
    insert into pricing.benefit (code, kind, wish, valid, requested_by, approved_by, request_id)
    values (${code}, ${kind}, ${world.owner.json({ code, funders })},
            tstzrange(now() - interval '9 days', now() + interval '9 days'), ${newId()}, ${newId()},
            ${request_id})`
}

test('what others fund of a price is owed by them, and revenue starts from the price before it', async () => {
  const owed = async () => {
    const { items } = (await world.call('zhou', 'GET', '/trial-balance')).body
    return items.find((one: { account: string }) => one.account === 'benefit_receivable').balance_fen
  }
  const before = await owed()
  await agreeCut('cut', 'direct_cut', [
    { party: 'house', share_bp: 6_667 },
    { party: 'chenyan', share_bp: 3_333 },
  ])
  await agreeCut('cat', 'category', [
    { party: 'brand', share_bp: 5_000 },
    { party: 'chenyan', share_bp: 5_000 },
  ])
  await receive(warehouse, kettle.id, 3, 12_000)
  const { id } = await world.buy([{ sku_id: kettle.id, quantity: 3 }])
  const benefits = [
    { code: 'cut', cut_fen: 1_001 },
    { code: 'cat', cut_fen: 701 },
  ]
  const trace = [{}, { code: 'benefit', facts: { benefits } }, {}]
  await world.owner`update orders.line set trace = ${world.owner.json(trace)} where order_id = ${id}`
  await world.db.command(system, (tx) => stock.sellUnits(tx, system, { city_code: city, order_id: id }))
  await agree()
  // Of 3 × 10.01 yuan 33.33 %, and all of 3 × 7.01, though each half of it would be rounded up.
  expect((await owed()) - before).toBe(1_001 + 2_103)
  const row = (await margins('order')).find((one) => one.id === id)!
  const list = netOf(3 * (kettle.price_fen + 1_001 + 701))
  const net = netOf(3 * kettle.price_fen + 1_001 + 2_103)
  expect(row).toMatchObject({ list_fen: list, our_benefits_fen: list - net, net_fen: net })
  expect(row.margin_fen).toBe(net - row.cost_fen)
  await takeBack(id, kettle.id, 1, kettle.price_fen)
  await agree()
  expect((await owed()) - before).toBe(667 + 1_402)
  await takeBack(id, kettle.id, 2, 2 * kettle.price_fen)
  await agree()
  expect(await owed()).toBe(before)
  const gone = (await margins('order')).find((one) => one.id === id)!
  expect(gone).toMatchObject({ list_fen: 0, our_benefits_fen: 0, vat_fen: 0, margin_fen: 0 })
})

test('goods that an owner sells from stock of their own are outside', async () => {
  const before = (await agree()).third_fen
  await receive(near, kettle.id, 5, 30_000)
  await world.call('owner', 'POST', '/counter-sales', {
    node_id: near,
    lines: [{ sku_id: kettle.id, quantity: 1 }],
    mode: 'own_stock',
    payment_method: 'cash',
    expected_total_fen: kettle.price_fen,
  })
  const [sale] = await world.owner`
    select 1 from stock.entry where node_id = ${near} and sku_id = ${kettle.id} and kind = 'sale'`
  expect(sale).toBeDefined()
  expect((await agree()).third_fen).toBe(before)
})

test('who sells sees no margin', async () => {
  for (const path of ['/margins/order', '/control-margins/order', '/margin-total'])
    expect((await world.call('seller', 'GET', path)).status).toBe(403)
  expect((await world.call('control', 'GET', '/control-margins/order')).status).toBe(200)
})
