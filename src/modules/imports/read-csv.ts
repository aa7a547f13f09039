// CSV as a stream of rows: RFC 4180 and what spreadsheets make of it (semicolons, tabs, a byte order mark).
// Fields are split as bytes and decoded one by one, so that one foreign cell spoils one row only.
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { type CellFault, type TableRow, isBlank, limits, tooLarge, unreadable } from './table.ts'
import { type Encoding, decoderOf, guessEncoding, markOf } from './text-bytes.ts'

const head_bytes = 262_144
const record_bytes_max = 4_194_304

export async function* readCsv(bytes: AsyncIterable<Buffer>): AsyncGenerator<TableRow> {
  const source = bytes[Symbol.asyncIterator]()
  const head = await headOf(source)
  if (head.length === 0) throw unreadable('empty')
  if (head.includes(0) && !markOf(head)) throw unreadable('binary')
  const encoding = guessEncoding(head)
  const decode = decoderOf(encoding)
  const parser = parse({
    encoding: null,
    bom: false,
    delimiter: delimiterOf(head, encoding),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: record_bytes_max,
  })
  const fed = Readable.from(withoutMark(chain(head, source), encoding)).on('error', (error) =>
    parser.destroy(error),
  )
  fed.pipe(parser)
  let row = 0
  try {
    for await (const record of parser as AsyncIterable<Buffer[]>) {
      row += 1
      if (row > limits.rows) throw tooLarge('rows')
      if (record.length > limits.columns) throw tooLarge('columns')
      const read = decodeRow(record, decode)
      if (!isBlank(read.cells)) yield { row, ...read }
    }
  } catch (error) {
    throw error instanceof CsvError ? csvFault(error) : error
  } finally {
    fed.destroy()
    parser.destroy()
  }
}

const csvFault = ({ code }: CsvError) =>
  code === 'CSV_MAX_RECORD_SIZE' ? tooLarge('cell_chars') : unreadable(code.toLowerCase())

function decodeRow(record: readonly Buffer[], decode: ReturnType<typeof decoderOf>) {
  const faults: CellFault[] = []
  const cells = record.map((bytes, at) => {
    const { text, fits } = decode(bytes)
    if (!fits || text.includes('\0')) faults.push({ at, code: 'mixed_encoding' })
    if (text.length > limits.cell_chars) faults.push({ at, code: 'cell_too_long' })
    return text.slice(0, limits.cell_chars).replaceAll('\0', '')
  })
  return { cells, faults }
}

async function headOf(source: AsyncIterator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let length = 0; length < head_bytes; ) {
    const { value, done } = await source.next()
    if (done) break
    parts.push(value)
    length += value.length
  }
  return Buffer.concat(parts)
}

async function* chain(head: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield head
  for (;;) {
    const { value, done } = await rest.next()
    if (done) return
    yield value
  }
}

/** UTF-16 is turned into UTF-8, in which every separator is one byte again. */
async function* withoutMark(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = encoding.startsWith('utf-16') ? new TextDecoder(encoding) : null
  let first = true
  for await (const chunk of bytes) {
    const skip = first ? (markOf(chunk)?.length ?? 0) : 0
    const rest = chunk.subarray(skip)
    first = false
    yield decoder ? Buffer.from(decoder.decode(rest, { stream: true })) : rest
  }
}

/** The separator that the first line holds most of, outside quotes. */
function delimiterOf(head: Buffer, encoding: Encoding): string {
  const wide = encoding.startsWith('utf-16')
  const text = wide ? new TextDecoder(encoding).decode(head) : head.toString('latin1')
  const line = (/^[^\r\n]*/.exec(text.replace(/^\ufeff/, ''))?.[0] ?? '').replaceAll(/"[^"]*"/g, '')
  const count = (sign: string) => line.split(sign).length
  return [',', ';', '\t', '|'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',')
}
