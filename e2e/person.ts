// A person in a browser of their own: a language, a screen, signed in by a tap on the sign-in page. What they
// look for they find by role and name, as everybody's eyes and screen readers do.
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Lang } from '../src/platform/types.ts'
import { demoPeople } from '../src/modules/people/demo-people.ts'

export type Look = { lang: Lang; width: number; height: number }
export const looks: readonly Look[] = [
  { lang: 'zh-CN', width: 390, height: 844 },
  { lang: 'en', width: 1440, height: 900 },
]

const patience_ms = 15_000

export type Person = {
  page: Page
  lang: Lang
  /** Everything the page complained about; a journey ends with none of it. */
  faults: string[]
  close: () => Promise<void>
}

export async function visitor(browser: Browser, url: string, look: Look): Promise<Person> {
  const { lang, width, height } = look
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    locale: lang,
    hasTouch: width < 600,
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(patience_ms)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (told) => {
    if (told.type() === 'error' && !told.text().includes('401')) faults.push(told.text())
  })
  return { page, lang, faults, close: () => context.close() }
}

/** The name on the key that this demo person taps. */
export const nameOf = (key: string) => demoPeople.find((one) => one.key === key)!.name

export async function signInAs({ page }: Person, key: string) {
  const before = page.url()
  await page.getByRole('button', { name: nameOf(key) }).click()
  await page.waitForURL((now) => now.href !== before)
}

/** Opens the sign-in page and enters as this person. */
export async function worker(browser: Browser, url: string, look: Look, key: string): Promise<Person> {
  const person = await visitor(browser, url, look)
  await person.page.goto('/sign-in')
  await signInAs(person, key)
  return person
}

/** ¥4,999.50 wherever it stands in a text, in fen. */
export function fenIn(text: string | null): number {
  const figure = /¥\s*([\d,]+(?:\.\d\d)?)/.exec(text ?? '')?.[1]
  if (!figure) throw new Error(`no price in: ${text}`)
  return Math.round(Number(figure.replaceAll(',', '')) * 100)
}

/** Asks until it is so, as a person who looks again. */
export const becomes = <T>(ask: () => T | Promise<T>, timeout = patience_ms) =>
  expect.poll(ask, { timeout, interval: 100 })
