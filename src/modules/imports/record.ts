// One row as values of our fields, by the plan of its file, with everything that is wrong about it.
import { type FileKind, fieldOf, fieldsOf } from './fields.ts'
import type { Plan } from './mapping.ts'
import { type Reading, type Value, readValue } from './read-values.ts'
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

/** A plan made ready once for all rows of a chunk. */
type Ready = {
  readings: {
    name: string
    must: boolean
    /** The columns that may say it, best first; none: every row says `value`. */
    sources: { column: string; reading: Reading }[]
    constant: boolean
    value: string | null
    prefix: string
  }[]
  musts: { name: string; column: string }[]
}

const madeReady = new WeakMap<Plan, Ready>()

function readyOf(kind: FileKind, plan: Plan): Ready {
  const known = madeReady.get(plan)
  if (known) return known
  const readings = Object.entries(plan.fields).flatMap(([name, { columns, choices, value, prefix }]) => {
    const field = fieldOf(kind, name)
    if (!field) return []
    const constant = columns.length === 0
    const sources = (constant ? [{ column: name, unit: null }] : columns).map(({ column, unit }) => ({
      column,
      reading: { field, choices, unit: unit as Unit | null },
    }))
    return [{ name, must: field.must, sources, constant, value, prefix }]
  })
  const musts = fieldsOf(kind)
    .filter(({ must }) => must)
    .map(({ name }) => ({ name, column: columnOf(plan, name) }))
  const ready = { readings, musts }
  madeReady.set(plan, ready)
  return ready
}

/** Which columns of the file its plan reads, and where they stand; a header that comes twice counts once. */
export function usedOf(plan: Plan, headers: readonly string[]): ReadonlyMap<number, string> {
  const used = new Set(
    Object.values(plan.fields).flatMap(({ columns }) => columns.map(({ column }) => column)),
  )
  return new Map(headers.map((header, at) => [at, header] as const).filter(([, header]) => used.has(header)))
}

/** What is kept of a row: the cells its plan reads. */
export function storedOf(used: ReadonlyMap<number, string>, { row, cells, faults }: TableRow): Stored {
  const kept: Cells = {}
  for (const [at, header] of used) {
    const text = cells[at] ?? ''
    if (text !== '' && !(header in kept)) kept[header] = text
  }
  const told = faults.flatMap(({ at, code }): Note[] => {
    const column = used.get(at)
    return column === undefined ? [] : [{ column, code, value: shown(cells[at] ?? '') }]
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
  const { readings, musts } = readyOf(kind, plan)
  for (const { name, must, sources, constant, value, prefix } of readings) {
    for (const { column, reading } of sources) {
      const raw = constant ? (value ?? '') : (stored.cells[column] ?? '')
      if (broken.has(column)) break
      const read = readValue(reading, raw)
      if (read === null) continue
      if ('code' in read) {
        const told = { column, code: read.code, value: shown(raw) }
        if (strict || must || read.code === 'formula') faults.push(told)
        else warnings.push(told)
      } else if ('gtins' in read) {
        gtins = read.gtins.good
        for (const one of read.gtins.wrong) warnings.push({ column, ...one })
      } else values[name] = prefix ? `${prefix}${read.value}` : read.value
      break
    }
    if (values[name] === undefined && value !== null && !constant) values[name] = value
  }
  for (const { name, column } of musts) {
    if (values[name] !== undefined || faults.some((one) => one.column === column)) continue
    faults.push({ column, code: 'missing', value: '' })
  }
  return { row: stored.row, values, gtins, faults, warnings, stored }
}
