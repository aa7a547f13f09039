// Name, address and events of an endpoint, to add one or to change it.
import { type FormEvent, useState } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Checkbox, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type EventName, eventNames } from '../contract.ts'
import { hookWords } from './hook-words.ts'

type Wish = { name: string; url: string; events: EventName[] }
type Props = {
  wish: Wish
  submit: string
  pending: boolean
  problem: Problem | null
  onSend: (wish: Wish) => void
}

export function EndpointForm({ wish, submit, pending, problem, onSend }: Props) {
  const t = useWords(hookWords)
  const lang = useLang()
  const [events, setEvents] = useState<EventName[]>(wish.events)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onSend({ name: String(form.get('name')), url: String(form.get('url')).trim(), events })
  }
  const toggle = (name: EventName) =>
    setEvents((now) => (now.includes(name) ? now.filter((one) => one !== name) : [...now, name]))
  return (
    <form className="flex flex-col gap-3" onSubmit={send}>
      <TextField
        name="name"
        label={t('name')}
        hint={t('name_hint')}
        error={fieldError(problem, '/name', lang)}
        defaultValue={wish.name}
        maxLength={60}
      />
      <TextField
        name="url"
        type="url"
        label={t('url')}
        hint={t('url_hint')}
        error={fieldError(problem, '/url', lang)}
        defaultValue={wish.url}
        placeholder="https://"
        maxLength={500}
      />
      <fieldset>
        <legend className="mb-1 text-13 text-ink-soft">{t('events')}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {eventNames.map((name) => (
            <Checkbox
              key={name}
              label={<code translate="no">{name}</code>}
              checked={events.includes(name)}
              onChange={() => toggle(name)}
            />
          ))}
        </div>
      </fieldset>
      <Refusal problem={problem} />
      <Button type="submit" pending={pending} why_disabled={events.length === 0 ? t('no_events') : null}>
        {submit}
      </Button>
    </form>
  )
}
