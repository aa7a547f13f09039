// Approving several changes of one kind: all of them are shown first, then each takes effect by itself.
import { useState } from 'react'
import { Diff } from '../../../web/console/diff.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import type { z } from 'zod'
import { Problem } from '../../../web/api.ts'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { type ChangeRequest, approveTogether } from '../contract.ts'
import { whyNotTogether } from '../rules.ts'
import { changesOfRequest, useNameOf } from './change-values.tsx'
import { controlWords } from './control-words.ts'
import { handsWords } from './hands-words.ts'

type Props = { picked: readonly ChangeRequest[]; onDone: () => void }

function useWhyNotTogether(picked: readonly ChangeRequest[]): string | null {
  const t = useWords(controlWords)
  if (picked.length === 0) return t('bulk_none')
  const why = whyNotTogether(picked)
  if (why === 'not_one_kind') return t('bulk_mixed')
  return why || picked.some((row) => row.why_not_approve) ? t('bulk_blocked') : null
}

export function BulkApproval({ picked, onDone }: Props) {
  const t = useWords(controlWords)
  const [shown, setShown] = useState<readonly ChangeRequest[] | null>(null)
  const why = useWhyNotTogether(picked)
  return (
    <>
      <Button size="small" why_disabled={why} onClick={() => setShown(picked)}>
        {t('bulk')}
      </Button>
      {shown && (
        <Preview
          picked={shown}
          onClose={() => {
            setShown(null)
            onDone()
          }}
        />
      )}
    </>
  )
}

type Result = z.output<typeof approveTogether.reply>['items'][number]

function useApproveAll(onClose: () => void) {
  const t = useWords(controlWords)
  const h = useWords(handsWords)
  const [problems, setProblems] = useState<Record<string, Problem>>({})
  const send = useCommand(approveTogether, {
    onDone: ({ items }: { items: Result[] }) => {
      const refused = items.filter(({ outcome }) => outcome === 'refused')
      const rows = refused.map(({ request_id, reason, facts }) => {
        return [request_id, new Problem({ reason: reason ?? 'unknown', facts })] as const
      })
      setProblems(Object.fromEntries(rows))
      const on = items.filter(({ outcome }) => outcome === 'goes_on').length
      const count = items.length - refused.length
      toast(on > 0 ? h('goes_on', { count: on }) : t('bulk_done', { count }))
      if (refused.length === 0) onClose()
    },
  })
  return { send, problems }
}

function Preview({ picked, onClose }: { picked: readonly ChangeRequest[]; onClose: () => void }) {
  const t = useWords(controlWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const { send, problems } = useApproveAll(onClose)
  const request_ids = picked.map(({ id }) => id)
  const failed = Object.keys(problems).length > 0
  const kind = (lang === 'en' ? picked[0]?.kind_en : picked[0]?.kind_zh) ?? ''
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bulk_title', { count: picked.length, kind })}
      description={failed ? t('bulk_left') : t('bulk_lead')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {failed ? c('close') : c('cancel')}
          </Button>
          {!failed && (
            <Button size="small" pending={send.pending} onClick={() => void send.run({ request_ids })}>
              {t('bulk_go', { count: picked.length })}
            </Button>
          )}
        </>
      }
    >
      <Refusal problem={send.problem} />
      <ul className="flex flex-col gap-5 pt-2">
        {picked.map((row) => (
          <li key={row.id}>
            <p className="font-mid" translate="no">
              {lang === 'en' ? row.subject_en : row.subject_zh}
            </p>
            <Diff changes={changesOfRequest(row, lang, nameOf)} unchanged={row.unchanged} />
            <Refusal problem={problems[row.id] ?? null} />
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
