// What a reader of any format gives: one row after the other, as text, with what is wrong about single cells.
import { Refused } from '../../platform/refusal.ts'

export type CellFault = { at: number; code: 'formula' | 'mixed_encoding' | 'cell_too_long' | 'error_value' }
/** `row` is what a person sees beside it: the header is row 1. Empty rows are left out. */
export type TableRow = { row: number; cells: readonly string[]; faults: readonly CellFault[] }

export const limits = {
  /** Bytes of a file, and of all that lies packed in one. */
  file_bytes: 256 * 1_048_576,
  unpacked_bytes: 1_024 * 1_048_576,
  /** Text that all rows share, which has to be kept in memory. */
  shared_bytes: 64 * 1_048_576,
  entries: 1_000,
  rows: 1_048_576,
  columns: 256,
  cell_chars: 32_767,
} as const

export const tooLarge = (what: keyof typeof limits) =>
  new Refused('import_too_large', 413, { what, limit: limits[what] })
export const unreadable = (why: string) => new Refused('import_unreadable', 422, { why })

export const isBlank = (cells: readonly string[]) => cells.every((cell) => cell.trim() === '')
