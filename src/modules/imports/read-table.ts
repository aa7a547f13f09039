// A file on the disk as rows, whatever its format: what it is is seen in its bytes, not in its name.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { readCsv } from './read-csv.ts'
import { readXlsx } from './read-xlsx.ts'
import { type TableRow, limits, tooLarge, unreadable } from './table.ts'

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const zip = Buffer.from('PK\x03\x04')
/** What Excel wrote before 2007, and files with a password. */
const oldOffice = Buffer.from('d0cf11e0', 'hex')

export async function* readTable(path: string): AsyncGenerator<TableRow> {
  const { size } = await stat(path)
  if (size > limits.file_bytes) throw tooLarge('file_bytes')
  const head = await headOf(path)
  if (head.subarray(0, 4).equals(oldOffice)) throw unreadable('old_office_format')
  if (head.subarray(0, 4).equals(zip)) yield* readXlsx(path)
  else yield* readCsv(createReadStream(path) as AsyncIterable<Buffer>)
}

export async function hashOf(path: string): Promise<string> {
  const { size } = await stat(path)
  if (size > limits.file_bytes) throw tooLarge('file_bytes')
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
