// The whole life of orders over HTTP, on a real database with real jobs; and every wrong way through it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../platform/types.ts'
import type { OrderView } from './contract.ts'
import { privacy } from './privacy.ts'
import { type Line, one, stepsIn } from '../../../tools/test-orders-steps.ts'
import { actors, chengdu, fridge, kettle, lamp, openTown, washer } from '../../../tools/test-orders-town.ts'
import { type World, article, articles, county, home } from '../../../tools/test-orders-world.ts'

let world: World
const { quoted, order, placed, view, paid, pay, reaches, move, levelOf, money } = stepsIn(() => world)
beforeAll(async () => {
  world = await openTown()
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

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

test('sales see what sourcing looked at and how many orders stand where, customers do not', async () => {
  const quote = await quoted(one(kettle))
  const { body: placed } = await order(quote)
  const { id } = placed.orders[0]
  const { body: plan } = await world.call('seller', 'GET', `/orders/${id}/plan`)
  expect(plan).toMatchObject({ kept: true, at: quote.created_at, candidates: quote.candidates })
  expect([plan.legs, plan.rejected]).toEqual([quote.legs, quote.rejected])
  expect((await world.call('lin', 'GET', `/orders/${id}/plan`)).body).toMatchObject({ kept: false, legs: [] })
  expect((await world.call('wu', 'GET', `/orders/${id}/plan`)).status).toBe(404)
  const { body: counts } = await world.call('seller', 'GET', '/order-counts')
  const { body: waiting } = await world.call('seller', 'GET', '/orders?state=created&limit=100')
  const created = counts.states.find(({ state }: { state: string }) => state === 'created')
  expect(created.count).toBe(waiting.items.length)
  expect((await world.call('stranger', 'GET', '/order-counts')).body.states).toEqual([])
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

test('a quote asked for before signing in can be placed after it, and is read by nobody else', async () => {
  const { body: quote } = await world.call('', 'POST', '/quotes', { lines: one(kettle), county_code: county })
  expect((await world.call('', 'GET', `/quotes/${quote.id}`)).body).toEqual(quote)
  expect((await world.call('lin', 'GET', `/quotes/${quote.id}`)).status).toBe(404)
  expect((await order(quote, {}, '')).status).toBe(401)
  expect((await order(quote)).status).toBe(200)
})

test('a basket from two cities is two orders under one payment; unpaid it is cancelled whole', async () => {
  const { basket_id, payment_id, orders, total_fen } = await placed([...one(lamp), ...one(washer)])
  expect(orders.map(({ city_code }) => city_code)).toEqual(['510100', '510300'])
  expect(orders.reduce((all, part) => all + part.total_fen, 0)).toBe(total_fen)
  const { body } = await world.call('lin', 'GET', `/orders?mine=true&basket_id=${basket_id}`)
  expect(body.items).toHaveLength(2)
  const why = []
  for (const { id } of orders) why.push((await view(id)).reasons)
  const ofLeg = (distance_m: number) => [
    { metric: 'distance', value: distance_m, unit: 'm' },
    { metric: 'cost', value: 0, unit: 'fen' },
  ]
  expect(why).toEqual([ofLeg(1_200), ofLeg(1_201)])
  await world.call('lin', 'PUT', `/orders/${orders[0]!.id}/cancellation`, {})
  for (const { id } of orders) expect((await view(id)).state).toBe('cancelled')
  expect((await money(payment_id)).state).toBe('closed')
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
  const { number, node_id, state, city_code } = some
  const query = new URLSearchParams({ number, node_id, day, state, city_code })
  const { body } = await world.call('controller', 'GET', `/orders?${query}`)
  expect(body.items.map((one: OrderView) => one.id)).toEqual([some.id])
  expect((await world.call('seller', 'GET', '/orders?after=x')).status).toBe(422)
})

test('the last digits of a number find its order, for those alone who may see it', async () => {
  const { id, number } = await paid(one(lamp))
  const found = async (who: string, asked: string) => {
    const { body } = await world.call(who, 'GET', `/orders?number=${asked}`)
    return body.items.map((row: OrderView) => row.id)
  }
  const digits = number.replaceAll('-', '')
  const ways = [number, digits, digits.slice(-4), digits.slice(-9), number.slice(-14)]
  for (const who of ['seller', 'controller', 'owner', 'lin'])
    for (const asked of ways) expect([who, asked, await found(who, asked)]).toEqual([who, asked, [id]])
  for (const who of ['wu', 'stranger', 'brand']) expect(await found(who, digits.slice(-4))).toEqual([])
  for (const asked of [digits.slice(-3), `9${digits.slice(-4)}`, digits.slice(0, 9)])
    expect([asked, await found('seller', asked)]).toEqual([asked, []])
})

test('after the last serial of seven digits the numbers begin again', async () => {
  const sql = world.owner
  const next = async () => (await sql<{ at: number }[]>`select nextval('orders.number_serial') as at`)[0]!.at
  const before = await next()
  await sql`select setval('orders.number_serial', 9999998)`
  expect((await paid(one(lamp))).number).toMatch(/-9999999$/)
  expect(await next()).toBe(1)
  await sql`select setval('orders.number_serial', ${before})`
})

test('the last digits are looked up, not sought through every order', async () => {
  const plan = await world.owner.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    const body = await tx<{ prosrc: string }[]>`
      select prosrc from pg_proc where oid = 'orders.ending_in'::regproc`
    return tx.unsafe(`explain ${body[0]!.prosrc.replaceAll('p_digits', "'0001'")}`)
  })
  expect(JSON.stringify(plan)).toContain('order_ending')
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

test('a person’s data is told in full and erased when nothing is on its way; sums stay', async () => {
  const { mia } = actors
  const { orders } = await placed(one(lamp), 'mia')
  const own = { person_id: mia!.person_id! }
  const held = await world.db.read(mia!, (tx) => privacy.hold(tx, own.person_id))
  expect(held.orders).toMatchObject([{ name: '林小满', phone: '13812345678', lines: [{ code: 'L-3' }] }])
  const erase = () => world.db.command(mia!, (tx) => privacy.erase(tx, own.person_id))
  await expect(erase()).rejects.toMatchObject({ reason: 'order_open' })
  await world.call('mia', 'PUT', `/orders/${orders[0]!.id}/cancellation`, {})
  await erase()
  const [left] = await world.owner`
    select name, phone, address from orders.recipient where order_id = ${orders[0]!.id}`
  expect(left).toEqual({ name: '', phone: '', address: '' })
  expect((await view(orders[0]!.id, 'mia')).total_fen).toBe(1_001)
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
    select orders.move(${seen.city_code}, ${seen.id}, 'paid', 'closed', 'x', 'house', '{}', ${newId()},
                       '{}') as ok`,
  )
  expect(await forged).toEqual([{ ok: false }])
})
