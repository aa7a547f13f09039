// The search engine held against slow and simple oracles over the demo catalog.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeCatalog } from '../../demo/catalog/index.ts'
import { FINISH } from '../../web/draw/index.ts'
import { applianceWords } from './appliance-words.ts'
import { bestFirst } from './best-first.ts'
import { indexCatalog } from '../catalog/catalog-index.ts'
import { type Filters, Search, SearchReply, Sort } from './contract.ts'
import { editDistance, nearWords } from './near-words.ts'
import { blunt, soundOf } from './pinyin.ts'
import { readWants } from './read-wants.ts'
import { finishCodes, finishNames, normalise } from './search-words.ts'
import { pricesOf, search } from './search.ts'
import { buildIndex } from './search-index.ts'
import { tokeniser } from './tokenise.ts'

const made = makeCatalog('zhuguang')
const catalog = indexCatalog(made, 1)
const index = buildIndex(catalog)
const priceById = new Map(made.list_prices.map(({ sku_id, price_fen }) => [sku_id as string, price_fen]))
const prices = pricesOf(index, (id) => priceById.get(id) ?? null)
const find = (text: string, rest: Partial<Search> = {}) =>
  search(index, Search.parse({ text, ...rest }), prices)

const words = fc.constantFrom(
  ...'冰箱 洗碗机 空调 热水器 xwj bingx fridge 晨岩 W15 60宽 10kg 1.5匹 黑色 3000元以下 一级能效 洗完机 zzz'.split(
    ' ',
  ),
)
const anyText = fc.oneof(
  fc.array(words, { maxLength: 4 }).map((all) => all.join(' ')),
  fc.string({ maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const some = (values: readonly string[]) => fc.subarray([...values], { maxLength: 3 })
const codes = catalog.categories.map(({ code }) => code)
const anyFilters = fc.record(
  {
    category: some(codes),
    brand: some(catalog.brands.map(({ code }) => code)),
    energy_grade: some(['1', '2', '3']),
    finish: some(['white', 'black', 'steel', 'graphite']) as fc.Arbitrary<('white' | 'black')[]>,
    width_mm_max: fc.integer({ min: 100, max: 1200 }),
    price_fen_max: fc.integer({ min: 10_000, max: 900_000 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Filters>

describe('every search', () => {
  test('S1: answers in its shape, and the reasons add up to the score', () => {
    fc.assert(
      fc.property(anyText, anyFilters, (text, filters) => {
        const reply = find(text, { filters })
        SearchReply.parse(reply)
        expect(reply.hits.length).toBe(Math.min(24, reply.total))
        for (const { score, reasons } of reply.hits) {
          const sum = reasons.reduce((all, { contribution }) => all + contribution, 0)
          expect(Math.abs(sum - score)).toBeLessThan(1e-6)
        }
        const scores = reply.hits.map(({ score }) => score)
        for (let i = 1; i < scores.length; i++) expect(scores[i]).toBeLessThanOrEqual(scores[i - 1]! + 2e-3)
      }),
      { numRuns: 300 },
    )
  })

  test('S2: filters keep what a look at every variant keeps, and every shown variant passes them', () => {
    fc.assert(
      fc.property(anyFilters, (filters) => {
        const passes = (id: string) => {
          const sku = catalog.sku(id)!
          const product = catalog.product(sku.product_id)!
          const within = (list: readonly string[] | undefined, value: string) =>
            list === undefined || list.length === 0 || list.includes(value)
          return (
            sku.for_sale &&
            within(filters.category, product.category_code) &&
            within(filters.brand, catalog.brand(product.brand_id)!.code) &&
            within(filters.energy_grade, String(product.energy?.grade ?? '')) &&
            within(filters.finish, sku.finish) &&
            sku.width_mm <= (filters.width_mm_max ?? 1e9) &&
            priceById.get(sku.id)! <= (filters.price_fen_max ?? 1e12)
          )
        }
        const expected = new Set(
          catalog.skus.filter(({ id }) => passes(id)).map(({ product_id }) => product_id),
        )
        const reply = find('', { filters, limit: 60 })
        expect(reply.total).toBe(expected.size)
        for (const hit of reply.hits) expect(passes(hit.sku_id)).toBe(true)
      }),
    )
  })

  test('S3: choosing one more value of a facet gives as many as its count said', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', '洗衣机', '冰箱', '空调', '热水器'),
        fc.nat(),
        fc.nat(),
        (text, a, b) => {
          const { facets } = find(text)
          const facet = facets[a % facets.length]!
          const value = facet.values[b % facet.values.length]!
          const chosen = facet.field.startsWith('attributes.')
            ? { attributes: { [facet.field.slice(11)]: [value.value] } }
            : { [facet.field]: [value.value] }
          const reply = find(text, { filters: chosen as Filters })
          expect(reply.total, `${text} ${facet.field}=${value.value}`).toBe(value.count)
          // Within the chosen facet the other values keep their counts: they are alternatives.
          const again = reply.facets.find(({ field }) => field === facet.field)
          const counts = (values: typeof facet.values) => values.map((one) => [one.value, one.count])
          expect(counts(again?.values ?? [])).toEqual(counts(facet.values))
        },
      ),
    )
  })

  test('S4: pages put together are the whole list, each product once, in every order', () => {
    for (const sort of Sort.options) {
      const pages = [0, 60, 120, 180, 240, 300].flatMap(
        (offset) => find('', { sort, offset, limit: 60 }).hits,
      )
      expect(new Set(pages.map(({ product_id }) => product_id)).size).toBe(index.products.length)
      expect(pages).toHaveLength(index.products.length)
      const cost = pages.map(({ price_fen }) => price_fen ?? Number.POSITIVE_INFINITY)
      if (sort === 'price_asc') expect(cost).toEqual([...cost].sort((x, y) => x - y))
      if (sort === 'price_desc') expect(cost).toEqual([...cost].sort((x, y) => y - x))
      const width = pages.map(({ sku_id }) => catalog.sku(sku_id)!.width_mm)
      if (sort === 'narrow') expect(width).toEqual([...width].sort((x, y) => x - y))
    }
  })
})

test('what is not for sale is not found', () => {
  const hidden = catalog.skus.filter(({ for_sale }) => !for_sale)
  expect(hidden.length).toBeGreaterThan(0)
  const shown = new Set(index.skus.map(({ id }) => id))
  for (const { id } of hidden) expect(shown.has(id)).toBe(false)
})

test('a GTIN is found whole', () => {
  const sku = index.skus[index.skus.length >> 1]!
  expect(find(sku.gtin!).hits[0]!.product_id).toBe(sku.product_id)
})

test('says what it read, what it left out, what it could not keep', () => {
  expect(find('洗完机').understood).toEqual([{ typed: '洗完机', as: '洗碗机', how: 'sound' }])
  const unknown = find('哈利波特 冰箱')
  expect(unknown.ignored.length).toBeGreaterThan(0)
  expect(unknown.total).toBeGreaterThan(0)
  expect(find('99套洗碗机').relaxed).toEqual(['99套'])
  const nothing = find('qwrtzpx')
  expect([nothing.total, nothing.ignored]).toEqual([0, ['qwrtzpx']])
  expect(find('zibingxianghe').did_you_mean).toContain('冰箱')
  expect(find('冰箱', { filters: { brand: ['nobody'] } }).did_you_mean).toEqual([])
})

test('without prices a price is not guessed', () => {
  const reply = search(index, Search.parse({ text: '3000元以下的油烟机' }), null)
  expect(reply.relaxed).toEqual(['3000元以下'])
  expect(reply.hits.every(({ price_fen }) => price_fen === null)).toBe(true)
  const priced = find('3000元以下的油烟机')
  expect(priced.hits.every(({ price_fen }) => price_fen! <= 300_000)).toBe(true)
})

test('the dictionary keeps words whole that a general one splits', () => {
  const { cut } = tokeniser([])
  expect(applianceWords.length).toBeGreaterThanOrEqual(400)
  expect(cut('零嵌十字对开门冰箱')).toEqual(['零嵌', '十字对开门', '冰箱'])
  expect(cut(normalise('全自動 洗衣機 BCD-456W'))).toEqual(['全自动', '洗衣机', 'bcd-456w'])
})

test('sounds', () => {
  expect(soundOf('洗碗机')).toEqual({ full: 'xiwanji', initials: 'xwj' })
  expect(blunt('zhuangkong')).toBe(blunt('zuankon'))
})

test.each([
  ['60宽', { kind: 'side', side: 'width', mm: 600 }],
  ['宽830', { kind: 'side', side: 'width', mm: 830 }],
  ['深55cm', { kind: 'side', side: 'depth', mm: 550 }],
  ['一匹半', { kind: 'attribute', codes: ['horsepower'], value: 1.5 }],
  ['十二公斤', { kind: 'attribute', value: 12 }],
  ['65"', { kind: 'attribute', codes: ['screen_in'], value: 65 }],
  ['2000-3000元', { kind: 'price', fen_min: 200_000, fen_max: 300_000 }],
  ['新一级能效', { kind: 'grade', grade: 1 }],
  ['2.2kw', { kind: 'attribute', codes: ['power_w'], value: 2200 }],
  ['奶油色', { kind: 'finish', finishes: ['cream'] }],
])('reads %s', (text, want) => {
  const read = readWants(normalise(text))
  expect(read.wants).toMatchObject([want])
  expect(read.rest).toBe('')
})

test('a query of nothing but wants is cut to what bits hold', () => {
  expect(readWants('白色'.repeat(40)).wants).toHaveLength(12)
  expect(find('白色'.repeat(40)).relaxed).toEqual([])
  expect(find('白色黑色'.repeat(20)).relaxed.length).toBe(6)
})

test('a model number is no size', () => {
  for (const model of ['bcd-456', 'w15', 'kfr-35gw', 'cy-w15', 'xqg100']) {
    expect(readWants(model)).toEqual({ wants: [], rest: model })
  }
})

test('edit distance is that of the definition', () => {
  const slow = (a: string, b: string): number => {
    if (!a || !b) return a.length + b.length
    const same = a[0] === b[0] ? 0 : 1
    const ways = [slow(a.slice(1), b) + 1, slow(a, b.slice(1)) + 1, slow(a.slice(1), b.slice(1)) + same]
    if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) {
      ways.push(slow(a.slice(2), b.slice(2)) + 1)
    }
    return Math.min(...ways)
  }
  const short = fc.stringMatching(/^[abc]{0,5}$/)
  fc.assert(
    fc.property(short, short, fc.nat(6), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(slow(a, b), most + 1))
    }),
    { numRuns: 500 },
  )
  expect(nearWords(['dishwasher', 'washer', 'dryer']).near('dishwaser', 2)[0]?.word).toBe('dishwasher')
})

test('the best k are the head of the sorted whole', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.nat(20), (keys, k) => {
      const sorted = keys.map((_, at) => at).sort((a, b) => keys[a]! - keys[b]! || a - b)
      expect(bestFirst(Float64Array.from(keys), k)).toEqual(sorted.slice(0, k))
    }),
  )
})

test('finishes are called here as the drawings call them', () => {
  expect(finishCodes).toEqual(Object.keys(FINISH))
  for (const code of finishCodes) {
    const { name_zh, name_en } = FINISH[code as keyof typeof FINISH]
    expect(finishNames(code)).toEqual({ name_zh, name_en })
  }
})
