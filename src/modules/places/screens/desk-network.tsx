// The network: every store and warehouse as a dot on the map and as a row of the table, one filter for both.
import type { TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage, type SavedFilter } from '../../../web/console/list-page.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { formatDistance, formatNumber, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { countNodes, listDistricts, listNodes, type Node } from '../contract.ts'
import { type Format, formatCodes } from '../formats.ts'
import { useCities, useCityOptions } from './desk-names.ts'
import { NetworkMap } from './desk-map.tsx'
import { NodeDetail, NodeTitle } from './desk-node.tsx'
import { clockOf, StateBadge } from './desk-node-parts.tsx'
import { formatWords, placesWords } from './places-words.ts'

type NodeStates = Node['state']
const states: readonly NodeStates[] = ['open', 'paused', 'closed']

/** Another city may be chosen while a county of the former one still stands in the address. */
const isIn = (city: string, county?: string): county is string =>
  county !== undefined && county.slice(0, 4) === city.slice(0, 4)

const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.city ? { city_code: query.city } : {}),
  ...(query.city && isIn(query.city, query.county) ? { county_code: query.county } : {}),
  ...(query.format ? { format: query.format as Format } : {}),
  ...(query.state ? { state: query.state as NodeStates } : {}),
})

function useFilters() {
  const t = useWords(placesWords)
  const counts = useRead(countNodes, {}).data?.items
  const of = (test: (row: { format: string; state: string }) => boolean) => ({
    count: counts ? counts.filter(test).reduce((sum, row) => sum + row.count, 0) : null,
  })
  const all = of(() => true)
  const filters: SavedFilter[] = [
    { id: 'all', title: t('f_all'), query: {}, ...all },
    { id: 'paused', title: t('f_paused'), query: { state: 'paused' }, ...of((r) => r.state === 'paused') },
    { id: 'closed', title: t('f_closed'), query: { state: 'closed' }, ...of((r) => r.state === 'closed') },
    {
      id: 'warehouse',
      title: t('f_warehouse'),
      query: { format: 'warehouse' },
      ...of((r) => r.format === 'warehouse'),
    },
  ]
  return { filters, total: all.count }
}

/** `more`: what the console adds about a node's goods and orders; rooms above places show those. */
export function Network({ more }: { more: (node: Node) => ReactNode }) {
  const t = useWords(placesWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listNodes, asked(query))
  const { cityName } = useCities()
  const { filters, total } = useFilters()
  return (
    <ListPage
      title={t('network')}
      subtitle={total === null ? '' : t('network_lead', { count: total })}
      filters={filters}
      tools={
        <>
          <Tools />
          <NetworkMap />
        </>
      }
      rows={rows}
      columns={columnsOf(lang, cityName)}
      keyOf={(node) => node.id}
      empty={<EmptyState icon="store" title={t('empty')} />}
      detail={(id) => <NodeDetail key={id} id={id} more={more} />}
      detail_title={(id) => <NodeTitle id={id} />}
      detail_width={480}
    />
  )
}

function Tools() {
  const t = useWords(placesWords)
  const f = useWords(formatWords)
  const cities = useCityOptions()
  return (
    <Bar>
      <BarSelect name="city" label={t('city')} all={t('any_city')} options={cities} />
      <Counties />
      <BarSelect
        name="format"
        label={t('format')}
        all={t('any_format')}
        options={formatCodes.map((value) => ({ value, label: f(value) }))}
      />
      <BarSelect
        name="state"
        label={t('state')}
        all={t('any_state')}
        options={states.map((value) => ({ value, label: t(`state_${value}`) }))}
      />
    </Bar>
  )
}

function Counties() {
  const t = useWords(placesWords)
  const lang = useLang()
  const { query } = useAddress()
  const read = useRead(listDistricts, { parent: query.city ?? '' }, { enabled: Boolean(query.city) })
  if (!query.city || !read.data) return null
  const options = read.data.items.map((one) => ({ value: one.code, label: nameIn(lang, one) }))
  return <BarSelect name="county" label={t('county')} all={t('any_county')} options={options} />
}

function columnsOf(lang: Lang, cityName: (code: string) => string): TableColumnsType<Node> {
  const t = say(placesWords, lang)
  const f = say(formatWords, lang)
  return [
    {
      title: t('name'),
      render: (_, node) => (
        <span translate="no" className="block max-w-60 truncate font-mid" title={nameIn(lang, node)}>
          {nameIn(lang, node)}
        </span>
      ),
    },
    { title: t('format'), render: (_, node) => f(node.format) },
    { title: t('city'), render: (_, node) => cityName(node.city_code) },
    { title: t('state'), render: (_, node) => <StateBadge state={node.state} /> },
    {
      title: t('hours'),
      render: (_, node) => `${clockOf(node.opens_minute)}–${clockOf(node.closes_minute)}`,
    },
    { title: t('capacity'), align: 'right', render: (_, node) => formatNumber(node.capacity_per_day) },
    { title: t('radius'), align: 'right', render: (_, node) => formatDistance(node.service_radius_m, lang) },
    { title: t('trade'), render: (_, node) => t(`trade_${node.trade_mode}`) },
    { title: t('online'), render: (_, node) => t(node.sells_online ? 'online_yes' : 'online_no') },
  ]
}
