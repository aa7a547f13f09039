// Which store serves the order, how far it is, where the goods are, and why it was this one.
import type { OrderPlan, OrderView } from '../../modules/orders/contract.ts'
import { Reasons } from '../../web/kit/price.tsx'
import { Skeleton } from '../../web/kit/states.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatDistance } from '../../web/words/format.ts'
import { sayIfKnown } from '../../web/words/words.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { Costs, useStoreName } from './checkout-source.tsx'
import { buyWords } from './buy-words.ts'
import { orderWords } from './order-words.ts'
import { productWords } from './product-words.ts'
import { type Whereabouts, WayLine } from './way-line.tsx'

const AT: Partial<Record<OrderView['state'], Whereabouts>> = {
  paid: 'store',
  accepted: 'store',
  picking: 'store',
  handed_over: 'way',
  delivering: 'way',
  delivered: 'home',
  installed: 'home',
  closed: 'home',
}

export function OrderWay({ order, plan }: { order: OrderView; plan: OrderPlan | null }) {
  const t = useWords(orderWords)
  const lang = useLang()
  const store = useStoreName(order.node_id)
  const leg = plan?.legs.find((one) => one.node_id === order.node_id)
  const distance = leg ? formatDistance(leg.distance_m, lang) : ''
  const at = AT[order.state] ?? null
  return (
    <section aria-label={t('from')} className="card p-5">
      <WayLine distance={distance} at={at} />
      <p className="flex flex-wrap items-center gap-x-3 pt-3">
        {/* No link before it has a name. */}
        <span className="flex min-h-11 items-center">
          {store ? (
            <a
              href={`/stores/${order.node_id}`}
              className="flex min-h-11 items-center font-mid hover:underline"
              translate="no"
            >
              {store}
            </a>
          ) : (
            <Skeleton className="h-5 w-40" />
          )}
        </span>
        {order.resourced > 0 && (
          <span className="text-13 text-ink-soft">{t('resourced', { n: order.resourced })}</span>
        )}
      </p>
      <p className="min-h-5 text-13 text-ink-soft">
        {distance && t('way', { distance })}
        {at === 'way' && ` ${t('way_not_live')}`}
      </p>
      {plan && leg && (
        <Reasons summary={<span className="text-14 text-ink-soft">{t('why_store')}</span>}>
          <Why plan={plan} leg={leg} />
        </Reasons>
      )}
    </section>
  )
}

/** The costs of the chosen store, and how many others were passed over for which reason. */
function Why({ plan, leg }: { plan: OrderPlan; leg: OrderPlan['legs'][number] }) {
  const t = useWords(orderWords)
  const b = useWords(buyWords)
  const p = useWords(productWords)
  const lang = useLang()
  const counts = new Map<string, number>()
  for (const { reason } of plan.rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const rows = [...counts].flatMap(([reason, n]) => {
    const said = sayIfKnown(productWords, lang, `rejected_${reason}`)
    return said ? [{ said, n }] : []
  })
  return (
    <div className="flex flex-col gap-3">
      <p className="text-13 text-ink-soft">{p('looked_at', { n: plan.candidates })}</p>
      <Costs leg={leg} />
      <p className="text-13 text-ink-soft">{b('cost_note')}</p>
      {rows.length > 0 && (
        <Table
          caption={p('why_not_others')}
          show_caption
          rows={rows}
          keyOf={(row) => row.said}
          columns={[
            { id: 'said', title: p('reason_column'), heads: true, cell: (row) => row.said },
            { id: 'n', title: t('stores_column'), numeric: true, cell: (row) => row.n },
          ]}
        />
      )}
    </div>
  )
}
