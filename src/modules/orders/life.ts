// What customers and the house decide about an order: cancel, choose, expire, pay late, serve it from
// elsewhere.
import type { z } from 'zod'
import { type Actor, system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { listenersOf } from '../../platform/events.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import type { Id, Instant } from '../../platform/types.ts'
import { closePayment } from '../payment/index.ts'
import type { Plan, Slot } from '../sourcing/contract.ts'
import {
  type LockedOrder,
  type OrderKey,
  forever,
  lockOrder,
  moveBenefits,
  noteStory,
  refundRest,
  step,
} from './advance.ts'
import type { OrderView, cancelOrder, chooseAfterFailure } from './contract.ts'
import { doors } from './doors.ts'
import { slotRow } from './draft.ts'
import { holdHands, isBenefitGone, isSlotGone } from './rows.ts'
import { answersFor, keyOfOrder, orderView } from './queries.ts'
import { whyNotCancel, whyNotChoose } from './rules.ts'

/** A store that fails is replaced this often by itself; then the customer chooses. */
export const resource_max = 2
const waits_max = 12

/** All orders of a basket, locked in one order of rows. */
export async function lockBasket(tx: Tx, actor: Actor, basket_id: Id): Promise<LockedOrder[]> {
  const keys = await tx<OrderKey[]>`
    select city_code, id as order_id from orders.customer_order
     where basket_id = ${basket_id} order by city_code, id limit 50`
  const orders: LockedOrder[] = []
  for (const key of keys) orders.push(await lockOrder(tx, actor, key))
  return orders
}

export async function ownOrder(tx: Tx, actor: Actor, order_id: Id): Promise<LockedOrder> {
  const key = await keyOfOrder(tx, order_id)
  const order = await lockOrder(tx, actor, key)
  if (!answersFor(actor, order)) throw notFound()
  return order
}

/**
 * PUT /orders/:order_id/cancellation, PUT /counter-sales/:order_id/cancellation. Unpaid, the whole basket
 * ends: its one payment cannot be paid in part.
 */
export async function cancel(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof cancelOrder.input>,
): Promise<OrderView> {
  const order = await ownOrder(tx, actor, input.order_id)
  const why_not = whyNotCancel(order)
  if (why_not) throw new Refused(why_not, 409, { state: order.state })
  const facts = { reason: input.reason }
  if (order.state === 'created') {
    for (const one of await lockBasket(tx, actor, order.basket_id))
      if (one.state === 'created') await step(tx, actor, one, { event: 'cancel_by_customer', facts })
    await closePayment(tx, actor, order)
  } else {
    await step(tx, actor, order, { event: 'cancel_by_customer', facts })
    await refundRest(tx, actor, order, 'cancelled')
  }
  return orderView(tx, actor, input)
}

/** The house gives an order up (a store has closed, goods are damaged): the money goes back. */
export async function cancelByHouse(tx: Tx, actor: Actor, { reason, ...key }: OrderKey & { reason: string }) {
  const order = await lockOrder(tx, actor, key)
  await step(tx, actor, order, { event: 'cancel_by_house', facts: { reason } })
  if (order.state !== 'created') await refundRest(tx, actor, order, 'cancelled')
}

/** PUT /orders/:order_id/choice, PUT /counter-sales/:order_id/choice */
export async function choose(tx: Tx, actor: Actor, input: z.output<typeof chooseAfterFailure.input>) {
  const order = await ownOrder(tx, actor, input.order_id)
  const why_not = whyNotChoose(order)
  if (why_not) throw new Refused(why_not, 409, { state: order.state })
  await step(tx, actor, order, { event: input.choice === 'wait' ? 'choose_wait' : 'choose_cancel' })
  if (input.choice === 'cancel') await refundRest(tx, actor, order, 'cancelled')
  return orderView(tx, actor, input)
}

/** Ends a question that nobody answered in time: the money goes back. Idempotent; an answer stands. O8 */
export async function endChoice(tx: Tx, key: OrderKey) {
  const now = await clockOf(tx)
  const { choose_by } = await lockOrder(tx, system, key)
  if (!choose_by || Date.parse(choose_by) > Date.parse(now)) return
  await cancelByHouse(tx, system, { ...key, reason: 'choice_unanswered' })
}

/**
 * Ends everything that was not paid in time, up to `max` baskets in one statement; returns how many. As the
 * system; idempotent. Paid in time, with only the news of it still on its way, stays held, and each payment
 * stays able to tell of late money.
 */
export async function expireBaskets(tx: Tx, max: number): Promise<number> {
  const [swept] = await tx<{ ended: number }[]>`
    select orders.expire_batch(${max}, ${listenersOf('orders.expired')}::text[]) as ended`
  return swept!.ended
}

export type Paid = { payment_id: Id; basket_id: Id; amount_fen: number; late?: boolean }

/** payment.paid. Idempotent: an order that is paid already stays as it is. */
export async function confirmPaid(tx: Tx, paid: Paid) {
  const orders = await lockBasket(tx, system, paid.basket_id)
  const facts = { amount_fen: paid.amount_fen, late: paid.late ?? false }
  const created = orders.filter((order) => order.state === 'created')
  for (const order of created) await step(tx, system, order, { event: 'pay', facts })
  const expired = orders.filter((order) => order.state === 'expired' && order.refunded_fen === 0)
  if (expired.length > 0) await reviveOrRefund(tx, expired, facts)
  for (const order of orders)
    if (order.state === 'cancelled') await refundRest(tx, system, order, 'paid_after_end')
}

/**
 * Late money: units and slots are held again where that is possible, for all orders, else it all goes back.
 */
async function reviveOrRefund(tx: Tx, orders: readonly LockedOrder[], facts: Record<string, unknown>) {
  const revived = await tx
    .savepoint(async (inner) => {
      for (const order of orders) await holdAgain(inner, order)
      return true
    })
    .catch((error: unknown) => {
      if (isGone(error)) return false
      throw error
    })
  for (const order of orders) {
    if (revived) await step(tx, system, order, { event: 'pay', facts })
    else await refundRest(tx, system, order, 'paid_after_end')
  }
}

const isGone = (error: unknown) =>
  isSlotGone(error) || isBenefitGone(error) || (error instanceof Refused && error.reason === 'stock_gone')

async function holdAgain(tx: Tx, order: LockedOrder) {
  const { city_code, id: order_id, node_id, county_code } = order
  const now = await clockOf(tx)
  const key = { city_code, order_id }
  await moveBenefits(tx, key, 'take_again')
  const units = (await linesOf(tx, key)).map(({ sku_id, quantity }) => ({ node_id, sku_id, quantity }))
  const seller = 'online' as const
  await doors().holdUnits(tx, system, { ...key, expires_at: forever, seller, lines: units })
  const slots = (['deliver', 'install'] as const).flatMap((kind) => {
    const [day, window, ends_at] = [order[`${kind}_day`], order[`${kind}_window`], order[`${kind}_ends_at`]]
    // Money so late that the promised window is over finds nothing to hold again.
    if (ends_at && Date.parse(ends_at) <= Date.parse(now)) throw new Refused('slot_gone')
    return day && window ? [{ kind, county_code, day, window }] : []
  })
  if (slots.length > 0) await doors().holdSlots(tx, system, { ...key, slots })
  await doors().confirmSlots(tx, system, key)
}

export async function linesOf(tx: Tx, { city_code, order_id }: OrderKey) {
  return tx<{ line_no: number; sku_id: Id; quantity: number; total_fen: number; needs_install: boolean }[]>`
    select line_no, sku_id, quantity, total_fen, needs_install from orders.line
     where city_code = ${city_code} and order_id = ${order_id} order by line_no`
}

/**
 * Moves a resourcing order to the one node of `plan`: its old units are given back, the new ones held.
 * Refuses `stock_gone`, `node_full`, `slot_gone`, `not_possible_now`, or `no_source` when the plan is not
 * one node of the same city. Windows that the new node cannot keep are exchanged for the next free ones.
 */
export async function resource(
  tx: Tx,
  actor: Actor,
  { plan, ...key }: OrderKey & { plan: Pick<Plan, 'legs' | 'reasons' | 'promise'> },
) {
  const order = await lockOrder(tx, actor, key)
  const [leg, ...more] = plan.legs
  if (!leg || more.length > 0 || leg.city_code !== order.city_code) throw new Refused('no_source')
  const { node_id, mode, p50_at, p90_at, prepare_day } = leg
  const lines = leg.lines.map(({ sku_id, quantity }) => ({ node_id, sku_id, quantity }))
  await doors().releaseUnits(tx, actor, key)
  await doors().holdUnits(tx, actor, { ...key, expires_at: forever, seller: 'online', lines })
  await doors().releaseSlots(tx, actor, { ...key, kind: 'prepare' })
  await holdHands(tx, actor, [{ id: order.id, city_code: order.city_code, node_id, prepare_day }])
  const windows = await keepOrMoveWindows(tx, actor, order, plan.promise)
  await doors().confirmSlots(tx, actor, key)
  const serving = { node_id, mode, p50_at, p90_at, reasons: plan.reasons, resourced: order.resourced + 1 }
  const patch = { ...serving, ...windows }
  const facts = { from_node_id: order.node_id, p50_at, p90_at, ...windows }
  await step(tx, actor, order, { event: 'resource', facts, patch })
  return { node_id }
}

// A promise stands while its window ends after the new 90 % arrival; else both visits follow the goods.
async function keepOrMoveWindows(tx: Tx, actor: Actor, order: LockedOrder, promise: Plan['promise']) {
  const { city_code, id: order_id, county_code, deliver_ends_at, install_ends_at } = order
  if (!deliver_ends_at || Date.parse(promise.p90_at) <= Date.parse(deliver_ends_at)) return {}
  const move = async <K extends 'deliver' | 'install'>(kind: K, slot: Slot | undefined) => {
    if (!slot) throw new Refused('slot_gone', 409, { kind })
    const { day, window } = slot
    await doors().moveSlot(tx, actor, { city_code, order_id, kind, county_code, day, window })
    return slotRow(kind, slot)
  }
  const [deliver] = promise.deliver_slots
  const row = await move('deliver', deliver)
  const ready_ms = Date.parse(deliver!.ends_at)
  if (!install_ends_at || Date.parse(install_ends_at) >= ready_ms) return row
  const next = promise.install_slots.find((slot) => Date.parse(slot.ends_at) >= ready_ms)
  return { ...row, ...(await move('install', next)) }
}

/**
 * Serves a `resourcing` order from elsewhere: plans without the nodes that failed, and moves it; after two
 * moves, or when nobody in the city can serve it, the customer is offered the choice. Returns the new node
 * or null.
 */
export async function sourceAgain(
  tx: Tx,
  actor: Actor,
  {
    exclude_node_ids = [],
    patient = false,
    ...key
  }: OrderKey & {
    exclude_node_ids?: readonly string[]
    patient?: boolean
  },
): Promise<{ node_id: Id | null }> {
  const order = await lockOrder(tx, actor, key)
  const exclude = new Set<string>([order.node_id, ...exclude_node_ids])
  const tries = order.resourced >= resource_max && !patient ? 0 : 4
  for (let attempt = 0; attempt < tries; attempt++) {
    const plan = await planElsewhere(tx, actor, order, [...exclude])
    if (!plan) break
    for (const leg of plan.legs) exclude.add(leg.node_id)
    const moved = await tx
      .savepoint((inner) => resource(inner, actor, { ...key, plan }))
      .catch((error: unknown) => {
        if (isGone(error) || (error instanceof Refused && nextPlease.has(error.reason))) return null
        throw error
      })
    if (moved) return moved as { node_id: Id }
  }
  await step(tx, actor, order, { event: 'offer_choice', facts: { resourced: order.resourced } })
  return { node_id: null }
}

const nextPlease = new Set(['no_source', 'node_full'])

async function planElsewhere(
  tx: Tx,
  actor: Actor,
  order: LockedOrder,
  exclude_node_ids: string[],
): Promise<Plan | null> {
  const { county_code, town_code, city_code, id: order_id } = order
  const lines = await tx<{ sku_id: string; quantity: number }[]>`
    select sku_id, quantity from orders.line
     where city_code = ${city_code} and order_id = ${order_id} order by line_no`
  const failed = await tx<{ node_id: Id }[]>`
    select distinct facts->>'node_id' as node_id from orders.story
     where city_code = ${city_code} and order_id = ${order_id} and code = 'fail_pick'`
  const exclude = [...exclude_node_ids, ...failed.map(({ node_id }) => node_id)]
  const at: Instant = await clockOf(tx)
  const to = { county_code, town_code }
  const ask = { to, lines, at, exclude_node_ids: exclude, within_city_code: city_code }
  return doors()
    .planFor(tx, actor, ask)
    .catch((error: unknown) => {
      if (error instanceof Refused && error.reason === 'no_source') return null
      throw error
    })
}

/** A customer who waits: looked at again and again, half a day at most, then asked once more. */
export async function lookAgain(
  tx: Tx,
  key: OrderKey & { attempt: number },
): Promise<'moved' | 'later' | 'asked'> {
  const order = await lockOrder(tx, system, key)
  if (order.state !== 'resourcing') return 'moved'
  const plan = await planElsewhere(tx, system, order, [order.node_id])
  if (plan || key.attempt >= waits_max) {
    const { node_id } = await sourceAgain(tx, system, { ...key, patient: true })
    return node_id ? 'moved' : 'asked'
  }
  await noteStory(tx, system, { ...key, code: 'still_looking', facts: { attempt: key.attempt } })
  return 'later'
}
