// What a journey has to know beforehand: a county and an appliance that a node would bring there. Read from
// the public API, as anybody could.
import type { Lang } from '../src/platform/types.ts'
import type { Person } from './person.ts'
import type { Goods, Home } from './shopping.ts'

type Named = { name_zh: string; name_en: string }
type Offer = Named & { product_id: string; model: string }
type Sku = Named & { id: string; code: string; gtin: string; for_sale: boolean }
type Promised = { node_id: string | null; available: number; install: unknown }

const named = (lang: Lang, item: Named) => (lang === 'en' ? item.name_en : item.name_zh)

export async function read<T>(url: string, path: string): Promise<T> {
  const reply = await fetch(new URL(`/api/v1${path}`, url))
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as T
}

/** Counties around Chengdu, none of them a district of the city; the demo warehouse serves them. */
export const county_towns = ['510121', '510129', '510131']
/** Where the demo store stands. */
export const store_county = ['510107']
const province = '510000'
const city = '510100'

let flats = Date.now() % 100_000

async function homeIn(url: string, lang: Lang, county_code: string): Promise<Home> {
  const chain = await Promise.all(
    [province, city, county_code].map((code) => read<Named>(url, `/districts/${code}`)),
  )
  return {
    county_code,
    steps: chain.map((one) => named(lang, one)),
    full: chain.map((one) => one.name_zh).join(''),
    // A flat of its own, so that a crew can tell this visit from the next.
    street: `迎宾路 8 号 2 栋 ${++flats}`,
  }
}

/** The store or warehouse that somebody works in. */
export async function nodeOf({ page }: Person): Promise<string> {
  const me = await page.request.get('/api/v1/me')
  return ((await me.json()) as { scope: { nodes: string[] } }).scope.nodes[0]!
}

type Wish = {
  /** Whose node brings it. */
  from: Person
  counties: readonly string[]
  installs: boolean
  /** Words to find it by; without them its model. */
  q?: string
  /** How many the shop must have left. */
  units?: number
}

const taken = new Set<string>()

/** What this person's node brings to one of the counties, untouched by other journeys if there is any. */
export async function scout(url: string, lang: Lang, wish: Wish): Promise<{ home: Home; goods: Goods }> {
  const node_id = await nodeOf(wish.from)
  const node = await read<Named>(url, `/nodes/${node_id}`)
  let touched: (() => Promise<{ home: Home; goods: Goods }>) | null = null
  for (const county_code of wish.counties) {
    for (const offer of await offersIn(url, county_code, wish.q ?? '')) {
      const serves = async ({ id }: Sku) => {
        const promise = await read<Promised>(url, `/promises?sku_id=${id}&county_code=${county_code}`)
        const enough = promise.available >= (wish.units ?? 1)
        return promise.node_id === node_id && enough && (promise.install !== null) === wish.installs
      }
      const { skus } = await read<{ skus: Sku[] }>(url, `/products/${offer.product_id}`)
      const first = skus.find((one) => one.for_sale)
      if (!first || !(await serves(first))) continue
      const shown = await shownIn(url, county_code, wish.q ?? offer.model, offer.product_id)
      const sku = skus.find(({ id }) => id === shown) ?? first
      if (sku !== first && !(await serves(sku))) continue
      const found = async () => {
        taken.add(offer.product_id)
        const names = { name: named(lang, offer), sku_name: named(lang, sku), store: named(lang, node) }
        const { code, gtin } = sku
        const { product_id } = offer
        const goods = { q: wish.q ?? offer.model, product_id, sku_id: sku.id, code, gtin, ...names }
        return { home: await homeIn(url, lang, county_code), goods }
      }
      if (!taken.has(offer.product_id)) return found()
      touched ??= found
    }
  }
  if (touched) return touched()
  throw new Error(`${named(lang, node)} serves nothing like that`)
}

/** The SKU that the shop's own list shows of a product, for these words and this place. */
async function shownIn(url: string, county_code: string, q: string, product_id: string) {
  const page = await fetch(new URL(`/search?q=${encodeURIComponent(q)}`, url), {
    headers: { cookie: `place=${county_code}` },
  })
  return new RegExp(`/products/${product_id}\\?sku=([0-9a-f-]{36})`).exec(await page.text())?.[1]
}

async function offersIn(url: string, county_code: string, q: string): Promise<Offer[]> {
  const pages = await Promise.all(
    [0, 60, 120, 180, 240].map((offset) => {
      const query = `q=${encodeURIComponent(q)}&county_code=${county_code}&limit=60&offset=${offset}`
      return read<{ items: Offer[] }>(url, `/products?${query}&facets=false`)
    }),
  )
  return pages.flatMap(({ items }) => items)
}

/** The one price there is, as the API tells it. */
export async function priceAt(url: string, sku_id: string, county_code: string, channel = 'shop') {
  const query = `county_code=${county_code}&channel=${channel}`
  return (await read<{ unit_fen: number }>(url, `/prices/${sku_id}?${query}`)).unit_fen
}
