// What the pages ask the rooms below about money and promises, in one place. Server only. Promises are kept
// for the minute they hold, so that a busy county is planned once a minute and not once a reader.
import { catalog } from '../../modules/catalog/index.ts'
import { distanceKm, nodes, whyNotOnline } from '../../modules/places/index.ts'
import { type Price, price, pricesVersion } from '../../modules/pricing/index.ts'
import { type Plan, type Promise_, planFor, promiseFor } from '../../modules/sourcing/index.ts'
import { available } from '../../modules/stock/index.ts'
import { anonymous } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { dayOf } from '../../web/words/format.ts'
import type { PlaceData } from './data.ts'
import { pointOf } from './place.ts'

export type Market = ReturnType<typeof openMarket>

const HOLDS_MS = 60_000
const KEPT_MAX = 20_000
/** Stores looked at for "n items today": the nearest ones, and the warehouses of the city. */
const NEAR = 12

/** Version of every snapshot the pages are made from. */
export const shopVersion = () => `${nodes().version}.${catalog().version}.${pricesVersion()}`

/** The shop's price of one unit for anybody; null when there is none. */
export const offer = (sku_id: string, county_code: string, at: string): Price | null =>
  price({ sku_id, county_code, channel: 'shop', tier: 'retail', at, quantity: 1 })

export function openMarket(db: Db) {
  const promised = new Map<string, { until: number; promise: Promise_ }>()
  const counted = new Map<string, { until: number; count: Promise<number> }>()

  /** What can be promised at a place, by SKU. */
  async function promises(sku_ids: readonly string[], { county_code }: PlaceData, at: string) {
    const now = Date.parse(at)
    const found = new Map<string, Promise_>()
    const missing: string[] = []
    for (const id of sku_ids) {
      const known = promised.get(`${county_code} ${id}`)
      if (known && known.until > now) found.set(id, known.promise)
      else missing.push(id)
    }
    if (missing.length === 0) return found
    if (promised.size > KEPT_MAX) promised.clear()
    await db.read(anonymous, async (tx) => {
      for (const sku_id of missing) {
        const promise = await promiseFor(tx, { sku_id, county_code, at })
        promised.set(`${county_code} ${sku_id}`, { until: now + HOLDS_MS, promise })
        found.set(sku_id, promise)
      }
    })
    return found
  }

  async function countToday(place: PlaceData & { city_code: string }, at: string): Promise<number> {
    const first = await firstNodes(db, place)
    const bySample = await promises(
      [...new Set(first.values())].map(({ sample }) => sample),
      place,
      at,
    )
    const today = dayOf(at)
    let count = 0
    for (const group of new Set(first.values())) {
      const comes = bySample.get(group.sample)?.p90_at
      if (comes && dayOf(comes) === today) count += group.size
    }
    return count
  }

  return {
    promises,
    /** SKUs that a store near the place can still bring today. */
    today(place: PlaceData & { city_code: string }, at: string): Promise<number> {
      const now = Date.parse(at)
      const known = counted.get(place.county_code)
      if (known && known.until > now) return known.count
      if (counted.size > 3_000) counted.clear()
      const count = countToday(place, at)
      count.catch(() => counted.delete(place.county_code))
      counted.set(place.county_code, { until: now + HOLDS_MS, count })
      return count
    },
    shelf: (node_id: string) => shelf(db, node_id),
    plan: (sku_id: string, place: PlaceData, at: string) => planned(db, sku_id, place, at),
  }
}

/** Units a node can sell online now, by SKU. */
const shelf = (db: Db, node_id: string): Promise<Map<string, number>> =>
  db.read(anonymous, async (tx) => {
    const sku_ids = catalog().skus.map(({ id }) => id)
    const cells = await available(tx, { node_ids: [node_id], sku_ids, seller: 'online' })
    const free = cells.filter((cell) => cell.available > 0)
    return new Map(free.map((cell) => [cell.sku_id as string, cell.available]))
  })

/** The whole plan with its rejections; null when nothing can be planned. */
const planned = (db: Db, sku_id: string, place: PlaceData, at: string): Promise<Plan | null> =>
  db.read(anonymous, async (tx) => {
    const to = { county_code: place.county_code, town_code: place.town_code }
    const lines = [{ sku_id, quantity: 1 }]
    return planFor(tx, null, { to, lines, at }).catch((error: unknown) => {
      if (error instanceof Refused) return null
      throw error
    })
  })

type Group = { size: number; sample: string }

/** Each SKU in stock nearby, grouped by the nearest node that has it: goods of one node come at one time. */
async function firstNodes(db: Db, place: PlaceData & { city_code: string }): Promise<Map<string, Group>> {
  const at = pointOf(place)
  const online = nodes().near(at, NEAR, (node) => node.kind === 'store' && whyNotOnline(node) === null)
  const warehouses = nodes()
    .inCity(place.city_code)
    .filter((node) => node.kind === 'warehouse' && whyNotOnline(node) === null)
  const near = [...online, ...warehouses].sort((x, y) => distanceKm(at, x) - distanceKm(at, y))
  const sku_ids = catalog().skus.flatMap((sku) => (sku.for_sale ? [sku.id] : []))
  const node_ids = near.map(({ id }) => id)
  const cells = await db.read(anonymous, (tx) => available(tx, { node_ids, sku_ids, seller: 'online' }))
  const held = new Map<string, string[]>()
  for (const cell of cells) {
    if (cell.available > 0) held.set(cell.node_id, [...(held.get(cell.node_id) ?? []), cell.sku_id])
  }
  const first = new Map<string, Group>()
  for (const { id } of near) {
    const group = { size: 0, sample: '' }
    for (const sku_id of held.get(id) ?? []) {
      if (first.has(sku_id)) continue
      group.size += 1
      group.sample = sku_id
      first.set(sku_id, group)
    }
  }
  return first
}
