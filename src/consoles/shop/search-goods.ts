// Words to products, in the order of their fit, each with the variant that answers best and with the reasons
// of its place. Server only.
import { catalog, type Product } from '../../modules/catalog/index.ts'
import { placePrices } from '../../modules/pricing/index.ts'
import { catalogSearch, search } from '../../modules/search/index.ts'

type Hit = ReturnType<typeof search>['hits'][number]
export type Hits = {
  products: Product[]
  by_product: ReadonlyMap<string, Hit>
  did_you_mean: string | null
  read_as: string | null
  /** Words nothing is known by, and sizes or prices that nothing meets: left out, and said. */
  ignored: readonly string[]
  relaxed: readonly string[]
}

const PAGE = 60
const HITS_MAX = 300
const TEXT_MAX = 80
const nothing: Hits = {
  products: [],
  by_product: new Map(),
  did_you_mean: null,
  read_as: null,
  ignored: [],
  relaxed: [],
}

/** All hits up to a bound, so that facets and sorting of the list see the whole of them. */
export function searchGoods(q: string, county_code: string, now_ms: number): Hits {
  const text = q.slice(0, TEXT_MAX)
  if (!text) return nothing
  const [index, prices] = [catalogSearch(), placePrices(county_code, now_ms)]
  const ask = (offset: number) =>
    search(index, { text, filters: {}, sort: 'relevance', offset, limit: PAGE }, prices)
  const first = ask(0)
  const hits = [...first.hits]
  while (hits.length < Math.min(first.total, HITS_MAX)) {
    const more = ask(hits.length).hits
    if (more.length === 0) break
    hits.push(...more)
  }
  const [read] = first.understood
  return {
    products: hits.flatMap((hit) => catalog().product(hit.product_id) ?? []),
    by_product: new Map(hits.map((hit) => [hit.product_id, hit])),
    did_you_mean: first.did_you_mean[0] ?? null,
    read_as: read ? read.as : null,
    ignored: first.ignored,
    relaxed: first.relaxed,
  }
}
