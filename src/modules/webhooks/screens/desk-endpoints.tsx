// Who is told of what happens here: the list of endpoints, adding one, its secret shown once.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Checkbox, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { useCommand, useLive, useRead, wholeList } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import {
  addEndpoint,
  type EventName,
  eventNames,
  getEndpoint,
  type HookEndpoint,
  listEndpoints,
} from '../contract.ts'
import { EndpointDetail } from './desk-endpoint.tsx'
import { StateBadge } from './state-badge.tsx'
import { hookWords } from './hook-words.ts'
import { Secret } from './secret.tsx'

export default function EndpointsPage() {
  const t = useWords(hookWords)
  const lang = useLang()
  const why = useWhyNot('webhooks.manage')
  const [adding, setAdding] = useState(false)
  const read = useRead(listEndpoints, {})
  useLive(['webhooks:all'], [listEndpoints, getEndpoint])
  const add = (
    <Button size="small" icon="plus" why_disabled={why} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('title')}
        subtitle={t('lead')}
        action={add}
        rows={wholeList(read.data?.items ?? [], read)}
        columns={columnsOf(lang)}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="plug" title={t('empty')}>
            {t('empty_text')}
          </EmptyState>
        }
        detail={(id) => <EndpointDetail key={id} id={id} />}
        detail_title={(_, row) => row && <span translate="no">{row.name}</span>}
        detail_width={520}
      />
      {adding && <Add onClose={() => setAdding(false)} />}
    </>
  )
}

function columnsOf(lang: Lang): TableColumnsType<HookEndpoint> {
  const t = say(hookWords, lang)
  return [
    {
      title: t('name'),
      render: (_, row) => (
        <b className="font-mid" translate="no">
          {row.name}
        </b>
      ),
    },
    { title: t('state'), render: (_, row) => <StateBadge endpoint={row} /> },
    {
      title: t('url'),
      ellipsis: true,
      width: 360,
      render: (_, row) => <code translate="no">{row.url}</code>,
    },
    { title: t('events'), render: (_, row) => t('n_events', { count: row.events.length }) },
    { title: t('waiting'), align: 'right', render: (_, row) => formatNumber(row.waiting) },
    {
      title: t('last'),
      render: (_, row) => (row.last_delivered_at ? formatInstant(row.last_delivered_at, lang) : t('never')),
    },
  ]
}

function Add({ onClose }: { onClose: () => void }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const [secret, setSecret] = useState<string | null>(null)
  const [events, setEvents] = useState<readonly EventName[]>(['orders.placed', 'orders.paid'])
  const add = useCommand(addEndpoint, {
    refreshes: [listEndpoints],
    onDone: (made) => setSecret(made.secret),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void add.run({ name: String(form.get('name')), url: String(form.get('url')), events: [...events] })
  }
  const toggle = (name: EventName) =>
    setEvents((now) => (now.includes(name) ? now.filter((one) => one !== name) : [...now, name]))
  return (
    <Dialog open onClose={onClose} title={t('add')}>
      {secret ? (
        <Secret secret={secret} onKept={onClose} />
      ) : (
        <form className="flex flex-col gap-3" onSubmit={send}>
          <TextField name="name" label={t('name')} hint={t('name_hint')} maxLength={60} />
          <TextField
            name="url"
            type="url"
            label={t('url')}
            hint={t('url_hint')}
            error={fieldError(add.problem, '/url', lang)}
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
          <Button type="submit" pending={add.pending}>
            {t('add_do')}
          </Button>
          <Refusal problem={add.problem} />
        </form>
      )}
    </Dialog>
  )
}
