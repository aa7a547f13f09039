// What both the table and the drawer of a node show.
import { Badge } from '../../../web/kit/badge.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { Node } from '../contract.ts'
import { placesWords } from './places-words.ts'

/** Minutes after midnight as a clock shows them. */
export const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

export function StateBadge({ state }: { state: Node['state'] }) {
  const t = useWords(placesWords)
  const tone = state === 'open' ? 'good' : state === 'paused' ? 'warn' : 'neutral'
  return <Badge tone={tone}>{t(`state_${state}`)}</Badge>
}
