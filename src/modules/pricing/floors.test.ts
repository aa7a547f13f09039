// A floor from two controllers: nothing goes below it, selling never sees it, and every stack stops at it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { catalog } from '../catalog/index.ts'
import { changeKinds, loadPrices, openPrices, price, routes, takePrices } from './index.ts'

const county_code = '510107'
let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let sku: Id

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 1,
    nodes: (owner) => [nodeOf(owner)],
    actors: () => ({
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      second: actorOf('controller', null),
    }),
  })
  prices = await openPrices(world.db)
  sku = world.sku_ids[0]!
})
afterAll(async () => {
  prices.stop()
  await world.close()
})
beforeEach(async () => {
  await world.owner`truncate pricing.price, pricing.benefit, pricing.floor cascade`
  const row = { id: newId(), sku_id: sku, place_code: 'CN', price_fen: 300_000 }
  await world.owner.begin((tx) =>
    loadPrices(tx as unknown as Tx, system, [{ ...row, starts_at: '2026-01-01T00:00:00Z' }]),
  )
  await prices.refresh()
})

async function decided(who: 'control' | 'second', { body }: { body: { request_id?: string; id?: string } }) {
  const answer = await world.call(who, 'PUT', `/change-requests/${body.request_id ?? body.id}/approval`, {})
  await prices.refresh()
  return answer
}
const proposeFloor = (floor_fen: number, starts_at = new Date().toISOString()) =>
  world.call('control', 'POST', '/change-requests', {
    kind: 'pricing.floor',
    after: { sku_id: sku, floor_fen, starts_at },
    reason: '毛利',
  })
const setFloor = async (floor_fen: number, starts_at?: string) =>
  decided('second', await proposeFloor(floor_fen, starts_at))

const starts_at = '2027-11-11T12:00:00.000Z'
const proposePrice = (price_fen: number) =>
  world.call('selling', 'POST', '/price-changes', { sku_id: sku, price_fen, starts_at, reason: '促销' })
let named = 0
const proposeCut = (amount_fen: number, more: object = {}) =>
  world.call('selling', 'POST', '/benefits', {
    code: `cut-${++named}`,
    kind: 'direct_cut',
    name_zh: '直降',
    name_en: 'Cut',
    amount_fen,
    sku_codes: [catalog().sku(sku)!.code],
    funders: [{ party: 'house', share_bp: 10_000 }],
    starts_at,
    ends_at: '2027-11-12T12:00:00.000Z',
    reason: '促销',
    ...more,
  })
const failed = ({ body }: { body: { reason?: string; facts?: { checks?: { code: string }[] } } }) =>
  body.facts?.checks?.map(({ code }) => code)

test('who set it does not agree to it; a second controller does, and it counts to the fen', async () => {
  const asked = await proposeFloor(250_000)
  expect((await decided('control', asked)).body.reason).toBe('own_request')
  expect((await decided('second', asked)).body.state).toBe('approved')
  expect(failed(await decided('control', await proposePrice(249_999)))).toEqual(['above_floor'])
  expect((await decided('control', await proposePrice(250_000))).status).toBe(200)
})

test('a cut below it is refused, and cuts that were agreed before stop at it', async () => {
  expect((await decided('control', await proposeCut(60_000))).status).toBe(200)
  await setFloor(250_000)
  expect(failed(await decided('control', await proposeCut(50_001)))).toEqual(['above_floor'])
  const at = '2027-11-11T13:00:00Z'
  const found = price({ sku_id: sku, county_code, channel: 'shop', tier: 'retail', at, quantity: 2 })!
  expect(found).toMatchObject({ unit_fen: 250_000, total_fen: 500_000 })
  expect(found.trace.map(({ amount_fen }) => amount_fen)).toEqual([300_000, -50_000, 250_000])
})

test('a price is held against a floor that begins while it holds, and so is a list of prices', async () => {
  await setFloor(280_000, '2027-12-01T00:00:00.000Z')
  expect(failed(await decided('control', await proposePrice(279_999)))).toEqual(['above_floor'])
  const list = (price_fen: number) =>
    world.db.command(system, (tx) =>
      takePrices(
        tx,
        system,
        [
          {
            sku_id: sku,
            place_code: 'CN',
            channel: 'all',
            tier: 'retail',
            price_fen,
            starts_at,
            ends_at: null,
          },
        ],
        { agreed: null, corridor_bp: 4_000 },
      ),
    )
  expect(await list(279_999)).toEqual([{ fault: { field: 'price', code: 'below_floor', value: '279999' } }])
  expect(await list(280_000)).toMatchObject([{ outcome: 'updated' }])
})

test('two small cuts together go no lower than it either', async () => {
  await setFloor(250_000)
  expect((await decided('control', await proposeCut(30_000))).status).toBe(200)
  const second = { kind: 'category', amount_fen: 30_000 }
  expect(failed(await decided('control', await proposeCut(30_000, second)))).toEqual(['above_floor'])
})

test('a floor of tomorrow binds what begins after it, and the one before it ends there', async () => {
  await setFloor(200_000)
  await setFloor(280_000, '2027-11-11T12:00:00.000Z')
  expect(failed(await decided('control', await proposePrice(279_999)))).toEqual(['above_floor'])
  const rows = await world.owner<{ fen: number; until: string | null }[]>`
    select floor_fen as fen, upper(valid) as until from pricing.floor order by lower(valid)`
  expect([...rows]).toEqual([
    { fen: 200_000, until: '2027-11-11T12:00:00.000Z' },
    { fen: 280_000, until: null },
  ])
  // Another one takes the place of what was planned: a slip of the pen binds nobody.
  expect((await setFloor(1_000)).status).toBe(200)
  expect((await decided('control', await proposePrice(279_999))).status).toBe(200)
})

test('selling hears above, near or below; control reads the number; nobody else either', async () => {
  const heard = async () => (await world.call('selling', 'GET', `/price-standings/${sku}`)).body.against_floor
  expect(await heard()).toBeNull()
  await setFloor(200_000)
  expect(await heard()).toBe('above')
  await setFloor(290_000)
  expect(await heard()).toBe('near')
  await setFloor(300_000)
  // As prices of a list from before the floor lie: below it.
  await world.owner`update pricing.price set valid = tstzrange(lower(valid), now()) where sku_id = ${sku}`
  const row = { id: newId(), sku_id: sku, place_code: 'CN', price_fen: 299_999 }
  await world.owner.begin((tx) =>
    loadPrices(tx as unknown as Tx, system, [{ ...row, starts_at: new Date().toISOString() }]),
  )
  await prices.refresh()
  expect(await heard()).toBe('below')
  const [line] = (await world.call('control', 'GET', '/floors?limit=10')).body.items
  expect(line).toMatchObject({ sku_id: sku, now_fen: 299_999, floor_fen: 300_000 })
  expect((await world.call('selling', 'GET', '/floors')).status).toBe(403)
  const asked = await proposePrice(299_000)
  const told = await world.call('selling', 'GET', `/change-requests/${asked.body.request_id}`)
  expect(JSON.stringify(told.body)).not.toContain('300000')
  // Nor yes and no to any price that is asked: twenty of them would be the number.
  const codes = told.body.checks.map(({ code }: { code: string }) => code)
  expect(codes).toContain('within_corridor')
  expect(codes).not.toContain('above_floor')
  // In SQL, as the application: the rows are not there for selling.
  const he = actorOf('merchandiser', null)
  expect(await world.db.read(he, async (tx) => [...(await tx`select * from pricing.floor`)])).toEqual([])
})

test('a floor above a price of the books is refused until that price is raised', async () => {
  const local = { id: newId(), sku_id: sku, place_code: '510100', price_fen: 260_000 }
  await world.owner.begin((tx) =>
    loadPrices(tx as unknown as Tx, system, [{ ...local, starts_at: '2028-01-01T00:00:00Z' }]),
  )
  const high = await proposeFloor(260_001)
  const [check] = (await world.call('second', 'GET', `/change-requests/${high.body.id}`)).body.checks
  expect(check).toMatchObject({
    code: 'price_above_floor',
    ok: false,
    facts: { price_fen: 260_000, place_code: '510100', floor_fen: 260_001 },
  })
  expect(failed(await decided('second', high))).toEqual(['price_above_floor'])
  expect((await setFloor(260_000)).status).toBe(200)
})
