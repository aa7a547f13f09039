// What people do with benefits and orders in the tests, a step at a time, over HTTP.
import { expect } from 'vitest'
import { system } from '../src/platform/access.ts'
import type { Id } from '../src/platform/types.ts'
import { catalog } from '../src/modules/catalog/index.ts'
import { advance } from '../src/modules/orders/advance.ts'
import type { OrderEvent, OrderView, QuoteView } from '../src/modules/orders/contract.ts'
import { home } from './test-orders-world.ts'
import type { Trade } from './test-trade.ts'

export const county_code = '510107'
export type Line = { sku_id: Id; quantity: number }

const half = [
  { party: 'house', share_bp: 6_000 },
  { party: 'demo-brand', share_bp: 4_000 },
]

/** `world` is asked for at each step: it opens in beforeAll. */
export function benefitsIn(world: () => Trade) {
  let named = 0
  const codeOf = (sku_id: Id) => catalog().sku(sku_id)!.code
  const wish = (more: { kind?: string } & object = {}) => ({
    code: `benefit-${++named}`,
    kind: 'coupon',
    name_zh: '满减券',
    name_en: 'Coupon',
    amount_fen: 30_000,
    threshold_fen: 250_000,
    category_codes: ['refrigerator'],
    // A brand bears only what is named, and of orders only what has an end.
    sku_codes: more.kind === 'bundle' ? [] : world().sku_ids.map(codeOf),
    budget_fen: ['coupon', 'bundle'].includes(more.kind ?? 'coupon') ? 100_000_000 : null,
    funders: half,
    starts_at: new Date().toISOString(),
    ends_at: new Date(Date.now() + 5 * 86_400_000).toISOString(),
    reason: '演示',
    ...more,
  })
  /** Proposed by selling, agreed by control. */
  async function agreed(more: object = {}): Promise<string> {
    const asked = wish(more)
    const { status, body } = await world().call('selling', 'POST', '/benefits', asked)
    expect([status, body.reason]).toEqual([200, undefined])
    const told = await world().call('control', 'PUT', `/change-requests/${body.request_id}/approval`, {})
    expect([told.status, told.body.state ?? told.body]).toEqual([200, 'approved'])
    await world().prices.refresh()
    return asked.code
  }
  /** Everything agreed so far ends: a SKU has three benefits at most. */
  async function ended() {
    await world().owner`
      update pricing.benefit set valid = tstzrange(lower(valid), greatest(lower(valid), now()))
       where upper(valid) > now()`
    await world().prices.refresh()
  }
  const claim = (code: string, who = 'lin') => world().call(who, 'POST', '/held-coupons', { code })
  const use = async (code: string) => {
    const [row] = await world().owner<
      { reserved_uses: number; used_uses: number; reserved_fen: number; used_fen: number }[]
    >`select reserved_uses, used_uses, reserved_fen, used_fen from pricing.allowance where code = ${code}`
    const { reserved_uses, used_uses, reserved_fen, used_fen } = row!
    return [reserved_uses, used_uses, Number(reserved_fen), Number(used_fen)]
  }
  const held = async (code: string, who = 'lin') => {
    const { body } = await world().call(who, 'GET', '/held-coupons')
    return body.items.find((one: { code: string }) => one.code === code)?.state ?? null
  }
  return { agreed, claim, codeOf, ended, held, use, wish }
}

export function ordersIn(world: () => Trade) {
  async function quoted(lines: Line[], who = 'lin', more: object = {}): Promise<QuoteView> {
    const { status, body } = await world().call(who, 'POST', '/quotes', { lines, county_code, ...more })
    expect([status, body.reason]).toEqual([200, undefined])
    return body
  }
  const order = (quote: QuoteView, who = 'lin') =>
    world().call(who, 'POST', '/orders', {
      quote_id: quote.id,
      address: home,
      expected_total_fen: quote.total_fen,
      consent: true,
    })
  const view = async (order_id: string, who = 'lin'): Promise<OrderView> =>
    (await world().call(who, 'GET', `/orders/${order_id}`)).body
  async function paid(quote: QuoteView, who = 'lin'): Promise<OrderView> {
    const { status, body } = await order(quote, who)
    expect([status, body.reason]).toEqual([200, undefined])
    await world().call(who, 'POST', `/payments/${body.payment_id}/sandbox-outcome`, { outcome: 'success' })
    return world().until(async () => {
      const seen = await view(body.orders[0].id, who)
      return seen.state === 'paid' && seen
    })
  }
  const move = (seen: OrderView, ...events: OrderEvent[]) =>
    world().db.command(system, async (tx) => {
      for (const event of events)
        await advance(tx, system, { city_code: seen.city_code, order_id: seen.id, event })
    })
  const deliver = (seen: OrderView) => move(seen, 'accept', 'start_picking', 'hand_over', 'depart', 'deliver')
  /** Asked for, received, and the money back: the fen of it. */
  async function returned(order_id: string, lines: { line_no: number; quantity: number }[], who = 'lin') {
    const before = await view(order_id, who)
    const asked = await world().call(who, 'POST', `/orders/${order_id}/returns`, { reason: 'faulty', lines })
    expect([asked.status, asked.body.reason]).toEqual([200, undefined])
    const last = asked.body.returns.at(-1)
    const path = `/orders/${order_id}/returns/${last.id}/receipt`
    const told = await world().call('owner', 'PUT', path, {})
    expect([told.status, told.body.reason]).toEqual([200, undefined])
    await world().until(async () => {
      const now = await view(order_id, who)
      return now.refunded_fen === before.refunded_fen + last.refund_fen
    })
    return last.refund_fen as number
  }
  return { deliver, move, order, paid, quoted, returned, view }
}
