// All orders of the house: filters in the address, the whole story of one in the drawer.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarField, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { dayOf, formatInstant, formatMoney, formatWindow, nameIn } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import type { SkuLine } from '../../search/contract-lines.ts'
import { Thumb } from '../../catalog/screens/index.ts'
import { useSkuLines } from '../../search/screens/index.ts'
import { useCities, useCityOptions, useNodeNames } from '../../places/screens/index.ts'
import { countOrders, listOrders, OrderState, type OrderSummary } from '../contract.ts'
import { OrderBadge } from './desk-badge.tsx'
import { OrderDetail, OrderTitle } from './desk-order.tsx'
import { deskOrderWords } from './desk-words.ts'

function asked(query: Query) {
  const number = query.number ?? query.q
  return {
    limit: 50,
    ...(query.state ? { state: query.state as OrderState } : {}),
    ...(query.day ? { day: query.day } : {}),
    ...(query.city ? { city_code: query.city } : {}),
    ...(query.node ? { node_id: query.node as never } : {}),
    ...(number ? { number } : {}),
  }
}

function useFilters() {
  const t = useWords(deskOrderWords)
  const { now } = useView()
  const counts = useRead(countOrders, {}, { refetch_ms: 30_000 })
  const of = (...states: OrderState[]) => {
    const rows = counts.data?.states.filter((row) => states.includes(row.state))
    return rows ? { count: rows.reduce((sum, row) => sum + row.count, 0) } : { count: null }
  }
  const placed = counts.data ? { count: counts.data.today.placed } : { count: null }
  return [
    { id: 'all', title: t('f_all'), query: {} },
    { id: 'today', title: t('f_today'), query: { day: dayOf(now) }, ...placed },
    { id: 'open', title: t('f_open'), query: { state: 'paid' }, ...of('paid') },
    { id: 'moving', title: t('f_moving'), query: { state: 'delivering' }, ...of('delivering') },
    { id: 'choice', title: t('f_choice'), query: { state: 'awaiting_choice' }, ...of('awaiting_choice') },
    { id: 'returning', title: t('f_returning'), query: { state: 'returning' }, ...of('returning') },
  ]
}

export default function OrdersPage() {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listOrders, asked(query))
  const names = useNames(rows.items, query.node)
  const filters = useFilters()
  return (
    <ListPage
      title={t('orders')}
      subtitle={t('lead')}
      filters={filters}
      tools={<Tools node={query.node ? names.nodeName(query.node) : null} />}
      rows={rows}
      columns={columnsOf(lang, names)}
      keyOf={(row) => row.id}
      empty={<Empty />}
      detail={(id) => <OrderDetail id={id} />}
      detail_title={(id) => <OrderTitle id={id} />}
      detail_width={520}
    />
  )
}

const Empty = () => {
  const t = useWords(deskOrderWords)
  return (
    <EmptyState icon="order" title={t('empty')}>
      {t('empty_text')}
    </EmptyState>
  )
}

type Names = {
  nodeName: (id: string) => string
  cityName: (code: string) => string
  line: (id: string) => SkuLine | undefined
}

function useNames(rows: readonly OrderSummary[], node: string | undefined): Names {
  const recent = rows.slice(-100)
  const { nodeName } = useNodeNames([...(node ? [node] : []), ...recent.map((row) => row.node_id)])
  const { cityName } = useCities()
  const line = useSkuLines(recent.map((row) => row.first_sku_id))
  return { nodeName, cityName, line }
}

function Tools({ node }: { node: string | null }) {
  const t = useWords(deskOrderWords)
  const { set } = useAddress()
  const cities = useCityOptions()
  const states = OrderState.options.map((value) => ({ value, label: t(`st_${value}`) }))
  return (
    <Bar>
      <BarField name="number" label={t('number')} placeholder={t('number_hint')} />
      <BarSelect name="state" label={t('state')} all={t('any_state')} options={states} />
      <BarField name="day" label={t('day')} type="date" />
      <BarSelect name="city" label={t('city')} all={t('any_city')} options={cities} />
      {node && (
        <span className="inline-flex items-center gap-2 rounded-[6px] bg-light-soft px-2 py-1">
          <span translate="no">{t('only_node', { name: node })}</span>
          <button
            type="button"
            className="link min-h-10 sm:min-h-8 px-1"
            onClick={() => set({ node: undefined })}
          >
            {t('clear_node')}
          </button>
        </span>
      )}
    </Bar>
  )
}

function Goods({ row, line, lang }: { row: OrderSummary; line: SkuLine | undefined; lang: Lang }) {
  const t = say(deskOrderWords, lang)
  const more = row.lines_count > 1 ? t('and_more', { count: row.lines_count }) : null
  return (
    <span className="flex items-center gap-2">
      <Thumb drawing={line?.drawing} />
      <span className="flex flex-col leading-tight">
        <span className="w-52 truncate" translate="no">
          {line ? nameIn(lang, line) : '…'}
        </span>
        <span className="text-12 whitespace-nowrap text-ink-soft">
          {more} {t('units', { count: row.units })}
        </span>
      </span>
    </span>
  )
}

function columnsOf(lang: Lang, names: Names): TableColumnsType<OrderSummary> {
  const t = say(deskOrderWords, lang)
  const promised = (row: OrderSummary) => {
    if (row.deliver_starts_at && row.deliver_ends_at)
      return formatWindow(row.deliver_starts_at, row.deliver_ends_at, lang)
    return row.p90_at ? formatInstant(row.p90_at, lang) : '—'
  }
  return [
    {
      title: t('number'),
      render: (_, row) => <span className="font-mid whitespace-nowrap">{row.number}</span>,
    },
    {
      title: t('product'),
      render: (_, row) => <Goods row={row} line={names.line(row.first_sku_id)} lang={lang} />,
    },
    { title: t('total'), align: 'right', render: (_, row) => <b>{formatMoney(row.total_fen)}</b> },
    { title: t('state'), render: (_, row) => <OrderBadge state={row.state} /> },
    {
      title: t('node'),
      render: (_, row) => (
        <span translate="no" className="block w-40 truncate">
          {names.nodeName(row.node_id)}
        </span>
      ),
    },
    {
      title: t('city'),
      render: (_, row) => <span className="block w-24 truncate">{names.cityName(row.city_code)}</span>,
    },
    {
      title: t('placed'),
      render: (_, row) => <span className="whitespace-nowrap">{formatInstant(row.placed_at, lang)}</span>,
    },
    {
      title: t('promise'),
      render: (_, row) => <span className="whitespace-nowrap">{promised(row)}</span>,
    },
  ]
}
