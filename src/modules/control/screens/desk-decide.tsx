// The decision at the foot of a change: agree, give back or say no with a reason; withdraw one's own.
import { type ReactNode, useState } from 'react'
import { Actions } from '../../../web/console/parts.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { formatInstant } from '../../../web/words/format.ts'
import { sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import {
  approveRequest,
  type ChangeRequest,
  countRequests,
  getRequest,
  getStory,
  listRequests,
  rejectRequest,
  returnRequest,
  withdrawRequest,
} from '../contract.ts'
import { controlWords } from './control-words.ts'
import { handsWords } from './hands-words.ts'

export const refreshes = [listRequests, getRequest, countRequests, getStory]

type Props = { request: ChangeRequest; onDone: (() => void) | undefined }

export function Decide({ request, onDone }: Props) {
  const t = useWords(controlWords)
  const h = useWords(handsWords)
  const lang = useLang()
  const may = useWhyNot('control.approve')
  const [saying, setSaying] = useState<'rejected' | 'returned' | null>(null)
  const approve = useCommand(approveRequest, {
    refreshes,
    onDone: ({ state }) => {
      toast(state === 'approved' ? t('approved_toast') : h('level_toast'))
      onDone?.()
    },
  })
  const failed = request.checks.some((check) => !check.ok) ? 'check_failed' : null
  const reason = request.why_not_approve ?? failed
  const why = reason === 'forbidden' ? may : reason ? sayRefusal(lang, reason, { days: 90 }) : null
  const mine = request.why_not_withdraw === null
  const input = { request_id: request.id }
  if (saying)
    return <SayWhy verdict={saying} request={request} onBack={() => setSaying(null)} onDone={onDone} />
  const open = request.why_not_approve === null || reason === 'check_failed'
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
      {!mine && open && (
        <>
          <Button size="small" look="secondary" onClick={() => setSaying('returned')}>
            {h('give_back')}
          </Button>
          <Button size="small" look="quiet" onClick={() => setSaying('rejected')}>
            {t('reject')}
          </Button>
        </>
      )}
      {mine && <Withdraw request={request} onDone={onDone} />}
      <p className="ml-auto self-center text-12 text-ink-soft">
        {t('expires', { at: formatInstant(request.expires_at, lang) })}
      </p>
      <Wide>
        <Refusal problem={approve.problem} />
      </Wide>
    </Actions>
  )
}

export function Withdraw({ request, onDone }: Props) {
  const t = useWords(controlWords)
  const withdraw = useCommand(withdrawRequest, {
    refreshes,
    onDone: () => {
      toast(t('withdrawn_toast'))
      onDone?.()
    },
  })
  return (
    <>
      <Button
        size="small"
        look="secondary"
        pending={withdraw.pending}
        onClick={() => void withdraw.run({ request_id: request.id })}
      >
        {t('withdraw')}
      </Button>
      <Refusal problem={withdraw.problem} />
    </>
  )
}

const Wide = ({ children }: { children: ReactNode }) => <div className="w-full empty:hidden">{children}</div>

type SayProps = Props & { verdict: 'rejected' | 'returned'; onBack: () => void }

/** A no and a way back both need the sentence that the maker reads. */
function SayWhy({ verdict, request, onBack, onDone }: SayProps) {
  const t = useWords(controlWords)
  const h = useWords(handsWords)
  const c = useWords(commonWords)
  const [note, setNote] = useState('')
  const back = verdict === 'returned'
  const send = useCommand(back ? returnRequest : rejectRequest, {
    refreshes,
    onDone: () => {
      toast(back ? h('back_toast') : t('rejected_toast'))
      onDone?.()
    },
  })
  return (
    <Actions>
      <form
        className="flex w-full flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (note.trim()) void send.run({ request_id: request.id, note })
        }}
      >
        <TextArea
          label={back ? h('back_note') : t('reject_note')}
          hint={back ? h('back_hint') : t('reject_hint')}
          value={note}
          maxLength={300}
          onInput={(event) => setNote((event.target as HTMLTextAreaElement).value)}
        />
        <span className="flex gap-3">
          <Button
            type="submit"
            size="small"
            {...(back ? {} : { look: 'danger' as const })}
            pending={send.pending}
          >
            {back ? h('back_do') : t('reject_do')}
          </Button>
          <Button size="small" look="quiet" onClick={onBack}>
            {c('cancel')}
          </Button>
        </span>
        <Refusal problem={send.problem} />
      </form>
    </Actions>
  )
}
