// Small parts every desk page is made of: sections and facts of a drawer, figures that open.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon } from '../kit/icons.tsx'

/** A titled part of a drawer; `note` stands at the right of its title. */
export const Section = (props: { title: string; note?: ReactNode; children: ReactNode }) => (
  <section className="border-t border-line py-4 first:border-t-0 first:pt-0">
    <header className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
      <h3 className="text-13 font-strong">{props.title}</h3>
      {props.note && <span className="text-12 text-ink-soft">{props.note}</span>}
    </header>
    {props.children}
  </section>
)

export type Fact = { name: string; value: ReactNode }

/** Names at the left, values at the right; what has no value is left out. */
export const Facts = ({ facts }: { facts: readonly (Fact | null | false)[] }) => (
  <dl className="flex flex-col">
    {facts
      .filter((fact) => fact !== null && fact !== false)
      .map(({ name, value }, at) => (
        <div key={`${at} ${name}`} className="flex flex-wrap justify-between gap-x-4 py-1">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="num min-w-0 text-right break-words">{value}</dd>
        </div>
      ))}
  </dl>
)

/** A button row at the lower edge of a drawer, in view while its content scrolls. */
export const Actions = ({ children }: { children: ReactNode }) => (
  <footer className="sticky -bottom-6 z-10 -mx-6 mt-2 -mb-6 border-t border-line bg-surface px-6 py-3">
    <div className="flex flex-wrap items-start gap-3">{children}</div>
  </footer>
)

export const panel = 'min-w-0 rounded-[6px] border border-line bg-surface'

/** What waits, as a number that opens its list. `null` while it is read. */
export const Figure = (props: {
  to: string
  search?: Record<string, string>
  title: string
  note?: ReactNode
  value: number | string | null
  lit?: boolean
}) => (
  <Link
    to={props.to}
    search={(props.search ?? {}) as never}
    className={`flex min-h-24 flex-col justify-between gap-2 ${panel} p-4 hover:border-line-firm`}
  >
    <span className="flex items-center justify-between gap-2 text-ink-soft">
      {props.title}
      <Icon name="right" size={14} className="text-ink-faint" />
    </span>
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
      {props.lit && (
        <span aria-hidden="true" className="size-2.5 shrink-0 self-center rounded-pill bg-light" />
      )}
      <b className="num text-32 leading-none font-strong">{props.value ?? '–'}</b>
      {props.note && <span className="text-12 text-ink-soft">{props.note}</span>}
    </span>
  </Link>
)

/** The page of a console that is no list: a title, a line about it, its one action, its content. */
export const PlainPage = (props: {
  title: string
  subtitle?: ReactNode
  action?: ReactNode
  children: ReactNode
}) => (
  <div className="flex flex-col gap-4 px-4 py-4">
    <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <h1 className="text-20">{props.title}</h1>
      <div className="grow text-ink-soft">{props.subtitle}</div>
      {props.action}
    </header>
    {props.children}
  </div>
)

export const FigureGrid = ({ children }: { children: ReactNode }) => (
  <div className="grid grid-cols-[repeat(auto-fill,minmax(min(210px,46%),1fr))] gap-3">{children}</div>
)
