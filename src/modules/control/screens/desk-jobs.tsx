// Jobs that failed at least once: which, why, when they try again, and the button that does not wait.
import type { TableColumnsType } from 'antd'
import { useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead, wholeList } from '../../../web/query.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import type { Lang } from '../../../platform/types.ts'
import { type FailedJob, listFailedJobs, retryJob } from '../contract.ts'
import { controlWords } from './control-words.ts'

const gaveUp = (job: FailedJob) => job.attempts >= job.max_attempts

export default function JobsPage() {
  const t = useWords(controlWords)
  const lang = useLang()
  const { query } = useAddress()
  const read = useRead(listFailedJobs, {}, { refetch_ms: 10_000 })
  const all = read.data?.items ?? []
  const items = all.filter((job) => !query.end || gaveUp(job) === (query.end === 'true'))
  const ended = all.filter(gaveUp).length
  const rows = wholeList(items, read, listFailedJobs)
  return (
    <ListPage
      title={t('jobs')}
      subtitle={t('jobs_lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {}, count: all.length },
        { id: 'open', title: t('f_retrying'), query: { end: 'false' }, count: all.length - ended },
        { id: 'ended', title: t('f_given_up'), query: { end: 'true' }, count: ended },
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(job) => job.id}
      empty={
        <EmptyState icon="check" title={t('jobs_empty')}>
          {t('jobs_empty_text')}
        </EmptyState>
      }
      detail={(_, job) => job && <Detail job={job} />}
      detail_title={(_, job) => job && <code translate="no">{job.task}</code>}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<FailedJob> {
  const t = say(controlWords, lang)
  return [
    {
      title: t('task'),
      render: (_, job) => (
        <code translate="no" className="font-mid">
          {job.task}
        </code>
      ),
    },
    {
      title: t('tries'),
      align: 'right',
      render: (_, job) => t('tries_of', { n: job.attempts, of: job.max_attempts }),
    },
    {
      title: t('next_try'),
      render: (_, job) =>
        gaveUp(job) ? <Badge tone="bad">{t('gave_up')}</Badge> : formatInstant(job.run_at, lang),
    },
    {
      title: t('last_error'),
      ellipsis: true,
      width: 420,
      render: (_, job) => <span translate="no">{job.last_error ?? '—'}</span>,
    },
    { title: t('created'), render: (_, job) => formatInstant(job.created_at, lang) },
  ]
}

function Detail({ job }: { job: FailedJob }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const why = useWhyNot('control.jobs')
  const retry = useCommand(retryJob, {
    refreshes: [listFailedJobs],
    onDone: () => toast(t('retried')),
  })
  return (
    <>
      <Section title={t('tries')}>
        <Facts
          facts={[
            { name: t('tries'), value: t('tries_of', { n: job.attempts, of: job.max_attempts }) },
            { name: t('next_try'), value: gaveUp(job) ? t('gave_up') : formatInstant(job.run_at, lang) },
            { name: t('created'), value: formatInstant(job.created_at, lang) },
          ]}
        />
      </Section>
      <Section title={t('last_error')}>
        <pre translate="no" className="rounded-[6px] bg-sunk p-3 text-12 break-words whitespace-pre-wrap">
          {job.last_error ?? '—'}
        </pre>
      </Section>
      <Actions>
        <Button
          size="small"
          why_disabled={why}
          pending={retry.pending}
          onClick={() => void retry.run({ job_id: job.id })}
        >
          {t('retry')}
        </Button>
        <Refusal problem={retry.problem} />
      </Actions>
    </>
  )
}
