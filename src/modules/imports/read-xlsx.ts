// XLSX as a stream of rows: the first sheet, by the parts of ECMA-376 that hold values. A workbook is packed,
// so what comes out is counted while it comes: a small file may hold any amount. Formulas are told, not run.
import type { Readable } from 'node:stream'
import { SaxesParser } from 'saxes'
import { type Entry, type ZipFile, openPromise } from 'yauzl'
import { type CellFault, type TableRow, isBlank, limits, tooLarge, unreadable } from './table.ts'
import { isDateFormat, momentOf } from './xlsx-dates.ts'

type Parts = Map<string, Entry>
type Budget = { left: number }

export async function* readXlsx(path: string): AsyncGenerator<TableRow> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => {
    throw unreadable('no_workbook')
  })
  try {
    const parts = await partsOf(zip)
    const budget: Budget = { left: limits.unpacked_bytes }
    const shared = await sharedTexts(zip, parts, budget)
    const dates = await dateStyles(zip, parts, budget)
    const sheet = await firstSheet(zip, parts, budget)
    yield* sheetRows(textOf(zip, sheet, budget), shared, dates)
  } finally {
    zip.close()
  }
}

async function partsOf(zip: ZipFile): Promise<Parts> {
  const parts: Parts = new Map()
  if (zip.entryCount > limits.entries) throw tooLarge('entries')
  try {
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
  } catch {
    throw unreadable('no_workbook')
  }
  return parts
}

/** The text of one part, piece by piece; ends with a refusal when there is more than may be. */
async function* textOf(zip: ZipFile, entry: Entry, budget: Budget, most = limits.unpacked_bytes as number) {
  const decoder = new TextDecoder()
  let read = 0
  const stream = (await zip.openReadStreamPromise(entry).catch(() => {
    throw unreadable('no_workbook')
  })) as Readable
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      read += chunk.length
      budget.left -= chunk.length
      if (budget.left < 0 || read > most) throw tooLarge(read > most ? 'shared_bytes' : 'unpacked_bytes')
      yield decoder.decode(chunk, { stream: true })
    }
  } finally {
    stream.destroy()
  }
}

type Tag = { name: string; attributes: Record<string, string> }
type Hear = { open?: (tag: Tag) => void; text?: (text: string) => void; close?: (name: string) => void }

/** Feeds pieces to an XML parser; a generator so that rows can be taken between pieces. */
async function* parsed(pieces: AsyncIterable<string>, hear: Hear): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: false })
  const bare = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.on('error', () => {
    throw unreadable('broken_xml')
  })
  parser.on('doctype', () => {
    throw unreadable('broken_xml')
  })
  parser.on('opentag', (tag) =>
    hear.open?.({ name: bare(tag.name), attributes: tag.attributes as Record<string, string> }),
  )
  parser.on('text', (text) => hear.text?.(text))
  parser.on('closetag', (tag) => hear.close?.(bare(tag.name)))
  for await (const piece of pieces) {
    parser.write(piece)
    yield
  }
  parser.close()
  yield
}

const finish = async (all: AsyncIterable<void>) => {
  for await (const _ of all);
}

async function sharedTexts(zip: ZipFile, parts: Parts, budget: Budget): Promise<string[]> {
  const entry = parts.get('xl/sharedStrings.xml')
  const texts: string[] = []
  if (!entry) return texts
  let now: string | null = null
  let inText = false
  let phonetic = false
  await finish(
    parsed(textOf(zip, entry, budget, limits.shared_bytes), {
      open: ({ name }) => {
        if (name === 'si') now = ''
        if (name === 'rPh') phonetic = true
        if (name === 't') inText = !phonetic
      },
      text: (text) => {
        if (inText && now !== null) now += text
      },
      close: (name) => {
        if (name === 't') inText = false
        if (name === 'rPh') phonetic = false
        if (name === 'si') texts.push((now ?? '').slice(0, limits.cell_chars + 1))
      },
    }),
  )
  return texts
}

/** Which cell styles show a number as a date. */
async function dateStyles(zip: ZipFile, parts: Parts, budget: Budget): Promise<Set<number>> {
  const entry = parts.get('xl/styles.xml')
  const dates = new Set<number>()
  if (!entry) return dates
  const formats = new Map<number, string>()
  let at = -1
  let inCells = false
  await finish(
    parsed(textOf(zip, entry, budget, limits.shared_bytes), {
      open: ({ name, attributes }) => {
        if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
        if (name === 'cellXfs') inCells = true
        if (name !== 'xf' || !inCells) return
        at += 1
        const id = Number(attributes.numFmtId)
        if (isDateFormat(id, formats.get(id))) dates.add(at)
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false
      },
    }),
  )
  return dates
}

async function firstSheet(zip: ZipFile, parts: Parts, budget: Budget): Promise<Entry> {
  const names = [...parts.keys()].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
  let first: string | undefined
  let target: string | undefined
  const workbook = parts.get('xl/workbook.xml')
  const relations = parts.get('xl/_rels/workbook.xml.rels')
  if (!workbook || names.length === 0) throw unreadable('no_workbook')
  await finish(
    parsed(textOf(zip, workbook, budget, limits.shared_bytes), {
      open: ({ name, attributes }) => {
        if (name === 'sheet' && attributes.state !== 'hidden') first ??= attributes['r:id']
      },
    }),
  )
  if (relations)
    await finish(
      parsed(textOf(zip, relations, budget, limits.shared_bytes), {
        open: ({ attributes }) => {
          if (attributes.Id === first && attributes.Target) target = attributes.Target
        },
      }),
    )
  const wanted = target && `xl/${target.replace(/^\/?(xl\/)?/, '')}`
  const entry = parts.get(wanted ?? '') ?? parts.get(names.toSorted()[0]!)
  return entry!
}

type Cell = { at: number; type: string; style: number; text: string; formula: boolean }

/** `BC12` → 54; null when nothing says where the cell stands. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (!letters) return null
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

class SheetHearer implements Hear {
  ready: TableRow[] = []
  #row = 0
  #cells: string[] = []
  #faults: CellFault[] = []
  #cell: Cell | null = null
  #inside = ''
  readonly #shared: readonly string[]
  readonly #dates: ReadonlySet<number>
  constructor(shared: readonly string[], dates: ReadonlySet<number>) {
    this.#shared = shared
    this.#dates = dates
  }

  open = ({ name, attributes }: Tag) => {
    if (name === 'row') {
      this.#row = Number(attributes.r ?? this.#row + 1)
      if (!(this.#row <= limits.rows)) throw tooLarge('rows')
      this.#cells = []
      this.#faults = []
    }
    if (name === 'c') {
      const at = columnOf(attributes.r) ?? this.#cells.length
      if (at >= limits.columns) throw tooLarge('columns')
      const style = Number(attributes.s ?? -1)
      this.#cell = { at, type: attributes.t ?? 'n', style, text: '', formula: false }
    }
    if (name === 'f' && this.#cell) this.#cell.formula = true
    this.#inside = name === 'v' || name === 't' || name === 'f' ? name : this.#inside
  }

  text = (text: string) => {
    if (!this.#cell || (this.#inside !== 'v' && this.#inside !== 't')) return
    if (this.#cell.text.length <= limits.cell_chars) this.#cell.text += text
  }

  close = (name: string) => {
    if (name === this.#inside) this.#inside = ''
    if (name === 'c' && this.#cell) this.#keep(this.#cell)
    if (name === 'row' && !isBlank(this.#cells))
      this.ready.push({ row: this.#row, cells: this.#cells, faults: this.#faults })
  }

  #keep(cell: Cell) {
    const { at, formula, type } = cell
    const text = this.#textOf(cell)
    while (this.#cells.length < at) this.#cells.push('')
    this.#cells[at] = text.slice(0, limits.cell_chars)
    if (formula) this.#faults.push({ at, code: 'formula' })
    else if (type === 'e') this.#faults.push({ at, code: 'error_value' })
    else if (text.length > limits.cell_chars) this.#faults.push({ at, code: 'cell_too_long' })
    this.#cell = null
  }

  #textOf({ type, text, style }: Cell): string {
    if (type === 's') return this.#shared[Number(text)] ?? ''
    if (type === 'b') return text === '1' ? 'true' : 'false'
    if (type !== 'n' || text === '') return text
    if (this.#dates.has(style)) return momentOf(Number(text)) ?? text
    // 12 digits and more are written as 1.2E+12 by some programs.
    return /[eE]/.test(text) && Number.isSafeInteger(Number(text)) ? String(Number(text)) : text
  }
}

async function* sheetRows(
  pieces: AsyncIterable<string>,
  shared: readonly string[],
  dates: ReadonlySet<number>,
): AsyncGenerator<TableRow> {
  const hearer = new SheetHearer(shared, dates)
  for await (const _ of parsed(pieces, hearer)) {
    yield* hearer.ready
    hearer.ready = []
  }
}
