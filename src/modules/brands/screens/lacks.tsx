// What data lack, as a row of words.
import { Badge } from '../../../web/kit/badge.tsx'
import { useWords } from '../../../web/words/use-words.ts'
import type { Lack } from '../contract.ts'
import { brandWords } from './brand-words.ts'

/** Without these nothing is sold (K3). */
const vital = new Set<Lack>(['gtin', 'size', 'depth'])

export function Lacks({ lacks }: { lacks: readonly Lack[] }) {
  const t = useWords(brandWords)
  if (lacks.length === 0) return <span className="text-ink-soft">{t('complete')}</span>
  return (
    <span className="flex flex-wrap gap-1">
      {lacks.map((lack) => (
        <Badge key={lack} tone={vital.has(lack) ? 'warn' : 'neutral'}>
          {t(`lack_${lack}`)}
        </Badge>
      ))}
    </span>
  )
}
