// Purchase orders that were sent to the brand; the open one is answered and shipped in the drawer.
import type { TableColumnsType } from 'antd'
import { useMemo } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { dayOf, formatDay, formatMoney, formatNumber } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type BrandOrder, countBrand, getBrandOrder, listBrandOrders } from '../contract.ts'
import { OrderDetail, OrderTitle } from './desk-order.tsx'
import { brandOrderWords } from './order-words.ts'

export const stateTones: Record<BrandOrder['state'], Tone> = {
  sent: 'lit',
  acknowledged: 'warn',
  part_shipped: 'neutral',
  part_received: 'neutral',
  closed: 'good',
  cancelled: 'neutral',
}

const asked = ({ q, waits, state }: Query) => ({
  limit: 50,
  ...(q ? { q: q.slice(0, 40) } : {}),
  ...(waits ? { waits: waits as 'answer' | 'goods' } : {}),
  ...(state ? { state: state as BrandOrder['state'] } : {}),
})

export default function OrdersPage() {
  const t = useWords(brandOrderWords)
  const lang = useLang()
  const { now } = useView()
  const { query } = useAddress()
  const rows = usePages(listBrandOrders, asked(query))
  const counts = useRead(countBrand, {}).data
  // An order is sent by an approval, which `changes:all` tells of.
  useLive(['brands:all', 'changes:all'], [listBrandOrders, getBrandOrder, countBrand])
  const columns = useMemo(() => columnsOf(lang, now), [lang, now])
  return (
    <ListPage
      title={t('orders')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        { id: 'answer', title: t('f_answer'), query: { waits: 'answer' }, count: counts?.to_answer ?? null },
        { id: 'goods', title: t('f_goods'), query: { waits: 'goods' }, count: counts?.to_ship ?? null },
        { id: 'closed', title: t('st_closed'), query: { state: 'closed' } },
      ]}
      rows={rows}
      columns={columns}
      keyOf={(order) => order.purchase_order_id}
      empty={<EmptyState title={t('empty')}>{t('empty_text')}</EmptyState>}
      detail={(id) => <OrderDetail key={id} id={id} />}
      detail_title={(id) => <OrderTitle id={id} />}
      detail_width={560}
    />
  )
}

function columnsOf(lang: Lang, now: string | number): TableColumnsType<BrandOrder> {
  const t = say(brandOrderWords, lang)
  const number = (value: number) => <span className="num">{formatNumber(value)}</span>
  return [
    {
      title: t('no'),
      render: (_, order) => (
        <b className="num font-mid" translate="no">
          {order.no}
        </b>
      ),
    },
    {
      title: t('state'),
      render: (_, order) => <Badge tone={stateTones[order.state]}>{t(`st_${order.state}`)}</Badge>,
    },
    {
      title: t('to'),
      render: (_, order) => <span translate="no">{lang === 'en' ? order.node_en : order.node_zh}</span>,
    },
    {
      title: t('sent_at'),
      render: (_, order) => (order.sent_at ? formatDay(dayOf(order.sent_at), lang, now) : '–'),
    },
    { title: t('expected_on'), render: (_, order) => formatDay(order.expected_on, lang, now) },
    { title: t('ordered'), align: 'right', render: (_, order) => number(order.units) },
    {
      title: t('agreed'),
      align: 'right',
      render: (_, order) => (order.state === 'sent' ? '–' : number(order.agreed_units)),
    },
    { title: t('shipped'), align: 'right', render: (_, order) => number(order.despatched_units) },
    { title: t('arrived'), align: 'right', render: (_, order) => number(order.good_units) },
    {
      title: t('total'),
      align: 'right',
      render: (_, order) => <span className="num">{formatMoney(order.total_fen)}</span>,
    },
  ]
}
