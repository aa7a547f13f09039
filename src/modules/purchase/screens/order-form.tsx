// A new purchase order: a supplier, a place, a day, and how many of what is agreed.
import { type FormEvent, useState } from 'react'
import { addDays, dayOf } from '../../../platform/time.ts'
import type { Id } from '../../../platform/types.ts'
import { Button } from '../../../web/kit/button.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { formatMoney, nameIn } from '../../../web/words/format.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { listNodes } from '../../places/contract.ts'
import { type Supplier, listAgreements, listSuppliers } from '../contract.ts'
import { draftOrder, listOrders } from '../contract-orders.ts'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'
import { fenOf } from './typed.ts'

export function NewOrder({ onMade }: { onMade: (order_id: string) => void }) {
  const t = useWords(purchaseWords)
  const [supplier_id, setSupplier] = useState('')
  const [fault, setFault] = useState(false)
  const suppliers = usePages(listSuppliers, { limit: 100, state: 'active' })
  const draft = useCommand(draftOrder, {
    refreshes: [listOrders],
    onDone: ({ order_id }) => {
      toast(t('drafted'))
      onMade(order_id)
    },
  })
  const chosen = suppliers.items.find((one) => one.supplier_id === supplier_id)
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const of = (name: string) => String(form.get(name) ?? '').trim()
    const lines = [...form.entries()].flatMap(([name, value]) => {
      const units = Number(value)
      return name.startsWith('units ') && units > 0 ? [{ sku_id: name.slice(6) as Id, units }] : []
    })
    setFault(lines.length === 0)
    if (lines.length === 0) return
    void draft.run({
      supplier_id: of('supplier') as Id,
      node_id: of('node') as Id,
      expected_on: of('expected'),
      freight_fen: fenOf(of('freight')) ?? 0,
      ...(of('note') && { note: of('note') }),
      lines,
    })
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={send}>
      <Head {...{ supplier_id, setSupplier, chosen, suppliers: suppliers.items }} />
      {chosen && <Lines key={supplier_id} supplier_id={chosen.supplier_id} />}
      {fault && (
        <p role="alert" className="text-bad">
          {t('nothing_typed')}
        </p>
      )}
      <Button type="submit" pending={draft.pending} why_disabled={chosen ? null : t('supplier')}>
        {t('create')}
      </Button>
      <Refusal problem={draft.problem} />
    </form>
  )
}

type HeadProps = {
  supplier_id: string
  setSupplier: (supplier_id: string) => void
  chosen: Supplier | undefined
  suppliers: readonly Supplier[]
}

function Head({ supplier_id, setSupplier, chosen, suppliers }: HeadProps) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const { now } = useView()
  const places = useRead(listNodes, { kind: 'warehouse', limit: 100 })
  return (
    <>
      <Select
        name="supplier"
        label={t('supplier')}
        value={supplier_id}
        onChange={(event) => setSupplier(event.currentTarget.value)}
        choices={[
          { value: '', label: '—' },
          ...suppliers.map((one) => ({ value: one.supplier_id, label: supplierName(lang, one) })),
        ]}
      />
      <Select
        name="node"
        label={t('node')}
        choices={(places.data?.items ?? []).map((one) => ({ value: one.id, label: nameIn(lang, one) }))}
      />
      <TextField
        key={supplier_id}
        name="expected"
        type="date"
        label={t('expected')}
        defaultValue={addDays(dayOf(new Date(now).toISOString()), chosen?.lead_time_days ?? 7)}
      />
      <TextField
        name="freight"
        inputMode="decimal"
        required={false}
        label={t('freight')}
        hint={t('freight_hint')}
      />
      <TextArea name="note" required={false} label={t('note')} maxLength={300} />
    </>
  )
}

function Lines({ supplier_id }: { supplier_id: Id }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const rows = usePages(listAgreements, { supplier_id, state: 'holds', limit: 100 })
  if (rows.loading) return <SkeletonRows rows={4} />
  if (rows.items.length === 0) return <p className="text-ink-soft">{t('no_lines')}</p>
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 text-13 text-ink-soft">{t('pick_lines')}</legend>
      {rows.items.map((row) => (
        <div key={row.sku_id} className="flex items-center gap-3 border-b border-line py-2">
          <span className="min-w-0 grow">
            <span className="block truncate font-mid" translate="no">
              {nameIn(lang, row)}
            </span>
            <span className="num text-12 text-ink-soft">
              <span translate="no">{row.code}</span> · {formatMoney(row.tiers[0]!.unit_cost_fen)}
            </span>
          </span>
          <span className="w-24 shrink-0">
            <TextField
              name={`units ${row.sku_id}`}
              type="number"
              min={0}
              max={100_000}
              required={false}
              quiet
              hide_label
              label={`${t('units')} ${nameIn(lang, row)}`}
            />
          </span>
        </div>
      ))}
      {rows.has_more && (
        <Button look="quiet" size="small" pending={rows.loading_more} onClick={rows.more}>
          +
        </Button>
      )}
    </fieldset>
  )
}
