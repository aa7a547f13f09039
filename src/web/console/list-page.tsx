// The list every desk page is: saved filters in the address, a keyset table, the open row in a drawer that
// keeps the list. By keyboard: up and down move, Enter opens, Escape closes.
import { Drawer, Table, type TableColumnsType } from 'antd'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import type { Problem } from '../api.ts'
import { Button } from '../kit/button.tsx'
import { Icon } from '../kit/icons.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../kit/states.tsx'
import { commonWords } from '../words/common.ts'
import { formatNumber } from '../words/format.ts'
import { useWords } from '../words/use-words.ts'
import { type Query, useAddress } from './address.ts'
import { consoleWords } from './console-words.ts'

/** A named filter: the part of the address it sets. `{}` is everything. */
/** `count: null` keeps the room of a number that is on its way. */
export type SavedFilter = { id: string; title: string; query: Query; count?: number | null }

/** What `usePages` returns. */
export type Rows<T> = {
  items: readonly T[]
  problem: Problem | null
  loading: boolean
  loading_more: boolean
  has_more: boolean
  more: () => void
  reload: () => void
  /** Where they come from: the same address gives them as a file. */
  source?: string
}

type Selection<T> = {
  keys: readonly string[]
  onChange: (keys: string[]) => void
  label: (row: T) => string
}

export type ListPageProps<T extends object> = {
  title: string
  subtitle?: ReactNode
  /** The page's one primary action. */
  action?: ReactNode
  filters?: readonly SavedFilter[]
  /** Further fields above the table. */
  tools?: ReactNode
  rows: Rows<T>
  columns: TableColumnsType<T>
  keyOf: (row: T) => string
  /** Total when it is known; shown in the foot. */
  count?: number
  /** What an empty list without filters says to do first. */
  empty?: ReactNode
  /** The address says what is asked, not what is filtered: `empty` stands for every empty answer. */
  asks?: boolean
  /** Content of the drawer for the row named by `?open=`. */
  detail?: (key: string, row: T | undefined, close: () => void) => ReactNode
  detail_title?: (key: string, row: T | undefined) => ReactNode
  detail_width?: number
  /** Boxes before the rows, for work on several at once. */
  selection?: Selection<T>
}

export function ListPage<T extends object>(props: ListPageProps<T>) {
  const c = useWords(commonWords)
  const { query, set } = useAddress()
  const { rows, detail, keyOf } = props
  const open = query.open
  const opened = open === undefined ? undefined : rows.items.find((row) => keyOf(row) === open)
  const close = () => set({ open: undefined })
  return (
    <div className="flex flex-col gap-3 px-4 py-4">
      <header className="flex flex-wrap items-baseline gap-x-4 gap-y-2">
        <h1 className="grow text-20 sm:grow-0">{props.title}</h1>
        <Subtitle>{props.subtitle}</Subtitle>
        {props.action}
      </header>
      {props.filters && <Filters filters={props.filters} />}
      {props.tools}
      <Body {...props} onOpen={(key) => set({ open: key })} open={open} />
      {detail && (
        <Drawer
          open={open !== undefined}
          onClose={close}
          size={props.detail_width ?? 440}
          mask={false}
          // Below dialogs and toasts, which speak of what is in it.
          zIndex={30}
          closable={{
            placement: 'end',
            closeIcon: <Icon name="close" size={18} />,
            'aria-label': c('close'),
          }}
          title={open === undefined ? undefined : (props.detail_title?.(open, opened) ?? props.title)}
        >
          {open !== undefined && (detail(open, opened, close) ?? <Away rows={rows} />)}
        </Drawer>
      )}
    </div>
  )
}

/** Under the title on a phone, where one that comes late ('' until then) has its line kept for it. */
const Subtitle = ({ children }: { children: ReactNode }) => (
  <p
    className={`order-last basis-full text-ink-soft sm:order-none sm:min-h-0 sm:grow sm:basis-auto ${
      children === undefined ? 'hidden sm:block' : 'min-h-[1lh]'
    }`}
  >
    {children}
  </p>
)

/** The row named by the address is not among those that are here: get more of them, or all. */
function Away<T>({ rows }: { rows: Rows<T> }) {
  const t = useWords(consoleWords)
  const c = useWords(commonWords)
  const { query, set } = useAddress()
  if (rows.loading) return <SkeletonRows rows={5} />
  const filtered = Object.keys(own(query)).length > 0
  const action = rows.has_more ? (
    <Button look="secondary" size="small" pending={rows.loading_more} onClick={rows.more}>
      {c('more')}
    </Button>
  ) : (
    filtered && (
      <Button look="secondary" size="small" onClick={() => set({ ...without(query), open: query.open })}>
        {t('clear_filters')}
      </Button>
    )
  )
  return <EmptyState icon="filter" title={t('row_away')} action={action} />
}

/** The filter part of the address: all of it but the open row and how the list is looked at. */
const apart = new Set(['open', 'view'])
const own = (query: Query): Query =>
  Object.fromEntries(Object.entries(query).filter(([name]) => !apart.has(name)))
const without = (query: Query) => ({
  ...Object.fromEntries(Object.keys(own(query)).map((name) => [name, undefined])),
  open: undefined,
})
const same = (a: Query, b: Query) => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (query: Query) => Object.entries(query).sort(([a], [b]) => a.localeCompare(b))

function Filters({ filters }: { filters: readonly SavedFilter[] }) {
  const t = useWords(consoleWords)
  const { query, set } = useAddress()
  const cleared = without(query)
  return (
    <ul aria-label={t('filters')} className="flex gap-1 overflow-x-auto sm:flex-wrap">
      {filters.map((filter) => {
        const chosen = same(own(query), filter.query)
        return (
          <li key={filter.id}>
            <button
              type="button"
              aria-pressed={chosen}
              onClick={() => set({ ...cleared, ...filter.query })}
              className={`min-h-10 rounded-[6px] px-3 whitespace-nowrap sm:min-h-8 ${
                chosen
                  ? 'border border-line-firm bg-surface font-strong'
                  : 'border border-transparent text-ink-soft hover:bg-sunk'
              }`}
            >
              {filter.title}
              {filter.count !== undefined && (
                <b className="num ml-2 inline-block min-w-[2ch] text-ink">
                  {filter.count === null ? '…' : formatNumber(filter.count)}
                </b>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

type BodyProps<T extends object> = ListPageProps<T> & {
  open: string | undefined
  onOpen: (key: string) => void
}

/** Focus walks over the rows themselves. */
function walk(event: KeyboardEvent<HTMLElement>) {
  const row = event.currentTarget
  const step = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key]
  if (!(step instanceof HTMLElement)) return
  event.preventDefault()
  step.focus()
}

function Body<T extends object>({ rows, columns, keyOf, onOpen, open, ...props }: BodyProps<T>) {
  if (rows.problem && rows.items.length === 0)
    return <ErrorState problem={rows.problem} onRetry={rows.reload} />
  if (rows.loading) return <SkeletonRows rows={12} className="h-9" />
  if (rows.items.length === 0) return <Nothing empty={props.empty} asks={props.asks ?? false} />
  const show = (row: T) => props.detail && onOpen(keyOf(row))
  // Rows without a drawer are walked too: the table scrolls under them.
  const rowProps = (row: T) => ({
    tabIndex: 0,
    'aria-selected': keyOf(row) === open,
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (!(event.target instanceof Element && event.target.closest('label'))) show(row)
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Enter' && event.target === event.currentTarget) show(row)
      walk(event)
    },
  })
  return (
    <>
      <Table<T>
        size="small"
        columns={props.selection ? [tickColumn(props.selection, keyOf), ...columns] : columns}
        dataSource={rows.items}
        rowKey={keyOf}
        pagination={false}
        scroll={{ x: 'max-content' }}
        onRow={rowProps}
      />
      <Foot rows={rows} {...(props.count === undefined ? {} : { count: props.count })} />
    </>
  )
}

/** Our own boxes: the library's put a second, hidden one into the row that measures columns. */
function tickColumn<T extends object>(given: Selection<T>, keyOf: (row: T) => string) {
  const { keys, onChange, label } = given
  const toggle = (key: string) =>
    onChange(keys.includes(key) ? keys.filter((one) => one !== key) : [...keys, key])
  return {
    title: '',
    width: 40,
    render: (_: unknown, row: T) => (
      // A thumb hits the cell, not only the box; and it does not open the row.
      <label className="-my-2 -ml-2.5 grid size-11 place-items-center">
        <input
          type="checkbox"
          aria-label={label(row)}
          checked={keys.includes(keyOf(row))}
          className="block size-5 accent-action"
          onChange={() => toggle(keyOf(row))}
        />
      </label>
    ),
  }
}

function Foot<T>({ rows, count }: { rows: Rows<T>; count?: number }) {
  const t = useWords(consoleWords)
  const c = useWords(commonWords)
  const loaded = rows.items.length
  return (
    <footer className="flex flex-wrap items-center gap-4 text-ink-soft">
      <span className="num">
        {count !== undefined && count > loaded
          ? t('selected_of', { count, loaded })
          : rows.has_more
            ? c('rows', { count: loaded })
            : t('loaded_all', { count: loaded })}
      </span>
      {rows.has_more && (
        <Button look="secondary" size="small" pending={rows.loading_more} onClick={rows.more}>
          {c('more')}
        </Button>
      )}
      <Refusal problem={rows.problem} />
      {rows.source && <Files source={rows.source} />}
      <span className="ml-auto hidden text-12 md:inline">{t('keys')}</span>
    </footer>
  )
}

/** All rows of the list as it is filtered, also those that are not loaded yet. */
function Files({ source }: { source: string }) {
  const t = useWords(consoleWords)
  const [path = '', query = ''] = source.split('?')
  return (
    <span className="flex items-center gap-2">
      {t('as_file')}
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          href={`${path}.${format}${query && `?${query}`}`}
          download
          className="inline-flex min-h-10 min-w-10 items-center justify-center text-action sm:min-h-8 sm:min-w-0"
        >
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
}

function Nothing({ empty, asks }: { empty: ReactNode; asks: boolean }) {
  const t = useWords(consoleWords)
  const { query, set } = useAddress()
  const filter = own(query)
  if (asks || Object.keys(filter).length === 0) return empty ?? <EmptyState title={t('list_empty')} />
  const cleared = without(query)
  return (
    <EmptyState
      icon="filter"
      title={t('list_empty_filtered')}
      action={
        <Button look="secondary" size="small" onClick={() => set(cleared)}>
          {t('clear_filters')}
        </Button>
      }
    />
  )
}
