// The menu is the permission table drawn: what one may not open stays in its place and says why.
import { Link, useRouterState } from '@tanstack/react-router'
import { Icon } from '../kit/icons.tsx'
import { useLang } from '../words/use-words.ts'
import { useMe, whyMayNot } from './me.tsx'
import { type ConsoleMenu, type ConsolePage } from './menu.ts'

const row = 'flex min-h-11 items-center gap-3 rounded-[6px] px-3 text-14'

export function useCurrent(menu: ConsoleMenu): (page: ConsolePage) => boolean {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const at = path.startsWith(menu.base) ? path.slice(menu.base.length) || '/' : path || '/'
  return (page) => (page.path === '/' ? at === '/' : at === page.path || at.startsWith(`${page.path}/`))
}

export function MenuList({ menu, onPick }: { menu: ConsoleMenu; onPick?: () => void }) {
  const lang = useLang()
  const me = useMe()
  const isCurrent = useCurrent(menu)
  return (
    <ul className="flex flex-col gap-0.5">
      {menu.pages
        .filter(({ hidden }) => !hidden)
        .map((page) => {
          const why = whyMayNot(me, page.permission, lang)
          if (why) return <Closed key={page.id} title={page.title[lang]} why={why} />
          const current = isCurrent(page)
          return (
            <li key={page.id}>
              <Link
                to={page.path}
                onClick={onPick}
                aria-current={current ? 'page' : undefined}
                className={`${row} ${current ? 'bg-action-soft font-strong text-action' : 'hover:bg-sunk'}`}
              >
                <Icon name={page.icon} size={18} /> {page.title[lang]}
              </Link>
            </li>
          )
        })}
    </ul>
  )
}

const Closed = ({ title, why }: { title: string; why: string }) => (
  <li>
    <span
      aria-disabled="true"
      className="flex items-start gap-3 rounded-[6px] px-3 py-2 text-14 text-ink-soft"
    >
      <Icon name="lock" size={18} className="mt-0.5" />
      <span>
        {title}
        <small className="block text-12 text-ink-faint">{why}</small>
      </span>
    </span>
  </li>
)
