// Statements of payment providers: each held against our books to the fen; fetching or importing one.
import { Link } from '@tanstack/react-router'
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
import { TextField } from '../../../web/kit/field.tsx'
import { FileField } from '../../../web/kit/file-field.tsx'
import { EmptyState, Refusal } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useLive, usePages } from '../../../web/query.ts'
import { dayOf, formatInstant, formatMoney, formatNumber } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import { say } from '../../../web/words/words.ts'
import {
  fetchStatement,
  importStatement,
  listMismatches,
  listStatements,
  type StatementView,
} from '../contract-statement.ts'
import { statementWords } from './statement-words.ts'

export default function StatementsPage() {
  const t = useWords(statementWords)
  const lang = useLang()
  const why = useWhyNot('payment.reconcile')
  const [bringing, setBringing] = useState(false)
  const rows = usePages(listStatements, { limit: 50 })
  useLive(['statements:all'], [listStatements, listMismatches])
  const fetch = (
    <Button size="small" icon="refresh" why_disabled={why} onClick={() => setBringing(true)}>
      {t('fetch')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('title')}
        subtitle={t('lead')}
        action={fetch}
        rows={rows}
        columns={columnsOf(lang)}
        keyOf={(row) => row.id}
        empty={
          <EmptyState icon="list" title={t('empty')}>
            {t('empty_text')}
          </EmptyState>
        }
        detail={(_, row) => row && <Detail statement={row} />}
        detail_title={(_, row) => row && <span className="num">{row.day}</span>}
      />
      {bringing && <Bring onClose={() => setBringing(false)} />}
    </>
  )
}

const gapOf = (row: StatementView) => row.in_fen - row.out_fen - (row.here_in_fen - row.here_out_fen)

function Standing({ statement }: { statement: StatementView }) {
  const t = useWords(statementWords)
  if (statement.superseded) return <Badge tone="neutral">{t('superseded')}</Badge>
  if (!statement.reconciled_at) return <Badge tone="unknown">{t('comparing')}</Badge>
  if (statement.open > 0) return <Badge tone="warn">{t('n_open', { count: statement.open })}</Badge>
  return <Badge tone="good">{t('agrees')}</Badge>
}

function columnsOf(lang: Lang): TableColumnsType<StatementView> {
  const t = say(statementWords, lang)
  return [
    { title: t('day'), render: (_, row) => <b className="num font-mid">{row.day}</b> },
    { title: t('provider'), render: (_, row) => <code translate="no">{row.provider}</code> },
    { title: t('state'), render: (_, row) => <Standing statement={row} /> },
    { title: t('rows'), align: 'right', render: (_, row) => formatNumber(row.rows) },
    { title: t('came_in'), align: 'right', render: (_, row) => formatMoney(row.in_fen) },
    { title: t('went_out'), align: 'right', render: (_, row) => formatMoney(row.out_fen) },
    { title: t('gap'), align: 'right', render: (_, row) => formatMoney(gapOf(row)) },
    { title: t('imported'), render: (_, row) => formatInstant(row.imported_at, lang) },
  ]
}

function Detail({ statement }: { statement: StatementView }) {
  const t = useWords(statementWords)
  const both = (theirs_fen: number, ours_fen: number) =>
    `${formatMoney(theirs_fen)} · ${t('ours')} ${formatMoney(ours_fen)}`
  return (
    <Section title={t('state')} note={<Standing statement={statement} />}>
      <Facts
        facts={[
          { name: t('rows'), value: formatNumber(statement.rows) },
          { name: t('came_in'), value: both(statement.in_fen, statement.here_in_fen) },
          { name: t('went_out'), value: both(statement.out_fen, statement.here_out_fen) },
          { name: t('gap'), value: <b>{formatMoney(gapOf(statement))}</b> },
          { name: t('settled'), value: t('n_settled', { count: statement.settled }) },
        ]}
      />
      <Link to="/differences" search={{ day: statement.day } as never} className="text-action underline">
        {t('to_differences')}
      </Link>
    </Section>
  )
}

const file_bytes_max = 1_000_000

/** A file that was changed after it was chosen is no longer given out by the browser. */
async function textOf(file: File): Promise<{ csv: string } | { wrong: 'too_big' | 'moved' }> {
  if (file.size > file_bytes_max) return { wrong: 'too_big' }
  return file.text().then(
    (csv) => ({ csv }),
    () => ({ wrong: 'moved' as const }),
  )
}

function Unread({ why }: { why: 'too_big' | 'moved' }) {
  const t = useWords(statementWords)
  return (
    <p role="alert" className="rounded-field bg-bad-soft px-3 py-2 text-14 text-bad">
      <b className="font-mid">{t(why)}</b> <span className="text-ink">{t(`${why}_next`)}</span>
    </p>
  )
}

function Bring({ onClose }: { onClose: () => void }) {
  const t = useWords(statementWords)
  const lang = useLang()
  const { now } = useView()
  const yesterday = dayOf(new Date(now).getTime() - day_ms)
  const [day, setDay] = useState(yesterday)
  const [unread, setUnread] = useState<'too_big' | 'moved' | null>(null)
  const ended = (said: 'fetched' | 'imported_toast') => () => {
    toast(t(said))
    onClose()
  }
  const refreshes = [listStatements, listMismatches]
  const fetch = useCommand(fetchStatement, { refreshes, onDone: ended('fetched') })
  const bring = useCommand(importStatement, { refreshes, onDone: ended('imported_toast') })
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const file = new FormData(event.currentTarget).get('file')
    const read = file instanceof File ? await textOf(file) : null
    setUnread(read && 'wrong' in read ? read.wrong : null)
    if (read && 'csv' in read) await bring.run({ provider: 'sandbox', day, csv: read.csv })
  }
  return (
    <Dialog open onClose={onClose} title={t('fetch')}>
      <div className="flex flex-col gap-5">
        <TextField
          type="date"
          label={t('day')}
          value={day}
          max={yesterday}
          error={fieldError(fetch.problem, '/day', lang)}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button pending={fetch.pending} onClick={() => void fetch.run({ provider: 'sandbox', day })}>
          {t('fetch_do')}
        </Button>
        <Refusal problem={fetch.problem} />
        <form
          className="flex flex-col gap-3 border-t border-line pt-4"
          onSubmit={(event) => void send(event)}
        >
          <FileField
            name="file"
            required
            accept=".csv,text/csv"
            label={t('upload')}
            hint={t('upload_hint')}
          />
          <Button type="submit" look="secondary" pending={bring.pending}>
            {t('import_do')}
          </Button>
          {unread ? <Unread why={unread} /> : <Refusal problem={bring.problem} />}
        </form>
      </div>
    </Dialog>
  )
}
