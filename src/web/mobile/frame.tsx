// The frame of the phone-first consoles (owner, crew): tabs below on a phone, a list at the side on a
// desktop.
import { Link } from '@tanstack/react-router'
import { Icon, Mark } from '../kit/icons.tsx'
import { LanguageSwitch, ThemeSwitch } from '../kit/switches.tsx'
import { Toasts } from '../kit/toast.tsx'
import { useMe, whyMayNot } from '../console/me.tsx'
import { MenuList, useCurrent } from '../console/menu-list.tsx'
import type { ConsoleMenu } from '../console/menu.ts'
import type { FrameProps } from '../console/start.tsx'
import { commonWords } from '../words/common.ts'
import { useLang, useWords } from '../words/use-words.ts'
import { useCount } from './counts.ts'
import { Paints } from './goods.tsx'
import { mobileWords } from './mobile-words.ts'

const tabs_max = 5

export function MobileFrame({ menu, children }: FrameProps) {
  const c = useWords(commonWords)
  const lang = useLang()
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[220px_minmax(0,1fr)]">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50">
        {c('skip_to_content')}
      </a>
      <aside className="no-print sticky top-0 hidden h-dvh flex-col gap-4 border-r border-line bg-surface p-3 md:flex">
        <p className="flex min-h-11 items-center gap-2 px-2 text-18 font-strong">
          <Mark size={24} /> {c('brand')} <span className="font-text text-ink-soft">{menu.short[lang]}</span>
        </p>
        <nav aria-label={c('main_nav')} className="grow overflow-y-auto">
          <MenuList menu={menu} />
        </nav>
        <div className="flex flex-wrap">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </aside>
      <main id="main" className="min-w-0 pb-24 md:pb-8">
        <Paints />
        {children}
      </main>
      <TabBar menu={menu} />
      <Toasts />
    </div>
  )
}

/** The first five pages of the menu that this person may open; the others are on the account page. */
function TabBar({ menu }: { menu: ConsoleMenu }) {
  const c = useWords(commonWords)
  const lang = useLang()
  const me = useMe()
  const isCurrent = useCurrent(menu)
  const open = menu.pages.filter((page) => !page.hidden && !whyMayNot(me, page.permission, lang))
  const [last] = open.slice(-1)
  const shown = open.length > tabs_max && last ? [...open.slice(0, tabs_max - 1), last] : open
  return (
    <nav
      aria-label={c('main_nav')}
      className="no-print fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((page) => (
        <Link
          key={page.id}
          to={page.path}
          aria-current={isCurrent(page) ? 'page' : undefined}
          className="flex min-h-15 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-13 text-ink-soft aria-[current=page]:font-strong aria-[current=page]:text-action"
        >
          <span className="relative">
            <Icon name={page.icon} size={22} />
            <Waiting page_id={page.id} />
          </span>
          <span className="max-w-full truncate px-1">{page.title[lang]}</span>
        </Link>
      ))}
    </nav>
  )
}

function Waiting({ page_id }: { page_id: string }) {
  const t = useWords(mobileWords)
  const count = useCount(page_id)
  if (count === 0) return null
  return (
    <span className="num absolute -top-2 left-4 grid h-5 min-w-5 place-items-center rounded-pill bg-ink px-1 text-13 leading-none text-paper">
      <span aria-hidden="true">{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('waiting', { count })}</span>
    </span>
  )
}
