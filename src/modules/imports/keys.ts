// Numbers of theirs ↔ ids of ours.
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { skusNamed } from '../catalog/index.ts'
import { nodes } from '../places/index.ts'

type Kind = 'product' | 'sku' | 'node'

export async function knownKeys(
  tx: Tx,
  source: string,
  kind: Kind,
  keys: readonly string[],
): Promise<Map<string, Id>> {
  const rows = await tx<{ key: string; id: Id }[]>`
    select key, id from imports.key
     where source = ${source} and kind = ${kind} and key = any(${[...new Set(keys)]}::text[])`
  return new Map(rows.map(({ key, id }) => [key, id]))
}

/** SKUs by id, code, GTIN or the number a feed knows them by. */
export async function findSkus(tx: Tx, names: readonly string[]): Promise<Map<string, Id>> {
  const wanted = [...new Set(names)]
  const found = await skusNamed(tx, wanted)
  const left = wanted.filter((name) => !found.has(name))
  if (left.length === 0) return found
  const rows = await tx<{ key: string; id: Id }[]>`
    select distinct on (key) key, id from imports.key
     where kind = 'sku' and key = any(${left}::text[])
     order by key, (source = 'own') desc, source`
  for (const { key, id } of rows) found.set(key, id)
  return found
}

/** Stores and warehouses by id or by the number of a stores file. */
export async function findNodes(tx: Tx, names: readonly string[]): Promise<Map<string, Id>> {
  const found = new Map<string, Id>()
  const left: string[] = []
  for (const name of new Set(names)) {
    const node = nodes().byId(name)
    if (node) found.set(name, node.id)
    else left.push(name)
  }
  if (left.length === 0) return found
  for (const [key, id] of await knownKeys(tx, 'own', 'node', left)) if (nodes().byId(id)) found.set(key, id)
  return found
}

/** As many new ids, in the order they sort in: what stands first in a file was there first. */
export const newIds = (count: number): Id[] => Array.from({ length: count }, newId).sort()
