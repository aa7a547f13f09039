// Suppliers' statements: made once a month is over, confirmed by both sides.
import type { TableColumnsType } from 'antd'
import { type FormEvent, useState } from 'react'
import { day_ms } from '../../../platform/time.ts'
import type { Lang } from '../../../platform/types.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Select, TextField } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { dayOf, formatInstant, formatMoney, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import { listInvoiceSuppliers } from '../contract.ts'
import {
  confirmOurs,
  listStatementMoves,
  listSupplierStatements,
  makeStatement,
  type SupplierStatement,
} from '../contract-statement.ts'
import { accountsWords } from './accounts-words.ts'
import { supplierIn } from './desk-invoices.tsx'

export default function StatementsPage() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const why = useWhyNot('accounts.pay')
  const [making, setMaking] = useState(false)
  const rows = usePages(listSupplierStatements, { limit: 50 })
  return (
    <>
      <ListPage
        title={t('statements')}
        subtitle={t('statements_lead')}
        action={
          <Button size="small" icon="plus" why_disabled={why} onClick={() => setMaking(true)}>
            {t('make')}
          </Button>
        }
        rows={rows}
        columns={columnsOf(lang)}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="list" title={t('empty_statements')}>
            {t('empty_statements_text')}
          </EmptyState>
        }
        detail={(key, row) => row && <Detail key={key} found={row} />}
        detail_title={(_, row) => row && supplierIn(lang, row)}
      />
      {making && <Make onClose={() => setMaking(false)} />}
    </>
  )
}

const Side = ({ at }: { at: string | null }) => {
  const t = useWords(accountsWords)
  return <Badge tone={at ? 'good' : 'warn'}>{t(at ? 'confirmed' : 'not_confirmed')}</Badge>
}

function columnsOf(lang: Lang): TableColumnsType<SupplierStatement> {
  const t = say(accountsWords, lang)
  return [
    { title: t('month'), render: (_, row) => <b className="num font-mid">{row.month.slice(0, 7)}</b> },
    { title: t('supplier'), render: (_, row) => supplierIn(lang, row) },
    { title: t('opening'), align: 'right', render: (_, row) => formatMoney(row.opening_fen) },
    { title: t('invoiced'), align: 'right', render: (_, row) => formatMoney(row.invoiced_fen) },
    { title: t('credited'), align: 'right', render: (_, row) => formatMoney(row.credited_fen) },
    { title: t('paid'), align: 'right', render: (_, row) => formatMoney(row.paid_fen) },
    { title: t('closing'), align: 'right', render: (_, row) => <b>{formatMoney(row.closing_fen)}</b> },
    { title: t('ours'), render: (_, row) => <Side at={row.ours_at} /> },
    { title: t('theirs'), render: (_, row) => <Side at={row.theirs_at} /> },
  ]
}

function Detail({ found }: { found: SupplierStatement }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const why = useWhyNot('accounts.pay')
  const moves = useRead(listStatementMoves, { statement_id: found.id })
  const confirm = useCommand(confirmOurs, {
    refreshes: [listSupplierStatements],
    onDone: () => toast(t('confirmed_toast')),
  })
  return (
    <>
      <Section title={found.month.slice(0, 7)} note={formatInstant(found.made_at, lang)}>
        <Facts
          facts={[
            { name: t('opening'), value: formatMoney(found.opening_fen) },
            { name: t('invoiced'), value: formatMoney(found.invoiced_fen) },
            { name: t('credited'), value: formatMoney(-found.credited_fen) },
            { name: t('paid'), value: formatMoney(-found.paid_fen) },
            { name: t('closing'), value: <b>{formatMoney(found.closing_fen)}</b> },
            { name: t('held'), value: formatMoney(found.held_fen) },
            { name: t('hash'), value: <code translate="no">{found.hash.slice(0, 16)}</code> },
            { name: t('ours'), value: <Side at={found.ours_at} /> },
            { name: t('theirs'), value: <Side at={found.theirs_at} /> },
          ]}
        />
        {!found.ours_at && (
          <Button
            size="small"
            why_disabled={why}
            pending={confirm.pending}
            onClick={() => void confirm.run({ statement_id: found.id, hash: found.hash })}
          >
            {t('confirm')}
          </Button>
        )}
        <Refusal problem={confirm.problem} />
      </Section>
      <Section title={t('movements')}>
        {moves.data ? (
          <Facts
            facts={moves.data.items.slice(0, 200).map((move) => ({
              name: `${move.day} ${t(move.kind)} ${move.number}`,
              value: formatMoney(move.kind === 'invoiced' ? move.amount_fen : -move.amount_fen),
            }))}
          />
        ) : (
          <SkeletonRows rows={4} />
        )}
      </Section>
    </>
  )
}

/** The month before the one a day is in. */
const monthBefore = (day: string) =>
  dayOf(Date.parse(`${day.slice(0, 7)}-01T00:00:00+08:00`) - day_ms).slice(0, 7)

function Make({ onClose }: { onClose: () => void }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { now } = useView()
  const read = useRead(listInvoiceSuppliers, {})
  const [supplier, setSupplier] = useState('')
  const [month, setMonth] = useState(monthBefore(dayOf(now)))
  const make = useCommand(makeStatement, {
    refreshes: [listSupplierStatements],
    onDone: () => {
      toast(t('made_toast'))
      onClose()
    },
  })
  const choices = (read.data?.items ?? []).map((one) => ({ value: one.id, label: nameIn(lang, one) }))
  const send = (event: FormEvent) => {
    event.preventDefault()
    void make.run({ supplier_id: supplier as SupplierStatement['supplier_id'], month })
  }
  return (
    <Dialog open onClose={onClose} title={t('make')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <Select
          label={t('supplier')}
          value={supplier}
          choices={[{ value: '', label: t('choose_supplier') }, ...choices]}
          onChange={(event) => setSupplier(event.target.value)}
        />
        <TextField
          type="month"
          label={t('month')}
          value={month}
          error={fieldError(make.problem, '/month', lang)}
          onChange={(event) => setMonth(event.target.value)}
        />
        <Refusal problem={make.problem} />
        <Button type="submit" pending={make.pending}>
          {t('make_do')}
        </Button>
      </form>
    </Dialog>
  )
}
