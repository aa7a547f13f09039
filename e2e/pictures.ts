// With PICTURES=folder every screen a journey looks at is kept as a picture, and the last one of everybody
// when it fails.
import { join } from 'node:path'
import type { Page } from 'playwright-core'

let taken = 0

export async function keepPicture(page: Page, name: string) {
  const folder = process.env.PICTURES
  if (!folder || page.isClosed()) return
  const path = join(folder, `${String(++taken).padStart(3, '0')}-${name}.png`)
  await page.screenshot({ path, fullPage: true })
}
