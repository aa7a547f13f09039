// The camera of a phone on a label: the browser shows a film of an EAN-13 as its camera, and the counter
// finds the goods. This browser reads no barcodes by itself, as an iPhone does not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import bwip from 'bwip-js/node'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { handOrderWords } from '../src/modules/orders/screens/hand-words.ts'
import { mobileWords } from '../src/web/mobile/mobile-words.ts'
import { say } from '../src/web/words/words.ts'
import { openBrowser } from './browser.ts'
import { becomes, looks, worker } from './person.ts'
import { read } from './scouting.ts'

type Line = { code: string; gtin: string | null; name_zh: string; for_sale: boolean }
const url = inject('product_url')
const folder = mkdtempSync(join(tmpdir(), 'zhuguang-camera-'))
let browser: Browser
let goods: Line

/** One still picture, 640 × 480, as YUV4MPEG2: dark bars 3 px a module wide on white, quiet zones beside. */
function filmOf(gtin: string): Buffer {
  const [width, height, module_px] = [640, 480, 3]
  const [code] = bwip.raw('ean13', gtin) as { sbs: number[] }[]
  const { sbs } = code!
  const row = Buffer.alloc(width, 235)
  let x = Math.floor((width - sbs.reduce((all, bar) => all + bar, 0) * module_px) / 2)
  for (const [at, bar] of sbs.entries()) {
    if (at % 2 === 0) row.fill(16, x, x + bar * module_px)
    x += bar * module_px
  }
  const plain = Buffer.alloc(width, 235)
  const light = Array.from({ length: height }, (_, y) => (y > 120 && y < 360 ? row : plain))
  const colour = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), ...light, colour])
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)
  return Buffer.concat([head, ...Array.from({ length: 5 }, () => frame)])
}

beforeAll(async () => {
  const { items } = await read<{ items: Line[] }>(url, '/sku-lines?limit=50')
  goods = items.find(({ gtin, for_sale }) => for_sale && gtin?.length === 13)!
  const film = join(folder, 'label.y4m')
  writeFileSync(film, filmOf(goods.gtin!))
  browser = await openBrowser([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ])
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a label held before the camera finds its goods at the counter', async () => {
  const owner = await worker(browser, url, looks[0]!, 'owner')
  await owner.page.goto('/owner/sale')
  expect(await owner.page.evaluate(() => 'BarcodeDetector' in globalThis)).toBe(false)
  await owner.page.getByRole('button', { name: say(mobileWords, owner.lang)('camera_on') }).click()
  const found = owner.page.getByRole('list', { name: goods.gtin! })
  await becomes(() => found.count()).toBe(1)
  expect(await found.textContent()).toContain(goods.name_zh)
  await owner.page.getByRole('button', { name: say(mobileWords, owner.lang)('camera_off') }).click()
  expect(owner.faults).toEqual([])
  await owner.close()
})

test('without a camera there is the field, and the button tries again', async () => {
  const owner = await worker(browser, url, looks[1]!, 'owner')
  await owner.page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))
  })
  await owner.page.goto('/owner/sale')
  const t = say(mobileWords, owner.lang)
  await owner.page.getByRole('button', { name: t('camera_on') }).click()
  await owner.page.getByText(t('camera_denied')).waitFor()
  expect(await owner.page.getByRole('button', { name: t('camera_on') }).isEnabled()).toBe(true)
  await owner.page.getByRole('textbox', { name: say(handOrderWords, owner.lang)('find') }).fill(goods.code)
  await owner.page.keyboard.press('Enter')
  await owner.page.getByRole('list', { name: goods.code }).waitFor()
  await owner.close()
})
