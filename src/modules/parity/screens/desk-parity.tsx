// The proofs at the control desk: each day's result, what was read, and every price that differs with the
// traces of both sides.
import type { TableColumnsType } from 'antd'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney, formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type Difference, getRun, listRuns, type Run, startRun, type SurfaceCount } from '../contract.ts'
import { parityWords } from './parity-words.ts'

const filters = ['different', 'failed'] as const
const asked = ({ only }: Query) => ({
  limit: 50,
  ...(only ? { only: only as (typeof filters)[number] } : {}),
})

export default function ParityPage() {
  const t = useWords(parityWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listRuns, asked(query))
  useLive(['parity:all'], [listRuns, getRun])
  return (
    <ListPage
      title={t('title')}
      subtitle={t('lead')}
      action={<Start />}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        ...filters.map((only) => ({ id: only, title: t(`f_${only}`), query: { only } })),
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="check" title={t('empty')}>
          {t('empty_text')}
        </EmptyState>
      }
      detail={(id, row) => row && <Detail key={id} run={row} />}
      detail_title={(_, row) => row && formatInstant(row.asked_at, lang)}
    />
  )
}

function Start() {
  const t = useWords(parityWords)
  const why = useWhyNot('control.jobs')
  const start = useCommand(startRun, { refreshes: [listRuns], onDone: () => toast(t('started')) })
  return (
    <div className="flex flex-col items-end gap-2">
      <Button
        size="small"
        icon="refresh"
        why_disabled={why}
        pending={start.pending}
        onClick={() => void start.run({ pages: 2_000 })}
      >
        {t('start')}
      </Button>
      <Refusal problem={start.problem} />
    </div>
  )
}

function Outcome({ run }: { run: Run }) {
  const t = useWords(parityWords)
  if (run.state === 'failed') return <Badge tone="warn">{t('state_failed')}</Badge>
  if (run.state !== 'done') return <Badge tone="unknown">{t(`state_${run.state}`)}</Badge>
  if (run.differences > 0) return <Badge tone="bad">{t('n_differ', { count: run.differences })}</Badge>
  return <Badge tone="good">{t('same')}</Badge>
}

const tookText = (took_ms: number | null, lang: Lang) =>
  took_ms === null ? '—' : say(parityWords, lang)('seconds', { n: formatNumber(took_ms / 1_000) })

function columnsOf(lang: Lang): TableColumnsType<Run> {
  const t = say(parityWords, lang)
  return [
    {
      title: t('when'),
      render: (_, run) => <b className="num font-mid">{formatInstant(run.asked_at, lang)}</b>,
    },
    { title: t('state'), render: (_, run) => <Outcome run={run} /> },
    { title: t('prices'), align: 'right', render: (_, run) => formatNumber(run.prices) },
    { title: t('took'), align: 'right', render: (_, run) => tookText(run.took_ms, lang) },
    { title: t('pages'), align: 'right', render: (_, run) => formatNumber(run.pages) },
    { title: t('by'), render: (_, run) => t(run.asked_by ? 'by_person' : 'by_house') },
  ]
}

function Detail({ run: row }: { run: Run }) {
  const t = useWords(parityWords)
  const lang = useLang()
  const read = useRead(getRun, { run_id: row.id })
  const run = read.data ?? row
  return (
    <>
      <Section title={t('state')} note={<Outcome run={run} />}>
        <Facts
          facts={[
            { name: t('prices'), value: formatNumber(run.prices) },
            { name: t('took'), value: tookText(run.took_ms, lang) },
            { name: t('pages'), value: formatNumber(run.pages) },
            { name: t('seed'), value: <code translate="no">{run.seed}</code> },
            run.error !== null && {
              name: t('why_failed'),
              value: run.error === 'lost' ? t('lost') : <code translate="no">{run.error}</code>,
            },
          ]}
        />
      </Section>
      {run.surfaces.length > 0 && <Surfaces surfaces={run.surfaces} running={run.state === 'running'} />}
      {read.error && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      {run.differences > 0 && !read.data && !read.error && <SkeletonRows rows={3} className="h-16" />}
      {read.data && read.data.found.length > 0 && (
        <Section
          title={t('found')}
          note={run.differences > read.data.found.length && t('n_first', { n: read.data.found.length })}
        >
          <ul className="flex flex-col gap-4">
            {read.data.found.map((one) => (
              <Different key={one.no} found={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}

/** Of a proof that runs the last surface is still being read. */
function Surfaces({ surfaces, running }: { surfaces: readonly SurfaceCount[]; running: boolean }) {
  const t = useWords(parityWords)
  const lang = useLang()
  const head = 'py-1.5 pl-3 text-right text-13 font-text text-ink-soft'
  return (
    <Section title={t('surfaces')}>
      <table className="w-full border-collapse text-14">
        <thead>
          <tr>
            <th className="py-1.5 text-left text-13 font-text text-ink-soft">{t('where')}</th>
            <th className={head}>{t('asked')}</th>
            <th className={head}>{t('prices')}</th>
            <th className={head}>{t('differences')}</th>
            <th className={head}>{t('took')}</th>
          </tr>
        </thead>
        <tbody>
          {surfaces.map((one, i) => {
            const reading = running && i === surfaces.length - 1
            return (
              <tr key={one.surface} className="border-t border-line">
                <th scope="row" className="py-1.5 text-left font-text">
                  {t(`surface_${one.surface}`)}
                </th>
                <td className="num py-1.5 pl-3 text-right">
                  {reading ? t('reading') : formatNumber(one.asked)}
                </td>
                <td className="num py-1.5 pl-3 text-right">{formatNumber(one.prices)}</td>
                <td
                  className={`num py-1.5 pl-3 text-right ${one.differences > 0 ? 'font-strong text-bad' : ''}`}
                >
                  {reading ? '—' : formatNumber(one.differences)}
                </td>
                <td className="num py-1.5 pl-3 text-right">{tookText(reading ? null : one.took_ms, lang)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Section>
  )
}

const money = (fen: number | null, none: string) => (fen === null ? none : formatMoney(fen))

function Different({ found }: { found: Difference }) {
  const t = useWords(parityWords)
  const lang = useLang()
  const { surface, address, at, shown_fen, expected_fen, shown_trace, expected_trace } = found
  const shown = shown_trace.map((line, i) => ({
    key: `${i}`,
    name: (lang === 'en' ? line.label_en : line.label_zh) ?? '',
    amount_fen: line.amount_fen ?? 0,
  }))
  const expected = expected_trace.map((step, i) => ({
    key: `${i}`,
    name: `${t(step.code === 'book' ? 'book' : 'benefit')} ${step.what}`,
    amount_fen: step.amount_fen,
  }))
  return (
    <li className="flex flex-col gap-2 border-t border-line pt-3 first:border-t-0 first:pt-0">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <b className="font-mid">{t(`surface_${surface}`)}</b>
        <span className="num">
          {t('shown')} <b className="font-strong text-bad">{money(shown_fen, t('no_price'))}</b>
        </span>
        <span className="num">
          {t('expected')} <b className="font-strong">{money(expected_fen, t('no_price'))}</b>
        </span>
      </p>
      <p className="text-13 break-all text-ink-soft" translate="no">
        {address} · {found.sku_id} · {found.place_code} · {formatInstant(at, lang)}
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <Trace title={t('shown_trace')} lines={shown} />
        <Trace title={t('expected_trace')} lines={expected} />
      </div>
    </li>
  )
}

type TraceProps = { title: string; lines: readonly { key: string; name: string; amount_fen: number }[] }
const Trace = ({ title, lines }: TraceProps) => (
  <div>
    <h4 className="text-13 text-ink-soft">{title}</h4>
    <dl className="text-14">
      {lines.map(({ key, name, amount_fen }) => (
        <div key={key} className="flex justify-between gap-3 border-t border-line py-1">
          <dt className="min-w-0 break-words">{name}</dt>
          <dd className="num">{formatMoney(amount_fen)}</dd>
        </div>
      ))}
    </dl>
  </div>
)
