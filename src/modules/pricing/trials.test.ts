// A benefit tried before it is proposed: which prices move, what the worst basket pays, and no floor is told.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { catalog } from '../catalog/index.ts'
import { changeKinds, loadPrices, openPrices, routes } from './index.ts'

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
  await world.owner`truncate pricing.price, pricing.benefit, pricing.floor cascade`
  const rows = [
    { sku_id: sku, price_fen: 300_000 },
    { sku_id: other, price_fen: 100_000 },
  ].map((row) => ({ id: newId(), place_code: 'CN', starts_at: '2026-01-01T00:00:00Z', ...row }))
  await world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, rows))
  await prices.refresh()
})

const wish = (code: string, more: object = {}) => ({
  code,
  kind: 'direct_cut',
  name_zh: '晚八点直降',
  name_en: 'Eight o’clock cut',
  amount_fen: 10_000,
  sku_codes: [codeOf(sku), codeOf(other)],
  funders: [{ party: 'house', share_bp: 10_000 }],
  starts_at: '2027-11-11T12:00:00.000Z',
  ends_at: '2027-11-12T12:00:00.000Z',
  ...more,
})
const tried = (more: object = {}) => world.call('selling', 'POST', '/benefit-trials', wish('tried', more))
async function agreed(path: string, by: 'selling' | 'control', body: object) {
  const asked = (await world.call(by, 'POST', path, { ...body, reason: '示例' })).body
  const id = asked.request_id ?? asked.id
  await world.call('second', 'PUT', `/change-requests/${id}/approval`, {})
  await prices.refresh()
}

test('says which prices move by how much, on top of what holds already, and the worst basket', async () => {
  const rest = { kind: 'category', amount_fen: null, rate_bp: 1_000, sku_codes: [] }
  await agreed('/benefits', 'selling', wish('autumn', { ...rest, category_codes: ['refrigerator'] }))
  const { status, body } = await tried()
  expect(status).toBe(200)
  expect(body).toMatchObject({ skus: 2, moving: 2 })
  // 1,000 − 10 % is 900; with 100 off first 810: a tenth less. 3,000: 2,700 and 2,610.
  expect(body.moves.map((row: Record<string, unknown>) => [row.code, row.before_fen, row.after_fen])).toEqual(
    [
      [codeOf(other), 90_000, 81_000],
      [codeOf(sku), 270_000, 261_000],
    ],
  )
  expect(body.moves[0]).toMatchObject({ step_bp: -1_000, against_floor: null })
  expect(body.worst_basket).toMatchObject({
    lines: [{ code: codeOf(other), quantity: 1 }],
    list_fen: 100_000,
    payable_fen: 81_000,
    cut_bp: 1_900,
    codes: ['autumn', 'tried'],
  })
  expect(body.checks.map((one: { code: string; ok: boolean }) => [one.code, one.ok])).toEqual([
    ['within_corridor', true],
    ['few_enough', true],
    ['not_raised', true],
  ])
  expect(await world.owner`select 1 from pricing.benefit where code = 'tried'`).toHaveLength(0)
})

test('tells the twentieth in which a floor lies and no more, however often one asks', async () => {
  const floor = { sku_id: sku, floor_fen: 283_700, starts_at: new Date().toISOString() }
  await agreed('/change-requests', 'control', { kind: 'pricing.floor', after: floor })
  const told: Record<string, number[]> = {}
  for (let fen = 260_000; fen < 300_000; fen += 2_500) {
    const { body } = await tried({ amount_fen: 300_000 - fen, sku_codes: [codeOf(sku)] })
    ;(told[body.moves[0].against_floor] ??= []).push(fen)
    expect(JSON.stringify(body)).not.toContain('283700')
  }
  const span = (name: string) => [Math.min(...told[name]!), Math.max(...told[name]!)]
  // Twentieths of 3,000 yuan: the floor lies in the one from 2,700 to 2,850.
  expect({ below: span('below'), near: span('near'), above: span('above') }).toEqual({
    below: [260_000, 267_500],
    near: [270_000, 282_500],
    above: [285_000, 297_500],
  })
})

test('control sees what was proposed in the same way, selling cannot ask there', async () => {
  const { body } = await world.call('selling', 'POST', '/benefits', { ...wish('asked'), reason: '示例' })
  const path = `/benefit-trials/${body.request_id}`
  const seen = await world.call('control', 'GET', path)
  expect(seen.body).toMatchObject({ skus: 2, moving: 2, worst_basket: { payable_fen: 90_000 } })
  expect(seen.body.checks.map((one: { code: string }) => one.code)).toContain('above_floor')
  expect((await world.call('selling', 'GET', path)).status).toBe(403)
  expect((await world.call('control', 'GET', `/benefit-trials/${newId()}`)).status).toBe(404)
})

test('what control sees stops at the floor, as the price does; selling sees what it asked for', async () => {
  const floor = { sku_id: sku, floor_fen: 283_700, starts_at: new Date().toISOString() }
  await agreed('/change-requests', 'control', { kind: 'pricing.floor', after: floor })
  const deep = wish('deep', { amount_fen: 20_000, sku_codes: [codeOf(sku)] })
  const { body } = await world.call('selling', 'POST', '/benefits', { ...deep, reason: '示例' })
  const [seen] = (await world.call('control', 'GET', `/benefit-trials/${body.request_id}`)).body.moves
  expect(seen).toMatchObject({ before_fen: 300_000, after_fen: 283_700, against_floor: 'near' })
  const [told] = (await tried({ amount_fen: 20_000, sku_codes: [codeOf(sku)] })).body.moves
  expect(told).toMatchObject({ before_fen: 300_000, after_fen: 280_000, against_floor: 'near' })
})

test('refuses what a proposal would refuse, at its field', async () => {
  const { status, body } = await tried({ sku_codes: ['none-such'] })
  expect({ status, errors: body.errors }).toMatchObject({
    status: 422,
    errors: [{ pointer: '/sku_codes/0', reason: 'sku_code_unknown' }],
  })
})
