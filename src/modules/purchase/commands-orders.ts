// The only writers of purchase orders up to their despatch: drafted at agreed costs, agreed by a second
// person within what is open to buy (B3), answered by the supplier.
import { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind, ChangeToApply, Check } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { split } from '../../platform/money.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { atMinute, dayOf } from '../../platform/time.ts'
import { Day, Id, fen, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { propose, refuseFrozen, requestState } from '../control/index.ts'
import { nodeById } from '../places/index.ts'
import type * as api from './contract-orders.ts'
import { orderLevels } from './hands.ts'
import { type Deed, costFor, mayDo } from './rules.ts'
import { budgetsOf, byCategory, committed, costsOn, supplierIfKnown } from './queries.ts'
import { linesOf, wholeOrder } from './queries-orders.ts'

explainConstraints({
  order_moves: 'order_state',
  order_draft_only: 'order_state',
  order_receivable: 'order_state',
  despatch_no_once: 'already_exists',
  supplier_code_once: 'already_exists',
})

type Input<E extends { input: z.ZodType }> = z.output<E['input']>
type Locked = {
  order_id: string
  no: string
  supplier_id: string
  supplier_name: string
  node_id: string
  city_code: string
  state: api.OrderState
  expected_on: string
  request_id: string | null
}

/** Locks the order until the transaction ends and refuses what its state does not allow (B4). */
export async function lockFor(tx: Tx, order_id: string, deed: Deed): Promise<Locked> {
  await tx`select purchase.lock_order(${order_id})`
  const [order] = await tx<Locked[]>`
    select order_id, no, supplier_id, supplier_name, node_id, city_code, state, expected_on, request_id
      from purchase.purchase_order where order_id = ${order_id}`
  if (!order) throw notFound()
  if (!mayDo(deed, order.state)) throw new Refused('order_state', 409, { state: order.state })
  return order
}

export const note = (tx: Tx, actor: Actor, action: string, order_id: string, detail: object = {}) =>
  audit(tx, actor, `purchase.${action}`, { kind: 'purchase_order', id: order_id }, { ...detail })

/** Nothing is expected on a day that is past. */
async function isPast(tx: Tx, day: string) {
  return day < dayOf(await clockOf(tx))
}
export async function refusePast(tx: Tx, expected_on: string) {
  if (await isPast(tx, expected_on)) throw wrongField('/expected_on', 'arrives_in_past')
}

type Wish = Pick<Input<typeof api.draftOrder>, 'expected_on' | 'freight_fen' | 'lines'>

/** What each line costs on the day it is expected; refuses what nobody has agreed to sell us. */
async function priced(tx: Tx, supplier_id: string, { expected_on, freight_fen, lines }: Wish) {
  const units = new Map<string, number>()
  for (const [at, { sku_id, units: more }] of lines.entries()) {
    if (!catalog().sku(sku_id)) throw wrongField(`/lines/${at}/sku_id`, 'unknown_sku', { sku_id })
    units.set(sku_id, (units.get(sku_id) ?? 0) + more)
  }
  const costs = await costsOn(tx, supplier_id, [...units.keys()], atMinute(expected_on, 12 * 60))
  const sku = (sku_id: string) => ({ sku: catalog().sku(sku_id)!.code })
  const rows = [...units].map(([sku_id, wished], at) => {
    const cost = costs.get(sku_id)
    if (!cost) throw new Refused('no_agreement', 409, { ...sku(sku_id), expected_on })
    if (wished < cost.min_units)
      throw new Refused('below_minimum', 409, { ...sku(sku_id), units: wished, min_units: cost.min_units })
    const unit_cost_fen = costFor(cost.tiers, wished)
    const { agreement_id, vat_bp } = cost
    return { line_no: at + 1, sku_id, units: wished, unit_cost_fen, agreement_id, vat_bp }
  })
  const parts = split(
    fen(freight_fen),
    rows.map((row) => row.units * row.unit_cost_fen),
  )
  return rows.map((row, at) => ({ ...row, freight_fen: parts[at]! }))
}

async function writeLines(tx: Tx, order_id: string, supplier_id: string, wish: Wish) {
  await refusePast(tx, wish.expected_on)
  const rows = await priced(tx, supplier_id, wish)
  await tx`delete from purchase.order_cost where order_id = ${order_id}`
  await tx`delete from purchase.order_line where order_id = ${order_id}`
  await tx`
    insert into purchase.order_line (order_id, line_no, sku_id, units)
    select ${order_id}, r.line_no, r.sku_id, r.units
      from jsonb_to_recordset(${tx.json(rows)}) as r(line_no int, sku_id uuid, units int)`
  await tx`
    insert into purchase.order_cost (order_id, line_no, unit_cost_fen, vat_bp, freight_fen, agreement_id)
    select ${order_id}, r.line_no, r.unit_cost_fen, r.vat_bp, r.freight_fen, r.agreement_id
      from jsonb_to_recordset(${tx.json(rows)})
           as r(line_no int, unit_cost_fen bigint, vat_bp int, freight_fen bigint, agreement_id uuid)`
}

export async function draftOne(tx: Tx, actor: Actor, input: Input<typeof api.draftOrder>) {
  const supplier = await supplierIfKnown(tx, input.supplier_id)
  if (!supplier) throw wrongField('/supplier_id', 'unknown_supplier')
  if (supplier.state !== 'active') throw new Refused('supplier_paused')
  const node = nodeById(input.node_id)
  const order_id = newId()
  await tx`
    insert into purchase.purchase_order (order_id, supplier_id, supplier_name, supplier_name_en, node_id,
                                         city_code, expected_on, note, created_by)
    values (${order_id}, ${supplier.supplier_id}, ${supplier.name}, ${supplier.name_en}, ${node.id},
            ${node.city_code}, ${input.expected_on}, ${input.note ?? null}, ${actor.person_id})`
  await writeLines(tx, order_id, supplier.supplier_id, input)
  await note(tx, actor, 'order_drafted', order_id, { lines: input.lines.length })
  return wholeOrder(tx, actor, { order_id })
}

export async function changeOne(tx: Tx, actor: Actor, input: Input<typeof api.changeDraft>) {
  const { order_id } = input
  const order = await lockFor(tx, order_id, 'change')
  await tx`
    update purchase.purchase_order set expected_on = ${input.expected_on}, note = ${input.note ?? null}
     where order_id = ${order_id}`
  await writeLines(tx, order_id, order.supplier_id, input)
  await note(tx, actor, 'order_changed', order_id, { lines: input.lines.length })
  return wholeOrder(tx, actor, { order_id })
}

const OrderChange = z.strictObject({
  order_id: Id,
  no: z.string(),
  supplier: z.string(),
  expected_on: Day,
  lines: z.int(),
  units: z.int(),
  total_fen: z.int(),
})
type OrderChange = z.infer<typeof OrderChange>

async function sumsOf(tx: Tx, order_id: string) {
  const lines = (await linesOf(tx, order_id)).map((line) => ({
    sku_id: line.sku_id,
    units: line.units,
    fen: line.units * (line.unit_cost_fen ?? 0) + (line.freight_fen ?? 0),
  }))
  const sum = (of: 'units' | 'fen') => lines.reduce((all, line) => all + line[of], 0)
  return { lines, units: sum('units'), total_fen: sum('fen') }
}

/** B3: what the order asks of each category, held against what is left of its month. */
async function withinBudget(tx: Tx, { order_id, expected_on }: OrderChange): Promise<Check> {
  const month = expected_on.slice(0, 7)
  const wanted = byCategory((await sumsOf(tx, order_id)).lines)
  const [budgets, taken] = [await budgetsOf(tx, month), await committed(tx, month, order_id)]
  for (const [category, order_fen] of wanted) {
    const [budget_fen, committed_fen] = [budgets.get(category) ?? 0, taken.get(category) ?? 0]
    const over_fen = committed_fen + order_fen - budget_fen
    if (over_fen > 0) {
      const facts = { category, month, budget_fen, committed_fen, order_fen, over_fen }
      return { code: 'within_budget', ok: false, facts }
    }
  }
  return { code: 'within_budget', ok: true, facts: { month } }
}

/** That it is still what was proposed: nothing changes it while it waits, and this would show it. */
async function unchanged(tx: Tx, { order_id, total_fen, units }: OrderChange): Promise<Check> {
  const [order] = await tx<{ state: string }[]>`
    select state from purchase.purchase_order where order_id = ${order_id}`
  const now = await sumsOf(tx, order_id)
  const ok = order?.state === 'approving' && now.total_fen === total_fen && now.units === units
  return { code: 'order_unchanged', ok, facts: {} }
}

/** Orders of one month are agreed one after the other: what one takes the next one finds taken. */
const alone = (tx: Tx, month: string) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`purchase.budget ${month}`}, 0))`

export async function submitOne(tx: Tx, actor: Actor, input: Input<typeof api.submitOrder>) {
  const { order_id, reason } = input
  const order = await lockFor(tx, order_id, 'submit')
  if (await isPast(tx, order.expected_on)) throw new Refused('arrives_in_past')
  await refuseFrozen(tx, [`supplier:${order.supplier_id}`])
  const { lines, units, total_fen } = await sumsOf(tx, order_id)
  await tx`update purchase.purchase_order set state = 'approving' where order_id = ${order_id}`
  const { no, supplier_name: supplier, expected_on } = order
  const after = { order_id: order_id as Id, no, supplier, expected_on, lines: lines.length, units, total_fen }
  await alone(tx, expected_on.slice(0, 7))
  const check = await withinBudget(tx, after)
  if (!check.ok) throw new Refused('over_budget', 409, check.facts)
  const asked = { kind: 'purchase.order', subject_kind: 'purchase_order', subject_id: order_id }
  const { request_id } = await propose(tx, actor, { ...asked, before: {}, after, reason })
  await tx`
    update purchase.purchase_order set request_id = ${request_id}, requested_by = ${actor.person_id}
     where order_id = ${order_id}`
  await note(tx, actor, 'order_submitted', order_id, { total_fen })
  return wholeOrder(tx, actor, { order_id })
}

async function refuseWhileItWaits(tx: Tx, { request_id }: Locked) {
  const state = request_id && (await requestState(tx, request_id))
  if (state === 'proposed') throw new Refused('still_waits', 409, { request_id })
}

export async function redraftOne(tx: Tx, actor: Actor, { order_id }: Input<typeof api.redraftOrder>) {
  await refuseWhileItWaits(tx, await lockFor(tx, order_id, 'redraft'))
  await tx`
    update purchase.purchase_order set state = 'draft', request_id = null, requested_by = null
     where order_id = ${order_id}`
  await note(tx, actor, 'order_redrafted', order_id)
  return wholeOrder(tx, actor, { order_id })
}

export async function cancelOne(tx: Tx, actor: Actor, input: Input<typeof api.cancelOrder>) {
  const { order_id, reason } = input
  const order = await lockFor(tx, order_id, 'cancel')
  if (order.state === 'approving') await refuseWhileItWaits(tx, order)
  await tx`
    update purchase.purchase_order set state = 'cancelled', ended_at = platform.clock()
     where order_id = ${order_id}`
  await note(tx, actor, 'order_cancelled', order_id, { reason, state: order.state })
  return wholeOrder(tx, actor, { order_id })
}

export async function closeOne(tx: Tx, actor: Actor, input: Input<typeof api.closeOrder>) {
  const { order_id, reason } = input
  await lockFor(tx, order_id, 'close')
  await tx`
    update purchase.purchase_order set state = 'closed', ended_at = platform.clock()
     where order_id = ${order_id}`
  await note(tx, actor, 'order_closed', order_id, { reason })
  return wholeOrder(tx, actor, { order_id })
}

async function apply(tx: Tx, actor: Actor, { after, requested_by, id }: ChangeToApply<OrderChange>) {
  await tx`
    update purchase.purchase_order
       set state = 'sent', approved_by = ${actor.person_id}, requested_by = ${requested_by},
           request_id = ${id}, sent_at = platform.clock()
     where order_id = ${after.order_id}`
  await note(tx, actor, 'order_sent', after.order_id, { total_fen: after.total_fen })
}

export const orderKinds: ChangeKind[] = [
  {
    kind: 'purchase.order',
    name_zh: '采购单',
    name_en: 'Purchase order',
    permission_to_propose: 'purchasing.orders',
    schema: OrderChange,
    fields: [
      { field: 'supplier', label_zh: '供应商', label_en: 'Supplier', unit: 'text' },
      { field: 'total_fen', label_zh: '金额（未税）', label_en: 'Total, net of VAT', unit: 'fen' },
      { field: 'lines', label_zh: '行数', label_en: 'Lines', unit: 'units' },
      { field: 'units', label_zh: '件数', label_en: 'Units', unit: 'units' },
      { field: 'expected_on', label_zh: '到货日', label_en: 'Expected on', unit: 'text' },
    ],
    current: async () => ({}),
    subject_name: async (_tx, after) => {
      const { no, supplier } = after as OrderChange
      return { zh: `${no} · ${supplier}`, en: `${no} · ${supplier}` }
    },
    checks: async (tx, after) => {
      const change = after as OrderChange
      await alone(tx, change.expected_on.slice(0, 7))
      return [await unchanged(tx, change), await withinBudget(tx, change)]
    },
    levels: ({ after }) => orderLevels((after as OrderChange).total_fen),
    apply: (tx, actor, request) => apply(tx, actor, { ...request, after: request.after as OrderChange }),
  },
]
