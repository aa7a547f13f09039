// A small shop with everything below orders as it is, and what must be square in it at any moment.
import { expect } from 'vitest'
import { type Actor, system } from '../src/platform/access.ts'
import type { Tx } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'
import { reactions as orderReactions, routes as orderRoutes } from '../src/modules/orders/index.ts'
import {
  reactions as paymentReactions,
  routes as paymentRoutes,
  setCallbackBase,
} from '../src/modules/payment/index.ts'
import { fundingTold } from '../src/modules/brands/index.ts'
import { catalog } from '../src/modules/catalog/index.ts'
import {
  changeKinds,
  loadPrices,
  openPrices,
  registerFundingCheck,
  routes as pricingRoutes,
} from '../src/modules/pricing/index.ts'
import { agreeFunding } from './test-funding.ts'
import { actorOf, nodeOf, openGoods } from './test-goods.ts'

export async function openTrade(buyers: Record<string, Actor> = {}) {
  const world = await openGoods({
    routes: [...orderRoutes, ...pricingRoutes, ...paymentRoutes],
    kinds: changeKinds,
    reactions: [orderReactions, paymentReactions],
    skus: 3,
    pool: 20,
    nodes: (owner) => [nodeOf(owner), nodeOf(owner, { name_zh: '二店', lon: 104.06 })],
    actors: ([first, second]) => ({
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      owner: actorOf('store_owner', [first!.id, second!.id]),
      lin: actorOf('shopper'),
      wu: actorOf('shopper'),
      ...buyers,
    }),
  })
  setCallbackBase(world.url)
  registerFundingCheck(fundingTold)
  const [brand] = catalog().brands
  await agreeFunding(
    world.owner,
    brand!.id,
    catalog().skus.map(({ code }) => code),
  )
  const prices = await openPrices(world.db)
  const fens = [300_000, 100_001, 49_990]
  const starts_at = '2026-01-01T00:00:00Z'
  await world.owner.begin((tx) =>
    loadPrices(
      tx as unknown as Tx,
      system,
      world.sku_ids.map((sku_id, at) => {
        return { id: newId(), sku_id, place_code: 'CN', price_fen: fens[at]!, starts_at }
      }),
    ),
  )
  await prices.refresh()
  for (const node of world.nodes)
    await world.shelve(...world.sku_ids.map((sku_id) => ({ node_id: node.id, sku_id, units: 2_000 })))
  const close = async () => {
    expect(await unsquare(world.owner)).toEqual([])
    await world.balanced()
    prices.stop()
    await world.close()
  }
  return { ...world, prices, close }
}
export type Trade = Awaited<ReturnType<typeof openTrade>>

/** Counters that differ from what stands behind them; lines and orders that do not add up. P9, O6, O9 */
export async function unsquare(owner: Trade['owner']): Promise<unknown[]> {
  const counters = await owner`
    select a.code from pricing.allowance a
     cross join lateral (
       select count(*) filter (where r.state = 'reserved') as ru,
              count(*) filter (where r.state = 'used') as uu,
              coalesce(sum(r.amount_fen - r.returned_fen) filter (where r.state = 'reserved'), 0) as rf,
              coalesce(sum(r.amount_fen - r.returned_fen) filter (where r.state = 'used'), 0) as uf
         from pricing.redemption r where r.code = a.code) r
     where (a.reserved_uses, a.used_uses, a.reserved_fen, a.used_fen) <> (r.ru, r.uu, r.rf, r.uf)`
  const coupons = await owner`
    select c.code, c.person_id from pricing.coupon c
      left join pricing.redemption r on r.code = c.code and r.basket_id = c.basket_id
     where c.state <> coalesce(nullif(r.state, 'released'), 'free')`
  const redeemed = await owner`
    select r.basket_id from pricing.redemption r
     where (r.amount_fen, r.returned_fen) <> (
       select coalesce(sum(b.amount_fen), 0), coalesce(sum(b.returned_fen), 0)
         from orders.line_benefit b
         join orders.customer_order o on o.city_code = b.city_code and o.id = b.order_id
        where o.basket_id = r.basket_id and b.code = r.code)`
  const lines = await owner`
    select l.order_id from orders.line l
     where l.total_fen <> l.quantity * l.unit_fen - coalesce((
       select sum(b.amount_fen) from orders.line_benefit b
        where (b.city_code, b.order_id, b.line_no) = (l.city_code, l.order_id, l.line_no)), 0)`
  const funders = await owner`
    select b.order_id from orders.line_benefit b
     where (b.amount_fen, b.returned_fen) <> (
       select sum(f.amount_fen), sum(f.returned_fen) from orders.line_funder f
        where (f.city_code, f.order_id, f.line_no, f.code) = (b.city_code, b.order_id, b.line_no, b.code))`
  const orders = await owner`
    select o.id from orders.customer_order o
     where o.total_fen <> (select sum(l.total_fen) from orders.line l
                            where l.city_code = o.city_code and l.order_id = o.id)`
  return [...counters, ...coupons, ...redeemed, ...lines, ...funders, ...orders]
}
