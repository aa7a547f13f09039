// Endpoints of other houses, as sales adds and mends them and control reads of them.
import { controlMenu } from '../src/consoles/control/menu.ts'
import { sellingMenu } from '../src/consoles/selling/menu.ts'
import { hookWords } from '../src/modules/webhooks/screens/hook-words.ts'
import { sayRefusal } from '../src/web/words/refusals.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { type Person, refused } from './person.ts'

/** A private address is refused first and nothing typed is lost; the secret stays until it is kept. */
export async function addEndpoint(seller: Person, { name, url }: { name: string; url: string }) {
  const { page, lang } = seller
  const t = say(hookWords, lang)
  await openPage(seller, sellingMenu, 'webhooks')
  await page.getByRole('button', { name: t('add'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('add') })
  await dialog.getByLabel(t('name'), { exact: true }).fill(name)
  await dialog.getByLabel(t('url'), { exact: true }).fill('https://2130706433/hooks')
  await dialog.getByRole('button', { name: t('add_do'), exact: true }).click()
  await dialog.getByRole('alert').getByText(sayRefusal(lang, 'private_address')!).waitFor()
  await refused(seller, 422)
  await look(seller, 'desk-endpoint-refused')
  await dialog.getByLabel(t('url'), { exact: true }).fill(url)
  await dialog.getByRole('button', { name: t('add_do'), exact: true }).click()
  await dialog.getByText(/^whsec_/).waitFor()
  await page.keyboard.press('Escape')
  await look(seller, 'desk-secret')
  await dialog.getByRole('button', { name: t('done') }).click()
}

export async function sendTest(seller: Person, name: string) {
  const { page, lang } = seller
  const t = say(hookWords, lang)
  await page.getByRole('row').filter({ hasText: name }).click()
  const drawer = page.getByRole('dialog', { name })
  await drawer.getByRole('button', { name: t('test') }).click()
  await page.getByText(t('test_sent')).waitFor()
  await look(seller, 'desk-endpoint')
  await drawer.getByRole('link', { name: t('to_log') }).click()
  await page.getByRole('heading', { name: t('log_title'), level: 1 }).waitFor()
}

/** The newest delivery of an endpoint as the log tells it. */
export async function deliveryOf(control: Person, name: string) {
  const { page, lang } = control
  const t = say(hookWords, lang)
  const title = page.getByRole('heading', { name: t('log_title'), level: 1 })
  if (!(await title.count())) await openPage(control, controlMenu, 'deliveries')
  const row = page.getByRole('row').filter({ hasText: name }).first()
  await row.waitFor()
  const told = (await row.textContent()) ?? ''
  const status = [204, 500].find(
    (one) => told.includes(t('taken', { status: one })) || told.includes(t('error_status', { status: one })),
  )
  return { status, delivered: told.includes(t('delivery_delivered')) }
}

/** From the log, in which only this endpoint stands. */
export async function sendAgain(seller: Person, name: string) {
  const { page, lang } = seller
  const t = say(hookWords, lang)
  await page.getByRole('row').filter({ hasText: name }).first().click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: t('replay'), exact: true })
    .click()
  await page.getByText(t('replayed')).waitFor()
  await look(seller, 'desk-delivery')
}
