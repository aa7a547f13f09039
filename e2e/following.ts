// The shopper's own page of an order, left open: the timeline grows by itself; the code for the crew, and the
// ways out.
import { orderWords } from '../src/consoles/shop/order-words.ts'
import { say } from '../src/web/words/words.ts'
import { look } from './eyes.ts'
import type { Person } from './person.ts'

const order_number = /\d{4}-\d{6}-\d{7}/

export async function numberOf({ page }: Person): Promise<string> {
  const told = page.getByRole('main').getByText(order_number).first()
  return order_number.exec((await told.textContent()) ?? '')![0]
}

/** What the timeline says has happened, oldest first, by the codes of its sentences; not what is ahead. */
export async function timeline({ page, lang }: Person): Promise<string[]> {
  const t = say(orderWords, lang)
  const rows = page.getByRole('list', { name: t('timeline') }).getByRole('listitem')
  const texts = await rows.filter({ has: page.getByRole('time') }).allTextContents()
  return codesOf(texts, orderWords.by_lang[lang], 'story_')
}

/** The codes behind sentences as they are read; what has no sentence stays as it was read. */
export function codesOf(
  texts: readonly string[],
  sentences: Readonly<Record<string, string>>,
  prefix: string,
) {
  const known = Object.entries(sentences).filter(([key]) => key.startsWith(prefix))
  return texts.map((text) => {
    const said = known.find(([, sentence]) => text.startsWith(sentence.split('{{')[0]!))
    // Which step of the crew it was stands in the sentence; the code is one.
    return said?.[0].slice(prefix.length).replace(/^(install_step)_.*/, '$1') ?? text
  })
}

export const headline = ({ page }: Person) => page.getByRole('heading', { level: 1 }).textContent()

/** The six digits that are told to the crew when all is well. */
export async function codeFor({ page, lang }: Person): Promise<string> {
  const box = page.getByRole('region', { name: say(orderWords, lang)('code_title') })
  return /\d{6}/.exec((await box.textContent()) ?? '')![0]
}

export async function cancelIt(shopper: Person) {
  const { page, lang } = shopper
  const t = say(orderWords, lang)
  await page.getByRole('button', { name: t('cancel'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('cancel_title') })
  await dialog.getByText(t('reason_too_slow')).click()
  await look(shopper, 'shop-cancel')
  await dialog.getByRole('button', { name: t('cancel_confirm') }).click()
  await dialog.waitFor({ state: 'hidden' })
}

export async function askToReturn(shopper: Person) {
  const { page, lang } = shopper
  const t = say(orderWords, lang)
  await page.getByRole('button', { name: t('return'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('return_title') })
  await dialog.getByText(t('return_damaged')).click()
  await look(shopper, 'shop-return')
  await dialog.getByRole('button', { name: t('return_confirm') }).click()
  await dialog.waitFor({ state: 'hidden' })
}
