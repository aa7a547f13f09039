// Stock as another system tells it: what lies in each cell now. The difference goes into the ledger, so that
// the number is explained like any other. A hand counts by the rules of counting (S7); the house opens its
// books.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { type Node, nodeById } from '../places/index.ts'
import { book, countShelf, lockCells } from './commands.ts'

export type GivenLevel = { node_id: string; sku_id: string; on_hand: number }
type LeftOut = { field: string; code: string; value: string }
export type TakenLevel =
  | { outcome: 'created' | 'updated' | 'unchanged'; left_out: LeftOut[] }
  | { fault: LeftOut }

const counted_at_once = 200

/** A cell stands once in `given`; the answer stands at the place of its question. */
export async function takeLevels(tx: Tx, actor: Actor, given: readonly GivenLevel[]): Promise<TakenLevel[]> {
  const taken = new Map<GivenLevel, TakenLevel>()
  const byNode = new Map<string, GivenLevel[]>()
  for (const level of given) {
    const others = byNode.get(level.node_id)
    if (others) others.push(level)
    else byNode.set(level.node_id, [level])
  }
  // S3: in the order of the cells, as everybody locks them.
  const shelves = [...byNode.keys()]
    .map(nodeById)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
    .map((node) => ({
      node,
      levels: byNode.get(node.id)!.toSorted((a, b) => (a.sku_id < b.sku_id ? -1 : 1)),
    }))
  const known = await existing(tx, given)
  const add = (to: Map<GivenLevel, TakenLevel>) => to.forEach((one, level) => taken.set(level, one))
  // Not one after the other: the database takes statements in order, and few wait for the way there and back.
  if (actor.person_id === null)
    (await Promise.all(shelves.map((shelf) => openBooks(tx, shelf, known)))).forEach(add)
  else for (const shelf of shelves) add(await countAll(tx, actor, shelf, known))
  const done = given.map((level) => taken.get(level)!)
  const changed = done.filter((one) => 'outcome' in one && one.outcome !== 'unchanged').length
  if (changed > 0)
    await audit(tx, actor, 'stock.levels_taken', { kind: 'stock', id: 'stock' }, { cells: changed })
  return done
}

const placeOf = (node: Node) => `${node.city_code} ${node.id}`

type Shelf = { node: Node; levels: readonly GivenLevel[] }
const cellOf = ({ node_id, sku_id }: { node_id: string; sku_id: string }) => `${node_id} ${sku_id}`

async function existing(tx: Tx, given: readonly GivenLevel[]): Promise<Set<string>> {
  const rows = await tx<{ node_id: string; sku_id: string }[]>`
    select l.node_id, l.sku_id
      from unnest(${given.map(({ node_id }) => nodeById(node_id).city_code)}::text[],
                  ${given.map(({ node_id }) => node_id)}::uuid[],
                  ${given.map(({ sku_id }) => sku_id)}::uuid[]) as g(city_code, node_id, sku_id)
      join stock.level l using (city_code, node_id, sku_id)`
  return new Set(rows.map(cellOf))
}

const below = ({ on_hand }: GivenLevel): TakenLevel => ({
  fault: { field: 'on_hand', code: 'below_held', value: String(on_hand) },
})

async function openBooks(
  tx: Tx,
  { node, levels }: Shelf,
  known: ReadonlySet<string>,
): Promise<Map<GivenLevel, TakenLevel>> {
  const taken = new Map<GivenLevel, TakenLevel>()
  const cells = await lockCells(
    tx,
    node,
    levels.map(({ sku_id }) => sku_id),
  )
  const byCell = new Map(cells.map((cell) => [cell.sku_id as string, cell]))
  const fresh: { sku_id: string; quantity: number }[] = []
  const moved: { sku_id: string; quantity: number }[] = []
  for (const level of levels) {
    const { on_hand, taken: kept } = byCell.get(level.sku_id)!
    const quantity = level.on_hand - on_hand
    if (level.on_hand < kept) {
      taken.set(level, below(level))
      continue
    }
    const is_new = !known.has(cellOf(level))
    if (quantity !== 0) (is_new ? fresh : moved).push({ sku_id: level.sku_id, quantity })
    const outcome = is_new ? 'created' : quantity === 0 ? 'unchanged' : 'updated'
    taken.set(level, { outcome, left_out: [] })
  }
  if (fresh.length > 0) await book(tx, node, { kind: 'receipt', lines: fresh, reason: 'opening' })
  if (moved.length > 0) await book(tx, node, { kind: 'count', lines: moved, reason: 'counted' })
  return taken
}

async function countAll(
  tx: Tx,
  actor: Actor,
  { node, levels }: Shelf,
  known: ReadonlySet<string>,
): Promise<Map<GivenLevel, TakenLevel>> {
  const taken = new Map<GivenLevel, TakenLevel>()
  const cells = await lockCells(
    tx,
    node,
    levels.map(({ sku_id }) => sku_id),
  )
  const kept = new Map(cells.map((cell) => [cell.sku_id as string, cell.taken]))
  const [fit, less] = [levels.filter((level) => level.on_hand >= kept.get(level.sku_id)!), new Set(levels)]
  for (const level of fit) less.delete(level)
  for (const level of less) taken.set(level, below(level))
  for (let at = 0; at < fit.length; at += counted_at_once) {
    const some = fit.slice(at, at + counted_at_once)
    const lines = some.map(({ sku_id, on_hand }) => ({ sku_id: sku_id as never, counted: on_hand }))
    const { items } = await countShelf(tx, actor, { node_id: node.id, lines })
    for (const item of items) {
      const level = some.find(({ sku_id }) => sku_id === item.sku_id)!
      const is_new = !known.has(cellOf(level))
      const outcome = is_new ? 'created' : item.difference === 0 ? 'unchanged' : 'updated'
      const waits = { field: 'on_hand', code: 'waits_for_second_person', value: String(level.on_hand) }
      taken.set(level, { outcome, left_out: item.request_id ? [waits] : [] })
    }
  }
  return taken
}
