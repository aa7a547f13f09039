// Loads the front door: eight rooms with real products in them, a few goods on one scale, the store nearby.
import { catalog, categories, type Product } from '../../modules/catalog/index.ts'
import type { Lang } from '../../platform/types.ts'
import { nodes } from '../../modules/places/index.ts'
import type { Desc, Family } from '../../web/draw/index.ts'
import { SPACES, type Space } from '../../web/draw/families.ts'
import type { Loaded, Visit } from '../../web/page.ts'
import { nameIn } from '../../web/words/format.ts'
import { say } from '../../web/words/words.ts'
import type { HomeData, RoomData } from './data.ts'
import { mixed } from './find-goods.ts'
import { goodsWords } from './goods-words.ts'
import { frameOf } from './hand.ts'
import type { Market } from './market.ts'
import { placeOfVisit } from './place.ts'
import { nearestStores, nextDoor, storeCard } from './stores.ts'
import { frameData, shownSku, type Shown, soonest, tilesOf } from './tiles.ts'

/** What makes a room look like itself, in the order in which its places are filled. */
const STAR: Record<Space, readonly Family[]> = {
  entry: ['smart_lock', 'floor_washer', 'robot_vacuum'],
  living: ['tv', 'floor_ac', 'air_purifier'],
  dining: ['refrigerator', 'kettle', 'tea_bar'],
  kitchen: ['range_hood', 'hob', 'dishwasher', 'oven'],
  bedroom: ['wall_ac', 'air_purifier', 'humidifier'],
  study: ['monitor', 'tv', 'desk_lamp'],
  bath: ['electric_water_heater', 'smart_toilet', 'mirror_cabinet'],
  balcony: ['laundry_tower', 'washer', 'dryer', 'clothes_airer'],
}

const forSale = (product: Product) => shownSku(product) !== null

function starsOf(space: Space): Desc[] {
  const here = catalog().products.filter((product) => product.space === space && forSale(product))
  return STAR[space].flatMap((family) => {
    const found = here.flatMap((product) => {
      const drawing = shownSku(product)?.drawing
      return drawing?.family === family ? [drawing] : []
    })
    // The middle one in width: it fits its place in the picture, and looks like most of them.
    const typical = found.toSorted((x, y) => x.width_mm - y.width_mm)[Math.floor(found.length / 2)]
    return typical ? [typical] : []
  })
}

let kept: { version: number; lang: Lang; rooms: RoomData[] }[] = []

/** Rooms change with the catalog only, so they are made once for each version and language. */
function roomsOf(lang: Lang): RoomData[] {
  const { version, products } = catalog()
  const known = kept.find((one) => one.version === version && one.lang === lang)
  if (known) return known.rooms
  const t = say(goodsWords, lang)
  const rooms = SPACES.map((space): RoomData => {
    const count = products.filter((product) => product.space === space && forSale(product)).length
    const names = categories.filter((category) => category.space === space).map((one) => nameIn(lang, one))
    const goods_text = names.slice(0, 3).join(lang === 'en' ? ', ' : ' · ')
    const label = t(`room_${space}`)
    return {
      space,
      href: `/rooms/${space}`,
      label,
      count_text: String(count),
      goods_text,
      products: starsOf(space),
    }
  })
  kept = [...kept.filter((one) => one.version === version), { version, lang, rooms }]
  return rooms
}

const PICKS = 6

/** One of each of the things a home is usually missing, the newest of its kind. */
function picks(): Shown[] {
  const wanted: Family[] = [
    'refrigerator',
    'dishwasher',
    'floor_ac',
    'range_hood',
    'laundry_tower',
    'tv',
    'washer',
  ]
  const all = mixed(catalog().products).flatMap((product) => {
    const sku = shownSku(product)
    return sku ? [{ product, sku }] : []
  })
  const starred = wanted.flatMap((family) => all.find(({ sku }) => sku.drawing.family === family) ?? [])
  return [...starred, ...all.filter((shown) => !starred.includes(shown))].slice(0, PICKS)
}

export async function loadHome(market: Market, visit: Visit): Promise<Loaded<HomeData>> {
  const { lang, now } = visit
  const place = placeOfVisit(visit)
  const { tiles, expires_at, holds } = await tilesOf(market, picks(), place, visit)
  const stores = nearestStores(place, 3).map((node) => storeCard(node, place, lang, now))
  const data: HomeData = {
    ...(await frameData(market, visit)),
    layout: visit.handheld ? 'tall' : 'wide',
    rooms: roomsOf(lang),
    frame: frameOf(tiles.map((tile) => tile.desc)),
    tiles,
    stores: {
      count: nodes()
        .inCity(place.city_code)
        .filter((node) => node.kind === 'store').length,
      near: stores,
    },
  }
  return {
    data,
    expires_at: soonest(now, [new Date(expires_at).toISOString(), nextDoor(stores, now)]),
    holds,
  }
}
