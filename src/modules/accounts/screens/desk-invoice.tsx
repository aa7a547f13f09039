// One invoice: its sums, its lines against their orders, what of it waits, and its payment.
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { dayOf, formatMoney, formatNumber, formatShare, nameIn } from '../../../web/words/format.ts'
import { sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { getInvoice, type InvoiceLine, type InvoiceWhole, listInvoices, payInvoice } from '../contract.ts'
import { whyNotOwn } from '../rules.ts'
import { accountsWords } from './accounts-words.ts'
import { fenOfYuan } from './yuan.ts'

export function InvoiceDetail({ id }: { id: string }) {
  const read = useRead(getInvoice, { invoice_id: id as InvoiceWhole['id'] })
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!read.data) return <SkeletonRows rows={6} />
  const invoice = read.data
  return (
    <>
      <Sums invoice={invoice} />
      {invoice.waiting.length > 0 && <Waiting invoice={invoice} />}
      <Lines invoice={invoice} />
      {invoice.payable_fen > invoice.paid_fen && <Pay invoice={invoice} />}
    </>
  )
}

function Sums({ invoice }: { invoice: InvoiceWhole }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const name = lang === 'en' ? invoice.supplier_name_en : invoice.supplier_name_zh
  return (
    <Section title={name} note={t(`kind_${invoice.kind}`)}>
      <Facts
        facts={[
          { name: t('issued'), value: invoice.issued_on },
          { name: t('due'), value: invoice.due_on },
          { name: t('net'), value: formatMoney(invoice.net_fen) },
          { name: t('tax'), value: formatMoney(invoice.tax_fen) },
          { name: t('total'), value: formatMoney(invoice.total_fen) },
          { name: t('payable'), value: <b>{formatMoney(invoice.payable_fen)}</b> },
          { name: t('held'), value: formatMoney(invoice.held_fen) },
          { name: t('paid'), value: formatMoney(invoice.paid_fen) },
        ]}
      />
    </Section>
  )
}

function Waiting({ invoice }: { invoice: InvoiceWhole }) {
  const t = useWords(accountsWords)
  return (
    <Section title={t('exceptions')}>
      <ul className="flex flex-col">
        {invoice.waiting.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 border-b border-line py-2">
            <Link to="/exceptions" search={{ open: one.id } as never} className="link grow">
              {t(`why_${one.kind}`)} · {t('line_of', { order: one.order_no, line: one.order_line_no })}
            </Link>
            <span className="num">{formatMoney(one.net_fen + one.tax_fen)}</span>
            <Badge tone={one.state === 'open' ? 'warn' : 'neutral'}>{t(`st_${one.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const shown_max = 100

function Lines({ invoice }: { invoice: InvoiceWhole }) {
  const t = useWords(accountsWords)
  return (
    <Section title={t('lines')} note={formatNumber(invoice.lines.length)}>
      <ul className="flex flex-col">
        {invoice.lines.slice(0, shown_max).map((line) => (
          <Line key={line.line_no} line={line} />
        ))}
      </ul>
    </Section>
  )
}

function Line({ line }: { line: InvoiceLine }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  return (
    <li className="border-b border-line py-2">
      <p className="flex justify-between gap-3">
        <span className="min-w-0">
          {nameIn(lang, line) || t('line_of', { order: line.order_no, line: line.order_line_no })}
        </span>
        <span className="num">{formatMoney(line.net_fen + line.tax_fen)}</span>
      </p>
      <p className="num text-13 text-ink-soft">
        {t('line_of', { order: line.order_no, line: line.order_line_no })} · {formatNumber(line.units)} ×{' '}
        {formatMoney(line.unit_fen)} · {formatShare(line.vat_bp)} ·{' '}
        {t('matched_units', { count: formatNumber(line.matched_units) })}
      </p>
    </li>
  )
}

function Pay({ invoice }: { invoice: InvoiceWhole }) {
  const t = useWords(accountsWords)
  const { now } = useView()
  const lang = useLang()
  const { person_id } = useMe()
  const own = whyNotOwn(invoice.entered_by, person_id)
  const why = useWhyNot('accounts.pay') ?? (own && sayRefusal(lang, own))
  const owed = invoice.payable_fen - invoice.paid_fen
  const [yuan, setYuan] = useState((owed / 100).toFixed(2))
  const [day, setDay] = useState(dayOf(now))
  const pay = useCommand(payInvoice, {
    refreshes: [getInvoice, listInvoices],
    onDone: () => toast(t('paid_toast')),
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    const amount_fen = fenOfYuan(yuan)
    if (amount_fen !== null) void pay.run({ invoice_id: invoice.id, amount_fen, paid_on: day as never })
  }
  return (
    <Section title={t('pay')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <TextField
          label={t('pay_amount')}
          inputMode="decimal"
          pattern="\d{1,9}(\.\d{1,2})?"
          value={yuan}
          onChange={(event) => setYuan(event.target.value)}
        />
        <TextField
          type="date"
          label={t('pay_day')}
          value={day}
          min={invoice.issued_on}
          max={dayOf(now)}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button type="submit" size="small" why_disabled={why} pending={pay.pending}>
          {t('pay_do')}
        </Button>
        <Refusal problem={pay.problem} />
      </form>
    </Section>
  )
}
