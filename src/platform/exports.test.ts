// A list as a file: all its pages, with the eyes of who asks, and nothing in it that a spreadsheet would run.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openRoom, type Room } from '../../tools/test-room.ts'
import { actorFor } from '../../tools/test-actors.ts'
import { readTable } from '../modules/imports/index.ts'
import { endpoint } from './endpoint.ts'
import { answer } from './route.ts'
import { PageInput, newId, page } from './types.ts'

const ids = Array.from({ length: 250 }, newId).sort()
const Item = z.object({
  id: z.string(),
  name: z.string(),
  price_fen: z.int(),
  place: z.object({ city: z.string(), lat: z.number().nullable() }),
  tags: z.array(z.string()),
  mine: z.boolean(),
})
const list = endpoint('GET /test-things', {
  summary: 'Things',
  permission: 'purchasing.read',
  input: PageInput.extend({ city: z.string().optional() }),
  reply: page(Item),
})
const odd = ['=1+1', '+cmd|x', '-5', '@a', '\tb', '＝1+1', '\n=1', '晨岩 "冰箱", 500 升', '<a>&b', '-12.5']
const thing = (id: string, at: number, mine: boolean) => ({
  id,
  name: odd[at % odd.length]!,
  price_fen: at * 100,
  place: { city: '成都', lat: at % 2 ? 30.5 : null },
  tags: ['a', 'b'],
  mine,
})

let room: Room
let folder = ''
const buyer = actorFor('purchaser')
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zhuguang-export-'))
  room = await openRoom({
    exports: true,
    routes: [
      answer(list, async (_tx, actor, { after, limit, city }) => {
        const left = city === 'none' ? [] : ids.filter((id) => !after || id > after)
        const items = left.slice(0, limit).map((id) => {
          return thing(id, ids.indexOf(id), actor.person_id === buyer.person_id)
        })
        return { items, next: left.length > limit ? items.at(-1)!.id : null }
      }),
    ],
    actors: { buyer, shopper: actorFor('shopper') },
  })
})
afterAll(async () => {
  await room.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (path: string, who = 'buyer') =>
  fetch(`${room.url}/api/v1${path}`, { headers: who ? { 'x-actor': who } : {} })

async function read(path: string) {
  const answered = await get(path)
  const file = join(folder, 'file')
  writeFileSync(file, Buffer.from(await answered.arrayBuffer()))
  const rows: (readonly string[])[] = []
  for await (const { cells } of readTable(file)) rows.push(cells)
  return { headers: answered.headers, rows }
}
const columns = ['id', 'name', 'price_fen', 'place.city', 'place.lat', 'tags', 'mine']

test('all pages as CSV; what begins like a formula is kept a text, numbers stay numbers', async () => {
  const { headers, rows } = await read('/test-things.csv?limit=3')
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(headers.get('content-disposition')).toBe('attachment; filename="test-things.csv"')
  expect(rows[0]).toEqual(columns)
  expect(rows.length).toBe(251)
  expect(rows.slice(1).map(([id]) => id)).toEqual(ids)
  expect(rows.slice(1, 11).map((row) => row[1])).toEqual([
    "'=1+1",
    "'+cmd|x",
    '-5',
    "'@a",
    "'\tb",
    "'＝1+1",
    "'\n=1",
    '晨岩 "冰箱", 500 升',
    '<a>&b',
    '-12.5',
  ])
  expect(rows[2]!.slice(2)).toEqual(['100', '成都', '30.5', 'a · b', 'true'])
})

test('the same as a workbook that our own reader takes', async () => {
  const { rows } = await read('/test-things.xlsx')
  expect(rows.length).toBe(251)
  expect(rows[0]).toEqual(columns)
  expect(rows.slice(1, 11).map((row) => row[1])).toEqual(odd)
  expect(rows.at(-1)![0]).toBe(ids.at(-1))
})

test('filters count, and who may not read the list gets no file', async () => {
  expect((await read('/test-things.csv?city=none')).rows).toEqual([columns])
  expect((await get('/test-things.csv', 'shopper')).status).toBe(403)
  expect((await get('/test-things.csv', '')).status).toBe(401)
  expect((await get('/test-things.csv?city=a&city=b')).status).toBe(422)
})
