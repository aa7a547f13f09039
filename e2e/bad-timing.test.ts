// What goes wrong between the last step and the money: the quote is over, somebody was faster, money comes
// twice, wrongly or late. Each is told, nobody pays for what they do not get, and what was entered stays.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { buyWords } from '../src/consoles/shop/buy-words.ts'
import { ordersRefusals } from '../src/web/words/refusals/orders.ts'
import { formatMoney } from '../src/web/words/format.ts'
import { say } from '../src/web/words/words.ts'
import { expectBooksToAgree } from './books.ts'
import { openBrowser } from './browser.ts'
import { timeline } from './following.ts'
import { emptyShelves, letHoldEnd, letProviderCall, letQuotesEnd } from './hours.ts'
import { type Look, type Person, becomes, leave, looks, refused } from './person.ts'
import { atOffer, giveAddress, goToCheckout } from './shopping.ts'

const url = inject('product_url')
const data_dir = inject('product_data_dir')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A shopper one press before the order: address given, consent given. */
async function atLastStep(seen: Look) {
  const { clerk, shopper, home, goods, fen } = await atOffer(browser, url, seen)
  await clerk.close()
  await goToCheckout(shopper)
  await Promise.all([quotedAnew(shopper), giveAddress(shopper, home)])
  const t = say(buyWords, seen.lang)
  await shopper.page.getByRole('checkbox', { name: t('consent') }).check()
  return { shopper, page: shopper.page, goods, fen, amount: formatMoney(fen), t, street: home.street }
}

/** An address was kept, and the goods were quoted for it. */
function quotedAnew({ page }: Person) {
  let kept = false
  return page.waitForResponse((answer) => {
    const path = new URL(answer.url()).pathname
    kept ||= path === '/api/v1/addresses' && answer.request().method() === 'POST'
    return kept && path === '/api/v1/quotes'
  })
}

type AtLastStep = Awaited<ReturnType<typeof atLastStep>>

const pressPlace = ({ page, t }: AtLastStep) => page.getByRole('button', { name: t('place') }).click()

/** Still at the last step, with everything that was entered, and no order. */
async function expectNothingLost({ page, t, street }: AtLastStep) {
  expect(new URL(page.url()).pathname).toBe('/checkout')
  await page.getByText(street).first().waitFor()
  expect(await page.getByRole('checkbox', { name: t('consent') }).isChecked()).toBe(true)
}

async function isPlaced({ page, t, amount }: AtLastStep) {
  await page.waitForURL(/\/pay\//)
  await page.getByRole('button', { name: t('pay_title', { amount }) }).waitFor()
  return new URL(page.url()).pathname.split('/').at(-1)!
}

/** A person keeps twenty addresses at most: the one of this journey is taken back. */
async function goHome({ shopper, page, street }: AtLastStep) {
  const kept = await page.request.get('/api/v1/addresses')
  const { items } = (await kept.json()) as { items: { id: string; line: string }[] }
  const headers = { 'x-requested-with': 'zhuguang' }
  for (const { id } of items.filter(({ line }) => line.includes(street)))
    await page.request.delete(`/api/v1/addresses/${id}`, { headers })
  await leave([shopper])
}

async function tryOutcome({ page, t }: AtLastStep, outcome: 'late' | 'paid_twice' | 'wrong_amount') {
  const button = page.getByRole('button', { name: t(`out_${outcome}`), exact: true })
  if (!(await button.isVisible())) await page.getByText(t('more_outcomes')).click()
  await button.click()
}

async function readStory(person: Person): Promise<string[]> {
  const { page, lang } = person
  await page.getByRole('link', { name: say(buyWords, lang)('see_order') }).click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await becomes(() => timeline(person).then((codes) => codes.length)).toBeGreaterThan(1)
  return timeline(person)
}

test.each(looks)('a quote that is over is told and renewed ($lang)', async (seen: Look) => {
  const standing = await atLastStep(seen)
  const { shopper, page, t } = standing
  const r = say(ordersRefusals, seen.lang)
  await letQuotesEnd(data_dir)
  await pressPlace(standing)
  await page.getByRole('alert').getByText(r('quote_expired')).waitFor()
  await refused(shopper, 409)
  await expectNothingLost(standing)
  await page.getByRole('button', { name: t('renew') }).click()
  await page.getByRole('alert').waitFor({ state: 'hidden' })
  await expectNothingLost(standing)
  await pressPlace(standing)
  await isPlaced(standing)
  await goHome(standing)
})

test.each(looks)('somebody was faster at the last step ($lang)', async (seen: Look) => {
  const standing = await atLastStep(seen)
  const { shopper, page, goods } = standing
  const giveBack = await emptyShelves(data_dir, goods.sku_id)
  try {
    await pressPlace(standing)
    await page.getByRole('alert').getByText(say(ordersRefusals, seen.lang)('stock_gone')).waitFor()
    await refused(shopper, 409)
    await expectNothingLost(standing)
  } finally {
    await giveBack()
  }
  await pressPlace(standing)
  await isPlaced(standing)
  await expectBooksToAgree(data_dir)
  await goHome(standing)
})

test.each(looks)('a wrong amount, then money twice: the rest goes back ($lang)', async (seen: Look) => {
  const standing = await atLastStep(seen)
  const { shopper, page, t, fen, amount } = standing
  await pressPlace(standing)
  await isPlaced(standing)
  const wrong = fen - 100
  await tryOutcome(standing, 'wrong_amount')
  await page.getByText(t('difference', { amount: formatMoney(wrong) })).waitFor()
  await tryOutcome(standing, 'paid_twice')
  await page.getByText(t('paid', { amount })).waitFor()
  await page.getByText(t('difference', { amount: formatMoney(wrong + fen) })).waitFor()
  const story = await readStory(shopper)
  expect(story.filter((code) => code === 'pay')).toHaveLength(1)
  await becomes(() => timeline(shopper).then((codes) => codes.toSorted())).toEqual([
    'difference_returned',
    'difference_returned',
    'pay',
    'payment_difference',
    'payment_difference',
    'place',
  ])
  await goHome(standing)
})

test.each(looks)('money that comes late finds the goods again ($lang)', async (seen: Look) => {
  const standing = await atLastStep(seen)
  const { shopper, page, t, amount } = standing
  await pressPlace(standing)
  const payment_id = await isPlaced(standing)
  await tryOutcome(standing, 'late')
  await page.getByRole('status').getByText(t('waiting')).waitFor()
  await letHoldEnd(data_dir, payment_id)
  await page.getByText(t('closed_text')).waitFor()
  await letProviderCall(data_dir, payment_id)
  await page.getByText(t('paid', { amount })).waitFor()
  expect(await readStory(shopper)).toEqual(['place', 'expire', 'pay'])
  await expectBooksToAgree(data_dir)
  await goHome(standing)
})

test.each(looks)('money that comes too late goes back by itself ($lang)', async (seen: Look) => {
  const standing = await atLastStep(seen)
  const { shopper, page, t, goods, amount } = standing
  await pressPlace(standing)
  const payment_id = await isPlaced(standing)
  await tryOutcome(standing, 'late')
  await letHoldEnd(data_dir, payment_id)
  await page.getByText(t('closed_text')).waitFor()
  const giveBack = await emptyShelves(data_dir, goods.sku_id)
  try {
    await letProviderCall(data_dir, payment_id)
    await page.getByText(t('all_back', { amount })).waitFor()
  } finally {
    await giveBack()
  }
  expect(await readStory(shopper)).toEqual(['place', 'expire', 'refund'])
  await goHome(standing)
})
