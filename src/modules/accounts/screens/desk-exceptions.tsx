// The worklist of what of invoices does not match: the numbers that broke it, and what becomes of it.
import type { TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useMe, useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, usePages } from '../../../web/query.ts'
import { formatInstant, formatMoney, formatNumber, formatShare, nameIn } from '../../../web/words/format.ts'
import { fieldError, sayRefusal } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import {
  type ExceptionView,
  getInvoice,
  listExceptions,
  listInvoices,
  proposeAcceptance,
  resolveException,
} from '../contract.ts'
import { whyNotOwn } from '../rules.ts'
import { accountsWords } from './accounts-words.ts'
import { supplierIn } from './desk-invoices.tsx'

const asked = ({ state, kind }: Query) => ({
  limit: 50,
  ...(state ? { state: state as ExceptionView['state'] } : {}),
  ...(kind ? { kind: kind as ExceptionView['kind'] } : {}),
})
const tones = {
  open: 'warn',
  waiting: 'unknown',
  credit_asked: 'unknown',
  accepted: 'good',
  matched: 'good',
  credited: 'neutral',
} as const

export default function ExceptionsPage() {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listExceptions, asked(query))
  return (
    <ListPage
      title={t('exceptions')}
      subtitle={t('exceptions_lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: {} },
        { id: 'open', title: t('f_open'), query: { state: 'open' } },
        { id: 'waiting', title: t('f_waiting'), query: { state: 'waiting' } },
        { id: 'credit', title: t('f_credit_asked'), query: { state: 'credit_asked' } },
        { id: 'accepted', title: t('f_ended'), query: { state: 'accepted' } },
      ]}
      rows={rows}
      columns={columnsOf(lang)}
      keyOf={(row) => row.id}
      empty={
        <EmptyState icon="check" title={t('none')}>
          {t('none_text')}
        </EmptyState>
      }
      detail={(key, row) => row && <Detail key={key} found={row} />}
      detail_title={(_, row) => row && t(`why_${row.kind}`)}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<ExceptionView> {
  const t = say(accountsWords, lang)
  return [
    { title: t('what'), render: (_, row) => <b className="font-mid">{t(`why_${row.kind}`)}</b> },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`st_${row.state}`)}</Badge>,
    },
    { title: t('supplier'), render: (_, row) => supplierIn(lang, row) },
    { title: t('number'), render: (_, row) => <span translate="no">{row.invoice_number}</span> },
    {
      title: t('order_line'),
      render: (_, row) => (
        <span className="num">{t('line_of', { order: row.order_no, line: row.order_line_no })}</span>
      ),
    },
    { title: t('units'), align: 'right', render: (_, row) => formatNumber(row.units) },
    { title: t('amount_held'), align: 'right', render: (_, row) => formatMoney(row.net_fen + row.tax_fen) },
    { title: t('opened'), render: (_, row) => formatInstant(row.opened_at, lang) },
  ]
}

function factOf(name: string, value: string | number) {
  if (name.endsWith('_fen')) return formatMoney(Number(value))
  if (name.endsWith('_bp')) return formatShare(Number(value))
  return String(value)
}

function Detail({ found }: { found: ExceptionView }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const numbers = Object.entries(found.facts).map(([name, value]) => ({
    name: sayIfKnown(accountsWords, lang, `fact_${name}`) ?? name,
    value: factOf(name, value),
  }))
  return (
    <>
      <Section
        title={nameIn(lang, found) || supplierIn(lang, found)}
        note={<Badge tone={tones[found.state]}>{t(`st_${found.state}`)}</Badge>}
      >
        <Facts
          facts={[
            { name: t('number'), value: <span translate="no">{found.invoice_number}</span> },
            ...numbers,
            { name: t('net'), value: formatMoney(found.net_fen) },
            { name: t('tax'), value: formatMoney(found.tax_fen) },
            found.reason !== null && { name: t('reason'), value: found.reason },
            found.request_id !== null && found.state === 'open' && { name: t('state'), value: t('proposed') },
          ]}
        />
      </Section>
      {(found.state === 'open' || found.state === 'waiting') && <Resolve found={found} />}
    </>
  )
}

function Resolve({ found }: { found: ExceptionView }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { person_id } = useMe()
  const own = whyNotOwn(found.entered_by, person_id)
  const why = useWhyNot('accounts.invoices') ?? (own && sayRefusal(lang, own))
  const [reason, setReason] = useState('')
  const refreshes = [listExceptions, listInvoices, getInvoice]
  const resolve = useCommand(resolveException, { refreshes, onDone: () => toast(t('resolved_toast')) })
  const propose = useCommand(proposeAcceptance, { refreshes, onDone: () => toast(t('proposed_toast')) })
  const problem = resolve.problem ?? propose.problem
  const exception_id = found.id
  return (
    <Section title={t('resolve')}>
      <form className="flex flex-col gap-3" onSubmit={(event) => event.preventDefault()}>
        <TextArea
          label={t('reason_label')}
          hint={t('reason_hint')}
          maxLength={300}
          value={reason}
          error={fieldError(problem, '/reason', lang)}
          onChange={(event: { target: { value: string } }) => setReason(event.target.value)}
        />
        <Ways
          found={found}
          why={why}
          pending={resolve.pending || propose.pending}
          onResolve={(as) => void resolve.run({ exception_id, as, reason })}
          onPropose={() => void propose.run({ exception_id, reason })}
        />
        <Refusal problem={problem} />
      </form>
    </Section>
  )
}

type WaysProps = {
  found: ExceptionView
  why: string | null
  pending: boolean
  onResolve: (as: 'credit_asked' | 'waiting') => void
  onPropose: () => void
}

function Ways({ found, why, pending, onResolve, onPropose }: WaysProps) {
  const t = useWords(accountsWords)
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" pending={pending} why_disabled={why} onClick={() => onResolve('credit_asked')}>
        {t('ask_credit')}
      </Button>
      {found.kind === 'more_than_received' && (
        <Button
          size="small"
          look="secondary"
          pending={pending}
          why_disabled={why}
          onClick={() => onResolve('waiting')}
        >
          {t('wait')}
        </Button>
      )}
      {found.kind === 'price_above_agreed' && (
        <Button size="small" look="secondary" pending={pending} why_disabled={why} onClick={onPropose}>
          {t('accept')}
        </Button>
      )}
    </div>
  )
}
