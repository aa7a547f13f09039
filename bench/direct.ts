// The functions behind the server, called in this process on the same database: what its answers are compared
// with, and what sourcing takes without the network.
import { catalog } from '../src/modules/catalog/index.ts'
import { nodes } from '../src/modules/places/index.ts'
import { price } from '../src/modules/pricing/index.ts'
import { promiseFor } from '../src/modules/sourcing/index.ts'
import { anonymous } from '../src/platform/access.ts'
import { clockOf, connect, database } from '../src/platform/db.ts'
import { joinEmbedded } from '../src/platform/embedded.ts'
import type { Route } from '../src/platform/route.ts'
import { openSnapshots, routes } from '../src/rooms.ts'

export type Direct = Awaited<ReturnType<typeof openDirect>>

export async function openDirect(data_dir: string) {
  const { url } = await joinEmbedded({ data_dir })
  const db = database(connect(url, { pool: 2 }))
  await openSnapshots(db)
  return {
    url,
    largest: mostStores(),
    /** The cities whose nodes come nearest to 10, 100 and 1,000, each with its busiest county. */
    growing: () => [10, 100, 1_000].map(cityNear),
    /** What an endpoint answers from memory, as it goes over the wire. */
    text: (name: string, input: Record<string, string>): string => {
      const { endpoint, recall } = routeOf(name)
      const reply = recall!(anonymous, endpoint.input.parse(input) as never)
      return JSON.stringify(endpoint.reply.parse(reply))
    },
    name: (product_id: string) => catalog().product(product_id)!.name_zh,
    unitFen: (sku_id: string, county_code: string) => {
      const at = new Date().toISOString()
      return price({ sku_id, county_code, channel: 'shop', tier: 'retail', at, quantity: 1 })!.unit_fen
    },
    promise: (sku_id: string, county_code: string) =>
      db.read(anonymous, (tx) => promiseFor(tx, { sku_id, county_code, at: clockOf(tx) })),
    /** The price of ten lines, by the function that every surface uses. */
    priceTenLines: () => {
      const [at, skus] = [new Date().toISOString(), tenSkus()]
      const of = (sku_id: string) =>
        price({ sku_id, county_code: '510107', channel: 'shop', tier: 'retail', at, quantity: 3 })
      return () => skus.map(of)
    },
    readTenPrices: () => {
      const skus = tenSkus()
      const known = new Map(skus.map((sku_id, fen) => [sku_id as string, fen]))
      return () => skus.map((sku_id) => known.get(sku_id))
    },
    close: () => db.close(),
  }
}

const tenSkus = () =>
  catalog()
    .skus.filter((sku) => sku.for_sale)
    .slice(0, 10)
    .map((sku) => sku.id)

function routeOf(name: string): Route {
  const found = routes.find(({ endpoint }) => `${endpoint.method} ${endpoint.path}` === name)
  if (!found) throw new Error(`no such endpoint: ${name}`)
  return found
}

type City = { city_code: string; city_nodes: number; county_code: string }

/** How many nodes each city, or each county among some nodes, has. */
function countOf(key: 'city_code' | 'county_code', among = nodes().all) {
  const counts = new Map<string, number>()
  for (const node of among) counts.set(node[key], (counts.get(node[key]) ?? 0) + 1)
  return [...counts]
}
const best = <T>(all: readonly T[], rank: (one: T) => number) =>
  all.reduce((a, b) => (rank(b) > rank(a) ? b : a))

function cityWith(rank: (count: number) => number): City {
  const [city_code, city_nodes] = best(countOf('city_code'), ([, count]) => rank(count))
  const [county_code] = best(countOf('county_code', nodes().inCity(city_code)), ([, count]) => count)
  return { city_code, city_nodes, county_code }
}
const mostStores = () => cityWith((count) => count)
const cityNear = (wanted: number) => cityWith((count) => -Math.abs(Math.log(count / wanted)))

/** Milliseconds of `work` one after the other, sorted. */
export async function timed(times: number, work: (at: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    await work(at)
    all.push(performance.now() - began)
  }
  return all.sort((a, b) => a - b)
}
