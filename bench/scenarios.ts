// What is measured, on which addresses, and how an answer is known to be right.
import type { Direct } from './direct.ts'
import type { Shot } from './load.ts'

export type World = { products: string[]; skus: string[]; county_code: string; direct: Direct }
export type Scenario = {
  name: string
  unit: 'req/s' | 'ms'
  shots: (world: World) => Shot[]
  /** Whether the answer to this shot says what the functions behind the server say. */
  right: (body: string, shot: Shot, world: World) => boolean | Promise<boolean>
  /** Every answer to one address is the same to the byte while it is measured. */
  same?: true
  /** What of the database the limit beside it must touch too. */
  database?: { statements: number; writes: boolean }
}

/** Chengdu for the shop; sourcing asks in the city with the most stores. */
const county_code = '510107'

/** Who asks, stock, records, slots. */
const sourcing_statements = 4

type Found = { items: { product_id: string; sku_id: string; price_fen: number | null }[] }

export async function surveyWorld(base: string, direct: Direct): Promise<World> {
  const reply = await fetch(`${base}/api/v1/products?limit=40&county_code=${county_code}&facets=false`)
  const { items } = (await reply.json()) as Found
  const priced = items.filter((item) => item.price_fen !== null)
  return {
    products: priced.map((item) => item.product_id),
    skus: priced.map((item) => item.sku_id),
    county_code,
    direct,
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

const queryOf = ({ path }: Shot) => Object.fromEntries(new URL(path, 'http://shop').searchParams)
const lastOf = ({ path }: Shot) => new URL(path, 'http://shop').pathname.split('/').at(-1)!
const written = (fen: number) => (fen / 100).toLocaleString('en-US')

const isListed = (body: string, shot: Shot, { direct }: World) =>
  body === direct.text('GET /products', queryOf(shot)) && (JSON.parse(body) as Found).items.length > 0

type Quoted = { total_fen: number; lines: { sku_id: string; unit_fen: number }[]; legs: object[] }

function isQuoted(body: string, shot: Shot, { direct }: World): boolean {
  const { total_fen, lines, legs } = JSON.parse(body) as Quoted
  const [asked] = (JSON.parse(shot.body!) as { lines: { sku_id: string }[] }).lines
  const unit_fen = direct.unitFen(asked!.sku_id, county_code)
  const [line] = lines
  return line?.sku_id === asked!.sku_id && line.unit_fen === unit_fen && total_fen === unit_fen && !!legs[0]
}

async function isPromised(body: string, shot: Shot, { direct }: World): Promise<boolean> {
  const told = JSON.parse(body) as { node_id: string | null; available: number; p90_at: string | null }
  const { sku_id, county_code: county } = queryOf(shot) as { sku_id: string; county_code: string }
  const { node_id, available } = await direct.promise(sku_id, county)
  const promised = told.node_id === null || Date.parse(told.p90_at!) > Date.now()
  return promised && told.node_id === node_id && told.available === available
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'list',
    unit: 'req/s',
    shots: () =>
      ['kitchen', 'living', 'bath', 'balcony'].map((space) =>
        api(`/products?space=${space}&limit=20&county_code=${county_code}&facets=false`),
      ),
    right: (body, shot, world) =>
      isListed(body, shot, world) && (JSON.parse(body) as Found).items.length === 20,
    same: true,
  },
  {
    name: 'detail',
    unit: 'req/s',
    shots: (world) => world.products.slice(0, 20).map((id) => api(`/products/${id}`)),
    right: (body, shot, { direct }) =>
      body === direct.text('GET /products/:product_id', { product_id: lastOf(shot) }),
    same: true,
  },
  {
    name: 'page',
    unit: 'req/s',
    shots: ({ products, skus }) =>
      products.slice(0, 8).map((id, at) => ({
        path: `/products/${id}?sku=${skus[at]}`,
        headers: { cookie: `place=${county_code}` },
      })),
    right: (body, shot, { direct }) => {
      const fen = direct.unitFen(queryOf(shot).sku!, county_code)
      return (
        body.endsWith('</html>') && body.includes(direct.name(lastOf(shot))) && body.includes(written(fen))
      )
    },
  },
  {
    name: 'search',
    unit: 'req/s',
    shots: () =>
      queries.map((q) => api(`/products?q=${encodeURIComponent(q)}&limit=20&county_code=${county_code}`)),
    right: isListed,
    same: true,
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
    right: isQuoted,
    database: { statements: sourcing_statements, writes: true },
  },
  {
    name: 'sourcing',
    unit: 'ms',
    shots: ({ skus, direct }) =>
      skus
        .slice(0, 10)
        .map((sku_id) => api(`/promises?sku_id=${sku_id}&county_code=${direct.largest.county_code}`)),
    right: isPromised,
    database: { statements: sourcing_statements, writes: false },
  },
]
