import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tools/test-db.ts'
import { categories, categoryOf } from '../../modules/catalog/categories.ts'
import { catalog, loadCatalog, openCatalog, whyNotGtin } from '../../modules/catalog/index.ts'
import { whyNotAttributes } from '../../modules/catalog/rules.ts'
import { system } from '../../platform/access.ts'
import { connect, database } from '../../platform/db.ts'
import { FAMILIES, SPACES, front } from '../../web/draw/index.ts'
import { makeCatalog } from './index.ts'

const made = makeCatalog('zhuguang')
const once = (all: readonly (string | null)[]) => {
  const given = all.filter((one) => one !== null)
  expect(new Set(given).size).toBe(given.length)
}

test('about three hundred products and a thousand SKUs of forty brands, none of them idle', () => {
  expect(made.brands.length).toBe(40)
  expect(new Set(made.products.map(({ brand_id }) => brand_id)).size).toBe(40)
  expect(made.products.length).toBeGreaterThan(280)
  expect(made.products.length).toBeLessThan(320)
  expect(made.skus.length).toBeGreaterThan(950)
  expect(made.skus.length).toBeLessThan(1_050)
})

test('every space has at least twenty products and every category at least two', () => {
  for (const space of SPACES)
    expect(made.products.filter((one) => one.space === space).length, space).toBeGreaterThanOrEqual(20)
  for (const { code } of categories)
    expect(made.products.filter((one) => one.category_code === code).length, code).toBeGreaterThanOrEqual(2)
})

test('the same seed makes the same world, another seed another', () => {
  expect(makeCatalog('zhuguang')).toEqual(made)
  expect(makeCatalog('other').products[0]!.id).not.toBe(made.products[0]!.id)
})

test('nothing is there twice', () => {
  once(made.brands.map(({ code }) => code))
  once(made.brands.map(({ name_zh }) => name_zh))
  once([...made.brands, ...made.products, ...made.skus].map(({ id }) => id))
  once(made.products.map(({ model }) => model))
  once(made.products.map(({ name_zh, model }) => `${name_zh} ${model}`))
  once(made.skus.map(({ code }) => code))
  once(made.skus.map(({ gtin }) => gtin))
})

test('numbers are of the restricted range and hold', () => {
  for (const { gtin } of made.skus) {
    if (gtin === null) continue
    expect(gtin).toMatch(/^2\d{12}$/)
    expect(whyNotGtin(gtin)).toBeNull()
  }
})

test('sizes lie in what their family draws, in a layout it knows', () => {
  const families = new Map(made.products.map(({ id, family }) => [id, FAMILIES[family]]))
  for (const { product_id, width_mm, height_mm, depth_mm, layout, code } of made.skus) {
    const facts = families.get(product_id)!
    const within = (value: number, [min, max]: readonly [number, number]) => value >= min && value <= max
    expect(within(width_mm, facts.width_mm) && within(height_mm, facts.height_mm), code).toBe(true)
    expect(depth_mm === null || within(depth_mm, facts.depth_mm), code).toBe(true)
    expect(facts.layouts, code).toContain(layout)
  }
})

test('attributes are of their category and complete but for what a variant says', () => {
  for (const { id, category_code, attributes, model } of made.products) {
    const own = made.skus.filter(({ product_id }) => product_id === id)
    for (const sku of own) {
      const all = { ...attributes, ...sku.attributes }
      const category = categoryOf(category_code)!
      expect(whyNotAttributes(category, all), sku.code).toBeNull()
      const lacking = category.attributes.filter((code) => all[code] === undefined && code !== 'dry_kg')
      expect(lacking, model).toEqual([])
    }
  }
})

test('a built-in product fits the opening it asks for', () => {
  for (const { cavity, body, model } of made.products) {
    if (!cavity || cavity.height_mm_min < body.height_mm) continue
    expect(cavity.width_mm_min, model).toBeGreaterThanOrEqual(body.width_mm)
    expect(cavity.depth_mm_min, model).toBeGreaterThanOrEqual(body.depth_mm!)
  }
})

test('prices are whole yuan that end in nine, and dear things are dear', () => {
  const price = new Map(made.list_prices.map(({ sku_id, price_fen }) => [sku_id, price_fen]))
  expect(price.size).toBe(made.skus.length)
  for (const fen of price.values()) expect(fen % 1_000).toBe(900)
  expect(Math.min(...price.values())).toBeGreaterThanOrEqual(9_900)
  expect(Math.max(...price.values())).toBeLessThanOrEqual(2_000_000)
})

test('words come in both languages, with two or three points each', () => {
  for (const { name_zh, name_en, points, model } of made.products) {
    expect(points.length === 2 || points.length === 3, model).toBe(true)
    for (const text of [name_zh, ...points.map(({ zh }) => zh)]) expect(text, model).not.toBe('')
    for (const text of [name_en, ...points.map(({ en }) => en)])
      expect(text, model).toMatch(/^[\x20-\x7e°³²–⌀]+$/)
  }
})

test('nothing for offices and plants', () => {
  expect(made.products.filter(({ family }) => family === 'ceiling_ac')).toEqual([])
})

let base: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof database>
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 4 }))
})
afterAll(async () => {
  await db.close()
  await base.drop()
})

test('it loads once, and the snapshot says what may be sold and why not', async () => {
  const opened = await openCatalog(db)
  const first = await db.command(system, (tx) => loadCatalog(tx, system, made))
  expect(first.skus).toBe(made.skus.length)
  const again = await db.command(system, (tx) => loadCatalog(tx, system, made))
  expect(again).toEqual({ brands: 0, products: 0, skus: 0 })
  await opened.refresh()
  const { skus, sku, byGtin, product } = catalog()
  expect(skus.length).toBe(made.skus.length)
  const why = new Set(skus.map(({ why_not }) => why_not))
  expect([...why].sort()).toEqual(['incomplete_depth', 'incomplete_gtin', 'not_live', null].sort())
  for (const one of skus) {
    expect(one.for_sale).toBe(one.why_not === null)
    expect(sku(one.id)).toBe(one)
    if (one.gtin) expect(byGtin(`0${one.gtin}`)).toBe(one)
    expect(product(one.product_id)!.sku_ids).toContain(one.id)
    // The description is what the hand draws from, word for word.
    expect(front(one.drawing, { lod: 0 }).svg.length).toBeGreaterThan(100)
  }
  opened.stop()
})
