// All nodes in memory with a spatial index: 15,000 rows, nearest ones in microseconds.
import { around } from 'geokdbush'
import KDBush from 'kdbush'
import type { Node } from './contract.ts'

export type NodeIndex = {
  version: number
  all: readonly Node[]
  byId: (id: string) => Node | null
  inCity: (city_code: string) => readonly Node[]
  inCounty: (county_code: string) => readonly Node[]
  /** The nearest `k` nodes for which `filter` holds, nearest first, within `reach_km`. */
  near: (
    at: { lon: number; lat: number },
    k: number,
    filter?: (node: Node) => boolean,
    reach_km?: number,
  ) => Node[]
}

function grouped(nodes: readonly Node[], key: 'city_code' | 'county_code') {
  const groups = new Map<string, Node[]>()
  for (const node of nodes) {
    const group = groups.get(node[key])
    if (group) group.push(node)
    else groups.set(node[key], [node])
  }
  return groups
}

export function indexNodes(all: readonly Node[], version: number): NodeIndex {
  const ids = new Map(all.map((node) => [node.id as string, node]))
  const cities = grouped(all, 'city_code')
  const counties = grouped(all, 'county_code')
  const tree = new KDBush(Math.max(all.length, 1))
  for (const node of all) tree.add(node.lon, node.lat)
  if (all.length === 0) tree.add(0, 0)
  tree.finish()
  return {
    version,
    all,
    byId: (id) => ids.get(id) ?? null,
    inCity: (code) => cities.get(code) ?? [],
    inCounty: (code) => counties.get(code) ?? [],
    near: ({ lon, lat }, k, filter, reach_km = Number.POSITIVE_INFINITY) => {
      if (all.length === 0) return []
      const keep = filter && ((at: number) => filter(all[at]!))
      return around(tree, lon, lat, k, reach_km, keep).map((at) => all[at as number]!)
    },
  }
}
