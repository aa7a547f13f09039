// A crew in a cellar: jobs open without a network, work is kept through a reload, and reaches the house once,
// also when an answer is lost on the way.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { WorkView } from '../src/modules/installation/contract.ts'
import { openBrowser } from './browser.ts'
import { becomes, looks, worker } from './person.ts'

const url = inject('product_url')
const phone = looks[0]!
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const jobIn = async (page: Page, id: string): Promise<WorkView> =>
  (await page.request.get(`/api/v1/work-orders/${id}`)).json()

async function openedJob(page: Page): Promise<string> {
  await page
    .getByRole('link', { name: /开始 · 0\/8 步/ })
    .first()
    .click()
  await page.getByRole('heading', { name: '步骤' }).waitFor()
  return page.url().split('/').at(-1)!
}

/** Every step in order; the site's points are all found fine. */
async function doAllSteps(page: Page) {
  const next = page.locator('li[aria-current=step]')
  for (let done = 0; done < 8; done++) {
    await page.getByText(`${done}/8 步`).first().waitFor()
    if (await next.getByText('现场逐项看').count()) {
      for (const fine of await next.getByText('没问题').all()) await fine.click()
      await page.getByRole('button', { name: '现场看完了' }).click()
    } else await next.getByRole('button', { name: /做好了: / }).click()
  }
  await page.getByText('8/8 步').first().waitFor()
}

async function takePhoto(page: Page) {
  const picture = await page.screenshot({ type: 'png' })
  const file = { name: 'photo.png', mimeType: 'image/png', buffer: picture }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('1 张照片').waitFor()
}

/** The house hears the first three actions of each kind, the crew never hears the answer. */
async function loseAnswers(page: Page) {
  let left = 3
  await page.route('**/api/v1/work-orders/*/*', async (route) => {
    if (route.request().method() === 'GET' || left-- <= 0) return route.continue()
    await route.fetch()
    return route.abort('connectionreset')
  })
}

test('works without a network and syncs once', async () => {
  const crew = await worker(browser, url, phone, 'crew')
  const { page } = crew
  await page.goto('/crew/jobs')
  await page.getByRole('heading', { name: /今天/ }).first().waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page
    .getByRole('link', { name: /0\/8 步/ })
    .first()
    .waitFor()

  await page.context().setOffline(true)
  await page.reload()
  await page.getByText('没有网，照常干活').first().waitFor()
  const id = await openedJob(page)
  await doAllSteps(page)
  await takePhoto(page)
  await page.getByLabel('铭牌上的序列号').fill(`e2e-${Date.now()}`)
  await page.getByRole('button', { name: '确定' }).click()
  await page
    .getByText(/^记下了 E2E-/)
    .first()
    .waitFor()
  await page.reload()
  await page.getByText('8/8 步').first().waitFor()
  await page.getByText('1 张照片').waitFor()
  // The test's own requests still reach the house: it has heard nothing yet.
  expect((await jobIn(page, id)).steps_done).toBe(0)
  await page.goto('/crew/outbox')
  await page.getByRole('heading', { name: '10 项等网络' }).waitFor()

  await loseAnswers(page)
  await page.context().setOffline(false)
  await becomes(async () => {
    const again = page.getByRole('button', { name: '现在发' })
    if (await again.count()) await again.click({ timeout: 1_000 }).catch(() => {})
    return page.getByText('已发出').count()
  }, 30_000).toBe(10)
  const job = await jobIn(page, id)
  expect(job.steps.every(({ done_at }) => done_at !== null)).toBe(true)
  expect(job.photos).toHaveLength(1)
  expect(job.lines[0]?.serials).toHaveLength(1)
  const net = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|Failed to load resource/
  expect(crew.faults.filter((fault) => !net.test(fault))).toEqual([])
  await crew.close()
})
