// Placing: from a quote to held units, held slots, orders and one payment; all of it or nothing.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { emit, enqueue } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused } from '../../platform/refusal.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Day, type Fen, type Id, type Instant, newId } from '../../platform/types.ts'
import { openPayment } from '../payment/index.ts'
import type { Plan, Slot } from '../sourcing/contract.ts'
import type { ChosenSlot, PlacedView, QuoteView, placeOrder } from './contract.ts'
import type { SlotRow } from './advance.ts'
import { type Address, doors } from './doors.ts'
import { type PricedLine, emptyCartOf, priceLines, quoteToPlace } from './quote.ts'
import { beginnings, shareOf, totalOf } from './rules.ts'

explainConstraints({ basket_quote_once: 'quote_used' })

type PlaceInput = z.output<typeof placeOrder.input>
export const hold_minutes = 15
// Every failed try has shown at least one node or slot to be empty; more of them than this near one
// address, and the person is told that somebody was faster.
const tries_max = 16

/** A leg as it becomes an order: one serving node, its lines with their share of the money. */
export type Draft = {
  id: Id
  node_id: Id
  city_code: string
  mode: 'own_stock' | 'agency'
  prepare_day: Day
  p50_at: Instant | null
  p90_at: Instant | null
  lines: PricedLine[]
  needs_install: boolean
  deliver: Slot | null
  install: Slot | null
  /** Why this node, in figures; none at a counter. */
  reasons: Plan['reasons']
}

type Wanted = { deliver: ChosenSlot | undefined; install: ChosenSlot | undefined }
type Tried = Pick<Plan, 'legs' | 'reasons' | 'promise'>

/** POST /orders */
export async function place(tx: Tx, actor: Actor, input: PlaceInput): Promise<PlacedView> {
  if (!input.consent) throw new Refused('no_consent')
  const at = await clockOf(tx)
  const quote = await usableQuote(tx, actor, input, at)
  const address = await addressFor(tx, actor, input, quote)
  const lines = priceLines(quote.lines, { county_code: quote.county_code, channel: 'shop', at })
  refuseMovedPrice(quote, lines, input.expected_total_fen)
  const expires_at = addMinutes(at, hold_minutes)
  const wanted = { deliver: input.deliver_slot, install: input.install_slot }
  const drafts = await holdSomewhere(tx, actor, { quote, address, lines, wanted, at, expires_at })
  const basket_id = newId()
  const total_fen = totalOf(lines)
  const payer = { basket_id, amount_fen: total_fen, person_id: actor.person_id!, expires_at }
  const { payment_id } = await openPayment(tx, actor, payer)
  const order = {
    basket_id,
    payment_id,
    person_id: actor.person_id,
    channel: 'shop',
    seller: 'online',
  } as const
  const facts = { state: beginnings.shop, placed_at: at, expires_at } as const
  const rows = drafts.map((draft) => orderRow(draft, { ...order, ...facts, ...placeCodes(address) }))
  const basket = { id: basket_id, person_id: actor.person_id, quote_id: quote.id, total_fen, placed_at: at }
  const numbers = await writeOrders(tx, basket, {
    rows,
    drafts,
    address,
    person_id: actor.person_id,
    by: 'customer',
  })
  await announce(tx, actor, rows, 'orders.placed')
  await enqueue(tx, 'orders.expire', { basket_id }, { run_at: addMinutes(expires_at, 1 / 60) })
  await emptyCartOf(
    tx,
    actor,
    lines.map((line) => line.sku_id),
  )
  const orders = rows.map(({ id, city_code, node_id, total_fen: part_fen }) => {
    return { id, city_code, number: numbers.get(id)!, node_id, total_fen: part_fen }
  })
  return { basket_id, payment_id, total_fen, expires_at, orders } as PlacedView
}

async function usableQuote(tx: Tx, actor: Actor, input: PlaceInput, at: Instant): Promise<QuoteView> {
  const quote = await quoteToPlace(tx, actor, input.quote_id)
  const used = await tx`select 1 from orders.basket where quote_id = ${quote.id}`
  if (used.length > 0) throw new Refused('quote_used')
  if (Date.parse(quote.expires_at) <= Date.parse(at))
    throw new Refused('quote_expired', 409, { expired_at: quote.expires_at })
  return quote
}

async function addressFor(tx: Tx, actor: Actor, input: PlaceInput, quote: QuoteView): Promise<Address> {
  const written = input.address && { ...input.address, town_code: input.address.town_code ?? null }
  const address = input.address_id ? await doors().addressOf(tx, actor, input.address_id) : written
  if (!address) throw new Refused('no_address')
  const elsewhere =
    address.county_code !== quote.county_code ||
    (quote.town_code !== null && address.town_code !== null && address.town_code !== quote.town_code)
  if (elsewhere)
    throw new Refused('other_place', 409, { quoted: quote.county_code, given: address.county_code })
  return address
}

const placeCodes = ({ county_code, town_code }: Address) => ({ county_code, town_code })

/** O5: nobody pays a price they have not seen. Facts show the old and the new one, line by line. */
function refuseMovedPrice(quote: QuoteView, lines: readonly PricedLine[], expected_fen: number) {
  const total_fen = totalOf(lines)
  if (total_fen === expected_fen) return
  const shown = new Map(quote.lines.map((line) => [line.sku_id, line.total_fen]))
  const moved = lines
    .map(({ sku_id, total_fen: new_fen }) => ({ sku_id, old_fen: shown.get(sku_id) ?? 0, new_fen }))
    .filter(({ old_fen, new_fen }) => old_fen !== new_fen)
  throw new Refused('price_moved', 409, {
    old_total_fen: expected_fen,
    new_total_fen: total_fen,
    lines: moved,
  })
}

type Holding = {
  quote: QuoteView
  address: Address
  lines: readonly PricedLine[]
  wanted: Wanted
  at: Instant
  expires_at: Instant
}

/**
 * Holds the quoted legs; when somebody was faster, plans again from what is left and tries again, so that
 * no unit nearby is left while a buyer is sent away. Refuses stock_gone or slot_gone with what is left.
 */
async function holdSomewhere(tx: Tx, actor: Actor, holding: Holding): Promise<Draft[]> {
  const { quote, address, lines, wanted, at, expires_at } = holding
  const { p50_at, p90_at, deliver_slots, install_slots } = quote
  const promise = { p50_at, p90_at, deliver_slots, install_slots, needs_install: quote.needs_install }
  let plan: Tried = { legs: quote.legs, reasons: quote.reasons, promise }
  let short: unknown = []
  let last: Refused | null = null
  const failures = new Map<string, number>()
  for (let attempt = 1; attempt <= tries_max; attempt++) {
    const drafts = draftsOf(plan, lines, wanted)
    const hold = { drafts, expires_at, seller: 'online' as const }
    const holdThem = async (inner: Tx) => {
      await holdAll(inner, actor, hold)
      await holdHands(inner, actor, drafts)
    }
    const failed = await tx.savepoint(holdThem).then(() => null, asFailure)
    if (!failed) return drafts
    last = failed
    if (failed.reason === 'stock_gone') short = failed.facts.lines ?? []
    for (const node_id of nodesOf(failed)) failures.set(node_id, (failures.get(node_id) ?? 0) + 1)
    const { county_code, town_code, lon, lat } = address
    const to = { county_code, town_code, ...(lon && lat && { lon, lat }) }
    const ask = { to, lines, at, exclude_node_ids: barred(failures) }
    plan = await doors()
      .planFor(tx, actor, ask)
      .catch((error: unknown) => tellStockGone(error, short))
  }
  throw last?.reason === 'slot_gone' ? last : new Refused('stock_gone', 409, { lines: short })
}

/** The nodes that were short of units or of hands. */
function nodesOf({ reason, facts }: Refused): string[] {
  if (reason === 'node_full') return [facts.node_id as string]
  return reason === 'stock_gone' ? (facts.lines as { node_id: string }[]).map((line) => line.node_id) : []
}

// A node short of one line may still serve another, so the fresh plan decides; only who fails again and
// again is left out.
const barred = (failures: ReadonlyMap<string, number>) =>
  [...failures].filter(([, times]) => times >= 3).map(([node_id]) => node_id)

const tryFurther = new Set(['stock_gone', 'slot_gone', 'node_full'])

/** A refusal of units, slots or hands is a reason to look elsewhere; anything else is not ours to catch. */
function asFailure(error: unknown): Refused {
  if (error instanceof Refused && tryFurther.has(error.reason)) return error
  const { constraint_name } = error as { constraint_name?: string }
  if (constraint_name === 'slot_not_overbooked') return new Refused('slot_gone')
  throw error
}

function tellStockGone(error: unknown, short: unknown): never {
  if (error instanceof Refused && error.reason === 'no_source')
    throw new Refused('stock_gone', 409, { lines: short, ...error.facts })
  throw error
}

function chosenOf(kind: 'deliver' | 'install', chosen: ChosenSlot | undefined, free: readonly Slot[]): Slot {
  const slot = chosen ? free.find((one) => one.day === chosen.day && one.window === chosen.window) : free[0]
  if (!slot) throw new Refused('slot_gone', 409, { kind, [`${kind}_slots`]: free.slice(0, 6) })
  return slot
}

/** One draft for each leg; a line served by two nodes shares its money by units, exact to the fen. */
function draftsOf(plan: Tried, lines: readonly PricedLine[], wanted: Wanted): Draft[] {
  const { deliver_slots, install_slots } = plan.promise
  const deliver = chosenOf('deliver', wanted.deliver, deliver_slots)
  const install = plan.promise.needs_install ? installAfter(deliver, wanted.install, install_slots) : null
  const parts = partsOf(plan.legs, lines)
  // A plan gives its reasons leg by leg, as many for each: an order keeps those of its own.
  const each = plan.reasons.length / plan.legs.length
  return plan.legs
    .map((leg, at) => {
      const own = parts[at]!
      const needs_install = own.some((line) => line.needs_install)
      const { node_id, city_code, mode, prepare_day, p50_at, p90_at } = leg
      const slots = { deliver, install: needs_install ? install : null }
      return {
        id: newId(),
        node_id,
        city_code,
        mode,
        prepare_day,
        p50_at,
        p90_at,
        lines: own,
        needs_install,
        ...slots,
        reasons: plan.reasons.slice(at * each, (at + 1) * each),
      }
    })
    .sort((a, b) => (`${a.city_code}${a.node_id}` < `${b.city_code}${b.node_id}` ? -1 : 1))
}

function installAfter(deliver: Slot, chosen: ChosenSlot | undefined, free: readonly Slot[]): Slot {
  const after = free.filter((slot) => Date.parse(slot.ends_at) >= Date.parse(deliver.ends_at))
  const early = chosen && free.find((slot) => slot.day === chosen.day && slot.window === chosen.window)
  if (early && !after.includes(early)) throw new Refused('install_before_delivery')
  return chosenOf('install', chosen, after)
}

export function partsOf(legs: Tried['legs'], lines: readonly PricedLine[]): PricedLine[][] {
  const parts: PricedLine[][] = legs.map(() => [])
  for (const line of lines) {
    const quantities = legs.map((leg) =>
      leg.lines.filter((part) => part.sku_id === line.sku_id).reduce((all, part) => all + part.quantity, 0),
    )
    const money = shareOf(line.total_fen, quantities)
    for (const [at, quantity] of quantities.entries()) {
      if (quantity === 0) continue
      const total_fen = money[at] as Fen
      parts[at]!.push({ ...line, line_no: parts[at]!.length + 1, quantity, total_fen })
    }
  }
  return parts
}

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

/** A promised window as an order's row keeps it. */
export const slotRow = <K extends 'deliver' | 'install'>(kind: K, slot: Slot | null) =>
  ({
    [`${kind}_day`]: slot?.day ?? null,
    [`${kind}_window`]: slot?.window ?? null,
    [`${kind}_starts_at`]: slot?.starts_at ?? null,
    [`${kind}_ends_at`]: slot?.ends_at ?? null,
  }) as Pick<SlotRow, keyof SlotRow & `${K}_${string}`>
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
  const lines = drafts.flatMap((draft) => draft.lines.map((line) => ({ ...keyOf(draft), ...line })))
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
