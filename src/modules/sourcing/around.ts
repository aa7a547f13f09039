// What lies around a place: the cities whose stock is looked at, and the stores next door. Found once a
// county and version of the nodes; an exact point is looked up anew.
import { type Node, nodes } from '../places/index.ts'
import { assumptions as a } from './assumptions.ts'

export type Place = { lon: number; lat: number; approximate: boolean }
type Around = { cities: string[]; nearest: Node[] }

const stores_near = 40
const warehouses_near = 3
const cities_max = 8
const byIndex = new WeakMap<object, Map<string, Around>>()

export function around(place: Place, county_code: string): Around {
  if (!place.approximate) return look(place)
  const index = nodes()
  const known = byIndex.get(index) ?? new Map<string, Around>()
  byIndex.set(index, known)
  const found = known.get(county_code) ?? look(place)
  known.set(county_code, found)
  return found
}

function look(place: Place): Around {
  const stores = nodes().near(place, stores_near, (node) => node.kind === 'store', a.reach_km_max)
  const warehouses = nodes().near(place, warehouses_near, (node) => node.kind === 'warehouse')
  const cities = [...new Set([...stores, ...warehouses].map((node) => node.city_code))]
  return { cities: cities.slice(0, cities_max), nearest: nodes().near(place, 4) }
}
