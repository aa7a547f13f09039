// A console's pages as plain data: the server answers these addresses, the browser draws them as its menu.
import type { Permission } from '../../platform/access.ts'
import type { Lang } from '../../platform/types.ts'
import type { IconName } from '../kit/icons.tsx'

export type ConsolePage = {
  id: string
  /** Below the console's base; `/` is its first page, `:name` a parameter. */
  path: `/${string}`
  title: Record<Lang, string>
  permission: Permission
  icon: IconName
  /** What the box in the bar searches here; it writes `q` into the address. */
  find?: Record<Lang, string>
  /** Pages reached from another page only. */
  hidden?: true
}

export type ConsoleName = 'owner' | 'crew' | 'selling' | 'buying' | 'control' | 'accounts' | 'brand'
export type ConsoleMenu = {
  name: ConsoleName
  base: `/${string}`
  /** A desk with a bar and a menu beside it, or a phone with tabs below. */
  frame: 'desk' | 'mobile'
  /** The page that the box in the bar searches from pages that search nothing themselves. */
  find_page?: string
  /** One character beside the mark, as the house calls it: 店 装 销 采 控 品. */
  short: Record<Lang, string>
  title: Record<Lang, string>
  pages: readonly ConsolePage[]
}

/** What the server needs to answer a console's addresses. */
export type ConsoleMount = {
  menu: ConsoleMenu
  /** Every address with the title of its page. */
  pages: readonly { path: string; title: Record<Lang, string> }[]
  entry: string
  manifest?: string
}

export const addressOf = (menu: ConsoleMenu, path: string) => (path === '/' ? menu.base : menu.base + path)

export function mountOf(menu: ConsoleMenu, manifest?: string): ConsoleMount {
  const pages = menu.pages.map(({ path, title }) => ({ path: addressOf(menu, path), title }))
  const has_first = pages.some(({ path }) => path === menu.base)
  return {
    menu,
    pages: has_first ? pages : [{ path: menu.base, title: menu.title }, ...pages],
    entry: `src/consoles/${menu.name}/main.tsx`,
    ...(manifest ? { manifest } : {}),
  }
}

/** What stands in the tab of the browser. */
export const tabTitle = (menu: ConsoleMenu, page: Record<Lang, string>, lang: Lang, brand: string) =>
  [...new Set([page[lang], menu.title[lang], brand])].join(' · ')

/** Every console ends with it; the one page that needs no other permission. */
export const accountEntry = {
  id: 'account',
  path: '/account',
  title: { 'zh-CN': '我的', en: 'Account' },
  permission: 'account.own',
  icon: 'me',
} as const satisfies ConsolePage
