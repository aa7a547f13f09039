// A photo that is none, and one that is cut on its way: the crew is told, and no work is lost.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { WorkView } from '../src/modules/installation/contract.ts'
import { handInstallationWords } from '../src/modules/installation/screens/hand-words.ts'
import { installationRefusals } from '../src/web/words/refusals/installation.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { doAllSteps, takePhoto } from './crewing.ts'
import { becomes, leave, looks, refused, worker } from './person.ts'

const url = inject('product_url')
const look = looks[0]!
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** The next photo that is sent loses its second half on the way. */
const cutNextPhoto = (page: Page) =>
  page.route(
    '**/api/v1/work-orders/*/photos',
    (route) => {
      const sent = route.request().postDataJSON() as { image: string }
      const half = Math.floor(sent.image.length / 8) * 4
      return route.continue({ postData: JSON.stringify({ ...sent, image: sent.image.slice(0, half) }) })
    },
    { times: 1 },
  )

test('a broken photo is told and taken again', async () => {
  const crew = await worker(browser, url, look, 'crew')
  const { page, lang } = crew
  const t = say(handInstallationWords, lang)
  await page.goto('/crew/jobs')
  await page.getByRole('link', { name: /0\/8/ }).first().click()
  await page.getByRole('heading', { name: t('steps') }).waitFor()
  const job = page.url()
  await doAllSteps(crew)

  const field = page.getByLabel(t('photo'), { exact: true })
  const pretended = { name: 'photo.png', mimeType: 'image/png' }
  for (const buffer of [Buffer.from('<svg onload="alert(1)"/>'), Buffer.alloc(0)]) {
    await field.setInputFiles({ ...pretended, buffer })
    await page.getByRole('alert').getByText(t('photo_failed')).waitFor()
  }

  await cutNextPhoto(page)
  await takePhoto(crew)
  await refused(crew, 415)
  await page.getByRole('alert').getByText(say(installationRefusals, lang)('broken_image')).waitFor()
  await page.getByRole('button', { name: t('put_aside') }).click()
  await page.getByText(t('photo_needed')).waitFor()
  await takePhoto(crew)
  await becomes(async () => {
    const view = (await (
      await page.request.get(`/api/v1/work-orders/${job.split('/').at(-1)}`)
    ).json()) as WorkView
    return [view.steps_done, view.photos.length]
  }).toEqual([8, 1])
  expect(await page.getByRole('alert').count()).toBe(0)
  await leave([crew])
})
