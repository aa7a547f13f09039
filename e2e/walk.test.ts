// The walk: an appliance from the shop through warehouse and crew to the socket, by screens only, in both
// languages, on a phone and on a desktop. Everybody concerned reads the same story.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { orderWords } from '../src/consoles/shop/order-words.ts'
import { say } from '../src/web/words/words.ts'
import { expectBooksToAgree, expectNoGap } from './books.ts'
import { openBrowser } from './browser.ts'
import { beAccepted, doAllSteps, noteSerial, openJob, takePhoto } from './crewing.ts'
import { readStory } from './desk.ts'
import { look } from './eyes.ts'
import { codeFor, headline, numberOf, timeline } from './following.ts'
import { type Look, becomes, leave, looks, visitor, worker } from './person.ts'
import { county_towns, priceAt, scout } from './scouting.ts'
import { buyIt, choosePlace, findGoods, readOffer } from './shopping.ts'
import { acceptOrder, handOver, pickOrder, readLabel } from './storekeeping.ts'

const url = inject('product_url')
const data_dir = inject('product_data_dir')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const installed = [
  'place',
  'pay',
  'accept',
  'start_picking',
  'packed',
  'hand_over',
  'deliver',
  ...Array.from({ length: 8 }, () => 'install_step'),
  'install',
]

test.each(looks)('a county town buys; the timeline reaches installed ($lang)', async (seen: Look) => {
  const [clerk, crew, seller] = await Promise.all(
    (['warehouse', 'crew', 'selling'] as const).map((key) => worker(browser, url, seen, key)),
  )
  const shopper = await visitor(browser, url, seen)
  const people = [shopper, clerk!, crew!, seller!]
  const q = seen.lang === 'en' ? 'dishwasher' : '洗碗机'
  const { home, goods } = await scout(url, seen.lang, {
    from: clerk!,
    counties: county_towns,
    installs: true,
    q,
  })

  await choosePlace(shopper, home)
  await findGoods(shopper, goods)
  const { fen } = await readOffer(shopper, goods.store)
  expect(fen).toBe(await priceAt(url, goods.sku_id, home.county_code))
  await buyIt(shopper, home, fen)
  const order = await numberOf(shopper)
  await becomes(() => timeline(shopper)).toEqual(['place', 'pay'])
  await look(shopper, 'shop-order')

  await acceptOrder(clerk!, order)
  await becomes(() => timeline(shopper)).toContain('accept')
  await pickOrder(clerk!, order)
  await readLabel(clerk!, order)
  await handOver(clerk!, 'crew')
  await becomes(() => timeline(shopper)).toContain('hand_over')

  await openJob(crew!, home.street)
  await doAllSteps(crew!)
  await takePhoto(crew!)
  await noteSerial(crew!, `WALK-${seen.lang.toUpperCase()}-${order.slice(-4)}`)
  await beAccepted(crew!, await codeFor(shopper))

  await becomes(() => headline(shopper)).toBe(say(orderWords, seen.lang)('head_installed'))
  await becomes(() => timeline(shopper).then((codes) => codes.toSorted())).toEqual(installed.toSorted())
  await look(shopper, 'shop-installed')
  expect(await readStory(seller!, order)).toEqual(await timeline(shopper))
  await expectNoGap(data_dir, order)
  await expectBooksToAgree(data_dir)
  await leave(people)
})
