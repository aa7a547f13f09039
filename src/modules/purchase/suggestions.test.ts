// How many to order: figures by hand, and the whole through HTTP.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { city_code } from '../../../tools/test-goods.ts'
import { type Purchase, openPurchase } from '../../../tools/test-purchase.ts'
import { holdUnits, sellUnits } from '../stock/index.ts'
import { unitsToOrder, weeksOfCover } from './suggestions.ts'

const of = (more: object) =>
  unitsToOrder({
    free: 0,
    on_order: 0,
    sold: 0,
    lead_time_days: 7,
    min_units: 1,
    cover_weeks: 4,
    least: 0,
    ...more,
  })

test.each([
  ['nothing sells and nothing must lie there', {}, 0],
  ['28 sold in four weeks are one a day: 35 days to cover', { sold: 28 }, 35],
  ['what lies there and what is coming is taken off', { sold: 28, free: 20, on_order: 10 }, 5],
  ['enough is enough', { sold: 28, free: 35 }, 0],
  ['a few are rounded up to what the supplier sells', { sold: 28, free: 30, min_units: 12 }, 12],
  ['the least is filled up though nothing sells', { free: 22, least: 30 }, 8],
  ['a longer wait needs more', { sold: 28, lead_time_days: 14 }, 42],
])('%s', (_, figures, units) => expect(of(figures)).toBe(units))

test('weeks of cover at the pace of the last four', () => {
  expect(weeksOfCover(35, 28)).toBe(5)
  expect(weeksOfCover(35, 0)).toBeNull()
})

let world: Purchase
beforeAll(async () => {
  world = await openPurchase(2)
})
afterAll(() => world.close())
beforeEach(() => world.fresh())

test('what was sold lately and runs out is proposed with its reason, and becomes a draft', async () => {
  const [sku, other] = world.sku_ids as [Id, Id]
  await world.agree(sku, 100_000, { min_units: 5 })
  await world.agree(other, 100_000)
  await world.shelve({ sku_id: sku, units: 40 }, { sku_id: other, units: 400 })
  const order_id = newId()
  await world.db.command(system, async (tx) => {
    const lines = [{ node_id: world.node, sku_id: sku, quantity: 28 }]
    const expires_at = '2099-01-01T00:00:00Z'
    await holdUnits(tx, system, { city_code, order_id, expires_at, seller: 'owner', lines })
    await sellUnits(tx, system, { city_code, order_id, node_id: world.node })
  })
  const asked = `/purchase-suggestions?node_id=${world.node}`
  const { items } = (await world.call('buying', 'GET', asked)).body
  // 12 are left of what sells one a day; seven days to wait and 28 to cover.
  expect(items).toMatchObject([
    { sku_id: sku, units: 23, on_hand: 12, sold_28_days: 28, weeks_of_cover: 1.7 },
  ])
  expect(items[0].reason_zh).toContain('卖 28 件')
  expect(items[0].reason_en).toContain('28 sold')
  const { supplier_id, node_id, expected_on, units } = items[0]
  const wish = { supplier_id, node_id, expected_on, lines: [{ sku_id: sku, units }] }
  expect((await world.call('buying', 'POST', '/purchase-orders', wish)).body.state).toBe('draft')
  expect((await world.call('selling', 'GET', asked)).status).toBe(403)
})
