// A brand's own side, over HTTP on a real database: what it sees, answers, sends and proposes.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Brands, openBrands } from '../../../tools/test-brands.ts'
import { catalog, changeKinds, withCheckDigit } from '../catalog/index.ts'
import type { BrandOrderWhole, OwnSku } from './contract.ts'
import { routes } from './index.ts'

let world: Brands
const own_gtin = withCheckDigit('690000009991')
beforeAll(async () => {
  world = await openBrands({ routes, kinds: changeKinds })
})
afterAll(() => world.close())

const get = async (who: string, path: string) => (await world.call(who, 'GET', path)).body
const answerPath = (id: string) => `/brand-orders/${id}/acknowledgement`
const sendPath = (id: string) => `/brand-orders/${id}/despatches`
const agreedUnits = (order: BrandOrderWhole) => order.items.map((line) => line.acknowledged_units)

test('a brand reads its own products, with what each SKU lacks and why it is not sold', async () => {
  const { items } = await get('rival', '/brand-products')
  expect(items).toHaveLength(1)
  expect(items[0]).toMatchObject({ name_en: 'Rival fridge', skus: 2, skus_for_sale: 1 })
  expect(items[0].lacks).toEqual(['gtin', 'energy', 'points'])
  // Seven facts of two SKUs; five are missing.
  expect(items[0].complete_bp).toBe(Math.floor((9 * 10_000) / 14))
  const whole = await get('rival', `/brand-products/${world.rival.product_id}`)
  const [first, second] = world.rival.sku_ids.map((id) => whole.skus.find((sku: OwnSku) => sku.id === id))
  expect([first.why_not, second.why_not]).toEqual([null, 'incomplete_gtin'])
  expect(first.lacks).toEqual(['energy', 'points'])
  expect((await get('rival', '/brand-products?lacks=gtin')).items).toHaveLength(1)
  expect((await get('brand', '/brand-products?lacks=gtin')).items).toHaveLength(0)
  expect(await get('rival', '/brand-counts')).toMatchObject({ products: 1, incomplete: 1, skus_for_sale: 1 })
})

test('another brand’s product looks like one that is not there, and others have no such page', async () => {
  const path = `/brand-products/${world.rival.product_id}`
  expect((await world.call('brand', 'GET', path)).status).toBe(404)
  for (const who of ['selling', 'shopper', 'buying'])
    expect((await world.call(who, 'GET', '/brand-products')).status).toBe(403)
  expect((await world.call('', 'GET', '/brand-products')).status).toBe(401)
})

test('an order is answered with fewer units and a later day, once, then shipped in parts', async () => {
  const id = await world.order('mine', [10, 4])
  expect(await get('brand', '/brand-counts')).toMatchObject({ to_answer: 1, to_ship: 0 })
  const { items } = await get('brand', '/brand-orders?waits=answer')
  expect(items).toMatchObject([{ purchase_order_id: id, units: 14, agreed_units: 14, total_fen: 2_800_000 }])
  const change = { lines: [{ line_no: 2, units: 3 }], expected_on: '2099-01-12' }
  const { status, body } = await world.call('brand', 'PUT', answerPath(id), change)
  expect([status, body.state, body.expected_on]).toEqual([200, 'acknowledged', '2099-01-12'])
  expect(agreedUnits(body)).toEqual([10, 3])
  expect(body.total_fen).toBe(2_600_000)
  expect((await world.call('brand', 'PUT', answerPath(id), {})).body.reason).toBe('brand_order_answered')

  const part = { no: 'CY-1', carrier: '顺达', arrives_on: '2099-01-09', lines: [{ line_no: 1, units: 6 }] }
  const sent = (await world.call('brand', 'POST', sendPath(id), part)).body
  expect(sent).toMatchObject({ state: 'part_shipped', despatched_units: 6 })
  expect(sent.despatches).toMatchObject([{ no: 'CY-1', carrier: '顺达', arrives_on: '2099-01-09', units: 6 }])
  const again = await world.call('brand', 'POST', sendPath(id), {
    ...part,
    lines: [{ line_no: 1, units: 1 }],
  })
  expect(again.body.reason).toBe('despatch_no_taken')
  const over = { no: 'CY-2', lines: [{ line_no: 1, units: 5 }] }
  expect((await world.call('brand', 'POST', sendPath(id), over)).body.reason).toBe('brand_order_over')
  expect(await get('brand', '/brand-counts')).toMatchObject({ to_answer: 0, to_ship: 1 })
  const rest = {
    no: 'CY-2',
    lines: [
      { line_no: 1, units: 4 },
      { line_no: 2, units: 3 },
    ],
  }
  expect((await world.call('brand', 'POST', sendPath(id), rest)).body.despatched_units).toBe(13)
  expect(await get('brand', '/brand-counts')).toMatchObject({ to_ship: 0 })
})

test('more than was ordered, a line that is not there, a day that is past: refused with the reason', async () => {
  const id = await world.order('mine', [5])
  const answered = async (body: object) => (await world.call('brand', 'PUT', answerPath(id), body)).body
  expect(await answered({ lines: [{ line_no: 1, units: 6 }] })).toMatchObject({ reason: 'brand_order_more' })
  expect(await answered({ lines: [{ line_no: 9, units: 1 }] })).toMatchObject({ reason: 'brand_order_line' })
  const twice = [1, 2].map((units) => ({ line_no: 1, units }))
  expect(await answered({ lines: twice })).toMatchObject({ reason: 'brand_order_line' })
  expect((await answered({ expected_on: '2020-01-01' })).errors[0]).toMatchObject({
    pointer: '/expected_on',
    reason: 'arrives_in_past',
  })
  const early = await world.call('brand', 'POST', sendPath(id), {
    no: 'A',
    lines: [{ line_no: 1, units: 1 }],
  })
  expect(early.body.reason).toBe('brand_order_ships')
  expect(await get('brand', `/brand-orders/${id}`)).toMatchObject({ state: 'sent', despatches: [] })
})

test('another brand’s order and one that was not sent yet are not there', async () => {
  const foreign = await world.order('other', [5])
  const draft = await world.order('mine', [5], 'draft')
  for (const id of [foreign, draft]) {
    expect((await world.call('brand', 'GET', `/brand-orders/${id}`)).status).toBe(404)
    expect((await world.call('brand', 'PUT', answerPath(id), {})).status).toBe(404)
    const goods = { no: 'A', lines: [{ line_no: 1, units: 1 }] }
    expect((await world.call('brand', 'POST', sendPath(id), goods)).status).toBe(404)
  }
  const { items } = await get('brand', '/brand-orders?limit=100')
  const ids = items.map((order: { purchase_order_id: string }) => order.purchase_order_id)
  expect(ids).not.toContain(foreign)
  expect(ids).not.toContain(draft)
})

test('proposed facts hold when control agrees, and not before; the brand never agrees', async () => {
  const [sku_id] = world.rival.sku_ids.slice(1)
  const wish = { sku_id, gtin: own_gtin, depth_mm: 655, reason: '铭牌' }
  const path = `/brand-products/${world.rival.product_id}/proposals`
  const { status, body } = await world.call('rival', 'POST', path, wish)
  expect([status, body.reason]).toEqual([200, undefined])
  const request = await get('rival', `/change-requests/${body.request_id}`)
  expect(request.diff).toMatchObject([
    { field: 'gtin', before: null, after: own_gtin },
    { field: 'depth_mm', before: 650, after: 655 },
  ])
  expect((await get('rival', '/brand-products?lacks=gtin')).items).toHaveLength(1)
  const approval = `/change-requests/${body.request_id}/approval`
  for (const who of ['rival', 'brand', 'buying', 'selling'])
    expect((await world.call(who, 'PUT', approval, {})).status).toBe(403)
  expect((await world.call('control', 'PUT', approval, {})).status).toBe(200)
  expect((await get('rival', '/brand-products?lacks=gtin')).items).toHaveLength(0)
  const whole = await get('rival', `/brand-products/${world.rival.product_id}`)
  const sku = whole.skus.find(({ id }: OwnSku) => id === sku_id)
  expect(sku).toMatchObject({ gtin: own_gtin, depth_mm: 655, why_not: null })
})

test('facts of the product: label, noise and an attribute of its category, kept beside what was there', async () => {
  const path = `/brand-products/${world.rival.product_id}/proposals`
  const facts = {
    energy_grade: 1,
    kwh_year: 240,
    noise_db: 34,
    attributes: { capacity_l: 500 },
    reason: '报告',
  }
  const { body } = await world.call('rival', 'POST', path, facts)
  const agreed = await world.call('control', 'PUT', `/change-requests/${body.request_id}/approval`, {})
  expect(agreed.body).toMatchObject({ state: 'approved' })
  const whole = await get('rival', `/brand-products/${world.rival.product_id}`)
  expect(whole).toMatchObject({
    energy_grade: 1,
    kwh_year: 240,
    noise_db: 34,
    attributes: { capacity_l: 500 },
  })
  expect(whole.lacks).toEqual(['points'])
})

test.each([
  ['a wrong check digit', { gtin: '6900000099916' }, '/gtin', 'bad_check_digit'],
  [
    'an attribute of another category',
    { attributes: { suction_pa: 5 } },
    '/attributes/suction_pa',
    'not_of_category',
  ],
  ['a fact of the product on a SKU', { noise_db: 30 }, '/noise_db', 'fact_of_product'],
  ['a price', { price_fen: 1 }, '', 'unrecognized_keys'],
])('%s is refused at its place', async (_, more, pointer, reason) => {
  const path = `/brand-products/${world.rival.product_id}/proposals`
  const wish = { sku_id: world.rival.sku_ids[0], ...more, reason: '试' }
  const { status, body } = await world.call('rival', 'POST', path, wish)
  expect([status, body.errors[0].pointer, body.errors[0].reason]).toEqual([422, pointer, reason])
})

test('what stands already and another brand’s product take no proposal', async () => {
  const path = `/brand-products/${world.rival.product_id}/proposals`
  const same = { name_en: 'Rival fridge', reason: '试' }
  expect((await world.call('rival', 'POST', path, same)).body.reason).toBe('nothing_changes')
  expect((await world.call('brand', 'POST', path, { noise_db: 30, reason: '试' })).status).toBe(404)
  expect(catalog().products).toHaveLength(2)
})
