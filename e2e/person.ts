// A person in a browser of their own: a language, a screen, signed in by a tap on the sign-in page. What they
// look for they find by role and name, as everybody's eyes and screen readers do.
import type { Browser, Locator, Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import type { Lang } from '../src/platform/types.ts'
import { demoPeople } from '../src/modules/people/demo-people.ts'
import { keepPicture } from './pictures.ts'

export type Look = { lang: Lang; width: number; height: number }
export const looks: readonly Look[] = [
  { lang: 'zh-CN', width: 390, height: 844 },
  { lang: 'en', width: 1440, height: 900 },
]

const patience_ms = 30_000

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
    // Somebody who wants no motion: what is looked at is never half faded in.
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(patience_ms)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (told) => {
    if (told.type() === 'error' && !told.text().includes('401')) faults.push(told.text())
  })
  onTestFailed(() => keepPicture(page, `${lang}-failed`))
  return { page, lang, faults, close: () => context.close() }
}

/** A journey ends: no page complained about anything. */
export async function leave(people: readonly Person[]) {
  expect(people.flatMap(({ faults }) => faults)).toEqual([])
  await Promise.all(people.map((person) => person.close()))
}

/** A refusal that the journey asked for: the browser notes it like an error of the page. */
export async function refused({ faults }: Person, status: number) {
  const at = () => faults.findIndex((fault) => fault.includes(`status of ${status} `))
  await becomes(at).not.toBe(-1)
  faults.splice(at(), 1)
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

/** The first price that stands alone inside, in fen: what stands beside it may be a number too. */
export const priceIn = async (place: Locator) =>
  fenIn(
    await place
      .getByText(/^¥\s*\d[\d,]*(\.\d\d)?$/)
      .first()
      .textContent(),
  )

/** Asks until it is so, as a person who looks again. */
export const becomes = <T>(ask: () => T | Promise<T>, timeout = patience_ms) =>
  expect.poll(ask, { timeout, interval: 100 })
