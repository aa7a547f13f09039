// The browser of the journeys starts, draws and stays on this machine.
import { expect, test } from 'vitest'
import { openBrowser } from './browser.ts'

test('draws a page and reaches nothing outside', async () => {
  const browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.setContent('<h1 lang="zh">逐光</h1><svg viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')
  expect(await page.getByRole('heading').textContent()).toBe('逐光')
  expect((await page.screenshot()).length).toBeGreaterThan(1_000)
  await expect(page.goto('http://example.com/')).rejects.toThrow(/ERR_NAME_NOT_RESOLVED/)
  await browser.close()
})
