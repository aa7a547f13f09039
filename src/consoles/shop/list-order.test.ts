// A list explains its order: the lines say what counts, each row its figures, and a search row adds up.
import { expect, test } from 'vitest'
import type { Found } from './find-goods.ts'
import { orderData } from './list-order.ts'
import type { Hits } from './search-goods.ts'

const found = (id: string, width_mm: number, fen: number | null) =>
  ({
    shown: {
      product: {
        id,
        name_zh: `洗碗机 ${id}`,
        name_en: `Dishwasher ${id}`,
        category_code: 'dishwasher',
        launched_on: '2026-03-01',
      },
      sku: { width_mm },
    },
    fen,
    today: false,
  }) as unknown as Found

const items = [found('a', 598, 519_900), found('b', 448, null)]
const hits = {
  by_product: new Map([
    [
      'a',
      {
        product_id: 'a',
        sku_id: 's',
        price_fen: 519_900,
        score: 11.6,
        reasons: [
          { metric: 'category', value: '洗碗机', contribution: 8.47 },
          { metric: 'want', value: '60宽', contribution: 3 },
          { metric: 'energy_grade', value: '1', contribution: 0.13 },
        ],
      },
    ],
  ]),
} as unknown as Hits

test('a search row is the sum of what the words, the wants and the product itself brought', () => {
  const { rows, lines } = orderData('fit', items, { first: 25, hits, lang: 'zh-CN' })
  expect(lines).toHaveLength(3)
  expect(rows[0]).toEqual({
    at: 25,
    name: '洗碗机 a',
    because: '品类「洗碗机」 8.47 + 合你写的「60宽」 3 + 1 级能效 0.13 = 11.6',
  })
})

test('by price or width the row shows that figure, and an unknown price as unknown', () => {
  const by = (sort: 'price_up' | 'width') =>
    orderData(sort, items, { first: 1, hits, lang: 'en' }).rows.map((row) => row.because)
  expect(by('price_up')).toEqual(['¥5,199', 'no price yet'])
  expect(by('width')).toEqual(['598 mm', '448 mm'])
})

test('a room without words is explained by category and launch', () => {
  const [row] = orderData('fit', items, { first: 1, hits: undefined, lang: 'zh-CN' }).rows
  expect(row?.because).toMatch(/洗碗机 · 2026年|洗碗机 · 3月1日/)
})
