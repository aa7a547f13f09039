// A neighbour buys in the store: the shop's price, the store's own stock or the warehouse's, a receipt; and
// the shop has as many fewer. In both languages, on a phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { handOrderWords } from '../src/modules/orders/screens/hand-words.ts'
import { say } from '../src/web/words/words.ts'
import { expectBooksToAgree, expectNoGap } from './books.ts'
import { openBrowser } from './browser.ts'
import { layOnCounter, readReceipt, readShelf, takeMoney } from './counter.ts'
import { readStory } from './desk.ts'
import { type Look, becomes, leave, looks, visitor, worker } from './person.ts'
import { scout, store_county } from './scouting.ts'
import { choosePlace, findGoods, readOffer } from './shopping.ts'

const url = inject('product_url')
const data_dir = inject('product_data_dir')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each(looks)('the owner sells at the counter at the price of the shop ($lang)', async (seen: Look) => {
  const { lang } = seen
  const owner = await worker(browser, url, seen, 'owner')
  const neighbour = await visitor(browser, url, seen)
  const wish = { from: owner, counties: store_county, installs: false, units: 2 }
  const { home, goods } = await scout(url, lang, wish)

  await choosePlace(neighbour, home)
  await findGoods(neighbour, goods)
  const shown = await readOffer(neighbour, goods.store)
  const shelf = await readShelf(owner, goods)
  expect(shelf.online).toBe(shown.left)

  expect(await layOnCounter(owner, goods)).toBe(shown.fen)
  await takeMoney(owner, shown.fen)
  const receipt = await readReceipt(owner)
  expect(receipt.fen).toBe(shown.fen)

  expect(await readShelf(owner, goods)).toEqual({ counter: shelf.counter - 1, online: shelf.online - 1 })
  await neighbour.page.reload()
  await becomes(() => readOffer(neighbour, goods.store)).toEqual({ fen: shown.fen, left: shown.left - 1 })
  await expectNoGap(data_dir, receipt.order, 'delivered')
  await expectBooksToAgree(data_dir)
  await leave([owner, neighbour])
})

test.each(looks)(
  'an agency sale leaves the warehouse and counts for the store ($lang)',
  async (seen: Look) => {
    const { lang } = seen
    const people = await Promise.all(
      (['owner', 'warehouse', 'selling'] as const).map((key) => worker(browser, url, seen, key)),
    )
    const [owner, clerk, seller] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    const { home, goods } = await scout(url, lang, { from: owner, counties: store_county, installs: false })
    const [store, warehouse] = [await readShelf(owner, goods), await readShelf(clerk, goods)]
    const fen = await layOnCounter(owner, goods)
    await takeMoney(owner, fen, home)
    const receipt = await readReceipt(owner)
    expect(receipt.fen).toBe(fen)
    expect(receipt.text).toContain(say(handOrderWords, lang)('receipt_agency'))

    expect(await readShelf(owner, goods)).toEqual(store)
    const after = await readShelf(clerk, goods)
    expect(after).toEqual({ counter: warehouse.counter - 1, online: warehouse.online - 1 })
    expect((await readStory(seller, receipt.order))[0]).toBe('place')
    await expectNoGap(data_dir, receipt.order, 'paid')
    await expectBooksToAgree(data_dir)
    await leave(people)
  },
)
