// The crew's list by day and window: where, what, what to bring; opens and works without a network.
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useNow } from '../../../web/kit/timeline.tsx'
import { useTellCount } from '../../../web/mobile/counts.ts'
import { Thumb } from '../../../web/mobile/goods.tsx'
import { Card, CardList, LoadingCards, Page } from '../../../web/mobile/parts.tsx'
import { dayOf, formatDay, formatNearDay, nameIn } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type LocalJob, localJob } from '../local-view.ts'
import { Freshness, JobTags, Needs, placeOf, useWindow } from './hand-parts.tsx'
import { type Crew, useCrew } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

const windows = ['am', 'pm', 'eve'] as const
const openJobs = (crew: Crew) =>
  crew.jobs
    .filter(({ state }) => state === 'planned' || state === 'started')
    .map((job) => localJob(job, crew.queue))

/** Days in order, those without a day last; within a day by window. */
function byDay(jobs: readonly LocalJob[]): [string, LocalJob[]][] {
  const place = (job: LocalJob) => (job.window ? windows.indexOf(job.window) : 3)
  const days = new Map<string, LocalJob[]>()
  for (const job of jobs) days.set(job.day ?? '', [...(days.get(job.day ?? '') ?? []), job])
  return [...days]
    .toSorted(([a], [b]) => (a || '9').localeCompare(b || '9'))
    .map(([day, list]) => [day, list.toSorted((a, b) => place(a) - place(b))])
}

export function useOutboxCount(crew: Crew) {
  const count = crew.queue.filter(({ state }) => state !== 'sent').length
  useTellCount('outbox', crew.ready ? count : undefined)
}

export default function HandJobs() {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const crew = useCrew()
  const now = useNow(60_000)
  useOutboxCount(crew)
  const jobs = openJobs(crew)
  const today = jobs.filter((job) => job.day === dayOf(now))
  useTellCount('jobs', crew.ready ? today.length : undefined)
  const loading = !crew.ready || (crew.kept_at === null && crew.syncing)
  const title = today.length > 0 ? t('jobs_today', { count: today.length }) : t('jobs_none_today')
  return (
    <Page
      title={loading ? t('jobs') : title}
      subtitle={<span className="num">{formatDay(dayOf(now), lang, now)}</span>}
    >
      <Freshness crew={crew} />
      {loading && <LoadingCards rows={3} />}
      {!loading && crew.kept_at === null && (
        <EmptyState icon="offline" title={t('first_offline')}>
          {t('first_offline_next')}
        </EmptyState>
      )}
      {!loading && crew.kept_at !== null && jobs.length === 0 && (
        <EmptyState icon="tool" title={t('jobs_none')}>
          {t('jobs_none_next')}
        </EmptyState>
      )}
      {byDay(jobs).map(([day, list]) => (
        <Day key={day} day={day} jobs={list} crew={crew} now={now} />
      ))}
    </Page>
  )
}

function Day(props: { day: string; jobs: readonly LocalJob[]; crew: Crew; now: number }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const { day, jobs, crew, now } = props
  const name = day === '' ? t('day_none') : formatNearDay(day, lang, now)
  const over = day !== '' && day < dayOf(now)
  return (
    <section className="flex flex-col gap-2">
      <h2 className="num text-16 font-strong first-letter:uppercase">
        {name}
        {over && <span className="text-14 font-text text-warn"> · {t('overdue')}</span>}
      </h2>
      <CardList label={name}>
        {jobs.map((job, at) => (
          <JobCard key={job.id} job={job} crew={crew} lit={day === dayOf(now) && at === 0} />
        ))}
      </CardList>
    </section>
  )
}

function JobCard({ job, crew, lit }: { job: LocalJob; crew: Crew; lit: boolean }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const window = useWindow(job)
  const name = nameIn(lang, { name_zh: job.first_name_zh, name_en: job.first_name_en })
  return (
    <Card as="li" lit={lit}>
      <div className="flex items-start gap-3">
        <Thumb goods={crew.goods[job.lines[0]?.sku_id ?? '']} className="size-20" />
        <div className="min-w-0 grow">
          <p className="num text-18 font-strong">{window}</p>
          <p className="text-16" translate="no">
            {placeOf(crew, job, lang)} {job.contact?.line}
          </p>
          <p className="text-14 text-ink-soft" translate="no">
            {name}
            {job.units > 1 && ` · ${t('more_than_one', { count: job.units })}`}
          </p>
        </div>
      </div>
      <JobTags job={job} />
      <Needs crew={crew} job={job} />
      <Link
        to="/jobs/$id"
        params={{ id: job.id } as never}
        className={`num inline-flex min-h-[50px] w-full items-center justify-center rounded-shop px-6 text-16 font-mid ${
          lit
            ? 'bg-action text-on-action hover:bg-action-press'
            : 'border border-line-firm text-action hover:bg-action-soft'
        }`}
      >
        {job.steps_done > 0 ? t('go_on') : t('open_job')} ·{' '}
        {t('steps_of', { done: job.steps_done, total: job.steps_total })}
      </Link>
    </Card>
  )
}
