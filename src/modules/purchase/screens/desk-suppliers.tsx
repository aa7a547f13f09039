// Suppliers at the buying desk: the list, adding one, its terms, and the account that two people agree on.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Id } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Sheet } from '../../../web/kit/dialog.tsx'
import { Select, TextArea, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { countRequests, listRequests, proposeAny } from '../../control/contract.ts'
import { type Supplier, addSupplier, changeSupplier, getSupplier, listSuppliers } from '../contract.ts'
import { purchaseWords } from './purchase-words.ts'
import { supplierName } from './supplier-name.ts'

const states = ['active', 'paused'] as const
const asked = (query: Query) => ({
  limit: 50,
  ...(query.q ? { q: query.q } : {}),
  ...(query.state ? { state: query.state as (typeof states)[number] } : {}),
})

export default function SuppliersPage() {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const { query, set } = useAddress()
  const rows = usePages(listSuppliers, asked(query))
  const why = useWhyNot('purchasing.suppliers')
  const [adding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        title={t('suppliers')}
        subtitle={t('suppliers_lead')}
        action={
          <Button size="small" icon="plus" why_disabled={why} onClick={() => setAdding(true)}>
            {t('add_supplier')}
          </Button>
        }
        filters={[
          { id: 'all', title: t('all'), query: {} },
          ...states.map((state) => ({ id: state, title: t(state), query: { state } })),
        ]}
        rows={rows}
        columns={useColumns()}
        keyOf={(row) => row.supplier_id}
        empty={
          <EmptyState icon="store" title={t('no_suppliers')}>
            {t('no_suppliers_text')}
          </EmptyState>
        }
        detail={(id) => <Detail key={id} supplier_id={id as Id} />}
        detail_title={(_, row) => row && <span translate="no">{supplierName(lang, row)}</span>}
      />
      <Sheet place="side" open={adding} onClose={() => setAdding(false)} title={t('add_supplier')}>
        <Add
          onAdded={(id) => {
            setAdding(false)
            set({ open: id })
          }}
        />
      </Sheet>
    </>
  )
}

function useColumns(): TableColumnsType<Supplier> {
  const t = useWords(purchaseWords)
  const lang = useLang()
  return [
    { title: t('code'), render: (_, row) => <span translate="no">{row.code}</span> },
    {
      title: t('name'),
      render: (_, row) => (
        <b className="block max-w-72 truncate font-mid" translate="no">
          {supplierName(lang, row)}
        </b>
      ),
    },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={row.state === 'active' ? 'good' : 'neutral'}>{t(row.state)}</Badge>,
    },
    { title: t('agreements'), align: 'right', render: (_, row) => formatNumber(row.agreements) },
    { title: t('open_orders'), align: 'right', render: (_, row) => formatNumber(row.open_orders) },
    { title: t('lead_time'), align: 'right', render: (_, row) => t('days', { count: row.lead_time_days }) },
    { title: t('terms'), align: 'right', render: (_, row) => t('days', { count: row.payment_terms_days }) },
  ]
}

const typed = (event: FormEvent<HTMLFormElement>) => {
  event.preventDefault()
  const form = new FormData(event.currentTarget)
  return (name: string) => String(form.get(name) ?? '').trim()
}

function Terms({ row }: { row?: Supplier }) {
  const t = useWords(purchaseWords)
  const days = { type: 'number', min: 0, max: 365, inputMode: 'numeric' } as const
  return (
    <>
      <TextField name="name" label={t('name')} maxLength={80} defaultValue={row?.name} />
      <TextField name="name_en" label={t('name_en')} maxLength={80} defaultValue={row?.name_en} />
      <TextField {...days} name="terms" label={t('terms')} defaultValue={row?.payment_terms_days ?? 45} />
      <TextField {...days} name="lead" label={t('lead_time')} defaultValue={row?.lead_time_days ?? 7} />
    </>
  )
}
const termsOf = (of: (name: string) => string) => ({
  name: of('name'),
  name_en: of('name_en'),
  payment_terms_days: Number(of('terms')),
  lead_time_days: Number(of('lead')),
})

function Add({ onAdded }: { onAdded: (id: string) => void }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const add = useCommand(addSupplier, {
    refreshes: [listSuppliers],
    onDone: ({ supplier_id }) => {
      toast(t('supplier_added'))
      onAdded(supplier_id)
    },
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    const of = typed(event)
    void add.run({ code: of('code').toUpperCase(), ...termsOf(of) })
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={send}>
      <TextField
        name="code"
        label={t('code')}
        maxLength={30}
        pattern="[A-Za-z0-9][A-Za-z0-9\-]+"
        error={fieldError(add.problem, '/code', lang)}
      />
      <Terms />
      <Button type="submit" pending={add.pending}>
        {t('add_supplier')}
      </Button>
      <Refusal problem={add.problem} />
    </form>
  )
}

function Detail({ supplier_id }: { supplier_id: Id }) {
  const t = useWords(purchaseWords)
  const read = useRead(getSupplier, { supplier_id })
  const why = useWhyNot('purchasing.suppliers')
  const change = useCommand(changeSupplier, {
    refreshes: [listSuppliers, getSupplier],
    onDone: () => toast(t('changed')),
  })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={6} />
  const { data } = read
  const save = (event: FormEvent<HTMLFormElement>) => {
    const of = typed(event)
    void change.run({ supplier_id, ...termsOf(of), state: of('state') as Supplier['state'] })
  }
  return (
    <>
      <Section title={t('details')}>
        <form className="flex flex-col gap-3" onSubmit={save}>
          <Terms row={data} />
          <Select
            name="state"
            label={t('state')}
            defaultValue={data.state}
            choices={states.map((value) => ({ value, label: t(value) }))}
          />
          <span>
            <Button type="submit" size="small" look="secondary" pending={change.pending} why_disabled={why}>
              {t('change')}
            </Button>
          </span>
          <Refusal problem={change.problem} />
        </form>
      </Section>
      <Section title={t('bank')} note={t('bank_lead')}>
        {data.bank ? (
          <Facts
            facts={[
              { name: t('tax_id'), value: data.tax_id ?? '—' },
              { name: t('bank_name'), value: data.bank.bank_name },
              { name: t('account_name'), value: data.bank.account_name },
              { name: t('account_no'), value: data.bank.account_no },
            ]}
          />
        ) : (
          <p className="text-ink-soft">{t('bank_none')}</p>
        )}
      </Section>
      <ProposeBank supplier_id={supplier_id} why={why} />
    </>
  )
}

const bankFields = ['tax_id', 'bank_name', 'bank_code', 'account_name', 'account_no'] as const

function ProposeBank({ supplier_id, why }: { supplier_id: Id; why: string | null }) {
  const t = useWords(purchaseWords)
  const lang = useLang()
  const propose = useCommand(proposeAny, {
    refreshes: [listRequests, countRequests],
    onDone: () => toast(t('sent')),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    const of = typed(event)
    const said = Object.fromEntries(bankFields.map((field) => [field, of(field)]))
    const after = { supplier_id, ...said }
    void propose.run({ kind: 'purchase.supplier_bank', after, reason: of('reason') })
  }
  return (
    <Section title={t('propose_bank')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        {bankFields.map((field) => (
          <TextField
            key={field}
            name={field}
            label={t(field)}
            autoComplete="off"
            error={fieldError(propose.problem, `/after/${field}`, lang)}
          />
        ))}
        <TextArea name="reason" label={t('reason')} hint={t('reason_hint')} maxLength={300} />
        <span>
          <Button type="submit" size="small" pending={propose.pending} why_disabled={why}>
            {t('propose_bank')}
          </Button>
        </span>
        <Refusal problem={propose.problem} />
      </form>
    </Section>
  )
}
