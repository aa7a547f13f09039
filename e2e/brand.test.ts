// A brand signs in, sees an order of ours, answers it with fewer units and a later day, sends goods on their
// way, and proposes a fact of its product, which control agrees to. In both languages, phone and desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { brandTodayWords } from '../src/consoles/brand/today-words.ts'
import { changeKinds } from '../src/modules/catalog/index.ts'
import { say } from '../src/web/words/words.ts'
import { agreeTo, answerOrder, dayAhead, despatch, orderSent, proposeWarranty, send } from './branding.ts'
import { openBrowser } from './browser.ts'
import { look } from './eyes.ts'
import { type Look, becomes, leave, looks, worker } from './person.ts'

const url = inject('product_url')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

type Order = { state: string; expected_on: string; agreed_units: number; despatched_units: number }

test.each(looks)('a brand answers, ships and proposes ($lang)', async (seen: Look) => {
  const { lang } = seen
  const [brand, buying, ...controllers] = await Promise.all([
    worker(browser, url, seen, 'brand'),
    worker(browser, url, seen, 'buying'),
    worker(browser, url, seen, 'control'),
    worker(browser, url, seen, 'control2'),
    worker(browser, url, seen, 'control3'),
  ])
  expect(new URL(brand.page.url()).pathname).toMatch(/^\/brand/)
  const code = `E2E-${lang === 'en' ? 'EN' : 'ZH'}`
  const { no, product_id } = await orderSent({ buying, controllers, brand }, code, 12)

  await brand.page.goto('/brand/today')
  await brand.page.getByRole('heading', { name: say(brandTodayWords, lang)('title'), level: 1 }).waitFor()
  await brand.page.getByText(no).waitFor()
  await look(brand, 'brand-today')
  await answerOrder(brand, no, 10)
  await despatch(brand, no, 6)
  const { items } = await send<{ items: Order[] }>(brand, 'GET', `/brand-orders?q=${no}`)
  const agreed = { expected_on: dayAhead(20), agreed_units: 10, despatched_units: 6, state: 'part_shipped' }
  expect(items).toMatchObject([agreed])

  const monthsOf = async () =>
    (await send<{ warranty_months: number }>(brand, 'GET', `/brand-products/${product_id}`)).warranty_months
  const before = await monthsOf()
  const after = before + 12
  await proposeWarranty(brand, product_id, after, lang === 'en' ? 'As the new card says' : '新的保修卡')
  expect(await monthsOf()).toBe(before)
  const kind = changeKinds[0]!
  await agreeTo(controllers[0]!, lang === 'en' ? kind.name_en : kind.name_zh, String(before), String(after))
  await becomes(monthsOf).toBe(after)
  await leave([brand, buying, ...controllers])
})
