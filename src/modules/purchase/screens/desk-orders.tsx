// Purchase orders at the buying desk: the list, one in its drawer, a new one from agreed costs.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages } from '../../../web/query.ts'
import { formatDay, formatMoney, formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type OrderHead, type OrderState, listOrders } from '../contract-orders.ts'
import { OrderDetail } from './desk-order.tsx'
import { NewOrder } from './order-form.tsx'
import { StateBadge } from './order-state.tsx'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'

const filtered = ['draft', 'approving', 'sent', 'part_received', 'closed'] as const

const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.state ? { state: query.state as OrderState } : {}),
  ...(query.only ? { open: 'true' as const } : {}),
})

export default function OrdersPage() {
  const t = useWords(purchaseWords)
  const { query, set } = useAddress()
  const rows = usePages(listOrders, asked(query))
  useLive(['changes:all'], [listOrders])
  const why = useWhyNot('purchasing.orders')
  const [making, setMaking] = useState(false)
  return (
    <>
      <ListPage
        title={t('orders')}
        subtitle={t('orders_lead')}
        action={
          <Button size="small" icon="plus" why_disabled={why} onClick={() => setMaking(true)}>
            {t('new_order')}
          </Button>
        }
        filters={[
          { id: 'all', title: t('all'), query: {} },
          { id: 'open', title: t('open_only'), query: { only: 'open' } },
          ...filtered.map((state) => ({ id: state, title: t(`st_${state}`), query: { state } })),
        ]}
        rows={rows}
        columns={useColumns()}
        keyOf={(row) => row.order_id}
        empty={
          <EmptyState icon="order" title={t('no_orders')}>
            {t('no_orders_text')}
          </EmptyState>
        }
        detail={(id) => <OrderDetail key={id} order_id={id as Id} />}
        detail_title={(_, row) => row && <span translate="no">{row.no}</span>}
        detail_width={640}
      />
      <Sheet place="side" open={making} onClose={() => setMaking(false)} title={t('new_order')}>
        <NewOrder
          onMade={(order_id) => {
            setMaking(false)
            set({ open: order_id })
          }}
        />
      </Sheet>
    </>
  )
}

function useColumns(): TableColumnsType<OrderHead> {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return [
    {
      title: t('no'),
      render: (_, row) => (
        <span translate="no" className="num">
          {row.no}
        </span>
      ),
    },
    { title: t('state'), render: (_, row) => <StateBadge state={row.state} /> },
    {
      title: t('supplier'),
      render: (_, row) => (
        <b className="block max-w-48 truncate font-mid" translate="no">
          {supplierName(lang, row)}
        </b>
      ),
    },
    {
      title: t('node'),
      render: (_, row) => (
        <span className="block max-w-48 truncate" translate="no">
          {lang === 'en' ? row.node_en : row.node_zh}
        </span>
      ),
    },
    { title: t('lines'), align: 'right', render: (_, row) => formatNumber(row.lines) },
    {
      title: `${t('received')} / ${t('units')}`,
      align: 'right',
      render: (_, row) => `${formatNumber(row.good_units)} / ${formatNumber(row.units)}`,
    },
    {
      title: t('total'),
      align: 'right',
      render: (_, row) => <b>{row.total_fen === null ? '—' : formatMoney(row.total_fen)}</b>,
    },
    { title: t('expected'), render: (_, row) => formatDay(row.expected_on, lang) },
  ]
}
