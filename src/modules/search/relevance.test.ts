// What people type and what has to come first, over the demo catalog.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeCatalog } from '../../demo/catalog/index.ts'
import { indexCatalog } from '../catalog/catalog-index.ts'
import { Search } from './contract.ts'
import { search } from './search.ts'
import { buildIndex } from './search-index.ts'

const catalog = indexCatalog(makeCatalog('zhuguang'), 1)
const index = buildIndex(catalog)
const lines = readFileSync(new URL('./relevance.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.includes(' => '))
const cases = lines.map((line) => line.split(' => ') as [string, string])

/** What a hit has of one expected thing, as the list writes it. */
function holds(at: number, hits: ReturnType<typeof search>['hits'], what: string, value: string): boolean {
  const product = catalog.product(hits[at]!.product_id)!
  const sku = catalog.sku(hits[at]!.sku_id)!
  if (what === 'category') return value.split('/').includes(product.category_code)
  if (what === 'brand') return catalog.brand(product.brand_id)!.code === value
  if (what === 'model') return product.model.includes(value)
  if (what === 'finish') return sku.finish === value
  if (what === 'width') {
    const [min = 0, max = 0] = value.split('-').map(Number)
    return sku.width_mm >= min && sku.width_mm <= max
  }
  const [code = '', wanted = ''] = value.split('=')
  return String(sku.attributes[code]) === wanted
}

test('there are enough of them', () => expect(cases.length).toBeGreaterThanOrEqual(80))

test.each(cases)('%s', (typed, expected) => {
  const { hits, total } = search(index, Search.parse({ text: typed, limit: 3 }))
  expect(total).toBeGreaterThan(0)
  const words = expected.split(' ')
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [what = '', value = ''] = [words[i], words[i + 1]]
    // A category has to hold for the whole top of the list, the rest for what stands first.
    const top = what === 'category' ? hits.length : 1
    for (let at = 0; at < top; at++) {
      const found = catalog.product(hits[at]!.product_id)!
      expect(holds(at, hits, what, value), `${found.category_code} ${found.name_zh} ${found.model}`).toBe(
        true,
      )
    }
  }
})
