// What the house does with tasks by itself: opens them, follows the order, stops waiting, books what was
// sold. Everything here runs as the system, at least once, and changes nothing the second time.
import { system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import type { OrderView } from '../orders/contract.ts'
import {
  type LockedOrder,
  type PickLine,
  linesOfMany,
  lockOrder,
  lockOrders,
  orderView,
  sourceAgain,
} from '../orders/index.ts'
import { nodes } from '../places/index.ts'
import { type Task, change, giveUp } from './commands.ts'
import { failedNodes, stillInHouse, summary } from './queries.ts'
import { deadlines } from './rules.ts'

export type Heard = { event_id: Id; city_code: string; order_id: Id; node_id: Id }
const always = { opens_minute: 0, closes_minute: 1_440 }

/**
 * F1, F2: orders.paid, orders.resourced; many at once, as they are paid in batches. The orders are locked,
 * so that a cancelling one gets no task. Returns how many were opened.
 */
export async function openTasks(tx: Tx, heard: readonly Heard[]): Promise<number> {
  const orders = new Map((await lockOrders(tx, system, heard)).map((order) => [order.id, order]))
  const standing = heard.filter(({ order_id, node_id }) => {
    const order = orders.get(order_id)
    return order?.state === 'paid' && order.node_id === node_id
  })
  const due = [...new Map(standing.map((one) => [one.order_id, one])).values()]
  if (due.length === 0) return 0
  const lines = await linesOfMany(tx, due)
  const first = new Map(lines.toReversed().map((line) => [line.order_id, line]))
  const opened_at = await clockOf(tx)
  const tasks = due.map(({ order_id, event_id }) =>
    taskRow(orders.get(order_id)!, first.get(order_id), { cause: event_id, opened_at }),
  )
  const added = await tx<{ id: Id; order_id: Id; city_code: string; node_id: Id }[]>`
    insert into fulfilment.task ${tx(tasks)} on conflict do nothing
    returning id, order_id, city_code, node_id`
  if (added.length === 0) return 0
  const taskOf = new Map(added.map((task) => [task.order_id, task]))
  const wanted = lines.flatMap((line) => lineRow(taskOf.get(line.order_id), line))
  await tx`insert into fulfilment.line ${tx(wanted)}`
  await touch(tx, ...new Set(added.map(({ node_id }) => `node:${node_id}`)))
  return added.length
}

type Opening = { cause: Id; opened_at: string }
function taskRow(order: LockedOrder, first: PickLine | undefined, { cause, opened_at }: Opening) {
  const hours = nodes().byId(order.node_id) ?? always
  return {
    ...deadlines(opened_at, order.deliver_starts_at, hours),
    cause,
    opened_at,
    city_code: order.city_code,
    id: newId(),
    order_id: order.id,
    number: order.number,
    node_id: order.node_id,
    selling_node_id: order.selling_node_id,
    state: 'waiting',
    channel: order.channel,
    needs_install: order.needs_install,
    units: order.units,
    lines_count: order.lines_count,
    total_fen: order.total_fen,
    first_name_zh: first?.name_zh ?? '',
    first_name_en: first?.name_en ?? '',
    county_code: order.county_code,
    promised_from: order.deliver_starts_at,
    promised_to: order.deliver_ends_at,
  }
}

// The GTIN is copied: what was ordered is picked, even when the catalog has moved on.
function lineRow(
  task: { id: Id; city_code: string } | undefined,
  { line_no, sku_id, code, name_zh, name_en, quantity }: PickLine,
) {
  if (!task) return []
  const gtin = catalog().sku(sku_id)?.gtin ?? ''
  const { city_code, id: task_id } = task
  return [{ city_code, task_id, line_no, sku_id, code, gtin, name_zh, name_en, quantity }]
}

async function openTaskOf(tx: Tx, { city_code, order_id }: Heard): Promise<Task | null> {
  const [task] = await tx<Task[]>`
    select ${summary(tx)} from fulfilment.task
     where city_code = ${city_code} and order_id = ${order_id}
       and state not in ('failed', 'cancelled', 'delivered')
       for update`
  return task ?? null
}

/** orders.cancelled, orders.expired: what was picked goes back on the shelf. */
export async function dropTask(tx: Tx, heard: Heard) {
  const task = await openTaskOf(tx, heard)
  if (task && stillInHouse(task.state)) await change(tx, task, { state: 'cancelled' })
}

/** orders.delivered: also when the crew that installs brought the goods. */
export async function closeTask(tx: Tx, heard: Heard) {
  const task = await openTaskOf(tx, heard)
  if (!task || stillInHouse(task.state)) return
  await change(tx, task, { state: 'delivered', delivered_at: await clockOf(tx) })
}

/** orders.pick_failed: another node, or the customer's choice. A cancelled order needs neither. */
export async function findAnother(tx: Tx, heard: Heard) {
  const order = await lockOrder(tx, system, heard)
  if (order.state !== 'resourcing') return
  const exclude_node_ids = await failedNodes(tx, heard)
  await sourceAgain(tx, system, { city_code: heard.city_code, order_id: heard.order_id, exclude_node_ids })
}

/** Tasks nobody has answered for longer than the house waits. */
export async function silentTasks(tx: Tx, limit = 200): Promise<{ id: Id }[]> {
  return tx<{ id: Id }[]>`
    select id from fulfilment.task
     where state = 'waiting' and give_up_at <= platform.clock() order by give_up_at limit ${limit}`
}

export async function stopWaiting(tx: Tx, id: Id) {
  const [task] = await tx<Task[]>`
    select ${summary(tx)} from fulfilment.task
     where id = ${id} and state = 'waiting' and give_up_at <= platform.clock() for update`
  if (task) await giveUp(tx, system, task, 'no_answer')
}

type Sale = { kind: 'online' | 'counter' | 'agency' | 'refund'; units: number; amount_fen: number }
async function book(tx: Tx, heard: Heard, view: OrderView, sale: Sale) {
  const { city_code, id: order_id, number, selling_node_id: node_id } = view
  const row = {
    city_code,
    order_id,
    number,
    node_id,
    id: newId(),
    cause: heard.event_id,
    at: await clockOf(tx),
  }
  await tx`insert into fulfilment.income ${tx({ ...row, ...sale })} on conflict do nothing`
  await touch(tx, `node:${node_id}`)
}

/** F8: orders.handed_over and orders.counter_sold book for the store that sold. */
export async function bookSale(tx: Tx, heard: Heard) {
  const view = await orderView(tx, system, heard)
  const agency = view.channel === 'counter' && view.mode === 'agency'
  const kind = agency ? 'agency' : view.channel === 'counter' ? 'counter' : 'online'
  await book(tx, heard, view, { kind, units: view.units, amount_fen: view.total_fen })
}

const sold = new Set(['returning', 'returned', 'closed'])
/** F8: orders.refunded lowers income only when the goods had been sold; a cancelled order never was. */
export async function bookRefund(tx: Tx, heard: Heard & { from: string; amount_fen: number }) {
  if (!sold.has(heard.from)) return
  const view = await orderView(tx, system, heard)
  await book(tx, heard, view, { kind: 'refund', units: 0, amount_fen: heard.amount_fen })
}
