// Reads of fulfilment: a node's queue, one task, its label, and what the node has sold. Row policies say
// whose.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import { Id } from '../../platform/types.ts'
import { orderView } from '../orders/index.ts'
import { fullName, nodeById } from '../places/index.ts'
import type {
  Income,
  IncomeEntry,
  IncomeSum,
  Label,
  TaskLine,
  TaskSummary,
  TaskView,
  getIncome,
  listTasks,
} from './contract.ts'
import { inHouse, nextActions } from './rules.ts'

export const summary = (tx: Tx) => tx`
  id, city_code, order_id, number, node_id, selling_node_id, state, channel, needs_install, units,
  picked_units, lines_count, total_fen,
  (select l.sku_id from fulfilment.line l
    where l.city_code = task.city_code and l.task_id = task.id order by l.line_no limit 1) as first_sku_id,
  first_name_zh, first_name_en, county_code, opened_at, accept_by,
  hand_over_by, promised_from, promised_to, accepted_at, packed_at, handed_over_at, handed_to, delivered_at,
  failed_at, failure`

/** 404 for a node that is not there and for one that is another's. */
function ownNode(actor: Actor, node_id: Id) {
  const node = nodeById(node_id)
  if (actor.scope.nodes !== null && !actor.scope.nodes.includes(node_id)) throw notFound()
  return node
}

const ended = (tx: Tx) => tx`('failed', 'cancelled', 'delivered')`

/** GET /nodes/:node_id/fulfilments. Open ones by what must leave first; all of them newest first. */
export async function queueOf(tx: Tx, actor: Actor, input: z.output<typeof listTasks.input>) {
  const { id: node_id } = ownNode(actor, input.node_id)
  const open = input.open === 'true'
  const after = input.after ?? null
  const later = open
    ? tx`and (hand_over_by, id) > (select c.hand_over_by, c.id from fulfilment.task c where c.id = ${after})`
    : tx`and (opened_at, id) < (select c.opened_at, c.id from fulfilment.task c where c.id = ${after})`
  const day = input.day ? `${input.day}T00:00:00+08:00` : null
  const rows = await tx<TaskSummary[]>`
    select ${summary(tx)} from fulfilment.task
     where node_id = ${node_id}
       ${open ? tx`and state not in ${ended(tx)}` : tx``}
       ${input.state ? tx`and state = ${input.state}` : tx``}
       ${day ? onDay(tx, day) : tx``}
       ${after ? later : tx``}
     order by ${open ? tx`hand_over_by, id` : tx`opened_at desc, id desc`}
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit)
  const next = rows.length > input.limit ? items.at(-1)!.id : null
  return { items, next, now: await clockOf(tx), counts: await countsOf(tx, node_id) }
}

const onDay = (tx: Tx, midnight: string) => tx`
  and opened_at >= ${midnight}::timestamptz and opened_at < ${midnight}::timestamptz + interval '1 day'`

type Counts = { waiting: number; preparing: number; packed: number; on_the_way: number; late: number }
async function countsOf(tx: Tx, node_id: Id): Promise<Counts> {
  const [counts] = await tx<Counts[]>`
    select count(*) filter (where state = 'waiting')::int                            as waiting,
           count(*) filter (where state in ('accepted', 'picking'))::int             as preparing,
           count(*) filter (where state = 'packed')::int                             as packed,
           count(*) filter (where state in ('handed_over', 'delivering'))::int       as on_the_way,
           count(*) filter (where state in ('waiting', 'accepted', 'picking', 'packed')
                              and (hand_over_by < platform.clock()
                                   or (state = 'waiting' and accept_by < platform.clock())))::int as late
      from fulfilment.task
     where node_id = ${node_id} and state not in ${ended(tx)}`
  return counts!
}

export async function linesOf(tx: Tx, task: { city_code: string; id: Id }): Promise<TaskLine[]> {
  return tx<TaskLine[]>`
    select l.line_no, l.sku_id, l.code, l.gtin, l.name_zh, l.name_en, l.quantity, l.picked,
           array(select p.serial from fulfilment.pick p
                  where p.city_code = l.city_code and p.task_id = l.task_id and p.line_no = l.line_no
                    and p.serial is not null order by p.at, p.id) as serials
      from fulfilment.line l
     where l.city_code = ${task.city_code} and l.task_id = ${task.id}
     order by l.line_no`
}

type OfTask = { fulfilment_id: Id }

/** GET /fulfilments/:fulfilment_id */
export async function taskView(tx: Tx, actor: Actor, { fulfilment_id }: OfTask): Promise<TaskView> {
  const [task] = await tx<TaskSummary[]>`
    select ${summary(tx)} from fulfilment.task where id = ${fulfilment_id}`
  if (!task) throw notFound()
  const lines = await linesOf(tx, task)
  const recipient = await recipientOf(tx, actor, task)
  return { ...task, lines: [...lines], recipient, next: nextActions(task.state) }
}

// F7: a node that no longer serves the order learns nothing; one that has delivered sees the shape of it.
async function recipientOf(tx: Tx, actor: Actor, task: TaskSummary): Promise<TaskView['recipient']> {
  if (task.state === 'failed' || task.state === 'cancelled') return null
  try {
    return (await orderView(tx, actor, task)).recipient
  } catch (error) {
    if (error instanceof Refused && error.reason === 'not_found') return null
    throw error
  }
}

/** GET /fulfilments/:fulfilment_id/label */
export async function labelOf(tx: Tx, actor: Actor, input: OfTask): Promise<Label> {
  const task = await taskView(tx, actor, input)
  const node = nodeById(task.node_id)
  const { number, recipient, promised_from, promised_to, needs_install, lines } = task
  return {
    number,
    barcode: number.replaceAll('-', ''),
    node_name_zh: node.name_zh,
    node_name_en: node.name_en,
    node_address_zh: node.address_zh,
    node_address_en: node.address_en,
    node_phone: node.phone,
    recipient,
    place_zh: fullName(task.county_code, 'zh'),
    place_en: fullName(task.county_code, 'en'),
    promised_from,
    promised_to,
    needs_install,
    lines: lines.map(({ code, name_zh, name_en, quantity }) => ({ code, name_zh, name_en, quantity })),
    printed_at: await clockOf(tx),
  }
}

/** GET /nodes/:node_id/income */
export async function incomeOf(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof getIncome.input>,
): Promise<Income> {
  const { id: node_id } = ownNode(actor, input.node_id)
  const today = dayOf(await clockOf(tx))
  const month = `${today.slice(0, 7)}-01`
  const entries = await tx<IncomeEntry[]>`
    select id, order_id, number, kind, units, amount_fen, at from fulfilment.income
     where node_id = ${node_id} and at >= ${`${month}T00:00:00+08:00`}::timestamptz
     order by at desc, id desc limit 200`
  return {
    node_id,
    today: await sumOf(tx, node_id, today, today),
    month: await sumOf(tx, node_id, month, today),
    entries: [...entries],
  }
}

async function sumOf(tx: Tx, node_id: Id, first: string, last: string): Promise<IncomeSum> {
  const from = `${first}T00:00:00+08:00`
  const to = `${addDays(last, 1)}T00:00:00+08:00`
  const [sums] = await tx<IncomeSum[]>`
    select ${from}::timestamptz as from, ${to}::timestamptz as to,
           count(*) filter (where kind <> 'refund')::int                                as orders,
           coalesce(sum(units) filter (where kind <> 'refund'), 0)::int                 as units,
           coalesce(sum(case kind when 'refund' then -amount_fen else amount_fen end), 0)::bigint
             as sales_fen,
           coalesce(sum(amount_fen) filter (where kind = 'online'), 0)::bigint          as online_fen,
           coalesce(sum(amount_fen) filter (where kind = 'counter'), 0)::bigint         as counter_fen,
           coalesce(sum(amount_fen) filter (where kind = 'agency'), 0)::bigint          as agency_fen,
           coalesce(sum(amount_fen) filter (where kind = 'refund'), 0)::bigint          as refunded_fen
      from fulfilment.income
     where node_id = ${node_id} and at >= ${from}::timestamptz and at < ${to}::timestamptz`
  return sums!
}

/** Live topic `node:<id>`: who works there, and who reads all of them. */
export async function hearsNode(_tx: Tx, actor: Actor, id: string): Promise<boolean> {
  if (may(actor, 'sales.read') || may(actor, 'control.read')) return true
  if (!may(actor, 'store.read')) return false
  return actor.scope.nodes === null || actor.scope.nodes.some((node) => node === id)
}

/** Nodes that have failed an order: nobody asks them again for it. */
export async function failedNodes(tx: Tx, order: { city_code: string; order_id: Id }): Promise<Id[]> {
  const rows = await tx<{ node_id: Id }[]>`
    select distinct node_id from fulfilment.task
     where city_code = ${order.city_code} and order_id = ${order.order_id} and state = 'failed'`
  return rows.map(({ node_id }) => node_id)
}

export const stillInHouse = (state: TaskSummary['state']) => inHouse.some((one) => one === state)
