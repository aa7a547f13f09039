// Stores as a reader sees them: how far, open now or not. Server only.
import { distanceKm, formats, type Node, nodes } from '../../modules/places/index.ts'
import type { Lang } from '../../platform/types.ts'
import { nameIn } from '../../web/words/format.ts'
import type { PlaceData, StoreCard } from './data.ts'
import { pointOf } from './place.ts'

const SHANGHAI_MS = 8 * 3_600_000
/** Minute of the day in Asia/Shanghai. */
export const minuteOf = (now: number) => Math.floor((now + SHANGHAI_MS) / 60_000) % 1440

export function storeCard(node: Node, place: PlaceData, lang: Lang, now: number): StoreCard {
  const minute = minuteOf(now)
  const format = formats[node.format]
  return {
    node_id: node.id,
    name: nameIn(lang, node),
    format: lang === 'en' ? format.en : format.zh,
    address: lang === 'en' ? node.address_en : node.address_zh,
    distance_m: Math.round(distanceKm(pointOf(place), node) * 1000),
    opens_minute: node.opens_minute,
    closes_minute: node.closes_minute,
    open: node.state === 'open' && minute >= node.opens_minute && minute < node.closes_minute,
    phone: node.phone,
    sells_online: node.sells_online,
  }
}

export const nearestStores = (place: PlaceData, count: number): Node[] =>
  nodes().near(pointOf(place), count, (node) => node.kind === 'store' && node.state === 'open')

/** When the opening state of any of these changes next, as a moment; a page that shows it ends there. */
export function nextDoor(stores: readonly Pick<StoreCard, 'opens_minute' | 'closes_minute'>[], now: number) {
  const minute = minuteOf(now)
  const midnight = now - ((now + SHANGHAI_MS) % 86_400_000)
  const minutes = stores.flatMap(({ opens_minute, closes_minute }) => [opens_minute, closes_minute])
  const next = minutes.map((at) => midnight + (at > minute ? at : at + 1440) * 60_000)
  return next.length ? new Date(Math.min(...next)).toISOString() : null
}
