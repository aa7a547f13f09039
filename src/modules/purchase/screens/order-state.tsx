// Where a purchase order stands, as a mark and as a line of steps.
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { OrderState } from '../contract-orders.ts'
import { purchaseWords } from './purchase-words.ts'

const tones: Record<OrderState, Tone> = {
  draft: 'neutral',
  approving: 'lit',
  sent: 'lit',
  acknowledged: 'lit',
  part_shipped: 'lit',
  part_received: 'lit',
  closed: 'good',
  cancelled: 'neutral',
}

export function StateBadge({ state }: { state: OrderState }) {
  const t = useWords(purchaseWords)
  return <Badge tone={tones[state]}>{t(`st_${state}`)}</Badge>
}

const way: readonly OrderState[] = [
  'draft',
  'approving',
  'sent',
  'acknowledged',
  'part_shipped',
  'part_received',
  'closed',
]

/** Steps that are behind are filled, the present one is lit. A cancelled order has left the line. */
export function StateLine({ state }: { state: OrderState }) {
  const t = useWords(purchaseWords)
  if (state === 'cancelled') return <StateBadge state={state} />
  const here = way.indexOf(state)
  return (
    <ol aria-label={t('state_line')} className="flex flex-wrap gap-x-1 gap-y-2">
      {way.map((step, at) => (
        <li
          key={step}
          aria-current={at === here ? 'step' : undefined}
          className={`flex min-w-16 grow flex-col gap-1 text-12 ${at === here ? 'font-strong' : 'text-ink-soft'}`}
        >
          <span
            aria-hidden="true"
            className={`h-1 rounded-pill ${at < here ? 'bg-ink' : at === here ? 'bg-light' : 'bg-line'}`}
          />
          {t(`st_${step}`)}
        </li>
      ))}
    </ol>
  )
}
