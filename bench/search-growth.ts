// How the search grows with the catalog: ×1, ×10, ×100 of the demo catalog, in process, one thread.
// `npx tsx --expose-gc bench/search-growth.ts` prints build time, heap and CPU time a search.
import { makeCatalog } from '../src/demo/catalog/index.ts'
import { indexCatalog } from '../src/modules/catalog/catalog-index.ts'
import type { CatalogRows } from '../src/modules/catalog/contract.ts'
import { Search } from '../src/modules/search/contract.ts'
import { pricesOf, search } from '../src/modules/search/search.ts'
import { buildIndex } from '../src/modules/search/search-index.ts'
import { newId } from '../src/platform/types.ts'

const QUERIES =
  `洗碗机 法式冰箱 60宽洗碗机 1.5匹空调 xwj bingxiang dishwasher 10kg洗衣机 晨岩 油烟机 65寸电视 洗完机
bcd-5 零冷水热水器 fridge 黑色冰箱 3000元以下油烟机 refrigrator`.split(/\s/)
const ROUNDS = 2_000

/** The catalog `times` over: other ids and models, the same words. */
function grown(times: number): CatalogRows & { price: Map<string, number> } {
  const { brands, products, skus, list_prices } = makeCatalog('zhuguang')
  const listed = new Map(list_prices.map(({ sku_id, price_fen }) => [sku_id, price_fen]))
  const all: { products: (typeof products)[number][]; skus: (typeof skus)[number][] } = {
    products: [],
    skus: [],
  }
  const price = new Map<string, number>()
  for (let round = 0; round < times; round++) {
    const ids = new Map(products.map(({ id }) => [id, newId()]))
    const mark = round === 0 ? '' : `-${round}`
    for (const one of products)
      all.products.push({ ...one, id: ids.get(one.id)!, model: `${one.model}${mark}` })
    for (const one of skus) {
      const sku = { ...one, id: newId(), product_id: ids.get(one.product_id)!, code: `${one.code}${mark}` }
      all.skus.push(sku)
      price.set(sku.id, listed.get(one.id)!)
    }
  }
  return { brands, ...all, price }
}

const heap = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}

const asked = QUERIES.map((text) => Search.parse({ text }))
const browse = Search.parse({})
for (const times of [1, 10, 100]) {
  const rows = grown(times)
  const catalog = indexCatalog(rows, 1)
  const before = heap()
  const began = performance.now()
  const index = buildIndex(catalog)
  const build_ms = performance.now() - began
  const index_mb = (heap() - before) / 1e6
  const prices = pricesOf(index, (id) => rows.price.get(id) ?? null)
  for (let i = 0; i < 2_000 / times; i++) search(index, asked[i % asked.length]!, prices)
  // CPU time, not the clock: the figure must not depend on who else uses the machine.
  const cpuOf = (work: () => number) => {
    const cpu = process.cpuUsage()
    const count = work()
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / count
  }
  const rounds = Math.max(1, Math.round(ROUNDS / times))
  const search_us = cpuOf(() => {
    for (let i = 0; i < rounds; i++) for (const one of asked) search(index, one, prices)
    return rounds * asked.length
  })
  const browse_us = cpuOf(() => {
    for (let i = 0; i < rounds; i++) search(index, browse, prices)
    return rounds
  })
  console.log({
    times,
    skus: index.skus.length,
    build_ms: Math.round(build_ms),
    index_mb: Number(index_mb.toFixed(1)),
    search_us: Math.round(search_us),
    searches_s: Math.round(1e6 / search_us),
    browse_all_us: Math.round(browse_us),
  })
}
