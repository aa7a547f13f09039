// Stores and warehouses as another system tells them, many at once: new ones are added, others changed.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import type { Id } from '../../platform/types.ts'
import { addNodes } from './commands.ts'
import type { Node } from './contract.ts'
import { whyNotHours } from './rules.ts'

/** A node as it would be added, and which of it was said: the rest are usual values, no wishes. */
export type GivenNode = { node: Node; said: readonly (keyof Node)[] }
type LeftOut = { field: string; code: string; value: string }
export type TakenNode =
  | { outcome: 'created' | 'updated' | 'unchanged'; left_out: LeftOut[] }
  | { fault: LeftOut }

export const placesChanged = (tx: Tx, actor: Actor) => bumpSnapshot(tx, actor, 'places')

type Row = Record<string, unknown>
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

function changeOf(current: Node, { node, said }: GivenNode, left_out: LeftOut[]): Row {
  const [was, wish] = [current as Row, node as Row]
  const change: Row = {}
  for (const field of said) {
    if (same(was[field], wish[field])) continue
    // N1: consent to sell online is the owner's to give and to take back, not the file's.
    if (field === 'sells_online')
      left_out.push({ field, code: 'consent_is_the_owners', value: String(wish[field]) })
    // Stock, orders and slots hang on the city a node lies in.
    else if (field === 'city_code' || field === 'county_code')
      left_out.push({ field, code: 'store_cannot_move', value: String(wish[field]) })
    else if (field === 'owner_party_id' || field === 'kind')
      left_out.push({ field, code: 'stays_as_it_is', value: String(wish[field]) })
    else change[field] = wish[field]
  }
  return change
}

/** Takes nodes in the order given; the answer stands at the place of its question. */
export async function takeNodes(tx: Tx, actor: Actor, given: readonly GivenNode[]): Promise<TakenNode[]> {
  const ids = given.map(({ node }) => node.id)
  const rows = await tx<Node[]>`select * from places.node where id = any(${ids}) order by id for update`
  const known = new Map<string, Node>(rows.map((row) => [row.id, row]))
  const added: Node[] = []
  const changes: { id: Id; before: Row; after: Row }[] = []
  const taken = given.map((one): TakenNode => {
    const current = known.get(one.node.id)
    const left_out: LeftOut[] = []
    const change = current ? changeOf(current, one, left_out) : {}
    const fault = whyNotHours({ ...(current ?? one.node), ...change } as Node)
    if (fault) return { fault: { field: 'closes_minute', code: fault, value: '' } }
    if (!current) added.push(one.node)
    else if (Object.keys(change).length === 0) return { outcome: 'unchanged', left_out }
    else changes.push({ id: current.id, before: pick(current as Row, change), after: change })
    return { outcome: current ? 'updated' : 'created', left_out }
  })
  await addNodes(tx, actor, added)
  for (const { id, after } of changes)
    await tx`
      update places.node set ${tx(after as never)}, changed_at = platform.clock() where id = ${id}`
  if (added.length + changes.length > 0)
    await audit(
      tx,
      actor,
      'places.nodes_taken',
      { kind: 'places', id: 'places' },
      {
        added: added.map(({ id }) => id),
        changed: changes,
      },
    )
  return taken
}

const pick = (row: Row, change: Row): Row =>
  Object.fromEntries(Object.keys(change).map((field) => [field, row[field]]))
