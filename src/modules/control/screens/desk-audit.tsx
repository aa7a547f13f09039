// The audit: search, the content of one row, and whether the hash chain still holds.
import { Link } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import { useAddress } from '../../../web/console/address.ts'
import { Bar, BarField, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { dayOf, formatInstant, formatTime } from '../../../web/words/format.ts'
import { roleWords } from '../../../web/words/role-words.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import type { Lang } from '../../../platform/types.ts'
import { type AuditRow, searchAudit, verifyAudit } from '../contract.ts'
import { sayCode } from './say-code.ts'
import { controlWords } from './control-words.ts'

// Written out: a build holds the words of one language only, so they cannot be listed from there.
const actions = [
  'change.proposed',
  'change.approved',
  'change.rejected',
  'change.withdrawn',
  'change.expired',
  'pricing.changed',
  'places.node_changed',
  'stock.received',
  'stock.counted',
  'stock.adjusted',
  'stock.transferred',
  'stock.protected',
  'orders.counter_sold',
  'orders.return_received',
  'fulfilment.failed',
  'installation.assigned',
  'catalog.brand_added',
  'catalog.product_added',
  'catalog.product_changed',
  'catalog.sku_added',
  'catalog.sku_changed',
  'role.granted',
  'role.revoked',
  'key.created',
  'key.revoked',
  'person.added',
  'person.erased',
  'control.setting_changed',
  'job.retried',
] as const
const subjects = ['change_request', 'sku', 'product', 'node', 'person', 'order', 'transfer', 'api_key', 'job']

const rolesOf = (lang: Lang, name: string) =>
  name === 'system'
    ? say(controlWords, lang)('system_actor')
    : name
        .split('+')
        .map((role) => sayIfKnown(roleWords, lang, role) ?? role)
        .join(' · ')

/** `2026-11-24 03:10:07` for a trail: exact, sortable by eye. */
const exactly = (at: string) => `${dayOf(at)} ${formatTime(at)}:${at.slice(17, 19)}`

export default function AuditPage() {
  const t = useWords(controlWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(searchAudit, {
    limit: 50,
    ...(query.action ? { action: query.action } : {}),
    ...(query.subject_kind ? { subject_kind: query.subject_kind } : {}),
    ...(query.q ? { subject_id: query.q } : {}),
    ...(query.day ? { day: query.day } : {}),
    ...(query.actor ? { actor_id: query.actor as never } : {}),
    ...(query.who ? { who: query.who.slice(0, 40) } : {}),
  })
  return (
    <ListPage
      title={t('audit')}
      subtitle={t('audit_lead')}
      action={<Chain />}
      tools={<Tools actor={rows.items[0]?.person_name ?? null} />}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={<EmptyState icon="list" title={t('empty_audit')} />}
      detail={(_, row) => row && <Detail row={row} />}
      detail_title={(_, row) => row && sayCode(lang, row.action)}
      detail_width={480}
    />
  )
}

/** `actor`: the name behind `?actor=`, as the first row says it. */
function Tools({ actor }: { actor: string | null }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const options = (codes: readonly string[]) => codes.map((value) => ({ value, label: sayCode(lang, value) }))
  return (
    <Bar>
      <BarField name="who" label={t('who')} placeholder={t('who_hint')} />
      <BarSelect name="action" label={t('action')} all={t('any_action')} options={options(actions)} />
      <BarSelect name="subject_kind" label={t('on')} all={t('any_subject')} options={options(subjects)} />
      <BarField name="q" label={t('subject_id')} />
      <BarField name="day" label={t('day')} type="date" />
      {query.actor && (
        <button
          type="button"
          className="inline-flex min-h-10 items-center gap-2 rounded-[6px] bg-light-soft px-2 sm:min-h-8"
          onClick={() => set({ actor: undefined, open: undefined })}
        >
          <span translate="no">{actor ?? '…'}</span>
          <Icon name="close" size={12} />
          <span className="sr-only">{t('clear_actor')}</span>
        </button>
      )}
    </Bar>
  )
}

/** Recomputed only when asked: the whole trail is read for it. */
function Chain() {
  const t = useWords(controlWords)
  const [asked, setAsked] = useState(false)
  const read = useRead(verifyAudit, {}, { enabled: asked })
  const told = read.data
  const run = () => (asked ? void read.refetch() : setAsked(true))
  return (
    <span className="flex flex-wrap items-center gap-3" aria-live="polite">
      {told && !read.isFetching && (
        <span
          className={`inline-flex items-center gap-1.5 rounded-[4px] px-2 py-1 ${
            told.broken_at === null ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad'
          }`}
        >
          <Icon name={told.broken_at === null ? 'check' : 'warn'} size={14} />
          {told.broken_at === null
            ? t('chain_ok', { count: told.checked })
            : t('chain_broken', { seq: told.broken_at })}
        </span>
      )}
      <Refusal problem={read.error} />
      <Button size="small" look={told ? 'secondary' : 'primary'} pending={read.isFetching} onClick={run}>
        {told ? t('chain_again') : t('chain_check')}
      </Button>
    </span>
  )
}

function columnsOf(lang: Lang): TableColumnsType<AuditRow> {
  const t = say(controlWords, lang)
  return [
    { title: t('at'), render: (_, row) => <span className="whitespace-nowrap">{exactly(row.at)}</span> },
    {
      title: t('who'),
      render: (_, row) => (
        <span className="whitespace-nowrap">
          {row.person_name && <span translate="no">{row.person_name} · </span>}
          <span className="text-ink-soft">{rolesOf(lang, row.actor_name)}</span>
        </span>
      ),
    },
    { title: t('action'), render: (_, row) => <b className="font-mid">{sayCode(lang, row.action)}</b> },
    { title: t('on'), render: (_, row) => sayCode(lang, row.subject_kind) },
    {
      title: t('subject_id'),
      render: (_, row) => (
        <code translate="no" className="text-12 text-ink-soft">
          {row.subject_id}
        </code>
      ),
    },
    {
      title: t('chain'),
      align: 'right',
      render: (_, row) => (row.seq === null ? t('chain_soon') : t('chain_seq', { seq: row.seq })),
    },
  ]
}

/** Wide enough for a thumb. */
const way = 'link inline-flex min-h-10 items-center sm:min-h-8'

function Detail({ row }: { row: AuditRow }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const code = (text: string | null) => (
    <code translate="no" className="text-12 break-all">
      {text ?? '—'}
    </code>
  )
  return (
    <>
      <Section title={t('who')}>
        <Facts
          facts={[
            { name: t('at'), value: exactly(row.at) },
            { name: t('role'), value: rolesOf(lang, row.actor_name) },
            row.person_name !== null && {
              name: t('who'),
              value: <span translate="no">{row.person_name}</span>,
            },
            row.actor_id !== null && { name: t('subject_id'), value: code(row.actor_id) },
          ]}
        />
      </Section>
      {row.actor_id !== null && (
        <p className="pb-2">
          <Link to="/audit" search={{ actor: row.actor_id } as never} className={way}>
            {t('same_actor')}
          </Link>
        </p>
      )}
      <Section title={t('on')}>
        <Facts
          facts={[
            { name: sayCode(lang, row.subject_kind), value: code(row.subject_id) },
            {
              name: t('chain'),
              value: row.seq === null ? t('chain_soon') : t('chain_seq', { seq: row.seq }),
            },
            { name: t('chain_hash'), value: code(row.hash) },
          ]}
        />
        <Link to="/audit" search={{ q: row.subject_id } as never} className={way}>
          {t('same_subject')}
        </Link>
      </Section>
      <Section title={t('detail')} note={formatInstant(row.at, lang)}>
        <pre
          translate="no"
          className="overflow-x-auto rounded-[6px] bg-sunk p-3 text-12 whitespace-pre-wrap break-words"
        >
          {JSON.stringify(row.detail, null, 2)}
        </pre>
      </Section>
    </>
  )
}
