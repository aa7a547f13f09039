// Lines of SKUs from the snapshot. A whole number or code is one SKU; words are looked for as they stand, and
// where nothing holds them, as the search of the shop understands them.
import type { z } from 'zod'
import type { Page } from '../../platform/types.ts'
import type { Sku } from '../catalog/contract.ts'
import { catalog } from '../catalog/index.ts'
import type { SkuLine, listSkuLines } from './contract-lines.ts'
import { catalogSearch } from './queries.ts'
import { search } from './search.ts'

function lineOf(sku: Sku): SkuLine {
  const { id, product_id, code, gtin, name_zh, name_en, category_code, drawing, for_sale, why_not } = sku
  const { install_kind, skills } = sku
  const category = catalog().category(category_code)
  const category_zh = category?.name_zh ?? category_code
  const category_en = category?.name_en ?? category_code
  const names = { name_zh, name_en, category_code, category_zh, category_en }
  return {
    id,
    product_id,
    code,
    gtin,
    ...names,
    install_kind,
    skills: [...skills],
    drawing,
    for_sale,
    why_not,
  }
}

// K4: a draft looks like what does not exist; a retired one still has its name in old orders.
const launched = (sku: Sku | null): sku is Sku =>
  sku !== null && catalog().product(sku.product_id)?.state !== 'draft'

/** In id order; `after` is the last id of the page before. Retired ones only when named by id. */
export function skuLines(input: z.output<typeof listSkuLines.input>): Page<SkuLine> {
  if (input.ids) {
    const found = input.ids.split(',').map((id) => catalog().sku(id))
    return { items: found.filter(launched).map(lineOf), next: null }
  }
  const exact = input.q ? exactly(input.q) : null
  if (exact) return { items: [lineOf(exact)], next: null }
  const words = input.q?.toLowerCase().split(/\s+/) ?? []
  const holds = (sku: Sku) => {
    const said = `${sku.name_zh} ${sku.name_en} ${sku.code} ${sku.gtin ?? ''}`.toLowerCase()
    return words.every((word) => said.includes(word))
  }
  const items: SkuLine[] = []
  for (const sku of catalog().skus) {
    if (input.after && sku.id <= input.after) continue
    if (sku.state !== 'live' || sku.why_not === 'not_live') continue
    if (input.category_code && sku.category_code !== input.category_code) continue
    if (!holds(sku)) continue
    if (items.length === input.limit) return { items, next: items.at(-1)!.id }
    items.push(lineOf(sku))
  }
  if (items.length > 0 || !input.q || input.after || input.category_code) return { items, next: null }
  return { items: meant(input.q, input.limit), next: null }
}

function exactly(q: string): Sku | null {
  const sku = (/^\d{8,14}$/.test(q) ? catalog().byGtin(q) : null) ?? catalog().byCode(q)
  return launched(sku) ? sku : null
}

/** Pinyin, slips of the hand, sizes: all variants of a product, the answering one first. */
function meant(text: string, limit: number): SkuLine[] {
  const asked = { text, filters: {}, sort: 'relevance', offset: 0, limit: 30 } as const
  const found = search(catalogSearch(), asked).hits.flatMap(({ product_id, sku_id }) => {
    const variants = catalog().skusOf(product_id)
    return [...variants.filter(({ id }) => id === sku_id), ...variants.filter(({ id }) => id !== sku_id)]
  })
  return found.slice(0, limit).map(lineOf)
}
