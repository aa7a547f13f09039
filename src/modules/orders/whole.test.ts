// Orders with all rooms below as they are: real nodes, catalog, prices, planner, stock and slots. Five
// hundred buyers at once, and how long one buyer waits.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { loadCatalog, openCatalog, withCheckDigit } from '../catalog/index.ts'
import { loadParties } from '../people/index.ts'
import { type Node, loadNodes, openPlaces } from '../places/index.ts'
import { loadPrices, openPrices } from '../pricing/index.ts'
import { reconcile } from '../stock/index.ts'
import { routes } from './index.ts'
import { actorOf, county, home } from '../../../tools/test-orders-world.ts'

const names = Array.from({ length: 500 }, (_, n) => `buyer_${n}`)
const actors: Record<string, Actor> = Object.fromEntries(names.map((name) => [name, actorOf('shopper')]))
const party = newId()
let room: Room

const store = (name: string, at: number, capacity_per_day = 1_000): Node => ({
  id: newId(),
  kind: 'store',
  format: 'exclusive_store',
  name_zh: name,
  name_en: name,
  owner_party_id: party,
  city_code: '510100',
  county_code: county,
  town_code: null,
  lon: 104.04 + at / 500,
  lat: 30.64,
  address_zh: '演示路 1 号',
  address_en: '1 Demo Road',
  phone: '028-00000000',
  opens_minute: 0,
  closes_minute: 1440,
  capacity_per_day,
  trade_mode: 'own_stock',
  warehouse_id: null,
  sells_online: true,
  service_radius_m: 50_000,
  services: ['delivery'],
  people: [],
  protected_default: 0,
  state: 'open',
  demo: true,
})
const stores = Array.from({ length: 20 }, (_, at) => store(`${at} 号店`, at))
const busy = store('忙店', 22, 20)
const brand_id = newId()
const sku_ids: Id[] = [newId(), newId(), newId(), newId()]

function catalogRows() {
  const product_id = newId()
  const product = {
    id: product_id,
    brand_id,
    category_code: 'fridge',
    space: 'kitchen',
    family: 'fridge',
    model: 'ZG-500',
    name_zh: '晨岩 冰箱 500 升',
    name_en: 'Chenyan fridge 500 L',
    points: [],
    attributes: {},
    body: { width_mm: 900, height_mm: 1_800, depth_mm: 650 },
    cavity: null,
    clearances: { left_mm: 0, right_mm: 0, top_mm: 0, back_mm: 0, front_mm: 0 },
    utilities: [],
    energy: null,
    noise_db: 38,
    warranty_months: 36,
    install_kind: 'place',
    skills: [],
    state: 'live',
    launched_on: '2026-01-01',
    demo: true,
  }
  const skus = sku_ids.map((id, at) => ({
    id,
    product_id,
    code: `ZG-500-${at}`,
    gtin: withCheckDigit(`69000000000${at}`),
    variant_zh: '白',
    variant_en: 'White',
    finish: 'white',
    layout: 'two_door',
    options: {},
    width_mm: 900,
    height_mm: 1_800,
    depth_mm: 650,
    weight_g: 90_000,
    package_volume_l: 1_100,
    attributes: {},
    state: 'live',
    demo: true,
  }))
  const brands = [{ id: brand_id, code: 'chenyan', name_zh: '晨岩', name_en: 'Chenyan', demo: true }]
  return { brands, products: [product], skus } as never
}

beforeAll(async () => {
  room = await openRoom({ routes, actors, pool: 24 })
  const { db, owner } = room
  await owner.begin(async (tx) => {
    await loadParties(tx as never, [
      { id: party, kind: 'store_owner', name_zh: '店', name_en: 'Shop', demo: true },
    ])
    await loadNodes(tx as never, system, [...stores, busy])
    await loadCatalog(tx as never, system, catalogRows())
    const starts_at = '2026-01-01T00:00:00Z'
    const row = (sku_id: Id) => ({ id: newId(), sku_id, place_code: 'CN', price_fen: 499_900, starts_at })
    await loadPrices(tx as never, system, sku_ids.map(row) as never)
  })
  await openPlaces(db)
  await openCatalog(db)
  await openPrices(db)
  const stock = [
    { sku_id: sku_ids[0]!, at: [stores[4]!], units: 100 },
    { sku_id: sku_ids[1]!, at: stores, units: 5 },
    { sku_id: sku_ids[2]!, at: stores, units: 500 },
    { sku_id: sku_ids[3]!, at: [busy], units: 100 },
  ]
  for (const { sku_id, at, units } of stock) {
    for (const { id: node_id, city_code } of at) {
      await owner`
        insert into stock.level (city_code, sku_id, node_id, on_hand)
        values (${city_code}, ${sku_id}, ${node_id}, ${units})`
      await owner`
        insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity)
        values (${city_code}, ${newId()}, ${node_id}, ${sku_id}, 'receipt', ${units})`
    }
  }
})
afterAll(async () => {
  expect((await room.db.read(system, reconcile)).differences).toEqual([])
  await room.close()
})

const ask = (who: string, sku_id: Id) =>
  room.call(who, 'POST', '/quotes', { lines: [{ sku_id, quantity: 1 }], county_code: county })
async function buy(who: string, quote: { id: string; total_fen: number }) {
  const expected_total_fen = quote.total_fen
  const body = { quote_id: quote.id, address: home, expected_total_fen, consent: true }
  return room.call(who, 'POST', '/orders', body)
}

test.each([
  ['one node', 0],
  ['twenty nodes of a city, five on each', 1],
  ['one node with hands for twenty orders a day', 3],
])(
  '500 buyers, 100 units on %s: 100 orders, nobody left without an answer',
  async (_where, at) => {
    const sku_id = sku_ids[at]!
    const quotes = await Promise.all(names.map((who) => ask(who, sku_id)))
    const answers = await Promise.all(quotes.map(({ body }, n) => buy(names[n]!, body)))
    const told = answers.map(({ status, body }) => (status === 200 ? 'ordered' : body.reason))
    const count = (what: string) => told.filter((one) => one === what).length
    expect([count('ordered'), count('stock_gone')]).toEqual([100, 400])
    const [left] = await room.owner`
    select sum(on_hand - held)::int as units from stock.level where sku_id = ${sku_id}`
    expect(left).toEqual({ units: 0 })
    const days = await room.owner<{ orders: number }[]>`
      select count(*)::int as orders
        from sourcing.slot_hold h join stock.hold u using (order_id)
       where u.sku_id = ${sku_id} and h.kind = 'prepare' group by h.zone, h.day`
    for (const { orders } of days) expect(orders).toBeLessThanOrEqual(at === 3 ? 20 : 100)
  },
  90_000,
)

test('one buyer waits little', async () => {
  const [quote_ms, place_ms]: number[][] = [[], []]
  for (let n = 0; n < 40; n++) {
    const who = names[n]!
    const began = performance.now()
    const { body } = await ask(who, sku_ids[2]!)
    const between = performance.now()
    expect((await buy(who, body)).status).toBe(200)
    quote_ms!.push(between - began)
    place_ms!.push(performance.now() - between)
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[all.length >> 1]!
  expect(median(quote_ms!)).toBeLessThan(150)
  expect(median(place_ms!)).toBeLessThan(250)
})
