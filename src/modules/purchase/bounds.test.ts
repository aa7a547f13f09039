// What a purchase cannot be made to say: a rebate beyond the goods, more units than are open, another before.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Tx } from '../../platform/db.ts'
import type { Id } from '../../platform/types.ts'
import { actorOf } from '../../../tools/test-goods.ts'
import { type Purchase, codeOf, openPurchase, reason } from '../../../tools/test-purchase.ts'

let world: Purchase
let sku: Id
beforeAll(async () => {
  world = await openPurchase(1)
  sku = world.sku_ids[0] as Id
})
afterAll(() => world.close())
beforeEach(() => world.fresh())

/** An order of ten at ¥10 of which `good` came. */
async function came(good: number) {
  await world.agree(sku, 1_000)
  await world.budget(9_000_000)
  const id = await world.acknowledged([{ sku_id: sku, units: 10 }])
  await world.receive(id, [{ scanned: codeOf(sku), good_units: good }])
  return id
}
const late = (order_id: string, kind: 'freight' | 'rebate', amount_fen: number) =>
  world.proposeAny('buying', 'purchase.variance', { order_id, kind, amount_fen })

test('a rebate and late freight are at most what the goods that were kept cost, earlier ones counted', async () => {
  const id = await came(8)
  const lines = [{ line_no: 1, units: 2 }]
  await world.order('buying', 'POST', id, 'returns', { reason: 'defective', lines })
  for (const [kind, sign] of [
    ['rebate', -1],
    ['freight', 1],
  ] as const) {
    const beyond = await late(id, kind, sign * 6_001)
    expect(beyond.body.checks).toContainEqual({
      code: 'within_goods_received',
      ok: false,
      facts: { room_fen: 6_000 },
    })
    expect((await world.decide('control', beyond)).body.reason).toBe('check_failed')
  }
  const two = [await late(id, 'rebate', -4_000), await late(id, 'rebate', -4_000)]
  expect((await world.decide('control', two[0]!)).body.state).toBe('approved')
  expect((await world.decide('second', two[1]!)).body.reason).toBe('check_failed')
  const posted = (amount: number) =>
    world.db
      .command(
        actorOf('controller', null),
        (tx: Tx) =>
          tx`select purchase.post_variance(${id}, 'rebate', '{1}'::int[], ${[amount]}::bigint[], 'x')`,
      )
      .then(
        () => 'done',
        (error: { constraint_name?: string }) => error.constraint_name,
      )
  expect(await posted(-2_001)).toBe('variance_bounded')
  expect(await posted(1)).toBe('variance_bounded')
  expect(await posted(-2_000)).toBe('done')
  await world.balanced()
})

test('good and damaged units together are at most what is open and tolerated; of an unacknowledged line, none', async () => {
  await world.agree(sku, 1_000)
  await world.budget(9_000_000)
  const scanned = codeOf(sku)
  const id = await world.acknowledged([{ sku_id: sku, units: 100 }])
  const bring = (good_units: number, damaged_units: number) =>
    world.receive(id, [{ scanned, good_units, damaged_units }])
  expect((await bring(0, 100_000)).body).toMatchObject({
    reason: 'over_delivered',
    facts: { lines: [{ sku: scanned, due: 100, counted: 100_000, allowed: 3 }] },
  })
  expect((await bring(90, 14)).body.reason).toBe('over_delivered')
  expect((await bring(90, 13)).status).toBe(200)
  // Others come for the thirteen, and some of them may be damaged again.
  expect((await bring(0, 14)).body.reason).toBe('over_delivered')
  expect((await bring(0, 13)).body.state).toBe('part_received')
  expect((await bring(10, 0)).body.state).toBe('closed')
  const none = await world.sent([{ sku_id: sku, units: 5 }])
  await world.order('buying', 'PUT', none, 'acknowledgement', { lines: [{ line_no: 1, units: 0 }] })
  expect((await world.receive(none, [{ scanned, good_units: 0, damaged_units: 5 }])).body.reason).toBe(
    'over_delivered',
  )
})

test('who agrees to a backdated cost sees what it takes the place of, and nothing that moved meanwhile', async () => {
  await world.agree(sku, 1_000, { starts_at: '2026-06-01T00:00:00.000Z' })
  const backdated = { starts_at: '2020-01-01T00:00:00.000Z' }
  const cheap = await world.proposeCost(sku, 1, backdated)
  const seen = await world.call('control', 'GET', `/change-requests/${cheap.body.request_id}`)
  expect(seen.body.diff).toContainEqual(
    expect.objectContaining({ field: 'unit_cost_fen', before: 1_000, after: 1 }),
  )
  await world.agree(sku, 900)
  expect((await world.decide('control', cheap)).body.reason).toBe('stale_before')
  const again = await world.proposeCost(sku, 800, backdated)
  expect((await world.decide('control', again)).body.state).toBe('approved')
})

test('dear orders and dear words about them take more hands', async () => {
  await world.agree(sku, 200_000)
  await world.budget(9_000_000_000)
  const asked = async (units: number) => {
    const { body } = await world.draft([{ sku_id: sku, units }])
    const order = await world.order('buying', 'PUT', body.order_id, 'submission', reason)
    const request = await world.call('control', 'GET', `/change-requests/${order.body.request_id}`)
    return { order, levels: request.body.levels as number }
  }
  expect((await asked(500)).levels).toBe(1)
  expect((await asked(5_001)).levels).toBe(3)
  const { order, levels } = await asked(501)
  expect(levels).toBe(2)
  const id = order.body.order_id
  const ask = { body: { request_id: order.body.request_id } }
  expect((await world.decide('control', ask)).body.state).toBe('proposed')
  expect((await world.order('buying', 'GET', id)).body.state).toBe('approving')
  expect((await world.decide('control', ask)).status).toBe(409)
  expect((await world.decide('second', ask)).body.state).toBe('approved')
  expect((await world.order('buying', 'GET', id)).body.state).toBe('sent')
  for (const [amount_fen, hands] of [
    [-1_000_000, 1],
    [-1_000_001, 2],
    [-10_000_001, 3],
  ] as const)
    expect((await late(id, 'rebate', amount_fen)).body.levels).toBe(hands)
})

test('nothing is ordered for a day that is past, nor sent when its day has passed meanwhile', async () => {
  await world.agree(sku, 1_000)
  await world.budget(9_000_000)
  const wish = { expected_on: '2026-11-01', lines: [{ sku_id: sku, units: 1 }] }
  const past = [{ pointer: '/expected_on', reason: 'arrives_in_past' }]
  expect((await world.draft(wish.lines, wish)).body.errors).toMatchObject(past)
  const { order_id } = (await world.draft(wish.lines)).body
  expect((await world.order('buying', 'PUT', order_id, '', wish)).body.errors).toMatchObject(past)
  await world.owner`update purchase.purchase_order set expected_on = '2026-11-01' where order_id = ${order_id}`
  expect((await world.order('buying', 'PUT', order_id, 'submission', reason)).body.reason).toBe(
    'arrives_in_past',
  )
  const id = await world.sent(wish.lines)
  const answer = { expected_on: '2026-11-01' }
  expect((await world.order('buying', 'PUT', id, 'acknowledgement', answer)).body.errors).toMatchObject(past)
})
