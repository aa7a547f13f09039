// A benefit that a brand bears a share of is agreed to only as the brand has agreed: goods, time, share and
// money.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Brands, openBrands } from '../../../tools/test-brands.ts'
import { agreeFunding } from '../../../tools/test-funding.ts'
import { catalog } from '../catalog/index.ts'
import {
  changeKinds,
  loadPrices,
  openPrices,
  registerFundingCheck,
  routes as pricingRoutes,
} from '../pricing/index.ts'
import { fundingTold, routes } from './index.ts'

let world: Brands
let prices: Awaited<ReturnType<typeof openPrices>>
let own: string
let second: string
let rivals: string
const codeOf = (id: Id) => catalog().sku(id)!.code
beforeAll(async () => {
  registerFundingCheck(fundingTold)
  world = await openBrands({ routes: [...routes, ...pricingRoutes], kinds: changeKinds })
  prices = await openPrices(world.db)
  const [first, other] = world.sku_ids as [Id, Id]
  const rival = world.rival.sku_ids[0]!
  ;[own, second, rivals] = [codeOf(first), codeOf(other), codeOf(rival)]
  const row = { place_code: 'CN', price_fen: 300_000, starts_at: '2026-01-01T00:00:00Z' }
  await world.owner.begin((tx) =>
    loadPrices(
      tx as unknown as Tx,
      system,
      [first, other, rival].map((sku_id) => ({ ...row, id: newId(), sku_id })),
    ),
  )
  await prices.refresh()
})
afterAll(async () => {
  prices.stop()
  await world.close()
})

let named = 0
const propose = (more: object = {}) =>
  world.call('selling', 'POST', '/benefits', {
    code: `funded-${++named}`,
    kind: 'coupon',
    name_zh: '品牌券',
    name_en: 'Brand coupon',
    amount_fen: 5_000,
    sku_codes: [own],
    funders: [
      { party: 'house', share_bp: 6_000 },
      { party: 'demo-brand', share_bp: 4_000 },
    ],
    budget_fen: 1_000_000,
    starts_at: '2027-11-11T12:00:00.000Z',
    ends_at: '2027-11-12T12:00:00.000Z',
    reason: '品牌出一部分',
    ...more,
  })
async function agreed(more: object = {}) {
  const { body } = await propose(more)
  const told = await world.call('control', 'PUT', `/change-requests/${body.request_id}/approval`, {})
  if (told.status === 200) return 'agreed'
  const [check] = told.body.facts.checks
  return [check.code, check.facts.why]
}
const fund = (codes: string[], more: Parameters<typeof agreeFunding>[3] = {}) =>
  agreeFunding(world.owner, world.mine, codes, more)

test('nobody bears a share who is no brand, or whose goods they are not', async () => {
  const refused = async (more: object) => {
    const { status, body } = await propose(more)
    return [status, body.reason, body.errors?.[0]?.pointer]
  }
  const whole = (party: string) => ({ funders: [{ party, share_bp: 10_000 }] })
  expect(await refused(whole('nobody'))).toEqual([422, 'funder_unknown', '/funders/0/party'])
  expect(await refused(whole('brand'))).toEqual([422, 'funder_unknown', '/funders/0/party'])
  expect(await refused({ sku_codes: [own, rivals] })).toEqual([422, 'funder_not_own', '/funders/1/party'])
  expect(await refused({ sku_codes: [], category_codes: ['refrigerator'] })).toEqual([
    422,
    'funded_goods_unnamed',
    '/sku_codes',
  ])
})

test('control agrees to it only where one funding covers goods, time, share and money', async () => {
  expect(await agreed()).toEqual(['funding_agreed', 'goods'])
  await fund([second])
  expect(await agreed()).toEqual(['funding_agreed', 'goods'])
  await fund([own], { from: '2027-11-11T18:00:00Z' })
  expect(await agreed()).toEqual(['funding_agreed', 'period'])
  await fund([own], { share_bp: 3_999, budget_fen: 600_000 })
  expect(await agreed()).toEqual(['funding_agreed', 'share'])
  await fund([own], { share_bp: 4_000, budget_fen: 600_000 })
  expect(await agreed({ budget_fen: null, uses_max: 100 })).toEqual(['funding_agreed', 'unbounded'])
  // 40 % of 15,002.50 yuan is a fen more than 6,000.
  expect(await agreed({ budget_fen: 1_500_003 })).toEqual(['funding_agreed', 'budget'])
  expect(await agreed()).toBe('agreed')
  // 4,000 of 6,000 are promised now.
  expect(await agreed({ budget_fen: 500_003 })).toEqual(['funding_agreed', 'budget'])
  expect(await agreed({ budget_fen: 500_000 })).toBe('agreed')
  expect(await agreed({ kind: 'direct_cut', budget_fen: null })).toEqual(['funding_agreed', 'budget'])
  await fund([own])
  expect(await agreed({ kind: 'direct_cut', budget_fen: null })).toBe('agreed')
})
