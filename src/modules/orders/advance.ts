// The one way an order moves: the table says where to, the goods, slots and money follow, the story and
// everybody concerned are told, all in the caller's transaction.
import { type Actor, may } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { emit, enqueue } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { readSetting } from '../../platform/setting.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Fen, type Id, type Instant, newId } from '../../platform/types.ts'
import { queueRefund } from '../payment/index.ts'
import type { OrderEvent, OrderState, StoryRow } from './contract.ts'
import { doors } from './doors.ts'
import { holding, nextState } from './rules.ts'
import { choiceHours } from './settings.ts'

export type OrderKey = { city_code: string; order_id: Id }
export type LockedOrder = {
  city_code: string
  id: Id
  number: string
  basket_id: Id
  payment_id: Id
  person_id: Id | null
  channel: 'shop' | 'counter'
  mode: 'own_stock' | 'agency'
  state: OrderState
  node_id: Id
  selling_node_id: Id
  county_code: string
  town_code: string | null
  total_fen: Fen
  refunded_fen: Fen
  units: number
  lines_count: number
  needs_install: boolean
  resourced: number
  expires_at: Instant | null
  /** Until when the customer is asked what to do; only while the order asks. */
  choose_by: Instant | null
  delivered_at: Instant | null
  deliver_day: string | null
  deliver_window: string | null
  install_day: string | null
  install_window: string | null
  deliver_starts_at: Instant | null
  deliver_ends_at: Instant | null
  install_starts_at: Instant | null
  install_ends_at: Instant | null
}

/** What an event is called once it has happened; rooms above listen to `orders.<name>`. */
export const happened = {
  pay: 'orders.paid',
  expire: 'orders.expired',
  accept: 'orders.accepted',
  start_picking: 'orders.picking_started',
  hand_over: 'orders.handed_over',
  depart: 'orders.departed',
  deliver: 'orders.delivered',
  install: 'orders.installed',
  close: 'orders.closed',
  cancel_by_customer: 'orders.cancelled',
  cancel_by_house: 'orders.cancelled',
  fail_pick: 'orders.pick_failed',
  resource: 'orders.resourced',
  offer_choice: 'orders.choice_offered',
  choose_wait: 'orders.wait_chosen',
  choose_cancel: 'orders.cancelled',
  request_return: 'orders.return_requested',
  receive_return: 'orders.returned',
  receive_part_return: 'orders.returned',
  refund: 'orders.refunded',
} as const satisfies Record<OrderEvent, string>

const lockedColumns = (tx: Tx) => tx`
  city_code, id, number, basket_id, payment_id, person_id, channel, mode, state, node_id, selling_node_id,
  county_code, town_code, total_fen, refunded_fen, units, lines_count, needs_install, resourced, expires_at,
  choose_by, delivered_at, deliver_day, deliver_window, install_day, install_window, deliver_starts_at,
  deliver_ends_at, install_starts_at, install_ends_at`

/** Locks an order until the transaction ends; 404 when it is not there or none of the actor's. */
export async function lockOrder(
  tx: Tx,
  _actor: Actor,
  { city_code, order_id }: OrderKey,
): Promise<LockedOrder> {
  const [order] = await tx<LockedOrder[]>`
    select ${lockedColumns(tx)} from orders.lock(${city_code}, ${order_id})`
  if (!order) throw notFound()
  return order
}

/** The same for many at once, in everybody's order of locking; those that are there and the actor's. */
export const lockOrders = (tx: Tx, _actor: Actor, keys: readonly OrderKey[]) => tx<LockedOrder[]>`
  select ${lockedColumns(tx)}
    from orders.lock_many(${keys.map((one) => one.city_code)}::text[],
                          ${keys.map((one) => one.order_id)}::uuid[])`

function whoActs(actor: Actor, order: LockedOrder): StoryRow['by'] {
  if (actor.person_id && actor.person_id === order.person_id) return 'customer'
  if (actor.name === 'system' && !actor.person_id) return 'house'
  if (may(actor, 'installation.work')) return 'crew'
  return may(actor, 'store.read') ? 'store' : 'house'
}

/** The windows an order was promised, as its row keeps them. */
export type SlotRow = Record<
  `${'deliver' | 'install'}_${'day' | 'window' | 'starts_at' | 'ends_at'}`,
  string | null
>

type Patch = Partial<{
  node_id: string
  mode: string
  resourced: number
  p50_at: Instant
  p90_at: Instant
  reasons: readonly unknown[]
  refunded_fen: number
}> &
  Partial<SlotRow>
type Step = { event: OrderEvent; facts?: Record<string, unknown>; patch?: Patch }

/**
 * Moves a locked order. Facts go into the story as they are: codes and amounts, never personal data.
 * Refuses `not_possible_now` when the table does. O3
 */
export async function step(
  tx: Tx,
  actor: Actor,
  order: LockedOrder,
  { event, facts = {}, patch = {} }: Step,
) {
  const to = nextState(order, event)
  if (!to) throw new Refused('not_possible_now', 409, { state: order.state, event })
  const key = { city_code: order.city_code, order_id: order.id }
  await moveGoods(tx, actor, order, event, to)
  const at = await clockOf(tx)
  const times = {
    ...(event === 'pay' && { paid_at: at, expires_at: null }),
    ...(event === 'deliver' && { delivered_at: at }),
    ...(to === 'expired' && { expires_at: null }),
    ...(await askUntil(tx, order, to)),
  }
  const node_id = patch.node_id ?? order.node_id
  const told = { node_id, ...facts }
  const [moved] = await tx<{ done: boolean }[]>`
    select orders.move(${order.city_code}, ${order.id}, ${order.state}, ${to}, ${event},
                       ${whoActs(actor, order)}, ${tx.json(told as never)}, ${newId()},
                       ${tx.json({ ...times, ...patch } as never)}) as done`
  if (!moved!.done) throw notFound()
  const { basket_id, needs_install, mode } = order
  const payload = { ...key, basket_id, node_id, mode, needs_install, from: order.state, state: to, ...facts }
  await emit(tx, actor, happened[event], payload, order.city_code)
  await touch(tx, `order:${order.id}`, `node:${node_id}`)
  if (order.node_id !== node_id) await touch(tx, `node:${order.node_id}`)
  if (order.selling_node_id !== node_id) await touch(tx, `node:${order.selling_node_id}`)
  return to
}

// O8: whoever is asked is asked until a moment, which goes with the question.
async function askUntil(tx: Tx, order: LockedOrder, to: OrderState) {
  if (to !== 'awaiting_choice') return order.choose_by && { choose_by: null }
  const hours = await readSetting(tx, choiceHours)
  const choose_by = addMinutes(await clockOf(tx), hours * 60)
  const key = { city_code: order.city_code, order_id: order.id }
  await enqueue(tx, 'orders.end_choice', key, { run_at: addMinutes(choose_by, 1 / 60) })
  return { choose_by }
}

// Benefits, units and slots follow the state: an ended order holds nothing, handed-over goods are sold. O4
async function moveGoods(tx: Tx, actor: Actor, order: LockedOrder, event: OrderEvent, to: OrderState) {
  const key = { city_code: order.city_code, order_id: order.id }
  const ends = to === 'cancelled' || to === 'expired'
  const frees = ends && event !== 'refund' && holding.has(order.state)
  // Benefits before units and slots: everybody locks in that order.
  if (event === 'pay') await moveBenefits(tx, key, 'use')
  if (frees) await moveBenefits(tx, key, 'give_back')
  if (event === 'hand_over') await doors().sellUnits(tx, actor, { ...key, node_id: order.node_id })
  if (event === 'pay' && order.state === 'created') {
    await doors().extendHold(tx, actor, { ...key, expires_at: forever })
    await doors().confirmSlots(tx, actor, key)
  }
  if (frees) {
    await doors().releaseUnits(tx, actor, key)
    await doors().releaseSlots(tx, actor, key)
  }
}

/** Paid, they are used; ended, given back; paid after the end, taken again while there are some. */
export const moveBenefits = (
  tx: Tx,
  { city_code, order_id }: OrderKey,
  what: 'use' | 'give_back' | 'take_again',
) => tx`select orders.move_benefits(${city_code}, ${order_id}, ${what})`

/** A paid order holds its units until they leave or it ends. */
export const forever: Instant = '2999-12-31T00:00:00.000Z'

export type Advance = OrderKey & { event: OrderEvent; facts?: Record<string, unknown> }

/** The door for rooms above: fulfilment and installation move an order by an event of the table. */
export async function advance(
  tx: Tx,
  actor: Actor,
  { event, facts = {}, ...key }: Advance,
): Promise<OrderState> {
  return step(tx, actor, await lockOrder(tx, actor, key), { event, facts })
}

/** A row of the story that moves nothing: packed, out for delivery soon, a photo taken … */
export async function noteStory(
  tx: Tx,
  actor: Actor,
  {
    city_code,
    order_id,
    code,
    facts = {},
    by,
  }: OrderKey & {
    code: string
    facts?: Record<string, unknown>
    by?: StoryRow['by']
  },
) {
  const who = by ?? (may(actor, 'installation.work') ? 'crew' : may(actor, 'store.read') ? 'store' : 'house')
  const house = actor.name === 'system' && !actor.person_id ? 'house' : who
  await tx`
    select orders.note(${city_code}, ${order_id}, ${code}, ${by ?? house}, ${tx.json(facts as never)},
                       ${newId()})`
  await touch(tx, `order:${order_id}`)
}

type Entrusted = OrderKey & { party_id: Id | null }
/** The door for installation: whose crew may move these orders; null is nobody's. */
export async function entrustMany(tx: Tx, _actor: Actor, all: readonly Entrusted[]) {
  await tx`
    select orders.public_entrust_many(${all.map((one) => one.city_code)}::text[],
                                      ${all.map((one) => one.order_id)}::uuid[],
                                      ${all.map((one) => one.party_id)}::uuid[])`
}
export const entrust = (tx: Tx, actor: Actor, one: Entrusted) => entrustMany(tx, actor, [one])

/** Whatever of an order's money has not gone back yet goes back. Idempotent by order and reason. */
export async function refundRest(tx: Tx, actor: Actor, order: LockedOrder, reason: string) {
  const amount_fen = order.total_fen - order.refunded_fen
  await refund(tx, actor, order, { amount_fen, reason, key: `${reason}:${order.id}` })
}

/**
 * Money of an ended order, or of goods that are back, goes back later. Idempotent by key; nothing to do
 * for 0 fen. The function asks who may.
 */
export async function refund(
  tx: Tx,
  _actor: Actor,
  { city_code, id, payment_id }: LockedOrder,
  { amount_fen, reason, key }: { amount_fen: number; reason: string; key: string },
) {
  if (amount_fen <= 0) return
  const [asked] = await tx<{ refund_id: Id; fresh: boolean }[]>`
    select refund_id, fresh
      from orders.refund(${city_code}, ${id}, ${newId()}, ${key}, ${amount_fen}, ${reason})`
  await queueRefund(tx, { ...asked!, payment_id })
}
