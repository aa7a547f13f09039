// A verdict always carries a word; the colour only repeats it.
import type { ReactNode } from 'react'

const tones = {
  neutral: 'bg-sunk text-ink-soft',
  good: 'bg-good-soft text-good',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
  lit: 'bg-light-soft text-light-ink',
  unknown: 'unknown-ground text-unknown',
} as const
export type Tone = keyof typeof tones

export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={`inline-flex items-center gap-1 rounded-[4px] px-2 py-0.5 text-12 leading-[18px] whitespace-nowrap ${tones[tone]}`}
  >
    {children}
  </span>
)
