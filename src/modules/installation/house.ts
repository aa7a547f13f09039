// What the house does with work orders by itself, as the system; hearing an event twice changes nothing.
import { randomInt } from 'node:crypto'
import { system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import {
  type LockedOrder,
  type PickLine,
  contactsOf,
  entrust,
  entrustMany,
  linesOfMany,
  lockOrder,
  lockOrders,
  orderView,
} from '../orders/index.ts'
import { crewWith } from '../people/index.ts'
import { type Work, change } from './commands.ts'
import type { SiteCheck } from './contract.ts'
import { productOf, skillsOf, summary } from './queries.ts'
import { siteChecks, stepsFor } from './rules.ts'

export type Heard = { event_id: Id; city_code: string; order_id: Id; to?: string }
const over = new Set(['created', 'cancelled', 'expired', 'returning', 'returned', 'installed'])

/**
 * I1: orders.paid, orders.counter_sold; many at once, as they are paid in batches. The orders are locked,
 * so that a cancelling one gets no crew. Returns how many work orders were opened.
 */
export async function openWorks(tx: Tx, heard: readonly Heard[]): Promise<number> {
  const orders = new Map((await lockOrders(tx, system, heard)).map((order) => [order.id, order]))
  const keys = [...orders.values()]
    .filter(({ needs_install, state }) => needs_install && !over.has(state))
    .map(({ city_code, id }) => ({ city_code, order_id: id }))
  if (keys.length === 0) return 0
  const lines = (await linesOfMany(tx, keys)).filter((line) => line.needs_install)
  const companyFor = companies(tx)
  const now = await clockOf(tx)
  const made = []
  for (const { order_id } of keys) {
    const own = lines.filter((line) => line.order_id === order_id)
    made.push(await workOf(orders.get(order_id)!, own, { now, companyFor }))
  }
  const added = await tx<{ id: Id }[]>`
    insert into installation.work_order ${tx(made.map(({ row }) => row))} on conflict do nothing returning id`
  const opened = made.filter(({ row }) => added.some(({ id }) => id === row.id))
  if (opened.length > 0) await equip(tx, opened)
  return opened.length
}

/** I10: without a company that may do it, work waits for dispatch. Asked once for each set of skills. */
function companies(tx: Tx) {
  const known = new Map<string, ReturnType<typeof crewWith>>()
  return (skills: Parameters<typeof crewWith>[1]) => {
    const name = skills.join(',')
    const found = known.get(name) ?? crewWith(tx, skills)
    known.set(name, found)
    return found
  }
}

type Opening = { now: string; companyFor: ReturnType<typeof companies> }
type Made = Awaited<ReturnType<typeof workOf>>

async function workOf(order: LockedOrder, picked: readonly PickLine[], { now, companyFor }: Opening) {
  const id = newId()
  const lines = picked.map((line) => lineRow(order.city_code, id, line))
  const skills = skillsOf(lines)
  const crew = await companyFor(skills)
  const row = {
    ...workRow(order, picked[0]!),
    id,
    party_id: crew?.id ?? null,
    skills,
    opened_at: now,
    changed_at: now,
    steps_total: stepsFor(lines.map(({ checks }) => checks)).length,
    units: lines.reduce((all, { quantity }) => all + quantity, 0),
  }
  return { order, row, lines }
}

/** What comes with a new work order: its lines, the code for its acceptance, whom to visit, whose it is. */
async function equip(tx: Tx, opened: readonly Made[]) {
  const keys = opened.map(({ order }) => ({ city_code: order.city_code, order_id: order.id }))
  await entrustMany(
    tx,
    system,
    opened.map(({ row }, at) => ({ ...keys[at]!, party_id: row.party_id })),
  )
  await tx`insert into installation.line ${tx(opened.flatMap(({ lines }) => lines))}`
  const codes = opened.map(({ order, row }) => {
    const code = String(randomInt(1_000_000)).padStart(6, '0')
    return { ...keyOf(row), selling_node_id: order.selling_node_id, code }
  })
  await tx`insert into installation.code ${tx(codes)}`
  const workOfOrder = new Map(opened.map(({ row }) => [row.order_id, row]))
  const contacts = (await contactsOf(tx, system, keys)).map(({ order_id, name, phone, address }) => {
    return { ...keyOf(workOfOrder.get(order_id)!), name, phone, line: address }
  })
  if (contacts.length > 0) await tx`insert into installation.contact ${tx(contacts)}`
  const crews = opened.flatMap(({ row }) => (row.party_id ? [`crew:${row.party_id}`] : []))
  await touch(tx, ...opened.map(({ order }) => `order:${order.id}`), ...new Set(crews))
}

const keyOf = ({ city_code, id: work_order_id, person_id }: Made['row']) => ({
  city_code,
  work_order_id,
  person_id,
})

const workRow = (order: LockedOrder, first: PickLine) => ({
  city_code: order.city_code,
  order_id: order.id,
  number: order.number,
  person_id: order.person_id,
  selling_node_id: order.selling_node_id,
  state: 'planned',
  county_code: order.county_code,
  day: order.install_day,
  window_code: order.install_window,
  starts_at: order.install_starts_at,
  ends_at: order.install_ends_at,
  first_name_zh: first.name_zh,
  first_name_en: first.name_en,
  goods_delivered: order.state === 'delivered',
})

function lineRow(city_code: string, work_order_id: Id, line: PickLine) {
  const { line_no, sku_id, code, name_zh, name_en, quantity } = line
  const sku = catalog().sku(sku_id)
  const needs: SiteCheck[] = (productOf(sku_id)?.utilities ?? []).map(({ kind }) => kind)
  const what = { sku_id, code, name_zh, name_en, category_code: sku?.category_code ?? '' }
  return { city_code, work_order_id, line_no, ...what, checks: siteChecks(needs), quantity }
}

async function openWorkOf(tx: Tx, { city_code, order_id }: Heard): Promise<Work | null> {
  const [work] = await tx<Work[]>`
    select ${summary(tx)} from installation.work_order
     where city_code = ${city_code} and order_id = ${order_id} and state in ('planned', 'started')
       for update`
  return work ?? null
}

/**
 * orders.resourced: the visit is the new store's to follow and the old one's no longer, and a window that the
 * new store could not keep has moved.
 */
export async function followOrder(tx: Tx, heard: Heard) {
  const work = await openWorkOf(tx, heard)
  const order = await lockOrder(tx, system, heard)
  await tx`
    update installation.work_order set selling_node_id = ${order.selling_node_id}
     where city_code = ${heard.city_code} and order_id = ${heard.order_id}`
  if (!work || work.state !== 'planned' || work.attempt > 1) return
  const [day, window_code] = [order.install_day, order.install_window]
  if (day === work.day && window_code === work.window) return
  const { install_starts_at, install_ends_at } = await orderView(tx, system, heard)
  await change(tx, work, { day, window_code, starts_at: install_starts_at, ends_at: install_ends_at })
}

/** orders.cancelled, orders.expired, orders.return_requested */
export async function dropWork(tx: Tx, heard: Heard) {
  const work = await openWorkOf(tx, heard)
  if (!work) return
  await change(tx, work, { state: 'cancelled' })
  await entrust(tx, system, { ...heard, party_id: null })
}

/** I8: orders.handed_over to the crew: one visit delivers and installs. */
export async function noteGoods(tx: Tx, heard: Heard) {
  if (heard.to !== 'crew') return
  const work = await openWorkOf(tx, heard)
  if (work && !work.goods_with_crew) await change(tx, work, { goods_with_crew: true })
}

/** orders.delivered */
export async function noteDelivered(tx: Tx, heard: Heard) {
  const work = await openWorkOf(tx, heard)
  if (work && !work.goods_delivered) await change(tx, work, { goods_delivered: true })
}
