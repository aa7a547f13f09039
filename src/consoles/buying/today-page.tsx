// What lacks data today, each a number that opens its list; the first of them, and the warehouses to look at.
import { Link } from '@tanstack/react-router'
import { countSheets, listSheets, type SheetLine } from '../../modules/catalog/contract-sheets.ts'
import { Thumb } from '../../modules/catalog/screens/index.ts'
import { listNodes } from '../../modules/places/contract.ts'
import { useCities } from '../../modules/places/screens/index.ts'
import { Figure, FigureGrid, panel, PlainPage, Section } from '../../web/console/parts.tsx'
import { EmptyState, ErrorState, SkeletonRows } from '../../web/kit/states.tsx'
import { useRead } from '../../web/query.ts'
import { formatNumber, nameIn } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { buyingTodayWords } from './today-words.ts'

export default function TodayPage() {
  const t = useWords(buyingTodayWords)
  const read = useRead(countSheets, {})
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const { data } = read
  const of = (count: number | undefined) => (count === undefined ? null : formatNumber(count))
  const to = (lacking: string) => ({ to: '/products', search: { lacking } })
  const state = (name: string) => ({ to: '/products', search: { state: name } })
  return (
    <PlainPage title={t('title')} subtitle={t('lead')}>
      <FigureGrid>
        <Figure
          {...to('gtin')}
          title={t('lacking_gtin')}
          value={of(data?.lacking_gtin)}
          lit={Boolean(data?.lacking_gtin)}
        />
        <Figure
          {...to('depth')}
          title={t('lacking_depth')}
          value={of(data?.lacking_depth)}
          lit={Boolean(data?.lacking_depth)}
        />
        <Figure {...state('draft')} title={t('drafts')} value={of(data?.draft)} lit={Boolean(data?.draft)} />
        <Figure {...state('live')} title={t('live')} value={of(data?.live)} />
        <Figure
          to="/products"
          title={t('for_sale')}
          value={of(data?.skus_for_sale)}
          {...(data ? { note: t('of_skus', { count: formatNumber(data.skus) }) } : {})}
        />
      </FigureGrid>
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Next />
        <Warehouses />
      </div>
    </PlainPage>
  )
}

const row = 'flex min-h-11 items-center gap-3 border-b border-line py-1 hover:bg-sunk'

function Next() {
  const t = useWords(buyingTodayWords)
  const read = useRead(listSheets, { lacking: 'gtin', limit: 8 })
  const all = (
    <Link
      to="/products"
      search={{ lacking: 'gtin' } as never}
      className="link inline-flex min-h-10 min-w-10 items-center justify-end sm:min-h-8"
    >
      {t('all')}
    </Link>
  )
  return (
    <div className={`${panel} p-4`}>
      <Section title={t('next')} note={all}>
        {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.isPending && <SkeletonRows rows={6} className="h-11" />}
        {read.data?.items.length === 0 && <EmptyState icon="check" title={t('none')} />}
        <ul className="[&>li:last-child>a]:border-b-0">
          {read.data?.items.map((line) => (
            <li key={line.id}>
              <NextLine line={line} />
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}

function NextLine({ line }: { line: SheetLine }) {
  const t = useWords(buyingTodayWords)
  const lang = useLang()
  return (
    <Link to="/products" search={{ lacking: 'gtin', open: line.id } as never} className={row}>
      <Thumb drawing={line.drawing ?? undefined} />
      <span className="min-w-0 grow truncate font-mid" translate="no">
        {nameIn(lang, line)}
      </span>
      <span className="shrink-0 text-ink-soft">{t('without', { count: line.lacking_gtin })}</span>
    </Link>
  )
}

function Warehouses() {
  const t = useWords(buyingTodayWords)
  const lang = useLang()
  const { cityName } = useCities()
  const read = useRead(listNodes, { kind: 'warehouse', limit: 8 })
  return (
    <div className={`${panel} p-4`}>
      <Section title={t('warehouses')} note={t('warehouses_note')}>
        {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.isPending && <SkeletonRows rows={6} className="h-11" />}
        {read.data?.items.length === 0 && <EmptyState icon="store" title={t('warehouse_none')} />}
        <ul className="[&>li:last-child>a]:border-b-0">
          {read.data?.items.map((node) => (
            <li key={node.id}>
              <Link to="/stock" search={{ by: 'node', node: node.id, low: 'true' } as never} className={row}>
                <span className="min-w-0 grow truncate font-mid" translate="no">
                  {nameIn(lang, node)}
                </span>
                <span className="text-ink-soft">{cityName(node.city_code)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}
