// The statement of a day, as control imports it and works off what differs.
import { controlMenu } from '../src/consoles/control/menu.ts'
import { statementWords } from '../src/modules/payment/screens/statement-words.ts'
import { sayRefusal } from '../src/web/words/refusals.ts'
import { say } from '../src/web/words/words.ts'
import { openPage } from './console.ts'
import { look } from './eyes.ts'
import { type Person, refused } from './person.ts'

const header = 'charge_ref,kind,amount,time,transaction_id'
const fileOf = (...rows: string[]) => ({
  name: 'statement.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...rows].join('\n')),
})

/** A file with a line that cannot be read first, then one with a movement that nobody here knows. */
export async function importStatement(control: Person, transaction_id: string) {
  const { page, lang } = control
  const t = say(statementWords, lang)
  await openPage(control, controlMenu, 'statements')
  await page.getByRole('button', { name: t('fetch'), exact: true }).click()
  const dialog = page.getByRole('dialog', { name: t('fetch') })
  const day = await dialog.getByLabel(t('day')).inputValue()
  const file = dialog.getByLabel(t('upload'))
  const send = dialog.getByRole('button', { name: t('import_do'), exact: true })
  await file.setInputFiles(fileOf(`nobody,charge,-5.00,${day} 10:00:00,${transaction_id}`))
  await send.click()
  const wrong = { line: 2, column: 'amount', value: '-5.00' }
  await dialog.getByText(sayRefusal(lang, 'statement_unreadable', wrong)!).waitFor()
  await refused(control, 422)
  await look(control, 'desk-statement-refused')
  await file.setInputFiles(fileOf(`nobody,charge,"5.00",${day} 10:00:00,${transaction_id}`, ''))
  await send.click()
  await page.getByText(t('imported_toast')).waitFor()
}

/** Opens the differences, finds the one, says what was found out. */
export async function closeDifference(control: Person, transaction_id: string) {
  const { page, lang } = control
  const t = say(statementWords, lang)
  await openPage(control, controlMenu, 'differences')
  const row = page.getByRole('row').filter({ hasText: transaction_id })
  await row.click()
  const drawer = page.getByRole('dialog', { name: t('code_missing_here') })
  await drawer.getByLabel(t('close_reason')).fill(`${t('code_missing_here')} 5.00`)
  await look(control, 'desk-difference')
  await drawer.getByRole('button', { name: t('close_do'), exact: true }).click()
  await page.getByText(t('closed_toast')).waitFor()
  await row.getByText(t('state_closed'), { exact: true }).waitFor()
}
