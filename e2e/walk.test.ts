// The walk: an appliance from the shop through store and crew to the socket, and one over the counter; by
// screens only, in both languages, on a phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { type Look, becomes, looks, visitor, worker } from './person.ts'
import { goodsFrom, priceAt } from './scouting.ts'
import { buyIt, choosePlace, findGoods, numberOf, readOffer, timeline } from './shopping.ts'

const url = inject('product_url')
let browser: Browser
const sold: string[] = []

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const scopeOf = async (person: Awaited<ReturnType<typeof worker>>) => {
  const me = await person.page.request.get('/api/v1/me')
  return ((await me.json()) as { scope: { nodes: string[] } }).scope.nodes[0]!
}

test.each(looks)('a county town buys; the timeline reaches installed ($lang)', async (look: Look) => {
  const clerk = await worker(browser, url, look, 'warehouse')
  const { home, goods } = await goodsFrom(url, look.lang, await scopeOf(clerk), sold)
  sold.push(goods.product_id)
  const shopper = await visitor(browser, url, look)
  await choosePlace(shopper, home)
  await findGoods(shopper, goods)
  const fen = await readOffer(shopper, goods.store)
  const sku_id = new URL(shopper.page.url()).searchParams.get('sku')!
  expect(fen).toBe(await priceAt(url, sku_id, home.county_code))
  await buyIt(shopper, home, fen)
  const order = await numberOf(shopper)
  await becomes(() => timeline(shopper)).toHaveLength(2)
  expect(order).toMatch(/^5101/)
  expect(shopper.faults).toEqual([])
  await Promise.all([shopper.close(), clerk.close()])
})
