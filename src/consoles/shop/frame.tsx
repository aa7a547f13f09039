// The shop's frame: mark, place, search, own things; on a phone a tab bar below.
import type { ReactNode } from 'react'
import { Icon, type IconName, Mark } from '../../web/kit/icons.tsx'
import { LanguageSwitch, ThemeSwitch } from '../../web/kit/switches.tsx'
import { OfflineBanner } from '../../web/kit/states.tsx'
import { commonWords } from '../../web/words/common.ts'
import { useWords } from '../../web/words/use-words.ts'
import { frameWords } from './frame-words.ts'

export type ShopTab = 'home' | 'cart' | 'orders' | 'me'
type FrameProps = {
  /** Name of the chosen place in the reader's language; null before one is chosen. */
  place: string | null
  /** `今天能送 214 件`, beside the place. */
  place_note?: string
  /** Replaces the link to the place page, e.g. by a button that opens the picker. */
  place_control?: ReactNode
  /** What is being searched for. */
  q?: string
  tab?: ShopTab
  /** Who is signed in needs no door, only the way to the workplaces. */
  signed_in: boolean
  /** Pieces in the cart; undefined while not known. */
  cart_count?: number
  /** Lets a page's own ground (the sky of the home) reach under the header. */
  bare?: boolean
  children: ReactNode
}

export function ShopFrame({ children, ...props }: FrameProps) {
  const c = useWords(commonWords)
  return (
    <>
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50">
        {c('skip_to_content')}
      </a>
      <Header {...props} />
      {/* The foot waits below the first screen, so that what is filled in does not push it. */}
      <main id="main" className="mx-auto min-h-dvh w-full max-w-[1440px] px-4 md:px-10">
        {children}
      </main>
      <Foot signed_in={props.signed_in} />
      <TabBar {...props} />
      <OfflineBanner />
    </>
  )
}

const own = 'flex min-h-11 items-center rounded-field px-3 whitespace-nowrap text-ink-soft hover:bg-sunk'

function Header({ place, place_note, place_control, q, cart_count, bare }: Omit<FrameProps, 'children'>) {
  const c = useWords(commonWords)
  const t = useWords(frameWords)
  return (
    <header
      className={`mx-auto flex max-w-[1440px] flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-2 pb-1 md:flex-nowrap md:gap-6 md:px-10 md:py-3.5 ${
        bare ? 'relative z-10' : ''
      }`}
    >
      <a
        href="/"
        className="flex min-h-11 shrink-0 items-center gap-2.5 text-18 font-strong tracking-[.06em] whitespace-nowrap md:text-20"
      >
        <Mark /> {c('brand')}
      </a>
      {place_control ?? <PlaceLink place={place} {...(place_note ? { note: place_note } : {})} />}
      <SearchForm {...(q ? { q } : {})} />
      <nav aria-label={c('my_nav')} className="ml-auto hidden shrink-0 items-center gap-1 md:flex">
        <a href="/orders" className={own}>
          {t('orders')}
        </a>
        <a
          href="/cart"
          className={own}
          aria-label={cart_count ? t('cart_count', { n: cart_count }) : undefined}
        >
          <b className="font-mid text-ink">
            {t('cart')} {cart_count ? <span className="num">{cart_count}</span> : null}
          </b>
        </a>
        <a href="/account" className={own}>
          {t('me')}
        </a>
        <LanguageSwitch />
      </nav>
      <span className="-mr-2 shrink-0 md:hidden [&_button]:px-2 [&_svg]:hidden">
        <LanguageSwitch />
      </span>
    </header>
  )
}

function PlaceLink({ place, note }: { place: string | null; note?: string }) {
  const t = useWords(frameWords)
  return (
    <a
      href="/place"
      className="flex min-h-11 min-w-0 flex-1 basis-0 items-center justify-end gap-2 rounded-field px-2 text-14 hover:bg-sunk md:flex-initial md:px-3"
    >
      <Icon name="pin" size={16} className="shrink-0" />
      <span className="truncate">
        {place && <span className="sr-only">{t('place_none')} </span>}
        {place ?? t('place_none')}
      </span>
      {note && <small className="hidden text-12 whitespace-nowrap text-ink-faint lg:inline">{note}</small>}
    </a>
  )
}

function SearchForm({ q = '' }: { q?: string }) {
  const t = useWords(frameWords)
  return (
    <form
      role="search"
      action="/search"
      className="order-last flex h-[46px] w-full items-center gap-2.5 rounded-field border border-line-firm bg-surface px-3.5 has-focus-visible:shadow-[var(--focus)] md:order-none md:max-w-[520px] md:min-w-40 md:flex-1"
    >
      <Icon name="find" size={18} className="text-ink-soft" />
      <input
        type="search"
        name="q"
        defaultValue={q}
        maxLength={100}
        aria-label={t('search')}
        placeholder={t('placeholder')}
        className="h-full min-w-0 grow bg-transparent text-16 outline-none focus-visible:shadow-none"
      />
    </form>
  )
}

function TabBar({ tab, cart_count }: Pick<FrameProps, 'tab' | 'cart_count'>) {
  const c = useWords(commonWords)
  const t = useWords(frameWords)
  const tabs: readonly [ShopTab, string, IconName, string][] = [
    ['home', '/', 'home', t('home')],
    ['cart', '/cart', 'cart', t('cart')],
    ['orders', '/orders', 'order', t('orders')],
    ['me', '/account', 'me', t('me')],
  ]
  return (
    <nav
      aria-label={c('main_nav')}
      className="no-print fixed inset-x-0 bottom-0 z-30 flex h-15 border-t border-line bg-surface pb-1 md:hidden"
    >
      {tabs.map(([name, href, icon, title]) => (
        <a
          key={name}
          href={href}
          aria-current={tab === name ? 'page' : undefined}
          className="relative flex flex-1 flex-col items-center justify-center gap-0.5 text-12 text-ink-soft aria-[current=page]:font-strong aria-[current=page]:text-ink"
        >
          <Icon name={icon} size={22} />
          {title}
          {name === 'cart' && cart_count ? (
            <span className="num absolute top-1.5 left-[calc(50%+8px)] min-w-4.5 rounded-pill bg-ink px-1 text-center text-11 leading-[18px] text-paper">
              {cart_count}
            </span>
          ) : null}
        </a>
      ))}
    </nav>
  )
}

function Foot({ signed_in }: { signed_in: boolean }) {
  const t = useWords(frameWords)
  const c = useWords(commonWords)
  return (
    <footer className="no-print mx-auto mt-12 flex max-w-[1440px] flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 pt-4 pb-24 text-13 text-ink-soft md:px-10 md:pb-8">
      <p className="grow">{t('foot_about')}</p>
      <a href="/sign-in" className="flex min-h-11 items-center hover:underline">
        {signed_in ? t('for_work') : `${c('sign_in')} · ${t('for_work')}`}
      </a>
      <a href="/docs" className="flex min-h-11 items-center hover:underline">
        {t('foot_api')}
      </a>
      <ThemeSwitch />
    </footer>
  )
}
