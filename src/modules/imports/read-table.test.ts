// What stands in files of others, and what somebody may have put there on purpose.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workbook, writeZip } from '../../../tools/test-xlsx.ts'
import { readTable } from './read-table.ts'
import type { TableRow } from './table.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhuguang-table-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(path: string): Promise<TableRow[]> {
  const rows: TableRow[] = []
  for await (const row of readTable(path)) rows.push(row)
  return rows
}
function csv(bytes: string | Buffer) {
  const path = join(folder, 'a.csv')
  writeFileSync(path, bytes)
  return rowsOf(path)
}
const cellsOf = (rows: TableRow[]) => rows.map(({ cells }) => cells)

test('a mark at the front, semicolons, quotes, empty rows and several lines in a cell', async () => {
  const rows = await csv('\ufeffkey;"na;me"\r\n1;"a ""b""\nc"\r\n\r\n;\r\n2;d\r\n')
  expect(cellsOf(rows)).toEqual([
    ['key', 'na;me'],
    ['1', 'a "b"\nc'],
    ['2', 'd'],
  ])
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 5])
})

test('UTF-8, GB18030, UTF-16 and windows-1252 are told apart by their bytes', async () => {
  const chinese = Buffer.from('b1e0bac52cc3fbb3c60a312cb1f9cfe40a', 'hex') // 编号,名称 / 1,冰箱 in GBK
  expect(cellsOf(await csv(chinese))).toEqual([
    ['编号', '名称'],
    ['1', '冰箱'],
  ])
  expect(cellsOf(await csv('编号,名称\n1,冰箱\n'))).toEqual([
    ['编号', '名称'],
    ['1', '冰箱'],
  ])
  const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('编号,名称\n1,冰箱\n', 'utf16le')])
  expect(cellsOf(await csv(wide))).toEqual([
    ['编号', '名称'],
    ['1', '冰箱'],
  ])
  expect(cellsOf(await csv(Buffer.from('key,name\n1,C\xf4r\n2,ni\xf1o\n', 'latin1')))[1]).toEqual([
    '1',
    'Côr',
  ])
})

test('one row in another encoding is told, and the others are whole', async () => {
  const mixed = Buffer.concat([
    Buffer.from('key,name\n1,冰箱\n2,'),
    Buffer.from('C\xf4r', 'latin1'),
    Buffer.from('\n3,洗衣机\n4,电视\n'),
  ])
  const rows = await csv(mixed)
  expect(rows.map(({ faults }) => faults)).toEqual([[], [], [{ at: 1, code: 'mixed_encoding' }], [], []])
  expect(rows[3]!.cells).toEqual(['3', '洗衣机'])
})

test('what is no table is refused: nothing in it, bytes of something else, an old office file', async () => {
  await expect(csv('')).rejects.toMatchObject({ reason: 'import_unreadable' })
  await expect(csv(Buffer.from([1, 0, 2, 0, 3, 44, 0]))).rejects.toMatchObject({ facts: { why: 'binary' } })
  await expect(csv(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toMatchObject({
    facts: { why: 'old_office_format' },
  })
  await expect(csv(`a,b\n1,"${'x'.repeat(6_000_000)}`)).rejects.toMatchObject({ reason: 'import_too_large' })
})

test('two gigabytes are refused before they are read', async () => {
  const path = join(folder, 'large.csv')
  writeFileSync(path, 'key\n')
  truncateSync(path, 2 * 1_024 ** 3)
  await expect(rowsOf(path)).rejects.toMatchObject({ reason: 'import_too_large', status: 413 })
})

const sheet = (rows: string, shared: readonly string[] = []) => {
  const path = join(folder, 'a.xlsx')
  return writeZip(path, workbook(rows, shared)).then(() => rowsOf(path))
}

test('a workbook: shared and inline text, numbers, dates, gaps, and a formula that is told', async () => {
  const rows = await sheet(
    `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>
     <row r="3"><c r="A3" t="inlineStr"><is><t>a &amp; b</t></is></c><c r="B3"><v>1.25</v></c>
       <c r="C3" s="1"><v>43466</v></c><c r="D3"><f>SUM(A1:A9)</f><v>7</v></c></row>`,
    ['key', '名称'],
  )
  expect(cellsOf(rows)).toEqual([
    ['key', '', '名称'],
    ['a & b', '1.25', '2019-01-01', '7'],
  ])
  expect(rows[1]).toMatchObject({ row: 3, faults: [{ at: 3, code: 'formula' }] })
})

test('a workbook that unpacks to a flood is refused while it unpacks', async () => {
  const path = join(folder, 'bomb.xlsx')
  const parts = workbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
  // 200 MB of one letter in 200 KB.
  parts['xl/sharedStrings.xml'] = Buffer.concat([
    Buffer.from('<sst><si><t>'),
    Buffer.alloc(200 * 1_048_576, 0x61),
    Buffer.from('</t></si></sst>'),
  ])
  await writeZip(path, parts)
  const before = process.memoryUsage().rss
  await expect(rowsOf(path)).rejects.toMatchObject({ reason: 'import_too_large' })
  expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1_048_576)
})

test('entities of its own, a row beyond all rows, and half a workbook are refused', async () => {
  const path = join(folder, 'entities.xlsx')
  const parts = workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>')
  parts['xl/worksheets/sheet1.xml'] = `<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>`
  await writeZip(path, parts)
  await expect(rowsOf(path)).rejects.toMatchObject({ facts: { why: 'broken_xml' } })
  await expect(sheet('<row r="99999999"><c><v>1</v></c></row>')).rejects.toMatchObject({
    facts: { what: 'rows' },
  })
  writeFileSync(path, Buffer.from('PK\x03\x04 and nothing more'))
  await expect(rowsOf(path)).rejects.toMatchObject({ facts: { why: 'no_workbook' } })
})
