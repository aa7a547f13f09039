// What lies around a place: the cities whose stock is looked at, the nodes that reach it, and the stores next
// door. Found once a county and version of the nodes; an exact point is looked up anew.
import { type Node, centreOf, distanceKm, nodes } from '../places/index.ts'
import { assumptions as a } from './assumptions.ts'

export type Place = { lon: number; lat: number; approximate: boolean }
export type Around = {
  cities: string[]
  /** Ids of the nodes whose service area holds the place. */
  reaching: string[]
  /** The same, joined by commas: the form in which they go to the database. */
  reaching_text: string
  nearest: Node[]
}

const stores_near = 40
const warehouses_near = 3
const cities_max = 8
const byIndex = new WeakMap<object, Map<string, Around>>()

export const distanceM = (node: Node, to: { lon: number; lat: number }) =>
  Math.round(distanceKm(node, to) * 1000)

export function around(place: Place, county_code: string): Around {
  if (!place.approximate) return look(place)
  const index = nodes()
  const known = byIndex.get(index) ?? new Map<string, Around>()
  byIndex.set(index, known)
  const found = known.get(county_code) ?? look(place)
  known.set(county_code, found)
  return found
}

/** The cities from whose stock a place is promised, in the order of their nearest node. */
export const citiesAround = (to: { county_code: string; town_code?: string | null }): readonly string[] =>
  around(centreOf(to), to.county_code).cities

function look(place: Place): Around {
  const stores = nodes().near(place, stores_near, (node) => node.kind === 'store', a.reach_km_max)
  const warehouses = nodes().near(place, warehouses_near, (node) => node.kind === 'warehouse')
  const cities = [...new Set([...stores, ...warehouses].map((node) => node.city_code))].slice(0, cities_max)
  const reaching = cities
    .flatMap((city_code) => nodes().inCity(city_code))
    .filter((node) => distanceM(node, place) <= node.service_radius_m)
    .map((node) => node.id)
  return { cities, reaching, reaching_text: reaching.join(), nearest: nodes().near(place, 4) }
}
