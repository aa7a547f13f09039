// Why this store: the figures kept with the order, the nodes compared then, and what it would be now.
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Reasons } from '../../../web/kit/price.tsx'
import { Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { Table } from '../../../web/kit/table.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import {
  formatDistance,
  formatDuration,
  formatInstant,
  formatMoney,
  formatNumber,
  formatShare,
} from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { useNodeNames } from '../../places/screens/index.ts'
import { explainPlan, type Leg, type Reason, type Rejected } from '../../sourcing/contract.ts'
import { getOrderPlan, type OrderView } from '../contract.ts'
import { deskOrderWords } from './desk-words.ts'

type Compared = { legs: readonly Leg[]; rejected: readonly Rejected[]; candidates: number }

function reasonText({ value, unit }: Reason, lang: Lang): string {
  if (unit === 'm') return formatDistance(value, lang)
  if (unit === 'fen') return formatMoney(value)
  if (unit === '%') return `${formatNumber(value)} %`
  if (unit === 'bp') return formatShare(value)
  if (unit === 'min') return formatDuration(value * 60_000, lang)
  return formatNumber(value)
}

export function Sourcing({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const read = useRead(getOrderPlan, { order_id: order.id })
  const plan = read.data
  const facts = order.reasons.map((reason) => ({
    name: sayIfKnown(deskOrderWords, lang, `metric_${reason.metric}`) ?? reason.metric,
    value: reasonText(reason, lang),
  }))
  const moved = order.resourced > 0 ? t('resourced', { count: order.resourced }) : undefined
  return (
    <Section title={t('sourcing')} note={moved}>
      <Facts facts={facts} />
      {!plan && !read.error && <SkeletonRows rows={2} className="h-8" />}
      {plan?.kept && <Comparison {...plan} />}
      {plan && !plan.kept && <Again order={order} />}
    </Section>
  )
}

function Comparison({ legs, rejected, candidates }: Compared) {
  const t = useWords(deskOrderWords)
  const ids = [...legs, ...rejected].map(({ node_id }) => node_id)
  const { nodeName } = useNodeNames(ids)
  return (
    <Reasons summary={<span className="text-action">{t('candidates', { count: candidates })}</span>}>
      {legs.map((leg) => (
        <Chosen key={leg.node_id} leg={leg} name={nodeName(leg.node_id)} />
      ))}
      {rejected.length > 0 && <RejectedTable rejected={rejected} nodeName={nodeName} />}
    </Reasons>
  )
}

function Chosen({ leg, name }: { leg: Leg; name: string }) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const { accept_min: accept, prepare_min: prepare, wait_min: wait, travel_min: travel } = leg.eta
  const costs = leg.cost.filter(({ fen }) => fen !== 0)
  return (
    <div className="mb-3 rounded-[6px] bg-light-soft p-3">
      <p className="flex justify-between gap-3 font-mid">
        <span translate="no">{name}</span>
        <span>
          {t('chosen')} · {formatDistance(leg.distance_m, lang)}
        </span>
      </p>
      <Facts
        facts={[
          ...costs.map(({ term, fen }) => ({ name: t(`cost_${term}`), value: formatMoney(fen) })),
          { name: t('cost_total'), value: <b>{formatMoney(leg.total_cost_fen)}</b> },
          { name: t('eta'), value: t('eta_of', { accept, prepare, wait, travel }) },
          {
            name: 'P50 / P90',
            value: `${formatInstant(leg.p50_at, lang)} / ${formatInstant(leg.p90_at, lang)}`,
          },
        ]}
      />
    </div>
  )
}

type RejectedProps = { rejected: readonly Rejected[]; nodeName: (id: string) => string }

function RejectedTable({ rejected, nodeName }: RejectedProps) {
  const t = useWords(deskOrderWords)
  const lang = useLang()
  const fact = ({ facts }: Rejected) => {
    const [entry] = Object.entries(facts)
    if (!entry) return ''
    const [name, value] = entry
    if (name.endsWith('_fen')) return `+${formatMoney(value)}`
    if (name.endsWith('_m')) return formatDistance(value, lang)
    if (name.endsWith('_bp')) return formatShare(value)
    return formatNumber(value)
  }
  return (
    <Table
      caption={t('rejected')}
      show_caption
      rows={rejected}
      keyOf={(row) => row.node_id}
      columns={[
        {
          id: 'node',
          title: t('node'),
          heads: true,
          cell: (row) => <span translate="no">{nodeName(row.node_id)}</span>,
        },
        {
          id: 'distance',
          title: t('metric_distance'),
          numeric: true,
          cell: (row) => formatDistance(row.distance_m, lang),
        },
        { id: 'why', title: t('rejected'), cell: (row) => t(`rej_${row.reason}`) },
        { id: 'fact', title: '', numeric: true, cell: fact },
      ]}
    />
  )
}

/** The comparison of then is gone: one of now can be had, and changes nothing. */
function Again({ order }: { order: OrderView }) {
  const t = useWords(deskOrderWords)
  const [plan, setPlan] = useState<Compared | null>(null)
  const explain = useCommand(explainPlan, { refreshes: [], onDone: setPlan })
  const ask = () =>
    explain.run({
      county_code: order.county_code,
      ...(order.town_code ? { town_code: order.town_code } : {}),
      lines: order.lines.map(({ sku_id, quantity }) => ({ sku_id, quantity })),
    })
  if (plan)
    return (
      <>
        <p className="text-12 text-ink-soft">{t('recomputed')}</p>
        <Comparison {...plan} />
      </>
    )
  return (
    <div className="flex flex-col items-start gap-2 pt-1">
      <p className="text-12 text-ink-soft">{t('not_kept')}</p>
      <Button size="small" look="secondary" pending={explain.pending} onClick={() => void ask()}>
        {t('recompute')}
      </Button>
      <Refusal problem={explain.problem} />
    </div>
  )
}
