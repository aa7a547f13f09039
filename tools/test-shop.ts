// A small shop for tests of the upper rooms: every room real, three stores and a warehouse in two cities, two
// articles with prices and stock, and the people who buy, pick, install and dispatch.
import { expect } from 'vitest'
import * as catalog from '../src/modules/catalog/index.ts'
import * as fulfilment from '../src/modules/fulfilment/index.ts'
import * as installation from '../src/modules/installation/index.ts'
import * as orders from '../src/modules/orders/index.ts'
import * as payment from '../src/modules/payment/index.ts'
import { setCallbackBase } from '../src/modules/payment/index.ts'
import * as people from '../src/modules/people/index.ts'
import * as places from '../src/modules/places/index.ts'
import * as pricing from '../src/modules/pricing/index.ts'
import * as sourcing from '../src/modules/sourcing/index.ts'
import * as stock from '../src/modules/stock/index.ts'
import { type Actor, type Role, roles, system } from '../src/platform/access.ts'
import type { Reactions } from '../src/platform/jobs.ts'
import type { Route } from '../src/platform/route.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { type Room, openRoom } from './test-room.ts'

export const county = '510107'
export const city = '510100'
const gtinOf = (digits: string) => catalog.withCheckDigit(digits)
export const fridge = { id: newId(), code: 'BCD-500', gtin: gtinOf('690123456789'), price_fen: 399_900 }
export const kettle = { id: newId(), code: 'K-17', gtin: gtinOf('690123456790'), price_fen: 9_990 }
/** Nobody installs it without a certificate for gas. */
export const hob = { id: newId(), code: 'JZT-90', gtin: gtinOf('690123456791'), price_fen: 199_900 }
export const stranger_gtin = gtinOf('690999999999')
export const near = newId()
export const next_door = newId()
export const third = newId()
export const warehouse = newId()
export const agency = newId()
export const crew_party = newId()
export const other_crew = newId()
const house_party = newId()

const actorOf = (role: Role, more: Partial<Actor> = {}): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name: role,
  roles: [role],
  permissions: new Set(roles[role]),
  scope: { nodes: [], cities: [], brands: [] },
  visitor_id: null,
  ...more,
})
const at = (...nodes: Id[]) => ({ scope: { nodes, cities: [], brands: [] } })
const everywhere = { scope: { nodes: null, cities: null, brands: null } }
export const actors = {
  lin: actorOf('shopper'),
  wu: actorOf('shopper'),
  owner: actorOf('store_owner', at(near, agency)),
  neighbour: actorOf('store_owner', at(next_door)),
  third: actorOf('store_clerk', at(third)),
  clerk: actorOf('warehouse_clerk', at(warehouse)),
  crew: actorOf('installer', { party_id: crew_party, ...everywhere }),
  rival: actorOf('installer', { party_id: other_crew, ...everywhere }),
  seller: actorOf('merchandiser', everywhere),
}
export type Who = keyof typeof actors

const storeRow = (id: Id, name: string, lon: number, more: object = {}) => ({
  id,
  kind: 'store',
  format: 'community_store',
  name_zh: name,
  name_en: name,
  owner_party_id: house_party,
  city_code: city,
  county_code: county,
  town_code: null,
  lon,
  lat: 30.64,
  address_zh: '桂溪街道 1 号',
  address_en: '1 Guixi Road',
  phone: '028-1000000',
  opens_minute: 0,
  closes_minute: 1_440,
  capacity_per_day: 500,
  trade_mode: 'own_stock',
  warehouse_id: null,
  sells_online: true,
  service_radius_m: 200_000,
  services: ['delivery', 'install'],
  people: [],
  protected_default: 0,
  state: 'open',
  demo: true,
  ...more,
})

const clear = { left_mm: 20, right_mm: 20, top_mm: 50, back_mm: 50, front_mm: 600 }
const productRow = (
  id: Id,
  brand_id: Id,
  install_kind: string,
  utilities: string[],
  skills: string[] = ['general'],
) => ({
  id,
  brand_id,
  category_code: install_kind === 'install' ? 'refrigerator' : 'kettle',
  space: 'kitchen',
  family: install_kind === 'install' ? 'refrigerator' : 'kettle',
  model: id.slice(-6),
  name_zh: '测试品',
  name_en: 'Test article',
  points: [],
  attributes: {},
  body: { width_mm: 800, height_mm: 1_800, depth_mm: 700 },
  cavity: null,
  clearances: clear,
  utilities: utilities.map((kind) => ({ kind, spec_zh: kind, spec_en: kind })),
  energy: null,
  noise_db: null,
  warranty_months: 12,
  install_kind,
  skills,
  state: 'live',
  launched_on: '2025-01-01',
  demo: true,
})
const skuRow = (sku: typeof fridge, product_id: Id) => ({
  id: sku.id,
  product_id,
  code: sku.code,
  gtin: sku.gtin,
  variant_zh: '白',
  variant_en: 'white',
  finish: 'white',
  layout: '',
  options: {},
  width_mm: 800,
  height_mm: 1_800,
  depth_mm: 700,
  weight_g: 60_000,
  package_volume_l: 900,
  attributes: {},
  state: 'live',
  demo: true,
})

async function fill(room: Room) {
  await room.db.command(system, async (tx) => {
    const party = (id: Id, kind: string) => ({ id, kind, name_zh: kind, name_en: kind, demo: true })
    const crew = { ...party(crew_party, 'installer_company'), certified: ['gas_certified'] as const }
    await people.loadParties(tx, [party(house_party, 'store_owner'), crew])
  })
  await room.owner`
    insert into people.party (id, kind, name_zh, name_en, created_at)
    values (${other_crew}, 'installer_company', '另一家', 'Another', now() + interval '1 hour')`
  await room.owner.begin(async (tx) => {
    const stores = [
      storeRow(warehouse, '成都仓', 104.4, { kind: 'warehouse', format: 'warehouse' }),
      storeRow(near, '近店', 104.04),
      storeRow(next_door, '隔壁店', 104.05),
      storeRow(third, '第三店', 104.06),
      storeRow(agency, '代客店', 104.03, {
        trade_mode: 'agency',
        warehouse_id: warehouse,
        sells_online: false,
      }),
    ]
    await places.loadNodes(tx as never, system, stores as never)
    const [brand, cold, hot, flame] = [newId(), newId(), newId(), newId()]
    const brands = [{ id: brand, code: 'chenyan', name_zh: '晨岩', name_en: 'Chenyan', demo: true }]
    const products = [
      productRow(cold, brand, 'install', ['socket', 'water_in']),
      productRow(hot, brand, 'none', ['socket']),
      productRow(flame, brand, 'install', ['gas'], ['general', 'gas_certified']),
    ]
    const rows = { brands, products, skus: [skuRow(fridge, cold), skuRow(kettle, hot), skuRow(hob, flame)] }
    await catalog.loadCatalog(tx as never, system, rows as never)
    const from = { place_code: 'CN', starts_at: '2025-01-01T00:00:00Z' }
    const prices = [fridge, kettle, hob].map(({ id, price_fen }) => ({
      id: newId(),
      sku_id: id,
      price_fen,
      ...from,
    }))
    await pricing.loadPrices(tx as never, system, prices)
  })
  await places.openPlaces(room.db)
  await catalog.openCatalog(room.db)
  await pricing.openPrices(room.db)
}

/** `more` serves other routes than those of trade, and to more people. */
export async function openShop(
  ears: Reactions[] = [],
  more: { routes?: readonly Route[]; actors?: Record<string, Actor> } = {},
) {
  const rooms = [places, stock, pricing, payment, sourcing, orders, fulfilment, installation]
  const reactions = [
    payment.reactions,
    orders.reactions,
    fulfilment.reactions,
    installation.reactions,
    ...ears,
  ]
  const room = await openRoom({
    routes: more.routes ?? rooms.flatMap((one) => [...one.routes]),
    reactions,
    actors: { ...actors, ...more.actors },
  })
  setCallbackBase(room.url)
  await fill(room)

  async function stockUp(node_id: Id, sku_id: Id, units: number) {
    const row = { city_code: city, node_id, sku_id }
    await room.owner`insert into stock.level ${room.owner({ ...row, on_hand: units })}`
    const entry = { ...row, id: newId(), kind: 'receipt', quantity: units, reason: 'opening' }
    await room.owner`insert into stock.entry ${room.owner(entry)}`
  }

  /** A person orders and has not paid yet. */
  async function place(lines: { sku_id: Id; quantity: number }[], who: Who = 'lin') {
    const quote = await room.call(who, 'POST', '/quotes', { lines, county_code: county })
    expect([quote.status, quote.body.reason]).toEqual([200, undefined])
    const address = { recipient: '林小满', phone: '13812345678', county_code: county, line: '天府二街 1 号' }
    const asked = {
      quote_id: quote.body.id,
      address,
      expected_total_fen: quote.body.total_fen,
      consent: true,
    }
    const placed = await room.call(who, 'POST', '/orders', asked)
    expect([placed.status, placed.body.reason]).toEqual([200, undefined])
    return placed.body as { payment_id: Id; orders: { id: Id; number: string }[] }
  }

  /** A person buys and pays; returns the paid order as that person sees it. */
  async function buy(lines: { sku_id: Id; quantity: number }[], who: Who = 'lin') {
    const { payment_id, orders: made } = await place(lines, who)
    await room.call(who, 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome: 'success' })
    return reaches(made[0]!.id, 'paid', who)
  }
  const order = async (id: Id, who: Who = 'lin') => (await room.call(who, 'GET', `/orders/${id}`)).body
  const reaches = (id: Id, state: string, who: Who = 'lin') =>
    room.until(async () => {
      const seen = await order(id, who)
      return seen.state === state && seen
    })

  /** The open task of an order at a node, once it is there. */
  const taskOf = (order_id: Id, node_id: Id, who: Who) =>
    room.until(async () => {
      const { body } = await room.call(who, 'GET', `/nodes/${node_id}/fulfilments?limit=100`)
      return (body.items as { id: Id; order_id: Id }[]).find((task) => task.order_id === order_id)
    })

  return { ...room, stockUp, place, buy, order, reaches, taskOf }
}
export type Shop = Awaited<ReturnType<typeof openShop>>
