// What every page of owner and crew is made of: a title that says what waits, cards, switches, figures.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../kit/icons.tsx'
import { SkeletonRows } from '../kit/states.tsx'
import { commonWords } from '../words/common.ts'
import { useWords } from '../words/use-words.ts'

export type Back = { to: string; params?: Record<string, string>; label?: string }

export const Page = (props: {
  title: ReactNode
  subtitle?: ReactNode
  back?: Back
  aside?: ReactNode
  /** Reading width; lists of cards take more. */
  narrow?: boolean
  children: ReactNode
}) => (
  <div className={`mx-auto flex w-full flex-col gap-4 px-4 py-4 md:px-8 md:py-6 ${width(props.narrow)}`}>
    <header className="flex flex-col gap-0.5">
      {props.back && <BackLink {...props.back} />}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow">
          <h1 className="text-24 leading-tight font-strong">{props.title}</h1>
          {props.subtitle && <div className="mt-1 text-14 text-ink-soft">{props.subtitle}</div>}
        </div>
        {props.aside}
      </div>
    </header>
    {props.children}
  </div>
)
const width = (narrow = false) => (narrow ? 'max-w-[680px]' : 'max-w-[1120px]')

function BackLink({ to, params, label }: Back) {
  const t = useWords(commonWords)
  return (
    <Link
      to={to}
      {...(params ? { params: params as never } : {})}
      className="no-print -ml-2 inline-flex min-h-11 items-center gap-1 self-start rounded-field px-2 text-14 text-action"
    >
      <Icon name="left" size={18} /> {label ?? t('back')}
    </Link>
  )
}

/** A card; `lit` is the one to do next, marked by the amber edge. */
export const Card = (props: {
  lit?: boolean
  as?: 'li' | 'section'
  label?: string
  children: ReactNode
}) => {
  const Tag = props.as ?? 'section'
  return (
    <Tag
      aria-label={props.label}
      className={`flex flex-col gap-3 rounded-shop bg-surface p-4 shadow-card ${
        props.lit ? 'border-l-4 border-light' : ''
      }`}
    >
      {props.children}
    </Tag>
  )
}

export const CardList = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="grid gap-3 lg:grid-cols-2 lg:items-start">
    {children}
  </ul>
)

export const CardTitle = ({ children, note }: { children: ReactNode; note?: ReactNode }) => (
  <div className="flex flex-wrap items-baseline justify-between gap-x-3">
    <h2 className="text-16 font-strong">{children}</h2>
    {note && <span className="text-13 text-ink-soft">{note}</span>}
  </div>
)

export type Segment = { id: string; title: string; count?: number | undefined }

/** Three or so lists beside each other; which one is in view stands in the address. */
export const Segments = (props: {
  label: string
  segments: readonly Segment[]
  value: string
  onChange: (id: string) => void
}) => (
  <div role="group" aria-label={props.label} className="flex gap-1 rounded-shop bg-sunk p-1">
    {props.segments.map(({ id, title, count }) => (
      <button
        key={id}
        type="button"
        aria-pressed={props.value === id}
        onClick={() => props.onChange(id)}
        className="num min-h-11 flex-1 rounded-[9px] px-1 text-15 whitespace-nowrap text-ink-soft aria-pressed:bg-surface aria-pressed:font-strong aria-pressed:text-ink"
      >
        {title} {count !== undefined && count}
      </button>
    ))}
  </div>
)

/** Two or three figures that stand alone, what they are below them. */
export const Sums = ({ sums }: { sums: readonly { id: string; value: ReactNode; name: string }[] }) => (
  <dl className="flex flex-wrap gap-x-8 gap-y-3">
    {sums.map(({ id, value, name }) => (
      <div key={id} className="flex flex-col-reverse">
        <dt className="text-14 text-ink-soft">{name}</dt>
        <dd className="num text-20 leading-tight font-strong">{value}</dd>
      </div>
    ))}
  </dl>
)

export type Row = { name: string; value: ReactNode; strong?: boolean }
export const Rows = ({ rows }: { rows: readonly (Row | null | false)[] }) => (
  <dl className="flex flex-col">
    {rows
      .filter((row) => row !== null && row !== false)
      .map(({ name, value, strong }) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-4 py-1.5 text-15">
          <dt className="text-ink-soft">{name}</dt>
          <dd className={`num min-w-0 text-right break-words ${strong ? 'font-strong' : ''}`}>{value}</dd>
        </div>
      ))}
  </dl>
)

const tones = {
  quiet: 'bg-sunk text-ink-soft',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  lit: 'bg-light-soft text-light-ink',
} as const
export type TagTone = keyof typeof tones
/** A verdict in a word, never below 13. */
export const Tag = ({ tone = 'quiet', children }: { tone?: TagTone; children: ReactNode }) => (
  <span className={`inline-flex shrink-0 items-center rounded-[6px] px-2 py-0.5 text-13 ${tones[tone]}`}>
    {children}
  </span>
)

/** A line that opens another page: a picture or icon, two lines of text, something at the right. */
export const LinkRow = (props: {
  to: string
  params?: Record<string, string>
  search?: Record<string, string>
  icon?: IconName
  picture?: ReactNode
  title: ReactNode
  note?: ReactNode
  right?: ReactNode
}) => (
  <Link
    to={props.to}
    {...(props.params ? { params: props.params as never } : {})}
    {...(props.search ? { search: props.search as never } : {})}
    className="flex min-h-16 items-center gap-3 rounded-shop bg-surface p-4 shadow-card hover:bg-sunk"
  >
    {props.picture ?? <RowIcon icon={props.icon ?? 'right'} />}
    <span className="min-w-0 grow">
      <span className="block text-16 font-mid">{props.title}</span>
      {props.note && <span className="block text-14 text-ink-soft">{props.note}</span>}
    </span>
    {props.right}
    <Icon name="right" size={18} className="text-ink-faint" />
  </Link>
)
export const RowIcon = ({ icon }: { icon: IconName }) => (
  <span className="grid size-12 shrink-0 place-items-center text-ink-soft">
    <Icon name={icon} size={26} />
  </span>
)

/** Cards of the height that the real ones will have. */
export const LoadingCards = ({ rows = 4 }: { rows?: number }) => (
  <SkeletonRows rows={rows} className="h-36 rounded-shop" />
)
