// Entering an invoice: the supplier, then either its open order lines with what is printed of them, or a file.
import { type FormEvent, useState } from 'react'
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

function Head({ supplier_id, onClose }: { supplier_id: SupplierRow['id']; onClose: () => void }) {
  const t = useWords(accountsWords)
  const lang = useLang()
  const { now } = useView()
  const [kind, setKind] = useState<InvoiceKind>('invoice')
  const [way, setWay] = useState<Way>('hand')
  const [number, setNumber] = useState('')
  const [day, setDay] = useState(dayOf(now))
  const [total, setTotal] = useState('')
  const [written, setWritten] = useState<Written>({})
  const [wrong, setWrong] = useState<'nothing_chosen' | 'unread_file' | null>(null)
  const open = useRead(listOpenLines, { supplier_id })
  const done = {
    refreshes: [listInvoices, listExceptions, listOpenLines],
    onDone: () => {
      toast(t('entered_toast'))
      onClose()
    },
  }
  const enter = useCommand(enterInvoice, done)
  const bring = useCommand(importInvoice, done)
  const problem = enter.problem ?? bring.problem
  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const total_fen = fenOfYuan(total) ?? 0
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
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void send(event)}>
      <Choices
        label={t('kind')}
        name="kind"
        value={kind}
        choices={[
          { value: 'invoice', label: t('kind_invoice') },
          { value: 'credit_note', label: t('kind_credit_note') },
        ]}
        onChange={(value) => setKind(value as InvoiceKind)}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          label={t('number')}
          value={number}
          maxLength={40}
          error={fieldError(problem, '/number', lang)}
          onChange={(event) => setNumber(event.target.value)}
        />
        <TextField
          type="date"
          label={t('issued')}
          value={day}
          max={dayOf(now)}
          error={fieldError(problem, '/issued_on', lang)}
          onChange={(event) => setDay(event.target.value)}
        />
        <TextField
          label={t('printed_total')}
          inputMode="decimal"
          pattern="\d{1,9}(\.\d{1,2})?"
          value={total}
          error={fieldError(problem, '/total_fen', lang)}
          onChange={(event) => setTotal(event.target.value)}
        />
      </div>
      <Choices
        label={t('lines')}
        name="way"
        value={way}
        choices={[
          { value: 'hand', label: t('by_hand') },
          { value: 'file', label: t('by_file') },
        ]}
        onChange={(value) => setWay(value as Way)}
      />
      {way === 'file' ? (
        <FileField name="file" required accept=".csv,text/csv" label={t('file')} hint={t('file_hint')} />
      ) : (
        <OpenLines
          lines={open.data?.items}
          written={written}
          onWrite={(key, one) => setWritten((all) => ({ ...all, [key]: one }))}
        />
      )}
      {wrong && (
        <p role="alert" className="rounded-field bg-bad-soft px-3 py-2 text-14 text-bad">
          {t(wrong)}
        </p>
      )}
      <Refusal problem={problem} />
      <Button type="submit" pending={enter.pending || bring.pending}>
        {t('enter_do')}
      </Button>
    </form>
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
