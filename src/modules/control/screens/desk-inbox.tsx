// Changes that wait for a second person, and those that were decided. The same list shows a person's own.
import type { TableColumnsType } from 'antd'
import { type ReactNode, useState } from 'react'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { useLive, usePages, useRead } from '../../../web/query.ts'
import { formatAgo } from '../../../web/words/format.ts'
import { sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import {
  type ChangeRequest,
  countRequests,
  getRequest,
  getStory,
  listRequests,
  type RequestState,
} from '../contract.ts'
import { BulkApproval } from './desk-bulk.tsx'
import { changesOfRequest, type NameOf, useNameOf } from './change-values.tsx'
import { ChangeDetail } from './desk-change.tsx'
import { controlWords } from './control-words.ts'
import { handsWords } from './hands-words.ts'
import type { Lang } from '../../../platform/types.ts'

const tones: Record<RequestState, Tone> = {
  proposed: 'lit',
  returned: 'warn',
  approved: 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
  expired: 'neutral',
}
const states = ['returned', 'approved', 'rejected', 'withdrawn', 'expired'] as const

/**
 * `state=all` is everything; nothing in the address is what waits for the reader (or, of one's own,
 * everything).
 */
function asked(query: Query, mine: boolean) {
  if (!mine && !query.state) return { awaiting: 'me' as const, ...(query.kind ? { kind: query.kind } : {}) }
  const state = query.state ?? 'all'
  return {
    ...(state === 'all' ? {} : { state: state as RequestState }),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(mine ? { mine: 'true' as const } : {}),
  }
}

type Counts = {
  waiting?: number | undefined
  awaiting_me?: number | undefined
  returned?: number | undefined
}

function filtersOf(mine: boolean, counts: Counts, lang: Lang) {
  const t = say(controlWords, lang)
  const of = (state: (typeof states)[number]) =>
    mine && state === 'returned' ? { count: counts.returned ?? null } : {}
  const decided = states.map((state) => {
    return { id: state, title: t(`f_${state}`), query: { state } as Query, ...of(state) }
  })
  const waiting = { id: 'waiting', title: t('f_waiting'), query: { state: 'proposed' } }
  const first = mine
    ? { id: 'all', title: t('f_all'), query: {} }
    : { id: 'mine', title: t('f_mine'), query: {}, count: counts.awaiting_me ?? null }
  const last = mine ? [] : [{ id: 'all', title: t('f_all'), query: { state: 'all' } }]
  return [first, { ...waiting, count: counts.waiting ?? null }, ...decided, ...last]
}

export function ChangeList({ mine }: { mine: boolean }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const { query } = useAddress()
  const [chosen, setChosen] = useState<string[]>([])
  const rows = usePages(listRequests, { limit: 50, ...asked(query, mine) })
  const counts = useRead(countRequests, {})
  useLive(['changes:all'], [listRequests, countRequests, getRequest, getStory])
  const told = {
    waiting: mine ? counts.data?.mine.proposed : counts.data?.waiting,
    awaiting_me: counts.data?.awaiting_me,
    returned: counts.data?.mine.returned,
  }
  const picked = rows.items.filter((row) => chosen.includes(row.id) && row.state === 'proposed')
  const selection = { keys: chosen, onChange: setChosen, label: (row: ChangeRequest) => label(row, lang) }
  return (
    <ListPage
      title={t(mine ? 'mine' : 'inbox')}
      subtitle={t(mine ? 'mine_lead' : 'inbox_lead')}
      action={!mine && <BulkApproval picked={picked} onDone={() => setChosen([])} />}
      filters={filtersOf(mine, told, lang)}
      tools={<Kinds kinds={counts.data?.kinds ?? []} />}
      rows={rows}
      columns={columnsOf(lang, nameOf, { mine, awaiting: !mine && !query.state })}
      keyOf={(row) => row.id}
      {...(mine ? {} : { selection })}
      empty={<Empty mine={mine} />}
      detail={(id) => <ChangeDetail id={id} />}
      detail_title={(id, row) => <Title id={id} row={row} />}
      detail_width={460}
    />
  )
}

const label = (row: ChangeRequest, lang: Lang) =>
  say(controlWords, lang)('select_row', { name: lang === 'en' ? row.subject_en : row.subject_zh })

const Title = ({ id, row: listed }: { id: string; row: ChangeRequest | undefined }) => {
  const lang = useLang()
  const row = useRead(getRequest, { request_id: id as never }).data ?? listed
  if (!row) return '…'
  return (
    <span className="flex flex-col">
      <span translate="no">{lang === 'en' ? row.subject_en : row.subject_zh}</span>
      <span className="text-12 font-text text-ink-soft">
        {lang === 'en' ? row.kind_en : row.kind_zh} · <span translate="no">{row.requested_by_name}</span> ·{' '}
        {formatAgo(row.requested_at, lang)}
      </span>
    </span>
  )
}

function Kinds({ kinds }: { kinds: readonly { kind: string; kind_zh: string; kind_en: string }[] }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const { query } = useAddress()
  if (kinds.length < 2 && !query.kind) return null
  const options = kinds.map((row) => ({ value: row.kind, label: lang === 'en' ? row.kind_en : row.kind_zh }))
  return (
    <Bar>
      <BarSelect name="kind" label={t('kind')} all={t('f_all')} options={options} />
    </Bar>
  )
}

const Empty = ({ mine }: { mine: boolean }) => {
  const t = useWords(controlWords)
  return (
    <EmptyState icon="check" title={t(mine ? 'empty_mine' : 'empty_waiting')}>
      {t(mine ? 'empty_mine_text' : 'empty_waiting_text')}
    </EmptyState>
  )
}

/** The first change of a row in one line: old struck, new beside it. */
function FirstChange({ row, lang, nameOf }: { row: ChangeRequest; lang: Lang; nameOf: NameOf }): ReactNode {
  const t = say(controlWords, lang)
  const [first, ...rest] = changesOfRequest(row, lang, nameOf)
  if (!first) return '—'
  return (
    <span className="whitespace-nowrap">
      <span className="text-ink-soft">{first.title}</span>{' '}
      {first.before !== null && <del className="text-ink-faint">{first.before}</del>}{' '}
      <b className="font-strong">{first.after}</b>
      {first.difference && <span className="text-ink-soft"> {first.difference}</span>}
      {rest.length > 0 && (
        <span className="text-ink-faint"> · {t('more_changes', { count: rest.length })}</span>
      )}
    </span>
  )
}

/** By which right it is the reader's to decide; what is not says why. */
function WhyMine({ row }: { row: ChangeRequest }) {
  const h = useWords(handsWords)
  const lang = useLang()
  if (row.why_mine?.by === 'delegation')
    return <Badge tone="lit">{h('why_lent', { name: row.why_mine.for_name ?? '' })}</Badge>
  if (row.why_mine) return <span>{h('why_role')}</span>
  if (row.state !== 'proposed') return <span className="text-ink-faint">—</span>
  return <span className="text-ink-soft">{row.why_not_approve && sayRefusal(lang, row.why_not_approve)}</span>
}

type Shown = { mine: boolean; awaiting: boolean }

function columnsOf(lang: Lang, nameOf: NameOf, { mine, awaiting }: Shown): TableColumnsType<ChangeRequest> {
  const t = say(controlWords, lang)
  const h = say(handsWords, lang)
  const checks = (row: ChangeRequest) => {
    const ok = row.checks.filter((check) => check.ok).length
    return <span className={ok < row.checks.length ? 'text-bad' : ''}>{`${ok}/${row.checks.length}`}</span>
  }
  const name = (row: ChangeRequest) => (lang === 'en' ? row.subject_en : row.subject_zh)
  const state = {
    title: t('state'),
    render: (_: unknown, row: ChangeRequest) => (
      <Badge tone={tones[row.state]}>{t(`state_${row.state}`)}</Badge>
    ),
  }
  const why = { title: h('why'), render: (_: unknown, row: ChangeRequest) => <WhyMine row={row} /> }
  return [
    {
      title: t('subject'),
      render: (_, row) => (
        <span translate="no" className="line-clamp-2 w-max max-w-80 font-mid whitespace-normal">
          {name(row)}
        </span>
      ),
    },
    { title: t('kind'), render: (_, row) => (lang === 'en' ? row.kind_en : row.kind_zh) },
    { title: t('change'), render: (_, row) => <FirstChange row={row} lang={lang} nameOf={nameOf} /> },
    { title: t('by'), render: (_, row) => <span translate="no">{row.requested_by_name}</span> },
    { title: t('at'), render: (_, row) => formatAgo(row.requested_at, lang) },
    { title: t('checks'), align: 'right', render: (_, row) => checks(row) },
    {
      title: h('levels'),
      render: (_, row) =>
        row.levels === 1 ? h('levels_one') : h('levels_n', { level: row.level, levels: row.levels }),
    },
    ...(mine ? [] : [why]),
    // All that awaits somebody is in the same state.
    ...(awaiting ? [] : [state]),
  ]
}
