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
  /** Pages reached from another page only. */
  hidden?: true
}

export type ConsoleName = 'owner' | 'crew' | 'selling' | 'buying' | 'control'
export type ConsoleMenu = {
  name: ConsoleName
  base: `/${string}`
  /** One character beside the mark, as the house calls it: 店 装 销 采 控. */
  short: Record<Lang, string>
  title: Record<Lang, string>
  pages: readonly ConsolePage[]
}

/** What the server needs to answer a console's addresses. */
export type ConsoleMount = {
  paths: readonly string[]
  entry: string
  title: Record<Lang, string>
  manifest?: string
}

export const addressOf = (menu: ConsoleMenu, path: string) => (path === '/' ? menu.base : menu.base + path)

export function mountOf(menu: ConsoleMenu, manifest?: string): ConsoleMount {
  return {
    paths: [...new Set([menu.base, ...menu.pages.map(({ path }) => addressOf(menu, path))])],
    entry: `src/consoles/${menu.name}/main.tsx`,
    title: { 'zh-CN': `${menu.title['zh-CN']} · 逐光`, en: `${menu.title.en} · Zhuguang` },
    ...(manifest ? { manifest } : {}),
  }
}

/** Every console ends with it; the one page that needs no other permission. */
export const accountEntry = {
  id: 'account',
  path: '/account',
  title: { 'zh-CN': '我的', en: 'Account' },
  permission: 'account.own',
  icon: 'me',
} as const satisfies ConsolePage
