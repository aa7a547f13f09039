// Starts a console in the browser: who is it, which pages, which frame. One query client, one router.
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Problem } from '../api.ts'
import { fontsWhenIdle } from '../fonts.ts'
import { ErrorState, OfflineBanner } from '../kit/states.tsx'
import { newQueryClient } from '../query.ts'
import { readMe } from '../session.ts'
import { commonWords } from '../words/common.ts'
import { useLang, type View, ViewContext } from '../words/use-words.ts'
import { say } from '../words/words.ts'
import { parseQuery, stringifyQuery } from './address.ts'
import { MeContext, useMe } from './me.tsx'
import { type ConsoleMenu, type ConsolePage, tabTitle } from './menu.ts'
import { ConsoleShell, PageOnItsWay } from './shell.tsx'

export type Loader = () => Promise<{ default: ComponentType }>
export type FrameProps = { menu: ConsoleMenu; children: ReactNode }
type Parts = { menu: ConsoleMenu; pages: Record<string, Loader>; Frame: ComponentType<FrameProps> }

function Gate({ menu, children }: { menu: ConsoleMenu; children: ReactNode }) {
  const lang = useLang()
  const me = useQuery({ queryKey: ['me'], queryFn: readMe, staleTime: 300_000 })
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>
  if (me.error instanceof Problem && me.error.status === 401) return <Leave />
  if (me.error) {
    const problem = me.error instanceof Problem ? me.error : new Problem({ reason: 'broken' })
    return <ErrorState problem={problem} onRetry={() => void me.refetch()} />
  }
  return <ConsoleShell menu={menu} title={pageAt(menu)?.title[lang] ?? menu.title[lang]} />
}

/** The page of the address that the browser is at; the router is not asked before somebody is known. */
function pageAt(menu: ConsoleMenu): ConsolePage | undefined {
  const parts = location.pathname.slice(menu.base.length).split('/')
  return menu.pages.find(({ path }) => {
    const own = path.split('/')
    return own.length === parts.length && own.every((part, at) => part.startsWith(':') || part === parts[at])
  })
}

/** The session ended: sign in, and come back here. */
function Leave() {
  useState(() => location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`))
  return null
}

/** A page that this person may not see says so instead of failing at its first read. */
type AllowedProps = { menu: ConsoleMenu; page: ConsolePage; children: ReactNode }

function Allowed({ menu, page, children }: AllowedProps) {
  const me = useMe()
  const lang = useLang()
  useEffect(() => {
    document.title = tabTitle(menu, page.title, lang, say(commonWords, lang)('brand'))
  }, [page, menu, lang])
  if (me.permissions.includes(page.permission)) return children
  return <ErrorState problem={new Problem({ reason: 'forbidden', status: 403 })} />
}

function First({ menu }: { menu: ConsoleMenu }) {
  const me = useMe()
  const page = menu.pages.find(({ hidden, permission }) => !hidden && me.permissions.includes(permission))
  return page ? <Navigate to={page.path} replace /> : null
}

function Fallen({ error }: { error: unknown }) {
  const problem = error instanceof Problem ? error : new Problem({ reason: 'broken', title: String(error) })
  return <ErrorState problem={problem} onRetry={() => location.reload()} />
}

const NotFound = () => <ErrorState problem={new Problem({ reason: 'not_found', status: 404 })} />

export function routerOf({ menu, pages, Frame }: Parts) {
  const root = createRootRoute({
    component: () => (
      <Gate menu={menu}>
        <Frame menu={menu}>
          <Outlet />
        </Frame>
      </Gate>
    ),
    notFoundComponent: NotFound,
    errorComponent: Fallen,
  })
  const routes = menu.pages.map((page) => {
    const Lazy = lazy(pages[page.id] as Loader)
    return createRoute({
      getParentRoute: () => root,
      path: page.path.replace(/:(\w+)/g, '$$$1'),
      component: () => (
        <Allowed menu={menu} page={page}>
          <Suspense fallback={<OnItsWay menu={menu} page={page} />}>
            <Lazy />
          </Suspense>
        </Allowed>
      ),
      errorComponent: Fallen,
    })
  })
  const first = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <First menu={menu} />,
  })
  const has_first = menu.pages.some(({ path }) => path === '/')
  return createRouter({
    routeTree: root.addChildren(has_first ? routes : [first, ...routes]),
    basepath: menu.base,
    parseSearch: parseQuery,
    stringifySearch: stringifyQuery,
    defaultPreload: 'intent',
    defaultPendingComponent: () => <OnItsWay menu={menu} page={pageAt(menu)} />,
    scrollRestoration: true,
  })
}

function OnItsWay({ menu, page }: { menu: ConsoleMenu; page: ConsolePage | undefined }) {
  const lang = useLang()
  return <PageOnItsWay menu={menu} title={(page ?? menu).title[lang]} />
}

/** The last line of a console's main.tsx; every page of the menu needs its loader (the compiler checks). */
export function startConsole<M extends ConsoleMenu>(
  menu: M,
  pages: Record<M['pages'][number]['id'], Loader>,
  Frame: ComponentType<FrameProps>,
) {
  const root = document.getElementById('root')
  const told = document.getElementById('data')?.textContent
  if (!root || !told) return
  const { view } = JSON.parse(told) as { view: View }
  const router = routerOf({ menu, pages, Frame })
  createRoot(root).render(
    <ViewContext value={view}>
      <QueryClientProvider client={newQueryClient()}>
        <RouterProvider router={router} />
        <OfflineBanner />
      </QueryClientProvider>
    </ViewContext>,
  )
  fontsWhenIdle()
}
