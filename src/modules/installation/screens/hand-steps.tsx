// The steps of a visit: the next one is open with one big button, the rest say what they wait for.
import { type ChangeEvent, useId, useState } from 'react'
import { Button } from '../../../web/kit/button.tsx'
import { Choices, TextField } from '../../../web/kit/field.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Card, CardTitle, Tag } from '../../../web/mobile/parts.tsx'
import { formatInstant, formatList } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import type { LocalJob, LocalStep } from '../local-view.ts'
import { smallPhoto } from './hand-photo.ts'
import { note } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

export function StepList({ job, closed }: { job: LocalJob; closed: boolean }) {
  const t = useWords(handInstallationWords)
  const next = job.steps.find((step) => step.done_at === null && step.blocked_by.length === 0)
  return (
    <Card lit={!closed && next !== undefined}>
      <CardTitle note={t('steps_of', { done: job.steps_done, total: job.steps_total })}>
        {t('steps')}
      </CardTitle>
      <ol className="flex flex-col">
        {job.steps.map((step, at) => (
          <StepRow
            key={step.step}
            {...{ job, step, closed }}
            number={at + 1}
            next={!closed && step.step === next?.step}
          />
        ))}
      </ol>
    </Card>
  )
}

type RowProps = { job: LocalJob; step: LocalStep; number: number; next: boolean; closed: boolean }

function StepRow({ job, step, number, next, closed }: RowProps) {
  const lang = useLang()
  const done = step.done_at !== null
  const open = !done && !closed && step.blocked_by.length === 0
  return (
    <li
      aria-current={next ? 'step' : undefined}
      className="flex flex-col gap-3 border-t border-line py-3 first:border-t-0"
    >
      <div className="flex items-center gap-3">
        <span
          className={`num grid size-11 shrink-0 place-items-center rounded-pill text-18 font-strong ${
            done ? 'bg-good-soft text-good' : next ? 'bg-light text-on-light' : 'bg-sunk text-ink-soft'
          }`}
        >
          {done ? <Icon name="check" size={26} /> : number}
        </span>
        <div className="min-w-0 grow">
          <p className={`text-16 ${next ? 'font-strong' : 'font-mid'}`}>
            {lang === 'en' ? step.label_en : step.label_zh}
          </p>
          <StepNote job={job} step={step} />
        </div>
        {open && step.checks.length === 0 && <DoneButton job={job} step={step} next={next} />}
      </div>
      {open && step.checks.length > 0 && <SiteChecks job={job} step={step} />}
      {step.needs_photo && !closed && step.blocked_by.length === 0 && <PhotoButton job={job} step={step} />}
    </li>
  )
}

function StepNote({ job, step }: { job: LocalJob; step: LocalStep }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const labelOf = (code: string) => {
    const other = job.steps.find((one) => one.step === code)
    return other ? (lang === 'en' ? other.label_en : other.label_zh) : code
  }
  const bad = step.findings.filter(({ ok }) => !ok).map(({ check }) => check)
  const names = step.checks.filter(({ check }) => bad.includes(check))
  return (
    <div className="text-14 text-ink-soft">
      {step.done_at ? (
        <span className="num">{t('step_done_at', { at: formatInstant(step.done_at, lang) })}</span>
      ) : (
        step.blocked_by.length > 0 && t('blocked', { steps: formatList(step.blocked_by.map(labelOf), lang) })
      )}
      {step.pending && <> · {t('step_pending')}</>}
      {names.length > 0 && (
        <span className="block text-warn">
          {t('check_bad')}:{' '}
          {formatList(
            names.map((one) => (lang === 'en' ? one.label_en : one.label_zh)),
            lang,
          )}
        </span>
      )}
    </div>
  )
}

const sayStep = (lang: string, step: LocalStep) => (lang === 'en' ? step.label_en : step.label_zh)

function DoneButton({ job, step, next }: { job: LocalJob; step: LocalStep; next: boolean }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const tick = () =>
    note('step', job.id, sayStep(lang, step), {
      step: step.step,
      done_at: new Date().toISOString(),
      findings: [],
    })
  return (
    <Button
      size="large"
      look={next ? 'primary' : 'secondary'}
      aria-label={`${t('done_step')}: ${sayStep(lang, step)}`}
      onClick={() => void tick()}
    >
      {t('done_step')}
    </Button>
  )
}

function SiteChecks({ job, step }: { job: LocalJob; step: LocalStep }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const [found, setFound] = useState<Record<string, 'ok' | 'bad'>>({})
  const [remark, setRemark] = useState('')
  const all = step.checks.every(({ check }) => found[check])
  const done = () =>
    note('step', job.id, sayStep(lang, step), {
      step: step.step,
      done_at: new Date().toISOString(),
      findings: step.checks.map(({ check }) => ({ check, ok: found[check] === 'ok' })),
      ...(remark.trim() ? { note: remark.trim() } : {}),
    })
  return (
    <div className="flex flex-col gap-3 rounded-shop bg-paper p-3">
      <p className="text-14 font-mid">{t('checks')}</p>
      {step.checks.map((one) => (
        <Choices
          key={one.check}
          label={lang === 'en' ? one.label_en : one.label_zh}
          name={`${job.id}-${one.check}`}
          value={found[one.check] ?? ''}
          choices={[
            { value: 'ok', label: t('check_ok') },
            { value: 'bad', label: t('check_bad') },
          ]}
          onChange={(value) => setFound((now) => ({ ...now, [one.check]: value as 'ok' | 'bad' }))}
        />
      ))}
      {Object.values(found).includes('bad') && (
        <TextField
          label={t('note')}
          hint={t('note_hint')}
          required={false}
          maxLength={500}
          value={remark}
          onChange={(event) => setRemark(event.target.value)}
        />
      )}
      <Button size="large" wide why_disabled={all ? null : t('checks_why')} onClick={() => void done()}>
        {t('checks_go')}
      </Button>
    </div>
  )
}

function PhotoButton({ job, step }: { job: LocalJob; step: LocalStep }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const id = useId()
  const [problem, setProblem] = useState('')
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const field = event.target
    const file = field.files?.[0]
    if (!file) return
    const image = await smallPhoto(file)
    field.value = ''
    setProblem(image ? '' : t('photo_failed'))
    if (!image) return
    const body = { step: step.step, taken_at: new Date().toISOString() }
    await note('photo', job.id, sayStep(lang, step), body, image).then(
      () => toast(t('saved_here')),
      () => setProblem(t('storage_full')),
    )
  }
  return (
    <div className="flex flex-wrap items-center gap-3">
      <label
        htmlFor={id}
        className="inline-flex min-h-[46px] cursor-pointer items-center gap-2 rounded-shop border border-line-firm px-4 text-15 font-mid text-action has-focus-visible:shadow-[var(--focus)]"
      >
        <Icon name="camera" /> {step.photos > 0 ? t('photo_more') : t('photo')}
        <input
          id={id}
          type="file"
          accept="image/*"
          capture="environment"
          className="sr-only"
          onChange={(event) => void take(event)}
        />
      </label>
      {step.photos > 0 ? (
        <Tag tone="good">{t('photos', { count: step.photos })}</Tag>
      ) : (
        <Tag tone="lit">{t('photo_needed')}</Tag>
      )}
      {problem && (
        <p role="alert" className="text-14 text-bad">
          {problem}
        </p>
      )}
    </div>
  )
}
