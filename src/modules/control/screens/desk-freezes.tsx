// What control holds still and what it held; freezing one more thing, and lifting what another has frozen.
import type { TableColumnsType } from 'antd'
import { type ComponentType, type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import type { Problem } from '../../../web/api.ts'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { dayOf, formatInstant } from '../../../web/words/format.ts'
import { fieldError, sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import {
  type Freeze,
  Freezable,
  type FreezeState,
  addFreeze,
  liftFreeze,
  listFreezes,
} from '../contract-freezes.ts'
import { handsWords } from './hands-words.ts'

const refreshes = [listFreezes]
type Kind = z.infer<typeof Freezable>
export type FindProps = { label: string; onFound: (id: string) => void }
/** How a thing is found by its name; rooms above know theirs, the console hands them down. */
export type Finders = Partial<Record<Kind, ComponentType<FindProps>>>

const asked = (query: Query) => ({
  limit: 50,
  ...(query.state ? { state: query.state as z.infer<typeof FreezeState> } : {}),
})
const filters = [
  ['f_frozen', 'live'],
  ['f_over', 'ended'],
] as const

export function FreezeList({ finders }: { finders: Finders }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listFreezes, asked(query))
  useLive(['changes:all'], refreshes)
  return (
    <ListPage
      title={t('freezes')}
      subtitle={t('freezes_lead')}
      action={<Add finders={finders} />}
      filters={[
        { id: 'all', title: say(commonWords, lang)('all'), query: {} },
        ...filters.map(([title, state]) => ({ id: state, title: t(title), query: { state } })),
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="lock" title={t('no_freezes')}>
          {t('no_freezes_text')}
        </EmptyState>
      }
      detail={(_, row) => row && <Detail row={row} />}
      detail_title={(_, row) => row && <span translate="no">{nameOf(row, lang)}</span>}
    />
  )
}

const nameOf = (row: Freeze, lang: Lang) => (lang === 'en' ? row.subject_en : row.subject_zh)

function State({ row }: { row: Freeze }) {
  const t = useWords(handsWords)
  return row.state === 'live' ? (
    <Badge tone="warn">{t('state_frozen')}</Badge>
  ) : (
    <Badge>{t('state_over')}</Badge>
  )
}

function columnsOf(lang: Lang): TableColumnsType<Freeze> {
  const t = say(handsWords, lang)
  return [
    {
      title: t('what'),
      render: (_, row) => (
        <span className="flex items-center gap-3">
          <b className="font-mid" translate="no">
            {nameOf(row, lang)}
          </b>
          <span className="text-12 text-ink-soft">{t(`kind_${row.subject_kind}`)}</span>
        </span>
      ),
    },
    { title: t('why_freeze'), render: (_, row) => <span translate="no">{row.reason}</span> },
    { title: t('by'), render: (_, row) => <span translate="no">{row.frozen_by_name}</span> },
    { title: t('until'), render: (_, row) => formatInstant(row.lifted_at ?? row.ends_at, lang) },
    { title: t('state'), render: (_, row) => <State row={row} /> },
  ]
}

function Detail({ row }: { row: Freeze }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const [lifting, setLifting] = useState(false)
  const why = row.why_not_lift && sayRefusal(lang, row.why_not_lift)
  const lifted =
    row.lifted_at && t('lifted', { by: row.lifted_by_name ?? '', at: formatInstant(row.lifted_at, lang) })
  return (
    <>
      <Section title={t('what')}>
        <Facts
          facts={[
            { name: t('freeze_what'), value: t(`kind_${row.subject_kind}`) },
            { name: t('why_freeze'), value: <span translate="no">{row.reason}</span> },
            { name: t('by'), value: <span translate="no">{row.frozen_by_name}</span> },
            { name: t('until'), value: formatInstant(row.ends_at, lang) },
            lifted ? { name: t('state_over'), value: <span translate="no">{lifted}</span> } : null,
            row.lift_note
              ? { name: t('lift_why'), value: <span translate="no">{row.lift_note}</span> }
              : null,
          ]}
        />
      </Section>
      {lifting ? (
        <Lift row={row} onDone={() => setLifting(false)} />
      ) : (
        <Actions>
          <Button size="small" look="secondary" why_disabled={why} onClick={() => setLifting(true)}>
            {t('lift')}
          </Button>
        </Actions>
      )}
    </>
  )
}

function Lift({ row, onDone }: { row: Freeze; onDone: () => void }) {
  const t = useWords(handsWords)
  const lift = useCommand(liftFreeze, {
    refreshes,
    onDone: () => {
      toast(t('lifted_toast'))
      onDone()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note') ?? '')
    void lift.run({ freeze_id: row.id, note })
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={send}>
      <TextArea name="note" label={t('lift_why')} maxLength={300} rows={2} />
      <span>
        <Button type="submit" size="small" pending={lift.pending}>
          {t('lift_do')}
        </Button>
      </span>
      <Refusal problem={lift.problem} />
    </form>
  )
}

function Add({ finders }: { finders: Finders }) {
  const t = useWords(handsWords)
  const why = useWhyNot('control.approve')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon="lock" why_disabled={why} onClick={() => setOpen(true)}>
        {t('freeze')}
      </Button>
      {open && <AddDialog finders={finders} onClose={() => setOpen(false)} />}
    </>
  )
}

const id = 'add-freeze'

function AddDialog({ finders, onClose }: { finders: Finders; onClose: () => void }) {
  const t = useWords(handsWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const [kind, setKind] = useState<Kind>('sku')
  const [found, setFound] = useState('')
  const Find = finders[kind]
  const add = useCommand(addFreeze, {
    refreshes,
    onDone: () => {
      toast(t('frozen_toast'))
      onClose()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const of = (name: string) => String(form.get(name) ?? '')
    const ends_at = new Date(`${of('until')}T23:59:59+08:00`).toISOString()
    const subject_id = Find ? found : of('subject')
    void add.run({ subject_kind: kind, subject_id, ends_at, reason: of('reason') })
  }
  const wrong = fieldError(add.problem, '/subject_id', lang)
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('freeze')}
      description={t('freeze_lead')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button size="small" type="submit" form={id} pending={add.pending}>
            {t('freeze_do')}
          </Button>
        </>
      }
    >
      <form id={id} className="flex flex-col gap-3 pt-2" onSubmit={send}>
        <Subject kind={kind} onKind={setKind} Find={Find} onFound={setFound} error={wrong} />
        <TermFields problem={add.problem} />
        <Refusal problem={add.problem} />
      </form>
    </Dialog>
  )
}

type SubjectProps = {
  kind: Kind
  onKind: (kind: Kind) => void
  Find: ComponentType<FindProps> | undefined
  onFound: (id: string) => void
  error: string | undefined
}

function Subject({ kind, onKind, Find, onFound, error }: SubjectProps) {
  const t = useWords(handsWords)
  return (
    <>
      <Select
        label={t('freeze_what')}
        choices={Freezable.options.map((one) => ({ value: one, label: t(`kind_${one}`) }))}
        value={kind}
        onChange={(event) => {
          onKind(event.target.value as Kind)
          onFound('')
        }}
      />
      {Find ? (
        <Find key={kind} label={t(`id_${kind}`)} onFound={onFound} />
      ) : (
        <TextField key={kind} name="subject" label={t(`id_${kind}`)} maxLength={100} error={error} />
      )}
    </>
  )
}

function TermFields({ problem }: { problem: Problem | null }) {
  const t = useWords(handsWords)
  const { lang, now } = useView()
  return (
    <>
      <TextField
        name="until"
        type="date"
        label={t('last_day')}
        min={dayOf(now)}
        error={fieldError(problem, '/ends_at', lang)}
      />
      <TextArea name="reason" label={t('why_freeze')} hint={t('why_freeze_hint')} maxLength={300} rows={2} />
    </>
  )
}
