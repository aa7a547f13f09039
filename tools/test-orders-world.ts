// A small world for the tests of orders: three cities, a few nodes and articles, real stock, slots, payment
// and database. Only the nearest-node planner and the in-memory facts are tiny stand-ins of the rooms
// below.
import { openRoom } from './test-room.ts'
import { type Actor, type Role, roles } from '../src/platform/access.ts'
import type { Tx } from '../src/platform/db.ts'
import type { Reactions } from '../src/platform/jobs.ts'
import { times } from '../src/platform/money.ts'
import { Refused } from '../src/platform/refusal.ts'
import { addMinutes, dayOf } from '../src/platform/time.ts'
import { type Fen, type Id, fen, newId } from '../src/platform/types.ts'
import {
  reactions as paymentReactions,
  routes as paymentRoutes,
  setCallbackBase,
} from '../src/modules/payment/index.ts'
import type { Node } from '../src/modules/places/contract.ts'
import type { Leg } from '../src/modules/sourcing/contract.ts'
import { type Next, type Planned, endsAt, startsAt } from '../src/modules/sourcing/index.ts'
import { type Article, type PlanAsk, type Priced, useDoors } from '../src/modules/orders/doors.ts'
import { reactions, routes } from '../src/modules/orders/index.ts'
import { mergeLines } from '../src/modules/orders/rules.ts'

export const county = '510107'
const cities = ['510100', '510300', '510400'] as const

export const articles = new Map<string, Article & { price_fen: number }>()
export function article(code: string, price_fen: number, more: Partial<Article> = {}): Id {
  const id = newId()
  const base = { id, code, name_zh: `${code} 冰箱`, name_en: `Fridge ${code}` }
  articles.set(id, { ...base, install_kind: 'none', for_sale: true, ...more, price_fen })
  return id
}

export const nodes = new Map<string, Node>()
export function node(city_code: string, name: string, more: Partial<Node> = {}): Id {
  const id = newId()
  nodes.set(id, {
    id,
    city_code,
    kind: 'store',
    name_zh: name,
    name_en: name,
    county_code: county,
    town_code: null,
    state: 'open',
    sells_online: true,
    warehouse_id: null,
    capacity_per_day: 1_000,
    address_zh: '',
    address_en: '',
    phone: '',
    ...more,
  } as Node)
  return id
}

export const actorOf = (role: Role, scope: Partial<Actor['scope']> = {}): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name: role,
  roles: [role],
  permissions: new Set(roles[role]),
  scope: { nodes: [], cities: [], brands: [], ...scope },
  visitor_id: null,
})

const priceOf = ({ sku_id, quantity }: { sku_id: string; quantity: number }): Priced | null => {
  const known = articles.get(sku_id)
  if (!known || known.price_fen < 0) return null
  const unit_fen = fen(known.price_fen)
  const total_fen = times(unit_fen, quantity)
  const line = { label_zh: '标价', label_en: 'List price', facts: {} }
  const trace = ['list', 'place', 'final'].map((code) => ({ ...line, code, amount_fen: unit_fen }))
  return { unit_fen, total_fen, trace, valid_until: null }
}

type Free = { city_code: string; node_id: string; sku_id: string; free: number }
async function freeOf(tx: Tx, sku_ids: readonly string[]): Promise<Free[]> {
  return tx<Free[]>`
    select city_code, node_id, sku_id, on_hand - held - protected - display as free
      from stock.level where sku_id = any(${[...sku_ids]}::uuid[]) order by node_id`
}

function legOf(node_id: string, lines: PlanAsk['lines'], at: string): Leg {
  const { city_code, warehouse_id } = nodes.get(node_id)!
  return {
    node_id: node_id as Id,
    city_code,
    mode: warehouse_id ? 'agency' : 'own_stock',
    distance_m: 1_200,
    prepare_day: dayOf(at),
    lines: lines.map(({ sku_id, quantity }, index) => ({
      line_no: index + 1,
      sku_id: sku_id as Id,
      quantity,
    })),
    cost: [],
    total_cost_fen: 0 as Fen,
    p50_at: addMinutes(at, 90),
    p90_at: addMinutes(at, 150),
    eta: { accept_min: 5, prepare_min: 10, wait_min: 5, travel_min: 70 },
  }
}

const slotsOf = (kind: 'deliver' | 'install', city_code: string, at: string) =>
  [1, 2].map((days) => {
    const day = dayOf(addMinutes(at, days * 1_440))
    const times_of = { starts_at: startsAt(day, 'pm'), ends_at: endsAt(day, 'pm') }
    return { kind, city_code, county_code: county, day, window: 'pm' as const, ...times_of, left: 9 }
  })

const nextOf = ({ city_code, node_id, mode, prepare_day, p50_at, p90_at }: Leg): Next => {
  const { capacity_per_day: capacity } = nodes.get(node_id)!
  return { city_code, node_id, mode, prepare_day, p50_at, p90_at, capacity, reasons: [] }
}

/** Nearest first is the order of making here: one node for all lines, else a node for each line. */
async function planFor(tx: Tx, _actor: Actor, ask: PlanAsk): Promise<Planned> {
  const lines = mergeLines(ask.lines)
  const barred = new Set(ask.exclude_node_ids ?? [])
  const free = (
    await freeOf(
      tx,
      lines.map((line) => line.sku_id),
    )
  ).filter((row) => {
    return !barred.has(row.node_id) && nodes.get(row.node_id)?.sells_online
  })
  const serves = (node_id: string, line: { sku_id: string; quantity: number }) =>
    free.some((row) => row.node_id === node_id && row.sku_id === line.sku_id && row.free >= line.quantity)
  const has = new Set(free.map((row) => row.node_id))
  const ids = [...nodes.keys()].filter((id) => has.has(id))
  const whole = ids.find((id) => lines.every((line) => serves(id, line)))
  const by_node = new Map<string, { sku_id: string; quantity: number }[]>()
  for (const line of lines) {
    const id = whole ?? ids.find((one) => serves(one, line))
    if (!id) throw new Refused('no_source', 409, { rejected: [] })
    by_node.set(id, [...(by_node.get(id) ?? []), line])
  }
  const legs = [...by_node].map(([id, own]) => legOf(id, own, ask.at))
  const city_code = legs[0]!.city_code
  const needs_install = lines.some((line) => articles.get(line.sku_id)?.install_kind === 'install')
  const others = ids.filter((id) => id !== whole && lines.every((line) => serves(id, line)))
  return {
    legs,
    next: whole ? others.map((id) => nextOf(legOf(id, lines, ask.at))) : [],
    rejected: [],
    candidates: ids.length,
    split: legs.length > 1,
    approximate: false,
    total_cost_fen: 0 as Fen,
    promise: {
      p50_at: legs[0]!.p50_at,
      p90_at: legs[0]!.p90_at,
      needs_install,
      deliver_slots: slotsOf('deliver', city_code, ask.at),
      install_slots: needs_install ? slotsOf('install', city_code, ask.at) : [],
    },
    reasons: legs.flatMap((_, at) => [
      { metric: 'distance', value: 1_200 + at, unit: 'm' },
      { metric: 'cost', value: 0, unit: 'fen' },
    ]),
  }
}

/** How often somebody asked for a plan: a quote, or a buyer who was sent elsewhere. */
export const plans = { asked: 0 }

/** The smaller world of `articles` and `nodes` stands in for the rooms below, in this process. */
export function standIn() {
  useDoors({
    article: (id) => articles.get(id) ?? null,
    price: priceOf,
    orderBenefits: () => [],
    liveCoupons: () => [],
    node: (id) => nodes.get(id) ?? null,
    knowsPlace: (code) => code.startsWith('51'),
    planFor: (...asked) => {
      plans.asked += 1
      return planFor(...asked)
    },
  })
}

export async function openWorld(
  actors: Record<string, Actor>,
  pool = 12,
  listening: readonly Reactions[] = [],
) {
  standIn()
  const all = [reactions, paymentReactions, ...listening]
  const room = await openRoom({ routes: [...routes, ...paymentRoutes], reactions: all, actors, pool })
  setCallbackBase(room.url)
  await room.owner`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select c, ${county}, k, 100000
      from unnest(${[...cities]}::text[]) c, unnest(array['deliver', 'install']) k`

  async function stockUp(node_id: Id, sku_id: Id, units: number, protect = 0) {
    const { city_code } = nodes.get(node_id)!
    await room.owner`
      insert into stock.level (city_code, sku_id, node_id, on_hand, protected)
      values (${city_code}, ${sku_id}, ${node_id}, ${units}, ${protect})`
    await room.owner`
      insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
      values (${city_code}, ${newId()}, ${node_id}, ${sku_id}, 'receipt', ${units}, 'opening')`
  }

  /** Every unit is where the ledger and the holds say; every fen too. O4, O6 */
  async function audit() {
    const units = await room.owner`
      select l.sku_id, l.node_id, l.on_hand, l.held,
             (select sum(e.quantity)::int from stock.entry e
               where e.node_id = l.node_id and e.sku_id = l.sku_id) as ledger,
             (select coalesce(sum(h.quantity), 0)::int from stock.hold h
               where h.node_id = l.node_id and h.sku_id = l.sku_id and h.state = 'held') as holds
        from stock.level l`
    const units_wrong = units.filter((row) => row.on_hand !== row.ledger || row.held !== row.holds)
    const orphans = await room.owner`
      select h.order_id from stock.hold h
        left join orders.customer_order o on o.city_code = h.city_code and o.id = h.order_id
       where h.state = 'held'
         and coalesce(o.state, '') not in ('created', 'paid', 'accepted', 'picking', 'resourcing',
                                           'awaiting_choice')`
    const money_wrong = await room.owner`
      select o.id from orders.customer_order o
       where o.total_fen <> (select sum(l.total_fen) from orders.line l
                              where l.city_code = o.city_code and l.order_id = o.id)`
    const baskets_wrong = await room.owner`
      select b.id from orders.basket b
       where b.total_fen <> (select sum(o.total_fen) from orders.customer_order o where o.basket_id = b.id)`
    return [...units_wrong, ...orphans, ...money_wrong, ...baskets_wrong]
  }
  return { ...room, stockUp, audit }
}
export type World = Awaited<ReturnType<typeof openWorld>>

export const home = {
  recipient: '林小满',
  phone: '13812345678',
  county_code: county,
  line: '天府二街 1 号 3 栋 1202',
}
