// What people do with orders in the tests, a step at a time, over HTTP.
import { expect } from 'vitest'
import { system } from '../src/platform/access.ts'
import type { Id } from '../src/platform/types.ts'
import { advance } from '../src/modules/orders/advance.ts'
import type { OrderEvent, OrderView, PlacedView, QuoteView } from '../src/modules/orders/contract.ts'
import { type World, county, home } from './test-orders-world.ts'

export type Line = { sku_id: Id; quantity: number }
export const one = (sku_id: Id, quantity = 1): Line[] => [{ sku_id, quantity }]

/** `world` is asked for at each step: it opens in beforeAll. */
export function stepsIn(world: () => World) {
  async function quoted(lines: Line[], who = 'lin'): Promise<QuoteView> {
    const { status, body } = await world().call(who, 'POST', '/quotes', { lines, county_code: county })
    expect([status, body.reason]).toEqual([200, undefined])
    return body
  }
  const order = (quote: QuoteView, more: object = {}, who = 'lin', headers = {}) =>
    world().call(
      who,
      'POST',
      '/orders',
      { quote_id: quote.id, address: home, expected_total_fen: quote.total_fen, consent: true, ...more },
      headers,
    )
  async function placed(lines: Line[], who = 'lin'): Promise<PlacedView> {
    const { status, body } = await order(await quoted(lines, who), {}, who)
    expect([status, body.reason]).toEqual([200, undefined])
    return body
  }
  const view = async (order_id: string, who = 'lin'): Promise<OrderView> =>
    (await world().call(who, 'GET', `/orders/${order_id}`)).body
  const pay = (payment_id: string, outcome = 'success', who = 'lin') =>
    world().call(who, 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome })
  const reaches = (order_id: string, state: string, who = 'lin') =>
    world().until(async () => {
      const seen = await view(order_id, who)
      return seen.state === state && seen
    })
  async function paid(lines: Line[]): Promise<OrderView> {
    const { payment_id, orders } = await placed(lines)
    await pay(payment_id)
    return reaches(orders[0]!.id, 'paid')
  }
  const move = (order: OrderView, ...events: OrderEvent[]) =>
    world().db.command(system, async (tx) => {
      for (const event of events)
        await advance(tx, system, { city_code: order.city_code, order_id: order.id, event })
    })
  async function delivered(lines: Line[]): Promise<OrderView> {
    const order = await paid(lines)
    await move(order, 'accept', 'start_picking', 'hand_over', 'depart', 'deliver')
    return view(order.id)
  }
  const levelOf = async (node_id: Id, sku_id: Id) =>
    (
      await world()
        .owner`select on_hand, held from stock.level where node_id = ${node_id} and sku_id = ${sku_id}`
    )[0]
  const money = async (payment_id: string) =>
    (await world().call('lin', 'GET', `/payments/${payment_id}`)).body

  return { quoted, order, placed, view, pay, reaches, paid, move, delivered, levelOf, money }
}
