// One visit: where and who, steps with big ticks, photos, serial numbers, the customer's code, or why not.
import { useParam } from '../../../web/console/address.ts'
import { Icon } from '../../../web/kit/icons.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { Card, CardTitle, LoadingCards, Page, Tag } from '../../../web/mobile/parts.tsx'
import { Thumb } from '../../../web/mobile/goods.tsx'
import { formatNearDay } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type LocalJob, localJob } from '../local-view.ts'
import { Acceptance, FailJob } from './hand-ending.tsx'
import { RefusedHere } from './hand-item.tsx'
import { useOutboxCount } from './hand-jobs.tsx'
import { Freshness, JobTags, Needs, placeOf, useWindow } from './hand-parts.tsx'
import { Serials } from './hand-serials.tsx'
import { StepList } from './hand-steps.tsx'
import { type Crew, useCrew } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

export default function HandJob() {
  const t = useWords(handInstallationWords)
  const crew = useCrew()
  useOutboxCount(crew)
  const id = useParam('id')
  const view = crew.jobs.find((job) => job.id === id)
  const back = { to: '/jobs', label: t('back') }
  if (!view) {
    const loading = !crew.ready || crew.syncing
    return (
      <Page title={loading ? '…' : t('job_gone')} back={back}>
        {loading ? <LoadingCards rows={3} /> : <EmptyState icon="tool" title={t('job_gone')} />}
      </Page>
    )
  }
  return <Job crew={crew} job={localJob(view, crew.queue)} />
}

function Job({ crew, job }: { crew: Crew; job: LocalJob }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const window = useWindow(job)
  const day = job.day ? formatNearDay(job.day, lang) : ''
  const over = job.state === 'done' || job.state === 'cancelled' || job.ending !== null
  return (
    <Page
      title={<span className="num inline-block first-letter:uppercase">{`${day} ${window}`}</span>}
      subtitle={t('job_of', { number: job.number })}
      back={{ to: '/jobs', label: t('back') }}
    >
      <Freshness crew={crew} />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] lg:items-start">
        <div className="flex flex-col gap-4">
          <Where crew={crew} job={job} />
          <Goods crew={crew} job={job} />
        </div>
        <div className="flex flex-col gap-4">
          {job.state === 'done' && <Finished />}
          <RefusedHere crew={crew} job={job} />
          <StepList job={job} closed={over} />
          <Serials job={job} closed={over} />
          {!over && <Acceptance job={job} refused={lastRefused(crew, job)} />}
          {!over && <FailJob job={job} />}
        </div>
      </div>
    </Page>
  )
}

/** Why the last code was turned down, until another one is tried. */
const lastRefused = (crew: Crew, job: LocalJob): string | null =>
  crew.queue.findLast((item) => item.work_order_id === job.id && item.deed === 'accept')?.reason ?? null

const Finished = () => {
  const t = useWords(handInstallationWords)
  return (
    <p className="flex items-center gap-2 rounded-shop bg-good-soft p-4 text-18 text-good">
      <Icon name="check" /> {t('accepted')}
    </p>
  )
}

function Where({ crew, job }: { crew: Crew; job: LocalJob }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  return (
    <Card>
      <CardTitle>{t('where')}</CardTitle>
      <div className="flex items-start gap-3">
        <div className="min-w-0 grow text-16" translate="no">
          <p className="font-mid">
            {placeOf(crew, job, lang)} {job.contact?.line}
          </p>
          {job.contact && (
            <p className="num text-15 text-ink-soft">
              {job.contact.name} · {job.contact.phone}
            </p>
          )}
        </div>
        {job.contact && (
          <a
            href={`tel:${job.contact.phone}`}
            className="inline-flex min-h-[46px] shrink-0 items-center gap-2 whitespace-nowrap rounded-shop border border-line-firm px-4 text-15 font-mid text-action"
          >
            <Icon name="phone" size={18} /> {t('call')}
          </a>
        )}
      </div>
      {!job.contact && <p className="text-14 text-ink-soft">{t('contact_gone')}</p>}
      {!job.day && job.contact && <p className="text-14 text-warn">{t('call_to_plan')}</p>}
      {job.last_failure && (
        <p>
          <Tag tone="warn">{t('last_failure', { reason: t(`${job.last_failure}_why`) })}</Tag>
        </p>
      )}
    </Card>
  )
}

function Goods({ crew, job }: { crew: Crew; job: LocalJob }) {
  const lang = useLang()
  return (
    <Card>
      <ul className="flex flex-col gap-3">
        {job.lines.map((line) => (
          <li key={line.line_no} className="flex items-center gap-3">
            <Thumb goods={crew.goods[line.sku_id]} />
            <p className="min-w-0 grow text-15 font-mid" translate="no">
              {lang === 'en' ? line.name_en : line.name_zh}
              <small className="block text-13 font-text text-ink-soft">{line.code}</small>
            </p>
            <span className="num text-16 whitespace-nowrap">× {line.quantity}</span>
          </li>
        ))}
      </ul>
      <JobTags job={job} />
      <Needs crew={crew} job={job} />
    </Card>
  )
}
