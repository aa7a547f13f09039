// The only writers of stock.*, through one SQL function each: the seam where orders are placed in batches.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import { readSetting } from '../../platform/setting.ts'
import { catalog } from '../catalog/index.ts'
import { type ProposeInput, propose } from '../control/index.ts'
import { type Node, nodeById } from '../places/index.ts'
import type { Cell, CorrectionReason, adjust, count, protect, receive, transfer } from './contract.ts'
import { type Seller, toCell } from './queries.ts'
import { needsFourEyes } from './rules.ts'
import { adjustmentLimit } from './settings.ts'

explainConstraints({
  stock_not_oversold: 'below_held',
  level_on_hand_check: 'below_held',
  stock_return_bounded: 'too_many_returned',
})

export type NodeLine = { node_id: string; sku_id: string; quantity: number }

type Short = { node_id: string; sku_id: string; available: number }
const refuseShort = (short: readonly Short[]) => {
  if (short.length > 0) throw new Refused('stock_gone', 409, { lines: [...short] })
}

/** S3: all lines or none. Refuses `stock_gone` with what is left; units are kept until `expires_at`. */
export async function holdUnits(
  tx: Tx,
  _actor: Actor,
  input: {
    city_code: string
    order_id: string
    expires_at: string
    seller: Seller
    lines: readonly NodeLine[]
  },
) {
  const { lines } = input
  refuseShort(
    await tx<Short[]>`
      select node_id, sku_id, available
        from stock.hold_units(${input.city_code}, ${input.order_id}, ${input.seller}, ${input.expires_at},
               ${lines.map((l) => l.node_id)}::uuid[], ${lines.map((l) => l.sku_id)}::uuid[],
               ${lines.map((l) => l.quantity)}::int[])`,
  )
}

type OfOrder = { city_code: string; order_id: string }

/**
 * S4: gives back what the order still holds (of one node or SKU when named); returns the units freed, 0
 * when called again.
 */
export async function releaseUnits(
  tx: Tx,
  _actor: Actor,
  input: OfOrder & { node_id?: string; sku_id?: string },
): Promise<number> {
  const [row] = await tx<{ freed: number }[]>`
    select stock.release_units(${input.city_code}, ${input.order_id}, ${input.node_id ?? null},
                               ${input.sku_id ?? null}) as freed`
  return row!.freed
}

/** Turns the order's holds into ledger entries of kind sale; returns the units sold, 0 when called again. */
export async function sellUnits(
  tx: Tx,
  _actor: Actor,
  input: OfOrder & { node_id?: string },
): Promise<number> {
  const [row] = await tx<{ sold: number }[]>`
    select stock.sell_units(${input.city_code}, ${input.order_id}, ${input.node_id ?? null}) as sold`
  if (input.node_id) await touch(tx, `node:${input.node_id}`)
  return row!.sold
}

export async function extendHold(tx: Tx, _actor: Actor, input: OfOrder & { expires_at: string }) {
  await tx`select stock.extend_hold(${input.city_code}, ${input.order_id}, ${input.expires_at})`
}

/** Returned goods enter the node's stock; never more than the order bought (`too_many_returned`). */
export async function takeBack(
  tx: Tx,
  _actor: Actor,
  input: OfOrder & {
    node_id: string
    lines: readonly { sku_id: string; quantity: number }[]
    reason: string
  },
) {
  await tx`
    select stock.take_back(${input.city_code}, ${input.order_id}, ${input.node_id},
             ${input.lines.map((l) => l.sku_id)}::uuid[], ${input.lines.map((l) => l.quantity)}::int[],
             ${input.reason})`
  await touch(tx, `node:${input.node_id}`)
}

export type Booking = {
  kind: 'receipt' | 'adjustment' | 'count'
  lines: readonly { sku_id: string; quantity: number }[]
  reason?: string | null
}

export async function book(tx: Tx, node: Node, { kind, lines, reason }: Booking) {
  await tx`
    select stock.book(${node.city_code}, ${node.id}, ${kind}, ${lines.map((l) => l.sku_id)}::uuid[],
                      ${lines.map((l) => l.quantity)}::int[], ${reason ?? null})`
  await touch(tx, `node:${node.id}`)
}

async function cellsOf(tx: Tx, node: Node, sku_ids: readonly string[]): Promise<Cell[]> {
  const rows = await tx<Cell[]>`
    select city_code, node_id, sku_id, on_hand, held, protected, display
      from stock.level
     where city_code = ${node.city_code} and node_id = ${node.id} and sku_id = any(${[...sku_ids]}::uuid[])
     order by sku_id`
  return rows.map(toCell)
}

function ownNode(actor: Actor, node_id: string): Node {
  const node = nodeById(node_id)
  if (actor.scope.nodes && !actor.scope.nodes.includes(node.id)) throw notFound()
  return node
}

function mustKnow(sku_id: string, pointer = '/sku_id') {
  if (!catalog().sku(sku_id)) throw wrongField(pointer, 'unknown_sku', { sku_id })
}
const mustKnowAll = (sku_ids: readonly string[]) =>
  sku_ids.forEach((sku_id, at) => mustKnow(sku_id, `/lines/${at}/sku_id`))

/** S15, asked once the cells are booked and so locked: what one person brings at once or little by little. */
async function refuseUnordered(tx: Tx, actor: Actor, node: Node, sku_ids: readonly string[]) {
  const limit = await readSetting(tx, adjustmentLimit)
  const [beyond] = await tx<{ sku_id: string; units: number }[]>`
    select l.sku_id, sum(abs(e.quantity))::int as units
      from stock.level l join stock.entry e using (city_code, node_id, sku_id)
     where l.city_code = ${node.city_code} and l.node_id = ${node.id} and l.owner_id is null
       and l.sku_id = any(${[...sku_ids]}::uuid[]) and e.actor_id = ${actor.person_id}
       and e.kind in ('receipt', 'count', 'adjustment') and e.at > platform.clock() - interval '1 day'
     group by l.sku_id having sum(abs(e.quantity)) > ${limit} order by l.sku_id limit 1`
  if (!beyond) return
  const sku = catalog().sku(beyond.sku_id)!.code
  throw new Refused('receive_by_order', 409, { sku, units: beyond.units, limit })
}

export async function receiveGoods(tx: Tx, actor: Actor, input: z.output<typeof receive.input>) {
  const node = ownNode(actor, input.node_id)
  const skus = input.lines.map((line) => line.sku_id)
  mustKnowAll(skus)
  await book(tx, node, { kind: 'receipt', lines: input.lines, reason: input.reason ?? null })
  await refuseUnordered(tx, actor, node, skus)
  await audit(tx, actor, 'stock.received', { kind: 'node', id: node.id }, { lines: input.lines })
  return { items: await cellsOf(tx, node, skus) }
}

/**
 * A SKU counted twice in one list counts with its last line. Refuses below_held: sold units are on the
 * shelf. S7: lines above the limit change nothing yet; each waits for a second person in control.
 */
export async function countShelf(tx: Tx, actor: Actor, input: z.output<typeof count.input>) {
  const node = ownNode(actor, input.node_id)
  const counted = new Map<string, number>(input.lines.map((line) => [line.sku_id, line.counted]))
  mustKnowAll([...counted.keys()])
  const limit = await readSetting(tx, adjustmentLimit)
  const locked = await lockCells(tx, node, [...counted.keys()])
  const differenceOf = (cell: Locked) => counted.get(cell.sku_id)! - cell.on_hand
  const [large, near] = splitBy(locked, (cell) => needsFourEyes(differenceOf(cell), cell.lately, limit))
  const requests = new Map<string, Id>()
  for (const cell of large) {
    if (counted.get(cell.sku_id)! < cell.taken) throw new Refused('below_held')
    const change = { quantity: differenceOf(cell), reason: 'counted' } as const
    requests.set(cell.sku_id, await proposeCorrection(tx, actor, node, { ...change, cell }))
  }
  await writeCount(tx, actor, node, new Map(near.map(({ sku_id }) => [sku_id, counted.get(sku_id)!])))
  const difference = new Map(locked.map((cell) => [cell.sku_id, differenceOf(cell)]))
  const items = await cellsOf(tx, node, [...counted.keys()])
  return {
    items: items.map((cell) => ({
      ...cell,
      difference: difference.get(cell.sku_id) ?? 0,
      request_id: requests.get(cell.sku_id) ?? null,
    })),
  }
}

function splitBy<T>(all: readonly T[], test: (one: T) => boolean): [yes: T[], no: T[]] {
  return [all.filter(test), all.filter((one) => !test(one))]
}

async function writeCount(tx: Tx, actor: Actor, node: Node, counted: ReadonlyMap<string, number>) {
  if (counted.size === 0) return
  const lines = await tx<{ sku_id: string; difference: number }[]>`
    select sku_id, difference
      from stock.count_units(${node.city_code}, ${node.id}, ${[...counted.keys()]}::uuid[],
                             ${[...counted.values()]}::int[])`
  await audit(tx, actor, 'stock.counted', { kind: 'node', id: node.id }, { lines: [...lines] })
  await touch(tx, `node:${node.id}`)
}

/** S7: above the limit nothing changes yet; a request waits for a second person in control. */
export async function adjustCell(tx: Tx, actor: Actor, input: z.output<typeof adjust.input>) {
  const node = ownNode(actor, input.node_id)
  mustKnow(input.sku_id)
  const { sku_id, quantity, reason } = input
  const limit = await readSetting(tx, adjustmentLimit)
  const [cell] = await lockCells(tx, node, [sku_id])
  const waits = needsFourEyes(quantity, cell!.lately, limit)
  const request_id = waits
    ? await proposeCorrection(tx, actor, node, { cell: cell!, quantity, reason })
    : null
  if (!waits) await applyAdjustment(tx, actor, { node_id: node.id, sku_id, quantity, reason })
  const [now] = await cellsOf(tx, node, [sku_id])
  return { cell: now!, request_id }
}

// `taken` is held or on display; `lately` what this person has corrected in the cell within a day.
export type Locked = { sku_id: Id; on_hand: number; taken: number; lately: number }

/** Locks cells until the transaction ends, so that what is judged is what is written. */
export const lockCells = (tx: Tx, node: Node, sku_ids: readonly string[]) => tx<Locked[]>`
  select sku_id, on_hand, taken, lately
    from stock.lock_cells(${node.city_code}, ${node.id}, ${[...sku_ids]}::uuid[]) order by sku_id`

type Correction = { cell: Locked; quantity: number; reason: CorrectionReason }

async function proposeCorrection(tx: Tx, actor: Actor, node: Node, { cell, quantity, reason }: Correction) {
  const { sku_id, on_hand } = cell
  const request: ProposeInput = {
    kind: 'stock.adjustment',
    subject_kind: 'cell',
    subject_id: `${node.id}_${sku_id}`,
    before: { on_hand },
    after: { node_id: node.id, sku_id, quantity, reason, on_hand: on_hand + quantity },
    reason,
  }
  const { request_id } = await propose(tx, actor, request)
  return request_id
}

/** An adjustment at once, or one or a count that a second person has agreed to (see kinds.ts). */
export async function applyAdjustment(
  tx: Tx,
  actor: Actor,
  after: { node_id: string; sku_id: string; quantity: number; reason: CorrectionReason },
) {
  const { node_id, sku_id, quantity, reason } = after
  const node = nodeById(node_id)
  const kind = reason === 'counted' ? 'count' : 'adjustment'
  await book(tx, node, { kind, lines: [{ sku_id, quantity }], reason })
  await audit(tx, actor, 'stock.adjusted', { kind: 'node', id: node.id }, { sku_id, quantity, reason })
}

/** S6. Refuses `stock_gone` with what may leave: held, protected and display units stay where they are. */
export async function transferUnits(tx: Tx, actor: Actor, input: z.output<typeof transfer.input>) {
  const from = nodeById(input.from_node_id)
  const to = nodeById(input.to_node_id)
  if (from.id === to.id) throw wrongField('/to_node_id', 'same_node')
  const skus = input.lines.map((line) => line.sku_id)
  mustKnowAll(skus)
  const transfer_id = newId()
  refuseShort(
    await tx<Short[]>`
      select node_id, sku_id, available
        from stock.transfer_units(${transfer_id}, ${from.city_code}, ${from.id}, ${to.city_code}, ${to.id},
               ${skus}::uuid[], ${input.lines.map((line) => line.quantity)}::int[])`,
  )
  await audit(tx, actor, 'stock.transferred', { kind: 'transfer', id: transfer_id }, { ...input })
  await touch(tx, `node:${from.id}`, `node:${to.id}`)
  return { transfer_id, items: [...(await cellsOf(tx, from, skus)), ...(await cellsOf(tx, to, skus))] }
}

export async function protectCell(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof protect.input>,
): Promise<Cell> {
  const node = ownNode(actor, input.node_id)
  await tx`select stock.protect(${node.city_code}, ${node.id}, ${input.sku_id}, ${input.protected})`
  const [cell] = await cellsOf(tx, node, [input.sku_id])
  if (!cell) throw wrongField('/sku_id', 'unknown_sku')
  await audit(
    tx,
    actor,
    'stock.protected',
    { kind: 'node', id: node.id },
    {
      sku_id: input.sku_id,
      protected: input.protected,
    },
  )
  await touch(tx, `node:${node.id}`)
  return cell
}
