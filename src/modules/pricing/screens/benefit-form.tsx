// Proposing a benefit: what is typed, a look at it in words, then it waits for a second person. What the API
// refuses stands at its field, and what was typed stays.
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { serverNow, type Problem } from '../../../web/api.ts'
import { Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Choices, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { type BenefitWish, proposeBenefit } from '../contract-benefits.ts'
import { type Entry, type Faults, readEntry } from './benefit-entry.ts'
import { BenefitFacts } from './benefit-facts.tsx'
import { type FieldProps, Audience, Cut, Funders, Goods } from './benefit-fields.tsx'
import { Limits, Parts } from './benefit-order-fields.tsx'
import { TryWish } from './benefit-trial.tsx'
import { benefitWords } from './benefit-words.ts'

type Props = {
  entry: Entry
  onEntry: (entry: Entry) => void
  onClose: () => void
  onSent: () => void
}

const now = () => new Date(serverNow()).toISOString()

export function ProposeBenefit({ entry, onEntry, onClose, onSent }: Props) {
  const [wish, setWish] = useState<BenefitWish | null>(null)
  const [faults, setFaults] = useState<Faults>({})
  const [shown, setShown] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const propose = useCommand(proposeBenefit, { refreshes: [listRequests, countRequests], onDone: onSent })
  const read = () => {
    const made = readEntry(entry, now())
    setFaults('faults' in made ? made.faults : {})
    if (!('wish' in made)) return
    propose.clear()
    setRefusal(null)
    setWish(made.wish)
    setShown(true)
  }
  const send = async (asked: BenefitWish) => {
    // One that begins with its approval began, at the latest, when it was sent.
    const wanted = entry.from ? asked : { ...asked, starts_at: startOf(asked.starts_at) }
    setWish(wanted)
    if (!(await propose.run({ ...wanted, reason: entry.reason.trim() }))) setShown(false)
  }
  return (
    <>
      <div hidden={shown}>
        <Form
          entry={entry}
          sent={wish}
          faults={faults}
          problem={propose.problem ?? refusal}
          onEntry={onEntry}
          onRead={read}
          onClose={onClose}
        />
      </div>
      {shown && wish && (
        <Preview
          wish={wish}
          reason={entry.reason}
          at_once={entry.from === ''}
          pending={propose.pending}
          onRefused={(problem) => {
            setRefusal(problem)
            setShown(false)
          }}
          onBack={() => setShown(false)}
          onSend={() => void send(wish)}
        />
      )}
    </>
  )
}

/** How long the moment of the preview may stand for "now"; kept so that a second press is the same wish. */
const fresh_ms = 30_000
const startOf = (at: string) => (serverNow() - Date.parse(at) < fresh_ms ? at : now())

type FormProps = {
  entry: Entry
  sent: BenefitWish | null
  faults: Faults
  problem: Problem | null
  onEntry: (entry: Entry) => void
  onRead: () => void
  onClose: () => void
}

function Form({ entry, sent, faults, problem, onEntry, onRead, onClose }: FormProps) {
  const t = useWords(benefitWords)
  const c = useWords(commonWords)
  const form = useRef<HTMLFormElement>(null)
  // What is wrong comes into view, wherever the form has been scrolled to.
  useEffect(() => {
    if (!problem && Object.keys(faults).length === 0) return
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid]')
    if (wrong) wrong.focus()
    else form.current?.querySelector('[role=alert]')?.scrollIntoView({ block: 'center' })
  }, [problem, faults])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onRead()
  }
  const fields: FieldProps = { entry, sent, faults, problem, set: (part) => onEntry({ ...entry, ...part }) }
  return (
    <form ref={form} className="flex flex-col gap-4" onSubmit={submit}>
      <Kind {...fields} />
      <Naming {...fields} />
      <Cut {...fields} />
      {entry.kind === 'bundle' ? <Parts {...fields} /> : <Goods {...fields} />}
      <Limits {...fields} />
      <Audience {...fields} />
      <Funders {...fields} />
      <Span {...fields} />
      <Refusal problem={problem} />
      <span className="flex gap-3">
        <Button type="submit" size="small">
          {t('preview')}
        </Button>
        <Button size="small" look="quiet" onClick={onClose}>
          {c('cancel')}
        </Button>
      </span>
    </form>
  )
}

function Kind({ entry, set }: FieldProps) {
  const t = useWords(benefitWords)
  return (
    <div className="flex flex-col gap-1">
      <Choices
        label={t('kind')}
        name="kind"
        value={entry.kind}
        choices={[
          { value: 'direct_cut', label: t('kind_direct_cut') },
          { value: 'category', label: t('kind_category') },
          { value: 'coupon', label: t('kind_coupon') },
          { value: 'bundle', label: t('kind_bundle') },
        ]}
        onChange={(kind) => set({ kind: kind as Entry['kind'] })}
      />
      <p className="text-13 text-ink-faint">{t(`kind_hint_${entry.kind}`)}</p>
    </div>
  )
}

function Naming({ entry, problem, set }: FieldProps) {
  const t = useWords(benefitWords)
  const lang = useLang()
  const ill_formed = problem?.errors.some((one) => one.pointer === '/code' && one.reason === 'invalid_format')
  return (
    <>
      <TextField
        label={t('name_zh')}
        hint={t('name_zh_hint')}
        value={entry.name_zh}
        maxLength={40}
        error={fieldError(problem, '/name_zh', lang)}
        onChange={(event) => set({ name_zh: event.target.value })}
      />
      <TextField
        label={t('name_en')}
        value={entry.name_en}
        maxLength={60}
        error={fieldError(problem, '/name_en', lang)}
        onChange={(event) => set({ name_en: event.target.value })}
      />
      <TextField
        label={t('code')}
        hint={t('code_hint')}
        value={entry.code}
        maxLength={60}
        autoCapitalize="none"
        spellCheck={false}
        error={ill_formed ? t('code_hint') : fieldError(problem, '/code', lang)}
        onChange={(event) => set({ code: event.target.value })}
      />
    </>
  )
}

/** From when until when, and why. */
function Span({ entry, faults, problem, set }: FieldProps) {
  const t = useWords(benefitWords)
  const lang = useLang()
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          type="datetime-local"
          label={t('starts_at')}
          hint={t('starts_hint')}
          required={false}
          value={entry.from}
          error={fieldError(problem, '/starts_at', lang)}
          onChange={(event) => set({ from: event.target.value })}
        />
        <TextField
          type="datetime-local"
          label={t('ends_at')}
          value={entry.to}
          error={faults.ends_at ? t(faults.ends_at) : fieldError(problem, '/ends_at', lang)}
          onChange={(event) => set({ to: event.target.value })}
        />
      </div>
      <TextArea
        label={t('reason')}
        hint={t('reason_hint')}
        value={entry.reason}
        maxLength={200}
        error={fieldError(problem, '/reason', lang)}
        onChange={(event) => set({ reason: event.target.value })}
      />
    </>
  )
}

type PreviewProps = {
  wish: BenefitWish
  reason: string
  at_once: boolean
  pending: boolean
  onRefused: (problem: Problem) => void
  onBack: () => void
  onSend: () => void
}

function Preview({ wish, reason, at_once, pending, onRefused, onBack, onSend }: PreviewProps) {
  const t = useWords(benefitWords)
  const c = useWords(commonWords)
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{t('preview_lead')}</p>
      <div>
        <BenefitFacts wish={wish} {...(at_once ? { starts: t('at_once') } : {})} />
        <Section title={t('reason')}>
          <p className="break-words">{reason}</p>
        </Section>
        <TryWish wish={wish} onRefused={onRefused} />
      </div>
      <span className="flex gap-3">
        <Button size="small" pending={pending} onClick={onSend}>
          {t('send')}
        </Button>
        <Button size="small" look="quiet" onClick={onBack}>
          {c('back')}
        </Button>
      </span>
    </div>
  )
}
