// The store's and the warehouse's part of an order: take it on, pick it by scan, hand it over, bring it,
// take it back.
import { expect } from 'vitest'
import { ownerMenu } from '../src/consoles/owner/menu.ts'
import { handFulfilmentWords } from '../src/modules/fulfilment/screens/hand-words.ts'
import { handOrderWords } from '../src/modules/orders/screens/hand-words.ts'
import { mobileWords } from '../src/web/mobile/mobile-words.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { type Person, refused } from './person.ts'

const ean_13 = /^\d{13}$/

/** The card of this order in the queue; people read the end of a number to each other. */
const cardOf = ({ page, lang }: Person, order: string) =>
  page
    .getByRole('listitem')
    .filter({ hasText: say(handFulfilmentWords, lang)('number_of', { number: order.slice(-4) }) })

export async function acceptOrder(clerk: Person, order: string) {
  const t = say(handFulfilmentWords, clerk.lang)
  await look(clerk, 'owner-today')
  await openPage(clerk, ownerMenu, 'orders')
  const card = cardOf(clerk, order)
  await card.waitFor()
  await look(clerk, 'owner-orders')
  await card.getByRole('button', { name: t('accept'), exact: true }).click()
  await card.getByRole('link', { name: t('pick'), exact: true }).waitFor()
}

/** First a barcode of something else, which is turned down, then every unit that is asked for. */
export async function pickOrder(clerk: Person, order: string) {
  const { page, lang } = clerk
  const t = say(handFulfilmentWords, lang)
  await cardOf(clerk, order)
    .getByRole('link', { name: t('pick'), exact: true })
    .click()
  await page.getByRole('heading', { name: t('scan_units', { count: 1 }) }).waitFor()
  const gtin = (await page.getByRole('main').getByText(ean_13).first().textContent())!
  await scan(clerk, '6900000000007')
  await page.getByText(t('scanned_again', { code: '6900000000007' })).waitFor()
  await refused(clerk, 409)
  await look(clerk, 'owner-picking-wrong')
  await scan(clerk, gtin)
}

async function scan({ page, lang }: Person, code: string) {
  const t = say(mobileWords, lang)
  await page.getByRole('textbox', { name: t('scan_field') }).fill(code)
  await page.keyboard.press('Enter')
}

export async function handOver(clerk: Person, to: 'courier' | 'crew') {
  const { page, lang } = clerk
  const t = say(handFulfilmentWords, lang)
  await page.getByRole('button', { name: t('hand_over'), exact: true }).click()
  const sheet = page.getByRole('dialog', { name: t('to_whom') })
  await sheet.getByRole('radio', { name: t(`to_${to}`) }).check()
  await look(clerk, 'owner-hand-over')
  await sheet.getByRole('button', { name: t('hand_over_confirm') }).click()
  await sheet.waitFor({ state: 'hidden' })
  await look(clerk, 'owner-handed-over')
}

/** The label of the parcel, with the whole number and the recipient on it; then back to the order. */
export async function readLabel(clerk: Person, order: string) {
  const { page, lang } = clerk
  const t = say(handFulfilmentWords, lang)
  await page.getByRole('link', { name: t('label') }).click()
  await page.getByRole('article').getByText(order, { exact: true }).waitFor()
  await look(clerk, 'owner-label')
  await page.getByRole('link', { name: t('back_to_order') }).click()
}

export async function bringIt(clerk: Person) {
  const { page, lang } = clerk
  const t = say(handFulfilmentWords, lang)
  await page.getByRole('button', { name: t('depart'), exact: true }).click()
  await page.getByRole('button', { name: t('depart'), exact: true }).waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: t('deliver'), exact: true }).click()
  await page.getByText(t('recipient_hidden')).waitFor()
  await look(clerk, 'owner-delivered')
}

export async function takeBack(clerk: Person, order: string) {
  const { page, lang } = clerk
  const t = say(handOrderWords, lang)
  await openPage(clerk, ownerMenu, 'returns')
  const card = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: t('return_of', { number: order.slice(-4) }) }) })
  await card.waitFor()
  await look(clerk, 'owner-returns')
  await card.getByRole('button', { name: t('receive') }).click()
  await expect.poll(() => card.count()).toBe(0)
}
