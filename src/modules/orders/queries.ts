// Reads of orders. Row-level security says whose; these say what of it, and mask who needs no number.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { Id, type Instant, type Page, fen } from '../../platform/types.ts'
import { paymentOfBasket } from '../payment/index.ts'
import type {
  OrderPlan,
  OrderSummary,
  OrderView,
  ReceiptView,
  RecipientView,
  ReturnView,
  StoryRow,
  listOrders,
} from './contract.ts'
import { doors } from './doors.ts'
import { nextEvents, nextStates, whyNotCancel, whyNotChoose, whyNotReturn } from './rules.ts'

type OfOrder = { order_id: Id }
type Key = { city_code: string; order_id: Id }

const summary = (tx: Tx) => tx`
  id, city_code, number, basket_id, payment_id, channel, mode, state, county_code, town_code, node_id,
  selling_node_id, total_fen, refunded_fen, units, first_sku_id, lines_count, needs_install, placed_at,
  expires_at, choose_by, paid_at, delivered_at, changed_at, p50_at, p90_at, deliver_starts_at,
  deliver_ends_at, install_starts_at, install_ends_at`

type Whose = { person_id: Id | null; channel: 'shop' | 'counter'; selling_node_id: Id }
/**
 * Who may cancel, choose and return: the buyer; after a counter sale, whose buyer has no account, the store.
 */
export function answersFor(actor: Actor, { person_id, channel, selling_node_id }: Whose): boolean {
  if (person_id !== null) return person_id === actor.person_id
  const there = actor.scope.nodes === null || actor.scope.nodes.includes(selling_node_id)
  return channel === 'counter' && there && may(actor, 'orders.counter_sale')
}

/** Where an order lives: 404 when it is not there or none of the actor's. */
export async function keyOfOrder(tx: Tx, order_id: Id): Promise<Key> {
  const [row] = await tx<Key[]>`
    select city_code, id as order_id from orders.customer_order where id = ${order_id}`
  if (!row) throw notFound()
  return row
}

export async function findOrders(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listOrders.input>,
): Promise<Page<OrderSummary>> {
  const wide = may(actor, 'sales.read') || may(actor, 'control.read')
  const nodes = actor.scope.nodes ?? []
  const own = input.mine || (!wide && !may(actor, 'store.read'))
  const whose = own
    ? tx`person_id = ${actor.person_id}`
    : wide
      ? tx`true`
      : tx`(person_id = ${actor.person_id} or node_id = any(${nodes}::uuid[])
            or selling_node_id = any(${nodes}::uuid[]))`
  const node = input.node_id ?? null
  const digits = input.number?.replaceAll('-', '')
  const rows = await tx<OrderSummary[]>`
    select ${summary(tx)} from orders.customer_order
     where ${whose}
       ${input.state ? tx`and state = ${input.state}` : tx``}
       ${input.city_code ? tx`and city_code = ${input.city_code}` : tx``}
       ${node ? tx`and (node_id = ${node} or selling_node_id = ${node})` : tx``}
       ${input.basket_id ? tx`and basket_id = ${input.basket_id}` : tx``}
       ${digits ? tx`and ${numbered(tx, digits, wide && !own)}` : tx``}
       ${input.day ? dayOnly(tx, input.day) : tx``}
       ${input.after ? olderThan(tx, input.after) : tx``}
     order by placed_at desc, id desc
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit)
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

// The whole number with or without its dashes, or its last digits (four at least), as people read them out.
function numbered(tx: Tx, digits: string, among_all: boolean) {
  const dashed = `${digits.slice(0, 4)}-${digits.slice(4, 10)}-${digits.slice(10)}`
  if (digits.length < 4 || digits.length >= 17) return tx`number = any(${[digits, dashed]})`
  return among_all
    ? tx`id in (select orders.ending_in(${digits}))`
    : tx`right(replace(number, '-', ''), ${digits.length}) = ${digits}`
}

const dayOnly = (tx: Tx, day: string) => tx`
  and placed_at >= ${`${day}T00:00:00+08:00`}::timestamptz
  and placed_at < ${`${day}T00:00:00+08:00`}::timestamptz + interval '1 day'`

const olderThan = (tx: Tx, after: string) => tx`
  and (placed_at, id) < (select c.placed_at, c.id from orders.customer_order c where c.id = ${after})`

const benefitsOfLine = (tx: Tx) => tx`
  coalesce((select jsonb_agg(jsonb_build_object(
              'code', b.code, 'kind', b.kind, 'name_zh', b.name_zh, 'name_en', b.name_en,
              'amount_fen', b.amount_fen, 'returned_fen', b.returned_fen) order by b.step)
              from orders.line_benefit b
             where b.city_code = l.city_code and b.order_id = l.order_id and b.line_no = l.line_no), '[]')`

/** GET /orders/:order_id */
export async function orderView(tx: Tx, actor: Actor, { order_id }: OfOrder): Promise<OrderView> {
  const [order] = await tx<
    (OrderSummary & { person_id: Id | null; resourced: number; reasons: OrderView['reasons'] })[]
  >`
    select ${summary(tx)}, person_id, resourced, reasons from orders.customer_order where id = ${order_id}`
  if (!order) throw notFound()
  const { person_id: _, ...shown } = order
  const key = { city_code: order.city_code, order_id }
  const lines = await tx<OrderView['lines']>`
    select line_no, sku_id, code, name_zh, name_en, quantity, unit_fen, total_fen, needs_install, trace,
           returned_quantity, refunded_fen, ${benefitsOfLine(tx)} as benefits
      from orders.line l where city_code = ${key.city_code} and order_id = ${order_id} order by line_no`
  const mine = answersFor(actor, order)
  const now = await clockOf(tx)
  return {
    ...shown,
    lines: [...lines],
    recipient: await recipientOf(tx, key),
    returns: await returnsOf(tx, key),
    next_states: nextStates(order),
    next_events: nextEvents(order),
    why_not_cancel: mine ? whyNotCancel(order) : 'forbidden',
    why_not_return: mine ? whyNotReturn(order, now) : 'forbidden',
    why_not_choose: mine ? whyNotChoose(order) : 'forbidden',
  }
}

// O7: in full for those whom the policy lets read the row; the others see the shape of it.
async function recipientOf(tx: Tx, { city_code, order_id }: Key): Promise<RecipientView | null> {
  const [full] = await tx<{ name: string; phone: string; line: string }[]>`
    select name, phone, address as line from orders.recipient
     where city_code = ${city_code} and order_id = ${order_id}`
  if (full) return { ...full, masked: false }
  const [shape] = await tx<{ name: string; phone: string }[]>`
    select name, phone from orders.masked_recipient(${city_code}, ${order_id})`
  return shape ? { ...shape, line: '', masked: true } : null
}

async function returnsOf(tx: Tx, { city_code, order_id }: Key): Promise<ReturnView[]> {
  return tx<ReturnView[]>`
    select r.id, r.state, r.reason, r.refund_fen, r.requested_at, r.received_at,
           (select jsonb_agg(jsonb_build_object('line_no', l.line_no, 'quantity', l.quantity,
                                                'refund_fen', l.refund_fen) order by l.line_no)
              from orders.return_line l
             where l.city_code = r.city_code and l.return_id = r.id) as lines
      from orders.return_request r
     where r.city_code = ${city_code} and r.order_id = ${order_id}
     order by r.requested_at, r.id`
}

/** GET /orders/:order_id/story */
export async function orderStory(tx: Tx, _actor: Actor, { order_id }: OfOrder) {
  const [order] = await tx<{ city_code: string; state: OrderView['state'] }[]>`
    select city_code, state from orders.customer_order where id = ${order_id}`
  if (!order) throw notFound()
  const rows = await tx<StoryRow[]>`
    select id, at, code, by, facts from orders.story
     where city_code = ${order.city_code} and order_id = ${order_id} order by at, id limit 1000`
  return { order_id, state: order.state, rows: [...rows] }
}

/** GET /orders/:order_id/plan: 404 for who may not read the order; nothing for who needs no figures. */
export async function planOf(tx: Tx, _actor: Actor, { order_id }: OfOrder): Promise<OrderPlan> {
  await keyOfOrder(tx, order_id)
  const [row] = await tx<
    { plan: Omit<OrderPlan, 'kept'> | null }[]
  >`select orders.plan_of(${order_id}) as plan`
  if (!row?.plan) return { kept: false, at: null, candidates: 0, legs: [], rejected: [] }
  return { kept: true, ...row.plan }
}

/** GET /order-counts: row policies say whose orders count. */
export async function orderCounts(tx: Tx) {
  const states = await tx<{ state: OrderView['state']; count: number }[]>`
    select state, count(*)::int as count from orders.customer_order
     where state not in ('closed', 'expired', 'cancelled', 'returned')
     group by state order by state`
  const [today] = await tx<{ placed: number; total_fen: number }[]>`
    select count(*)::int as placed, coalesce(sum(total_fen), 0)::bigint as total_fen
      from orders.customer_order
     where placed_at >= (platform.clock() at time zone 'Asia/Shanghai')::date::timestamp
                        at time zone 'Asia/Shanghai'
       and state not in ('created', 'expired')`
  return { states: [...states], today: { placed: today!.placed, total_fen: fen(today!.total_fen) } }
}

/** GET /orders/:order_id/receipt */
export async function receiptOf(tx: Tx, actor: Actor, input: OfOrder): Promise<ReceiptView> {
  const order = await orderView(tx, actor, input)
  if (!order.paid_at) throw new Refused('not_paid', 409, { state: order.state })
  const payment = await paymentOfBasket(tx, actor, order.basket_id)
  const node = doors().node(order.selling_node_id)
  const { number, channel, mode, total_fen, refunded_fen, paid_at } = order
  return {
    number,
    channel,
    mode,
    sold_at: paid_at,
    node_id: order.selling_node_id,
    node_name_zh: node?.name_zh ?? '',
    node_name_en: node?.name_en ?? '',
    node_address_zh: node?.address_zh ?? '',
    node_address_en: node?.address_en ?? '',
    node_phone: node?.phone ?? '',
    payment_method: payment?.method ?? 'online',
    lines: order.lines.map(({ line_no, code, name_zh, name_en, quantity, unit_fen, total_fen: line_fen }) => {
      return { line_no, code, name_zh, name_en, quantity, unit_fen, total_fen: line_fen }
    }),
    total_fen,
    paid_fen: total_fen,
    refunded_fen,
  }
}

/**
 * For jobs of rooms above (a label, a work order): whom to deliver to. Only as the system or who may read
 * it.
 */
/** Many orders as `k (city_code, order_id)`. */
const named = (tx: Tx, keys: readonly Key[]) => tx`
  unnest(${keys.map((one) => one.city_code)}::text[], ${keys.map((one) => one.order_id)}::uuid[])
    as k(city_code, order_id)`

export async function contactOf(tx: Tx, actor: Actor, key: Key): Promise<Contact | null> {
  const [contact] = await contactsOf(tx, actor, [key])
  return contact ?? null
}
export type Contact = {
  order_id: Id
  name: string
  phone: string
  address: string
  county_code: string
  person_id: Id | null
}
export const contactsOf = (tx: Tx, _actor: Actor, keys: readonly Key[]) => tx<Contact[]>`
  select r.order_id, r.name, r.phone, r.address, o.county_code, o.person_id
    from ${named(tx, keys)}
    join orders.recipient r on r.city_code = k.city_code and r.order_id = k.order_id
    join orders.customer_order o on o.city_code = r.city_code and o.id = r.order_id`

/** What is to be picked for each of many orders, in the order of their lines. */
export type PickLine = Pick<
  OrderView['lines'][number],
  'line_no' | 'sku_id' | 'code' | 'name_zh' | 'name_en' | 'quantity' | 'needs_install'
> & { order_id: Id }
export const linesOfMany = (tx: Tx, keys: readonly Key[]) => tx<PickLine[]>`
  select l.order_id, l.line_no, l.sku_id, l.code, l.name_zh, l.name_en, l.quantity, l.needs_install
    from ${named(tx, keys)}
    join orders.line l on l.city_code = k.city_code and l.order_id = k.order_id
   order by l.order_id, l.line_no`

/** What a message to the customer of an order may say, and where it goes; for many orders at once. */
export type Tellable = Pick<
  OrderSummary,
  'number' | 'total_fen' | 'expires_at' | 'choose_by' | 'deliver_starts_at' | 'deliver_ends_at'
> & { order_id: Id; person_id: Id | null; phone: string }
export const tellable = (tx: Tx, keys: readonly Key[]) => tx<Tellable[]>`
  select o.id as order_id, o.number, o.total_fen, o.expires_at, o.choose_by, o.deliver_starts_at,
         o.deliver_ends_at, o.person_id, r.phone
    from ${named(tx, keys)}
    join orders.customer_order o on o.city_code = k.city_code and o.id = k.order_id
    join orders.recipient r on r.city_code = o.city_code and r.order_id = o.id`

/** Orders that wait for their money since `before`, the first to expire first; `after` goes on from there. */
export type Unpaid = Key & { expires_at: Instant }
export const unpaidSince = (tx: Tx, before: Instant, after: Unpaid | null, limit: number) => tx<Unpaid[]>`
  select o.city_code, o.id as order_id, o.expires_at
    from orders.customer_order o
   where o.state = 'created' and o.expires_at > platform.clock() and o.placed_at <= ${before}
     and (${after === null} or (o.expires_at, o.id) >
          (${after?.expires_at ?? null}::timestamptz, ${after?.order_id ?? null}::uuid))
   order by o.expires_at, o.id limit ${limit}`

/** Live topic `order:<id>`. */
export async function hearsOrder(tx: Tx, _actor: Actor, id: string): Promise<boolean> {
  if (!Id.safeParse(id).success) return false
  const found = await tx`select 1 from orders.customer_order where id = ${id}::uuid`
  return found.length > 0
}
