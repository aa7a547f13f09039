// Nodes from the snapshot each process keeps.
import type { Db, Sql, Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { type Snapshot, keepSnapshot } from '../../platform/snapshot.ts'
import type { Page } from '../../platform/types.ts'
import type { Node, NodeName } from './contract.ts'
import { type NodeIndex, indexNodes } from './node-index.ts'
import { packer } from './pack-nodes.ts'

let snapshot: Snapshot<NodeIndex> | null = null

const loadNodes = (version: number) => async (tx: Tx) => {
  const all: Node[] = []
  const packed = packer()
  const rows = tx<Node[]>`
    select id, kind, format, name_zh, name_en, owner_party_id, city_code, county_code, town_code, lon, lat,
           address_zh, address_en, phone, opens_minute, closes_minute, capacity_per_day, trade_mode,
           warehouse_id, sells_online, service_radius_m, services, people, protected_default, state, demo
      from places.node
     order by id`
  await rows.forEach((row) => void all.push(packed(row)))
  return indexNodes(all, version)
}

/** Loads the nodes into memory and follows their changes. Call once a process before `nodes()`. */
export async function openPlaces(db: Db) {
  let version = 0
  snapshot?.stop()
  snapshot = await keepSnapshot(db, 'places', (tx) => loadNodes(++version)(tx))
  return snapshot
}

export function nodes(): NodeIndex {
  if (!snapshot) throw new Error('places are not open yet')
  return snapshot.current()
}

export function nodeById(id: string): Node {
  const node = nodes().byId(id)
  if (!node) throw notFound()
  return node
}

type Filter = {
  city_code?: string | undefined
  county_code?: string | undefined
  kind?: string | undefined
  format?: string | undefined
  state?: string | undefined
  q?: string | undefined
  after?: string | undefined
  limit: number
}

/** One page in id order; `after` is the last id of the page before. */
export function findNodes(filter: Filter): Page<Node> {
  const { county_code, city_code, after, limit } = filter
  const index = nodes()
  const from = county_code ? index.inCounty(county_code) : city_code ? index.inCity(city_code) : index.all
  const words = filter.q?.toLowerCase()
  const items: Node[] = []
  for (const node of from) {
    if (after && node.id <= after) continue
    if (filter.kind && node.kind !== filter.kind) continue
    if (filter.format && node.format !== filter.format) continue
    if (filter.state && node.state !== filter.state) continue
    if (words && !`${node.name_zh} ${node.name_en}`.toLowerCase().includes(words)) continue
    if (items.length === limit) return { items, next: items.at(-1)!.id }
    items.push(node)
  }
  return { items, next: null }
}

/** Names for lists that hold ids; what is not there is left out. */
export function namesOf(ids: readonly string[]): NodeName[] {
  const found = ids.map((id) => nodes().byId(id)).filter((node) => node !== null)
  return found.map(({ id, name_zh, name_en, city_code, state }) => {
    return { id, name_zh, name_en, city_code, state }
  })
}

export function nodeCounts() {
  const groups = new Map<string, { format: string; state: Node['state']; online: number; count: number }>()
  for (const { format, state, sells_online } of nodes().all) {
    const key = `${format} ${state}`
    const group = groups.get(key) ?? { format, state, online: 0, count: 0 }
    groups.set(key, group)
    group.count += 1
    if (sells_online) group.online += 1
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

/** Whether this database knows any node at all. */
export async function anyNode(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`select exists (select 1 from places.node) as any`
  return row!.any
}
