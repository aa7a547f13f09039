// The price list: every SKU with the price that holds at a place and the next one; its rows in the drawer.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages } from '../../../web/query.ts'
import { formatInstant, formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import type { SkuLine } from '../../search/contract-lines.ts'
import { Thumb, useCategories } from '../../catalog/screens/index.ts'
import { useSkuLines } from '../../search/screens/index.ts'
import { useCities, useCityOptions } from '../../places/screens/index.ts'
import { listPriceLines, type PriceLine } from '../contract-lines.ts'
import { PriceDetail } from './desk-price.tsx'
import { priceWords } from './price-words.ts'

const kinds = ['planned', 'exceptions', 'unpriced'] as const

const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.category ? { category_code: query.category } : {}),
  ...(query.city ? { place_code: query.city } : {}),
  ...(query.only ? { only: query.only as (typeof kinds)[number] } : {}),
})

export default function PricesPage() {
  const t = useWords(priceWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listPriceLines, asked(query))
  const line = useSkuLines(rows.items.slice(-100).map((row) => row.sku_id))
  const { cityName } = useCities()
  const place = (code: string) => (code === 'CN' ? t('whole_country') : cityName(code))
  return (
    <ListPage
      title={t('prices')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        ...kinds.map((only) => ({ id: only, title: t(`f_${only}`), query: { only } })),
      ]}
      tools={<Tools />}
      rows={rows}
      columns={columnsOf(lang, line, place)}
      keyOf={(row) => row.sku_id}
      empty={<EmptyState title={t('empty')} />}
      detail={(id, row, close) => (
        <PriceDetail key={id} sku_id={id} now_fen={row?.now_fen ?? null} place={place} onSent={close} />
      )}
      detail_title={(id) => <span translate="no">{line(id) ? nameIn(lang, line(id)!) : '…'}</span>}
      detail_width={500}
    />
  )
}

function Tools() {
  const t = useWords(priceWords)
  const cities = useCityOptions()
  const { options } = useCategories()
  return (
    <Bar>
      <BarSelect name="city" label={t('place')} all={t('whole_country')} options={cities} />
      <BarSelect name="category" label={t('category')} all={t('any_category')} options={options} />
    </Bar>
  )
}

type Named = (id: string) => SkuLine | undefined

function Next({ row, place }: { row: PriceLine; place: (code: string) => string }) {
  const lang = useLang()
  if (!row.next) return <span className="text-ink-faint">—</span>
  const up = row.now_fen !== null && row.next.price_fen > row.now_fen
  return (
    <span className="whitespace-nowrap">
      <b className="font-strong">{formatMoney(row.next.price_fen)}</b>{' '}
      <span className="text-ink-soft">
        {up ? '↑' : '↓'} {formatInstant(row.next.starts_at, lang)}
        {row.next.place_code !== 'CN' && ` · ${place(row.next.place_code)}`}
      </span>
    </span>
  )
}

export function Saleable({ line }: { line: SkuLine | undefined }) {
  const t = useWords(priceWords)
  if (!line) return null
  if (line.why_not) return <Badge tone="warn">{t(line.why_not)}</Badge>
  return <Badge tone="good">{t('for_sale')}</Badge>
}

function columnsOf(lang: Lang, line: Named, place: (code: string) => string): TableColumnsType<PriceLine> {
  const t = say(priceWords, lang)
  const category = (row: PriceLine) => {
    const found = line(row.sku_id)
    return found && (lang === 'en' ? found.category_en : found.category_zh)
  }
  return [
    {
      title: t('product'),
      render: (_, row) => (
        <span className="flex items-center gap-3">
          <Thumb drawing={line(row.sku_id)?.drawing} />
          <span translate="no" className="w-72 truncate font-mid">
            {line(row.sku_id) ? nameIn(lang, line(row.sku_id)!) : '…'}
          </span>
          <span translate="no" className="text-12 text-ink-faint">
            {line(row.sku_id)?.code}
          </span>
        </span>
      ),
    },
    { title: t('category'), render: (_, row) => category(row) },
    {
      title: t('now'),
      align: 'right',
      render: (_, row) =>
        row.now_fen === null ? (
          <span className="text-ink-soft">{t('no_price')}</span>
        ) : (
          <b>{formatMoney(row.now_fen)}</b>
        ),
    },
    { title: t('from_place'), render: (_, row) => (row.place_code ? place(row.place_code) : '—') },
    { title: t('next'), render: (_, row) => <Next row={row} place={place} /> },
    {
      title: t('exception_title'),
      align: 'right',
      render: (_, row) => (row.exceptions ? t('exceptions', { count: row.exceptions }) : '—'),
    },
    { title: t('state'), render: (_, row) => <Saleable line={line(row.sku_id)} /> },
  ]
}
