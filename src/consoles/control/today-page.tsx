// What waits for control today, each a number that opens its list, and what has just happened.
import { Link } from '@tanstack/react-router'
import { countRequests, listFailedJobs, searchAudit } from '../../modules/control/contract.ts'
import { sayCode } from '../../modules/control/screens/say-code.ts'
import { countOrders, type OrderState } from '../../modules/orders/contract.ts'
import { Figure, FigureGrid, PlainPage, Section } from '../../web/console/parts.tsx'
import { useMe } from '../../web/console/me.tsx'
import { ErrorState, SkeletonRows } from '../../web/kit/states.tsx'
import { useLive, useRead } from '../../web/query.ts'
import { dayOf, formatAgo, formatMoney, formatNumber } from '../../web/words/format.ts'
import { roleWords } from '../../web/words/role-words.ts'
import { useLang, useView, useWords } from '../../web/words/use-words.ts'
import { sayIfKnown } from '../../web/words/words.ts'
import { controlTodayWords } from './today-words.ts'

export default function TodayPage() {
  const t = useWords(controlTodayWords)
  useLive(['changes:all'], [countRequests])
  return (
    <PlainPage title={t('title')} subtitle={t('lead')}>
      <FigureGrid>
        <Waiting />
        <Jobs />
        <Orders />
      </FigureGrid>
      <Recent />
    </PlainPage>
  )
}

function Waiting() {
  const t = useWords(controlTodayWords)
  const lang = useLang()
  const { data } = useRead(countRequests, {})
  const note = data?.kinds
    .map((row) => `${lang === 'en' ? row.kind_en : row.kind_zh} ${row.waiting}`)
    .join(' · ')
  return (
    <Figure
      to="/inbox"
      title={t('waiting')}
      value={data?.awaiting_me ?? null}
      lit={Boolean(data?.awaiting_me)}
      {...(note ? { note } : {})}
    />
  )
}

function Jobs() {
  const t = useWords(controlTodayWords)
  const me = useMe()
  const may = me.permissions.includes('control.jobs')
  const { data } = useRead(listFailedJobs, {}, { enabled: may, refetch_ms: 30_000 })
  if (!may) return null
  const ended = data?.items.filter((job) => job.attempts >= job.max_attempts).length ?? 0
  return (
    <Figure
      to="/jobs"
      title={t('jobs')}
      value={data?.items.length ?? null}
      lit={ended > 0}
      {...(ended > 0 ? { note: t('given_up', { count: ended }) } : {})}
    />
  )
}

function Orders() {
  const t = useWords(controlTodayWords)
  const { now } = useView()
  const { data } = useRead(countOrders, {}, { refetch_ms: 30_000 })
  const of = (state: OrderState) => data && (data.states.find((row) => row.state === state)?.count ?? 0)
  const states = [
    ['awaiting_choice', t('choice')],
    ['resourcing', t('resourcing')],
    ['returning', t('returning')],
  ] as const
  return (
    <>
      {states.map(([state, title]) => (
        <Figure key={state} to="/orders" search={{ state }} title={title} value={of(state) ?? null} />
      ))}
      <Figure
        to="/orders"
        search={{ day: dayOf(now) }}
        title={t('placed')}
        value={data ? formatNumber(data.today.placed) : null}
        {...(data ? { note: formatMoney(data.today.total_fen) } : {})}
      />
    </>
  )
}

function Recent() {
  const t = useWords(controlTodayWords)
  const me = useMe()
  const may = me.permissions.includes('control.audit')
  const read = useRead(searchAudit, { limit: 12 }, { enabled: may, refetch_ms: 30_000 })
  if (!may) return null
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const all = (
    <Link to="/audit" className="link inline-flex min-h-10 sm:min-h-8 items-center">
      {t('all_audit')}
    </Link>
  )
  return (
    <div className="rounded-[6px] border border-line bg-surface p-4">
      <Section title={t('changed')} note={all}>
        {read.data ? <RecentRows rows={read.data.items} /> : <SkeletonRows rows={6} className="h-7" />}
      </Section>
    </div>
  )
}

type Row = { id: string; at: string; action: string; actor_name: string; subject_kind: string }

function RecentRows({ rows }: { rows: readonly Row[] }) {
  const t = useWords(controlTodayWords)
  const lang = useLang()
  const word = (code: string) => sayCode(lang, code)
  const role = (name: string) => sayIfKnown(roleWords, lang, name.split('+')[0] ?? '') ?? name
  if (rows.length === 0) return <p className="text-ink-soft">{t('nothing')}</p>
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.id} className="border-b border-line last:border-b-0">
          <Link
            to="/audit"
            search={{ action: row.action, open: row.id } as never}
            className="flex min-h-10 flex-wrap items-center gap-x-3 py-1.5 hover:bg-sunk sm:flex-nowrap sm:py-0"
          >
            <span className="num order-2 ml-auto shrink-0 text-ink-soft sm:order-none sm:ml-0 sm:w-28">
              {formatAgo(row.at, lang)}
            </span>
            <span className="order-1 font-mid sm:order-none">{word(row.action)}</span>
            <span className="order-3 basis-full truncate text-ink-soft sm:order-none sm:basis-auto">
              {word(row.subject_kind)} · {role(row.actor_name)}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
