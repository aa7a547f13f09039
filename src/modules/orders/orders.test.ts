// The whole life of orders over HTTP, on a real database with real jobs; and every wrong way through it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Actor, system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { advance } from './advance.ts'
import type { OrderEvent, OrderView, PlacedView, QuoteView } from './contract.ts'
import { sourceAgain } from './life.ts'
import {
  type World,
  actorOf,
  article,
  articles,
  county,
  home,
  node,
  nodes,
  openWorld,
} from './world.test-kit.ts'

const chengdu = node('510100', '桂溪店')
const second = node('510100', '中和店')
const zigong = node('510300', '自贡仓', { kind: 'warehouse' })
const agency = node('510100', '代客店', { warehouse_id: zigong, sells_online: false })
const fridge = article('BCD-500', 399_900, { install_kind: 'install' })
const kettle = article('K-17', 9_990)
const washer = article('XQG-100', 259_900)
const lamp = article('L-3', 1_001)

const actors: Record<string, Actor> = {
  lin: actorOf('shopper'),
  wu: actorOf('shopper'),
  owner: actorOf('store_owner', { nodes: [chengdu, second, agency] }),
  stranger: actorOf('store_owner', { nodes: [newId()] }),
  clerk: actorOf('warehouse_clerk', { nodes: [zigong] }),
  seller: actorOf('merchandiser', { nodes: null, cities: null }),
  controller: actorOf('controller', { nodes: null, cities: null }),
  brand: actorOf('brand_partner'),
}
let world: World
beforeAll(async () => {
  world = await openWorld(actors)
  for (const sku of [fridge, kettle, lamp]) await world.stockUp(chengdu, sku, 500)
  for (const sku of [fridge, kettle, lamp]) await world.stockUp(second, sku, 500)
  await world.stockUp(zigong, washer, 500)
  await world.stockUp(zigong, fridge, 5)
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

type Line = { sku_id: Id; quantity: number }
const one = (sku_id: Id, quantity = 1): Line[] => [{ sku_id, quantity }]
async function quoted(lines: Line[], who = 'lin'): Promise<QuoteView> {
  const { status, body } = await world.call(who, 'POST', '/quotes', { lines, county_code: county })
  expect([status, body.reason]).toEqual([200, undefined])
  return body
}
const order = (quote: QuoteView, more: object = {}, who = 'lin', headers = {}) =>
  world.call(
    who,
    'POST',
    '/orders',
    { quote_id: quote.id, address: home, expected_total_fen: quote.total_fen, consent: true, ...more },
    headers,
  )
async function placed(lines: Line[], who = 'lin'): Promise<PlacedView> {
  const { status, body } = await order(await quoted(lines, who), {}, who)
  expect([status, body.reason]).toEqual([200, undefined])
  return body
}
const view = async (order_id: string, who = 'lin'): Promise<OrderView> =>
  (await world.call(who, 'GET', `/orders/${order_id}`)).body
const pay = (payment_id: string, outcome = 'success', who = 'lin') =>
  world.call(who, 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome })
const reaches = (order_id: string, state: string, who = 'lin') =>
  world.until(async () => {
    const seen = await view(order_id, who)
    return seen.state === state && seen
  })
async function paid(lines: Line[]): Promise<OrderView> {
  const { payment_id, orders } = await placed(lines)
  await pay(payment_id)
  return reaches(orders[0]!.id, 'paid')
}
const move = (order: OrderView, ...events: OrderEvent[]) =>
  world.db.command(system, async (tx) => {
    for (const event of events)
      await advance(tx, system, { city_code: order.city_code, order_id: order.id, event })
  })
async function delivered(lines: Line[]): Promise<OrderView> {
  const order = await paid(lines)
  await move(order, 'accept', 'start_picking', 'hand_over', 'depart', 'deliver')
  return view(order.id)
}
const levelOf = async (node_id: Id, sku_id: Id) =>
  (
    await world.owner`select on_hand, held from stock.level where node_id = ${node_id} and sku_id = ${sku_id}`
  )[0]
const money = async (payment_id: string) => (await world.call('lin', 'GET', `/payments/${payment_id}`)).body

test('from quote to closed: each step told, units and money where they belong', async () => {
  const before = await levelOf(chengdu, fridge)
  const quote = await quoted(one(fridge))
  expect(quote).toMatchObject({ total_fen: 399_900, needs_install: true, split: false })
  expect(quote.lines[0]!.trace).toHaveLength(3)
  expect(Date.parse(quote.expires_at) - Date.parse(quote.created_at)).toBe(600_000)
  expect(await levelOf(chengdu, fridge)).toEqual(before)
  const { body: told } = await order(quote)
  const { id } = told.orders[0]
  expect(told.orders[0].number).toMatch(/^5101-\d{6}-\d{7}$/)
  expect(await levelOf(chengdu, fridge)).toEqual({ on_hand: before!.on_hand, held: before!.held + 1 })
  expect(await view(id)).toMatchObject({ state: 'created', next_states: ['paid', 'expired', 'cancelled'] })
  await pay(told.payment_id)
  const seen = await reaches(id, 'paid')
  await move(seen, 'accept', 'start_picking', 'hand_over', 'depart', 'deliver')
  expect(await levelOf(chengdu, fridge)).toEqual({ on_hand: before!.on_hand - 1, held: before!.held })
  await expect(move(seen, 'close')).rejects.toMatchObject({ reason: 'not_possible_now' })
  await move(seen, 'install')
  await move(seen, 'close')
  const { body: story } = await world.call('lin', 'GET', `/orders/${id}/story`)
  expect(story.rows.map((row: { code: string }) => row.code)).toEqual([
    'place',
    'pay',
    'accept',
    'start_picking',
    'hand_over',
    'depart',
    'deliver',
    'install',
    'close',
  ])
  expect(JSON.stringify(story)).not.toMatch(/林小满|13812345678|天府二街/)
  const { body: receipt } = await world.call('lin', 'GET', `/orders/${id}/receipt`)
  expect(receipt).toMatchObject({ paid_fen: 399_900, payment_method: 'online', refunded_fen: 0 })
})

describe('bad input', () => {
  test.each([0, -1, 1_000_000_000, 1.5, null])('quantity %s is refused at its place', async (quantity) => {
    const body = { lines: [{ sku_id: fridge, quantity }], county_code: county }
    const { status, body: told } = await world.call('lin', 'POST', '/quotes', body)
    expect([status, told.errors[0].pointer]).toEqual([422, '/lines/0/quantity'])
  })

  test('lines of one article are summed before they are checked', async () => {
    const lines = [...one(kettle, 60), ...one(kettle, 60)]
    const { body } = await world.call('lin', 'POST', '/quotes', { lines, county_code: county })
    expect(body).toMatchObject({ reason: 'too_many', facts: { max: 99 } })
  })

  test.each([
    [{ lines: [{ sku_id: newId(), quantity: 1 }], county_code: county }, 409, 'unknown_sku'],
    [{ lines: one(fridge), county_code: '990101' }, 409, 'unknown_place'],
    [{ lines: one(fridge) }, 422, 'invalid_input'],
    [{ lines: [], county_code: county }, 422, 'invalid_input'],
    [{ lines: one(fridge), county_code: county, sql: "'; drop table" }, 422, 'invalid_input'],
    [{ lines: one(fridge, 99), county_code: county, address_id: newId() }, 404, 'not_found'],
  ])('quote %#', async (body, status, reason) => {
    const told = await world.call('lin', 'POST', '/quotes', body)
    expect([told.status, told.body.reason]).toEqual([status, reason])
  })

  test('placing without consent, address, a quote of one’s own, or elsewhere', async () => {
    const quote = await quoted(one(kettle))
    const reasons = [
      await order(quote, { consent: false }),
      await order(quote, { address: undefined }),
      await order(quote, { quote_id: newId() }),
      await order(quote, {}, 'wu'),
      await order(quote, { address: { ...home, county_code: '510104' } }),
      await order(quote, { deliver_slot: { day: '2020-01-01', window: 'am' } }),
      await order(quote, { address: { ...home, phone: '12345' } }),
    ].map(({ body }) => body.reason)
    expect(reasons).toEqual([
      'no_consent',
      'no_address',
      'not_found',
      'not_found',
      'other_place',
      'slot_gone',
      'invalid_input',
    ])
    expect((await order(quote)).status).toBe(200)
    expect((await order(quote)).body.reason).toBe('quote_used')
  })

  test('an expired quote', async () => {
    const quote = await quoted(one(kettle))
    world.db.setClock(new Date(Date.parse(quote.expires_at) + 1).toISOString())
    const { status, body } = await order(quote).finally(() => world.db.setClock(null))
    expect([status, body.reason]).toEqual([409, 'quote_expired'])
    expect(body.facts.expired_at).toBe(quote.expires_at)
  })

  test('a price that moved is shown and wants to be confirmed again', async () => {
    const sku = article('P-1', 100_000)
    await world.stockUp(chengdu, sku, 5)
    const quote = await quoted(one(sku, 2))
    articles.get(sku)!.price_fen = 90_000
    const { body } = await order(quote)
    expect(body).toMatchObject({
      reason: 'price_moved',
      facts: { old_total_fen: 200_000, new_total_fen: 180_000 },
    })
    expect(body.facts.lines).toEqual([{ sku_id: sku, old_fen: 200_000, new_fen: 180_000 }])
    expect(await levelOf(chengdu, sku)).toEqual({ on_hand: 5, held: 0 })
    const again = await order(quote, { expected_total_fen: body.facts.new_total_fen })
    expect(again.body.total_fen).toBe(180_000)
  })

  test('stock gone at the last step: told, nothing held, nothing charged', async () => {
    const [a, b] = [article('LAST-1', 5_000), article('LAST-2', 7_000)]
    await world.stockUp(chengdu, a, 3)
    await world.stockUp(chengdu, b, 1)
    const [quote, other] = [await quoted([...one(a, 2), ...one(b)]), await quoted(one(b), 'wu')]
    await order(other, {}, 'wu')
    const { status, body } = await order(quote)
    expect([status, body.reason]).toEqual([409, 'stock_gone'])
    expect(body.facts.lines).toMatchObject([{ sku_id: b, available: 0 }])
    expect(await levelOf(chengdu, a)).toEqual({ on_hand: 3, held: 0 })
  })

  test('the same key twice is one order; with other input it is refused', async () => {
    const [quote, other] = [await quoted(one(kettle)), await quoted(one(lamp))]
    const headers = { 'idempotency-key': newId() }
    const [first, same] = [await order(quote, {}, 'lin', headers), await order(quote, {}, 'lin', headers)]
    expect(same.body).toEqual(first.body)
    expect((await order(other, {}, 'lin', headers)).body.reason).toBe('idempotency_key_reused')
  })
})

test('a basket served from two cities is two orders under one payment; unpaid it is cancelled whole', async () => {
  const { basket_id, payment_id, orders, total_fen } = await placed([...one(lamp), ...one(washer)])
  expect(orders.map(({ city_code }) => city_code)).toEqual(['510100', '510300'])
  expect(orders.reduce((all, part) => all + part.total_fen, 0)).toBe(total_fen)
  const { body } = await world.call('lin', 'GET', `/orders?mine=true&basket_id=${basket_id}`)
  expect(body.items).toHaveLength(2)
  await world.call('lin', 'PUT', `/orders/${orders[0]!.id}/cancellation`, {})
  for (const { id } of orders) expect((await view(id)).state).toBe('cancelled')
  expect((await money(payment_id)).state).toBe('closed')
})

describe('money', () => {
  test('unpaid orders expire and hold nothing', async () => {
    const { orders, expires_at } = await placed(one(kettle))
    world.db.setClock(new Date(Date.parse(expires_at) + 1_000).toISOString())
    const { reactions } = await import('./reactions.ts')
    await reactions.tasks['orders.expire_due']!(world.db, {} as never, { id: '1' })
    world.db.setClock(null)
    expect(await view(orders[0]!.id)).toMatchObject({ state: 'expired', why_not_cancel: 'already_ended' })
  })

  async function expired(lines: Line[]) {
    const basket = await placed(lines)
    await world.owner`
      update orders.customer_order set expires_at = now() - interval '1 minute' where basket_id = ${basket.basket_id}`
    await world.owner`
      update payment.payment set expires_at = now() - interval '1 minute' where id = ${basket.payment_id}`
    return basket
  }
  const sweep = async () => {
    const { reactions } = await import('./reactions.ts')
    await reactions.tasks['orders.expire_due']!(world.db, {} as never, { id: '1' })
  }

  test('late money holds again where that is possible', async () => {
    const { payment_id, orders } = await expired(one(kettle, 2))
    await pay(payment_id, 'late')
    await sweep()
    const seen = await world.until(async () => {
      const now = await view(orders[0]!.id)
      return now.state === 'paid' && now
    })
    const [hold] = await world.owner`select state, quantity from stock.hold where order_id = ${seen.id}`
    expect(hold).toEqual({ state: 'held', quantity: 2 })
  })

  test('late money goes back by itself when the goods are gone', async () => {
    const sku = article('ONE', 12_300)
    await world.stockUp(chengdu, sku, 1)
    const { payment_id, orders } = await expired(one(sku))
    await world.owner`update payment.payment set expires_at = now() - interval '3 seconds' where id = ${payment_id}`
    await pay(payment_id, 'late')
    await sweep()
    expect((await view(orders[0]!.id)).state).toBe('expired')
    await placed(one(sku), 'wu')
    const back = await world.until(async () => {
      const now = await money(payment_id)
      return now.refunded_fen === 12_300 && now
    })
    expect(back).toMatchObject({ received_fen: 12_300, refund_pending_fen: 0 })
    const seen = await world.until(async () => {
      const now = await view(orders[0]!.id)
      return now.refunded_fen === 12_300 && now
    })
    expect(seen.state).toBe('expired')
  })

  test('paid twice, a wrong amount and a failure are told in the story', async () => {
    const { payment_id, orders } = await placed(one(kettle))
    const { id } = orders[0]!
    await pay(payment_id, 'failure')
    await pay(payment_id, 'wrong_amount')
    await world.until(async () => (await money(payment_id)).refunded_fen === 9_890)
    await pay(payment_id, 'paid_twice')
    await reaches(id, 'paid')
    await world.until(async () => (await money(payment_id)).refunded_fen === 9_890 + 9_990)
    const codes = await world.until(async () => {
      const { body } = await world.call('lin', 'GET', `/orders/${id}/story`)
      const all = body.rows.map((row: { code: string }) => row.code) as string[]
      return all.filter((code) => code === 'difference_returned').length === 2 && all
    })
    expect(codes).toEqual(expect.arrayContaining(['payment_failed', 'payment_difference', 'pay']))
    expect((await view(id)).refunded_fen).toBe(0)
  })

  test('a paid order cancelled before it leaves: units free, money back', async () => {
    const seen = await paid(one(kettle, 3))
    const { body } = await world.call('lin', 'PUT', `/orders/${seen.id}/cancellation`, { reason: 'too_slow' })
    expect(body).toMatchObject({ state: 'cancelled', why_not_cancel: 'already_ended' })
    await world.until(async () => (await view(seen.id)).refunded_fen === 29_970)
    const [hold] = await world.owner`select state from stock.hold where order_id = ${seen.id}`
    expect(hold!.state).toBe('released')
  })

  test('after the goods have left it cannot be cancelled', async () => {
    const seen = await paid(one(kettle))
    await move(seen, 'accept', 'start_picking', 'hand_over')
    const { status, body } = await world.call('lin', 'PUT', `/orders/${seen.id}/cancellation`, {})
    expect([status, body.reason]).toEqual([409, 'already_handed_over'])
  })
})

describe('returns', () => {
  const ask = (order_id: string, lines: object[], reason = 'changed_mind') =>
    world.call('lin', 'POST', `/orders/${order_id}/returns`, { reason, lines })
  const receive = (order_id: string, return_id: string, who = 'owner') =>
    world.call(who, 'PUT', `/orders/${order_id}/returns/${return_id}/receipt`, {})

  test('part by part gives back the whole, to the fen', async () => {
    const seen = await delivered(one(lamp, 3))
    const stock = await levelOf(chengdu, lamp)
    expect((await ask(seen.id, [{ line_no: 1, quantity: 4 }])).body.reason).toBe('too_many_returned')
    expect((await ask(seen.id, [{ line_no: 2, quantity: 1 }])).status).toBe(422)
    const first = (await ask(seen.id, [{ line_no: 1, quantity: 1 }])).body.returns[0]
    expect((await ask(seen.id, [{ line_no: 1, quantity: 1 }])).body.reason).toBe('not_possible_now')
    expect((await receive(seen.id, first.id, 'stranger')).status).toBe(404)
    expect((await receive(seen.id, first.id)).body.state).toBe('closed')
    expect((await receive(seen.id, first.id)).body.reason).toBe('already_received')
    const { body } = await ask(seen.id, [{ line_no: 1, quantity: 2 }], 'faulty')
    expect((await receive(seen.id, body.returns[1].id)).body.state).toBe('returned')
    const whole = await world.until(async () => {
      const now = await view(seen.id)
      return now.refunded_fen === now.total_fen && now
    })
    expect(whole.lines[0]).toMatchObject({ returned_quantity: 3, refunded_fen: 3_003 })
    expect(await levelOf(chengdu, lamp)).toEqual({ ...stock, on_hand: stock!.on_hand + 3 })
  })

  test('not before delivery, and only as long as the law gives', async () => {
    const early = await paid(one(lamp))
    expect((await ask(early.id, [{ line_no: 1, quantity: 1 }])).body.reason).toBe('not_delivered')
    const seen = await delivered(one(lamp))
    world.db.setClock(new Date(Date.now() + 8 * 86_400_000).toISOString())
    const late = await ask(seen.id, [{ line_no: 1, quantity: 1 }])
    const faulty = await ask(seen.id, [{ line_no: 1, quantity: 1 }], 'faulty')
    world.db.setClock(null)
    expect([late.body.reason, faulty.status]).toEqual(['return_window_over', 200])
  })
})

describe('when a store fails', () => {
  const fail = async (order: OrderView, exclude_node_ids: string[] = []) => {
    await move(order, 'fail_pick')
    const key = { city_code: order.city_code, order_id: order.id }
    return world.db.command(system, (tx) => sourceAgain(tx, system, { ...key, exclude_node_ids }))
  }

  test('another one of the city takes over, with its units', async () => {
    const seen = await paid(one(kettle))
    const from = seen.node_id
    const { node_id } = await fail(seen)
    const moved = await view(seen.id)
    expect(moved).toMatchObject({ state: 'paid', node_id, resourced: 1 })
    expect(node_id).not.toBe(from)
    const holds = await world.owner`
      select node_id, state from stock.hold where order_id = ${seen.id} order by state`
    expect(holds).toEqual([
      { node_id, state: 'held' },
      { node_id: from, state: 'released' },
    ])
  })

  test('nobody left: the customer chooses to wait or to have the money back', async () => {
    const seen = await paid(one(kettle))
    expect(await fail(seen, [second])).toEqual({ node_id: null })
    const asked = await view(seen.id)
    expect(asked).toMatchObject({ state: 'awaiting_choice', why_not_choose: null })
    expect((await world.call('wu', 'PUT', `/orders/${seen.id}/choice`, { choice: 'cancel' })).status).toBe(
      404,
    )
    await world.call('lin', 'PUT', `/orders/${seen.id}/choice`, { choice: 'cancel' })
    await world.until(async () => (await view(seen.id)).refunded_fen === 9_990)
    const again = await world.call('lin', 'PUT', `/orders/${seen.id}/choice`, { choice: 'wait' })
    expect(again.body.reason).toBe('no_choice_open')
  })

  test('who waits is served as soon as somebody can', async () => {
    const seen = await paid(one(kettle))
    await fail(seen, [second])
    await world.call('lin', 'PUT', `/orders/${seen.id}/choice`, { choice: 'wait' })
    expect(await reaches(seen.id, 'paid')).toMatchObject({ node_id: second, resourced: 1 })
  })
})

describe('the counter', () => {
  const sale = (more: object = {}, who = 'owner', headers = {}) =>
    world.call(
      who,
      'POST',
      '/counter-sales',
      {
        node_id: chengdu,
        lines: one(lamp, 2),
        mode: 'own_stock',
        payment_method: 'cash',
        expected_total_fen: 2_002,
        ...more,
      },
      headers,
    )

  test('own stock: sold, paid and out of the ledger in one step, protected units too', async () => {
    const sku = article('PROT', 50_000)
    await world.stockUp(chengdu, sku, 2, 2)
    const body = { lines: one(sku, 2), expected_total_fen: 100_000, payment_method: 'qr' }
    const headers = { 'idempotency-key': newId() }
    const [sold, same] = [await sale(body, 'owner', headers), await sale(body, 'owner', headers)]
    expect(sold.body).toMatchObject({ channel: 'counter', state: 'delivered', selling_node_id: chengdu })
    expect(same.body).toEqual(sold.body)
    expect(await levelOf(chengdu, sku)).toEqual({ on_hand: 0, held: 0 })
    expect((await sale(body)).body.reason).toBe('stock_gone')
    const { body: receipt } = await world.call('owner', 'GET', `/orders/${sold.body.id}/receipt`)
    expect(receipt).toMatchObject({ payment_method: 'qr', total_fen: 100_000, node_name_zh: '桂溪店' })
  })

  test('agency: from the warehouse, delivered later, seen by store and warehouse', async () => {
    const body = { node_id: agency, mode: 'agency', lines: one(fridge), expected_total_fen: 399_900 }
    expect((await sale(body)).body.reason).toBe('no_address')
    const sold = (await sale({ ...body, address: home })).body
    expect(sold).toMatchObject({
      state: 'paid',
      node_id: zigong,
      selling_node_id: agency,
      city_code: '510300',
    })
    expect(sold.install_starts_at).not.toBeNull()
    expect((await view(sold.id, 'clerk')).recipient).toMatchObject({ name: '林小满', masked: false })
  })

  test('not in another’s store, not at another price, not without a warehouse or an open door', async () => {
    nodes.get(second)!.state = 'paused'
    const answers = [
      await sale({}, 'stranger'),
      await sale({ expected_total_fen: 2_001 }),
      await sale({ mode: 'agency', address: home }),
      await sale({ lines: one(fridge), expected_total_fen: 399_900 }),
      await sale({ node_id: second }),
      await sale({}, 'lin'),
    ]
    nodes.get(second)!.state = 'open'
    expect(answers.map(({ body }) => body.reason)).toEqual([
      'not_found',
      'price_moved',
      'no_warehouse',
      'no_address',
      'store_closed',
      'forbidden',
    ])
  })
})

test('who sees what: own, the node’s, all; numbers only for those who deliver', async () => {
  const seen = await paid(one(lamp))
  const all = ['lin', 'owner', 'seller', 'controller']
  for (const who of all) expect((await view(seen.id, who)).id).toBe(seen.id)
  for (const who of ['wu', 'stranger', 'clerk', 'brand']) {
    const [theirs, nobodys] = [
      await world.call(who, 'GET', `/orders/${seen.id}`),
      await world.call(who, 'GET', `/orders/${newId()}`),
    ]
    expect([theirs.status, theirs.body.reason]).toEqual([nobodys.status, nobodys.body.reason])
    expect((await world.call(who, 'GET', `/orders/${seen.id}/story`)).status).toBe(404)
    expect(
      (await world.call(who, 'GET', '/orders')).body.items.map((row: OrderView) => row.id),
    ).not.toContain(seen.id)
  }
  expect((await view(seen.id, 'owner')).recipient).toMatchObject({ phone: '13812345678', masked: false })
  const shape = { name: '林**', phone: '138****5678', line: '', masked: true }
  expect((await view(seen.id, 'seller')).recipient).toEqual(shape)
  await move(seen, 'accept', 'start_picking', 'hand_over', 'deliver')
  expect((await view(seen.id, 'owner')).recipient).toEqual(shape)
  expect((await view(seen.id)).recipient).toMatchObject({ masked: false })
})

test('lists are paged without gaps and found by number, node, day and state', async () => {
  const found: string[] = []
  let after = ''
  do {
    const { body } = await world.call('seller', 'GET', `/orders?limit=7${after && `&after=${after}`}`)
    found.push(...body.items.map((row: OrderView) => row.id))
    after = body.next ?? ''
  } while (after)
  const [row] = await world.owner`select count(*)::int as n from orders.customer_order`
  expect(found).toHaveLength(row!.n)
  expect(new Set(found).size).toBe(row!.n)
  const some = await view(found[3]!, 'seller')
  const day = new Date(Date.parse(some.placed_at) + 8 * 3_600_000).toISOString().slice(0, 10)
  const query = `number=${some.number}&node_id=${some.node_id}&day=${day}&state=${some.state}&city_code=${some.city_code}`
  const { body } = await world.call('controller', 'GET', `/orders?${query}`)
  expect(body.items.map((one: OrderView) => one.id)).toEqual([some.id])
  expect((await world.call('seller', 'GET', '/orders?after=x')).status).toBe(422)
})

test('a cart is kept, merged and emptied by ordering', async () => {
  const put = (lines: Line[], merge = false) => world.call('wu', 'PUT', '/cart', { lines, merge })
  await put(one(kettle, 2))
  const { body } = await put([...one(kettle), ...one(lamp, 3)], true)
  expect(body.lines.map(({ quantity }: Line) => quantity).sort()).toEqual([2, 3])
  expect((await put([{ sku_id: newId(), quantity: 1 }])).body.reason).toBe('unknown_sku')
  await placed(one(lamp), 'wu')
  expect((await world.call('wu', 'GET', '/cart')).body.lines).toMatchObject([{ sku_id: kettle }])
})

test('a direct write as the application is refused', async () => {
  const seen = await paid(one(lamp))
  const write = (sql: string) => world.db.command(actors.lin!, (tx) => tx.unsafe(sql, [seen.id]))
  await expect(write(`update orders.customer_order set state = 'paid' where id = $1`)).rejects.toThrow(
    /permission/,
  )
  await expect(write(`delete from orders.story where order_id = $1`)).rejects.toThrow(/permission/)
  const forged = world.db.command(
    actors.wu!,
    (tx) => tx`
    select orders.move(${seen.city_code}, ${seen.id}, 'paid', 'closed', 'x', 'house', '{}', ${newId()}, '{}') as ok`,
  )
  expect(await forged).toEqual([{ ok: false }])
})
