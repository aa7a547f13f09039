// What came back to its maker: the plain fields of the proposal to change, and the way to send it again.
import { type FormEvent, useState } from 'react'
import { Actions, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayRefusal } from '../../../web/words/refusals.ts'
import { type ChangeRequest, type DiffRow, reviseRequest } from '../contract.ts'
import { Withdraw, refreshes } from './desk-decide.tsx'
import { handsWords } from './hands-words.ts'

type Props = { request: ChangeRequest; onDone: (() => void) | undefined }
type Proposal = Record<string, unknown>

const offset = '+08:00'
const shown: Record<DiffRow['unit'], (value: unknown) => string> = {
  fen: (value) => String(Number(value) / 100),
  share: (value) => String(Number(value) / 100),
  units: String,
  text: String,
  instant: (value) => new Date(Date.parse(String(value)) + 8 * 3_600_000).toISOString().slice(0, 16),
}
const read: Record<DiffRow['unit'], (text: string) => unknown> = {
  fen: (text) => Math.round(Number(text) * 100),
  share: (text) => Math.round(Number(text) * 100),
  units: Number,
  text: String,
  instant: (text) => new Date(`${text}:00${offset}`).toISOString(),
}
const units: Partial<Record<DiffRow['unit'], string>> = { fen: '¥', share: '%' }

/** Fields a person can retype in one box; lists and names of things stay as they were proposed. */
const isPlain = ({ field, unit }: DiffRow, proposal: Proposal) =>
  field in proposal &&
  proposal[field] !== null &&
  typeof proposal[field] !== 'object' &&
  (unit !== 'text' || typeof proposal[field] === 'number' || field.startsWith('name_'))

export function Revise({ request, onDone }: Props) {
  const t = useWords(handsWords)
  const lang = useLang()
  const proposal = request.proposal
  const [open, setOpen] = useState(false)
  if (!proposal) {
    const why = request.why_not_revise && sayRefusal(lang, request.why_not_revise)
    return (
      <Actions>
        <Button size="small" why_disabled={why}>
          {t('revise')}
        </Button>
        {request.why_not_withdraw === null && <Withdraw request={request} onDone={onDone} />}
      </Actions>
    )
  }
  if (open) return <Form request={request} proposal={proposal} onDone={onDone} />
  return (
    <Actions>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('revise')}
      </Button>
      <Withdraw request={request} onDone={onDone} />
    </Actions>
  )
}

function Form({ request, proposal, onDone }: Props & { proposal: Proposal }) {
  const t = useWords(handsWords)
  const lang = useLang()
  const fields = request.diff.filter((row) => isPlain(row, proposal))
  const send = useCommand(reviseRequest, {
    refreshes,
    onDone: () => {
      toast(t('revised_toast'))
      onDone?.()
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const typed = fields.map(({ field, unit }) => [field, read[unit](String(form.get(field) ?? ''))])
    const after = { ...proposal, ...Object.fromEntries(typed) }
    void send.run({ request_id: request.id, after, reason: String(form.get('reason') ?? '') })
  }
  return (
    <Section title={t('revise')} note={t('revise_lead')}>
      <form className="flex flex-col gap-3" onSubmit={submit}>
        {fields.map((row) => (
          <TextField
            key={row.field}
            name={row.field}
            label={lang === 'en' ? row.label_en : row.label_zh}
            defaultValue={shown[row.unit](proposal[row.field])}
            {...(row.unit === 'instant' ? { type: 'datetime-local' } : { after: units[row.unit] })}
            {...(['fen', 'share', 'units'].includes(row.unit) ? { inputMode: 'decimal' as const } : {})}
            error={fieldError(send.problem, `/after/${row.field}`, lang)}
          />
        ))}
        <TextArea name="reason" label={t('revise_why')} maxLength={300} />
        <span>
          <Button type="submit" size="small" pending={send.pending}>
            {t('revise_do')}
          </Button>
        </span>
        <Refusal problem={send.problem} />
      </form>
    </Section>
  )
}
