// Words to products, in the order of their fit. Server only.
import { catalog, type Product } from '../../modules/catalog/index.ts'
import { catalogSearch, search } from '../../modules/search/index.ts'

type Hits = { products: Product[]; did_you_mean: string | null; read_as: string | null }

const PAGE = 60
const HITS_MAX = 300
const TEXT_MAX = 80

/** All hits up to a bound, so that facets and sorting of the list see the whole of them. */
export function searchGoods(q: string): Hits {
  const text = q.slice(0, TEXT_MAX)
  if (!text) return { products: [], did_you_mean: null, read_as: null }
  const index = catalogSearch()
  const ask = (offset: number) => search(index, { text, filters: {}, sort: 'relevance', offset, limit: PAGE })
  const first = ask(0)
  const hits = [...first.hits]
  while (hits.length < Math.min(first.total, HITS_MAX)) {
    const more = ask(hits.length).hits
    if (more.length === 0) break
    hits.push(...more)
  }
  const products = hits.flatMap((hit) => catalog().product(hit.product_id) ?? [])
  const [read] = first.understood
  return { products, did_you_mean: first.did_you_mean[0] ?? null, read_as: read ? read.as : null }
}
