// What waits for the brand today: orders to answer and to ship, data to complete; the first of each.
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { countRequests } from '../../modules/control/contract.ts'
import {
  type BrandCounts,
  countBrand,
  listBrandOrders,
  listOwnProducts,
} from '../../modules/brands/contract.ts'
import { Lacks } from '../../modules/brands/screens/lacks.tsx'
import { Thumb } from '../../modules/catalog/screens/index.ts'
import { Figure, FigureGrid, panel, PlainPage, Section } from '../../web/console/parts.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../web/kit/states.tsx'
import { useLive, usePages, useRead } from '../../web/query.ts'
import { formatDay, formatNumber, nameIn } from '../../web/words/format.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { brandTodayWords } from './today-words.ts'

export default function TodayPage() {
  const t = useWords(brandTodayWords)
  const read = useRead(countBrand, {})
  useLive(['brands:all', 'changes:all'], [countBrand, countRequests, listBrandOrders, listOwnProducts])
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  return (
    <PlainPage title={t('title')} subtitle={t('lead')}>
      <Figures counts={read.data} />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Orders />
        <Products />
      </div>
    </PlainPage>
  )
}

function Figures({ counts }: { counts: BrandCounts | undefined }) {
  const t = useWords(brandTodayWords)
  const waiting = useRead(countRequests, {}).data?.mine.proposed
  const of = (count: number | undefined) => (count === undefined ? null : formatNumber(count))
  return (
    <FigureGrid>
      <Figure
        to="/orders"
        search={{ waits: 'answer' }}
        title={t('to_answer')}
        value={of(counts?.to_answer)}
        lit={Boolean(counts?.to_answer)}
      />
      <Figure
        to="/orders"
        search={{ waits: 'goods' }}
        title={t('to_ship')}
        value={of(counts?.to_ship)}
        lit={Boolean(counts?.to_ship)}
      />
      <Figure
        to="/products"
        search={{ lacking: 'any' }}
        title={t('incomplete')}
        value={of(counts?.incomplete)}
        lit={Boolean(counts?.incomplete)}
        {...(counts ? { note: t('of_products', { count: formatNumber(counts.products) }) } : {})}
      />
      <Figure
        to="/products"
        title={t('for_sale')}
        value={of(counts?.skus_for_sale)}
        {...(counts ? { note: t('of_skus', { count: formatNumber(counts.skus) }) } : {})}
      />
      <Figure to="/mine" title={t('waiting')} value={of(waiting)} />
    </FigureGrid>
  )
}

const row = 'flex min-h-11 items-center gap-3 border-b border-line py-1 hover:bg-sunk'

type Rows = Pick<ReturnType<typeof usePages>, 'problem' | 'loading' | 'reload'>
type FirstProps = {
  title: string
  to: string
  search: object
  rows: Rows
  none: string
  children: ReactNode[]
}

/** The first rows of a list, with the way to all of it. */
function First({ title, to, search, rows, none, children }: FirstProps) {
  const t = useWords(brandTodayWords)
  const all = (
    <Link
      to={to}
      search={search as never}
      className="link inline-flex min-h-10 min-w-10 items-center justify-end sm:min-h-8"
    >
      {t('all')}
    </Link>
  )
  return (
    <div className={`${panel} p-4`}>
      <Section title={title} note={all}>
        {rows.problem && <ErrorState problem={rows.problem} onRetry={rows.reload} />}
        {rows.loading && <SkeletonRows rows={6} className="h-11" />}
        {!rows.loading && !rows.problem && children.length === 0 && <EmptyState icon="check" title={none} />}
        <ul className="[&>li:last-child>a]:border-b-0">{children}</ul>
      </Section>
    </div>
  )
}

function Orders() {
  const t = useWords(brandTodayWords)
  const lang = useLang()
  const { now } = useView()
  const rows = usePages(listBrandOrders, { waits: 'answer', limit: 8 })
  return (
    <First
      title={t('answer_first')}
      to="/orders"
      search={{ waits: 'answer' }}
      rows={rows}
      none={t('answer_none')}
    >
      {rows.items.slice(0, 8).map((order) => (
        <li key={order.purchase_order_id}>
          <Link
            to="/orders"
            search={{ waits: 'answer', open: order.purchase_order_id } as never}
            className={row}
          >
            <span className="num shrink-0 font-mid" translate="no">
              {order.no}
            </span>
            <span className="min-w-0 grow truncate text-ink-soft" translate="no">
              {lang === 'en' ? order.node_en : order.node_zh}
            </span>
            <span className="shrink-0 text-ink-soft">
              {t('units', { count: order.units })} ·{' '}
              {t('by', { day: formatDay(order.expected_on, lang, now) })}
            </span>
          </Link>
        </li>
      ))}
    </First>
  )
}

function Products() {
  const t = useWords(brandTodayWords)
  const lang = useLang()
  const rows = usePages(listOwnProducts, { open: 'true', limit: 8 })
  return (
    <First
      title={t('complete_first')}
      to="/products"
      search={{ lacking: 'any' }}
      rows={rows}
      none={t('complete_none')}
    >
      {rows.items.slice(0, 8).map((line) => (
        <li key={line.id}>
          <Link to="/products" search={{ lacking: 'any', open: line.id } as never} className={row}>
            <Thumb drawing={line.drawing ?? undefined} />
            <span className="min-w-0 grow truncate font-mid" translate="no">
              {nameIn(lang, line)}
            </span>
            <Lacks lacks={line.lacks} />
          </Link>
        </li>
      ))}
    </First>
  )
}
