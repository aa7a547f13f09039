// The frame of the desk consoles (selling, buying, control): bar above, menu at the side, page beside it.
import { useNavigate } from '@tanstack/react-router'
import { App, ConfigProvider, Drawer } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { IconButton } from '../kit/button.tsx'
import { Icon, Mark } from '../kit/icons.tsx'
import { LanguageSwitch, ThemeSwitch } from '../kit/switches.tsx'
import { Toasts } from '../kit/toast.tsx'
import { commonWords } from '../words/common.ts'
import { useLang, useWords } from '../words/use-words.ts'
import { useAddress } from './address.ts'
import { consoleWords } from './console-words.ts'
import { useMe } from './me.tsx'
import { MenuList, useCurrent } from './menu-list.tsx'
import type { ConsoleMenu } from './menu.ts'
import type { FrameProps } from './start.tsx'
import { useAntTheme } from './theme.ts'

export function DeskFrame({ menu, children }: FrameProps) {
  const lang = useLang()
  const c = useWords(commonWords)
  const theme = useAntTheme()
  return (
    <ConfigProvider theme={theme} locale={lang === 'en' ? enUS : zhCN} button={{ autoInsertSpace: false }}>
      <App component={false}>
        <div className="console flex min-h-dvh flex-col">
          <a
            href="#main"
            className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
          >
            {c('skip_to_content')}
          </a>
          <TopBar menu={menu} />
          <div className="flex grow">
            <nav
              aria-label={c('main_nav')}
              className="sticky top-14 hidden h-[calc(100dvh-56px)] w-48 shrink-0 overflow-y-auto border-r border-line bg-surface p-2 lg:block"
            >
              <MenuList menu={menu} />
            </nav>
            <main id="main" className="min-w-0 grow">
              {children}
            </main>
          </div>
          <Toasts />
        </div>
      </App>
    </ConfigProvider>
  )
}

function TopBar({ menu }: { menu: ConsoleMenu }) {
  const c = useWords(commonWords)
  const lang = useLang()
  const me = useMe()
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:gap-4 sm:px-4">
      <SideMenu menu={menu} />
      <p className="flex items-center gap-2 text-16 font-strong whitespace-nowrap">
        <Mark size={22} />
        <span className="hidden sm:inline">{c('brand')}</span>
        <span className="font-text text-ink-soft">{menu.short[lang]}</span>
      </p>
      <SearchBox menu={menu} />
      <span className="ml-auto hidden items-center sm:flex">
        <LanguageSwitch />
        <ThemeSwitch />
      </span>
      <span className="flex items-center gap-2 whitespace-nowrap" translate="no">
        <span
          className="grid size-7 place-items-center rounded-pill bg-light font-strong text-on-light"
          aria-hidden="true"
        >
          {me.name.slice(0, 1)}
        </span>
        <span className="hidden md:inline">{me.name}</span>
      </span>
    </header>
  )
}

function SideMenu({ menu }: { menu: ConsoleMenu }) {
  const t = useWords(consoleWords)
  const [open, setOpen] = useState(false)
  return (
    <span className="lg:hidden">
      <IconButton icon="list" label={t('open_menu')} onClick={() => setOpen(true)} />
      <Drawer open={open} onClose={() => setOpen(false)} placement="left" size={280} title={t('menu')}>
        <MenuList menu={menu} onPick={() => setOpen(false)} />
        <div className="mt-4 flex flex-wrap border-t border-line pt-2">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </Drawer>
    </span>
  )
}

/** Searches the page below, else the page its console is searched by: writes `q` into its address. */
function useFinding(menu: ConsoleMenu) {
  const lang = useLang()
  const isCurrent = useCurrent(menu)
  const { query, set } = useAddress()
  const navigate = useNavigate()
  const here = menu.pages.find((page) => page.find && isCurrent(page))
  const there = here ?? menu.pages.find(({ id }) => id === menu.find_page)
  const find = (q: string | undefined) => {
    if (here) set({ q, open: undefined })
    else if (there && q) void navigate({ to: there.path, search: { q } as never })
  }
  return { label: there?.find?.[lang], q: (here && query.q) ?? '', find }
}

/** `/` puts the cursor here from anywhere. */
function SearchBox({ menu }: { menu: ConsoleMenu }) {
  const { label, q, find } = useFinding(menu)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches('input,textarea,select')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    find(field.current?.value.trim() || undefined)
  }
  return (
    <form
      role="search"
      onSubmit={submit}
      className="flex h-11 max-w-105 sm:h-9 min-w-0 grow items-center gap-2 rounded-[6px] border border-line-firm bg-paper px-3 has-focus-visible:shadow-[var(--focus)]"
    >
      <Icon name="find" size={16} className="text-ink-soft" />
      <input
        key={q}
        ref={field}
        type="search"
        defaultValue={q}
        aria-label={label}
        placeholder={label}
        maxLength={100}
        className="h-full min-w-0 grow bg-transparent outline-none focus-visible:shadow-none"
      />
      <kbd
        aria-hidden="true"
        className="hidden rounded-[4px] border border-line px-1.5 text-12 text-ink-soft sm:inline"
      >
        /
      </kbd>
    </form>
  )
}
