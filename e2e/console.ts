// Finding one's way in a workplace: by the menu, which on a phone is a row of tabs or a drawer.
import type { ConsoleMenu } from '../src/web/console/menu.ts'
import { consoleWords } from '../src/web/console/console-words.ts'
import { mobileWords } from '../src/web/mobile/mobile-words.ts'
import { commonWords } from '../src/web/words/common.ts'
import { say } from '../src/web/words/words.ts'
import type { Person } from './person.ts'

export async function openPage<M extends ConsoleMenu>(
  { page, lang }: Person,
  menu: M,
  id: M['pages'][number]['id'],
) {
  const titleOf = (wanted: string) => menu.pages.find((one) => one.id === wanted)!.title[lang]
  // A tab also says how much waits behind it.
  const named = (wanted: string) => ({ name: new RegExp(`${titleOf(wanted)}$`) })
  const main = page.getByRole('navigation', { name: say(commonWords, lang)('main_nav'), exact: true })
  const drawer = page.getByRole('button', { name: say(consoleWords, lang)('open_menu') })
  await main.or(drawer).first().waitFor()
  if (await drawer.isVisible()) {
    await drawer.click()
    const menu_drawer = page.getByRole('dialog', { name: say(consoleWords, lang)('menu') })
    return menu_drawer.getByRole('link', named(id)).click()
  }
  if (await main.getByRole('link', named(id)).count()) return main.getByRole('link', named(id)).click()
  await main.getByRole('link', named('account')).click()
  const more = page.getByRole('navigation', { name: say(mobileWords, lang)('more_pages') })
  return more.getByRole('link', named(id)).click()
}
