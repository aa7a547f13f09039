// What goes wrong on the way to an order, as a shopper meets it: places that are none, a price that moves
// between looking and pressing, and text that tries to be more than text.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { buyWords } from '../src/consoles/shop/buy-words.ts'
import { placeWords } from '../src/consoles/shop/place-words.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { becomes, leave, looks, visitor, worker } from './person.ts'
import { county_towns, priceAt, read, scout } from './scouting.ts'
import { choosePlace, figure, findGoods, giveAddress, goToCheckout, readOffer } from './shopping.ts'

const url = inject('product_url')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A person at a desk, by the API alone: what they do is not what is looked at here. */
async function desk(key: string) {
  const { request } = await browser.newContext({
    baseURL: url,
    extraHTTPHeaders: { 'x-requested-with': 'zhuguang' },
  })
  await request.post('/api/v1/demo-session', { data: { key } })
  return request
}

async function movePrice(sku_id: string, place_code: string, price_fen: number) {
  const [selling, control] = [await desk('selling'), await desk('control')]
  const starts_at = new Date(Date.now() + 2_000).toISOString()
  const data = { sku_id, place_code, price_fen, starts_at, reason: 'moves while somebody looks' }
  const proposed = await selling.post('/api/v1/price-changes', { data })
  const { request_id } = (await proposed.json()) as { request_id: string }
  const approved = await control.put(`/api/v1/change-requests/${request_id}/approval`, { data: {} })
  expect([approved.status(), await approved.text()]).toEqual([200, expect.any(String)])
  await becomes(() => priceAt(url, sku_id, place_code)).toBe(price_fen)
}

test.each(looks)('an address that names no place of ours says what to do next ($lang)', async (look) => {
  const { page, faults, close } = await visitor(browser, url, look)
  const t = say(placeWords, look.lang)
  await page.goto('/place')
  const told = async (typed: string, ...sentences: string[]) => {
    await page.getByRole('textbox', { name: t('address') }).fill(typed)
    await page.getByRole('button', { name: t('find') }).click()
    for (const sentence of sentences) await page.getByText(sentence).first().waitFor()
  }
  await told('1600 Amphitheatre Parkway, Mountain View, CA', t('foreign'), t('foreign_text'))
  await told('鼓楼区中山路 1 号', t('several'))
  await told('没有这个地方路 8 号', t('unknown'), t('unknown_text'))
  await told(`"><script>alert(1)</script>'; drop table x; ../../etc/passwd`, t('unknown_text'))
  expect(faults).toEqual([])
  await close()
})

test.each(looks)('a reload at the checkout keeps what was typed ($lang)', async (look) => {
  const shopper = await worker(browser, url, look, 'shopper')
  const { page, lang } = shopper
  const t = say(buyWords, lang)
  const { items } = await read<{ items: { sku_id: string }[] }>(url, '/products?limit=1&q=洗碗机')
  const field = (name: 'recipient' | 'phone' | 'address') => page.getByRole('textbox', { name: t(name) })
  const open = async () => {
    const other = page.getByRole('radio', { name: t('other_address') })
    await field('recipient').or(other).first().waitFor({ state: 'attached' })
    if (await other.count()) await page.getByText(t('other_address')).click()
    await field('recipient').waitFor()
  }
  await page.goto(`/checkout?sku=${items[0]!.sku_id}`)
  await open()
  await field('recipient').fill('周晓')
  await field('address').fill('成都市武侯区')
  await page.reload()
  await open()
  await becomes(() => field('recipient').inputValue()).toBe('周晓')
  expect(await field('address').inputValue()).toBe('成都市武侯区')
  await leave([shopper])
})

test('a price that moved is shown and confirmed again; hostile text stays text', async () => {
  const look = looks[0]!
  const clerk = await worker(browser, url, look, 'warehouse')
  const wish = { from: clerk, counties: county_towns, installs: true, q: '洗碗机' }
  const { home, goods } = await scout(url, look.lang, wish)
  await clerk.close()
  const shopper = await visitor(browser, url, look)
  const { page } = shopper
  const t = say(buyWords, look.lang)
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.dismiss()
  })
  await choosePlace(shopper, home)
  await findGoods(shopper, goods)
  const { fen: was } = await readOffer(shopper, goods.store)
  const sku_id = new URL(page.url()).searchParams.get('sku') ?? goods.sku_id
  await goToCheckout(shopper)
  const name = `<img src=x onerror=alert(1)>周晓'--`
  const street = `${home.street} <script>alert(1)</script>'; drop table x`
  await giveAddress(shopper, { ...home, street }, name)
  await page.getByRole('checkbox', { name: t('consent') }).check()

  const now = Math.round((was * 0.97) / 100) * 100
  await movePrice(sku_id, home.county_code, now)
  const place = page.getByRole('button', { name: t('place') })
  await place.click()
  await page
    .getByRole('alert')
    .getByText(t('moved', { was: figure(was), now: figure(now) }))
    .waitFor()
  expect(new URL(page.url()).pathname).toBe('/checkout')
  await place.click()
  await page.waitForURL(/\/pay\//)
  await page.getByRole('button', { name: t('pay_title', { amount: figure(now) }) }).waitFor()

  const listed = await page.request.get('/api/v1/orders?limit=1')
  const [order] = ((await listed.json()) as { items: { id: string }[] }).items
  await page.goto(`/orders/${order!.id}`)
  await page.getByText(name).first().waitFor()
  await page
    .getByText(/<script>alert\(1\)<\/script>'; drop table x/)
    .first()
    .waitFor()
  expect(asked).toBe(0)
  // A refusal is an answer of 409, and the browser notes it.
  expect(shopper.faults.filter((fault) => !fault.includes('409'))).toEqual([])
  await shopper.close()
})
