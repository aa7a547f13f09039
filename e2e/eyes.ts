// What a careful reviewer sees on every screen that a journey passes: no violation of WCAG 2 A and AA.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Person } from './person.ts'
import { keepPicture } from './pictures.ts'

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Violations inside libraries, not ours to mend: at most three, by rule and selector. */
const of_libraries: readonly { rule: string; selector: string }[] = []

/** Looks at the screen as it stands, once nothing on it is loading any more. */
export async function look({ page, lang }: Person, screen: string) {
  await page.waitForFunction(() => document.querySelector('main .skeleton, [aria-busy=true]') === null)
  await keepPicture(page, `${lang}-${screen}`)
  const told: string[] = []
  for (const { rule, at } of await violations(page)) {
    const known = of_libraries.some((one) => one.rule === rule && at.includes(one.selector))
    if (!known && (await stands(page, rule, at))) told.push(`${rule}: ${at}`)
  }
  expect(told, `WCAG 2 A/AA on ${screen} (${lang})`).toEqual([])
}

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).withTags(wcag).setLegacyMode().analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => ({ rule: id, at: target.join(' ') })))
}

/** Also when it is in the middle of the screen: a bar along the edge covers what is scrolled under it. */
async function stands(page: Page, rule: string, at: string): Promise<boolean> {
  const [element] = await page.locator(at).elementHandles()
  // A notice may have gone by itself meanwhile.
  const shown = await element?.evaluate((one) => {
    ;(one as Element).scrollIntoView({ block: 'center' })
    return one.isConnected
  })
  if (!shown) return false
  const axe = new AxeBuilder({ page }).withRules(rule).include(at).setLegacyMode()
  return (await axe.analyze()).violations.length > 0
}
