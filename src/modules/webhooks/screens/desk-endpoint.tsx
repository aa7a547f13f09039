// One endpoint in the drawer: how it stands and why, what may be done with it, and what has happened to it.
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Facts, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Checkbox, TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { Timeline } from '../../../web/kit/timeline.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { formatInstant, formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  changeEndpoint,
  getEndpoint,
  type HookEndpoint,
  listDeliveries,
  listEndpoints,
  replayRange,
  rotateSecret,
  setEndpointState,
  testEndpoint,
} from '../contract.ts'
import { EndpointForm } from './endpoint-form.tsx'
import { hookWords } from './hook-words.ts'
import { Secret } from './secret.tsx'
import { StateBadge } from './state-badge.tsx'

export function EndpointDetail({ id }: { id: string }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const read = useRead(getEndpoint, { endpoint_id: id as Id })
  if (read.error) return <ErrorState problem={read.error} />
  const endpoint = read.data
  if (!endpoint) return <SkeletonRows rows={6} />
  const moments = endpoint.story.map(({ id: key, at, code, facts }) => ({
    id: key,
    state: code === 'stopped' ? ('failed' as const) : ('done' as const),
    title: t(`story_${code}`),
    time: formatInstant(at, lang),
    children:
      code === 'stopped' && typeof facts.status === 'number' ? t('error_status', facts as never) : null,
  }))
  return (
    <>
      <Standing endpoint={endpoint} />
      <ReplaySpan endpoint={endpoint} />
      <Section title={t('story')}>
        <Timeline moments={moments} label={t('story')} />
      </Section>
      <Doings endpoint={endpoint} />
    </>
  )
}

function Standing({ endpoint }: { endpoint: HookEndpoint }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const { failing_since, rest_until, stop_reason, last_delivered_at } = endpoint
  const at = (moment: string) => formatInstant(moment, lang)
  return (
    <Section title={t('state')} note={<StateBadge endpoint={endpoint} />}>
      <Facts
        facts={[
          stop_reason && { name: t('why_stopped'), value: t(`stopped_${stop_reason}`) },
          { name: t('url'), value: <code translate="no">{endpoint.url}</code> },
          { name: t('events'), value: <span translate="no">{endpoint.events.join(' · ')}</span> },
          { name: t('waiting'), value: formatNumber(endpoint.waiting) },
          { name: t('last'), value: last_delivered_at ? at(last_delivered_at) : t('never') },
          failing_since !== null && {
            name: t('failing'),
            value: t('failing_since', { at: at(failing_since) }),
          },
          rest_until !== null &&
            endpoint.state === 'on' && { name: t('next'), value: t('rests', { at: at(rest_until) }) },
          { name: t('made'), value: at(endpoint.made_at) },
        ]}
      />
      <Link to="/deliveries" search={{ endpoint: endpoint.id } as never} className="text-action underline">
        {t('to_log')}
      </Link>
    </Section>
  )
}

/** What the field of a day and time gives is the reader's own time. */
const instantOf = (typed: FormDataEntryValue | null) => new Date(String(typed)).toISOString()

function ReplaySpan({ endpoint }: { endpoint: HookEndpoint }) {
  const t = useWords(hookWords)
  const lang = useLang()
  const why = useWhyNot('webhooks.manage')
  const replay = useCommand(replayRange, {
    refreshes: [getEndpoint, listDeliveries],
    onDone: () => toast(t('replayed')),
  })
  if (endpoint.state !== 'on' || why) return null
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    void replay.run({
      endpoint_id: endpoint.id,
      from: instantOf(form.get('from')),
      to: instantOf(form.get('to')),
      only_missed: form.get('again') === null,
    })
  }
  return (
    <Section title={t('replay_span')} note={t('replay_span_note')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField name="from" type="datetime-local" label={t('from')} />
          <TextField
            name="to"
            type="datetime-local"
            label={t('to')}
            error={fieldError(replay.problem, '/to', lang)}
          />
        </div>
        <Checkbox name="again" label={t('all_again')} />
        <Button type="submit" size="small" look="secondary" pending={replay.pending}>
          {t('replay')}
        </Button>
        <Refusal problem={replay.problem} />
      </form>
    </Section>
  )
}

function Change({ endpoint, onClose }: { endpoint: HookEndpoint; onClose: () => void }) {
  const t = useWords(hookWords)
  const { id: endpoint_id, name, url, events } = endpoint
  const change = useCommand(changeEndpoint, {
    refreshes: [getEndpoint, listEndpoints, listDeliveries],
    onDone: () => {
      toast(t('changed'))
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={t('change')}>
      <EndpointForm
        wish={{ name, url, events }}
        submit={t('change_do')}
        pending={change.pending}
        problem={change.problem}
        onSend={(wish) => void change.run({ endpoint_id, ...wish })}
      />
    </Dialog>
  )
}

function Rotate({ endpoint, onClose }: { endpoint: HookEndpoint; onClose: () => void }) {
  const t = useWords(hookWords)
  const [fresh, setFresh] = useState<{ secret: string; both_until: string } | null>(null)
  const rotate = useCommand(rotateSecret, { refreshes: [getEndpoint], onDone: setFresh })
  // Lost now, it is lost, and the secret before it would no longer sign after another rotation.
  return (
    <Dialog open onClose={() => fresh === null && onClose()} title={t('rotate')}>
      {fresh ? (
        <Secret {...fresh} onKept={onClose} />
      ) : (
        <div className="flex flex-col gap-3">
          <p>{t('rotate_sure')}</p>
          <Refusal problem={rotate.problem} />
          <Button pending={rotate.pending} onClick={() => void rotate.run({ endpoint_id: endpoint.id })}>
            {t('rotate_do')}
          </Button>
        </div>
      )}
    </Dialog>
  )
}

/** Who may only read is told once why, not under every button. */
function Doings({ endpoint }: { endpoint: HookEndpoint }) {
  const why = useWhyNot('webhooks.manage')
  if (endpoint.state === 'ended') return null
  if (why)
    return (
      <Actions>
        <p className="text-13 text-ink-soft">{why}</p>
      </Actions>
    )
  return <Buttons endpoint={endpoint} />
}

function Buttons({ endpoint }: { endpoint: HookEndpoint }) {
  const t = useWords(hookWords)
  const { id: endpoint_id, state } = endpoint
  const [asked, setAsked] = useState<'change' | 'rotate' | null>(null)
  const [sure, setSure] = useState(false)
  const refreshes = [getEndpoint, listEndpoints, listDeliveries]
  const set = useCommand(setEndpointState, { refreshes })
  const test = useCommand(testEndpoint, { refreshes, onDone: () => toast(t('test_sent')) })
  const small = { size: 'small' } as const
  const end = () => (sure ? void set.run({ endpoint_id, state: 'ended' }) : setSure(true))
  return (
    <Actions>
      {state === 'on' ? (
        <>
          <Button {...small} pending={test.pending} onClick={() => void test.run({ endpoint_id })}>
            {t('test')}
          </Button>
          <Button {...small} look="secondary" onClick={() => void set.run({ endpoint_id, state: 'paused' })}>
            {t('pause')}
          </Button>
        </>
      ) : (
        <Button {...small} pending={set.pending} onClick={() => void set.run({ endpoint_id, state: 'on' })}>
          {t('resume')}
        </Button>
      )}
      <Button {...small} look="secondary" onClick={() => setAsked('rotate')}>
        {t('rotate')}
      </Button>
      <Button {...small} look="secondary" onClick={() => setAsked('change')}>
        {t('change')}
      </Button>
      <Button {...small} look={sure ? 'danger' : 'quiet'} onClick={end}>
        {sure ? t('end_sure') : t('end')}
      </Button>
      {asked === 'change' && <Change endpoint={endpoint} onClose={() => setAsked(null)} />}
      {asked === 'rotate' && <Rotate endpoint={endpoint} onClose={() => setAsked(null)} />}
      <Refusal problem={set.problem ?? test.problem} />
    </Actions>
  )
}
