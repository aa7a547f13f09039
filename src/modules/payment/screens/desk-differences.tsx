// The worklist of what statements and our books disagree on: look into each, close it with what was found.
import type { TableColumnsType } from 'antd'
import type { FormEvent } from 'react'
import type { Lang } from '../../../platform/types.ts'
import { type Query, useAddress } from '../../../web/console/address.ts'
import { ListPage } from '../../../web/console/list-page.tsx'
import { useWhyNot } from '../../../web/console/me.tsx'
import { Facts, Section } from '../../../web/console/parts.tsx'
import { Badge } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextArea } from '../../../web/kit/field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages } from '../../../web/query.ts'
import { formatInstant, formatMoney } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { say, sayIfKnown } from '../../../web/words/words.ts'
import { closeMismatch, listMismatches, listStatements, type Mismatch } from '../contract-statement.ts'
import { statementWords } from './statement-words.ts'

const asked = ({ state, day }: Query) => ({
  limit: 50,
  ...(state ? { state: state as Mismatch['state'] } : {}),
  ...(day ? { day } : {}),
})
const tones = { open: 'warn', settled: 'good', closed: 'neutral' } as const

export default function DifferencesPage() {
  const t = useWords(statementWords)
  const lang = useLang()
  const { query } = useAddress()
  const rows = usePages(listMismatches, asked(query))
  useLive(['statements:all'], [listMismatches])
  const of: Query = query.day ? { day: query.day } : {}
  return (
    <ListPage
      title={t('differences')}
      subtitle={t('differences_lead')}
      filters={[
        { id: 'all', title: t('f_all'), query: of },
        { id: 'open', title: t('f_open'), query: { ...of, state: 'open' } },
        { id: 'settled', title: t('f_settled'), query: { ...of, state: 'settled' } },
        { id: 'closed', title: t('f_closed'), query: { ...of, state: 'closed' } },
        ...(query.day ? [{ id: 'every_day', title: t('f_every_day'), query: {} }] : []),
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
      detail_title={(_, row) => row && t(`code_${row.code}`)}
    />
  )
}

function columnsOf(lang: Lang): TableColumnsType<Mismatch> {
  const t = say(statementWords, lang)
  return [
    { title: t('day'), render: (_, row) => <span className="num">{row.day}</span> },
    { title: t('code'), render: (_, row) => <b className="font-mid">{t(`code_${row.code}`)}</b> },
    {
      title: t('state'),
      render: (_, row) => <Badge tone={tones[row.state]}>{t(`state_${row.state}`)}</Badge>,
    },
    { title: t('kind'), render: (_, row) => t(`kind_${row.kind}`) },
    { title: t('theirs'), align: 'right', render: (_, row) => formatMoney(row.theirs_fen) },
    { title: t('ours'), align: 'right', render: (_, row) => formatMoney(row.ours_fen) },
    {
      title: t('transaction'),
      render: (_, row) => (
        <code className="block max-w-80 truncate" translate="no" title={row.transaction_id}>
          {row.transaction_id}
        </code>
      ),
    },
  ]
}

/** The house names its reasons by codes, people write them. */
const reasonText = (reason: string, lang: Lang) =>
  sayIfKnown(statementWords, lang, `reason_${reason}`) ?? reason

function Detail({ found }: { found: Mismatch }) {
  const t = useWords(statementWords)
  const lang = useLang()
  return (
    <>
      <Section title={t('code')} note={<Badge tone={tones[found.state]}>{t(`state_${found.state}`)}</Badge>}>
        <p className="mb-2">{t(`why_${found.code}`)}</p>
        <Facts
          facts={[
            { name: t('day'), value: found.day },
            { name: t('kind'), value: t(`kind_${found.kind}`) },
            { name: t('theirs'), value: formatMoney(found.theirs_fen) },
            { name: t('ours'), value: formatMoney(found.ours_fen) },
            { name: t('transaction'), value: <code translate="no">{found.transaction_id}</code> },
            { name: t('charge_ref'), value: <code translate="no">{found.charge_ref}</code> },
            { name: t('found'), value: formatInstant(found.found_at, lang) },
            found.ended_at !== null && {
              name: t(`state_${found.state}`),
              value: formatInstant(found.ended_at, lang),
            },
            found.reason !== null && { name: t('reason'), value: reasonText(found.reason, lang) },
          ]}
        />
      </Section>
      {found.state === 'open' && <Close found={found} />}
    </>
  )
}

function Close({ found }: { found: Mismatch }) {
  const t = useWords(statementWords)
  const lang = useLang()
  const why = useWhyNot('payment.reconcile')
  const close = useCommand(closeMismatch, {
    refreshes: [listMismatches, listStatements],
    onDone: () => toast(t('closed_toast')),
  })
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '')
    void close.run({ mismatch_id: found.id, reason })
  }
  return (
    <Section title={t('close')}>
      <form className="flex flex-col gap-3" onSubmit={send}>
        <TextArea
          name="reason"
          label={t('close_reason')}
          hint={t('close_hint')}
          maxLength={300}
          error={fieldError(close.problem, '/reason', lang)}
        />
        <Button type="submit" size="small" why_disabled={why} pending={close.pending}>
          {t('close_do')}
        </Button>
        <Refusal problem={close.problem} />
      </form>
    </Section>
  )
}
