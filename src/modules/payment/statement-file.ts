// The daily statement as a file: CSV with a header, one movement of money a line. Reading gives every line or
// the first one that cannot be read; nothing in between is guessed.
import type { Day, Instant } from '../../platform/types.ts'
import { dayOf } from '../../platform/time.ts'

export type StatementLine = {
  kind: 'charge' | 'refund'
  transaction_id: string
  charge_ref: string
  amount_fen: number
  at: Instant
}
export type Unreadable = { line: number; column: string; value: string }
export type Read = { ok: true; lines: StatementLine[] } | { ok: false; wrong: Unreadable }

const columns = ['charge_ref', 'kind', 'amount', 'time', 'transaction_id'] as const
type Column = (typeof columns)[number]
/** A business day of a house far larger than this one. */
export const lines_max = 1_000_000
/** What the lines of a day move in all: sums of many days are still counted without a fraction. */
export const sum_fen_max = 10_000_000_000_000

const two = (n: number) => String(n).padStart(2, '0')
const yuan = (amount_fen: number) => `${Math.floor(amount_fen / 100)}.${two(amount_fen % 100)}`

export const writeStatement = (lines: readonly StatementLine[]): string =>
  [
    columns.join(','),
    ...lines.map((one) =>
      [one.charge_ref, one.kind, yuan(one.amount_fen), one.at, one.transaction_id].join(','),
    ),
    '',
  ].join('\n')

/** Fen of an amount in yuan, digit by digit: no amount passes through a fraction. */
function fenOf(amount: string): number | null {
  const [, whole, part = ''] = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(amount) ?? []
  if (whole === undefined) return null
  const amount_fen = Number(whole) * 100 + Number(part.padEnd(2, '0'))
  return amount_fen > 0 ? amount_fen : null
}

// ISO 8601, or a moment in Shanghai as Chinese providers write it.
function instantOf(time: string): Instant | null {
  const local = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(time)
  const whole = local ? `${time.replace(' ', 'T')}+08:00` : time
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(whole)
  const at_ms = iso ? Date.parse(whole) : Number.NaN
  return Number.isNaN(at_ms) ? null : new Date(at_ms).toISOString()
}

const name = /^[\x21-\x2b\x2d-\x7e]{1,80}$/

function readLine(fields: Record<Column, string>, day: Day): StatementLine | Column {
  const { kind, charge_ref, transaction_id } = fields
  if (kind !== 'charge' && kind !== 'refund') return 'kind'
  if (!name.test(charge_ref)) return 'charge_ref'
  if (!name.test(transaction_id)) return 'transaction_id'
  const amount_fen = fenOf(fields.amount)
  if (amount_fen === null) return 'amount'
  const at = instantOf(fields.time)
  if (at === null || dayOf(at) !== day) return 'time'
  return { kind, charge_ref, transaction_id, amount_fen, at }
}

/** The cells of a row, also quoted ones as RFC 4180 has them. */
function cellsOf(row: string): string[] {
  if (!row.includes('"')) return row.split(',').map((cell) => cell.trim())
  const cells = row.match(/(?<=^|,)(?:\s*"(?:[^"]|"")*"\s*|[^,]*)(?=,|$)/g) ?? []
  return cells.map((cell) =>
    cell.trim().replace(/^"(.*)"$/, (_, inner: string) => inner.replaceAll('""', '"')),
  )
}

const unreadable = (line: number, column: string, value: string): Read => {
  return { ok: false, wrong: { line, column, value: value.slice(0, 80) } }
}

/** Every line of the statement of `day`, or the first that is wrong, with its column and what it says. */
export function readStatement(csv: string, day: Day): Read {
  const rows = csv
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split(/\r?\n/)
  const header = cellsOf(rows[0]!)
  // Of a column that stands there twice nobody can say which is meant.
  const odd = columns.find((column) => header.filter((cell) => cell === column).length !== 1)
  if (odd) return unreadable(1, odd, rows[0]!)
  if (rows.length - 1 > lines_max) return unreadable(lines_max + 2, 'charge_ref', 'too_many_lines')
  const lines: StatementLine[] = []
  let sum_fen = 0
  for (const [at, row] of rows.entries()) {
    if (at === 0) continue
    const cells = cellsOf(row)
    if (cells.length !== header.length) return unreadable(at + 1, 'charge_ref', row)
    const cell = (column: Column) => cells[header.indexOf(column)] ?? ''
    const fields = Object.fromEntries(columns.map((column) => [column, cell(column)]))
    const read = readLine(fields as Record<Column, string>, day)
    if (typeof read === 'string') return unreadable(at + 1, read, cell(read))
    sum_fen += read.amount_fen
    if (sum_fen > sum_fen_max) return unreadable(at + 1, 'amount', fields.amount!)
    lines.push(read)
  }
  return { ok: true, lines }
}
