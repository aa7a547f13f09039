// Suppliers' invoices: what of each is owed, held and paid; the lines of one in the drawer.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { Bar, BarSelect } from '../../../web/console/bar.tsx'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { EmptyState } from '../../../web/kit/states.tsx'
import { usePages, useRead } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { type InvoiceView, listInvoices, listInvoiceSuppliers } from '../contract.ts'
import { accountsWords } from './accounts-words.ts'
import { EnterInvoice } from './desk-invoice-enter.tsx'
import { InvoiceDetail } from './desk-invoice.tsx'

const asked = ({ state, supplier, q }: Query) => ({
  limit: 50,
  ...(state ? { state: state as 'held' } : {}),
  ...(supplier ? { supplier_id: supplier as InvoiceView['supplier_id'] } : {}),
  ...(q ? { q } : {}),
})

export default function InvoicesPage() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { query } = useAddress()
  const why = useWhyNot('accounts.invoices')
  const [entering, setEntering] = useState(false)
  const rows = usePages(listInvoices, asked(query))
  const action = (
    <Button size="small" icon="plus" why_disabled={why} onClick={() => setEntering(true)}>
      {t('enter')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('invoices')}
        subtitle={t('invoices_lead')}
        action={action}
        filters={[
          { id: 'all', title: t('f_all'), query: {} },
          { id: 'held', title: t('f_held'), query: { state: 'held' } },
          { id: 'matched', title: t('f_matched'), query: { state: 'matched' } },
          { id: 'paid', title: t('f_paid'), query: { state: 'paid' } },
        ]}
        tools={<Tools />}
        rows={rows}
        columns={columnsOf(lang)}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="list" title={t('empty_invoices')}>
            {t('empty_invoices_text')}
          </EmptyState>
        }
        detail={(id) => <InvoiceDetail key={id} id={id} />}
        detail_title={(_, row) => row && <span translate="no">{row.number}</span>}
        detail_width={560}
      />
      {entering && <EnterInvoice onClose={() => setEntering(false)} />}
    </>
  )
}

export const supplierIn = (
  lang: Lang,
  { supplier_name_zh, supplier_name_en }: { supplier_name_zh: string; supplier_name_en: string },
) => (lang === 'en' ? supplier_name_en : supplier_name_zh)

function Tools() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const read = useRead(listInvoiceSuppliers, {})
  const options = (read.data?.items ?? []).map((one) => ({
    value: one.id as string,
    label: lang === 'en' ? one.name_en : one.name_zh,
  }))
  return (
    <Bar>
      <BarSelect name="supplier" label={t('supplier')} all={t('every_supplier')} options={options} />
    </Bar>
  )
}

function columnsOf(lang: Lang): TableColumnsType<InvoiceView> {
  const t = say(accountsWords, lang)
  return [
    {
      title: t('number'),
      render: (_, row) => (
        <b className="font-mid" translate="no">
          {row.number}
        </b>
      ),
    },
    { title: t('supplier'), render: (_, row) => supplierIn(lang, row) },
    {
      title: t('kind'),
      render: (_, row) => (
        <Badge tone={row.kind === 'invoice' ? 'neutral' : 'unknown'}>{t(`kind_${row.kind}`)}</Badge>
      ),
    },
    { title: t('issued'), render: (_, row) => <span className="num">{row.issued_on}</span> },
    { title: t('due'), render: (_, row) => <span className="num">{row.due_on}</span> },
    { title: t('total'), align: 'right', render: (_, row) => formatMoney(row.total_fen) },
    { title: t('payable'), align: 'right', render: (_, row) => <b>{formatMoney(row.payable_fen)}</b> },
    {
      title: t('held'),
      align: 'right',
      render: (_, row) =>
        row.held_fen > 0 ? <Badge tone="warn">{formatMoney(row.held_fen)}</Badge> : formatMoney(0),
    },
    { title: t('paid'), align: 'right', render: (_, row) => formatMoney(row.paid_fen) },
    { title: t('entered'), render: (_, row) => formatInstant(row.entered_at, lang) },
  ]
}
