// An invoice as a small CSV file: order_no,order_line_no,units,unit_price,vat. What cannot be read is said
// with its row, and nothing of the file is entered.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { wrongField } from '../../platform/refusal.ts'
import { enter } from './commands.ts'
import { InvoiceLineInput, type importInvoice } from './contract.ts'

const columns = ['order_no', 'order_line_no', 'units', 'unit_price', 'vat'] as const
const rows_max = 1_000

/** Yuan with at most two places as whole fen; null: no such amount. */
function fenOf(yuan: string): number | null {
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(yuan) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
/** Per cent with at most two places as basis points. */
const basisOf = (per_cent: string) => fenOf(per_cent.replace(/%$/, ''))
const wholeOf = (count: string) => (/^\d{1,8}$/.test(count) ? Number(count) : null)

const unreadable = (facts: Record<string, unknown>) => wrongField('/csv', 'invoice_file_unreadable', facts)

export function readInvoice(csv: string): z.output<typeof InvoiceLineInput>[] {
  const rows = csv
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((row) => row.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')))
    .filter((row) => row.some((cell) => cell !== ''))
  const [names = [], ...given] = rows
  const places = columns.map((column) => names.indexOf(column))
  const missing = columns.filter((_, at) => places[at] === -1)
  if (missing.length > 0) throw unreadable({ missing })
  if (given.length === 0 || given.length > rows_max) throw unreadable({ rows: given.length, rows_max })
  return given.map((row, at) => {
    const cell = (n: number) => row[places[n]!] ?? ''
    const parsed = InvoiceLineInput.safeParse({
      order_no: cell(0),
      order_line_no: wholeOf(cell(1)),
      units: wholeOf(cell(2)),
      unit_fen: fenOf(cell(3)),
      vat_bp: basisOf(cell(4)),
    })
    if (parsed.success) return parsed.data
    throw unreadable({ row: at + 2, column: columnOf(parsed.error.issues[0]?.path[0]) })
  })
}

const columnOf = (field: PropertyKey | undefined) =>
  field === 'unit_fen' ? 'unit_price' : field === 'vat_bp' ? 'vat' : String(field)

export async function importFile(tx: Tx, actor: Actor, input: z.output<typeof importInvoice.input>) {
  const { csv, ...head } = input
  return enter(tx, actor, { ...head, lines: readInvoice(csv) }, 'file')
}
