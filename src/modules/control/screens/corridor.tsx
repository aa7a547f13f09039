// Where a step of a price falls in the corridor: the old price in the middle, the new one where it goes, and
// from where on it needs another hand.
import { formatMoney, formatShare } from '../../../web/words/format.ts'
import { useWords } from '../../../web/words/use-words.ts'
import type { ChangeRequest } from '../contract.ts'
import { Section } from '../../../web/console/parts.tsx'
import { handsWords } from './hands-words.ts'

type Step = { step_bp: number; corridor_bp: number; before_fen: number; after_fen: number }

function stepOf({ diff, checks }: ChangeRequest): Step | null {
  const price = diff.find(({ field }) => field === 'price_fen')
  const facts = checks.find(({ code }) => code === 'within_corridor')?.facts
  if (typeof price?.before !== 'number' || typeof price.after !== 'number' || !facts) return null
  const { before: before_fen, after: after_fen } = price
  return { step_bp: Number(facts.step_bp), corridor_bp: Number(facts.corridor_bp), before_fen, after_fen }
}

/** Of the whole width, in per cent; what lies outside stands at the edge. */
const placeOf = (step_bp: number, corridor_bp: number) =>
  50 + Math.max(-50, Math.min(50, (step_bp / corridor_bp) * 50))

export function Corridor({ request }: { request: ChangeRequest }) {
  const t = useWords(handsWords)
  const step = stepOf(request)
  if (!step) return null
  const { step_bp, corridor_bp, before_fen, after_fen } = step
  const at = placeOf(step_bp, corridor_bp)
  const outside = Math.abs(step_bp) > corridor_bp
  const limit = formatShare(corridor_bp)
  const said = t('corridor_said', { step: formatShare(step_bp), limit })
  return (
    <Section title={t('corridor')} note={t('corridor_note', { half: formatShare(corridor_bp / 2) })}>
      <div role="img" aria-label={said} className="relative mx-2 mt-2 h-11">
        <span className="absolute top-2 h-1.5 w-full rounded-pill bg-line" />
        <span className="absolute top-2 left-1/4 h-1.5 w-1/2 bg-light-soft" />
        <Dot at={50} className="border-2 border-line-firm bg-surface" />
        <Dot at={at} className={outside ? 'bg-bad' : 'border-2 border-ink bg-light'} />
        <Mark at={0} edge="left" text={`−${limit}`} />
        <Mark at={100} edge="right" text={`+${limit}`} />
        <Mark at={50} edge="centre" text={formatMoney(before_fen)} />
        {Math.abs(at - 50) > 16 && <Mark at={at} edge="centre" text={formatMoney(after_fen)} strong />}
      </div>
    </Section>
  )
}

const Dot = ({ at, className }: { at: number; className: string }) => (
  <span
    className={`absolute top-1 size-3.5 -translate-x-1/2 rounded-pill ${className}`}
    style={{ left: `${at}%` }}
  />
)

type MarkProps = { at: number; edge: 'left' | 'right' | 'centre'; text: string; strong?: boolean }
const shift = {
  left: '-translate-x-2',
  right: '-translate-x-[calc(100%-8px)]',
  centre: '-translate-x-1/2',
}

const Mark = ({ at, edge, text, strong = false }: MarkProps) => (
  <span
    className={`num absolute top-6 text-12 whitespace-nowrap ${shift[edge]} ${strong ? 'font-strong' : 'text-ink-soft'}`}
    style={{ left: `${at}%` }}
  >
    {text}
  </span>
)
