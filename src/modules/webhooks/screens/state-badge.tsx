// How an endpoint stands, in one word.
import { Badge } from '../../../web/kit/badge.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { HookEndpoint } from '../contract.ts'
import { hookWords } from './hook-words.ts'

export function StateBadge({ endpoint }: { endpoint: HookEndpoint }) {
  const t = useWords(hookWords)
  if (endpoint.state === 'on' && endpoint.failing_since) return <Badge tone="warn">{t('failing')}</Badge>
  const tones = { on: 'good', paused: 'unknown', stopped: 'bad', ended: 'neutral' } as const
  return <Badge tone={tones[endpoint.state]}>{t(`state_${endpoint.state}`)}</Badge>
}
