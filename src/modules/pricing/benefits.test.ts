// A benefit from its proposal to the millisecond it begins, on every way to a price; and what is refused.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { catalog } from '../catalog/index.ts'
import { changeKinds, loadPrices, nextChangeAt, openPrices, price, routes, takePrices } from './index.ts'

const county_code = '510107'
let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let sku: Id
let other: Id
const codeOf = (id: Id) => catalog().sku(id)!.code

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 2,
    nodes: (owner) => [nodeOf(owner)],
    actors: () => ({
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      second: actorOf('controller', null),
      third: actorOf('controller', null),
      shopper: actorOf('shopper'),
    }),
  })
  prices = await openPrices(world.db)
  ;[sku, other] = world.sku_ids as [Id, Id]
})
afterAll(async () => {
  prices.stop()
  await world.close()
})
beforeEach(async () => {
  await world.owner`truncate pricing.price, pricing.benefit cascade`
  const rows = [sku, other].map((sku_id) => ({ id: newId(), sku_id, place_code: 'CN', price_fen: 300_000 }))
  await load(rows.map((row) => ({ ...row, starts_at: '2026-01-01T00:00:00Z' })))
})
async function load(rows: Parameters<typeof loadPrices>[2]) {
  await world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, rows))
  await prices.refresh()
}

const ask = { county_code, channel: 'shop' as const, tier: 'retail' as const, quantity: 1 }
const priceAt = (at: string, more: object = {}) => price({ ...ask, sku_id: sku, at, ...more })!
const fenAt = (at: string, more: object = {}) => priceAt(at, more).unit_fen

let named = 0
const wish = (more: object = {}) => ({
  code: `cut-${++named}`,
  kind: 'direct_cut',
  name_zh: '晚八点直降',
  name_en: 'Eight o’clock cut',
  amount_fen: 20_000,
  sku_codes: [codeOf(sku)],
  funders: [{ party: 'house', share_bp: 10_000 }],
  starts_at: '2027-11-11T12:00:00.000Z',
  ends_at: '2027-11-12T12:00:00.000Z',
  reason: '晚八点',
  ...more,
})
const propose = (more: object = {}) => world.call('selling', 'POST', '/benefits', wish(more))
/** By as many hands as it needs. */
async function decided(request_id: string) {
  const approve = (who: string) => world.call(who, 'PUT', `/change-requests/${request_id}/approval`, {})
  let answer = await approve('control')
  for (const who of ['second', 'third']) if (answer.body.state === 'proposed') answer = await approve(who)
  await prices.refresh()
  return answer
}
async function agreed(more: object = {}) {
  const { body } = await propose(more)
  return decided(body.request_id)
}

test('it holds from 20:00:00.000 in Shanghai until its end, and caches know', async () => {
  expect((await agreed()).body.state).toBe('approved')
  const moments = ['11T11:59:59.999Z', '11T12:00:00.000Z', '12T11:59:59.999Z', '12T12:00:00.000Z']
  expect(moments.map((at) => fenAt(`2027-11-${at}`))).toEqual([300_000, 280_000, 280_000, 300_000])
  expect(priceAt('2027-11-11T11:00:00.000Z').valid_until).toBe('2027-11-11T12:00:00.000Z')
  expect(nextChangeAt([sku], county_code, '2027-11-11T12:00:00.000Z')).toBe('2027-11-12T12:00:00.000Z')
  // Another SKU is neither cheaper nor said to change.
  expect(priceAt('2027-11-11T13:00:00Z', { sku_id: other })).toMatchObject({
    unit_fen: 300_000,
    valid_until: null,
  })
})

test('the three lines name it and add up; three cost three times one', async () => {
  await agreed()
  await agreed({
    kind: 'category',
    amount_fen: null,
    rate_bp: 1_000,
    category_codes: ['refrigerator'],
    sku_codes: [],
  })
  const found = priceAt('2027-11-11T13:00:00Z', { quantity: 3 })
  // 3,000 − 200 = 2,800; − 10 % = 2,520 yuan.
  expect(found.total_fen).toBe(756_000)
  expect(found.trace.map(({ code, amount_fen }) => [code, amount_fen])).toEqual([
    ['list', 300_000],
    ['benefit', -48_000],
    ['final', 252_000],
  ])
  expect(found.trace[1]!.label_en).toBe('Eight o’clock cut, Eight o’clock cut')
  expect(found.trace[1]!.facts.benefits).toMatchObject([{ cut_fen: 20_000 }, { cut_fen: 28_000 }])
  // Who bears it is nobody’s business but the house’s.
  expect(JSON.stringify(found)).not.toContain('share')
})

test('over HTTP: list, price and offers say one number at once after the approval', async () => {
  await agreed({ starts_at: new Date().toISOString() })
  const read = async (path: string) => (await world.call('shopper', 'GET', path)).body
  const one = (await read(`/prices/${sku}?county_code=${county_code}`)).unit_fen
  const offer = (await read(`/products?county_code=${county_code}`)).items[0]
  const desk = (await world.call('selling', 'GET', '/price-lines?place_code=510100')).body.items
  const line = desk.find((row: { sku_id: string }) => row.sku_id === sku)
  expect({ one, offer: offer.price_fen, desk: line.now_fen }).toEqual({
    one: 280_000,
    offer: 280_000,
    desk: 280_000,
  })
})

test('place, channel and tier are asked for; a lower local price is the base', async () => {
  await load([
    { id: newId(), sku_id: sku, place_code: '510100', price_fen: 290_000, starts_at: '2026-01-02T00:00:00Z' },
  ])
  await agreed({ place_codes: ['510000'], channels: ['shop'], tiers: ['retail'] })
  const at = '2027-11-11T13:00:00Z'
  expect(fenAt(at)).toBe(270_000)
  expect(priceAt(at).trace[1]!.label_zh).toBe('本地价差、晚八点直降')
  expect(fenAt(at, { county_code: '110105' })).toBe(300_000)
  expect(fenAt(at, { channel: 'counter' })).toBe(290_000)
  expect(fenAt(at, { tier: 'member' })).toBe(290_000)
})

test('what is wrong with a proposal is said at its field, with the value that broke it', async () => {
  const reason = async (more: object) => {
    const { status, body } = await propose(more)
    return [status, body.reason, body.errors?.[0]?.pointer]
  }
  const half = [{ party: 'house', share_bp: 9_999 }]
  const twice = [
    { party: 'house', share_bp: 5_000 },
    { party: 'house', share_bp: 5_000 },
  ]
  expect(await reason({ funders: half })).toEqual([422, 'funders_not_whole', '/funders'])
  expect(await reason({ funders: twice })).toEqual([422, 'funders_not_whole', '/funders'])
  const of = (party: string) => ({ funders: [{ party, share_bp: 10_000 }] })
  expect(await reason(of('nobody'))).toEqual([422, 'funder_unknown', '/funders/0/party'])
  const category = { kind: 'category', category_codes: ['refrigerator'], sku_codes: [] }
  expect(await reason({ ...category, ...of('demo-brand') })).toEqual([
    422,
    'funded_goods_unnamed',
    '/sku_codes',
  ])
  expect(await reason({ rate_bp: 100 })).toEqual([422, 'cut_not_one', '/amount_fen'])
  expect(await reason({ amount_fen: null })).toEqual([422, 'cut_not_one', '/amount_fen'])
  expect(await reason({ cap_fen: 100 })).toEqual([422, 'cut_not_one', '/cap_fen'])
  expect(await reason({ sku_codes: [] })).toEqual([422, 'nothing_named', '/sku_codes'])
  expect(await reason({ sku_codes: [codeOf(sku), 'nope'] })).toEqual([
    422,
    'sku_code_unknown',
    '/sku_codes/1',
  ])
  expect(await reason({ category_codes: ['nope'] })).toEqual([422, 'unknown_category', '/category_codes/0'])
  expect(await reason({ place_codes: ['999900'] })).toEqual([422, 'unknown_place', '/place_codes/0'])
  expect(await reason({ tiers: ['member'] })).toEqual([422, 'tier_not_sold', '/tiers'])
  expect(await reason({ starts_at: '2020-01-01T00:00:00Z' })).toEqual([422, 'starts_in_past', '/starts_at'])
  expect(await reason({ ends_at: '2027-11-11T12:00:00.000Z' })).toEqual([
    422,
    'ends_before_start',
    '/ends_at',
  ])
  expect((await propose({ ends_at: undefined })).body.errors[0].pointer).toBe('/ends_at')
  await agreed({ code: 'once' })
  expect(await reason({ code: 'once' })).toEqual([422, 'benefit_code_taken', '/code'])
  expect((await world.call('control', 'POST', '/benefits', wish())).status).toBe(403)
  expect((await world.call('shopper', 'GET', '/benefits')).status).toBe(403)
})

const failed = async (more: object) => (await agreed(more)).body.facts?.checks?.[0]

test('no approval below the corridor, whatever else holds then', async () => {
  expect((await agreed({ amount_fen: 100_000 })).status).toBe(200)
  const rest = { kind: 'category', amount_fen: 30_000 }
  expect(await failed(rest)).toMatchObject({
    code: 'within_corridor',
    facts: { step_bp: -4_333, corridor_bp: 4_000, price_fen: 300_000, final_fen: 170_000 },
  })
})

test('a fourth benefit on one SKU is a puzzle', async () => {
  for (let n = 0; n < 3; n++) expect((await agreed({ amount_fen: 1_000 })).status).toBe(200)
  expect(await failed({ amount_fen: 1_000 })).toMatchObject({
    code: 'few_enough',
    facts: { count: 4, max: 3 },
  })
  // Another day has room.
  const later = { starts_at: '2027-12-11T12:00:00.000Z', ends_at: '2027-12-12T12:00:00.000Z' }
  expect((await agreed({ amount_fen: 1_000, ...later })).status).toBe(200)
})

test('benefits that do not hold at one moment are not counted together', async () => {
  const day = (n: number) => `2027-11-1${n}T00:00:00.000Z`
  for (const n of [1, 2, 3]) {
    const span = { starts_at: day(n), ends_at: day(n + 1) }
    expect((await agreed({ amount_fen: 1_000, ...span })).status).toBe(200)
  }
  expect((await agreed({ amount_fen: 1_000, starts_at: day(1), ends_at: day(4) })).status).toBe(200)
})

const change = async (price_fen: number, more: object = {}) => {
  const wished = { sku_id: sku, price_fen, starts_at: '2027-11-11T13:00:00.000Z', reason: '改价', ...more }
  const { body } = await world.call('selling', 'POST', '/price-changes', wished)
  return decided(body.request_id)
}

test('a price is not cut further than the corridor together with the benefits that hold', async () => {
  await agreed({ amount_fen: 110_000 })
  const { body } = await change(190_000)
  expect(body.facts.checks).toMatchObject([
    { code: 'benefits_within_corridor', facts: { step_bp: -5_789, corridor_bp: 4_000 } },
  ])
  const list = { sku_id: sku, place_code: 'CN', channel: 'all', tier: 'retail', ends_at: null } as const
  const at = '2027-11-11T13:00:00.000Z'
  const take = (price_fen: number) =>
    world.db.command(system, (tx) =>
      takePrices(tx, system, [{ ...list, price_fen, starts_at: at }], { agreed: null, corridor_bp: 4_000 }),
    )
  expect(await take(190_000)).toMatchObject([{ fault: { code: 'deep_with_benefits' } }])
  expect(await take(310_000)).toMatchObject([{ fault: { code: 'raised_before_cut' } }])
  expect((await change(290_000)).status).toBe(200)
})

test('a price is not raised shortly before a cut that was agreed first', async () => {
  await agreed()
  const raised = await change(330_000, { starts_at: '2027-11-05T00:00:00.000Z' })
  expect(raised.body.facts.checks).toMatchObject([{ code: 'not_raised', facts: { before_fen: 300_000 } }])
  expect((await change(330_000, { starts_at: '2027-11-01T00:00:00.000Z' })).status).toBe(200)
})

test('an end agreed to after the benefit is over changes nothing; one before it begins leaves nothing', async () => {
  await agreed({ code: 'over', starts_at: new Date().toISOString(), ends_at: '2027-11-13T00:00:00.000Z' })
  const ask = (code: string, ends_at: string) =>
    world.call('selling', 'POST', `/benefits/${code}/end`, { ends_at, reason: '停' })
  world.db.setClock('2027-11-12T00:00:00.000Z')
  const late = await ask('over', '2027-11-12T12:00:00.000Z')
  world.db.setClock('2027-11-13T00:00:01.000Z')
  expect((await decided(late.body.request_id)).body.reason).toBe('benefit_over')
  world.db.setClock(null)
  await agreed({ code: 'never', starts_at: '2027-11-20T00:00:00.000Z', ends_at: '2027-11-21T00:00:00.000Z' })
  const early = await ask('never', new Date().toISOString())
  expect((await decided(early.body.request_id)).status).toBe(200)
  expect(fenAt('2027-11-20T00:00:00.000Z')).toBe(300_000)
  expect(priceAt('2027-11-19T00:00:00.000Z').valid_until).toBeNull()
  const stretch = world.owner`
    update pricing.benefit set valid = tstzrange(lower(valid), '2030-01-01') where code = 'over'`
  await expect(stretch).rejects.toMatchObject({ code: '23514' })
})

test('raise-then-cut is refused with the evidence; a week later the new price is the base', async () => {
  await world.owner`
    update pricing.price set valid = tstzrange(lower(valid), '2027-11-08T00:00:00Z') where sku_id = ${sku}`
  await load([
    { id: newId(), sku_id: sku, place_code: 'CN', price_fen: 330_000, starts_at: '2027-11-08T00:00:00Z' },
  ])
  expect(await failed({})).toMatchObject({
    code: 'not_raised',
    facts: {
      sku: codeOf(sku),
      before_fen: 300_000,
      price_fen: 330_000,
      at: '2027-11-08T00:00:00.000Z',
    },
  })
  const later = { starts_at: '2027-11-15T00:00:00.001Z', ends_at: '2027-11-16T00:00:00.000Z' }
  expect((await agreed(later)).status).toBe(200)
})

test('it may end sooner when two agree, never later, and a late approval does not reach back', async () => {
  await agreed({ code: 'short', starts_at: new Date().toISOString() })
  const end = (ends_at: string) =>
    world.call('selling', 'POST', '/benefits/short/end', { ends_at, reason: '卖完了' })
  expect((await end('2027-11-13T00:00:00Z')).body.reason).toBe('ends_too_late')
  expect((await end('2020-11-13T00:00:00Z')).body.reason).toBe('ends_in_past')
  const soon = new Date().toISOString()
  const { body } = await end(soon)
  expect((await decided(body.request_id)).body.state).toBe('approved')
  const [row] = await world.owner<{ until: string }[]>`
    select upper(valid) as until from pricing.benefit where code = 'short'`
  expect(Date.parse(row!.until)).toBeGreaterThanOrEqual(Date.parse(soon))
  expect(fenAt(new Date(Date.now() + 1_000).toISOString())).toBe(300_000)
  expect((await end(new Date(Date.now() + 60_000).toISOString())).body.reason).toBe('benefit_over')
})

test('SQL as the application: no benefit of one person, none rewritten, none taken away', async () => {
  const he = actorOf('controller', null)
  const { body } = await propose()
  const code = (work: (tx: Tx) => Promise<unknown>) =>
    world.db.command(he, work).then(
      () => 'done',
      (error) => error.code,
    )
  const insert = (by: Id, approver: Id, request: string) => (tx: Tx) =>
    tx`
    insert into pricing.benefit (code, kind, wish, valid, requested_by, approved_by, request_id)
    values ('sql', 'direct_cut', '{}', tstzrange(now(), now() + interval '1 day'), ${by}, ${approver},
            ${request})`
  expect(await code(insert(he.person_id!, he.person_id!, body.request_id))).toBe('23514')
  expect(await code(insert(newId(), newId(), body.request_id))).toBe('42501')
  expect(await code(insert(newId(), he.person_id!, newId()))).toBe('23503')
  expect(await code((tx) => tx`update pricing.benefit set wish = '{}'`)).toBe('42501')
  expect(await code((tx) => tx`delete from pricing.benefit`)).toBe('42501')
})
