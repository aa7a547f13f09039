// Reads of stock. `available` is the one ATP function behind every screen, promise and plan.
import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Page } from '../../platform/types.ts'
import { type Node, nodeById, nodes, whyNotOnline } from '../places/index.ts'
import type { Cell, Entry } from './contract.ts'
import { availableAtCounter, availableOnline } from './rules.ts'

export type Seller = 'online' | 'owner'
export type Available = Omit<Cell, 'counter_available'>
type Row = Omit<Cell, 'available' | 'counter_available'>

/**
 * Units free to sell by node and SKU. Online: 0 where the owner did not consent (S5). Name the cities; with
 * nodes alone their cities are looked up.
 */
export async function available(
  tx: Tx,
  wanted: {
    city_codes?: readonly string[]
    node_ids?: readonly string[]
    sku_ids: readonly string[]
    seller: Seller
  },
): Promise<Available[]> {
  const { node_ids } = wanted
  const cities = wanted.city_codes ?? citiesOf(node_ids ?? [])
  const rows = await tx<Row[]>`
    select city_code, node_id, sku_id, on_hand, held, protected, display
      from stock.level
     where city_code = any(${[...cities]}) and sku_id = any(${[...wanted.sku_ids]}::uuid[])
       ${node_ids ? amongNodes(tx, node_ids, wanted.sku_ids.length) : tx``}`
  return rows.map((row) => ({ ...row, available: freeFor(row, wanted.seller) }))
}

// Cells of few nodes are looked up one by one; where nodes are many to a SKU, its rows of the city are read
// once and sieved.
const sieved_from = 4
function amongNodes(tx: Tx, node_ids: readonly string[], skus: number) {
  return node_ids.length < sieved_from * skus
    ? tx`and node_id = any(${[...node_ids]}::uuid[])`
    : tx`and node_id in (select unnest(string_to_array(${node_ids.join()}, ',')::uuid[]))`
}

const citiesOf = (node_ids: readonly string[]) => [
  ...new Set(node_ids.map((id) => nodes().byId(id)?.city_code).filter((code) => code !== undefined)),
]

function freeFor(row: Row, seller: Seller): number {
  if (seller === 'owner') return availableAtCounter(row)
  const node = nodes().byId(row.node_id)
  return node && whyNotOnline(node) === null ? availableOnline(row) : 0
}

export const toCell = (row: Row): Cell => ({
  ...row,
  available: freeFor(row, 'online'),
  counter_available: freeFor(row, 'owner'),
})

/** The SKUs that nodes of a city carry, sold out ones too, by node. */
export async function carried(tx: Tx, city_code: string): Promise<Map<string, string[]>> {
  const rows = await tx<{ node_id: string; sku_ids: string[] }[]>`
    select node_id, array_agg(sku_id order by sku_id) as sku_ids from stock.level
     where city_code = ${city_code} group by node_id`
  return new Map(rows.map(({ node_id, sku_ids }) => [node_id, sku_ids]))
}

const everywhere = ['sales.read', 'control.read', 'purchasing.read'] as const
const readsAll = (actor: Actor) => everywhere.some((permission) => may(actor, permission))

/** The node, if this actor reads its stock; else 404, as for a node that is not there. */
function readableNode(actor: Actor, node_id: string): Node {
  const node = nodeById(node_id)
  if (!readsAll(actor) && !worksAt(actor, node.id)) throw notFound()
  return node
}
const worksAt = (actor: Actor, node_id: string) =>
  may(actor, 'store.read') && (actor.scope.nodes === null || actor.scope.nodes.some((id) => id === node_id))

/** Cells of one node in SKU order. */
export async function stockOf(
  tx: Tx,
  actor: Actor,
  input: {
    node_id: string
    low?: string | undefined
    sku_ids?: string | undefined
    limit: number
    after?: string | undefined
  },
): Promise<Page<Cell>> {
  const { city_code } = readableNode(actor, input.node_id)
  const rows = await tx<Row[]>`
    select city_code, node_id, sku_id, on_hand, held, protected, display
      from stock.level
     where city_code = ${city_code} and node_id = ${input.node_id}
       and (${input.after ?? null}::uuid is null or sku_id > ${input.after ?? null}::uuid)
       ${input.sku_ids ? tx`and sku_id = any(${input.sku_ids.split(',')}::uuid[])` : tx``}
       ${input.low === 'true' ? tx`and on_hand - held - display <= 1` : tx``}
     order by sku_id
     limit ${input.limit + 1}`
  return paged(rows.map(toCell), input.limit, (cell) => cell.sku_id)
}

const ownNodes = (actor: Actor) =>
  may(actor, 'store.read') ? (actor.scope.nodes ?? nodes().all.map((node) => node.id)) : []

/** Nodes of a city that have the SKU; store people see their own nodes only. */
export async function whereIs(
  tx: Tx,
  actor: Actor,
  input: { sku_id: string; city_code: string; limit: number; after?: string | undefined },
): Promise<Page<Cell>> {
  const rows = await tx<Row[]>`
    select city_code, node_id, sku_id, on_hand, held, protected, display
      from stock.level
     where city_code = ${input.city_code} and sku_id = ${input.sku_id}
       ${readsAll(actor) ? tx`` : tx`and node_id = any(${ownNodes(actor)}::uuid[])`}
       and (${input.after ?? null}::uuid is null or node_id > ${input.after ?? null}::uuid)
     order by node_id
     limit ${input.limit + 1}`
  return paged(rows.map(toCell), input.limit, (cell) => cell.node_id)
}

/** The ledger of a node or of one cell, newest first. */
export async function ledgerOf(
  tx: Tx,
  actor: Actor,
  input: { node_id: string; sku_id?: string | undefined; limit: number; after?: string | undefined },
): Promise<Page<Entry>> {
  const { city_code, id } = readableNode(actor, input.node_id)
  const rows = await tx<Entry[]>`
    select id, city_code, node_id, sku_id, kind, quantity, reason, order_id, at
      from stock.entry
     where city_code = ${city_code} and node_id = ${id}
       ${input.sku_id ? tx`and sku_id = ${input.sku_id}` : tx``}
       ${
         input.after
           ? tx`and (at, id) < (select c.at, c.id from stock.entry c
                                 where c.city_code = ${city_code} and c.id = ${input.after})`
           : tx``
       }
     order by at desc, id desc
     limit ${input.limit + 1}`
  return paged([...rows], input.limit, (entry) => entry.id)
}

/** Units of each SKU that left these nodes for buyers, less what came back. */
export async function soldBetween(
  tx: Tx,
  where: readonly Pick<Node, 'id' | 'city_code'>[],
  from: string,
  to: string,
): Promise<Map<string, number>> {
  const rows = await tx<{ sku_id: string; units: number }[]>`
    select e.sku_id, -sum(e.quantity)::int as units
      from unnest(${where.map((node) => node.city_code)}::text[], ${where.map((node) => node.id)}::uuid[])
           as n(city_code, node_id)
      join stock.entry e on e.city_code = n.city_code and e.node_id = n.node_id
     where e.kind in ('sale', 'customer_return') and e.at >= ${from} and e.at < ${to}
     group by 1`
  return new Map(rows.map(({ sku_id, units }) => [sku_id, units]))
}

function paged<T>(rows: T[], limit: number, cursor: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor(items.at(-1)!) : null }
}

export type Difference = {
  city_code: string
  node_id: string
  sku_id: string
  what: string
  ledger: number
  counter: number
}

/** S10: counters against the ledger and the holds; no difference is the only good answer. */
export async function reconcile(tx: Tx) {
  const [size] = await tx<{ cells: number; entries: number; holds: number }[]>`
    select (select count(*) from stock.level) as cells, (select count(*) from stock.entry) as entries,
           (select count(*) from stock.hold where state = 'held') as holds`
  return { ...size!, differences: [...(await differences(tx)), ...(await costDifferences(tx))] }
}

/** S12: what an owner's units are worth is what came minus what left, to the fen; `node_id` is the owner. */
async function costDifferences(tx: Tx): Promise<Difference[]> {
  const rows = await tx<Difference[]>`
    with lying as (
      select coalesce(owner_id, stock.house()) as owner_id, sku_id, sum(on_hand) as units
        from stock.level group by 1, 2),
    moved as (
      select owner_id, sku_id, sum(fen) as fen
        from (select c.owner_id, e.sku_id, c.cost_fen as fen
                from stock.entry_cost c join stock.entry e on e.city_code = c.city_code and e.id = c.entry_id
              union all
              select owner_id, sku_id, stock_fen from stock.variance) told
       group by 1, 2)
    select '' as city_code, c.owner_id as node_id, c.sku_id, d.what, d.ledger::bigint as ledger,
           d.counter::bigint as counter
      from stock.cost c
      left join lying l using (owner_id, sku_id)
      left join moved m using (owner_id, sku_id)
     cross join lateral (values ('cost_units', coalesce(l.units, 0), c.units::numeric),
                                ('cost_value', coalesce(m.fen, 0), c.value_fen::numeric))
           as d(what, ledger, counter)
     where c.known and d.ledger <> d.counter
     limit 1000`
  return [...rows]
}

async function differences(tx: Tx): Promise<Difference[]> {
  const rows = await tx<Difference[]>`
    with ledger as (
      select city_code, node_id, sku_id, sum(quantity)::int as on_hand from stock.entry group by 1, 2, 3),
    holds as (
      select city_code, node_id, sku_id, sum(quantity)::int as held from stock.hold
       where state = 'held' group by 1, 2, 3),
    level as (select * from stock.level)
    select city_code, node_id, sku_id, 'on_hand' as what, coalesce(ledger.on_hand, 0) as ledger,
           coalesce(level.on_hand, 0) as counter
      from ledger full join level using (city_code, node_id, sku_id)
     where coalesce(ledger.on_hand, 0) <> coalesce(level.on_hand, 0)
    union all
    select city_code, node_id, sku_id, 'held', coalesce(holds.held, 0), coalesce(level.held, 0)
      from holds full join level using (city_code, node_id, sku_id)
     where coalesce(holds.held, 0) <> coalesce(level.held, 0)
     limit 1000`
  return [...rows]
}
