// The shopper's way through the shop, from the place to the paid order.
import { say } from '../src/web/words/words.ts'
import { buyWords } from '../src/consoles/shop/buy-words.ts'
import { frameWords } from '../src/consoles/shop/frame-words.ts'
import { goodsWords } from '../src/consoles/shop/goods-words.ts'
import { orderWords } from '../src/consoles/shop/order-words.ts'
import { placeWords } from '../src/consoles/shop/place-words.ts'
import { productWords } from '../src/consoles/shop/product-words.ts'
import { type Person, fenIn, signInAs } from './person.ts'

export type Home = { county_code: string; steps: readonly string[]; address: string }
export type Goods = { q: string; product_id: string; name: string; store: string }

/** Level by level, as somebody does who does not type. */
export async function choosePlace({ page, lang }: Person, home: Home) {
  const t = say(placeWords, lang)
  await page.goto('/')
  await page.getByRole('banner').locator('a[href^="/place"]').click()
  await page.getByRole('heading', { name: t('title'), level: 1 }).waitFor()
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

export async function findGoods({ page, lang }: Person, { q, product_id, name }: Goods) {
  await page.getByRole('searchbox', { name: say(frameWords, lang)('search') }).fill(q)
  await page.keyboard.press('Enter')
  const card = page.getByRole('link', { name, exact: true }).and(page.locator(`[href*="${product_id}"]`))
  await card.click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

/** What the product page says it costs, once it says who brings it. */
export async function readOffer({ page, lang }: Person, store: string): Promise<number> {
  const price = page.getByRole('region', { name: say(goodsWords, lang)('final_price'), exact: true })
  const ships = say(productWords, lang)('ships_from', { store })
  await page.getByText(ships, { exact: true }).waitFor()
  return fenIn(await price.textContent())
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
  await page.getByRole('button', { name: t('place') }).click()
  await page.waitForURL(/\/pay\//)
  const pay = page.getByRole('button', { name: t('pay_title', { amount: figure(fen) }) })
  await pay.click()
  await page.getByText(t('paid', { amount: figure(fen) })).waitFor()
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
  await page.getByRole('textbox', { name: t('address') }).fill(home.address)
  await page.getByRole('button', { name: t('use_address') }).click()
}

const order_number = /\d{4}-\d{6}-\d{7}/
export async function numberOf({ page }: Person): Promise<string> {
  const told = await page.getByRole('main').getByText(order_number).first().textContent()
  return order_number.exec(told ?? '')![0]
}

/** What the timeline says has happened, oldest first; what is still ahead is left out. */
export async function timeline({ page, lang }: Person): Promise<string[]> {
  const rows = page.getByRole('list', { name: say(orderWords, lang)('timeline') }).getByRole('listitem')
  const texts = await rows.filter({ has: page.getByRole('time') }).allTextContents()
  return texts
}
