// The only writers of places.node.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import type { z } from 'zod'
import { Node, type changeOwnStore, type editNode } from './contract.ts'
import { whyNotHours } from './rules.ts'

type Change = Partial<Omit<Node, 'id'>>

async function changeNode(tx: Tx, actor: Actor, id: string, change: Change): Promise<Node> {
  const [before] = await tx<Node[]>`select * from places.node where id = ${id} for update`
  if (!before) throw notFound()
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const why = whyNotHours({ ...before, ...given } as Node)
  if (why) throw wrongField('/closes_minute', why)
  if (Object.keys(given).length === 0) return Node.parse(before)
  const [after] = await tx<Node[]>`
    update places.node set ${tx(given as never)}, changed_at = platform.clock() where id = ${id} returning *`
  await audit(
    tx,
    actor,
    'places.node_changed',
    { kind: 'node', id },
    {
      before: Object.fromEntries(Object.keys(given).map((key) => [key, before[key as keyof Node]])),
      after: given,
    },
  )
  await bumpSnapshot(tx, actor, 'places')
  return Node.parse(after)
}

export async function changeOwn(tx: Tx, actor: Actor, input: z.output<typeof changeOwnStore.input>) {
  const { node_id, ...change } = input
  if (actor.scope.nodes && !actor.scope.nodes.includes(node_id)) throw notFound()
  return changeNode(tx, actor, node_id, change)
}

export function edit(tx: Tx, actor: Actor, input: z.output<typeof editNode.input>) {
  const { node_id, ...change } = input
  return changeNode(tx, actor, node_id, change as Change)
}

/** Bulk load of nodes, new ones only. Warehouses must come before the stores that sell from them. */
export async function loadNodes(tx: Tx, actor: Actor, rows: readonly Node[]): Promise<number> {
  const added = await addNodes(tx, actor, rows)
  await bumpSnapshot(tx, actor, 'places')
  return added
}

/** As `loadNodes`, for callers that tell of many at once when they have ended. */
export async function addNodes(tx: Tx, _actor: Actor, rows: readonly Node[]): Promise<number> {
  const added = await tx`
    insert into places.node (id, kind, format, name_zh, name_en, owner_party_id, city_code, county_code,
           town_code, lon, lat, address_zh, address_en, phone, opens_minute, closes_minute, capacity_per_day,
           trade_mode, warehouse_id, sells_online, service_radius_m, services, people, protected_default,
           state, demo)
    select r.id, r.kind, r.format, r.name_zh, r.name_en, r.owner_party_id, r.city_code, r.county_code,
           r.town_code, r.lon, r.lat, r.address_zh, r.address_en, r.phone, r.opens_minute, r.closes_minute,
           r.capacity_per_day, r.trade_mode, r.warehouse_id, r.sells_online, r.service_radius_m,
           coalesce(r.services, '{}'), coalesce(r.people, '[]'), r.protected_default, r.state, r.demo
      from jsonb_populate_recordset(null::places.node, ${tx.json(rows as never)}) r
    on conflict (id) do nothing`
  return added.count
}
