// A colleague leaves: everything that lets them in ends in one moment.
import { type FormEvent, useState } from 'react'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { useWords } from '../../../web/words/use-words.ts'
import { getPerson, listPeople, type Person } from '../../people/contract.ts'
import { endAccess, listDelegations } from '../../people/contract-delegations.ts'
import { handsWords } from './hands-words.ts'
import { peopleWords } from './people-words.ts'

const id = 'leave'

export function Leave({ person }: { person: Person }) {
  const t = useWords(handsWords)
  const p = useWords(peopleWords)
  const me = useMe()
  const may = useWhyNot('control.people')
  const [asking, setAsking] = useState(false)
  const why = may ?? (me.person_id === person.id ? p('own') : null)
  return (
    <div className="py-3">
      <Button size="small" look="danger" why_disabled={why} onClick={() => setAsking(true)}>
        {t('leave')}
      </Button>
      {asking && <Sure person={person} onClose={() => setAsking(false)} />}
    </div>
  )
}

function Sure({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords(handsWords)
  const c = useWords(commonWords)
  const leave = useCommand(endAccess, {
    refreshes: [getPerson, listPeople, listDelegations],
    onDone: () => {
      toast(t('left_toast'))
      onClose()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '')
    void leave.run({ person_id: person.id, reason })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('leave_sure', { name: person.name })}
      description={t('leave_text')}
      actions={
        <>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button size="small" look="danger" type="submit" form={id} pending={leave.pending}>
            {t('leave_do')}
          </Button>
        </>
      }
    >
      <form id={id} className="pt-2" onSubmit={send}>
        <TextArea name="reason" label={t('leave_why')} maxLength={300} rows={2} />
        <Refusal problem={leave.problem} />
      </form>
    </Dialog>
  )
}
