// The crew's part: find the home, do every step, photograph the test run, note the serial number, and be
// told the customer's six digits.
import { handInstallationWords } from '../src/modules/installation/screens/hand-words.ts'
import { mobileWords } from '../src/web/mobile/mobile-words.ts'
import { say } from '../src/web/words/words.ts'
import { look } from './eyes.ts'
import type { Person } from './person.ts'

const steps = 8

export async function openJob(crew: Person, address: string) {
  const { page, lang } = crew
  const t = say(handInstallationWords, lang)
  const card = page.getByRole('listitem').filter({ hasText: address })
  await card.waitFor()
  await look(crew, 'crew-jobs')
  await card.getByRole('link', { name: t('open_job') }).click()
  await page.getByRole('heading', { name: t('steps') }).waitFor()
  await look(crew, 'crew-job')
}

export async function doAllSteps(crew: Person) {
  const { page, lang } = crew
  const t = say(handInstallationWords, lang)
  const next = page.locator('li[aria-current=step]')
  for (let done = 0; done < steps; done++) {
    await page
      .getByText(t('steps_of', { done, total: steps }))
      .first()
      .waitFor()
    if (await next.getByText(t('checks')).count()) {
      for (const fine of await next.getByText(t('check_ok')).all()) await fine.click()
      await look(crew, 'crew-site')
      await page.getByRole('button', { name: t('checks_go') }).click()
    } else await next.getByRole('button', { name: t('done_step') }).click()
  }
}

export async function takePhoto({ page, lang }: Person) {
  const t = say(handInstallationWords, lang)
  const picture = await page.screenshot({ type: 'png' })
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: picture }
  await page.getByLabel(t('photo'), { exact: true }).setInputFiles(file)
  await page.getByText(t('photos', { count: 1 })).waitFor()
}

export async function noteSerial({ page, lang }: Person, serial: string) {
  const t = say(handInstallationWords, lang)
  await page.getByRole('textbox', { name: t('serial_field') }).fill(serial)
  await page.getByRole('button', { name: say(mobileWords, lang)('scan_go') }).click()
  await page.getByRole('listitem').getByText(serial, { exact: true }).waitFor()
}

/** A code of one's own invention is turned down; the customer's ends the work. */
export async function beAccepted(crew: Person, code: string) {
  const { page, lang } = crew
  const t = say(handInstallationWords, lang)
  const enter = async (digits: string) => {
    await page.getByRole('textbox', { name: t('accept_code') }).fill(digits)
    await page.getByRole('button', { name: t('accept_go') }).click()
  }
  await enter(code === '000000' ? '111111' : '000000')
  await page.getByText(t('accept_wrong')).waitFor()
  await look(crew, 'crew-wrong-code')
  await enter(code)
  await page.getByText(t('accepted'), { exact: true }).waitFor()
  await page.getByText(t('contact_gone')).waitFor()
  await look(crew, 'crew-finished')
  await page.getByText(t('accepted'), { exact: true }).waitFor()
}
