// One row as values of our fields, by the plan of its file, with everything that is wrong about it.
import { type FileKind, fieldOf, fieldsOf } from './fields.ts'
import type { Plan } from './mapping.ts'
import { type Value, readValue } from './read-values.ts'
import type { CellFault, TableRow } from './table.ts'
import type { Unit } from './units.ts'

/** Where in the file, what, and the text that stood there. */
export type Note = { column: string; code: string; value: string }
export type Cells = Record<string, string>
export type Stored = {
  row: number
  cells: Cells
  numbers: string[]
  was_fen: number | null
  faults: Note[]
  warnings: Note[]
}
export type Values = Readonly<Record<string, Value>>
export type Entry = {
  row: number
  values: Values
  gtins: string[]
  faults: Note[]
  warnings: Note[]
  stored: Stored
}

const value_chars = 200
const shown = (text: string) => text.slice(0, value_chars)

/** The file's own column of a field, for people; the field's name where no column says it. */
export const columnOf = (plan: Plan, field: string) => plan.fields[field]?.columns[0]?.column ?? field

export const note = (plan: Plan, field: string, code: string, value: unknown): Note => ({
  column: columnOf(plan, field),
  code,
  value: shown(String(value ?? '')),
})

const cellCodes: readonly string[] = [
  'formula',
  'mixed_encoding',
  'cell_too_long',
  'error_value',
] satisfies CellFault['code'][]
/** What was wrong with a cell as such stays wrong until the cell is written anew. */
export const ofCell = ({ code }: Note) => cellCodes.includes(code)

/** What is kept of a row: the cells its plan reads. */
export function storedOf(plan: Plan, headers: readonly string[], { row, cells, faults }: TableRow): Stored {
  const used = new Set(
    Object.values(plan.fields).flatMap(({ columns }) => columns.map(({ column }) => column)),
  )
  const kept: Cells = {}
  headers.forEach((header, at) => {
    const text = cells[at] ?? ''
    if (used.has(header) && !(header in kept) && text !== '') kept[header] = text
  })
  const told = faults.flatMap(({ at, code }): Note[] => {
    const column = headers[at] ?? ''
    return used.has(column) ? [{ column, code, value: shown(cells[at] ?? '') }] : []
  })
  return { row, cells: kept, numbers: [], was_fen: null, faults: told, warnings: [] }
}

export function entryOf(kind: FileKind, plan: Plan, stored: Stored): Entry {
  const values: Record<string, Value> = {}
  const faults = stored.faults.filter(ofCell)
  const warnings: Note[] = []
  let gtins: string[] = []
  const broken = new Set(faults.map(({ column }) => column))
  // Of a feed of others a wrong detail is left out and told; of our own file it is put right first.
  const strict = plan.source === 'own'
  for (const [name, { columns, choices, value, prefix }] of Object.entries(plan.fields)) {
    const field = fieldOf(kind, name)
    if (!field) continue
    const sources = columns.length > 0 ? columns : [{ column: name, unit: null }]
    for (const { column, unit } of sources) {
      const raw = columns.length > 0 ? (stored.cells[column] ?? '') : (value ?? '')
      if (broken.has(column)) break
      const read = readValue({ field, unit: unit as Unit | null, choices }, raw)
      if (read === null) continue
      if ('code' in read) {
        const told = { column, code: read.code, value: shown(raw) }
        if (strict || field.must || read.code === 'formula') faults.push(told)
        else warnings.push(told)
      } else if ('gtins' in read) {
        gtins = read.gtins.good
        for (const one of read.gtins.wrong) warnings.push({ column, ...one })
      } else values[name] = prefix ? `${prefix}${read.value}` : read.value
      break
    }
    if (values[name] === undefined && value !== null && columns.length > 0) values[name] = value
  }
  for (const { name, must } of fieldsOf(kind)) {
    const column = columnOf(plan, name)
    const told = faults.some((one) => one.column === column)
    if (must && values[name] === undefined && !told) faults.push({ column, code: 'missing', value: '' })
  }
  return { row: stored.row, values, gtins, faults, warnings, stored }
}
