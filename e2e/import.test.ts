// A file with a few bad rows, as a person meets it on screen: refused rows by place, reason and text, one put
// right and sent along, progress that a closed tab does not stop, and the list taken out again as a workbook.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buyingMenu } from '../src/consoles/buying/menu.ts'
import { withCheckDigit } from '../src/modules/catalog/index.ts'
import { readTable } from '../src/modules/imports/index.ts'
import { importWords } from '../src/modules/imports/screens/import-words.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { openPage } from './console.ts'
import { type Person, becomes, leave, looks, worker } from './person.ts'
import { type Product, startProduct } from './product.ts'

// A shop of its own: what comes in here would stand in the lists of all other journeys.
let product: Product
const name = 'autumn-range.csv'
const rows = 1_200
let browser: Browser
let folder = ''
beforeAll(async () => {
  product = await startProduct({ DEMO_STORES: '60', DEMO_ORDERS: '0', DEMO_OLDER_ORDERS: '0' })
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'zhuguang-e2e-import-'))
})
afterAll(async () => {
  await browser.close()
  await product.stop()
  await rm(folder, { recursive: true, force: true })
})

/** Row 3 lacks its model, row 4 is as wide as a house, row 5 would be run by a spreadsheet. */
function rangeFile(): Buffer {
  const lines = Array.from({ length: rows }, (_, at) => {
    const gtin = withCheckDigit(`2${String(70_000_000 + at).padStart(11, '0')}`)
    const model = at === 1 ? '' : at === 3 ? '=1+1' : `AR-${at}`
    const width = at === 2 ? '60000' : '600'
    return `AR${at},晨岩,refrigerator,${model},${gtin},${width},1800,650`
  })
  const header = 'key,brand,category_code,model,gtin,width_mm,height_mm,depth_mm'
  return Buffer.from(`${[header, ...lines].join('\n')}\n`)
}

const progressOf = (page: Page) => page.getByRole('dialog', { name }).getByRole('progressbar')

/** How many rows the file has been through, read where the screen says it. */
const doneRows = async (page: Page) => Number(await progressOf(page).getAttribute('aria-valuenow'))

async function send({ page, lang }: Person) {
  const t = say(importWords, lang)
  const form = page.getByRole('region', { name: t('send') })
  await form.getByLabel(t('choose')).setInputFiles({ name, mimeType: 'text/csv', buffer: rangeFile() })
  await form.getByLabel(t('dry_run')).uncheck()
  await form.getByRole('button', { name: t('send') }).click()
  await progressOf(page).waitFor()
}

test('a file goes in by screen, and what is wrong with it is put right there', async () => {
  const buyer = await worker(browser, product.url, looks[1]!, 'buying')
  const { page, lang } = buyer
  const t = say(importWords, lang)
  await openPage(buyer, buyingMenu, 'imports')
  await send(buyer)
  const address = page.url()
  const context = page.context()
  await page.close()

  // The tab is gone, the file is not: a new one finds it further on, and then done.
  const again = await context.newPage()
  await again.goto(address)
  const file = again.getByRole('dialog', { name })
  await becomes(() => doneRows(again)).toBe(rows)
  await file.getByText(t('st_done'), { exact: true }).first().waitFor()

  const refused = (row: number) =>
    file
      .getByRole('listitem')
      .filter({ hasText: t('row', { row: row }) })
      .first()
  await refused(3).getByText(t('c_missing')).waitFor()
  await refused(4).getByText(t('c_out_of_range')).waitFor()
  expect(await refused(4).getByRole('textbox', { name: 'width_mm' }).inputValue()).toBe('60000')
  await refused(5).getByText(t('c_formula')).waitFor()
  expect(await refused(5).getByRole('textbox', { name: 'model' }).inputValue()).toBe('=1+1')

  await refused(4).getByRole('textbox', { name: 'width_mm' }).fill('600')
  await refused(4)
    .getByRole('button', { name: t('repair') })
    .click()
  await file.getByRole('button', { name: t('go_on') }).click()
  await becomes(() => file.getByText(t('created')).locator('xpath=following-sibling::dd').textContent()).toBe(
    (rows - 2).toLocaleString('en-US'),
  )

  await again.keyboard.press('Escape')
  const [download] = await Promise.all([
    again.waitForEvent('download'),
    again.getByRole('link', { name: 'XLSX' }).click(),
  ])
  const path = join(folder, 'imports.xlsx')
  await download.saveAs(path)
  expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK')
  const table: string[][] = []
  for await (const { cells } of readTable(path)) table.push([...cells])
  expect(table.filter((cells) => cells.includes(name))).toHaveLength(1)
  await leave([buyer])
})
