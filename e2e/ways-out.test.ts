// The ways out of an order: cancelled before it leaves the store, returned after it came. The money goes back
// and the timeline says so. In both languages, on a phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, inject, test } from 'vitest'
import { orderWords } from '../src/consoles/shop/order-words.ts'
import { formatMoney } from '../src/web/words/format.ts'
import { say } from '../src/web/words/words.ts'
import { expectBooksToAgree, expectNoGap } from './books.ts'
import { openBrowser } from './browser.ts'
import { look } from './eyes.ts'
import { askToReturn, cancelIt, numberOf, timeline } from './following.ts'
import { type Look, becomes, leave, looks } from './person.ts'
import { atOffer, buyIt } from './shopping.ts'
import { acceptOrder, bringIt, handOver, pickOrder, takeBack } from './storekeeping.ts'

const url = inject('product_url')
const data_dir = inject('product_data_dir')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A shopper with a paid order of something that the clerk's store brings. */
async function bought(seen: Look) {
  const { clerk, shopper, home, goods, fen } = await atOffer(browser, url, seen)
  await buyIt(shopper, home, fen)
  await becomes(() => timeline(shopper)).toEqual(['place', 'pay'])
  const refunded = say(orderWords, seen.lang)('refunded', { amount: formatMoney(fen) })
  return { clerk, shopper, goods, refunded, order: await numberOf(shopper) }
}

test.each(looks)('cancelled before it is handed over, the money goes back ($lang)', async (seen: Look) => {
  const { clerk, shopper, refunded, order } = await bought(seen)
  await acceptOrder(clerk, order)
  await becomes(() => timeline(shopper)).toContain('accept')
  await cancelIt(shopper)
  await becomes(() => timeline(shopper)).toEqual(['place', 'pay', 'accept', 'cancel_by_customer', 'refund'])
  await shopper.page.getByText(refunded).waitFor()
  await look(shopper, 'shop-cancelled')
  await expectNoGap(data_dir, order)
  await expectBooksToAgree(data_dir)
  await leave([clerk, shopper])
})

test.each(looks)(
  'returned after it came, taken in by the store, the money goes back ($lang)',
  async (seen: Look) => {
    const { clerk, shopper, refunded, order } = await bought(seen)
    await acceptOrder(clerk, order)
    await pickOrder(clerk, order)
    await handOver(clerk, 'courier')
    await bringIt(clerk)
    await becomes(() => timeline(shopper)).toContain('deliver')
    await askToReturn(shopper)
    await becomes(() => timeline(shopper)).toContain('request_return')
    await takeBack(clerk, order)
    await becomes(() => timeline(shopper).then((codes) => codes.slice(-3))).toEqual([
      'request_return',
      'receive_return',
      'refund',
    ])
    await shopper.page.getByText(refunded).waitFor()
    await look(shopper, 'shop-returned')
    await expectNoGap(data_dir, order)
    await expectBooksToAgree(data_dir)
    await leave([clerk, shopper])
  },
)
