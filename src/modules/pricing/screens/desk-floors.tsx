// Floors at the control desk: each SKU with its price now, its floor, the room between; a new one proposed.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages } from '../../../web/query.ts'
import { formatInstant, formatMoney, formatShare, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { countRequests, listRequests, proposeAny } from '../../control/contract.ts'
import { type FloorLine, listFloors } from '../contract-floors.ts'
import { floorWords } from './floor-words.ts'
import { fenOf, instantOf, localOf } from './typed.ts'

const filters = ['set', 'unset'] as const

const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.only ? { only: query.only as (typeof filters)[number] } : {}),
})

export default function FloorsPage() {
  const t = useWords(floorWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listFloors, asked(query))
  return (
    <ListPage
      title={t('title')}
      subtitle={t('lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        ...filters.map((only) => ({ id: only, title: t(`f_${only}`), query: { only } })),
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.sku_id}
      empty={<EmptyState icon="ruler" title={t('empty')} />}
      detail={(id, row, close) => row && <Detail key={id} line={row} onSent={close} />}
      detail_title={(_, row) => row && <span translate="no">{nameIn(lang, row)}</span>}
    />
  )
}

/** How far the price now stands above its floor, as a share of the price. */
function Room({ line: { now_fen, floor_fen } }: { line: FloorLine }) {
  const t = useWords(floorWords)
  if (now_fen === null || floor_fen === null) return <span className="text-ink-faint">—</span>
  if (now_fen < floor_fen) return <Badge tone="warn">{t('below')}</Badge>
  return <span>{formatShare(Math.round(((now_fen - floor_fen) * 10_000) / now_fen))}</span>
}

function Floor({ line: { floor_fen } }: { line: FloorLine }) {
  const t = useWords(floorWords)
  if (floor_fen === null) return <span className="text-ink-soft">{t('none')}</span>
  return <b>{formatMoney(floor_fen)}</b>
}

function columnsOf(lang: Lang): TableColumnsType<FloorLine> {
  const t = say(floorWords, lang)
  return [
    {
      title: t('product'),
      render: (_, row) => (
        <span className="flex items-center gap-3">
          <span translate="no" className="w-72 truncate font-mid">
            {nameIn(lang, row)}
          </span>
          <span translate="no" className="text-12 text-ink-faint">
            {row.code}
          </span>
        </span>
      ),
    },
    {
      title: t('now'),
      align: 'right',
      render: (_, row) => (row.now_fen === null ? t('no_price') : formatMoney(row.now_fen)),
    },
    { title: t('floor'), align: 'right', render: (_, row) => <Floor line={row} /> },
    { title: t('room'), align: 'right', render: (_, row) => <Room line={row} /> },
    { title: t('since'), render: (_, row) => (row.since ? formatInstant(row.since, lang) : '—') },
  ]
}

function Detail({ line, onSent }: { line: FloorLine; onSent: () => void }) {
  const t = useWords(floorWords)
  const lang = useLang()
  return (
    <>
      <Section title={t('floor')}>
        <Facts
          facts={[
            { name: t('now'), value: line.now_fen === null ? t('no_price') : formatMoney(line.now_fen) },
            { name: t('floor'), value: <Floor line={line} /> },
            { name: t('room'), value: <Room line={line} /> },
            { name: t('since'), value: line.since ? formatInstant(line.since, lang) : '—' },
          ]}
        />
      </Section>
      <Propose line={line} onSent={onSent} />
    </>
  )
}

function Propose({ line, onSent }: { line: FloorLine; onSent: () => void }) {
  const t = useWords(floorWords)
  const { lang, now } = useView()
  const why = useWhyNot('control.approve')
  const [typed, setTyped] = useState('')
  const [bad, setBad] = useState(false)
  const propose = useCommand(proposeAny, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onSent()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const floor_fen = fenOf(typed)
    const starts_at = instantOf(String(form.get('from') ?? ''))
    setBad(!floor_fen)
    if (!floor_fen || !starts_at) return
    const reason = String(form.get('reason') ?? '')
    void propose.run({ kind: 'pricing.floor', after: { sku_id: line.sku_id, floor_fen, starts_at }, reason })
  }
  const above = line.now_fen !== null && (fenOf(typed) ?? 0) > line.now_fen
  return (
    <Section title={t('propose')} note={t('propose_lead')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <TextField
          name="floor"
          inputMode="decimal"
          label={t('new_floor')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          {...(above && { hint: t('above_now') })}
          error={bad ? t('bad_floor') : fieldError(propose.problem, '/after/floor_fen', lang)}
        />
        <TextField
          name="from"
          type="datetime-local"
          label={t('from')}
          defaultValue={localOf(now + 3_600_000)}
          error={fieldError(propose.problem, '/after/starts_at', lang)}
        />
        <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />
        <span>
          <Button type="submit" size="small" pending={propose.pending} why_disabled={why}>
            {t('send')}
          </Button>
        </span>
        <Refusal problem={propose.problem} />
      </form>
    </Section>
  )
}
