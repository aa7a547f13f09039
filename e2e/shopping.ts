// The shopper's way through the shop, from the place to the paid order.
import type { Browser } from 'playwright-core'
import { say } from '../src/web/words/words.ts'
import { buyWords } from '../src/consoles/shop/buy-words.ts'
import { frameWords } from '../src/consoles/shop/frame-words.ts'
import { goodsWords } from '../src/consoles/shop/goods-words.ts'
import { placeWords } from '../src/consoles/shop/place-words.ts'
import { productWords } from '../src/consoles/shop/product-words.ts'
import { look } from './eyes.ts'
import { type Look, type Person, fenIn, nameOf, priceIn, signInAs, visitor, worker } from './person.ts'
import { scout, store_county } from './scouting.ts'

/** `full` as people write it before the street: province, city, county. */
export type Home = { county_code: string; steps: readonly string[]; full: string; street: string }
export type Goods = {
  /** What the shopper types. */
  q: string
  product_id: string
  sku_id: string
  code: string
  gtin: string
  name: string
  sku_name: string
  store: string
}

/** Level by level, as somebody does who does not type. */
export async function choosePlace(person: Person, home: Home) {
  const { page, lang } = person
  const t = say(placeWords, lang)
  await page.goto('/')
  await look(person, 'shop-home')
  await page.getByRole('banner').locator('a[href^="/place"]').click()
  await page.getByRole('heading', { name: t('title'), level: 1 }).waitFor()
  await look(person, 'shop-place')
  for (const name of home.steps) {
    await page.getByRole('listitem').getByRole('link', { name, exact: true }).click()
    await page
      .getByRole('navigation', { name: t('trail') })
      .getByRole('link', { name, exact: true })
      .waitFor()
  }
  await page.getByRole('link', { name: t('whole') }).click()
  const [place = ''] = home.steps.at(-1)!.split(' ')
  await page
    .getByRole('banner')
    .getByRole('link', { name: new RegExp(place) })
    .waitFor()
}

export async function findGoods(person: Person, { q, product_id, name }: Goods) {
  const { page, lang } = person
  await page.getByRole('searchbox', { name: say(frameWords, lang)('search') }).fill(q)
  await page.keyboard.press('Enter')
  const card = page.getByRole('link', { name, exact: true }).and(page.locator(`[href*="${product_id}"]`))
  await card.waitFor()
  await look(person, 'shop-list')
  await card.click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await look(person, 'shop-product')
}

/** What the product page says it costs and how many can be sold, once it says who brings it. */
export async function readOffer({ page, lang }: Person, store: string) {
  const t = say(productWords, lang)
  const price = page.getByRole('region', { name: say(goodsWords, lang)('final_price'), exact: true })
  await page.getByText(t('ships_from', { store }), { exact: true }).waitFor()
  const [before = '', after = ''] = t('ships_text', { distance: '|', n: '#' }).split('|')[1]!.split('#')
  const left = new RegExp(`${before}(\\d+)${after}`)
  const promise = await page.getByRole('region', { name: t('why_this_store') }).textContent()
  return { fen: fenIn(await price.textContent()), left: Number(left.exec(promise ?? '')?.[1]) }
}

/** Puts what the page shows into the cart and tells the price of one there. */
export async function inCart(shopper: Person, { sku_name }: Goods): Promise<number> {
  const { page, lang } = shopper
  await page.getByRole('button', { name: say(productWords, lang)('add'), exact: true }).click()
  await page.getByText(say(productWords, lang)('added')).waitFor()
  await page.goto('/cart')
  const line = page.getByRole('listitem').filter({ hasText: sku_name })
  await line.waitFor()
  await look(shopper, 'shop-cart')
  return priceIn(line)
}

/** From the cart on: what has to be paid. */
export async function checkoutPrice(shopper: Person): Promise<number> {
  const { page, lang } = shopper
  const t = say(buyWords, lang)
  await page.getByRole('button', { name: t('check_out') }).click()
  await page.getByRole('heading', { name: t('checkout'), level: 1 }).waitFor()
  const total = page
    .getByRole('region', { name: t('goods') })
    .getByRole('paragraph')
    .filter({ hasText: '¥' })
  await total.waitFor()
  return fenIn(await total.textContent())
}

/** Finds it in the list once more and tells what its card says. */
export async function onCard({ page, lang }: Person, { q, product_id }: Goods): Promise<number> {
  await page.getByRole('searchbox', { name: say(frameWords, lang)('search') }).fill(q)
  await page.keyboard.press('Enter')
  const card = page.getByRole('listitem').filter({ has: page.locator(`a[href*="${product_id}"]`) })
  return priceIn(card.first())
}

/** A shopper before something that a clerk's store brings, at the price it says. */
export async function atOffer(browser: Browser, url: string, seen: Look) {
  const clerk = await worker(browser, url, seen, 'clerk')
  const shopper = await visitor(browser, url, seen)
  const wish = { from: clerk, counties: store_county, installs: false }
  const { home, goods } = await scout(url, seen.lang, wish)
  await choosePlace(shopper, home)
  await findGoods(shopper, goods)
  const { fen } = await readOffer(shopper, goods.store)
  return { clerk, shopper, home, goods, fen }
}

/**
 * Buys what the page shows: signs in on the way, says where to, agrees, pays. Returns the order's
 * address.
 */
export async function buyIt(shopper: Person, home: Home, fen: number) {
  const { page, lang } = shopper
  const t = say(buyWords, lang)
  await goToCheckout(shopper)
  await giveAddress(shopper, home)
  await page.getByRole('checkbox', { name: t('consent') }).check()
  await look(shopper, 'shop-checkout')
  await page.getByRole('button', { name: t('place') }).click()
  await page.waitForURL(/\/pay\//)
  const pay = page.getByRole('button', { name: t('pay_title', { amount: figure(fen) }) })
  await pay.waitFor()
  await look(shopper, 'shop-pay')
  await pay.click()
  await page.getByText(t('paid', { amount: figure(fen) })).waitFor()
  await look(shopper, 'shop-paid')
  await page
    .getByRole('link', { name: t('see_order') })
    .and(page.locator('[href^="/orders/"]'))
    .click()
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
}

export async function goToCheckout(shopper: Person) {
  const { page, lang } = shopper
  const t = say(buyWords, lang)
  await page
    .locator('main')
    .getByRole('button', { name: buyName(lang) })
    .click()
  await page.getByRole('link', { name: t('sign_in_first') }).click()
  await page.getByRole('button', { name: nameOf('shopper') }).waitFor()
  await look(shopper, 'shop-sign-in')
  await signInAs(shopper, 'shopper')
  await page.getByRole('heading', { name: t('checkout'), level: 1 }).waitFor()
}

export const figure = (fen: number) => `¥${(fen / 100).toLocaleString('en-US')}`
const buyName = (lang: Person['lang']) => (lang === 'en' ? /^Buy/ : /^订，|^下单/)

export async function giveAddress({ page, lang }: Person, home: Home, name = '周晓') {
  const t = say(buyWords, lang)
  const recipient = page.getByRole('textbox', { name: t('recipient') })
  const other = page.getByRole('radio', { name: t('other_address') })
  await recipient.or(other).first().waitFor({ state: 'attached' })
  if (await other.count()) await page.getByText(t('other_address')).click()
  await recipient.fill(name)
  await page.getByRole('textbox', { name: t('phone') }).fill('13800000000')
  await page.getByRole('textbox', { name: t('address') }).fill(`${home.full}${home.street}`)
  await page.getByRole('button', { name: t('use_address') }).click()
}
