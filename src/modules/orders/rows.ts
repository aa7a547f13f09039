// One order at a time, in its caller's transaction: units, slots and hands held, rows written, word sent.
// What a counter sale and an order that moves need; online placing does the same for a whole batch.
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { emit } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused } from '../../platform/refusal.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { type Address, doors } from './doors.ts'
import { type Draft, slotRow } from './draft.ts'
import { benefitRows } from './line-cuts.ts'
import { totalOf } from './rules.ts'

type HoldAll = { drafts: readonly Draft[]; expires_at: Instant; seller: 'online' | 'owner' }

/** O4: all lines of all orders, or the caller's savepoint takes everything back. Nodes in one order. */
export async function holdAll(tx: Tx, actor: Actor, { drafts, expires_at, seller }: HoldAll) {
  for (const { id: order_id, city_code, node_id, lines } of drafts) {
    const units = lines.map(({ sku_id, quantity }) => ({ node_id, sku_id, quantity }))
    await doors().holdUnits(tx, actor, { city_code, order_id, expires_at, seller, lines: units })
  }
  for (const { id: order_id, city_code, deliver, install } of drafts) {
    const slots = [deliver, install].filter((slot) => slot !== null)
    if (slots.length > 0) await doors().holdSlots(tx, actor, { city_code, order_id, slots })
  }
}

/**
 * What a node can prepare in a day is limited too; one that is full is passed over like one that is empty.
 */
export async function holdHands(
  tx: Tx,
  actor: Actor,
  drafts: readonly Pick<Draft, 'id' | 'city_code' | 'node_id' | 'prepare_day'>[],
) {
  for (const { id: order_id, city_code, node_id, prepare_day: day } of drafts) {
    const capacity = doors().node(node_id)?.capacity_per_day ?? 0
    const slots = [{ kind: 'prepare' as const, node_id, day, capacity }]
    await doors()
      .holdSlots(tx, actor, { city_code, order_id, slots })
      .catch((error: unknown) => {
        throw isSlotGone(error) ? new Refused('node_full', 409, { node_id }) : error
      })
  }
}

export const isSlotGone = (error: unknown) =>
  (error instanceof Refused && error.reason === 'slot_gone') ||
  (error as { constraint_name?: string }).constraint_name === 'slot_not_overbooked'

const benefit_ends = new Set(['allowance_uses', 'allowance_budget', 'coupon_held'])
export const isBenefitGone = (error: unknown) =>
  benefit_ends.has((error as { constraint_name?: string }).constraint_name ?? '')

export type OrderFrame = {
  basket_id: Id
  payment_id: Id
  person_id: Id | null
  channel: 'shop' | 'counter'
  seller: 'online' | 'owner'
  state: 'created' | 'paid' | 'delivered'
  county_code: string
  town_code: string | null
  placed_at: Instant
  expires_at: Instant | null
  paid_at?: Instant
  delivered_at?: Instant
  selling_node_id?: Id
}

export function orderRow(draft: Draft, frame: OrderFrame) {
  const { id, city_code, node_id, mode, lines, needs_install, p50_at, p90_at, deliver, install, reasons } =
    draft
  return {
    ...frame,
    id,
    city_code,
    node_id,
    mode,
    needs_install,
    p50_at,
    p90_at,
    reasons,
    selling_node_id: frame.selling_node_id ?? node_id,
    total_fen: totalOf(lines),
    units: lines.reduce((all, line) => all + line.quantity, 0),
    lines_count: lines.length,
    first_sku_id: lines[0]!.sku_id,
    changed_at: frame.placed_at,
    ...slotRow('deliver', deliver),
    ...slotRow('install', install),
  }
}

export type OrderRow = ReturnType<typeof orderRow>

type Basket = { id: Id; person_id: Id | null; quote_id: Id | null; total_fen: number; placed_at: Instant }
type Written = {
  rows: readonly OrderRow[]
  drafts: readonly Draft[]
  address: Pick<Address, 'recipient' | 'phone' | 'line'> | null
  person_id: Id | null
  by: 'customer' | 'store'
}

/** One statement: orders.place. Returns the human numbers by order. */
export async function writeOrders(tx: Tx, basket: Basket, { rows, drafts, address, person_id, by }: Written) {
  const keyOf = ({ city_code, id }: Draft) => ({ city_code, order_id: id })
  const lines = drafts.flatMap((draft) =>
    draft.lines.map(({ cuts, ...line }) => ({ ...keyOf(draft), ...line, benefits: benefitRows(cuts) })),
  )
  const whom = address && { person_id, name: address.recipient, phone: address.phone, address: address.line }
  const recipients = whom ? drafts.map((draft) => ({ ...keyOf(draft), ...whom })) : []
  const stories = drafts.map((draft, index) => {
    const { node_id, mode, p50_at, p90_at } = draft
    const facts = { node_id, mode, p50_at, p90_at, total_fen: rows[index]!.total_fen, parts: drafts.length }
    return { ...keyOf(draft), id: newId(), at: basket.placed_at, code: 'place', by, facts }
  })
  const placed = await tx<{ id: Id; number: string }[]>`
    select id, number
      from orders.place(${tx.json([basket] as never)}, ${tx.json(rows as never)}, ${tx.json(lines as never)},
                        ${tx.json(recipients as never)}, ${tx.json(stories as never)})`
  return new Map(placed.map(({ id, number }) => [id, number]))
}

export async function announce(tx: Tx, actor: Actor, rows: readonly OrderRow[], event: string) {
  for (const { id: order_id, city_code, basket_id, node_id, needs_install } of rows) {
    await emit(tx, actor, event, { order_id, city_code, basket_id, node_id, needs_install }, city_code)
    await touch(tx, `order:${order_id}`, `node:${node_id}`)
  }
}
