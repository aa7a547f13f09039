// One number for everybody: what the list, the product page, the store page, search, the cart, the store's
// shelf and its counter say of a cell is the same, and exactly so much can be taken. The price likewise.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import * as orders from '../../modules/orders/index.ts'
import * as sourcing from '../../modules/sourcing/index.ts'
import * as stock from '../../modules/stock/index.ts'
import { loadPrices, openPrices, routes as priceRoutes } from '../../modules/pricing/index.ts'
import { system } from '../../platform/access.ts'
import type { Snapshot } from '../../platform/snapshot.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../../modules/catalog/index.ts'
import { offer, openMarket } from './market.ts'
import type { Visit } from '../../web/page.ts'
import { loadProduct, loadTag } from './product-load.ts'
import { badgeOf } from './tiles.ts'

const county_code = '510107'
const unit_fen = 499_900
const later = '2099-01-01T00:00:00.000Z'
// on hand, held, protected, on display → free online, free at the counter; written out by hand.
const cells = [
  [5, 0, 0, 0, 5, 5],
  [5, 2, 0, 0, 3, 3],
  [5, 0, 3, 0, 2, 5],
  [6, 1, 2, 1, 2, 4],
  [2, 0, 2, 0, 0, 2],
  [1, 0, 0, 1, 0, 0],
  [3, 3, 0, 0, 0, 0],
  [4, 2, 3, 1, 0, 1],
] as const

let world: Goods
let prices: Snapshot<unknown>
type Case = { node_id: Id; sku_id: Id; consents: boolean; online: number; counter: number }
let cases: Case[]

beforeAll(async () => {
  world = await openGoods({
    routes: [...stock.routes, ...sourcing.routes, ...orders.routes, ...priceRoutes],
    kinds: [],
    skus: cells.length * 2 + 2,
    nodes: (owner) => [nodeOf(owner, always), nodeOf(owner, { ...always, sells_online: false })],
    actors: (nodes) => ({
      lin: actorOf('shopper'),
      owner: actorOf(
        'store_owner',
        nodes.map((node) => node.id),
      ),
      seller: actorOf('merchandiser', null),
    }),
  })
  const { owner, sku_ids, nodes } = world
  const row = (sku_id: Id) => ({ id: newId(), sku_id, place_code: 'CN', price_fen: unit_fen })
  await owner.begin((tx) =>
    loadPrices(
      tx as never,
      system,
      sku_ids.map((id) => ({ ...row(id), starts_at: '2026-01-01T00:00:00Z' })),
    ),
  )
  prices = (await openPrices(world.db)) as Snapshot<unknown>
  cases = [true, false].flatMap((consents, which) =>
    cells.map(([, , , , online, counter], at) => {
      const sku_id = sku_ids[which * cells.length + at]!
      return { node_id: nodes[which]!.id, sku_id, consents, online: consents ? online : 0, counter }
    }),
  )
  for (const [n, { node_id, sku_id }] of cases.entries()) {
    const [on_hand, held, kept, shown] = cells[n % cells.length]!
    await world.shelve({ node_id, sku_id, units: on_hand, kept, shown })
    if (held > 0) await keep(node_id, sku_id, held)
  }
})
afterAll(async () => {
  await world.balanced()
  prices.stop()
  await world.close()
})
const always = { opens_minute: 0, closes_minute: 1_440 }

// Held by somebody's order: the owner's own, so that a store without consent has held units too.
const keep = (node_id: Id, sku_id: Id, quantity: number) =>
  world.db.command(system, (tx) => {
    const hold = { city_code: '510100', order_id: newId(), expires_at: later, seller: 'owner' as const }
    return stock.holdUnits(tx, system, { ...hold, lines: [{ node_id, sku_id, quantity }] })
  })

/** What each screen and answer says can be taken online. */
async function saidOnline({ node_id, sku_id }: Case) {
  const market = openMarket(world.db, stock.followTurns(world.db))
  const place = { county_code, town_code: null } as never
  const at = new Date().toISOString()
  const get = async (path: string, who = 'owner') => (await world.call(who, 'GET', path)).body
  const line = { lines: [{ sku_id, quantity: 1 }], county_code }
  const planned = await world.call('lin', 'POST', '/sourcing-plans', line)
  const free = (plan: { reasons?: { metric: string; value: number }[] } | null) =>
    plan?.reasons?.find(({ metric }) => metric === 'free_units')?.value ?? 0
  const listed = (await market.promises([sku_id], place, at)).get(sku_id)
  return {
    list: listed?.available,
    badge: badgeOf(listed, Date.parse(at)).kind === 'none' ? 0 : 'some',
    page: free(await market.plan(sku_id, place, at)),
    store_page: (await market.shelf(node_id)).get(sku_id) ?? 0,
    promise: (await get(`/promises?sku_id=${sku_id}&county_code=${county_code}`, '')).available,
    plan: free(planned.body),
    shelf: (await get(`/nodes/${node_id}/stock?sku_ids=${sku_id}`)).items[0].available,
    city: (await get(`/stock?sku_id=${sku_id}&city_code=510100`, 'seller')).items[0].available,
  }
}

test('list, page, store page, promise, plan, shelf and desk say one number', async () => {
  for (const one of cases) {
    const { badge, ...said } = await saidOnline(one)
    const where = Object.keys(said)
    expect([one, said]).toEqual([one, Object.fromEntries(where.map((name) => [name, one.online]))])
    expect([one, badge]).toEqual([one, one.online === 0 ? 0 : 'some'])
  }
})

test('exactly so much can be put into an order, and exactly so much leaves over the counter', async () => {
  for (const one of cases) {
    const quoted = async (quantity: number) => {
      const body = { lines: [{ sku_id: one.sku_id, quantity }], county_code }
      const { status, body: told } = await world.call('lin', 'POST', '/quotes', body)
      return status === 200 ? 'quoted' : told.reason
    }
    if (one.online > 0) expect([one, await quoted(one.online)]).toEqual([one, 'quoted'])
    expect([one, await quoted(one.online + 1)]).toEqual([one, 'no_source'])
    const sold = async (quantity: number) => {
      const { node_id, sku_id } = one
      const lines = [{ sku_id, quantity }]
      const money = { payment_method: 'cash', expected_total_fen: quantity * unit_fen }
      const body = { node_id, lines, mode: 'own_stock', ...money }
      const { status, body: told } = await world.call('owner', 'POST', '/counter-sales', body)
      return status === 200 ? 'sold' : told.reason
    }
    const shelf = await world.call('owner', 'GET', `/nodes/${one.node_id}/stock?sku_ids=${one.sku_id}`)
    expect([one, shelf.body.items[0].counter_available]).toEqual([one, one.counter])
    expect([one, await sold(one.counter + 1)]).toEqual([one, 'stock_gone'])
    if (one.counter > 0) expect([one, await sold(one.counter)]).toEqual([one, 'sold'])
  }
})

test('the price on the list, the page, in the cart and at the counter is one', async () => {
  const { sku_id } = cases[0]!
  const at = new Date().toISOString()
  const over_http = async (channel: string) =>
    (await world.call('', 'GET', `/prices/${sku_id}?county_code=${county_code}&channel=${channel}`)).body
  expect(offer(sku_id, county_code, at)?.unit_fen).toBe(unit_fen)
  expect((await over_http('shop')).unit_fen).toBe(unit_fen)
  expect((await over_http('counter')).unit_fen).toBe(unit_fen)
})

test('the code of a tag leads to the product at its store; of no store, or of no SKU, to nothing', () => {
  const { id, code, product_id } = catalog().sku(world.sku_ids[0]!)!
  const node_id = world.nodes[0]!.id as string
  const scan = (params: Record<string, string>) => loadTag({ params } as unknown as Visit)
  expect(scan({ node_id, code })).toEqual({ redirect: `/products/${product_id}?sku=${id}&store=${node_id}` })
  expect(scan({ node_id: 'nope', code })).toBeNull()
  expect(scan({ node_id: newId(), code })).toBeNull()
  expect(scan({ node_id, code: 'nope' })).toBeNull()
})

test('what is kept of a promise ends when its goods turn, and not before', async () => {
  const [turning, staying] = world.sku_ids.slice(-2) as [Id, Id]
  const node_id = world.nodes[0]!.id
  for (const sku_id of [turning, staying])
    await world.shelve({ node_id, sku_id, units: 2, kept: 0, shown: 0 })
  const market = openMarket(world.db, stock.followTurns(world.db))
  const place = { county_code, city_code: '510100', town_code: null } as never
  const promised = async (sku_id: Id) =>
    (await market.promises([sku_id], place, new Date().toISOString())).get(sku_id)!.node_id
  expect([await promised(turning), await promised(staying)]).toEqual([node_id, node_id])
  const since_ms = Date.now()
  const page = async (sku_id: Id) => {
    const { product_id } = catalog().sku(sku_id)!
    const query = new URLSearchParams({ sku: sku_id })
    const read = { lang: 'en', now: since_ms, path: '', params: { product_id }, query, headers: {} } as const
    const who = { place: county_code, theme: null, actor: null, handheld: false }
    return (await loadProduct(market, { ...read, ...who })) as { holds: () => boolean }
  }
  const [turning_page, staying_page] = [await page(turning), await page(staying)]
  const turning_holds = market.holding([turning], place, since_ms)
  const staying_holds = market.holding([staying], place, since_ms)
  await keep(node_id, staying, 1)
  await keep(node_id, turning, 2)
  // Told in the order of the commits: when the second is heard, the first would have been.
  await vi.waitFor(() => expect(turning_holds()).toBe(false), { timeout: 5_000 })
  expect(staying_holds()).toBe(true)
  expect([turning_page.holds(), staying_page.holds()]).toEqual([false, true])
  expect([await promised(turning), await promised(staying)]).toEqual([null, node_id])
})
