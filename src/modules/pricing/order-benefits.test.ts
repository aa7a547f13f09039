// Coupons and bundles as they are proposed and agreed: what is refused, what the checks hold against them,
// and that no price of a unit knows of them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Id } from '../../platform/types.ts'
import { type Trade, openTrade } from '../../../tools/test-trade.ts'
import { benefitsIn, county_code } from '../../../tools/test-trade-steps.ts'
import { price } from './index.ts'

let world: Trade
const { agreed, claim, codeOf, ended, use, wish } = benefitsIn(() => world)
let fridge: Id
let washer: Id
beforeAll(async () => {
  world = await openTrade()
  ;[fridge, washer] = world.sku_ids as [Id, Id, Id]
})
beforeEach(() => ended())
afterAll(async () => {
  await world.close()
})

const pair = (more: object = {}) => ({
  kind: 'bundle',
  amount_fen: 5_000,
  threshold_fen: null,
  category_codes: [],
  parts: [
    { sku_code: codeOf(fridge), quantity: 1 },
    { sku_code: codeOf(washer), quantity: 1 },
  ],
  ...more,
})
async function failed(more: object): Promise<string[]> {
  const { body } = await world.call('selling', 'POST', '/benefits', wish(more))
  const told = await world.call('control', 'GET', `/change-requests/${body.request_id}`)
  return told.body.checks.flatMap(({ code, ok }: { code: string; ok: boolean }) => (ok ? [] : [code]))
}

test('what one kind does not have is said at its field', async () => {
  const refused = async (more: object) => {
    const { status, body } = await world.call('selling', 'POST', '/benefits', wish(more))
    return [status, body.reason, body.errors?.[0]?.pointer]
  }
  const cut = { kind: 'direct_cut', category_codes: [], sku_codes: [codeOf(fridge)], threshold_fen: null }
  expect(await refused({ ...cut, threshold_fen: 5 })).toEqual([422, 'not_of_this_kind', '/threshold_fen'])
  expect(await refused({ ...cut, uses_max: 5 })).toEqual([422, 'not_of_this_kind', '/uses_max'])
  expect(await refused({ ...cut, budget_fen: 5 })).toEqual([422, 'not_of_this_kind', '/budget_fen'])
  expect(await refused({ category_codes: [], sku_codes: [] })).toEqual([422, 'nothing_named', '/sku_codes'])
  const one = { parts: [{ sku_code: codeOf(fridge), quantity: 2 }] }
  expect(await refused(pair(one))).toEqual([422, 'bundle_of_two', '/parts'])
  const strange = { parts: [...pair().parts, { sku_code: 'no-such', quantity: 1 }] }
  expect(await refused(pair(strange))).toEqual([422, 'sku_code_unknown', '/parts/2/sku_code'])
  expect(await refused(pair({ sku_codes: [codeOf(fridge)] }))).toEqual([
    422,
    'not_of_this_kind',
    '/sku_codes',
  ])
})

test('what is agreed to is read as what it is taken off', async () => {
  const named = async (more: object) => {
    const { body } = await world.call('selling', 'POST', '/benefits', wish(more))
    const told = await world.call('control', 'GET', `/change-requests/${body.request_id}`)
    const row = told.body.diff.find(({ field }: { field: string }) => field === 'amount_fen')
    return [row.label_zh, row.label_en]
  }
  expect(await named({})).toEqual(['每单减', 'Off the order'])
  expect(await named(pair())).toEqual(['每套减', 'Off each bundle'])
  expect(await named({ kind: 'category', threshold_fen: null })).toEqual(['每件减', 'Off each unit'])
})

test('the smallest order that reaches the threshold is held against the corridor', async () => {
  // 1,400 off from 2,500: the fridge of 3,000 falls by 46.7 %.
  expect(await failed({ amount_fen: 140_000 })).toContain('within_corridor')
  expect(await failed({ amount_fen: 90_000, threshold_fen: 600_000 })).toEqual([])
  // 2,000 off a pair of 4,000.01 is half of it.
  expect(await failed(pair({ amount_fen: 200_000 }))).toContain('within_corridor')
  expect(await failed(pair({ amount_fen: 100_000 }))).toEqual([])
})

test('a SKU is in one bundle at a time, and a fourth benefit is a puzzle', async () => {
  await agreed(pair())
  expect(await failed(pair({ amount_fen: 1_000 }))).toEqual(['one_bundle'])
  await agreed({ amount_fen: 1_000 })
  await agreed({ amount_fen: 2_000 })
  expect(await failed({ amount_fen: 3_000 })).toEqual(['few_enough'])
})

test('no price of a unit knows of them', async () => {
  const ask = { sku_id: fridge, county_code, channel: 'shop', tier: 'retail', quantity: 1 } as const
  const at = new Date(Date.now() + 60_000).toISOString()
  const before = price({ ...ask, at })
  await agreed({ threshold_fen: null, amount_fen: 1_000 })
  await agreed(pair())
  expect(price({ ...ask, at })).toEqual(before)
})

test('everybody sees an open coupon, nobody who bears it; only its holder uses it', async () => {
  const code = await agreed()
  const { body } = await world.call('', 'GET', `/coupons?sku_id=${fridge}`)
  expect(body.items.map((one: { code: string }) => one.code)).toEqual([code])
  expect(JSON.stringify(body)).not.toContain('brand')
  expect((await claim(code, 'owner')).status).toBe(403)
  expect((await world.call('wu', 'GET', '/held-coupons')).body.items).toEqual([])
})

test('SQL as the application: no counter is set, no coupon made, none of another read', async () => {
  const code = await agreed({ uses_max: 5 })
  await claim(code)
  const as = (
    who: string,
    work: (tx: Parameters<Parameters<Trade['db']['command']>[1]>[0]) => Promise<unknown>,
  ) => world.db.command(world.actors[who]!, work)
  for (const who of ['lin', 'selling', 'control']) {
    await expect(as(who, (tx) => tx`update pricing.allowance set used_uses = 0`)).rejects.toThrow(/denied/)
    await expect(
      as(who, (tx) => tx`insert into pricing.coupon values (${code}, ${fridge}, 1, 'free', null, now())`),
    ).rejects.toThrow(/denied/)
  }
  expect(await as('wu', (tx) => tx`select 1 from pricing.coupon`)).toEqual([])
  expect(await as('selling', (tx) => tx`select 1 from pricing.coupon`)).toEqual([])
  expect(await as('lin', (tx) => tx`select 1 from pricing.allowance`)).toEqual([])
  // Constraints stand behind whoever decides.
  const over = world.owner`update pricing.allowance set reserved_uses = 6 where code = ${code}`
  await expect(over).rejects.toMatchObject({ constraint_name: 'allowance_uses' })
  expect(await use(code)).toEqual([0, 0, 0, 0])
})
