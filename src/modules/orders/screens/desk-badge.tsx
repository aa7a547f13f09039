// The state of an order as a badge: amber where somebody has to move, green where the goods are home.
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { OrderState } from '../contract.ts'
import { deskOrderWords } from './desk-words.ts'

const tones: Record<OrderState, Tone> = {
  created: 'neutral',
  paid: 'lit',
  accepted: 'neutral',
  picking: 'neutral',
  handed_over: 'neutral',
  delivering: 'neutral',
  delivered: 'good',
  installed: 'good',
  closed: 'good',
  expired: 'neutral',
  cancelled: 'neutral',
  resourcing: 'warn',
  awaiting_choice: 'warn',
  returning: 'warn',
  returned: 'neutral',
}

export const OrderBadge = ({ state }: { state: OrderState }) => {
  const t = useWords(deskOrderWords)
  return <Badge tone={tones[state]}>{t(`st_${state}`)}</Badge>
}
