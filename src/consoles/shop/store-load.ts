// Loads the stores near a place, and one store with what it sells. Server only.
import { catalog } from '../../modules/catalog/index.ts'
import { type Node, nodes } from '../../modules/places/index.ts'
import type { Lang } from '../../platform/types.ts'
import type { Loaded, Visit } from '../../web/page.ts'
import { say } from '../../web/words/words.ts'
import type { StoreData, StoresData } from './data.ts'
import { mixed } from './find-goods.ts'
import { frameOf } from './hand.ts'
import type { Market } from './market.ts'
import { placeOfVisit } from './place.ts'
import { hoursOf } from './store-row.tsx'
import { storeWords } from './store-words.ts'
import { nearestStores, nextDoor, storeCard } from './stores.ts'
import { frameData, type Shown, soonest, tilesOf } from './tiles.ts'

const STORES = 30
const PAGE = 24

export async function loadStores(market: Market, visit: Visit): Promise<Loaded<StoresData>> {
  const { lang, now } = visit
  const place = placeOfVisit(visit)
  const stores = nearestStores(place, STORES).map((node) => storeCard(node, place, lang, now))
  const data = { ...(await frameData(market, visit)), stores }
  return { data, expires_at: soonest(now, [nextDoor(stores, now)]) }
}

const SERVICES = ['pickup', 'delivery', 'install', 'display', 'trade_in'] as const

function aboutNode(node: Node, lang: Lang) {
  const t = say(storeWords, lang)
  const en = lang === 'en'
  return {
    owner_mode: t(`mode_${node.trade_mode}`),
    services: SERVICES.filter((service) => node.services.includes(service)).map((one) => t(`service_${one}`)),
    people: node.people.map((person) => ({
      name: en ? person.name_en : person.name_zh,
      role: en ? person.role_en : person.role_zh,
    })),
    hours: t('every_day', { hours: hoursOf(node) }),
    capacity_per_day: node.capacity_per_day,
    service_radius_m: node.service_radius_m,
    warehouse: node.kind === 'warehouse',
  }
}

/** What stands on its shelf and may be sold online, one card a product. */
async function onShelf(market: Market, node_id: string): Promise<Shown[]> {
  const shelf = await market.shelf(node_id)
  const products = mixed(catalog().products)
  return products.flatMap((product) => {
    const sku = catalog()
      .skusOf(product.id)
      .find((one) => one.for_sale && shelf.has(one.id))
    return sku ? [{ product, sku }] : []
  })
}

export async function loadStore(market: Market, visit: Visit): Promise<Loaded<StoreData>> {
  const { lang, now } = visit
  const node = nodes().byId(visit.params.node_id ?? '')
  if (!node) return null
  const place = placeOfVisit(visit)
  const shown = await onShelf(market, node.id)
  const of = Math.max(1, Math.ceil(shown.length / PAGE))
  const at = Math.min(of, Math.max(1, Number.parseInt(visit.query.get('page') ?? '1', 10) || 1))
  const { tiles, expires_at, holds } = await tilesOf(
    market,
    shown.slice((at - 1) * PAGE, at * PAGE),
    place,
    visit,
  )
  const store = storeCard(node, place, lang, now)
  const href = (page: number) => `/stores/${node.id}${page > 1 ? `?page=${page}` : ''}`
  const data: StoreData = {
    ...(await frameData(market, visit)),
    ...aboutNode(node, lang),
    store,
    frame: frameOf(tiles.map((tile) => tile.desc)),
    tiles,
    total: shown.length,
    pages: { previous: at > 1 ? href(at - 1) : null, next: at < of ? href(at + 1) : null, at, of },
  }
  return {
    data,
    expires_at: soonest(now, [new Date(expires_at).toISOString(), nextDoor([store], now)]),
    holds,
  }
}
