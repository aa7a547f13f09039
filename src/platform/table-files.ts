// Rows as CSV or XLSX, written while they come. What a spreadsheet would run when it opens the file is
// written so that it is only read.
import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Value } from './flat-rows.ts'

type Rows = AsyncIterable<readonly Value[]>

/** A leading apostrophe keeps a text a text (OWASP, CSV injection); numbers are numbers. */
const plain = (text: string) =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text

function csvCell(value: Value): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = plain(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
const csvLine = (values: readonly Value[]) => `${values.map(csvCell).join(',')}\r\n`

/** With a byte order mark: without it a spreadsheet reads Chinese as something else. */
export async function* csvOf(columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield `\ufeff${csvLine(columns)}`
  for await (const row of rows) yield csvLine(row)
}

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const xml = (text: string) =>
  text
    .slice(0, 32_767)
    // XML 1.0 has no letter for them.
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll(/[&<>"]/g, (sign) => marks[sign]!)

function xlsxCell(value: Value): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c t="b"><v>${value ? 1 : 0}</v></c>`
  return `<c t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`
}
const xlsxRow = (values: readonly Value[]) => `<row>${values.map(xlsxCell).join('')}</row>`

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packed = 'http://schemas.openxmlformats.org/package/2006'
const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const parts: Record<string, string> = {
  '[Content_Types].xml':
    `<Types xmlns="${packed}/content-types"><Default Extension="rels" ` +
    `ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${kind}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kind}.worksheet+xml"/></Types>`,
  '_rels/.rels':
    `<Relationships xmlns="${packed}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml':
    `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>` +
    `<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${packed}/relationships">` +
    `<Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
}

async function* sheetOf(columns: readonly string[], rows: Rows): AsyncGenerator<string> {
  yield `${head}<worksheet xmlns="${main}"><sheetData>${xlsxRow(columns)}`
  for await (const row of rows) yield xlsxRow(row)
  yield '</sheetData></worksheet>'
}

/** Parts in the order of ECMA-376, the sheet last and packed while it is written. */
export function xlsxOf(columns: readonly string[], rows: Rows): NodeJS.ReadableStream {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(head + text), name)
  const sheet = Readable.from(sheetOf(columns, rows))
  sheet.on('error', (error) => (zip.outputStream as Readable).destroy(error))
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml')
  zip.end()
  return zip.outputStream
}
