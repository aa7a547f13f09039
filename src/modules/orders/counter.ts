// The counter: a neighbour buys in the store, from its own stock or as an agency sale from its warehouse,
// at the price the shop shows.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { dayOf } from '../../platform/time.ts'
import type { Id, Instant } from '../../platform/types.ts'
import { newId } from '../../platform/types.ts'
import { takeCounterPayment } from '../payment/index.ts'
import type { Node } from '../places/contract.ts'
import type { Plan, Slot } from '../sourcing/contract.ts'
import { forever } from './advance.ts'
import type { OrderView, counterSale } from './contract.ts'
import { type Address, doors } from './doors.ts'
import type { Draft } from './draft.ts'
import { announce, holdAll, isBenefitGone, orderRow, writeOrders } from './rows.ts'
import { usesOf } from './line-cuts.ts'
import { type PricedLine, discountFor, priceLines } from './quote.ts'
import { orderView } from './queries.ts'
import { beginnings, totalOf } from './rules.ts'

type Input = z.output<typeof counterSale.input>

/** POST /counter-sales */
export async function sellAtCounter(tx: Tx, actor: Actor, input: Input): Promise<OrderView> {
  const at = await clockOf(tx)
  const store = ownStore(actor, input.node_id)
  const here = { county_code: store.county_code, channel: 'counter' as const, at }
  const { lines } = await discountFor(tx, null, priceLines(input.lines, here), here)
  const total_fen = totalOf(lines)
  if (total_fen !== input.expected_total_fen) {
    const facts = { old_total_fen: input.expected_total_fen, new_total_fen: total_fen, lines: [] }
    throw new Refused('price_moved', 409, facts)
  }
  const address = addressOf(input, lines)
  const draft = await draftFor(tx, actor, { input, store, lines, address, at })
  const own = input.mode === 'own_stock'
  const seller = own ? ('owner' as const) : ('online' as const)
  const basket_id = newId()
  await takeBenefits(tx, actor, basket_id, lines)
  await holdAll(tx, actor, { drafts: [draft], expires_at: forever, seller })
  const taken = { basket_id, amount_fen: total_fen, node_id: store.id, method: input.payment_method }
  const { payment_id } = await takeCounterPayment(tx, actor, taken)
  const { county_code, town_code } = address ?? store
  const row = orderRow(draft, {
    basket_id,
    payment_id,
    person_id: null,
    channel: 'counter',
    seller,
    state: own ? beginnings.counter : beginnings.agency,
    county_code,
    town_code,
    placed_at: at,
    paid_at: at,
    ...(own && { delivered_at: at }),
    expires_at: null,
    selling_node_id: store.id,
  })
  const basket = { id: basket_id, person_id: null, quote_id: null, total_fen, placed_at: at }
  const written = { rows: [row], drafts: [draft], address: contactFor(input, address), person_id: null }
  await writeOrders(tx, basket, { ...written, by: 'store' })
  const key = { city_code: draft.city_code, order_id: draft.id }
  if (own) await doors().sellUnits(tx, actor, { ...key, node_id: store.id })
  if (draft.deliver || draft.install) await doors().confirmSlots(tx, actor, key)
  // An own-stock sale has nothing left to pick: fulfilment hears of agency sales only.
  await announce(tx, actor, [row], own ? 'orders.counter_sold' : 'orders.paid')
  await touch(tx, `node:${store.id}`)
  const told = { total_fen, mode: input.mode, method: input.payment_method }
  await audit(tx, actor, 'orders.counter_sold', { kind: 'order', id: draft.id }, told)
  return orderView(tx, actor, { order_id: draft.id })
}

/** Before the units: everybody locks benefits first. */
async function takeBenefits(tx: Tx, actor: Actor, basket_id: Id, lines: readonly PricedLine[]) {
  const uses = usesOf(lines).map(({ code, amount_fen: fen }) => ({ code, fen }))
  if (uses.length === 0) return
  await doors()
    .useAtCounter(tx, actor, basket_id, uses)
    .catch((error: unknown) => {
      throw isBenefitGone(error) ? new Refused('benefit_gone', 409, { code: uses[0]!.code }) : error
    })
}

function ownStore(actor: Actor, node_id: Id): Node {
  const store = doors().node(node_id)
  const within = actor.scope.nodes === null || actor.scope.nodes.includes(node_id)
  if (!store || !within) throw notFound()
  if (store.state !== 'open') throw new Refused('store_closed', 409, { state: store.state })
  return store
}

function addressOf(input: Input, lines: readonly PricedLine[]): Address | null {
  if (input.address) return { ...input.address, town_code: input.address.town_code ?? null }
  if (input.mode === 'agency' || lines.some((line) => line.needs_install)) throw new Refused('no_address')
  return null
}

function contactFor(input: Input, address: Address | null) {
  if (address) return address
  return input.customer_phone ? { recipient: '', phone: input.customer_phone, line: '' } : null
}

type Sale = {
  input: Input
  store: Node
  lines: PricedLine[]
  address: Address | null
  at: Instant
}

async function draftFor(tx: Tx, actor: Actor, { input, store, lines, address, at }: Sale): Promise<Draft> {
  const warehouse = input.mode === 'agency' ? warehouseOf(store) : null
  const serving = warehouse ?? store
  const needs_install = lines.some((line) => line.needs_install)
  const promise =
    address && (warehouse || needs_install) ? await promiseAt(tx, actor, address, lines, at) : null
  const deliver = warehouse ? (promise?.deliver_slots[0] ?? null) : null
  const install = needs_install ? firstAfter(deliver, promise?.install_slots ?? []) : null
  return {
    id: newId(),
    node_id: serving.id,
    city_code: serving.city_code,
    mode: input.mode,
    prepare_day: dayOf(at),
    p50_at: warehouse ? (promise?.p50_at ?? null) : null,
    p90_at: warehouse ? (promise?.p90_at ?? null) : null,
    lines: [...lines],
    needs_install,
    deliver,
    install,
    reasons: [],
  }
}

const firstAfter = (deliver: Slot | null, free: readonly Slot[]): Slot | null =>
  free.find((slot) => !deliver || Date.parse(slot.ends_at) >= Date.parse(deliver.ends_at)) ?? null

function warehouseOf(store: Node): Node {
  const warehouse = store.warehouse_id ? doors().node(store.warehouse_id) : null
  if (!warehouse) throw new Refused('no_warehouse')
  return warehouse
}

// When crews come to this address; without an answer the sale stands and the crew arranges a day.
async function promiseAt(
  tx: Tx,
  actor: Actor,
  { county_code, town_code }: Address,
  lines: readonly PricedLine[],
  at: Instant,
): Promise<Plan['promise'] | null> {
  try {
    return (await doors().planFor(tx, actor, { to: { county_code, town_code }, lines, at })).promise
  } catch (error) {
    if (error instanceof Refused) return null
    throw error
  }
}
