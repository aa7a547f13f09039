// A slow line: the page is there, its scripts are not. Who presses a button then is heard all the same, once.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { buyWords } from '../src/consoles/shop/buy-words.ts'
import { productWords } from '../src/consoles/shop/product-words.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { becomes, leave, looks, visitor } from './person.ts'
import { read, store_county } from './scouting.ts'

const url = inject('product_url')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const county_code = store_county[0]!

/** A product that somebody can bring there. */
async function soldHere() {
  type Item = { product_id: string; sku_id: string }
  const { items } = await read<{ items: Item[] }>(url, '/products?limit=20&q=洗碗机')
  for (const { product_id, sku_id } of items) {
    const path = `/promises?sku_id=${sku_id}&county_code=${county_code}`
    const { node_id } = await read<{ node_id: string | null }>(url, path)
    if (node_id) return `${product_id}?sku=${sku_id}`
  }
  throw new Error('nobody brings a dishwasher there')
}

test.each(looks)('a button pressed before the scripts have come counts once ($lang)', async (look) => {
  const person = await visitor(browser, url, look)
  const { page, lang } = person
  const t = say(productWords, lang)
  let come = () => {}
  const scripts_come = new Promise<void>((resolve) => {
    come = resolve
  })
  await page.route(/\/assets\/.*\/shop-product-/, async (route) => {
    await scripts_come
    await route.continue()
  })
  await page.context().addCookies([{ name: 'place', value: county_code, url }])
  await page.goto(`/products/${await soldHere()}`, { waitUntil: 'commit' })
  await page.getByRole('button', { name: t('add'), exact: true }).click()
  expect(await page.getByText(t('added')).count()).toBe(0)
  come()
  await becomes(() => page.getByText(t('added')).count()).toBe(1)
  await page.goto('/cart')
  const count = page.getByRole('group', { name: say(buyWords, lang)('quantity_of', { name: '' }).trim() })
  await becomes(() => count.getByRole('status').textContent()).toBe('1')
  await leave([person])
})
