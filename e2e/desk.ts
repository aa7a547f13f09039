// Selling and control at their desks: the whole story of an order, a price that one proposes and another
// approves.
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { sellingMenu } from '../src/consoles/selling/menu.ts'
import { controlMenu } from '../src/consoles/control/menu.ts'
import { controlWords } from '../src/modules/control/screens/control-words.ts'
import { deskOrderWords } from '../src/modules/orders/screens/desk-words.ts'
import { priceWords } from '../src/modules/pricing/screens/price-words.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { codesOf } from './following.ts'
import type { Person } from './person.ts'
import type { Goods } from './shopping.ts'

/** Looks for `text` in the list at hand and opens the row that shows `row`. */
async function openRow({ page }: Person, text: string, row: string): Promise<Locator> {
  const search = page.getByRole('search').getByRole('searchbox')
  await search.fill(text)
  await search.press('Enter')
  await page.getByRole('row').filter({ hasText: row }).first().click()
  return page.getByRole('dialog', { name: row })
}

/** The codes of what happened to an order, oldest first, as selling reads them. */
export async function readStory(seller: Person, order: string): Promise<string[]> {
  const { lang } = seller
  const t = say(deskOrderWords, lang)
  await look(seller, 'selling-today')
  await openPage(seller, sellingMenu, 'orders')
  const drawer = await openRow(seller, order, order)
  const rows = drawer.getByRole('list', { name: t('story') }).getByRole('listitem')
  await rows.first().waitFor()
  await look(seller, 'selling-order')
  return codesOf(await rows.allTextContents(), deskOrderWords.by_lang[lang], 'ev_')
}

/** Proposes a price from now on and leaves it with control; tells what the screen said it was before. */
export async function proposePrice(seller: Person, { code, sku_name }: Goods, yuan: number, why: string) {
  const { page, lang } = seller
  const t = say(priceWords, lang)
  await openPage(seller, sellingMenu, 'prices')
  const drawer = await openRow(seller, code, sku_name)
  await drawer.getByRole('button', { name: t('propose') }).click()
  await drawer.getByRole('textbox', { name: t('new_price') }).fill(String(yuan))
  await drawer.getByLabel(t('from'), { exact: true }).fill(nowInShanghai())
  await drawer.getByRole('textbox', { name: t('reason') }).fill(why)
  await look(seller, 'selling-propose')
  await drawer.getByRole('button', { name: t('preview') }).click()
  await drawer.getByRole('button', { name: t('send') }).waitFor()
  await look(seller, 'selling-preview')
  await drawer.getByRole('button', { name: t('send') }).click()
  await drawer.waitFor({ state: 'hidden' })
  await page.getByText(t('sent')).waitFor()
}

const nowInShanghai = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 16)

/** What the one who proposed reads at the button that is not theirs to press. */
export async function whyNotApprove(seller: Person, { sku_name }: Goods): Promise<string> {
  const { page, lang } = seller
  const t = say(controlWords, lang)
  await openPage(seller, sellingMenu, 'mine')
  await page.getByRole('row').filter({ hasText: sku_name }).first().click()
  const drawer = page.getByRole('dialog', { name: sku_name })
  const approve = drawer.getByRole('button', { name: t('approve'), exact: true })
  await approve.waitFor()
  await look(seller, 'selling-mine')
  expect(await approve.getAttribute('aria-disabled')).toBe('true')
  const reason = await approve.getAttribute('aria-describedby')
  return (await page.locator(`[id="${reason}"]`).textContent()) ?? ''
}

/** Opens what waits, tells the difference as the second person sees it, and approves. */
export async function approvePrice(controller: Person, { sku_name }: Goods) {
  const { page, lang } = controller
  const t = say(controlWords, lang)
  await look(controller, 'control-today')
  await openPage(controller, controlMenu, 'inbox')
  await page.getByRole('row').filter({ hasText: sku_name }).first().click()
  const drawer = page.getByRole('dialog', { name: sku_name })
  const row = drawer.getByRole('row').filter({ hasText: '¥' }).first()
  await row.waitFor()
  await look(controller, 'control-inbox')
  const difference = {
    was: await row.getByRole('deletion').textContent(),
    is: await row.getByRole('insertion').textContent(),
  }
  await drawer.getByRole('button', { name: t('approve'), exact: true }).click()
  await page.getByText(t('approved_toast')).waitFor()
  await look(controller, 'control-approved')
  return difference
}
