// The designed states: loading keeps the layout, empty says what to do first, an error says what is safe,
// a refusal says what to do instead, offline says what still works.
import { type ReactNode, useEffect, useState } from 'react'
import type { Problem } from '../api.ts'
import { commonWords } from '../words/common.ts'
import { useLang, useWords } from '../words/use-words.ts'
import { tell } from '../words/refusals.ts'
import { Button } from './button.tsx'
import { Icon, type IconName } from './icons.tsx'

type StateProps = { icon?: IconName; title: string; children?: ReactNode; action?: ReactNode }

export const EmptyState = ({ icon = 'box', title, children, action }: StateProps) => (
  <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
    <span className="grid size-16 place-items-center rounded-shop border border-dashed border-line-firm text-ink-faint">
      <Icon name={icon} size={28} />
    </span>
    <h2 className="text-18">{title}</h2>
    {children && <div className="max-w-96 text-ink-soft">{children}</div>}
    {action}
  </div>
)

/** A read that failed: what happened, what is safe, what to do. */
export function ErrorState(props: { problem: Problem; onRetry?: () => void; action?: ReactNode }) {
  const { problem, onRetry } = props
  const t = useWords(commonWords)
  const told = tell(problem, useLang())
  return (
    <div role="alert">
      <EmptyState
        icon={problem.reason === 'offline' ? 'offline' : 'warn'}
        title={told.sentence}
        action={
          props.action ??
          (onRetry && (
            <Button look="secondary" onClick={onRetry}>
              {t('retry')}
            </Button>
          ))
        }
      >
        <p>{told.next}</p>
        <p className="text-13 text-ink-faint">{t('error_safe')}</p>
      </EmptyState>
    </div>
  )
}

/** A command that was refused, to stand at its button. */
export function Refusal({ problem, instead }: { problem: Problem | null; instead?: ReactNode }) {
  const lang = useLang()
  if (!problem) return null
  const told = tell(problem, lang)
  return (
    <div role="alert" className="flex items-start gap-2 rounded-field bg-bad-soft px-3 py-2 text-14 text-bad">
      <Icon name="warn" size={18} className="mt-0.5" />
      <p>
        <b className="font-mid">{told.sentence}</b>
        {told.next && <span className="text-ink"> {told.next}</span>} {instead}
      </p>
    </div>
  )
}

export const Skeleton = ({ className = 'h-4 w-full' }: { className?: string }) => (
  <span aria-hidden="true" className={`skeleton block ${className}`} />
)

/** Rows of the height that the real ones will have. */
export function SkeletonRows({ rows = 6, className = 'h-14' }: { rows?: number; className?: string }) {
  const t = useWords(commonWords)
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, i) => (
        <Skeleton key={i} className={className} />
      ))}
    </div>
  )
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(true)
  useEffect(() => {
    const follow = () => setOnline(navigator.onLine)
    follow()
    addEventListener('online', follow)
    addEventListener('offline', follow)
    return () => {
      removeEventListener('online', follow)
      removeEventListener('offline', follow)
    }
  }, [])
  return online
}

/** Says what still works; fixed at the top so that nothing below moves. */
export function OfflineBanner({ children }: { children?: ReactNode }) {
  const t = useWords(commonWords)
  const online = useOnline()
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 top-2 z-50 flex justify-center px-4">
      {!online && (
        <p className="flex items-center gap-2 rounded-pill bg-ink px-4 py-2 text-14 text-paper shadow-lift">
          <Icon name="offline" size={18} />
          <b className="font-mid">{t('offline_title')}</b> {children ?? t('offline_text')}
        </p>
      )}
    </div>
  )
}
