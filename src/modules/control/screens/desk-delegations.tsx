// Who approves for whom, until when and what; giving one's own duty, and ending it before its time.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import { Link } from '@tanstack/react-router'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { PickMany } from '../../../web/kit/pick-many.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { dayOf, formatInstant, formatList } from '../../../web/words/format.ts'
import { fieldError, sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { listPeople } from '../../people/contract.ts'
import {
  type Delegation,
  type DelegationState,
  endDelegation,
  giveDelegation,
  listDelegations,
} from '../../people/contract-delegations.ts'
import type { z } from 'zod'
import { countRequests, listKinds, listRequests } from '../contract.ts'
import { handsWords } from './hands-words.ts'

const refreshes = [listDelegations, listRequests, countRequests]
const states = ['live', 'planned', 'ended'] as const
const tones = { live: 'good', planned: 'lit', ended: 'neutral' } as const

const asked = (query: Query) => ({
  limit: 50,
  ...(query.state ? { state: query.state as z.infer<typeof DelegationState> } : {}),
})

export default function DelegationsPage() {
  const t = useWords(handsWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listDelegations, asked(query))
  const kindName = useKindNames()
  useLive(['changes:all'], refreshes)
  return (
    <ListPage
      title={t('delegations')}
      subtitle={t('delegations_lead')}
      action={<Give />}
      filters={[
        { id: 'all', title: say(commonWords, lang)('all'), query: {} },
        ...states.map((state) => ({ id: state, title: t(`f_${state}`), query: { state } })),
      ]}
      rows={rows}
      columns={columnsOf(lang, kindName)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="people" title={t('no_delegations')}>
          {t('no_delegations_text')}
        </EmptyState>
      }
      detail={(_, row) => row && <Detail row={row} kindName={kindName} />}
      detail_title={(_, row) => row && <Pair row={row} />}
    />
  )
}

type NameOfKind = (kind: string) => string

function useKindNames(): NameOfKind {
  const lang = useLang()
  const { data } = useRead(listKinds, {})
  return (kind) => {
    const found = data?.items.find((one) => one.kind === kind)
    return (lang === 'en' ? found?.kind_en : found?.kind_zh) ?? kind
  }
}

const Pair = ({ row }: { row: Delegation }) => (
  <span translate="no">
    {row.from_name} → {row.to_name}
  </span>
)

function reachOf({ kinds, level_max }: Delegation, lang: Lang, kindName: NameOfKind): string {
  const t = say(handsWords, lang)
  const which = kinds ? formatList(kinds.map(kindName), lang) : t('all_kinds')
  return `${which} · ${t('up_to', { level: level_max })}`
}

function columnsOf(lang: Lang, kindName: NameOfKind): TableColumnsType<Delegation> {
  const t = say(handsWords, lang)
  const name = (text: string) => (
    <b className="font-mid" translate="no">
      {text}
    </b>
  )
  return [
    { title: t('from'), render: (_, row) => name(row.from_name) },
    { title: t('to'), render: (_, row) => name(row.to_name) },
    { title: t('reach'), render: (_, row) => reachOf(row, lang, kindName) },
    { title: t('until'), render: (_, row) => formatInstant(row.ended_at ?? row.ends_at, lang) },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`state_${row.state}`)}</Badge>,
    },
  ]
}

function Detail({ row, kindName }: { row: Delegation; kindName: NameOfKind }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const end = useCommand(endDelegation, { refreshes, onDone: () => toast(t('ended_toast')) })
  const why = row.why_not_end && sayRefusal(lang, row.why_not_end)
  return (
    <>
      <Section title={t('about')}>
        <Facts
          facts={[
            { name: t('from'), value: <span translate="no">{row.from_name}</span> },
            { name: t('to'), value: <span translate="no">{row.to_name}</span> },
            { name: t('reach'), value: reachOf(row, lang, kindName) },
            { name: t('until'), value: formatInstant(row.ended_at ?? row.ends_at, lang) },
            { name: t('why_give'), value: <span translate="no">{row.reason}</span> },
          ]}
        />
      </Section>
      <Actions>
        <Button
          size="small"
          look="danger"
          why_disabled={why}
          pending={end.pending}
          onClick={() => void end.run({ delegation_id: row.id })}
        >
          {t('end')}
        </Button>
        <Link to="/audit" search={{ subject_id: row.id } as never} className="link min-h-8 self-center">
          {say(handsWords, lang)('story')}
        </Link>
        <Refusal problem={end.problem} />
      </Actions>
    </>
  )
}

function Give() {
  const t = useWords(handsWords)
  const why = useWhyNot('control.approve')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
        {t('give')}
      </Button>
      {open && <GiveDialog onClose={() => setOpen(false)} />}
    </>
  )
}

/** Colleagues who may read what waits; whether duties clash says the house, with its reason. */
function useColleagues() {
  const me = useMe()
  const controllers = useRead(listPeople, { role: 'controller', limit: 100 })
  const auditors = useRead(listPeople, { role: 'auditor', limit: 100 })
  const all = [...(auditors.data?.items ?? []), ...(controllers.data?.items ?? [])]
  return all.filter((one) => one.id !== me.person_id)
}

const levels = [1, 2, 3] as const
const id = 'give-delegation'

function GiveDialog({ onClose }: { onClose: () => void }) {
  const t = useWords(handsWords)
  const c = useWords(commonWords)
  const give = useCommand(giveDelegation, {
    refreshes,
    onDone: () => {
      toast(t('given_toast'))
      onClose()
    },
  })
  const [kinds, setKinds] = useState<string[]>([])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const of = (name: string) => String(form.get(name) ?? '')
    void give.run({
      to_person: of('to') as never,
      kinds: kinds.length > 0 ? kinds : null,
      level_max: Number(of('levels')),
      ends_at: new Date(`${of('until')}T23:59:59+08:00`).toISOString(),
      reason: of('reason'),
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('give')}
      description={t('give_lead')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button size="small" type="submit" form={id} pending={give.pending}>
            {t('give_do')}
          </Button>
        </>
      }
    >
      <form id={id} className="flex flex-col gap-3 pt-2" onSubmit={send}>
        <GiveFields kinds={kinds} onKinds={setKinds} problem={give.problem} />
        <Refusal problem={give.problem} />
      </form>
    </Dialog>
  )
}

type FieldsProps = {
  kinds: readonly string[]
  onKinds: (kinds: string[]) => void
  problem: Parameters<typeof fieldError>[0]
}

function GiveFields({ kinds, onKinds, problem }: FieldsProps) {
  const t = useWords(handsWords)
  const { lang, now } = useView()
  const people = useColleagues()
  const kindName = useKindNames()
  const all = useRead(listKinds, {}).data?.items ?? []
  return (
    <>
      <Select
        name="to"
        label={t('to_whom')}
        choices={people.map((one) => ({ value: one.id, label: one.name }))}
        error={fieldError(problem, '/to_person', lang)}
      />
      <PickMany
        label={t('which_kinds')}
        idle={t('all_kinds')}
        choices={all.map(({ kind }) => ({ value: kind, label: kindName(kind) }))}
        chosen={kinds}
        nameOf={kindName}
        onChange={onKinds}
      />
      <Select
        name="levels"
        label={t('how_high')}
        choices={levels.map((level) => ({ value: String(level), label: t('up_to', { level }) }))}
      />
      <TextField
        name="until"
        type="date"
        label={t('last_day')}
        min={dayOf(now)}
        error={fieldError(problem, '/ends_at', lang)}
      />
      <TextArea name="reason" label={t('why_give')} maxLength={300} rows={2} />
    </>
  )
}
