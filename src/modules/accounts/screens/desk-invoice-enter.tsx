// Entering an invoice: the supplier, then its open order lines with what is printed of them, or a file.
import { type FormEvent, useState } from 'react'
import type { Problem } from '../../../web/api.ts'
import { Dialog } from '../../../web/kit/dialog.tsx'
import { Button } from '../../../web/kit/button.tsx'
import { Choices, Select, TextField } from '../../../web/kit/field.tsx'
import { FileField } from '../../../web/kit/file-field.tsx'
import { ErrorState, Refusal, SkeletonRows } from '../../../web/kit/states.tsx'
import { toast } from '../../../web/kit/toast.tsx'
import { useCommand, useRead } from '../../../web/query.ts'
import { dayOf, formatMoney, nameIn } from '../../../web/words/format.ts'
import { fieldError } from '../../../web/words/refusals.ts'
import { useLang, useView, useWords } from '../../../web/words/use-words.ts'
import {
  enterInvoice,
  importInvoice,
  type InvoiceKind,
  listExceptions,
  listInvoices,
  listInvoiceSuppliers,
  listOpenLines,
  type OpenLine,
  type SupplierRow,
} from '../contract.ts'
import { accountsWords } from './accounts-words.ts'
import { fenOfYuan } from './yuan.ts'

type Written = Record<string, { units: string; price: string }>
type Way = 'hand' | 'file'

export function EnterInvoice({ onClose }: { onClose: () => void }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const read = useRead(listInvoiceSuppliers, {})
  const [supplier, setSupplier] = useState('')
  if (read.error) return <ErrorState problem={read.error} onRetry={() => void read.refetch()} />
  const choices = (read.data?.items ?? []).map((one) => ({ value: one.id, label: nameIn(lang, one) }))
  return (
    <Dialog open onClose={onClose} title={t('enter')}>
      <div className="flex flex-col gap-4">
        <Select
          label={t('supplier')}
          value={supplier}
          choices={[{ value: '', label: t('choose_supplier') }, ...choices]}
          onChange={(event) => setSupplier(event.target.value)}
        />
        {supplier && <Head key={supplier} supplier_id={supplier as SupplierRow['id']} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

const keyOf = ({ order_no, order_line_no }: OpenLine) => `${order_no}#${order_line_no}`

/** Lines whose units and price are both written. */
function linesOf(open: readonly OpenLine[], written: Written) {
  return open.flatMap((line) => {
    const { units = '', price = '' } = written[keyOf(line)] ?? {}
    const unit_fen = fenOfYuan(price)
    if (!/^\d{1,7}$/.test(units) || Number(units) === 0 || !unit_fen) return []
    const { order_no, order_line_no, vat_bp } = line
    return [{ order_no, order_line_no, units: Number(units), unit_fen, vat_bp }]
  })
}

type Entry = {
  kind: InvoiceKind
  way: Way
  number: string
  day: string
  total: string
  written: Written
}

/** What is written of it, and how it is sent. */
function useEntry(supplier_id: SupplierRow['id'], onDone: () => void) {
  const { now } = useView()
  const blank: Entry = { kind: 'invoice', way: 'hand', number: '', day: dayOf(now), total: '', written: {} }
  const [entry, setEntry] = useState(blank)
  const [wrong, setWrong] = useState<'nothing_chosen' | 'unread_file' | null>(null)
  const open = useRead(listOpenLines, { supplier_id })
  const done = { refreshes: [listInvoices, listExceptions, listOpenLines], onDone }
  const enter = useCommand(enterInvoice, done)
  const bring = useCommand(importInvoice, done)
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const { kind, number, day, way, written } = entry
    const total_fen = fenOfYuan(entry.total) ?? 0
    const head = { kind, supplier_id, number, issued_on: day as never, total_fen }
    setWrong(null)
    if (way === 'file') {
      const file = new FormData(event.currentTarget).get('file')
      const csv = file instanceof File ? await file.text().catch(() => null) : null
      return csv === null ? setWrong('unread_file') : void bring.run({ ...head, csv })
    }
    const lines = linesOf(open.data?.items ?? [], written)
    return lines.length === 0 ? setWrong('nothing_chosen') : void enter.run({ ...head, lines })
  }
  return {
    entry,
    change: (patch: Partial<Entry>) => setEntry((now_entry) => ({ ...now_entry, ...patch })),
    lines: open.data?.items,
    wrong,
    send,
    problem: enter.problem ?? bring.problem,
    pending: enter.pending || bring.pending,
  }
}

function Head({ supplier_id, onClose }: { supplier_id: SupplierRow['id']; onClose: () => void }) {
  const t = useWords(accountsWords)
  const given = useEntry(supplier_id, () => {
    toast(t('entered_toast'))
    onClose()
  })
  const { entry, change, wrong } = given
  const ways = (['hand', 'file'] as const).map((value) => ({ value, label: t(`by_${value}`) }))
  const kinds = (['invoice', 'credit_note'] as const).map((value) => ({ value, label: t(`kind_${value}`) }))
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void given.send(event)}>
      <Choices
        label={t('kind')}
        name="kind"
        value={entry.kind}
        choices={kinds}
        onChange={(value) => change({ kind: value as InvoiceKind })}
      />
      <Printed entry={entry} change={change} problem={given.problem} />
      <Choices
        label={t('lines')}
        name="way"
        value={entry.way}
        choices={ways}
        onChange={(value) => change({ way: value as Way })}
      />
      {entry.way === 'file' ? (
        <FileField name="file" required accept=".csv,text/csv" label={t('file')} hint={t('file_hint')} />
      ) : (
        <OpenLines
          lines={given.lines}
          written={entry.written}
          onWrite={(key, one) => change({ written: { ...entry.written, [key]: one } })}
        />
      )}
      {wrong && (
        <p role="alert" className="rounded-field bg-bad-soft px-3 py-2 text-14 text-bad">
          {t(wrong)}
        </p>
      )}
      <Refusal problem={given.problem} />
      <Button type="submit" pending={given.pending}>
        {t('enter_do')}
      </Button>
    </form>
  )
}

type PrintedProps = { entry: Entry; change: (patch: Partial<Entry>) => void; problem: Problem | null }

/** What stands at the head of the paper. */
function Printed({ entry, change, problem }: PrintedProps) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { now } = useView()
  return (
    <div className="grid gap-3 sm:grid-cols-3">
      <TextField
        label={t('number')}
        value={entry.number}
        maxLength={40}
        error={fieldError(problem, '/number', lang)}
        onChange={(event) => change({ number: event.target.value })}
      />
      <TextField
        type="date"
        label={t('issued')}
        value={entry.day}
        max={dayOf(now)}
        error={fieldError(problem, '/issued_on', lang)}
        onChange={(event) => change({ day: event.target.value })}
      />
      <TextField
        label={t('printed_total')}
        inputMode="decimal"
        pattern="\d{1,9}(\.\d{1,2})?"
        value={entry.total}
        error={fieldError(problem, '/total_fen', lang)}
        onChange={(event) => change({ total: event.target.value })}
      />
    </div>
  )
}

type OpenProps = {
  lines: readonly OpenLine[] | undefined
  written: Written
  onWrite: (key: string, one: { units: string; price: string }) => void
}

function OpenLines({ lines, written, onWrite }: OpenProps) {
  const t = useWords(accountsWords)
  if (!lines) return <SkeletonRows rows={4} />
  if (lines.length === 0) return <p className="text-ink-soft">{t('no_open_lines')}</p>
  return (
    <fieldset className="flex flex-col">
      <legend className="text-13 text-ink-soft">{t('choose_lines')}</legend>
      <p className="mb-2 text-13 text-ink-soft">{t('choose_lines_hint')}</p>
      {lines.map((line) => (
        <WrittenLine
          key={keyOf(line)}
          line={line}
          written={written[keyOf(line)] ?? { units: '', price: '' }}
          onWrite={(one) => onWrite(keyOf(line), one)}
        />
      ))}
    </fieldset>
  )
}

type LineProps = {
  line: OpenLine
  written: { units: string; price: string }
  onWrite: (one: { units: string; price: string }) => void
}

function WrittenLine({ line, written, onWrite }: LineProps) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const told = line.open > 0 ? 'received_open' : 'to_credit'
  return (
    <div className="grid items-end gap-3 border-b border-line py-2 sm:grid-cols-[1fr_7rem_9rem]">
      <p className="min-w-0">
        <span className="block">{nameIn(lang, line)}</span>
        <span className="num block text-13 text-ink-soft">
          {t('line_of', { order: line.order_no, line: line.order_line_no })} ·{' '}
          {t(told, { count: Math.abs(line.open), price: formatMoney(line.agreed_fen) })}
        </span>
      </p>
      <TextField
        label={t('units')}
        required={false}
        inputMode="numeric"
        pattern="\d{0,7}"
        value={written.units}
        onChange={(event) => onWrite({ ...written, units: event.target.value })}
      />
      <TextField
        label={t('unit_price')}
        required={false}
        inputMode="decimal"
        pattern="\d{1,9}(\.\d{1,2})?"
        value={written.price}
        onChange={(event) => onWrite({ ...written, price: event.target.value })}
      />
    </div>
  )
}
