// What a journey has to know beforehand: a county and an appliance that the demo warehouse would bring there,
// and what the demo owner has on the shelf. Read from the public API, as anybody could.
import type { Lang } from '../src/platform/types.ts'
import type { Goods, Home } from './shopping.ts'

type Named = { name_zh: string; name_en: string }
type Offer = Named & { product_id: string; sku_id: string }

const named = (lang: Lang, item: Named) => (lang === 'en' ? item.name_en : item.name_zh)

export async function read<T>(url: string, path: string): Promise<T> {
  const reply = await fetch(new URL(`/api/v1${path}`, url))
  if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
  return (await reply.json()) as T
}

/** Counties around Chengdu, none of them a district of the city. */
const counties = ['510121', '510129', '510131']
const province = '510000'
const city = '510100'

export async function homeIn(url: string, lang: Lang, county_code: string): Promise<Home> {
  const chain = await Promise.all(
    [province, city, county_code].map((code) => read<Named>(url, `/districts/${code}`)),
  )
  const full = chain.map((one) => one.name_zh).join('')
  return {
    county_code,
    steps: chain.map((one) => named(lang, one)),
    address: `${full}迎宾路 8 号 2 栋 301`,
  }
}

/**
 * Something to install that the node of this name brings to one of the counties; `taken` are sold
 * already.
 */
export async function goodsFrom(
  url: string,
  lang: Lang,
  node_id: string,
  taken: readonly string[] = [],
): Promise<{ home: Home; goods: Goods }> {
  const q = lang === 'en' ? 'dishwasher' : '洗碗机'
  for (const county_code of counties) {
    const query = `q=${encodeURIComponent(q)}&county_code=${county_code}&limit=20&facets=false`
    const { items } = await read<{ items: Offer[] }>(url, `/products?${query}`)
    for (const offer of items.filter((one) => !taken.includes(one.product_id))) {
      const asked = `/promises?sku_id=${offer.sku_id}&county_code=${county_code}`
      const promise = await read<{ node_id: string | null; install: unknown }>(url, asked)
      if (promise.node_id !== node_id || !promise.install) continue
      const node = await read<Named>(url, `/nodes/${node_id}`)
      const { product_id } = offer
      const goods = { q, product_id, name: named(lang, offer), store: named(lang, node) }
      return { home: await homeIn(url, lang, county_code), goods }
    }
  }
  throw new Error('the demo warehouse serves nothing here')
}

/** The one price there is, as the API tells it. */
export async function priceAt(url: string, sku_id: string, county_code: string, channel = 'shop') {
  const query = `county_code=${county_code}&channel=${channel}`
  return (await read<{ unit_fen: number }>(url, `/prices/${sku_id}?${query}`)).unit_fen
}
