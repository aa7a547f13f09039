// One person proposes a price, another approves it with the difference before their eyes, and every screen
// says the new one. In both languages, on a phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { formatMoney } from '../src/web/words/format.ts'
import { sayRefusal } from '../src/web/words/refusals.ts'
import { openBrowser } from './browser.ts'
import { layOnCounter } from './counter.ts'
import { approvePrice, proposePrice, whyNotApprove } from './desk.ts'
import { type Look, becomes, leave, looks, visitor, worker } from './person.ts'
import { scout, store_county } from './scouting.ts'
import { checkoutPrice, choosePlace, findGoods, inCart, onCard, readOffer } from './shopping.ts'

const url = inject('product_url')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each(looks)(
  'a price is proposed by one, approved by another, and shown by all ($lang)',
  async (seen: Look) => {
    const { lang } = seen
    const [owner, seller, controller] = await Promise.all([
      worker(browser, url, seen, 'owner'),
      worker(browser, url, seen, 'selling'),
      worker(browser, url, seen, 'control'),
    ])
    const neighbour = await visitor(browser, url, seen)
    const wish = { from: owner, counties: store_county, installs: false }
    const { home, goods } = await scout(url, lang, wish)
    await choosePlace(neighbour, home)
    await findGoods(neighbour, goods)
    const { fen: before } = await readOffer(neighbour, goods.store)
    // Some five per cent less, in whole yuan: well within what one step may be.
    const after = Math.floor(before / 105) * 100

    await proposePrice(seller, goods, after / 100, lang === 'en' ? 'Weekend in the county' : '县里周末活动')
    expect(await whyNotApprove(seller, goods)).toBe(sayRefusal(lang, 'own_request'))
    await neighbour.page.reload()
    expect((await readOffer(neighbour, goods.store)).fen).toBe(before)

    expect(await approvePrice(controller, goods)).toEqual({
      was: formatMoney(before),
      is: formatMoney(after),
    })
    await becomes(async () => {
      await neighbour.page.reload()
      return (await readOffer(neighbour, goods.store)).fen
    }).toBe(after)
    expect(await inCart(neighbour, goods)).toBe(after)
    expect(await checkoutPrice(neighbour)).toBe(after)
    expect(await onCard(neighbour, goods)).toBe(after)
    expect(await layOnCounter(owner, goods)).toBe(after)
    await leave([owner, seller, controller, neighbour])
  },
)
