// What the pages ask the rooms below about money and promises, in one place. Server only. Promises are kept
// for the minute they hold or until the goods turn, so that a busy county is planned once a minute and not
// once a reader.
import { catalog } from '../../modules/catalog/index.ts'
import { distanceKm, nodes, whyNotOnline } from '../../modules/places/index.ts'
import { type Price, price, pricesVersion } from '../../modules/pricing/index.ts'
import { type Plan, type Promise_, citiesAround, planFor, promiseFor } from '../../modules/sourcing/index.ts'
import { type Turns, available } from '../../modules/stock/index.ts'
import { anonymous } from '../../platform/access.ts'
import { nowMs } from '../../platform/clock.ts'
import type { Db } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { dayOf } from '../../web/words/format.ts'
import type { PlaceData } from './data.ts'
import { pointOf } from './place.ts'

export type Market = ReturnType<typeof openMarket>

const HOLDS_MS = 60_000
const KEPT_MAX = 20_000
/** Counties whose goods of today are kept at a time. */
const PLACES_MAX = 500
/** Stores looked at for "n items today": the nearest ones, and the warehouses of the city. */
const NEAR = 12

/** Version of every snapshot the pages are made from. */
export const shopVersion = () => `${nodes().version}.${catalog().version}.${pricesVersion()}`

/** The shop's price of one unit for anybody; null when there is none. */
export const offer = (sku_id: string, county_code: string, at: string): Price | null =>
  price({ sku_id, county_code, channel: 'shop', tier: 'retail', at, quantity: 1 })

/** What a store charges at its counter, which is what its shelf tag says. */
export const counterOffer = (sku_id: string, { county_code }: { county_code: string }, at: string) =>
  price({ sku_id, county_code, channel: 'counter', tier: 'retail', at, quantity: 1 })

export function openMarket(db: Db, turns: Turns) {
  const promises = openPromises(db, turns)
  return {
    promises,
    today: openToday(db, turns, promises),
    /** Whether what was shown of these goods at a place, from that moment on, is still so. */
    holding(sku_ids: readonly string[], place: PlaceData, since_ms: number): () => boolean {
      const cities = citiesAround(place)
      return () => !turns.any(cities, sku_ids, since_ms)
    },
    shelf: (node_id: string) => shelf(db, node_id),
    plan: (sku_id: string, place: PlaceData, at: string) => planned(db, sku_id, place, at),
  }
}

type Promises = ReturnType<typeof openPromises>

function openPromises(db: Db, turns: Turns) {
  const promised = new Map<string, { made: number; until: number; promise: Promise_ }>()

  /** What can be promised at a place, by SKU. */
  return async (sku_ids: readonly string[], { county_code }: PlaceData, at: string) => {
    const now = Date.parse(at)
    const made = nowMs()
    const cities = citiesAround({ county_code })
    const found = new Map<string, Promise_>()
    const missing: string[] = []
    for (const id of sku_ids) {
      const known = promised.get(`${county_code} ${id}`)
      if (known && known.until > now && !turns.any(cities, [id], known.made)) found.set(id, known.promise)
      else missing.push(id)
    }
    if (missing.length === 0) return found
    if (promised.size > KEPT_MAX) promised.clear()
    await db.read(anonymous, async (tx) => {
      for (const sku_id of missing) {
        const promise = await promiseFor(tx, { sku_id, county_code, at })
        promised.set(`${county_code} ${sku_id}`, { made, until: now + HOLDS_MS, promise })
        found.set(sku_id, promise)
      }
    })
    return found
  }
}

type Stop = PlaceData & { city_code: string }

function openToday(db: Db, turns: Turns, promises: Promises) {
  const todays = new Map<string, { made: number; until: number; skus: Promise<ReadonlySet<string>> }>()
  const isToday = (promise: Promise_ | undefined, at: string) =>
    promise?.p90_at ? dayOf(promise.p90_at) === dayOf(at) : false

  async function findToday(place: Stop, at: string) {
    const groups = await firstNodes(db, place)
    const samples = groups.flatMap(([sample]) => sample ?? [])
    const bySample = await promises(samples, place, at)
    return new Set(groups.flatMap((group) => (isToday(bySample.get(group[0] ?? ''), at) ? group : [])))
  }

  /** Goods that turned are asked about one by one; the rest of the day's goods stay as they were. */
  async function correct(kept: Promise<ReadonlySet<string>>, turned: string[], place: Stop, at: string) {
    const skus = new Set(await kept)
    const now = await promises(turned, place, at)
    for (const sku_id of turned) {
      if (isToday(now.get(sku_id), at)) skus.add(sku_id)
      else skus.delete(sku_id)
    }
    return skus
  }

  /** SKUs that a store near the place can still bring today. */
  return (place: Stop, at: string): Promise<ReadonlySet<string>> => {
    const now = Date.parse(at)
    const made = nowMs()
    const known = todays.get(place.county_code)
    const holds = known !== undefined && known.until > now
    const turned = holds ? turns.among(citiesAround(place), known.made) : []
    if (holds && turned.length === 0) return known.skus
    if (todays.size >= PLACES_MAX) todays.clear()
    const until = holds ? known.until : now + HOLDS_MS
    const skus = holds ? correct(known.skus, turned, place, at) : findToday(place, at)
    skus.catch(() => todays.delete(place.county_code))
    todays.set(place.county_code, { made, until, skus })
    return skus
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

/** The SKUs in stock nearby by the nearest node that has them: goods of one node come at one time. */
async function firstNodes(db: Db, place: PlaceData & { city_code: string }): Promise<string[][]> {
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
  const taken = new Set<string>()
  return near.map(({ id }) => {
    const group = (held.get(id) ?? []).filter((sku_id) => !taken.has(sku_id))
    for (const sku_id of group) taken.add(sku_id)
    return group
  })
}
