// Which store serves the order, how far it is, where the goods are, and why it was this one.
import type { OrderView } from '../../modules/orders/contract.ts'
import { Reasons } from '../../web/kit/price.tsx'
import { Skeleton } from '../../web/kit/states.tsx'
import { Table } from '../../web/kit/table.tsx'
import { formatDistance, formatMoney, formatNumber } from '../../web/words/format.ts'
import { useLang, useWords } from '../../web/words/use-words.ts'
import { useStoreName } from './checkout-source.tsx'
import { orderWords } from './order-words.ts'
import { type Whereabouts, WayLine } from './way-line.tsx'

/** Where the goods are, in each state that has a way: nobody serves an order that looks or has ended. */
const AT: Partial<Record<OrderView['state'], Whereabouts | null>> = {
  created: null,
  paid: 'store',
  accepted: 'store',
  picking: 'store',
  handed_over: 'way',
  delivering: 'way',
  delivered: 'home',
  installed: 'home',
  closed: 'home',
  returning: 'home',
}

export function OrderWay({ order }: { order: OrderView }) {
  const t = useWords(orderWords)
  const lang = useLang()
  const store = useStoreName(order.node_id)
  const at = AT[order.state]
  if (at === undefined) return null
  const far = order.reasons.find(({ metric }) => metric === 'distance')
  const distance = far ? formatDistance(far.value, lang) : ''
  const said = [distance && t('way', { distance }), at === 'way' && t('way_not_live')].filter(Boolean)
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
          <span className="text-13 text-ink-soft">{t('resourced', { count: order.resourced })}</span>
        )}
      </p>
      {said.length > 0 && <p className="text-13 text-ink-soft">{said.join(lang === 'en' ? '. ' : '。')}</p>}
      {order.reasons.length > 0 && (
        <Reasons summary={<span className="text-14 text-ink-soft">{t('why_store')}</span>}>
          <Why reasons={order.reasons} />
        </Reasons>
      )}
    </section>
  )
}

const METRICS = ['distance', 'free_units', 'found_share', 'cost'] as const

/** The figures that decided, as they were kept with the order. */
function Why({ reasons }: Pick<OrderView, 'reasons'>) {
  const t = useWords(orderWords)
  const lang = useLang()
  const say = {
    distance: (value: number) => formatDistance(value, lang),
    free_units: (count: number) => t('free_units', { count }),
    found_share: (value: number) => `${formatNumber(value)} %`,
    cost: (value: number) => formatMoney(value),
  }
  const rows = reasons.flatMap(({ metric, value }) => {
    const known = METRICS.find((one) => one === metric)
    return known ? [{ name: t(`metric_${known}`), value: say[known](value) }] : []
  })
  return (
    <Table
      caption={t('why_store')}
      rows={rows}
      keyOf={(row) => row.name}
      columns={[
        { id: 'name', title: t('why_figure'), heads: true, cell: (row) => row.name },
        { id: 'value', title: t('why_value'), numeric: true, cell: (row) => row.value },
      ]}
    />
  )
}
