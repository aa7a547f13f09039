// What is measured, on which addresses, and how an answer is known to be right.
import type { Shot } from './load.ts'

export type World = { products: string[]; skus: string[]; county_code: string; largest: string }
export type Scenario = {
  name: string
  unit: 'req/s' | 'ms'
  shots: (world: World) => Shot[]
  right: (body: string, world: World) => boolean
}

/** Chengdu for the shop; Chongqing is the city with the most stores. */
const county_code = '510107'
const largest = '500112'

type Found = { items: { product_id: string; sku_id: string; price_fen: number | null }[]; total: number }

export async function surveyWorld(base: string): Promise<World> {
  const reply = await fetch(`${base}/api/v1/products?limit=40&county_code=${county_code}&facets=false`)
  const { items } = (await reply.json()) as Found
  const priced = items.filter((item) => item.price_fen !== null)
  return {
    products: priced.map((item) => item.product_id),
    skus: priced.map((item) => item.sku_id),
    county_code,
    largest,
  }
}

const api = (path: string): Shot => ({ path: `/api/v1${path}` })
const queries = [
  '洗碗机',
  '60宽洗碗机',
  'bingxiang',
  'xwj',
  'refrigerator',
  'W15',
  '十字对开门',
  '零冷水',
  '油烟机',
  '1级能效空调',
  'washer 10kg',
  '洗完机',
  'kongtiao',
  '65寸电视',
  '嵌入式 蒸烤',
  '净水器',
  'robot vacuum',
  '晨岩',
  '热水器 60升',
  '干衣机',
]

const parsed = (body: string) => JSON.parse(body) as Record<string, unknown>

export const scenarios: readonly Scenario[] = [
  {
    name: 'list',
    unit: 'req/s',
    shots: () =>
      ['kitchen', 'living', 'bath', 'balcony'].map((space) =>
        api(`/products?space=${space}&limit=20&county_code=${county_code}&facets=false`),
      ),
    right: (body) => (parsed(body) as unknown as Found).items.length === 20,
  },
  {
    name: 'detail',
    unit: 'req/s',
    shots: (world) => world.products.slice(0, 20).map((id) => api(`/products/${id}`)),
    right: (body) => typeof parsed(body).id === 'string',
  },
  {
    name: 'page',
    unit: 'req/s',
    shots: (world) => world.products.slice(0, 8).map((id) => ({ path: `/products/${id}` })),
    right: (body) => body.includes('</html>') && body.includes('¥'),
  },
  {
    name: 'search',
    unit: 'req/s',
    shots: () =>
      queries.map((q) => api(`/products?q=${encodeURIComponent(q)}&limit=20&county_code=${county_code}`)),
    right: (body) => (parsed(body) as unknown as Found).total > 0,
  },
  {
    name: 'quote',
    unit: 'req/s',
    shots: (world) =>
      world.skus.slice(0, 10).map((sku_id) => ({
        method: 'POST' as const,
        path: '/api/v1/quotes',
        body: JSON.stringify({ lines: [{ sku_id, quantity: 1 }], county_code }),
      })),
    right: (body) => Number(parsed(body).total_fen) > 0,
  },
  {
    name: 'sourcing',
    unit: 'ms',
    shots: (world) =>
      world.skus.slice(0, 10).map((sku_id) => api(`/promises?sku_id=${sku_id}&county_code=${world.largest}`)),
    right: (body) => 'p90_at' in parsed(body),
  },
]
