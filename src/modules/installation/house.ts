// What the house does with work orders by itself, as the system; hearing an event twice changes nothing.
import { randomInt } from 'node:crypto'
import { system } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import type { OrderView } from '../orders/contract.ts'
import { type LockedOrder, contactOf, entrust, lockOrder, orderView } from '../orders/index.ts'
import { crewWith } from '../people/index.ts'
import { type Work, change } from './commands.ts'
import type { SiteCheck } from './contract.ts'
import { productOf, skillsOf, summary } from './queries.ts'
import { siteChecks, stepsFor } from './rules.ts'

export type Heard = { event_id: Id; city_code: string; order_id: Id; to?: string }
const over = new Set(['created', 'cancelled', 'expired', 'returning', 'returned', 'installed'])

/** I1: orders.paid, orders.counter_sold. The order is locked, so that a cancelling one gets no crew. */
export async function openWork(tx: Tx, heard: Heard): Promise<boolean> {
  const order = await lockOrder(tx, system, heard)
  if (!order.needs_install || over.has(order.state)) return false
  const view = await orderView(tx, system, heard)
  const now = await clockOf(tx)
  const id = newId()
  const lines = lineRows(view, id)
  const skills = skillsOf(lines)
  // I10: without a company that may do it, it waits for dispatch.
  const crew = await crewWith(tx, skills)
  const times = { opened_at: now, changed_at: now }
  const work = { ...workRow(view, order), id, party_id: crew?.id ?? null, skills, ...times }
  const steps_total = stepsFor(lines.map(({ checks }) => checks)).length
  const units = lines.reduce((all, { quantity }) => all + quantity, 0)
  const row = { ...work, steps_total, units }
  const added = await tx`insert into installation.work_order ${tx(row)} on conflict do nothing returning 1`
  if (added.length === 0) return false
  await entrust(tx, system, { ...heard, party_id: work.party_id })
  await tx`insert into installation.line ${tx(lines)}`
  const key = { city_code: order.city_code, work_order_id: id, person_id: order.person_id }
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await tx`insert into installation.code ${tx({ ...key, selling_node_id: order.selling_node_id, code })}`
  const contact = await contactOf(tx, system, heard)
  if (contact) {
    const { name, phone, address } = contact
    await tx`insert into installation.contact ${tx({ ...key, name, phone, line: address })}`
  }
  await touch(tx, `order:${order.id}`, ...(crew ? [`crew:${crew.id}`] : []))
  return true
}

const workRow = (view: OrderView, order: LockedOrder) => {
  const first = view.lines.find((line) => line.needs_install)!
  return {
    city_code: order.city_code,
    order_id: order.id,
    number: view.number,
    person_id: order.person_id,
    selling_node_id: order.selling_node_id,
    state: 'planned',
    county_code: order.county_code,
    day: order.install_day,
    window_code: order.install_window,
    starts_at: view.install_starts_at,
    ends_at: view.install_ends_at,
    first_name_zh: first.name_zh,
    first_name_en: first.name_en,
    goods_delivered: order.state === 'delivered',
  }
}

function lineRows(view: OrderView, work_order_id: Id) {
  return view.lines
    .filter((line) => line.needs_install)
    .map(({ line_no, sku_id, code, name_zh, name_en, quantity }) => {
      const sku = catalog().sku(sku_id)
      const needs: SiteCheck[] = (productOf(sku_id)?.utilities ?? []).map(({ kind }) => kind)
      const what = { sku_id, code, name_zh, name_en, category_code: sku?.category_code ?? '' }
      return {
        city_code: view.city_code,
        work_order_id,
        line_no,
        ...what,
        checks: siteChecks(needs),
        quantity,
      }
    })
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
