// Offering to bear a share of benefits: which goods, how much of it, at most, from when until when.
import { type FormEvent, useState } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { TextArea, TextField } from '../../../web/kit/field.tsx'
import { PickMany } from '../../../web/kit/pick-many.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { commonWords } from '../../../web/words/common.ts'
import { nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { listSkuSales, offerFunding } from '../contract-sales.ts'
import { brandSalesWords } from './sales-words.ts'

/** A day and a time in Shanghai, as the field writes them. */
const instantOf = (value: string) => `${value}:00+08:00`
const hundredths = (value: string) => Math.round(Number(value) * 100)

export function OfferFunding({ onClose }: { onClose: () => void }) {
  const t = useWords(brandSalesWords)
  const c = useWords(commonWords)
  const [codes, setCodes] = useState<string[]>([])
  const [none, setNone] = useState(false)
  const offer = useCommand(offerFunding, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onClose()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setNone(codes.length === 0)
    if (codes.length === 0) return
    const form = new FormData(event.currentTarget)
    const typed = (name: string) => String(form.get(name) ?? '').trim()
    void offer.run({
      sku_codes: codes,
      share_bp: hundredths(typed('share')),
      budget_fen: hundredths(typed('budget')),
      starts_at: instantOf(typed('starts')),
      ends_at: instantOf(typed('ends')),
      reason: typed('reason'),
    })
  }
  return (
    <Sheet open place="side" onClose={onClose} title={t('offer')} description={t('offer_lead')}>
      <form className="flex flex-col gap-4" onSubmit={send}>
        <Skus codes={codes} none={none} onChange={setCodes} />
        <Terms problem={offer.problem} />
        <Refusal problem={offer.problem} />
        <span className="flex gap-3">
          <Button type="submit" size="small" pending={offer.pending}>
            {t('send')}
          </Button>
          <Button size="small" look="quiet" onClick={onClose}>
            {c('cancel')}
          </Button>
        </span>
      </form>
    </Sheet>
  )
}

type SkusProps = { codes: string[]; none: boolean; onChange: (codes: string[]) => void }

function Skus({ codes, none, onChange }: SkusProps) {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const own = useRead(listSkuSales, { days: 90, limit: 100 }).data?.items ?? []
  const nameOf = (code: string) => {
    const found = own.find((row) => row.code === code)
    return found ? nameIn(lang, found) : code
  }
  return (
    <PickMany
      label={t('skus')}
      idle={t('pick_skus')}
      choices={own.map((row) => ({ value: row.code, label: nameIn(lang, row) }))}
      chosen={codes}
      nameOf={nameOf}
      onChange={onChange}
      error={none && codes.length === 0 ? t('none_picked') : undefined}
    />
  )
}

function Terms({ problem }: { problem: Problem | null }) {
  const t = useWords(brandSalesWords)
  const lang = useLang()
  const error = (name: string) => fieldError(problem, `/${name}`, lang)
  const number = { type: 'number', inputMode: 'decimal', step: 0.01, min: 0.01 } as const
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          {...number}
          name="share"
          label={t('share_percent')}
          max={100}
          after="%"
          error={error('share_bp')}
        />
        <TextField {...number} name="budget" label={t('budget_yuan')} error={error('budget_fen')} />
        <TextField name="starts" type="datetime-local" label={t('starts')} error={error('starts_at')} />
        <TextField name="ends" type="datetime-local" label={t('ends')} error={error('ends_at')} />
      </div>
      <TextArea
        name="reason"
        label={t('offer_reason')}
        hint={t('offer_hint')}
        maxLength={300}
        error={error('reason')}
      />
    </>
  )
}
