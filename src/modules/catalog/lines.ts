// Lines of SKUs from the snapshot, for desks. Words are looked for as they stand; search knows more.
import type { z } from 'zod'
import type { Page } from '../../platform/types.ts'
import type { SkuLine, listSkuLines } from './contract-lines.ts'
import type { Sku } from './contract.ts'
import { catalog } from './queries.ts'

function lineOf(sku: Sku): SkuLine {
  const { id, product_id, code, gtin, name_zh, name_en, category_code, drawing, for_sale, why_not } = sku
  const category = catalog().category(category_code)
  const category_zh = category?.name_zh ?? category_code
  const category_en = category?.name_en ?? category_code
  const names = { name_zh, name_en, category_code, category_zh, category_en }
  return { id, product_id, code, gtin, ...names, drawing, for_sale, why_not }
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
  return { items, next: null }
}
