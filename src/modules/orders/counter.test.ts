// The counter: own stock and agency sales, at the shop's price, and what the store does afterwards for a
// neighbour without an account.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import { newId } from '../../platform/types.ts'
import { sourceAgain } from './life.ts'
import { one, stepsIn } from '../../../tools/test-orders-steps.ts'
import { agency, chengdu, fridge, lamp, openTown, second, zigong } from '../../../tools/test-orders-town.ts'
import { type World, article, home, nodes } from '../../../tools/test-orders-world.ts'

let world: World
const { view, paid, move, levelOf } = stepsIn(() => world)
beforeAll(async () => {
  world = await openTown()
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
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

  const after = (order_id: string, how: string, body: object = {}, who = 'owner') =>
    world.call(who, how === 'returns' ? 'POST' : 'PUT', `/counter-sales/${order_id}/${how}`, body)

  test('an agency sale is cancelled by the store that sold, for a neighbour without an account', async () => {
    const body = { node_id: agency, mode: 'agency', lines: one(fridge), expected_total_fen: 399_900 }
    const before = await levelOf(zigong, fridge)
    const sold = (await sale({ ...body, address: home })).body
    expect(sold.why_not_cancel).toBeNull()
    expect((await view(sold.id, 'clerk')).why_not_cancel).toBe('forbidden')
    for (const who of ['stranger', 'clerk', 'lin'])
      expect([404, 403]).toContain((await after(sold.id, 'cancellation', {}, who)).status)
    expect((await after(sold.id, 'cancellation', { reason: 'other' })).body.state).toBe('cancelled')
    expect(await levelOf(zigong, fridge)).toEqual(before)
    await world.until(async () => (await view(sold.id, 'owner')).refunded_fen === 399_900)
    const online = await paid(one(lamp))
    expect((await after(online.id, 'cancellation')).status).toBe(404)
    expect((await view(online.id)).state).toBe('paid')
  })

  test('when no warehouse can serve it, the store says what the customer wants', async () => {
    const body = { node_id: agency, mode: 'agency', lines: one(fridge), expected_total_fen: 399_900 }
    const sold = (await sale({ ...body, address: home })).body
    await move(sold, 'fail_pick')
    const key = { city_code: sold.city_code, order_id: sold.id }
    await world.db.command(system, (tx) => sourceAgain(tx, system, key))
    expect((await view(sold.id, 'owner')).why_not_choose).toBeNull()
    expect((await after(sold.id, 'choice', { choice: 'cancel' })).body.state).toBe('cancelled')
    await world.until(async () => (await view(sold.id, 'owner')).refunded_fen === 399_900)
  })

  test('what was bought at the counter is brought back to it: units in, money out, to the fen', async () => {
    const before = await levelOf(chengdu, lamp)
    const sold = (await sale({ lines: one(lamp, 3), expected_total_fen: 3_003 })).body
    const lines = [{ line_no: 1, quantity: 2 }]
    expect((await after(sold.id, 'returns', { reason: 'faulty', lines }, 'stranger')).status).toBe(404)
    const asked = (await after(sold.id, 'returns', { reason: 'faulty', lines })).body
    const { body: taken } = await world.call(
      'owner',
      'PUT',
      `/orders/${sold.id}/returns/${asked.returns[0].id}/receipt`,
      {},
    )
    expect(taken).toMatchObject({ state: 'closed', lines: [{ returned_quantity: 2, refunded_fen: 2_002 }] })
    expect(await levelOf(chengdu, lamp)).toEqual({ ...before, on_hand: before!.on_hand - 1 })
    await world.until(async () => (await view(sold.id, 'owner')).refunded_fen === 2_002)
    const { body: receipt } = await world.call('owner', 'GET', `/orders/${sold.id}/receipt`)
    expect(receipt).toMatchObject({ paid_fen: 3_003, refunded_fen: 2_002 })
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
