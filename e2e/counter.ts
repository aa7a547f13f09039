// Selling over the counter in the owner's console, and the shelf that it takes from.
import { ownerMenu } from '../src/consoles/owner/menu.ts'
import { handOrderWords } from '../src/modules/orders/screens/hand-words.ts'
import { handStockWords } from '../src/modules/stock/screens/hand-words.ts'
import { mobileWords } from '../src/web/mobile/mobile-words.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { type Person, fenIn, priceIn } from './person.ts'
import type { Goods, Home } from './shopping.ts'

/** Puts one on the counter by its barcode and tells what it costs there. */
export async function layOnCounter(owner: Person, { gtin, sku_name }: Goods): Promise<number> {
  const { page, lang } = owner
  const t = say(handOrderWords, lang)
  await openPage(owner, ownerMenu, 'sale')
  await page.getByRole('textbox', { name: t('find') }).fill(gtin)
  await page.keyboard.press('Enter')
  const found = page.getByRole('list', { name: gtin }).getByRole('listitem').filter({ hasText: sku_name })
  const add = found.getByRole('button', { name: `${t('add')} ${sku_name}` })
  await add.waitFor()
  await look(owner, 'owner-counter')
  const fen = await priceIn(found)
  await add.click()
  return fen
}

/** Takes the money for what lies on the counter; an agency sale also needs to know where it goes. */
export async function takeMoney(owner: Person, fen: number, agency?: Home) {
  const { page, lang } = owner
  const t = say(handOrderWords, lang)
  const amount = `¥${(fen / 100).toLocaleString('en-US')}`
  await page.getByRole('button', { name: t('to_pay') }).click()
  const sheet = page.getByRole('dialog', { name: t('pay_title', { amount }) })
  const source = sheet.getByRole('radio', { name: t(agency ? 'agency' : 'own_stock') })
  await source.check()
  await sheet.getByText(t('method_cash'), { exact: true }).click()
  if (agency) {
    await sheet.getByRole('textbox', { name: t('phone') }).fill('13900000000')
    await sheet.getByRole('textbox', { name: t('recipient') }).fill('王邻居')
    await sheet.getByRole('textbox', { name: t('address') }).fill(`${agency.full}${agency.street}`)
    await sheet.getByText(t('place_found', { place: '' }).trim()).waitFor()
  }
  await look(owner, agency ? 'owner-agency' : 'owner-take-money')
  await sheet.getByRole('button', { name: t('confirm', { amount }) }).click()
  await page.getByRole('heading', { name: t('receipt'), level: 1 }).waitFor()
}

/** The receipt in view: its number and what was paid. */
export async function readReceipt(owner: Person): Promise<{ order: string; fen: number; text: string }> {
  const { page, lang } = owner
  const paper = page.getByRole('article')
  await paper.waitFor()
  await look(owner, 'owner-receipt')
  const text = (await paper.textContent()) ?? ''
  const paid = text.split(say(handOrderWords, lang)('receipt_paid'))[1] ?? ''
  return { order: /\d{4}-\d{6}-\d{7}/.exec(text)![0], fen: fenIn(paid), text }
}

/** What the stock page says can be sold at the counter and in the shop. */
export async function readShelf(person: Person, { gtin, code }: Goods) {
  const { page, lang } = person
  const t = say(handStockWords, lang)
  await openPage(person, ownerMenu, 'stock')
  await page.getByRole('searchbox', { name: t('find') }).fill(gtin)
  await page.getByRole('button', { name: say(mobileWords, lang)('scan_go') }).click()
  await page.getByText(code, { exact: true }).first().waitFor()
  await page.getByRole('heading', { name: t('made_of') }).waitFor()
  await look(person, 'owner-shelf')
  const figureOf = async (name: string) => {
    const rows = page.getByRole('definition').filter({ hasText: /^= / })
    const terms = page.locator('div', { has: page.getByRole('term').filter({ hasText: name }) })
    return Number((await terms.locator(rows).last().textContent())!.slice(2))
  }
  return { counter: await figureOf(t('counter')), online: await figureOf(t('online')) }
}
