// Money and goods that go other ways: late, twice, back, from another store.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import { dayOf } from '../../platform/time.ts'
import type { OrderView } from './contract.ts'
import { confirmPaid, sourceAgain } from './life.ts'
import { reactions } from './reactions.ts'
import { type Line, one, stepsIn } from '../../../tools/test-orders-steps.ts'
import { chengdu, fridge, kettle, lamp, openTown, second } from '../../../tools/test-orders-town.ts'
import { type World, article, home, nodes } from '../../../tools/test-orders-world.ts'

let world: World
const { placed, view, pay, reaches, paid, move, delivered, levelOf, money } = stepsIn(() => world)
beforeAll(async () => {
  world = await openTown()
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

describe('money', () => {
  test('unpaid orders expire and hold nothing', async () => {
    const { orders, expires_at } = await placed(one(kettle))
    world.db.setClock(new Date(Date.parse(expires_at) + 1_000).toISOString())
    await reactions.tasks['orders.expire_due']!(world.db, {} as never, { id: '1' })
    world.db.setClock(null)
    expect(await view(orders[0]!.id)).toMatchObject({ state: 'expired', why_not_cancel: 'already_ended' })
  })

  async function expired(lines: Line[]) {
    const basket = await placed(lines)
    await world.owner`
      update orders.customer_order set expires_at = now() - interval '1 minute'
       where basket_id = ${basket.basket_id}`
    await world.owner`
      update payment.payment set expires_at = now() - interval '1 minute' where id = ${basket.payment_id}`
    return basket
  }
  const sweep = async () => {
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
    await world.owner`
      update payment.payment set expires_at = now() - interval '3 seconds' where id = ${payment_id}`
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

  test('late money goes back by itself when the promised window is over', async () => {
    const { payment_id, orders } = await expired(one(kettle))
    await world.owner`
      update orders.customer_order set deliver_ends_at = now() - interval '1 hour'
       where id = ${orders[0]!.id}`
    await world.owner`
      update payment.payment set expires_at = now() - interval '3 seconds' where id = ${payment_id}`
    await pay(payment_id, 'late')
    await sweep()
    await world.until(async () => (await view(orders[0]!.id)).refunded_fen === 9_990)
    expect((await view(orders[0]!.id)).state).toBe('expired')
  })

  test('what was paid in time is not ended while the news of it is on its way', async () => {
    const { payment_id, basket_id, orders } = await expired(one(kettle))
    await world.owner`update payment.payment set state = 'paid', paid_at = now() where id = ${payment_id}`
    await sweep()
    expect((await view(orders[0]!.id)).state).toBe('created')
    await world.db.command(system, (tx) => confirmPaid(tx, { payment_id, basket_id, amount_fen: 9_990 }))
    expect((await view(orders[0]!.id)).state).toBe('paid')
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

  test('money that arrives after an unpaid order was cancelled goes back by itself', async () => {
    const { payment_id, orders } = await placed(one(kettle))
    await world.owner`
      update payment.payment set expires_at = now() - interval '4 seconds' where id = ${payment_id}`
    await pay(payment_id, 'late')
    await world.call('lin', 'PUT', `/orders/${orders[0]!.id}/cancellation`, {})
    await world.until(async () => (await money(payment_id)).refunded_fen === 9_990)
    await world.until(async () => (await view(orders[0]!.id)).refunded_fen === 9_990)
    expect((await view(orders[0]!.id)).state).toBe('cancelled')
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

  const slotsOf = (order_id: string) => world.owner<{ kind: string; zone: string; day: string }[]>`
    select kind, zone, day::text from sourcing.slot_hold
     where order_id = ${order_id} and state = 'confirmed' order by kind`

  test('its hands are asked too, and windows it cannot keep follow the goods', async () => {
    const { body: quote } = await world.call('lin', 'POST', '/quotes', {
      lines: one(fridge),
      county_code: home.county_code,
    })
    const [soon, later] = quote.deliver_slots
    const body = { quote_id: quote.id, address: home, expected_total_fen: quote.total_fen, consent: true }
    const chosen = { deliver_slot: { day: later.day, window: later.window } }
    const { body: told } = await world.call('lin', 'POST', '/orders', { ...body, ...chosen })
    await pay(told.payment_id)
    const seen = await reaches(told.orders[0].id, 'paid')
    expect((await slotsOf(seen.id)).map(({ day }) => day)).toEqual([
      later.day,
      later.day,
      dayOf(seen.placed_at),
    ])
    await world.owner`
      update orders.customer_order set deliver_ends_at = now() + interval '1 hour' where id = ${seen.id}`
    const { node_id } = await fail(seen)
    const moved = await view(seen.id)
    expect(moved).toMatchObject({ deliver_starts_at: soon.starts_at, deliver_ends_at: soon.ends_at })
    expect(moved.install_ends_at).toBe(later.ends_at)
    const held = await slotsOf(seen.id)
    expect(held.map(({ kind, day }) => [kind, day])).toEqual([
      ['deliver', soon.day],
      ['install', later.day],
      ['prepare', dayOf(seen.placed_at)],
    ])
    expect(held[2]!.zone).toBe(node_id)
    const uneven = await world.owner`
      select s.zone, s.kind, s.taken, count(h.order_id)::int as held
        from sourcing.slot s left join sourcing.slot_hold h using (city_code, zone, kind, day, window_code)
       where h.state is null or h.state <> 'released'
       group by 1, 2, 3, s.day, s.window_code having s.taken <> count(h.order_id)`
    expect(uneven).toEqual([])
  })

  test('a store without hands today is passed over', async () => {
    nodes.get(second)!.capacity_per_day = 0
    const seen = await paid(one(kettle))
    expect(await fail(seen)).toEqual({ node_id: null })
    nodes.get(second)!.capacity_per_day = 1_000
    expect((await view(seen.id)).state).toBe('awaiting_choice')
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

  const late = (at: string) => new Date(Date.parse(at) + 1_000).toISOString()
  const endChoice = (key: object) =>
    reactions.tasks['orders.end_choice']!(world.db, key as never, { id: '1' })
  async function asked() {
    const seen = await paid(one(kettle))
    await fail(seen, [second])
    const { choose_by, changed_at } = await view(seen.id)
    const hours = (Date.parse(choose_by!) - Date.parse(changed_at)) / 3_600_000
    return {
      id: seen.id,
      key: { city_code: seen.city_code, order_id: seen.id },
      choose_by: choose_by!,
      hours,
    }
  }

  test('a question nobody answers has an end: cancelled once, refunded once', async () => {
    const held = async () => (await levelOf(chengdu, kettle))!.held
    const before = await held()
    const { id, key, choose_by, hours } = await asked()
    expect(hours).toBe(72)
    const jobs = await world.owner<{ run_at: Date }[]>`
      select run_at from graphile_worker.jobs where task_identifier = 'orders.end_choice'`
    expect(jobs.map(({ run_at }) => new Date(run_at).toISOString())).toContain(late(choose_by))
    await endChoice(key)
    expect((await view(id)).state).toBe('awaiting_choice')
    world.db.setClock(late(choose_by))
    await Promise.all([endChoice(key), endChoice(key)])
    await world.until(async () => (await view(id)).refunded_fen === 9_990)
    world.db.setClock(null)
    expect(await view(id)).toMatchObject({ state: 'cancelled', choose_by: null })
    const { rows } = (await world.call('lin', 'GET', `/orders/${id}/story`)).body
    const told = rows.filter(({ code }: { code: string }) => ['cancel_by_house', 'refund'].includes(code))
    expect(told).toMatchObject([
      { code: 'cancel_by_house', by: 'house', facts: { reason: 'choice_unanswered' } },
      { code: 'refund', by: 'house', facts: { amount_fen: 9_990 } },
    ])
    expect(await held()).toBe(before)
  })

  test('control says how long a customer is asked; the sweep ends what a lost job left', async () => {
    await world.owner`
      insert into platform.setting (key, value, assumption) values ('orders.choice_hours', '5', true)`
    const { id, choose_by, hours } = await asked()
    await world.owner`delete from platform.setting where key = 'orders.choice_hours'`
    expect(hours).toBe(5)
    world.db.setClock(late(choose_by))
    await reactions.tasks['orders.end_choices']!(world.db, {} as never, { id: '1' })
    world.db.setClock(null)
    expect((await view(id)).state).toBe('cancelled')
  })

  test('an answer stands: the job of a question that was answered does nothing', async () => {
    const { id, key, choose_by } = await asked()
    await world.call('lin', 'PUT', `/orders/${id}/choice`, { choice: 'wait' })
    expect(await reaches(id, 'paid')).toMatchObject({ choose_by: null })
    world.db.setClock(late(choose_by))
    await endChoice(key)
    world.db.setClock(null)
    expect((await view(id)).state).toBe('paid')
  })

  test('who waits is served as soon as somebody can', async () => {
    const seen = await paid(one(kettle))
    await fail(seen, [second])
    await world.call('lin', 'PUT', `/orders/${seen.id}/choice`, { choice: 'wait' })
    expect(await reaches(seen.id, 'paid')).toMatchObject({ node_id: second, resourced: 1 })
  })
})
