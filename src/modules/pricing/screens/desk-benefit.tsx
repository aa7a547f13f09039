// One benefit in the drawer: all of it in words, and asking for it to end sooner.
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { serverNow } from '../../../web/api.ts'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Actions, Section } from '../../../web/console/parts.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { type BenefitRow, endBenefit } from '../contract-benefits.ts'
import { BenefitFacts, BenefitState, BenefitUse } from './benefit-facts.tsx'
import { benefitWords } from './benefit-words.ts'
import { instantOf } from './typed.ts'

export function BenefitDetail({ row, onSent }: { row: BenefitRow; onSent: () => void }) {
  const t = useWords(benefitWords)
  const why = useWhyNot('pricing.propose')
  const [ending, setEnding] = useState(false)
  return (
    <>
      <div className="pb-4">
        <BenefitState state={row.state} />
      </div>
      <BenefitFacts wish={row} skus={row.skus} />
      {row.use && (
        <Section title={t('use')}>
          <BenefitUse {...row} />
        </Section>
      )}
      {ending ? (
        <Ending row={row} onSent={onSent} onClose={() => setEnding(false)} />
      ) : (
        <Actions>
          <Button
            size="small"
            look="secondary"
            why_disabled={row.state === 'past' ? t('ended') : why}
            onClick={() => setEnding(true)}
          >
            {t('end')}
          </Button>
        </Actions>
      )}
    </>
  )
}

function Ending({ row, onSent, onClose }: { row: BenefitRow; onSent: () => void; onClose: () => void }) {
  const t = useWords(benefitWords)
  const c = useWords(commonWords)
  const lang = useLang()
  const end = useCommand(endBenefit, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onSent()
    },
  })
  // It opens below what is in view.
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.scrollIntoView({ block: 'end' }), [])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const ends_at = instantOf(String(form.get('at'))) ?? new Date(serverNow()).toISOString()
    void end.run({ code: row.code, ends_at, reason: String(form.get('reason')) })
  }
  return (
    <Section title={t('end')} note={t('end_lead')}>
      <form ref={form} className="flex flex-col gap-3" onSubmit={send}>
        <TextField
          name="at"
          type="datetime-local"
          label={t('end_at')}
          hint={t('end_hint')}
          required={false}
          error={fieldError(end.problem, '/ends_at', lang)}
        />
        <TextArea
          name="reason"
          label={t('reason')}
          hint={t('reason_hint')}
          maxLength={200}
          error={fieldError(end.problem, '/reason', lang)}
        />
        <Refusal problem={end.problem} />
        <span className="flex gap-3">
          <Button type="submit" size="small" pending={end.pending}>
            {t('end_send')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
      </form>
    </Section>
  )
}
