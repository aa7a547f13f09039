// Opening an account for a colleague: who, for which party, and a first password that is handed over in
// person and changed by them. It carries no role; roles are proposed afterwards.
import { type FormEvent, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import type { Problem } from '../../../web/api.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { addPerson, listParties, listPeople } from '../../people/contract.ts'
import { peopleWords } from './people-words.ts'

/** Without letters and figures that look alike on paper. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
const password_length = 14
const newPassword = () =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(password_length)),
    (byte) => letters[byte % letters.length],
  ).join('')

export function AddPerson({ onAdded }: { onAdded: (id: string) => void }) {
  const t = useWords(peopleWords)
  const why = useWhyNot('control.people')
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" icon="plus" why_disabled={why} onClick={() => setOpen(true)}>
        {t('add_person')}
      </Button>
      {open && (
        <AccountDialog
          onClose={() => setOpen(false)}
          onAdded={(id) => {
            setOpen(false)
            onAdded(id)
          }}
        />
      )}
    </>
  )
}

type Opened = { id: string; email: string; password: string }

function AccountDialog({ onClose, onAdded }: { onClose: () => void; onAdded: (id: string) => void }) {
  const t = useWords(peopleWords)
  const [opened, setOpened] = useState<Opened | null>(null)
  if (!opened) return <AccountForm onClose={onClose} onOpened={setOpened} />
  const next = () => onAdded(opened.id)
  return (
    <Dialog
      open
      onClose={next}
      title={t('account_open')}
      description={t('account_open_note')}
      actions={
        <Button size="small" onClick={next}>
          {t('to_roles')}
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 text-16" translate="no">
        <dt className="text-13 text-ink-soft">{t('email')}</dt>
        <dd>{opened.email}</dd>
        <dt className="text-13 text-ink-soft">{t('first_password')}</dt>
        <dd>
          <code className="rounded-[6px] bg-light-soft px-2 py-1 select-all">{opened.password}</code>
        </dd>
      </dl>
    </Dialog>
  )
}

function AccountForm({ onClose, onOpened }: { onClose: () => void; onOpened: (opened: Opened) => void }) {
  const t = useWords(peopleWords)
  const c = useWords(commonWords)
  const [password] = useState(newPassword)
  const [party_id, setParty] = useState('')
  const add = useCommand(addPerson, { refreshes: [listPeople] })
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email')).trim()
    const name = String(form.get('name')).trim()
    const person = await add.run({ name, email, password, party_id: party_id as Id })
    if (person) onOpened({ id: person.id, email, password })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('add_person')}
      description={t('add_person_note')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button
            size="small"
            type="submit"
            form="account"
            pending={add.pending}
            why_disabled={party_id ? null : t('needs_party')}
          >
            {t('open_account')}
          </Button>
        </>
      }
    >
      <form id="account" className="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
        <WhoFields problem={add.problem} />
        <PartyPicker value={party_id} onChange={setParty} />
        <Refusal problem={add.problem} />
      </form>
    </Dialog>
  )
}

function WhoFields({ problem }: { problem: Problem | null }) {
  const t = useWords(peopleWords)
  const lang = useLang()
  return (
    <>
      <TextField
        name="name"
        label={t('name')}
        maxLength={40}
        autoComplete="off"
        error={fieldError(problem, '/name', lang)}
      />
      <TextField
        name="email"
        type="email"
        label={t('email')}
        hint={t('email_hint')}
        maxLength={254}
        autoComplete="off"
        error={fieldError(problem, '/email', lang)}
      />
    </>
  )
}

/** There may be thousands of store owners: a part of the name finds them. */
function PartyPicker({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useWords(peopleWords)
  const lang = useLang()
  const [q, setQ] = useState('')
  const found = useRead(listParties, { limit: 50, ...(q.trim() ? { q: q.trim() } : {}) }).data?.items ?? []
  const choices = found.map((party) => ({
    value: party.id,
    label: `${nameIn(lang, party)} · ${t(`kind_${party.kind}`)}`,
  }))
  const known = choices.some((choice) => choice.value === value)
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <TextField
        type="search"
        label={t('find_party')}
        required={false}
        quiet
        value={q}
        maxLength={40}
        onChange={(event) => setQ(event.target.value)}
      />
      <Select
        label={t('party')}
        value={known ? value : ''}
        choices={[{ value: '', label: t('pick_party', { count: found.length }) }, ...choices]}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
