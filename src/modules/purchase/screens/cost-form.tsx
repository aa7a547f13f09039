// Proposing what a SKU costs from a supplier: a person reads the share of the price before it is sent.
import { type FormEvent, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages } from '../../../web/query.ts'
import { nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests } from '../../control/contract.ts'
import { listSkuLines } from '../../search/contract-lines.ts'
import { type Agreement, listSuppliers, proposeCost } from '../contract.ts'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'
import { fenOf, instantOf, localOf, tiersOf } from './typed.ts'

type Props = { row?: Agreement; onSent: () => void }
type Fault = 'cost' | 'tiers' | null

export function ProposeCost({ row, onSent }: Props) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const [fault, setFault] = useState<Fault>(null)
  const propose = useCommand(proposeCost, {
    refreshes: [listRequests, countRequests],
    onDone: () => {
      toast(t('sent'))
      onSent()
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const of = (name: string) => String(form.get(name) ?? '').trim()
    const cost = fenOf(of('cost'))
    const tiers = cost && tiersOf(cost, of('tiers'))
    setFault(cost ? (tiers ? null : 'tiers') : 'cost')
    const starts_at = instantOf(of('from'))
    const ends_at = instantOf(of('until'))
    if (!tiers || !starts_at) return
    void propose.run({
      supplier_id: (row?.supplier_id ?? of('supplier')) as Id,
      sku_id: (row?.sku_id ?? of('sku')) as Id,
      tiers,
      min_units: Number(of('min')) || 1,
      starts_at,
      ...(ends_at && { ends_at }),
      reason: of('reason'),
    })
  }
  const problem = (field: string) => fieldError(propose.problem, `/${field}`, lang)
  return (
    <form className="flex flex-col gap-3" onSubmit={send}>
      {!row && <Which problem={problem} />}
      <Asked row={row} fault={fault} problem={problem} />
      <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />
      <span>
        <Button type="submit" pending={propose.pending}>
          {t('propose_cost')}
        </Button>
      </span>
      <Refusal problem={propose.problem} />
    </form>
  )
}

type AskedProps = { row: Agreement | undefined; fault: Fault; problem: (field: string) => string | undefined }

function Asked({ row, fault, problem }: AskedProps) {
  const t = useWords(purchaseWords)
  const { now } = useView()
  return (
    <>
      <TextField
        name="cost"
        inputMode="decimal"
        label={t('cost')}
        error={fault === 'cost' ? t('bad_amount') : problem('tiers/0/unit_cost_fen')}
      />
      <TextArea
        name="tiers"
        required={false}
        label={t('more_tiers')}
        hint={t('more_tiers_hint')}
        error={fault === 'tiers' ? t('bad_tiers') : problem('tiers')}
      />
      <TextField name="min" type="number" min={1} label={t('min_units')} defaultValue={row?.min_units ?? 1} />
      <TextField
        name="from"
        type="datetime-local"
        label={t('from')}
        defaultValue={localOf(now + 3_600_000)}
        error={problem('starts_at')}
      />
      <TextField
        name="until"
        type="datetime-local"
        required={false}
        label={t('until')}
        error={problem('ends_at')}
      />
    </>
  )
}

function Which({ problem }: { problem: (field: string) => string | undefined }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const [q, setQ] = useState('')
  const suppliers = usePages(listSuppliers, { limit: 100, state: 'active' })
  const skus = usePages(listSkuLines, { limit: 20, ...(q.trim() && { q: q.trim() }) })
  return (
    <>
      <Select
        name="supplier"
        label={t('supplier')}
        choices={suppliers.items.map((one) => ({ value: one.supplier_id, label: supplierName(lang, one) }))}
        error={problem('supplier_id')}
      />
      <TextField
        label={t('sku_find')}
        hint={t('sku_find_hint')}
        required={false}
        value={q}
        maxLength={60}
        onChange={(event) => setQ(event.currentTarget.value)}
      />
      <Select
        name="sku"
        label={t('product')}
        {...(!skus.loading && skus.items.length === 0 && { hint: t('no_sku') })}
        choices={skus.items.map((one) => ({ value: one.id, label: `${nameIn(lang, one)} · ${one.code}` }))}
        error={problem('sku_id')}
      />
    </>
  )
}
