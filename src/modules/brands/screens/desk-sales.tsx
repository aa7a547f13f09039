// What was sold of the brand's goods and what lies where: by city and form of store, or by SKU.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { formatInstant, formatNumber, formatShare, nameIn } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { formatWords, useCities, useCityOptions } from '../../places/screens/index.ts'
import { countBrand } from '../contract.ts'
import { listPlaceSales, listSkuSales, type PlaceSales, type SkuSales } from '../contract-sales.ts'
import { brandSalesWords } from './sales-words.ts'

const periods = ['7', '30', '90'] as const
const asked = ({ days, city, format }: Query) => ({
  days: Number(days ?? 90),
  limit: 50,
  ...(city ? { city_code: city as never } : {}),
  ...(format ? { format: format as never } : {}),
})

export default function SalesPage() {
  const { query } = useAddress()
  useLive(['brands:all'], [listPlaceSales, listSkuSales, countBrand])
  return query.by === 'sku' ? <BySku query={query} /> : <ByPlace query={query} />
}

function useFrame() {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const { now } = useView()
  const counts = useRead(countBrand, {}).data
  const at = counts?.summed_at ? formatInstant(counts.summed_at, lang, now) : null
  return {
    title: t('sales'),
    subtitle: counts ? (at ? t('lead_at', { at }) : t('lead')) : '',
    filters: [
      { id: 'place', title: t('by_place'), query: {} },
      { id: 'sku', title: t('by_sku'), query: { by: 'sku' } },
    ],
    asks: true,
    empty: <EmptyState icon="store" title={t('sales_empty')} />,
  }
}

function ByPlace({ query }: { query: Query }) {
  const lang = useLang()
  const { cityName } = useCities()
  const input = { ...asked(query), ...(query.sku ? { sku_id: query.sku as never } : {}) }
  const rows = usePages(listPlaceSales, input)
  return (
    <ListPage
      {...useFrame()}
      tools={<Tools skus />}
      rows={rows}
      columns={placeColumns(lang, cityName)}
      keyOf={(row) => `${row.city_code}:${row.format}`}
    />
  )
}

function BySku({ query }: { query: Query }) {
  const lang = useLang()
  const rows = usePages(listSkuSales, asked(query))
  return (
    <ListPage
      {...useFrame()}
      tools={<Tools />}
      rows={rows}
      columns={skuColumns(lang)}
      keyOf={(row) => row.sku_id}
    />
  )
}

function Tools({ skus = false }: { skus?: boolean }) {
  const t = useWords(brandSalesWords)
  const format = useWords(formatWords)
  const lang = useLang()
  const cities = useCityOptions()
  const own = useRead(listSkuSales, { days: 90, limit: 100 }).data?.items ?? []
  const codes = Object.keys(formatWords.by_lang[lang]) as (keyof (typeof formatWords.by_lang)['en'])[]
  return (
    <Bar>
      <BarSelect
        name="days"
        label={t('days')}
        all={t('days_90')}
        options={periods.slice(0, 2).map((days) => ({ value: days, label: t(`days_${days}`) }))}
      />
      <BarSelect name="city" label={t('city')} all={t('any_city')} options={cities} />
      <BarSelect
        name="format"
        label={t('format')}
        all={t('any_format')}
        options={codes.map((code) => ({ value: code, label: format(code) }))}
      />
      {skus && (
        <BarSelect
          name="sku"
          label={t('sku')}
          all={t('any_sku')}
          options={own.map((row) => ({ value: row.sku_id, label: nameIn(lang, row) }))}
        />
      )}
    </Bar>
  )
}

type Sums = Pick<PlaceSales, 'units' | 'returned_units' | 'on_hand' | 'nodes' | 'sell_through_bp'>

function sumColumns<T extends Sums>(lang: Lang): TableColumnsType<T> {
  const t = say(brandSalesWords, lang)
  const number = (value: number) => <span className="num">{formatNumber(value)}</span>
  return [
    {
      title: t('units'),
      align: 'right',
      render: (_, row) => <b className="font-mid">{number(row.units)}</b>,
    },
    { title: t('returned'), align: 'right', render: (_, row) => number(row.returned_units) },
    { title: t('on_hand'), align: 'right', render: (_, row) => number(row.on_hand) },
    { title: t('nodes'), align: 'right', render: (_, row) => number(row.nodes) },
    {
      title: <span title={t('through_hint')}>{t('through')}</span>,
      align: 'right',
      render: (_, row) => (
        <span className="num">{row.sell_through_bp === null ? '–' : formatShare(row.sell_through_bp)}</span>
      ),
    },
  ]
}

function placeColumns(lang: Lang, cityName: (code: string) => string): TableColumnsType<PlaceSales> {
  const t = say(brandSalesWords, lang)
  const format = say(formatWords, lang)
  return [
    { title: t('city'), render: (_, row) => cityName(row.city_code) },
    { title: t('format'), render: (_, row) => format(row.format) },
    ...sumColumns<PlaceSales>(lang),
  ]
}

function skuColumns(lang: Lang): TableColumnsType<SkuSales> {
  const t = say(brandSalesWords, lang)
  return [
    {
      title: t('sku'),
      render: (_, row) => (
        <span translate="no">
          <b className="font-mid">{nameIn(lang, row)}</b>{' '}
          <span className="text-12 text-ink-soft">{row.code}</span>
        </span>
      ),
    },
    ...sumColumns<SkuSales>(lang),
  ]
}
