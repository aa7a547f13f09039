// Which pages are drawn, and what is read from them.
import { expect, test } from 'vitest'
import { drawPages } from './draw-pages.ts'
import { pricesShown } from './read-html.ts'

const sku = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

test('prices are read from the figures, whatever stands around and between them', () => {
  const html = `<li><span class="price text-24" data-sku="${sku(1)}"><i>¥</i><!-- -->12,345<!-- -->.60</span>
    <span class="soft" data-sku="${sku(2)}">还没有定价</span><span>¥99</span>
    <p class="price" data-sku="${sku(3)}" data-channel="counter"><i>¥</i>149</p></li>`
  expect(pricesShown(html)).toEqual([
    { sku_id: sku(1), fen: 1_234_560, channel: 'shop' },
    { sku_id: sku(2), fen: null, channel: 'shop' },
    { sku_id: sku(3), fen: 14_900, channel: 'counter' },
  ])
})

const world = {
  counties: ['510107', '440106'],
  skus: [1, 2, 3].map((n) => ({ id: sku(n), product_id: sku(n + 3), category_code: 'kettle' })),
  stores: [{ id: sku(9), county_code: '510104' }],
  words: ['电水壶', 'kettle'],
}

test('a seed draws the same pages every time, of every kind; another seed draws others', () => {
  const drawn = drawPages(world, 400, 7)
  expect(drawPages(world, 400, 7)).toEqual(drawn)
  expect(drawPages(world, 400, 8)).not.toEqual(drawn)
  expect(new Set(drawn.map(({ surface }) => surface))).toEqual(
    new Set(['page_product', 'page_list', 'page_store', 'page_home']),
  )
  // Who scans a tag sees the price of that store's county, whichever place was chosen.
  const scanned = drawn.filter(({ channel }) => channel === 'counter')
  expect(scanned.length).toBeGreaterThan(10)
  expect(scanned.every(({ path, county_code }) => path.includes('&store=') && county_code === '510104')).toBe(
    true,
  )
})
