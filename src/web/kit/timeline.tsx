// One life as a list of moments, and a countdown that keeps its width while it runs.
import { type ReactNode, useEffect, useState } from 'react'
import { serverNow } from '../api.ts'
import { commonWords } from '../words/common.ts'
import { formatCountdown } from '../words/format.ts'
import { useView, useWords } from '../words/use-words.ts'
import { Icon } from './icons.tsx'

export type Moment = {
  id: string
  state: 'done' | 'now' | 'later' | 'failed'
  title: ReactNode
  /** Time as the reader sees it, already formatted. */
  time?: string
  children?: ReactNode
}

const dots = {
  done: 'bg-ink text-paper',
  now: 'bg-light text-on-light shadow-[0_0_0_4px_var(--light-soft)]',
  later: 'border-2 border-line-firm bg-surface',
  failed: 'bg-bad text-surface',
} as const

export function Timeline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  const t = useWords(commonWords)
  return (
    <ol aria-label={label} className="flex flex-col">
      {moments.map((moment, i) => (
        <li
          key={moment.id}
          aria-current={moment.state === 'now' ? 'step' : undefined}
          className="relative grid grid-cols-[24px_1fr] gap-3 pb-5 last:pb-0"
        >
          {i < moments.length - 1 && (
            <span
              aria-hidden="true"
              className={`absolute top-[27px] -bottom-0.5 left-[11px] w-0.5 ${
                moment.state === 'done' ? 'bg-ink' : 'bg-line'
              }`}
            />
          )}
          <span className={`mt-0.5 grid size-6 place-items-center rounded-pill ${dots[moment.state]}`}>
            {moment.state === 'done' && <Icon name="check" size={14} />}
            {moment.state === 'failed' && <Icon name="close" size={14} />}
          </span>
          <div className={moment.state === 'later' ? 'text-ink-soft' : ''}>
            <p className="flex items-baseline justify-between gap-x-3">
              <span className={moment.state === 'now' ? 'font-strong' : 'font-mid'}>
                {moment.title}
                <span className="sr-only"> · {t(moment.state)}</span>
              </span>
              {moment.time && <time className="num shrink-0 text-13 text-ink-soft">{moment.time}</time>}
            </p>
            {moment.children && <div className="text-13 text-ink-soft">{moment.children}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The present moment, renewed each `every_ms`; the first value is the server's, so hydration matches. */
export function useNow(every_ms = 1000): number {
  const view = useView()
  const [now, setNow] = useState(view.now)
  useEffect(() => {
    const tick = () => setNow(serverNow())
    const first = setTimeout(tick, 0)
    const timer = setInterval(tick, every_ms)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [every_ms])
  return now
}

/** Time left until `until`; amber in the last `soon_ms`. Read aloud only when asked for. */
export function Countdown(props: { until: string; soon_ms?: number; onOver?: () => void }) {
  const t = useWords(commonWords)
  const now = useNow()
  const left_ms = Date.parse(props.until) - now
  const over = left_ms <= 0
  const { onOver } = props
  useEffect(() => {
    if (over) onOver?.()
  }, [over, onOver])
  const tone = over
    ? 'bg-bad-soft text-bad'
    : left_ms < (props.soon_ms ?? 300_000)
      ? 'bg-light-soft text-light-ink'
      : 'bg-sunk text-ink-soft'
  return (
    <span role="timer" className={`num inline-flex gap-1 rounded-[4px] px-2 py-0.5 text-13 ${tone}`}>
      <Icon name="clock" size={16} className="self-center" />
      {over ? t('time_over') : t('time_left', { time: formatCountdown(left_ms) })}
    </span>
  )
}

/** Where one stands in a sequence of few steps. */
export function Steps({ names, at }: { names: readonly string[]; at: number }) {
  const t = useWords(commonWords)
  return (
    <ol className="flex gap-2" aria-label={t('step_of', { n: at + 1, of: names.length })}>
      {names.map((name, i) => (
        <li
          key={name}
          aria-current={i === at ? 'step' : undefined}
          className={`grow border-t-4 pt-1 text-12 ${
            i < at ? 'border-ink text-ink' : i === at ? 'border-light font-mid' : 'border-line text-ink-soft'
          }`}
        >
          {name}
        </li>
      ))}
    </ol>
  )
}
