// What the crew's pages share: how fresh the list is, where a job is, what it needs.
import type { ReactNode } from 'react'
import { Icon } from '../../../web/kit/icons.tsx'
import { useOnline } from '../../../web/kit/states.tsx'
import { Tag } from '../../../web/mobile/parts.tsx'
import { formatInstant, formatList, formatTime, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { bringFor, type LocalJob } from '../local-view.ts'
import type { Crew } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

/** Offline it says so, and how old the kept list is; online it is quiet. */
export function Freshness({ crew }: { crew: Crew }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const online = useOnline()
  if (online && !crew.problem) return null
  return (
    <p role="status" className="flex items-start gap-2 rounded-shop bg-light-soft p-3 text-15 text-light-ink">
      <Icon name="offline" size={20} className="mt-0.5" />
      <span>
        {t('offline_now')}
        {crew.kept_at && (
          <span className="num block text-13">{t('kept_at', { at: formatInstant(crew.kept_at, lang) })}</span>
        )}
      </span>
    </p>
  )
}

/** `上午 09:00–12:00`, or that a time has to be agreed. */
export function useWindow(job: LocalJob): string {
  const t = useWords(handInstallationWords)
  if (!job.window) return t('day_none')
  const hours = job.starts_at && job.ends_at ? ` ${formatTime(job.starts_at)}–${formatTime(job.ends_at)}` : ''
  return t(`window_${job.window}`) + hours
}

export function placeOf(crew: Crew, job: LocalJob, lang: 'zh-CN' | 'en'): string {
  const district = crew.districts[job.county_code]
  return district ? nameIn(lang, district) : job.county_code
}

export function JobTags({ job }: { job: LocalJob }) {
  const t = useWords(handInstallationWords)
  return (
    <span className="flex flex-wrap gap-1">
      {job.goods_delivered ? (
        <Tag tone="good">{t('goods_there')}</Tag>
      ) : (
        <Tag tone={job.goods_with_crew ? 'lit' : 'warn'}>
          {job.goods_with_crew ? t('goods_with_us') : t('goods_coming')}
        </Tag>
      )}
      {job.attempt > 1 && <Tag>{t('attempt', { n: job.attempt })}</Tag>}
      {job.pending > 0 && <Tag tone="lit">{t('pending', { count: job.pending })}</Tag>}
      {job.ending === 'accept' && <Tag tone="good">{t('accept_pending')}</Tag>}
      {job.ending === 'fail' && <Tag tone="warn">{t('fail_pending')}</Tag>}
    </span>
  )
}

/** What to take along and which certificates the work asks for. */
export function Needs({ crew, job }: { crew: Crew; job: LocalJob }): ReactNode {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const checks = job.steps.flatMap((step) => step.checks.map(({ check }) => check))
  const tools = checks
    .map((check) => bringFor[check as keyof typeof bringFor])
    .filter((tool) => tool !== undefined)
    .map((tool) => (lang === 'en' ? tool.en : tool.zh))
  const skills = [...new Set(job.lines.flatMap((line) => crew.goods[line.sku_id]?.skills ?? []))]
  const bring = formatList([t('bring_tools'), ...tools], lang)
  return (
    <dl className="flex flex-col gap-1 text-15">
      <div className="flex gap-3">
        <dt className="w-14 shrink-0 text-ink-soft">{t('bring')}</dt>
        <dd>{bring}</dd>
      </div>
      {skills.length > 0 && (
        <div className="flex gap-3">
          <dt className="w-14 shrink-0 text-ink-soft">{t('skills')}</dt>
          <dd className="flex flex-wrap gap-1">
            {skills.map((skill) => (
              <Tag key={skill}>{t(`skill_${skill}`)}</Tag>
            ))}
          </dd>
        </div>
      )}
    </dl>
  )
}
