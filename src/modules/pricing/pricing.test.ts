// One number for everybody who asks: from random books against a plain oracle, and through proposal and
// approval.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import type { PriceRow } from './contract.ts'
import { changeKinds, loadPrices, nextChangeAt, openPrices, price, routes } from './index.ts'
import { nextChange, resolvePrice } from './resolve-price.ts'

const county_code = '510107'
const placesHere = [county_code, '510100', '510000', 'CN']
let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let sku: Id
const buyer = actorOf('shopper')

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 1,
    nodes: (owner) => [nodeOf(owner)],
    actors: () => ({
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      shopper: buyer,
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
  world.db.setClock(null)
  await world.owner`truncate pricing.price, pricing.benefit cascade`
  await listed()
})

/** The list price of the tests: 3,000 yuan since 2026. */
async function listed() {
  const row = { id: newId(), sku_id: sku, place_code: 'CN', price_fen: 300_000 }
  await world.owner.begin((tx) =>
    loadPrices(tx as unknown as Tx, system, [{ ...row, starts_at: '2026-01-01T00:00:00Z' }]),
  )
  await prices.refresh()
}
const asked = { county_code, channel: 'shop' as const, tier: 'retail' as const, quantity: 1 }
const priceAt = (at: string, more: object = {}) => price({ ...asked, sku_id: sku, at, ...more })

const change = (more: object = {}) => ({
  sku_id: sku,
  price_fen: 280_000,
  starts_at: '2027-11-11T12:00:00.000Z',
  reason: '晚八点',
  ...more,
})
const proposed = async (more: object = {}) => {
  const { status, body } = await world.call('selling', 'POST', '/price-changes', change(more))
  expect([status, body.reason]).toEqual([200, undefined])
  return body.request_id as string
}
const approved = async (id: string) => {
  const answer = await world.call('control', 'PUT', `/change-requests/${id}/approval`, {})
  await prices.refresh()
  return answer
}

test('20:00:00.000 in Shanghai: the millisecond before pays the old price, this one the new', async () => {
  expect((await approved(await proposed())).body.state).toBe('approved')
  const at = async (moment: string) => {
    world.db.setClock(moment)
    const now = await world.db.read(buyer, clockOf)
    return priceAt(now)
  }
  const before = await at('2027-11-11T19:59:59.999+08:00')
  expect(before).toMatchObject({ unit_fen: 300_000, valid_until: '2027-11-11T12:00:00.000Z' })
  expect(await at('2027-11-11T20:00:00.000+08:00')).toMatchObject({ unit_fen: 280_000, valid_until: null })
  expect(nextChangeAt([sku], county_code, '2027-11-11T11:59:59.999Z')).toBe('2027-11-11T12:00:00.000Z')
  expect(nextChangeAt([sku], county_code, '2027-11-11T12:00:00.000Z')).toBeNull()
})

test('every process follows an approval within a second', async () => {
  const starts_at = new Date().toISOString()
  const id = await proposed({ starts_at })
  const began = performance.now()
  await world.call('control', 'PUT', `/change-requests/${id}/approval`, {})
  await world.until(async () => priceAt(new Date().toISOString())?.unit_fen === 280_000)
  expect(performance.now() - began).toBeLessThan(1_000)
})

test('a price for a while gives way to the old one at its end, and what was can still be told', async () => {
  await approved(await proposed({ ends_at: '2027-11-12T12:00:00.000+00:00', place_code: 'CN' }))
  const moments = ['2027-11-11T11:59:59.999Z', '2027-11-12T11:59:59.999Z', '2027-11-12T12:00:00.000Z']
  expect(moments.map((at) => priceAt(at)?.unit_fen)).toEqual([300_000, 280_000, 300_000])
  const rows = (await world.call('shopper', 'GET', `/prices?sku_id=${sku}`)).body.items
  expect(rows.map((row: PriceRow) => [row.price_fen, row.starts_at, row.ends_at]).toSorted()).toEqual([
    [280_000, '2027-11-11T12:00:00.000Z', '2027-11-12T12:00:00.000Z'],
    [300_000, '2026-01-01T00:00:00.000Z', '2027-11-11T12:00:00.000Z'],
    [300_000, '2027-11-12T12:00:00.000Z', null],
  ])
})

test('the trace says the list price, what the place changes, and what is paid; the lines add up', async () => {
  await approved(await proposed({ place_code: '510100', price_fen: 290_000 }))
  const found = priceAt('2027-12-01T00:00:00Z', { quantity: 3 })!
  expect(found.total_fen).toBe(870_000)
  expect(found.trace.map(({ code, amount_fen }) => [code, amount_fen])).toEqual([
    ['list', 300_000],
    ['place', -10_000],
    ['final', 290_000],
  ])
  expect(found.trace[0]!.facts).toEqual({ since: '2026-01-01T00:00:00.000Z' })
  expect(found.trace[1]!.facts).toMatchObject({ place_code: '510100' })
  const over_http = await world.call('', 'GET', `/prices/${sku}?county_code=${county_code}`)
  expect(over_http.body.unit_fen).toBe(300_000)
  const nowhere = await world.call('', 'GET', `/prices/${sku}?county_code=999999`)
  expect([nowhere.status, nowhere.body.reason]).toEqual([422, 'unknown_place'])
  const nothing = await world.call('', 'GET', `/prices/${newId()}?county_code=${county_code}`)
  expect([nothing.status, nothing.body.reason]).toEqual([404, 'no_price'])
})

test('bad proposals are told why: past, upside down, unknown, free, not theirs', async () => {
  const reason = async (more: object) => {
    const { status, body } = await world.call('selling', 'POST', '/price-changes', change(more))
    return [status, body.reason === 'invalid_input' ? body.errors[0].pointer : body.reason]
  }
  expect(await reason({ starts_at: '2020-01-01T00:00:00Z' })).toEqual([422, 'starts_in_past'])
  expect(await reason({ ends_at: '2027-11-11T12:00:00.000Z' })).toEqual([422, 'ends_before_start'])
  expect(await reason({ place_code: '999900' })).toEqual([422, 'unknown_place'])
  expect(await reason({ sku_id: newId() })).toEqual([422, 'unknown_sku'])
  expect(await reason({ price_fen: 0 })).toEqual([422, '/price_fen'])
  expect((await world.call('control', 'POST', '/price-changes', change())).status).toBe(403)
})

test('outside the corridor, over a planned price, or twice: no approval', async () => {
  const cheap = await approved(await proposed({ price_fen: 100_000 }))
  expect(cheap.body).toMatchObject({
    reason: 'check_failed',
    facts: { checks: [{ code: 'within_corridor', facts: { step_bp: -6_667, corridor_bp: 4_000 } }] },
  })
  // A new row of a county is measured against what its buyers pay without it.
  const county = await approved(await proposed({ price_fen: 100_000, place_code: county_code }))
  expect(county.body.reason).toBe('check_failed')
  const first = await proposed()
  const second = await proposed({ price_fen: 270_000 })
  const early = await proposed({ price_fen: 290_000, starts_at: '2027-10-01T00:00:00.000Z' })
  expect((await approved(first)).status).toBe(200)
  expect((await approved(second)).body.reason).toBe('stale_before')
  const over = await approved(early)
  expect(['stale_before', 'check_failed']).toContain(over.body.reason)
  expect(priceAt('2027-10-02T00:00:00Z')?.unit_fen).toBe(300_000)
})

test('SQL as the application: no price without two people, none overwritten, none overlapping', async () => {
  const he = actorOf('controller', null)
  const code = (work: (tx: Tx) => Promise<unknown>) =>
    world.db.command(he, work).then(
      () => 'done',
      (error) => error.code,
    )
  const insert = (by: Id | null, request: string | null) => (tx: Tx) =>
    tx`
    insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid, requested_by,
      approved_by,
           request_id)
    values (${newId()}, ${sku}, '510100', 'all', 'retail', 1, tstzrange(now(), null), ${by}, ${he.person_id},
            ${request})`
  const request = await proposed()
  expect(await code(insert(null, null))).toBe('42501')
  expect(await code(insert(he.person_id, request))).toBe('23514')
  expect(await code(insert(newId(), newId()))).toBe('23503')
  expect(await code((tx) => tx`update pricing.price set price_fen = 1`)).toBe('42501')
  expect(await code((tx) => tx`delete from pricing.price`)).toBe('42501')
  const same = { id: newId(), sku_id: sku, place_code: 'CN', price_fen: 1, starts_at: '2027-01-01T00:00:00Z' }
  const twice = world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, [same]))
  await expect(twice).rejects.toMatchObject({ code: '23P01', constraint_name: 'price_no_overlap' })
})

const moment = fc.integer({ min: 0, max: 40 })
const row = fc.record({
  place_code: fc.constantFrom(...placesHere, '110000'),
  channel: fc.constantFrom('all' as const, 'shop' as const, 'counter' as const),
  tier: fc.constantFrom('retail' as const, 'member' as const, 'enterprise' as const),
  from: moment,
  length: fc.integer({ min: 1, max: 20 }),
  open: fc.boolean(),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never
const ms = (at: number) => new Date(at * 1_000).toISOString()

/** Rows of one key one after another, as the exclusion constraint has them; the last may be open. */
function booked(rows: readonly Row[]): PriceRow[] {
  const ends = new Map<string, number>()
  return rows.flatMap((one, at) => {
    const key = `${one.place_code} ${one.channel} ${one.tier}`
    const from = Math.max(one.from, ends.get(key) ?? 0)
    if (from === Infinity) return []
    const to = one.open ? Infinity : from + one.length
    ends.set(key, to)
    const span = { starts_at: ms(from), ends_at: to === Infinity ? null : ms(to) }
    const { place_code, channel, tier } = one
    return [{ id: newId(), sku_id: sku, place_code, channel, tier, price_fen: (at + 1) as never, ...span }]
  })
}

const question = fc.record({
  at: moment,
  channel: fc.constantFrom('shop' as const, 'counter' as const),
  tier: fc.constantFrom('retail' as const, 'member' as const, 'enterprise' as const),
})

test('any books give at most one price: county before city before province before country', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), question, (rows, { at, channel, tier }) => {
      const book = booked(rows)
      const holds = (one: PriceRow) =>
        one.starts_at <= ms(at) && (one.ends_at === null || ms(at) < one.ends_at)
      const expected = placesHere
        .flatMap((place) => [...new Set([tier, 'retail'])].map((one) => ({ place, tier: one })))
        .flatMap((key) => [channel, 'all'].map((one) => ({ ...key, channel: one })))
        .map((key) =>
          book.filter(
            (one) =>
              holds(one) &&
              one.place_code === key.place &&
              one.tier === key.tier &&
              one.channel === key.channel,
          ),
        )
      for (const answers of expected) expect(answers.length).toBeLessThanOrEqual(1)
      const first = expected.flat()[0] ?? null
      const by_sku = new Map([[sku as string, book]])
      const ask = { sku_id: sku, places: placesHere, channel, tier, at_ms: at * 1_000 }
      expect(resolvePrice(by_sku, ask)).toBe(first)
      // Whatever is cached until the next change stays right until then.
      const next = nextChange(by_sku, [sku], placesHere, at * 1_000) ?? 100_000
      expect(next).toBeGreaterThan(at * 1_000)
      expect(resolvePrice(by_sku, { ...ask, at_ms: next - 1 })).toBe(first)
    }),
    { numRuns: 2_000 },
  )
})
