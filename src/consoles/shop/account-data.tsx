// Own data: everything to take along, or to be erased; and keys for one's own programs.
import { useState } from 'react'
import { createKey, eraseMe, exportMe, listKeys, revokeKey } from '../../modules/people/contract.ts'
import { call, type Problem, type Reply } from '../../web/api.ts'
import { asProblem, useCall } from '../../web/command.ts'
import { Button } from '../../web/kit/button.tsx'
import { Dialog } from '../../web/kit/dialog.tsx'
import { TextField } from '../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../web/kit/states.tsx'
import { toast } from '../../web/kit/toast.tsx'
import { formatInstant } from '../../web/words/format.ts'
import { useView, useWords } from '../../web/words/use-words.ts'
import { accountWords } from './account-words.ts'
import { useRead } from './read.ts'

/** The export as a file of the reader's own; nothing of it stays in the page. */
function save(data: unknown) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: 'zhuguang-my-data.json' })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

export function OwnData() {
  const t = useWords(accountWords)
  const [pending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [open, setOpen] = useState(false)
  const take = () => {
    setPending(true)
    setProblem(null)
    call(exportMe, {})
      .then(save, (thrown: unknown) => setProblem(asProblem(thrown)))
      .finally(() => setPending(false))
  }
  return (
    <section aria-labelledby="own-data" className="card p-5">
      <h2 id="own-data" className="text-18">
        {t('data')}
      </h2>
      <p className="pb-3 text-ink-soft">{t('data_text')}</p>
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" pending={pending} onClick={take}>
          {t('export')}
        </Button>
        <Button look="danger" onClick={() => setOpen(true)}>
          {t('erase')}
        </Button>
      </div>
      <Refusal problem={problem} />
      {open && <Erase onClose={() => setOpen(false)} />}
    </section>
  )
}

function Erase({ onClose }: { onClose: () => void }) {
  const t = useWords(accountWords)
  const [typed, setTyped] = useState('')
  const erase = useCall(eraseMe, () => {
    localStorage.clear()
    location.assign('/')
  })
  const sure = typed.trim().toLowerCase() === t('erase_word')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('erase_title')}
      description={t('erase_text')}
      actions={
        <Button
          look="danger"
          why_disabled={sure ? null : t('erase_why')}
          pending={erase.pending}
          onClick={() => erase.run({ confirm: 'erase' })}
        >
          {t('erase_confirm')}
        </Button>
      }
    >
      <TextField
        label={t('erase_type')}
        value={typed}
        maxLength={20}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      <Refusal problem={erase.problem} />
    </Dialog>
  )
}

type ApiKey = Reply<typeof listKeys.reply>['items'][number]

export function Keys() {
  const t = useWords(accountWords)
  const read = useRead(listKeys, {})
  const [shown, setShown] = useState<string | null>(null)
  const copy = (key: string) => void navigator.clipboard?.writeText(key).then(() => toast(t('copied')))
  return (
    <section aria-labelledby="keys" className="card p-5">
      <h2 id="keys" className="text-18">
        {t('keys')}
      </h2>
      <p className="pb-2 text-ink-soft">{t('keys_text')}</p>
      {read.problem && !read.data && <ErrorState problem={read.problem} onRetry={read.reload} />}
      {!read.data && !read.problem && <SkeletonRows rows={1} className="h-5" />}
      {read.data?.items.length === 0 && <p className="text-13 text-ink-soft">{t('keys_none')}</p>}
      <ul className="divide-y divide-line">
        {read.data?.items.map((key) => (
          <KeyRow key={key.id} api_key={key} onRevoked={read.reload} />
        ))}
      </ul>
      {shown && (
        <p role="status" className="my-2 rounded-field bg-light-soft p-3 text-light-ink">
          {t('key_shown')}
          <code className="num block break-all text-ink select-all">{shown}</code>
          <Button look="quiet" onClick={() => copy(shown)}>
            {t('copy')}
          </Button>
        </p>
      )}
      <NewKey
        onMade={(key) => {
          setShown(key)
          read.reload()
        }}
      />
    </section>
  )
}

function KeyRow({ api_key, onRevoked }: { api_key: ApiKey; onRevoked: () => void }) {
  const t = useWords(accountWords)
  const { lang, now } = useView()
  const revoke = useCall(revokeKey, onRevoked)
  return (
    <li className="flex flex-wrap items-center gap-x-3 py-2">
      <span className="grow">
        {api_key.name} <code className="num text-13 text-ink-soft">{api_key.prefix}…</code>
        <span className="block text-13 text-ink-soft">
          {t('key_since', { at: formatInstant(api_key.created_at, lang, now) })}
        </span>
      </span>
      {api_key.revoked_at ? (
        <span className="text-13 text-ink-soft">{t('key_revoked')}</span>
      ) : (
        <Button look="quiet" pending={revoke.pending} onClick={() => revoke.run({ key_id: api_key.id })}>
          {t('key_revoke')}
        </Button>
      )}
      <Refusal problem={revoke.problem} />
    </li>
  )
}

function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const t = useWords(accountWords)
  const [name, setName] = useState('')
  const create = useCall(createKey, (made) => {
    setName('')
    onMade(made.key)
  })
  return (
    <form
      className="flex flex-wrap items-end gap-2 pt-2"
      onSubmit={(event) => {
        event.preventDefault()
        void create.run({ name })
      }}
    >
      <div className="grow">
        <TextField
          label={t('key_name')}
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <Button type="submit" look="secondary" pending={create.pending}>
        {t('key_add')}
      </Button>
      <Refusal problem={create.problem} />
    </form>
  )
}
