// What control holds still does not move: not by a change, a benefit or a list; who is held back is told by
// whom, why and until when. And how many hands a step of a price needs.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { catalog } from '../catalog/index.ts'
import {
  changeKinds as controlKinds,
  refuseFrozen,
  registerFreezables,
  registerSettings,
} from '../control/index.ts'
import { benefitLevels } from './hands.ts'
import { changeKinds, freezables, loadPrices, openPrices, routes, settings, takePrices } from './index.ts'

let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let sku: Id
let other: Id
const who = {
  selling: actorOf('merchandiser', null),
  control: actorOf('controller', null),
  second: actorOf('controller', null),
  third: actorOf('controller', null),
}

beforeAll(async () => {
  registerFreezables(freezables)
  const nodes = (owner: Id) => [nodeOf(owner)]
  world = await openGoods({ routes, kinds: changeKinds, skus: 2, nodes, actors: () => who })
  prices = await openPrices(world.db)
  ;[sku, other] = world.sku_ids as [Id, Id]
})
afterAll(async () => {
  prices.stop()
  await world.close()
})
beforeEach(async () => {
  await world.owner`truncate pricing.price, pricing.benefit, pricing.floor, control.freeze cascade`
  const rows = [sku, other].map((sku_id) => ({ id: newId(), sku_id, place_code: 'CN', price_fen: 300_000 }))
  const loaded = rows.map((row) => ({ ...row, starts_at: '2026-01-01T00:00:00Z' }))
  await world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, loaded))
  await prices.refresh()
})

const in_days = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]
const starts_at = '2027-11-11T12:00:00.000Z'
const change = (price_fen: number, more: object = {}) => {
  const wish = { sku_id: sku, price_fen, starts_at, reason: '促销', ...more }
  return world.call('selling', 'POST', '/price-changes', wish)
}
let named = 0
const benefit = (more: object = {}) =>
  world.call('selling', 'POST', '/benefits', {
    code: `held-${++named}`,
    kind: 'direct_cut',
    name_zh: '直降',
    name_en: 'Cut',
    amount_fen: 1_000,
    sku_codes: [catalog().sku(sku)!.code],
    funders: [{ party: 'house', share_bp: 10_000 }],
    starts_at,
    ends_at: '2027-11-12T12:00:00.000Z',
    reason: '促销',
    ...more,
  })
const agree = (by: string, { body }: { body: { request_id?: string } }) =>
  world.call(by, 'PUT', `/change-requests/${body.request_id}/approval`, {})
const freeze = (subject_kind: string, subject_id: string, more: object = {}) =>
  world.call('control', 'POST', '/freezes', {
    subject_kind,
    subject_id,
    ends_at: in_days(2),
    reason: '价格在查',
    ...more,
  })
const lift = (by: string, id: string) =>
  world.call(by, 'DELETE', `/freezes/${id}?note=${encodeURIComponent('查完了')}`)

test('a frozen SKU takes no price, no benefit and no row of a list; the refusal says who, why and until when', async () => {
  const waiting = await change(290_000)
  const wide = await benefit()
  const held = await freeze('sku', sku)
  expect(held.body).toMatchObject({ state: 'live', why_not_lift: 'own_freeze' })
  const refused = await change(280_000)
  expect(told(refused)).toEqual([409, 'frozen'])
  expect(refused.body.facts).toMatchObject({
    why: '价格在查',
    by: who.control.name,
    until: held.body.ends_at,
  })
  expect(told(await agree('second', waiting))).toEqual([409, 'frozen'])
  expect(told(await benefit())).toEqual([409, 'frozen'])
  const category = { kind: 'category', sku_codes: [], category_codes: [catalog().sku(sku)!.category_code] }
  expect(told(await benefit(category))).toEqual([409, 'frozen'])
  expect(told(await agree('second', wide))).toEqual([409, 'frozen'])
  const row = {
    place_code: 'CN',
    channel: 'all',
    tier: 'retail',
    price_fen: 280_000,
    starts_at,
    ends_at: null,
  } as const
  const taken = await world.db.command(system, (tx) =>
    takePrices(
      tx,
      system,
      [
        { ...row, sku_id: sku },
        { ...row, sku_id: other },
      ],
      { agreed: null, corridor_bp: 4_000 },
    ),
  )
  expect(taken).toMatchObject([{ fault: { field: 'price', code: 'frozen' } }, { outcome: 'updated' }])
  expect((await change(280_000, { sku_id: other, starts_at: '2027-12-01T00:00:00.000Z' })).status).toBe(200)
  // Control's own limit moves meanwhile.
  const floor = {
    kind: 'pricing.floor',
    after: { sku_id: sku, floor_fen: 200_000, starts_at },
    reason: '毛利',
  }
  expect((await world.call('control', 'POST', '/change-requests', floor)).status).toBe(200)
})

test('a freeze ends by itself, to the millisecond, and only another controller lifts it sooner', async () => {
  const { body } = await freeze('sku', sku)
  world.db.setClock(new Date(Date.parse(body.ends_at) - 1).toISOString())
  expect(told(await change(290_000))).toEqual([409, 'frozen'])
  world.db.setClock(body.ends_at)
  expect((await change(290_000)).status).toBe(200)
  expect(told(await lift('second', body.id))).toEqual([409, 'freeze_over'])
  world.db.setClock(null)
  const again = await freeze('sku', other)
  expect(told(await lift('control', again.body.id))).toEqual([409, 'own_freeze'])
  expect(told(await lift('selling', again.body.id))).toEqual([403, 'forbidden'])
  const by_hand = await world.db
    .command(who.control, (tx) => {
      const lifted_by = who.control.person_id
      return tx`update control.freeze set lifted_by = ${lifted_by}, lifted_at = now() where id = ${again.body.id}`
    })
    .catch((error) => error.constraint_name)
  expect(by_hand).toBe('freeze_other_hand')
  expect((await lift('second', again.body.id)).body).toMatchObject({ state: 'ended', lift_note: '查完了' })
  expect((await change(290_000, { sku_id: other })).status).toBe(200)
})

test('a frozen benefit may still end sooner, and a supplier is held by the same door', async () => {
  const made = await benefit()
  expect((await agree('second', made)).body.state).toBe('approved')
  const code = `held-${named}`
  expect((await freeze('benefit', code)).status).toBe(200)
  const end = { ends_at: '2027-11-11T18:00:00.000Z', reason: '不做了' }
  // A freeze holds still what could get worse, never the way out; the same of the goods it is on.
  await freeze('sku', sku)
  const ending = await world.call('selling', 'POST', `/benefits/${code}/end`, end)
  expect(told(ending)).toEqual([200, undefined])
  expect((await agree('second', ending)).body.state).toBe('approved')
  registerFreezables({ supplier: async (_tx, id) => ({ zh: `供应商 ${id}`, en: `supplier ${id}` }) })
  await freeze('supplier', 's1')
  const ask = (id: string) =>
    world.db
      .read(who.selling, (tx) => refuseFrozen(tx, [`supplier:${id}`]))
      .then(
        () => 'free',
        (error) => error.reason,
      )
  expect([await ask('s1'), await ask('s2')]).toEqual(['frozen', 'free'])
})

test('what cannot be frozen, or not so long, or twice, is refused', async () => {
  expect(told(await freeze('sku', newId()))).toEqual([422, 'not_freezable'])
  expect(told(await freeze('benefit', 'none'))).toEqual([422, 'not_freezable'])
  expect(told(await freeze('sku', sku, { ends_at: in_days(-1) }))).toEqual([422, 'ends_in_past'])
  expect(told(await freeze('sku', sku, { ends_at: in_days(91) }))).toEqual([422, 'freeze_too_long'])
  expect((await freeze('sku', sku)).status).toBe(200)
  expect(told(await freeze('sku', sku))).toEqual([409, 'frozen'])
})

test('a step up to half of the corridor needs one hand, beyond it two, and nationwide beyond 3/4 three', async () => {
  const levels = async (price_fen: number, more: object = {}) => {
    const { body } = await change(price_fen, more)
    return (await world.call('control', 'GET', `/change-requests/${body.request_id}`)).body.levels
  }
  // The corridor is 40 %: 20 % is half of it, 30 % three quarters.
  expect(await levels(240_000)).toBe(1)
  expect(await levels(239_970)).toBe(2)
  expect(await levels(210_000)).toBe(2)
  expect(await levels(209_970)).toBe(3)
  expect(await levels(209_970, { place_code: '510100' })).toBe(2)
  const deep = await change(200_000)
  for (const [by, state] of [
    ['control', 'proposed'],
    ['second', 'proposed'],
    ['third', 'approved'],
  ] as const)
    expect((await agree(by, deep)).body.state).toBe(state)
})

test('a benefit needs more hands the more it may cost, and most where nothing bounds it', () => {
  type Asked = Parameters<typeof benefitLevels>[0]['after']
  const bare = { kind: 'coupon', amount_fen: null, cap_fen: null, uses_max: null, budget_fen: null } as const
  const of = (after: Partial<Asked>, step_bp: number, skus: number) =>
    benefitLevels({
      before: {},
      after: { ...bare, ...after },
      checks: [{ code: 'within_corridor', ok: true, facts: { step_bp, corridor_bp: 4_000, skus } }],
    })
  // With a budget, or so many uses of so much each.
  expect(of({ budget_fen: 100_000_000 }, -100, 1)).toBe(1)
  expect(of({ budget_fen: 100_000_000 }, -2_001, 9)).toBe(1)
  expect(of({ budget_fen: 100_000_000 }, -2_001, 10)).toBe(2)
  expect(of({ budget_fen: 100_000_001 }, -100, 1)).toBe(2)
  expect(of({ budget_fen: 1_000_000_001 }, -100, 1)).toBe(3)
  expect(of({ uses_max: 10_000, amount_fen: 10_000 }, -100, 1)).toBe(1)
  expect(of({ uses_max: 10_001, cap_fen: 10_000 }, -100, 1)).toBe(2)
  // Without a bound: a coupon or bundle is never one person’s, and the deepest or widest is three’s.
  expect(of({}, -100, 1)).toBe(2)
  expect(of({ uses_max: 5 }, -100, 1)).toBe(2)
  expect(of({ kind: 'bundle', uses_max: 5, amount_fen: 100 }, -100, 1)).toBe(2)
  expect(of({}, -2_001, 1)).toBe(3)
  expect(of({}, -100, 10)).toBe(3)
  // A cut of prices can have no budget.
  expect(of({ kind: 'category' }, -2_000, 50)).toBe(1)
  expect(of({ kind: 'direct_cut' }, -2_001, 9)).toBe(2)
  expect(of({ kind: 'category' }, -2_001, 10)).toBe(3)
})

test('the corridor itself takes two hands beside its maker’s', async () => {
  registerSettings(settings)
  const kind = controlKinds.find((one) => one.kind === 'control.setting')
  const after = { key: 'pricing.corridor_bp', value: 10_000 }
  expect(kind!.levels?.({ before: {}, after, checks: [] })).toBe(2)
  expect(kind!.levels?.({ before: {}, after: { key: 'stock.any', value: 1 }, checks: [] })).toBe(1)
})
