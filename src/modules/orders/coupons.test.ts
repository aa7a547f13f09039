// A coupon from its proposal to its return, over HTTP on a real database: taken, chosen, reserved, used,
// released, given back to the fen.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Id } from '../../platform/types.ts'
import { type Trade, openTrade } from '../../../tools/test-trade.ts'
import { benefitsIn, ordersIn } from '../../../tools/test-trade-steps.ts'
import { reactions } from './reactions.ts'

let world: Trade
const { agreed, claim, ended, held, use } = benefitsIn(() => world)
const { deliver, order, paid, quoted, returned, view } = ordersIn(() => world)
let fridge: Id
let washer: Id
const one = (sku_id: Id, quantity = 1) => [{ sku_id, quantity }]

beforeAll(async () => {
  world = await openTrade()
  ;[fridge, washer] = world.sku_ids as [Id, Id, Id]
})
beforeEach(() => ended())
afterAll(async () => {
  await world.close()
})

test('its whole life: taken, chosen, reserved, used, and back to the fen', async () => {
  const code = await agreed({ uses_max: 10, budget_fen: 1_000_000 })
  const before = await quoted(one(fridge))
  expect(before.total_fen).toBe(300_000)
  expect(before.coupons).toMatchObject([{ code, held: false, applied: false, cut_fen: 30_000 }])
  expect((await claim(code)).status).toBe(200)
  const quote = await quoted(one(fridge))
  expect(quote.total_fen).toBe(270_000)
  expect(quote.lines[0]).toMatchObject({
    unit_fen: 300_000,
    total_fen: 270_000,
    benefits: [{ code, amount_fen: 30_000 }],
  })
  expect(quote.lines[0]!.trace.map(({ amount_fen }) => amount_fen)).toEqual([300_000, 0, 300_000])
  expect((await quoted(one(fridge), 'lin', { coupons: [] })).total_fen).toBe(300_000)
  const placed = await order(quote)
  expect(placed.body.total_fen).toBe(270_000)
  expect([await use(code), await held(code)]).toEqual([[1, 0, 30_000, 0], 'reserved'])
  const again = await quoted(one(fridge))
  expect(again.total_fen).toBe(300_000)
  const outcome = { outcome: 'success' }
  await world.call('lin', 'POST', `/payments/${placed.body.payment_id}/sandbox-outcome`, outcome)
  const seen = await world.until(async () => {
    const now = await view(placed.body.orders[0].id)
    return now.state === 'paid' && now
  })
  expect([await use(code), await held(code)]).toEqual([[0, 1, 0, 30_000], 'used'])
  expect(seen.lines[0]!.benefits).toMatchObject([{ code, amount_fen: 30_000, returned_fen: 0 }])
  expect(JSON.stringify(seen)).not.toContain('brand')
  await deliver(seen)
  expect(await returned(seen.id, [{ line_no: 1, quantity: 1 }])).toBe(270_000)
  expect([await use(code), await held(code)]).toEqual([[0, 0, 0, 0], 'free'])
})

/** Over before the money comes in, which is on its way. */
async function expiredButPaying({ basket_id, payment_id }: { basket_id: string; payment_id: string }) {
  await world.owner`
    update orders.customer_order set expires_at = now() - interval '1 minute' where basket_id = ${basket_id}`
  await world.owner`
    update payment.payment set expires_at = now() - interval '2 seconds' where id = ${payment_id}`
  await world.call('lin', 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome: 'late' })
  await reactions.tasks['orders.expire_due']!(world.db, {} as never, { id: '1' })
}

test('whoever does not pay in time gives it back; late money takes it again', async () => {
  const code = await agreed({ uses_max: 1 })
  await claim(code)
  const { body } = await order(await quoted(one(fridge), 'lin', { coupons: [code] }))
  expect(await use(code)).toEqual([1, 0, 30_000, 0])
  await expiredButPaying(body)
  expect((await view(body.orders[0].id)).state).toBe('expired')
  expect([await use(code), await held(code)]).toEqual([[0, 0, 0, 0], 'free'])
  await world.until(async () => (await view(body.orders[0].id)).state === 'paid')
  expect([await use(code), await held(code)]).toEqual([[0, 1, 0, 30_000], 'used'])
})

test('late money goes back when somebody else has used the last one meanwhile', async () => {
  const code = await agreed({ uses_max: 1 })
  await claim(code)
  await claim(code, 'wu')
  const { body } = await order(await quoted(one(fridge), 'lin', { coupons: [code] }))
  const loser = await quoted(one(fridge), 'wu')
  expect(loser.coupons.find((each) => each.code === code)).toMatchObject({ why_not: 'gone' })
  await expiredButPaying(body)
  await paid(await quoted(one(fridge), 'wu', { coupons: [code] }), 'wu')
  await world.until(async () => (await view(body.orders[0].id)).refunded_fen === 270_000)
  expect(await use(code)).toEqual([0, 1, 0, 30_000])
})

test('cancelled before it leaves: the coupon is free again, whatever its rule', async () => {
  const code = await agreed({ restores: false })
  await claim(code)
  const seen = await paid(await quoted(one(fridge), 'lin', { coupons: [code] }))
  await world.call('lin', 'PUT', `/orders/${seen.id}/cancellation`, {})
  await world.until(async () => (await view(seen.id)).refunded_fen === 270_000)
  expect([await use(code), await held(code)]).toEqual([[0, 0, 0, 0], 'free'])
})

test('returned in two parts, each unit at what was paid for it; the rule says whether the use comes back', async () => {
  const code = await agreed({ restores: false, amount_fen: 10_000 })
  await claim(code)
  const seen = await paid(await quoted(one(washer, 3), 'lin', { coupons: [code] }))
  expect(seen.total_fen).toBe(290_003)
  await deliver(seen)
  expect(await returned(seen.id, [{ line_no: 1, quantity: 1 }])).toBe(96_668)
  expect(await use(code)).toEqual([0, 1, 0, 10_000 - 3_333])
  expect(await returned(seen.id, [{ line_no: 1, quantity: 2 }])).toBe(290_003 - 96_668)
  expect([await use(code), await held(code)]).toEqual([[0, 1, 0, 0], 'used'])
})

test('one of a person: who has used it cannot take another; a code nobody knows is told so', async () => {
  const code = await agreed({ offered: 'code' })
  expect(
    (await world.call('wu', 'GET', '/coupons')).body.items.map((each: { code: string }) => each.code),
  ).not.toContain(code)
  expect((await claim(code, 'wu')).status).toBe(200)
  expect((await claim(code, 'wu')).status).toBe(200)
  await paid(await quoted(one(fridge), 'wu', { coupons: [code] }), 'wu')
  expect((await claim(code, 'wu')).body.reason).toBe('coupon_used')
  expect((await claim('no-such-code')).body.reason).toBe('coupon_unknown')
  const strange = await world.call('lin', 'POST', '/quotes', {
    lines: one(fridge),
    county_code: '510107',
    coupons: [code],
  })
  expect(strange.body.total_fen).toBe(300_000)
  expect(strange.body.unused_coupons).toEqual([{ code, why_not: 'not_held' }])
  const wrong = await quoted(one(fridge), 'lin', { coupons: ['no-such-code', code] })
  expect(wrong.unused_coupons).toEqual([
    { code: 'no-such-code', why_not: 'unknown' },
    { code, why_not: 'not_held' },
  ])
  expect((await quoted(one(fridge))).unused_coupons).toEqual([])
  const mine = await agreed()
  await claim(mine)
  expect((await quoted(one(fridge), 'lin', { coupons: [mine] })).unused_coupons).toEqual([])
})

test('what is missing to the threshold is said', async () => {
  const code = await agreed({ threshold_fen: 350_000 })
  await claim(code)
  const { coupons, total_fen } = await quoted(one(fridge), 'lin', { coupons: [code] })
  expect([total_fen, coupons.find((each) => each.code === code)]).toMatchObject([
    300_000,
    { held: true, applied: false, why_not: 'threshold', missing_fen: 50_000 },
  ])
})
