// Benefits at their desks: selling proposes one and asks for its end, control reads it in words and agrees.
import type { Locator } from 'playwright-core'
import { controlMenu } from '../src/consoles/control/menu.ts'
import { sellingMenu } from '../src/consoles/selling/menu.ts'
import { controlWords } from '../src/modules/control/screens/control-words.ts'
import { benefitWords } from '../src/modules/pricing/screens/benefit-words.ts'
import { sayRefusal } from '../src/web/words/refusals.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { type Person, refused } from './person.ts'

/** What the reader's language calls it, and what it takes off the goods of which category. */
export type Benefit = { code: string; names: { zh: string; en: string }; category: string; percent: number }

const nameOf = ({ lang }: Person, { names }: Benefit) => (lang === 'en' ? names.en : names.zh)

/** Opens the form and fills it; a code that nobody may choose comes back to its field, the rest stays. */
export async function proposeBenefit(seller: Person, benefit: Benefit, why: string) {
  const { page, lang } = seller
  const t = say(benefitWords, lang)
  await openPage(seller, sellingMenu, 'benefits')
  await page.getByText(t('empty')).or(page.getByRole('table')).first().waitFor()
  await look(seller, 'selling-benefits')
  await page.getByRole('button', { name: t('propose'), exact: true }).click()
  const form = page.getByRole('dialog', { name: t('propose') })
  const box = (label: string) => form.getByRole('textbox', { name: label, exact: true })
  await form.getByText(t('kind_category'), { exact: true }).click()
  await box(t('name_zh')).fill(benefit.names.zh)
  await box(t('name_en')).fill(benefit.names.en)
  await box(t('code')).fill('No Such Code')
  await form.getByText(t('how_rate'), { exact: true }).click()
  await box(t('rate')).fill(String(benefit.percent))
  const categories = form.getByRole('combobox', { name: t('categories') })
  await categories.selectOption({ label: benefit.category })
  await box(t('reason')).fill(why)
  await look(seller, 'selling-benefit-form')
  await form.getByRole('button', { name: t('preview') }).click()
  await refused(seller, 422)
  const code = box(t('code'))
  await code.and(page.locator('[aria-invalid=true]')).waitFor()
  await look(seller, 'selling-benefit-refused')
  await code.fill(benefit.code)
  await send(seller, form)
  await form.waitFor({ state: 'hidden' })
  await page.getByText(t('sent')).waitFor()
}

async function send(seller: Person, form: Locator) {
  const t = say(benefitWords, seller.lang)
  await form.getByRole('button', { name: t('preview') }).click()
  const button = form.getByRole('button', { name: t('send') })
  await button.waitFor()
  await look(seller, 'selling-benefit-preview')
  await button.click()
}

/** The rows of a change, as whoever opens it reads them: what of it, and what it becomes. */
async function readChange(drawer: Locator): Promise<Record<string, string>> {
  const rows = drawer.getByRole('table').getByRole('row')
  await drawer.getByRole('insertion').first().waitFor()
  const told = await rows.filter({ has: drawer.page().getByRole('insertion') }).all()
  const pairs = await Promise.all(
    told.map(async (row) => [
      (await row.getByRole('rowheader').textContent()) ?? '',
      (await row.getByRole('insertion').textContent()) ?? '',
    ]),
  )
  return Object.fromEntries(pairs)
}

/** What the one who proposed reads of it under their own proposals. */
export async function readOwnProposal(seller: Person, benefit: Benefit) {
  const { page } = seller
  await openPage(seller, sellingMenu, 'mine')
  const name = nameOf(seller, benefit)
  await page.getByRole('row').filter({ hasText: name }).first().click()
  const drawer = page.getByRole('dialog', { name })
  const told = await readChange(drawer)
  await look(seller, 'selling-benefit-mine')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  return told
}

/** Opens what waits of this benefit, reads it and agrees. */
export async function approveBenefit(controller: Person, benefit: Benefit) {
  const { page, lang } = controller
  const t = say(controlWords, lang)
  const name = nameOf(controller, benefit)
  await openPage(controller, controlMenu, 'inbox')
  await page.getByRole('row').filter({ hasText: name }).first().click()
  const drawer = page.getByRole('dialog', { name })
  const told = await readChange(drawer)
  await look(controller, 'control-benefit')
  await drawer.getByRole('button', { name: t('approve'), exact: true }).click()
  await page.getByText(t('approved_toast')).first().waitFor()
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
  return told
}

/** Opens it in the list, where it has to hold now, and asks for its end; first with a moment that is past. */
export async function proposeEnd(seller: Person, benefit: Benefit, why: string) {
  const { page, lang } = seller
  const t = say(benefitWords, lang)
  await openPage(seller, sellingMenu, 'benefits')
  const name = nameOf(seller, benefit)
  const row = page
    .getByRole('row')
    .filter({ hasText: name })
    .filter({ hasText: t('state_now') })
  await row.click()
  const drawer = page.getByRole('dialog', { name })
  await look(seller, 'selling-benefit')
  await drawer.getByRole('button', { name: t('end') }).click()
  await drawer.getByLabel(t('end_at')).fill('2020-01-01T00:00')
  await drawer.getByRole('textbox', { name: t('reason') }).fill(why)
  await drawer.getByRole('button', { name: t('end_send') }).click()
  await refused(seller, 422)
  await drawer.getByText(sayRefusal(lang, 'ends_in_past')!).first().waitFor()
  await look(seller, 'selling-benefit-end')
  await drawer.getByLabel(t('end_at')).fill('')
  await drawer.getByRole('button', { name: t('end_send') }).click()
  await drawer.waitFor({ state: 'hidden' })
}

/** The list says it is over, and its button why it cannot be ended again. */
export async function whyNotEnd(seller: Person, benefit: Benefit): Promise<string> {
  const { page, lang } = seller
  const t = say(benefitWords, lang)
  await openPage(seller, sellingMenu, 'benefits')
  const name = nameOf(seller, benefit)
  await page
    .getByRole('row')
    .filter({ hasText: name })
    .filter({ hasText: t('state_past') })
    .click()
  const button = page.getByRole('dialog', { name }).getByRole('button', { name: t('end') })
  await button.waitFor()
  await look(seller, 'selling-benefit-over')
  const reason = await button.getAttribute('aria-describedby')
  return (await page.locator(`[id="${reason}"]`).textContent()) ?? ''
}
