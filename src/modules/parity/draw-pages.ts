// Which pages a proof reads: drawn from a seed, so that the same seed draws the same pages of the same world.
import type { Surface } from './contract.ts'

export type DrawnPage = {
  surface: Extract<Surface, `page_${string}`>
  path: string
  county_code: string
  lang: 'zh-CN' | 'en'
  channel: 'shop' | 'counter'
}
export type World = {
  counties: readonly string[]
  skus: readonly { id: string; product_id: string; category_code: string }[]
  stores: readonly { id: string; county_code: string }[]
  words: readonly string[]
}

/** Mulberry32: thirty-two bits of state, the same in every language. */
export function random(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, of: <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]! }
}

const sorts = ['', '?sort=price_up', '?sort=price_down', '?page=2']
const spaces = ['entry', 'living', 'dining', 'kitchen', 'bedroom', 'study', 'bath', 'balcony']

/** Half of them products, the rest tags as a customer scans them, lists, stores and homes. */
export function drawPages(world: World, count: number, seed: number): DrawnPage[] {
  const { next, of } = random(seed)
  return Array.from({ length: count }, (): DrawnPage => {
    const share = next()
    const place = {
      county_code: of(world.counties),
      lang: next() < 0.5 ? 'zh-CN' : 'en',
      channel: 'shop',
    } as const
    const sku = of(world.skus)
    if (share < 0.5)
      return { ...place, surface: 'page_product', path: `/products/${sku.product_id}?sku=${sku.id}` }
    if (share < 0.6 && world.stores.length > 0) {
      const store = of(world.stores)
      const path = `/products/${sku.product_id}?sku=${sku.id}&store=${store.id}`
      return { ...place, surface: 'page_product', path, county_code: store.county_code, channel: 'counter' }
    }
    if (share < 0.72)
      return { ...place, surface: 'page_list', path: `/categories/${sku.category_code}${of(sorts)}` }
    if (share < 0.8) return { ...place, surface: 'page_list', path: `/rooms/${of(spaces)}${of(sorts)}` }
    if (share < 0.88)
      return { ...place, surface: 'page_list', path: `/search?q=${encodeURIComponent(of(world.words))}` }
    if (share < 0.95 && world.stores.length > 0)
      return { ...place, surface: 'page_store', path: `/stores/${of(world.stores).id}` }
    return { ...place, surface: 'page_home', path: '/' }
  })
}
