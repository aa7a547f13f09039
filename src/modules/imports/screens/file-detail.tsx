// One file: how far it has come, what it needs, and the refused rows to put right.
import { useState } from 'react'
import { Section } from '../../../web/console/parts.tsx'
import { Badge, type Tone } from '../../../web/kit/badge.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { TextField } from '../../../web/kit/field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { useCommand, usePages, useRead } from '../../../web/query.ts'
import { formatNumber } from '../../../web/words/format.ts'
import { useLang, useWords } from '../../../web/words/use-words.ts'
import { sayIfKnown } from '../../../web/words/words.ts'
import {
  dropImport,
  getImport,
  type ImportFile,
  type ImportRow,
  listImports,
  listRows,
  releaseImport,
  repairRow,
} from '../contract.ts'
import { importWords } from './import-words.ts'

export const stateTones: Record<ImportFile['state'], Tone> = {
  arriving: 'neutral',
  reading: 'lit',
  held: 'warn',
  waiting: 'lit',
  applying: 'lit',
  done: 'good',
  dropped: 'neutral',
}
const moving: readonly string[] = ['arriving', 'reading', 'applying']
const look_ms = 1_000

export function FileDetail({ id }: { id: string }) {
  const [busy, setBusy] = useState(true)
  const read = useRead(getImport, { file_id: id as never }, busy ? { refetch_ms: look_ms } : {})
  const file = read.data
  const moves = file === undefined || moving.includes(file.state)
  if (moves !== busy) setBusy(moves)
  if (read.error && !file) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  if (!file) return <SkeletonRows rows={5} />
  return (
    <div className="flex flex-col">
      <Progress file={file} />
      <Wanted file={file} />
      <Columns file={file} />
      <Rows file={file} list="rejected" />
      <Rows file={file} list="warned" />
    </div>
  )
}

function Progress({ file }: { file: ImportFile }) {
  const t = useWords(importWords)
  const done = file.rows - file.ready
  const counts = ['created', 'updated', 'unchanged', 'rejected'] as const
  return (
    <section className="flex flex-col gap-2 pb-4" aria-live="polite">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={stateTones[file.state]}>{t(`st_${file.state}`)}</Badge>
        {file.dry_run && <Badge>{t('rehearsal')}</Badge>}
        <span className="num text-13 text-ink-soft">
          {t('progress', { done: formatNumber(done), rows: formatNumber(file.rows) })}
        </span>
      </span>
      <div
        role="progressbar"
        aria-label={t('left')}
        aria-valuemin={0}
        aria-valuemax={file.rows}
        aria-valuenow={done}
        className="h-2 w-full overflow-hidden rounded-pill bg-sunk"
      >
        <div className="h-full bg-action" style={{ width: `${(done / Math.max(1, file.rows)) * 100}%` }} />
      </div>
      <dl className="grid grid-cols-4 gap-2">
        {counts.map((name) => (
          <div key={name}>
            <dt className="text-12 text-ink-soft">{t(name)}</dt>
            <dd className="num text-20">{formatNumber(file[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Wanted({ file }: { file: ImportFile }) {
  const t = useWords(importWords)
  const refreshes = [getImport, listImports, listRows]
  const release = useCommand(releaseImport, { refreshes })
  const drop = useCommand(dropImport, { refreshes })
  const open = ['arriving', 'held', 'waiting'].includes(file.state)
  const may_go =
    !file.dry_run &&
    file.held_for !== 'unreadable' &&
    (file.state === 'held' || (file.state === 'done' && file.ready > 0))
  if (!open && !may_go) return null
  const why = file.trouble ? [file.trouble.reason, file.trouble.facts].filter(Boolean).join('; ') : ''
  return (
    <Section title={t(`st_${file.state}`)}>
      {file.held_for === 'unreadable' && <p className="mb-3 break-words">{t('held_unreadable', { why })}</p>}
      {file.held_for && file.held_for !== 'unreadable' && (
        <p className="mb-3">{t(`held_${file.held_for}`)}</p>
      )}
      <div className="flex flex-wrap gap-3">
        {may_go && (
          <Button
            size="small"
            pending={release.pending}
            onClick={() => void release.run({ file_id: file.id })}
          >
            {t(file.kind === 'prices' ? 'propose' : 'go_on')}
          </Button>
        )}
        {open && (
          <Button
            size="small"
            look="danger"
            pending={drop.pending}
            onClick={() => void drop.run({ file_id: file.id })}
          >
            {t('drop')}
          </Button>
        )}
      </div>
      <Refusal problem={release.problem ?? drop.problem} />
    </Section>
  )
}

function Columns({ file }: { file: ImportFile }) {
  const t = useWords(importWords)
  if (file.unused.length === 0 && file.missing.length === 0) return null
  return (
    <Section title={t('mapping')} note={file.mapping}>
      {file.unused.length > 0 && (
        <p className="text-13 break-words">
          {t('unused')}: <span translate="no">{file.unused.join(' · ')}</span>
        </p>
      )}
      {file.missing.length > 0 && (
        <p className="text-13 break-words">
          {t('missing')}: <span translate="no">{file.missing.join(' · ')}</span>
        </p>
      )}
    </Section>
  )
}

function Rows({ file, list }: { file: ImportFile; list: 'rejected' | 'warned' }) {
  const t = useWords(importWords)
  const asked = list === 'rejected' ? { state: 'rejected' as const } : { warned: 'true' as const }
  const rows = usePages(listRows, { file_id: file.id, limit: 20, ...asked }, { enabled: file.rows > 0 })
  if (rows.items.length === 0) return null
  return (
    <Section title={t(`${list}_rows`)} {...(list === 'rejected' && { note: formatNumber(file.rejected) })}>
      <ul className="flex flex-col gap-3">
        {rows.items.map((row) => (
          <li key={row.row} className="rounded-[6px] border border-line p-3">
            {list === 'rejected' ? <Repair file={file} row={row} /> : <Told row={row} notes={row.warnings} />}
          </li>
        ))}
      </ul>
      {rows.has_more && (
        <Button size="small" look="quiet" pending={rows.loading_more} onClick={rows.more}>
          {t('more')}
        </Button>
      )}
    </Section>
  )
}

function useCode() {
  const lang = useLang()
  return ({ code, value }: { code: string; value: string }) =>
    sayIfKnown(importWords, lang, `c_${code}`, { value }) ?? code
}

function Told({ row, notes }: { row: ImportRow; notes: ImportRow['warnings'] }) {
  const t = useWords(importWords)
  const say = useCode()
  return (
    <>
      <b className="font-strong">{t('row', { row: row.row })}</b>
      <ul className="text-13">
        {notes.map((note) => (
          <li key={`${note.column} ${note.code} ${note.value}`} className="break-words">
            <span translate="no">{note.column}</span>
            {note.value && <span translate="no">: {note.value}</span>} — {say(note)}
          </li>
        ))}
      </ul>
    </>
  )
}

function Repair({ file, row }: { file: ImportFile; row: ImportRow }) {
  const t = useWords(importWords)
  const say = useCode()
  const wrong = [...new Set(row.faults.map(({ column }) => column))]
  const textOf = (column: string) => row.cells.find((cell) => cell.column === column)?.text ?? ''
  const [texts, setTexts] = useState<Record<string, string>>({})
  const save = useCommand(repairRow, { refreshes: [listRows, getImport] })
  const may = !file.dry_run && (file.state === 'held' || file.state === 'done')
  const cells = wrong.map((column) => ({ column, text: texts[column] ?? textOf(column) }))
  if (!may) return <Told row={row} notes={row.faults} />
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save.run({ file_id: file.id, row: row.row, cells })
      }}
    >
      <b className="font-strong">{t('row', { row: row.row })}</b>
      {wrong.map((column) => (
        <TextField
          key={column}
          label={column}
          required={false}
          quiet
          value={texts[column] ?? textOf(column)}
          error={row.faults
            .filter((fault) => fault.column === column)
            .map(say)
            .join('；')}
          onChange={(event) => setTexts({ ...texts, [column]: event.target.value })}
        />
      ))}
      <span>
        <Button size="small" look="secondary" type="submit" pending={save.pending}>
          {t('repair')}
        </Button>
      </span>
      <Refusal problem={save.problem} />
    </form>
  )
}
