// What the house does with tasks by itself: opens them, follows the order, stops waiting, books what was
// sold. Everything here runs as the system, at least once, and changes nothing the second time.
import { system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type OrderView } from '../orders/contract.ts'
import { lockOrder, orderView, sourceAgain } from '../orders/index.ts'
import { nodes } from '../places/index.ts'
import { type Task, change, giveUp } from './commands.ts'
import { failedNodes, stillInHouse, summary } from './queries.ts'
import { deadlines } from './rules.ts'

export type Heard = { event_id: Id; city_code: string; order_id: Id; node_id: Id }
const always = { opens_minute: 0, closes_minute: 1_440 }

/** F1, F2: orders.paid, orders.resourced. The order is locked, so that a cancelling one gets no task. */
export async function openTask(tx: Tx, heard: Heard): Promise<boolean> {
  const order = await lockOrder(tx, system, heard)
  if (order.state !== 'paid' || order.node_id !== heard.node_id) return false
  const view = await orderView(tx, system, heard)
  const opened_at = await clockOf(tx)
  const due = deadlines(opened_at, view.deliver_starts_at, nodes().byId(order.node_id) ?? always)
  const task = taskRow(view, { cause: heard.event_id, opened_at, ...due })
  const added = await tx`insert into fulfilment.task ${tx(task)} on conflict do nothing returning 1`
  if (added.length === 0) return false
  await tx`insert into fulfilment.line ${tx(lineRows(view, task.id))}`
  await touch(tx, `node:${order.node_id}`)
  return true
}

type Opening = ReturnType<typeof deadlines> & { cause: Id; opened_at: string }
const taskRow = (view: OrderView, opening: Opening) => ({
  ...opening,
  city_code: view.city_code,
  id: newId(),
  order_id: view.id,
  number: view.number,
  node_id: view.node_id,
  selling_node_id: view.selling_node_id,
  state: 'waiting',
  channel: view.channel,
  needs_install: view.needs_install,
  units: view.units,
  lines_count: view.lines_count,
  total_fen: view.total_fen,
  first_name_zh: view.lines[0]?.name_zh ?? '',
  first_name_en: view.lines[0]?.name_en ?? '',
  county_code: view.county_code,
  promised_from: view.deliver_starts_at,
  promised_to: view.deliver_ends_at,
})

// The GTIN is copied: what was ordered is picked, even when the catalog has moved on.
const lineRows = (view: OrderView, task_id: Id) =>
  view.lines.map(({ line_no, sku_id, code, name_zh, name_en, quantity }) => {
    const gtin = catalog().sku(sku_id)?.gtin ?? ''
    return { city_code: view.city_code, task_id, line_no, sku_id, code, gtin, name_zh, name_en, quantity }
  })

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
