// How a visit ends: the customer's six digits, or a reason and another day. Both also without a network.
import { type FormEvent, useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Choices, TextField } from '../../../web/kit/field.tsx'
import { useOnline } from '../../../web/kit/states.tsx'
import { useNow } from '../../../web/kit/timeline.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { Card, CardTitle } from '../../../web/mobile/parts.tsx'
import { PickOne } from '../../../web/mobile/pick-one.tsx'
import { dayOf, formatDay, formatList } from '../../../web/words/format.ts'
import { tell } from '../../../web/words/refusals.ts'
import { Problem } from '../../../web/api.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { Window, WorkFailure } from '../contract.ts'
import type { LocalJob } from '../local-view.ts'
import { note } from './hand-store.ts'
import { handInstallationWords } from './hand-words.ts'

function useMissing(job: LocalJob): string[] {
  const t = useWords(handInstallationWords)
  const { steps, photos, serials } = job.missing
  return [
    steps.length > 0 && t('left_steps', { count: steps.length }),
    photos.length > 0 && t('left_photos'),
    serials.length > 0 && t('left_serials'),
    !job.goods_delivered && !job.goods_with_crew && t('left_goods'),
  ].filter((one) => typeof one === 'string')
}

export function Acceptance({ job, refused }: { job: LocalJob; refused: string | null }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const online = useOnline()
  const [code, setCode] = useState('')
  const missing = useMissing(job)
  const ready = missing.length === 0
  const why = ready
    ? code.length === 6
      ? null
      : t('accept_code')
    : t('accept_why', { what: formatList(missing, lang) })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (why) return
    void note('accept', job.id, '', { code })
    setCode('')
  }
  const known = { wrong_code: t('accept_wrong'), code_locked: t('accept_locked') } as Record<string, string>
  const error = refused
    ? (known[refused] ?? tell(new Problem({ reason: refused }), lang).sentence)
    : undefined
  return (
    <Card lit={ready}>
      <CardTitle>{t('accept')}</CardTitle>
      <p className="text-15 text-ink-soft">{t('accept_lead')}</p>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label={t('accept_code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          className="num text-center text-24 tracking-[.4em]"
          error={code === '' ? error : undefined}
          value={code}
          onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
        />
        {!online && <p className="text-14 text-ink-soft">{t('accept_offline')}</p>}
        <Button type="submit" size="large" wide why_disabled={why}>
          {t('accept_go')}
        </Button>
      </form>
    </Card>
  )
}

export function FailJob({ job }: { job: LocalJob }) {
  const t = useWords(handInstallationWords)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="large" wide look="secondary" onClick={() => setOpen(true)}>
        {t('fail')}
      </Button>
      {open && <FailSheet job={job} onClose={() => setOpen(false)} />}
    </>
  )
}

const hours_24 = 86_400_000

function FailSheet({ job, onClose }: { job: LocalJob; onClose: () => void }) {
  const t = useWords(handInstallationWords)
  const lang = useLang()
  const navigate = useNavigate()
  const now = useNow(60_000)
  const [reason, setReason] = useState<WorkFailure>('nobody_home')
  const [day, setDay] = useState(() => dayOf(now + hours_24))
  const [window, setWindow] = useState<Window>(job.window ?? 'am')
  const save = async () => {
    await note('fail', job.id, t(`${reason}_why`), { reason, day, window })
    toast(t('fail_saved', { day: formatDay(day, lang) }))
    onClose()
    void navigate({ to: '/jobs' })
  }
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('fail_title')}
      description={t('fail_note')}
      actions={
        <Button size="large" look="danger" wide onClick={() => void save()}>
          {t('fail_go')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <PickOne
          label={t('reason')}
          name="reason"
          value={reason}
          choices={WorkFailure.options.map((value) => ({ value, title: t(`${value}_why`) }))}
          onChange={(value) => setReason(value as WorkFailure)}
        />
        <TextField
          type="date"
          label={t('again_day')}
          min={dayOf(now)}
          value={day}
          onChange={(event) => event.target.value && setDay(event.target.value)}
        />
        <Choices
          label={t('again_window')}
          name="window"
          value={window}
          choices={Window.options.map((value) => ({ value, label: t(`window_${value}`) }))}
          onChange={(value) => setWindow(value as Window)}
        />
      </div>
    </Sheet>
  )
}
