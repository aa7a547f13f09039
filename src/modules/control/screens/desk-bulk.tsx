// Approving several changes of one kind: all of them are shown first, then each takes effect by itself.
import { useState } from 'react'
import { Diff } from '../../../web/console/diff.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { call, type Problem } from '../../../web/api.ts'
import { asProblem } from '../../../web/command.ts'
import { commonWords } from '../../../web/words/common.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useWhyNot } from '../../../web/console/me.tsx'
import { approveRequest, type ChangeRequest } from '../contract.ts'
import { changesOfRequest, useNameOf } from './change-values.tsx'
import { controlWords } from './control-words.ts'

type Props = { picked: readonly ChangeRequest[]; onDone: () => void }

function useWhyNotTogether(picked: readonly ChangeRequest[]): string | null {
  const t = useWords(controlWords)
  const may = useWhyNot('control.approve')
  if (may) return may
  if (picked.length === 0) return t('bulk_none')
  if (new Set(picked.map(({ kind }) => kind)).size > 1) return t('bulk_mixed')
  const blocked = picked.some((row) => row.why_not_approve || row.checks.some((check) => !check.ok))
  return blocked ? t('bulk_blocked') : null
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

function useApproveAll(picked: readonly ChangeRequest[], onClose: () => void) {
  const t = useWords(controlWords)
  const client = useQueryClient()
  const [pending, setPending] = useState(false)
  const [problems, setProblems] = useState<Record<string, Problem>>({})
  async function run() {
    setPending(true)
    const failed: Record<string, Problem> = {}
    for (const { id } of picked) {
      // One after the other: each is a decision of its own, with its own audit row.
      await call(approveRequest, { request_id: id }).catch((thrown: unknown) => {
        failed[id] = asProblem(thrown)
      })
    }
    setPending(false)
    setProblems(failed)
    void client.invalidateQueries()
    toast(t('bulk_done', { count: picked.length - Object.keys(failed).length }))
    if (Object.keys(failed).length === 0) onClose()
  }
  return { run, pending, problems }
}

function Preview({ picked, onClose }: { picked: readonly ChangeRequest[]; onClose: () => void }) {
  const t = useWords(controlWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const nameOf = useNameOf()
  const { run, pending, problems } = useApproveAll(picked, onClose)
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
            <Button size="small" pending={pending} onClick={() => void run()}>
              {t('bulk_go', { count: picked.length })}
            </Button>
          )}
        </>
      }
    >
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
