// What waits at a node now, short: for its drawer at the desks.
import { Section } from '../../../web/console/parts.tsx'
import { ErrorState, SkeletonRows } from '../../../web/kit/states.tsx'
import { useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { ReactNode } from 'react'
import { listOrders } from '../contract.ts'
import { OrderBadge } from './desk-badge.tsx'
import { deskOrderWords } from './desk-words.ts'

/** The newest orders of the node; `all` is the console's link to the whole list. */
export function NodeQueue({ node_id, all }: { node_id: string; all: ReactNode }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const read = useRead(listOrders, { node_id: node_id as never, limit: 6 })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  return (
    <Section title={t('orders')} note={all}>
      {!read.data && <SkeletonRows rows={3} className="h-8" />}
      {read.data?.items.length === 0 && <p className="text-ink-soft">{t('empty')}</p>}
      <ul>
        {read.data?.items.map((order) => (
          <li key={order.id} className="flex flex-wrap items-center gap-3 border-b border-line py-2">
            <span className="num font-mid">{order.number}</span>
            <OrderBadge state={order.state} />
            <span className="text-ink-soft">{formatInstant(order.placed_at, lang)}</span>
            <b className="num ml-auto">{formatMoney(order.total_fen)}</b>
          </li>
        ))}
      </ul>
    </Section>
  )
}
