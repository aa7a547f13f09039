// Time left as a ring that empties: blue while there is time, amber when it is short, words when it is over.
import { useNow } from '../kit/timeline.tsx'
import { formatCountdown } from '../words/format.ts'
import { useWords } from '../words/use-words.ts'
import { mobileWords } from './mobile-words.ts'

const minute = 60_000
const around = 2 * Math.PI * 26

type Said = { key: 'min' | 'hours' | 'days'; n: number }
function spanOf(ms: number): Said {
  const minutes = Math.max(1, Math.floor(ms / minute))
  if (minutes < 60) return { key: 'min', n: minutes }
  if (minutes < 48 * 60) return { key: 'hours', n: Math.floor(minutes / 60) }
  return { key: 'days', n: Math.floor(minutes / 1440) }
}

/** `from` is when the time began to run. */
export function Ring({ from, until }: { from: string; until: string }) {
  const t = useWords(mobileWords)
  const now = useNow()
  const left = Date.parse(until) - now
  const whole = Math.max(minute, Date.parse(until) - Date.parse(from))
  const share = Math.min(1, Math.max(0, left / whole))
  const { key, n } = spanOf(Math.abs(left))
  const short = left > 0 && left < 10 * minute ? formatCountdown(left) : t(key, { n })
  const text = left <= 0 ? t(`over_${key}`, { n }) : short
  const soon = left < whole / 4 || left < 2 * minute
  return (
    <span
      role="timer"
      aria-label={left <= 0 ? t('ring_over', { time: t(key, { n }) }) : t('ring_left', { time: short })}
      className="relative grid size-16 shrink-0 place-items-center"
    >
      <svg viewBox="0 0 64 64" className="absolute inset-0 -rotate-90" aria-hidden="true">
        <circle cx="32" cy="32" r="26" fill="none" stroke="var(--line)" strokeWidth="5" />
        <circle
          cx="32"
          cy="32"
          r="26"
          fill="none"
          stroke={left <= 0 ? 'var(--bad)' : soon ? 'var(--light)' : 'var(--action)'}
          strokeWidth="5"
          strokeLinecap="round"
          strokeDasharray={`${left <= 0 ? around : share * around} ${around}`}
        />
      </svg>
      <span
        aria-hidden="true"
        className={`num max-w-11 text-center leading-none font-strong ${
          left <= 0 ? 'text-13 text-bad' : short.length > 5 ? 'text-13' : 'text-15'
        }`}
      >
        {text}
      </span>
    </span>
  )
}
