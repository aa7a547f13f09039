// What is on its way to this node: purchase orders that suppliers have confirmed.
import type { Id } from '../../../platform/types.ts'
import { EmptyState, ErrorState } from '../../../web/kit/states.tsx'
import { NodeLine, NoNode, useNodeId } from '../../../web/mobile/node.tsx'
import { CardList, LinkRow, LoadingCards, Page } from '../../../web/mobile/parts.tsx'
import { useLive, usePages } from '../../../web/query.ts'
import { Button } from '../../../web/kit/button.tsx'
import { commonWords } from '../../../web/words/common.ts'
import { formatDay } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { listOrders } from '../contract-orders.ts'
import { handPurchaseWords } from './hand-words.ts'
import { supplierName } from './supplier-name.ts'

export default function HandArrivals() {
  const t = useWords(handPurchaseWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const node_id = useNodeId()
  const asked = { node_id: node_id as Id, open: 'true' as const, limit: 24 }
  const rows = usePages(listOrders, asked, { enabled: node_id !== '' })
  useLive(node_id ? [`node:${node_id}`] : [], [listOrders])
  if (!node_id) return <NoNode />
  return (
    <Page title={t('arrivals')} subtitle={<NodeLine>{t('arrivals_lead')}</NodeLine>}>
      {rows.problem && <ErrorState problem={rows.problem} onRetry={rows.reload} />}
      {rows.loading && <LoadingCards rows={3} />}
      {!rows.loading && !rows.problem && rows.items.length === 0 && (
        <EmptyState icon="box" title={t('none')}>
          {t('none_next')}
        </EmptyState>
      )}
      {rows.items.length > 0 && (
        <CardList label={t('arrivals')}>
          {rows.items.map((order) => (
            <li key={order.order_id}>
              <LinkRow
                to="/arrivals/$id"
                params={{ id: order.order_id }}
                icon="box"
                title={<span translate="no">{supplierName(lang, order)}</span>}
                note={[
                  order.no,
                  t('left', { count: Math.max(order.units - order.good_units, 0) }),
                  t('expected', { day: formatDay(order.expected_on, lang) }),
                ].join(' · ')}
              />
            </li>
          ))}
        </CardList>
      )}
      {rows.has_more && (
        <Button look="secondary" wide pending={rows.loading_more} onClick={rows.more}>
          {c('more')}
        </Button>
      )}
    </Page>
  )
}
