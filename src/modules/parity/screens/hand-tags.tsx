// The price tags of a store: which to print now, which to have ready for 20:00, and all of them.
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useAddress } from '../../../web/console/address.ts'
import { Icon } from '../../../web/kit/icons.tsx'
import { Price } from '../../../web/kit/price.tsx'
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { NodeLine, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { Card, CardTitle, LoadingCards, Page, Segments, Tag } from '../../../web/mobile/parts.tsx'
import { useLive, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listTags, type TagSheet } from '../contract.ts'
import { type DueTag, dueAt, dueNow } from './due-tags.ts'
import { tagWords } from './tag-words.ts'

/** Reads the tags of the store in hand, and again at the moment the next of them changes. */
export function useTags(node_id: string) {
  const read = useRead(listTags, { node_id: node_id as Id }, { enabled: node_id !== '' })
  useLive(node_id ? [`node:${node_id}`] : [], [listTags])
  const { data, refetch } = read
  const turn = data?.turns[0]?.starts_at
  const wait_ms = data && turn ? Date.parse(turn) - Date.parse(data.at) : null
  useEffect(() => {
    if (wait_ms === null || wait_ms > 2 ** 31 - 1) return undefined
    const timer = setTimeout(() => void refetch(), Math.max(wait_ms, 0) + 100)
    return () => clearTimeout(timer)
  }, [wait_ms, refetch])
  return read
}

export default function HandTags() {
  const t = useWords(tagWords)
  const node_id = useNodeId()
  const { query, set } = useAddress()
  const read = useTags(node_id)
  if (!node_id) return <NoNode />
  const sheet = read.data
  const count = sheet ? dueNow(sheet).length : 0
  const view = query.view === 'all' ? 'all' : 'due'
  return (
    <Page title={t('title')} subtitle={<NodeLine>{sheet && <Lead sheet={sheet} count={count} />}</NodeLine>}>
      <Segments
        label={t('title')}
        value={view}
        segments={[
          { id: 'due', title: t('due'), count: sheet && count },
          { id: 'all', title: t('all'), count: sheet?.items.length },
        ]}
        onChange={(id) => set({ view: id === 'due' ? undefined : id }, true)}
      />
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {!read.error && !sheet && <LoadingCards rows={3} />}
      {sheet && (view === 'due' ? <Due sheet={sheet} /> : <All sheet={sheet} />)}
    </Page>
  )
}

/** How many now, and the next moment with how many: `69 张要打 · 今天 20:00 换 3 张`. */
function Lead({ sheet, count }: { sheet: TagSheet; count: number }) {
  const t = useWords(tagWords)
  const lang = useLang()
  const next = sheet.turns.find(({ starts_at }) => dueAt(sheet, starts_at).length > 0)
  const now = count > 0 ? t('lead_due', { count }) : t('lead_none')
  if (!next) return now
  const at = formatInstant(next.starts_at, lang, sheet.at)
  return `${now} · ${t('lead_turn', { at, count: dueAt(sheet, next.starts_at).length })}`
}

function Due({ sheet }: { sheet: TagSheet }) {
  const t = useWords(tagWords)
  const lang = useLang()
  const now = dueNow(sheet)
  const turns = sheet.turns.map(({ starts_at }) => ({ starts_at, tags: dueAt(sheet, starts_at) }))
  const ahead = turns.filter(({ tags }) => tags.length > 0)
  if (sheet.items.length === 0)
    return (
      <EmptyState icon="print" title={t('none')}>
        {t('none_text')}
      </EmptyState>
    )
  if (now.length === 0 && ahead.length === 0)
    return (
      <EmptyState icon="check" title={t('all_right')}>
        {t('all_right_text')}
      </EmptyState>
    )
  return (
    <div className="grid gap-3 lg:grid-cols-2 lg:items-start">
      {now.length > 0 && <Group lit title={t('due_now')} text={t('due_now_text')} tags={now} print={{}} />}
      {ahead.map(({ starts_at, tags }) => (
        <Group
          key={starts_at}
          title={t('turn', { at: formatInstant(starts_at, lang, sheet.at) })}
          text={t('turn_text')}
          tags={tags}
          print={{ at: starts_at }}
        />
      ))}
    </div>
  )
}

const shown_max = 12

type GroupProps = {
  lit?: boolean
  title: string
  text: string
  tags: readonly DueTag[]
  print: Record<string, string>
}

function Group({ lit = false, title, text, tags, print }: GroupProps) {
  const t = useWords(tagWords)
  const printable = tags.filter(({ price_fen }) => price_fen !== null).length
  return (
    <Card lit={lit} label={title}>
      <CardTitle note={t('n_tags', { count: tags.length })}>{title}</CardTitle>
      <p className="-mt-2 text-14 text-ink-soft">{text}</p>
      <ul className="flex flex-col">
        {tags.slice(0, shown_max).map((tag) => (
          <Line key={tag.sku_id} tag={tag} note={tag.was_fen} />
        ))}
      </ul>
      {printable > 0 && (
        <PrintLink search={print} look="primary">
          {t('print_n', { count: printable })}
        </PrintLink>
      )}
    </Card>
  )
}

const looks = {
  primary: 'bg-action text-on-action px-6',
  plain: 'border border-line-firm text-action px-4',
} as const

type PrintProps = { search: Record<string, string>; look: keyof typeof looks; children: string }
const PrintLink = ({ search, look, children }: PrintProps) => (
  <Link
    to="/tags/print"
    search={search as never}
    className={`inline-flex min-h-[50px] items-center justify-center gap-2 rounded-shop text-16 font-mid ${looks[look]}`}
  >
    <Icon name="print" size={20} /> {children}
  </Link>
)

function Line({ tag, note }: { tag: DueTag; note: number | null }) {
  const t = useWords(tagWords)
  const lang = useLang()
  const zh = lang !== 'en'
  return (
    <li className="flex items-center justify-between gap-3 border-t border-line py-3 first:border-t-0">
      <span className="min-w-0">
        <span className="block text-15 font-mid" translate="no">
          {nameIn(lang, tag)}
        </span>
        <span className="block text-13 text-ink-soft" translate="no">
          {tag.code} · {zh ? tag.variant_zh : tag.variant_en}
        </span>
        {tag.price_fen === null && <Tag tone="warn">{t('take_down')}</Tag>}
      </span>
      <span className="shrink-0 text-right">
        {tag.price_fen !== null && <Price fen={tag.price_fen} size="row" />}
        <span className="num block text-13 text-ink-soft">
          {note === null ? t('never_printed') : t('was', { price: formatMoney(note) })}
        </span>
      </span>
    </li>
  )
}

function All({ sheet }: { sheet: TagSheet }) {
  const t = useWords(tagWords)
  const lang = useLang()
  if (sheet.items.length === 0)
    return (
      <EmptyState icon="print" title={t('none')}>
        {t('none_text')}
      </EmptyState>
    )
  const printable = sheet.items.filter(({ price_fen }) => price_fen !== null).length
  return (
    <Card>
      {printable > 0 && (
        <PrintLink search={{ all: '1' }} look="primary">
          {t('print_n', { count: printable })}
        </PrintLink>
      )}
      <ul className="grid gap-x-8 lg:grid-cols-2">
        {sheet.items.map((tag) => (
          <li key={tag.sku_id} className="flex items-center justify-between gap-3 border-t border-line py-3">
            <span className="min-w-0">
              <span className="block text-15 font-mid" translate="no">
                {nameIn(lang, tag)}
              </span>
              <span className="num block text-13 text-ink-soft">
                <span translate="no">{tag.code}</span> · <ShelfState tag={tag} />
              </span>
            </span>
            <span className="flex shrink-0 items-center gap-3">
              {tag.price_fen !== null && <Price fen={tag.price_fen} size="row" />}
              {tag.price_fen !== null && (
                <Link
                  to="/tags/print"
                  search={{ sku: tag.sku_id, size: 'large' } as never}
                  aria-label={`${t('print_one')}: ${nameIn(lang, tag)}`}
                  className="inline-flex size-11 items-center justify-center rounded-field text-action"
                >
                  <Icon name="print" size={20} />
                </Link>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function ShelfState({ tag: { printed_fen, price_fen } }: { tag: TagSheet['items'][number] }) {
  const t = useWords(tagWords)
  if (printed_fen === null) return t('never_printed')
  return printed_fen === price_fen ? t('right') : t('printed', { price: formatMoney(printed_fen) })
}
