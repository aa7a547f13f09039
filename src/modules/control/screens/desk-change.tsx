// One change as the second person checks it: where it stands, what moves, the checks, and the decision.
import { type ReactNode, useState } from 'react'
import { Diff } from '../../../web/console/diff.tsx'
import { Actions, Section } from '../../../web/console/parts.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { Icon } from '../../../web/kit/icons.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import {
  approveRequest,
  type ChangeRequest,
  countRequests,
  getRequest,
  listRequests,
  rejectRequest,
  withdrawRequest,
} from '../contract.ts'
import { changesOfRequest, checkText, isNew, useMore, useNameOf } from './change-values.tsx'
import { codeWords } from './code-words.ts'
import { controlWords } from './control-words.ts'

const refreshes = [listRequests, getRequest, countRequests]

export function ChangeDetail({ id, onDone }: { id: string; onDone?: () => void }) {
  const read = useRead(getRequest, { request_id: id as never })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={6} />
  return <Shown request={read.data} {...(onDone ? { onDone } : {})} />
}

/** A person's name stays as it is written, also inside a sentence of another language. */
function Named({ sentence, name }: { sentence: string; name: string }) {
  const at = sentence.indexOf(name)
  if (at < 0) return sentence
  return (
    <>
      {sentence.slice(0, at)}
      <span translate="no">{name}</span>
      {sentence.slice(at + name.length)}
    </>
  )
}

function Shown({ request, onDone }: { request: ChangeRequest; onDone?: () => void }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const more = useMore()
  return (
    <>
      <Where request={request} />
      <p className="pb-4 text-ink-soft" translate="no">
        {t('said', { text: sayIfKnown(codeWords, lang, request.reason) ?? request.reason })}
      </p>
      <Section title={t('why_here')}>
        <p className="text-ink-soft">
          <Named sentence={whyHere(request, t)} name={request.requested_by_name} />
        </p>
      </Section>
      <section className="border-t border-line py-4">
        <Diff
          changes={changesOfRequest(request, lang, nameOf)}
          unchanged={isNew(request) ? 0 : request.unchanged}
        />
      </section>
      <Checks request={request} />
      {more(request)}
      {request.decision_note && (
        <Section title={t('note')} note={request.decided_by_name}>
          <p translate="no">{t('said', { text: request.decision_note })}</p>
        </Section>
      )}
      {request.state === 'proposed' && <Decide request={request} {...(onDone ? { onDone } : {})} />}
    </>
  )
}

type Say = ReturnType<typeof useWords<(typeof controlWords)['by_lang']['zh-CN']>>

function whyHere(request: ChangeRequest, t: Say): string {
  const by = request.requested_by_name
  if (request.state !== 'proposed') return t('why_here_done', { by })
  if (request.why_not_withdraw === null) return t('why_here_own')
  return request.why_not_approve === 'forbidden' ? t('why_here_read', { by }) : t('why_here_text', { by })
}

/** 提出 — 自动检查 — 等第二人 — 生效, with the light where it stands. */
function Where({ request }: { request: ChangeRequest }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const ok = request.checks.filter((check) => check.ok).length
  const at = request.state === 'proposed' ? 2 : request.state === 'approved' ? 4 : 3
  const end = request.state === 'proposed' || request.state === 'approved'
  const names = [
    t('step_proposed'),
    t('step_checks', { ok, of: request.checks.length }),
    t('step_second'),
    end ? t('step_effect') : t(`state_${request.state}`),
  ]
  return (
    <div className="pb-4">
      <ol className="flex flex-wrap gap-x-4 gap-y-1">
        {names.map((name, i) => (
          <li key={name} aria-current={i === at ? 'step' : undefined} className="flex items-center gap-1.5">
            <span
              aria-hidden="true"
              className={`size-2.5 rounded-pill ${
                i < at ? 'bg-action' : i === at ? 'bg-light' : 'border border-line-firm'
              }`}
            />
            <span className={i === at ? 'font-strong' : 'text-ink-soft'}>{name}</span>
          </li>
        ))}
      </ol>
      {request.decided_at && (
        <p className="mt-1 text-12 text-ink-soft">
          {t('decided', {
            by: request.decided_by_name ?? '',
            at: formatInstant(request.decided_at, lang),
          })}
        </p>
      )}
    </div>
  )
}

function Checks({ request }: { request: ChangeRequest }) {
  const t = useWords(controlWords)
  const lang = useLang()
  return (
    <Section title={t('auto_checks')}>
      {request.checks.length === 0 && <p className="text-ink-soft">{t('no_checks')}</p>}
      <ul>
        {request.checks.map((check) => {
          const told = checkText(check, lang)
          return (
            <li key={check.code} className="flex flex-wrap items-center gap-2 py-1.5">
              <span
                className={`grid size-5 place-items-center rounded-pill ${
                  check.ok ? 'bg-good-soft text-good' : 'bg-bad-soft text-bad'
                }`}
              >
                <Icon name={check.ok ? 'check' : 'close'} size={12} />
              </span>
              <span className="sr-only">{check.ok ? t('passed') : t('failed')}</span>
              <span className="grow">{told.title}</span>
              <span className={check.ok ? 'num text-ink-soft' : 'num text-bad'}>{told.facts}</span>
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Decide({ request, onDone }: { request: ChangeRequest; onDone?: () => void }) {
  const t = useWords(controlWords)
  const lang = useLang()
  const may = useWhyNot('control.approve')
  const [rejecting, setRejecting] = useState(false)
  const done = (text: string) => () => {
    toast(text)
    onDone?.()
  }
  const approve = useCommand(approveRequest, { refreshes, onDone: done(t('approved_toast')) })
  const withdraw = useCommand(withdrawRequest, { refreshes, onDone: done(t('withdrawn_toast')) })
  const failed = request.checks.some((check) => !check.ok) ? 'check_failed' : null
  const reason = request.why_not_approve ?? failed
  const why = reason === 'forbidden' ? may : reason ? sayRefusal(lang, reason) : null
  const mine = request.why_not_withdraw === null
  const input = { request_id: request.id }
  if (rejecting) return <Reject request={request} onBack={() => setRejecting(false)} onDone={onDone} />
  return (
    <Actions>
      <Button
        size="small"
        why_disabled={why}
        pending={approve.pending}
        onClick={() => void approve.run(input)}
      >
        {t('approve')}
      </Button>
      {mine ? (
        <Button
          size="small"
          look="secondary"
          pending={withdraw.pending}
          onClick={() => void withdraw.run(input)}
        >
          {t('withdraw')}
        </Button>
      ) : (
        (request.why_not_approve === null || reason === 'check_failed') && (
          <Button size="small" look="secondary" onClick={() => setRejecting(true)}>
            {t('reject')}
          </Button>
        )
      )}
      <p className="ml-auto self-center text-12 text-ink-soft">
        {t('expires', { at: formatInstant(request.expires_at, lang) })}
      </p>
      <Wide>
        <Refusal problem={approve.problem ?? withdraw.problem} />
      </Wide>
    </Actions>
  )
}

const Wide = ({ children }: { children: ReactNode }) => <div className="w-full empty:hidden">{children}</div>

type RejectProps = { request: ChangeRequest; onBack: () => void; onDone: (() => void) | undefined }

function Reject({ request, onBack, onDone }: RejectProps) {
  const t = useWords(controlWords)
  const c = useWords(commonWords)
  const [note, setNote] = useState('')
  const reject = useCommand(rejectRequest, {
    refreshes,
    onDone: () => {
      toast(t('rejected_toast'))
      onDone?.()
    },
  })
  return (
    <Actions>
      <form
        className="flex w-full flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (note.trim()) void reject.run({ request_id: request.id, note })
        }}
      >
        <TextArea
          label={t('reject_note')}
          hint={t('reject_hint')}
          value={note}
          maxLength={300}
          onInput={(event) => setNote((event.target as HTMLTextAreaElement).value)}
        />
        <span className="flex gap-3">
          <Button type="submit" size="small" look="danger" pending={reject.pending}>
            {t('reject_do')}
          </Button>
          <Button size="small" look="quiet" onClick={onBack}>
            {c('cancel')}
          </Button>
        </span>
        <Refusal problem={reject.problem} />
      </form>
    </Actions>
  )
}
