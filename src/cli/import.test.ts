// `npm run import` as a process: its exit codes, what it says and where, and that a killed one goes on.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../tools/test-db.ts'
import { mayLoadDemo } from '../demo/load.ts'
import { withCheckDigit } from '../modules/catalog/index.ts'
import { type Sql, connect } from '../platform/db.ts'
import { newId } from '../platform/types.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let owner: Sql
let folder = ''
beforeAll(async () => {
  base = await testDatabase()
  owner = connect(base.url, { pool: 1, role: null })
  folder = mkdtempSync(join(tmpdir(), 'zhuguang-cli-'))
})
afterAll(async () => {
  await owner.end()
  await base.drop()
  rmSync(folder, { recursive: true, force: true })
})

let key: string | null = null
function start(...args: string[]) {
  const env = { PATH: process.env.PATH, DATABASE_URL: base.url, ...(key && { ZHUGUANG_KEY: key }) }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/run.ts', 'import', ...args], { env })
  let said = ''
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (told += chunk.toString()))
  const ended = new Promise<{ code: number | null; said: string; told: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, said, told }))
  })
  return { child, ended }
}
async function run(...args: string[]) {
  const { code, said, told } = await start(...args, '--json').ended
  return { code, told, totals: said === '' ? null : (JSON.parse(said) as Record<string, number>) }
}
function file(name: string, lines: readonly string[]) {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}
const totals = (rows: number, more: object) => ({
  rows,
  created: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  ...more,
})

const header = 'key,brand,category_code,model,gtin,width_mm,height_mm,depth_mm'
const goods = (count: number) =>
  Array.from({ length: count }, (_, at) => {
    const gtin = withCheckDigit(`2${String(at).padStart(11, '0')}`)
    return `P${at},晨岩,refrigerator,R-${at},${gtin},600,1800,650`
  })
const productsLeft = async () => (await owner`select count(*)::int as n from catalog.product`)[0]!.n

test('nothing is run for a wrong word, a file that is not there, or columns that say nothing', async () => {
  expect(await run('things', 'a.csv')).toMatchObject({ code: 1, totals: null })
  expect(await run('products', join(folder, 'none.csv'))).toMatchObject({ code: 1, totals: null })
  const odd = await run('products', file('odd.csv', ['a,b', '1,2']))
  expect(odd).toMatchObject({ code: 1, totals: null })
  expect(odd.told).toContain('import_unmapped')
  expect((await run('products', file('few.csv', [header]), '--mapping', 'nobody')).code).toBe(1)
})

test('an empty database stays one for the demo until something is taken in', async () => {
  expect(await mayLoadDemo(owner)).toBe(true)
})

test('a rehearsal says what would be, and leaves nothing behind', async () => {
  const path = file('three.csv', [header, ...goods(3)])
  expect(await run('products', path, '--dry-run')).toMatchObject({
    code: 0,
    totals: totals(3, { created: 3 }),
  })
  expect(await productsLeft()).toBe(0)
})

// Three programs one after the other: each starts in seconds only where nothing else runs.
test('a run that is killed goes on where it stopped, and a second one changes nothing', {
  timeout: 300_000,
}, async () => {
  const path = file('many.csv', [header, ...goods(2_500)])
  const cut = start('products', path, '--json')
  const written = async () => {
    const [row] = await owner`
      select count(*)::int as n from imports.row r join imports.file f on f.id = r.file_id
       where r.state = 'created' and not f.dry_run`
    return row!.n as number
  }
  while ((await written()) === 0 && cut.child.exitCode === null) await setTimeout(20)
  cut.child.kill('SIGKILL')
  await cut.ended
  const before = await written()
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(2_500)
  const rest = await run('products', path)
  expect(rest).toMatchObject({ code: 0, totals: totals(2_500, { created: 2_500 }) })
  expect(rest.told).toContain('going on at row')
  expect(await productsLeft()).toBe(2_500)
  expect(await mayLoadDemo(owner)).toBe(false)
  expect(await run('products', path)).toMatchObject({ code: 0, totals: totals(2_500, { unchanged: 2_500 }) })
})

test('refused rows are named, the others are taken, and keys that stand twice are told', async () => {
  const lines = [
    ...goods(3),
    'P1,晨岩,refrigerator,R-9,,600,1800,650',
    'X1,晨岩,rocket,R-8,,,,',
    '=1+1,晨岩,tv,T,,,,',
  ]
  const { code, told, totals: counts } = await run('products', file('bad.csv', [header, ...lines]))
  expect({ code, counts }).toEqual({ code: 2, counts: totals(6, { unchanged: 3, rejected: 3 }) })
  expect(told).toContain('row 5, key: duplicate_key (P1)')
  expect(told).toContain('row 6, category_code: category_not_kept (rocket)')
  expect(told).toContain('row 7, key: formula (=1+1)')
})

test('stores are taken by code or address, with their owners and warehouses', async () => {
  const stores = file('stores.csv', [
    '编号,名称,区县代码,地址,店主,仓库编号,业态',
    'S1,武侯店,510107,武侯区天府二街 1 号,王店主,W1,county_landmark',
    'S2,双流店,,成都市双流区棠湖街道 2 号,王店主,,',
    'W1,成都仓,510116,双流区物流园,,,warehouse',
    'S3,迷路店,,某处,,,',
  ])
  const taken = await run('stores', stores)
  expect(taken).toMatchObject({ code: 2, totals: totals(4, { created: 3, rejected: 1 }) })
  expect(taken.told).toContain('row 5, 地址: unknown_place')
  const again = await run('stores', stores)
  expect(again).toMatchObject({ code: 2, totals: totals(4, { unchanged: 3, rejected: 1 }) })
})

const levels = goods(100).map((_, at) => `S1,P${at},${at % 7}`)

test('stock is taken, unchanged, and held when more than 2 % of its rows are refused', async () => {
  const stock = file('stock.csv', ['store,sku,on_hand', ...levels])
  expect(await run('stock', stock)).toMatchObject({ code: 0, totals: totals(100, { created: 100 }) })
  expect(await run('stock', stock)).toMatchObject({ code: 0, totals: totals(100, { unchanged: 100 }) })
  const wrong = file('wrong.csv', [
    'store,sku,on_hand',
    ...levels.slice(0, 97),
    'S9,P1,1',
    'S1,Z,1',
    'S1,P99,-4',
  ])
  const held = await run('stock', wrong)
  expect(held).toMatchObject({ code: 2, totals: totals(100, { rejected: 3 }) })
  expect(held.told).toContain('the file is held')
  const [sum] = await owner`select sum(on_hand)::int as n from stock.level`
  expect(sum!.n).toBe(levels.reduce((all, _, at) => all + (at % 7), 0))
})

test('prices are taken, and unchanged the second time', async () => {
  const prices = file('prices.csv', ['sku,price', ...levels.map((_, at) => `P${at},1999.5`)])
  expect(await run('prices', prices)).toMatchObject({ code: 0, totals: totals(100, { created: 100 }) })
  expect(await run('prices', prices)).toMatchObject({ code: 0, totals: totals(100, { unchanged: 100 }) })
})

test('a file that would cut a price by 90 % is held for a second person', async () => {
  const cut = file('cut.csv', ['sku,price', 'P1,199.95', 'P2,1899'])
  const held = await run('prices', cut)
  expect(held).toMatchObject({ code: 1, totals: totals(2, {}) })
  expect(held.told).toContain('a second person then agrees')
  const rows = await owner`select price_fen from pricing.price where price_fen <> 199950`
  expect(rows).toEqual([])
  const [file_] = await owner`select state, held_for from imports.file order by id desc limit 1`
  expect(file_).toMatchObject({ state: 'held', held_for: 'large_cut' })
})

async function personWith(role: string) {
  const [party, person] = [newId(), newId()]
  const own = `zg_${randomBytes(24).toString('base64url')}`
  await owner`
    insert into people.party (id, kind, name_zh, name_en) values (${party}, 'retailer', '总部', 'House')`
  await owner`insert into people.person (id, party_id, name) values (${person}, ${party}, ${role})`
  await owner`insert into people.role_grant (id, person_id, role) values (${newId()}, ${person}, ${role})`
  await owner`
    insert into people.api_key (id, person_id, name, prefix, hash)
    values (${newId()}, ${person}, 'import', 'zg_', ${createHash('sha256').update(own).digest()})`
  return { person, key: own }
}

test('whose key it is proposes the held file, and may not be the second one', async () => {
  const seller = await personWith('merchandiser')
  const installer = await personWith('installer')
  const path = join(folder, 'cut.csv')
  try {
    key = `${seller.key}x`
    expect((await run('prices', path)).told).toContain('ZHUGUANG_KEY is no key')
    key = installer.key
    expect((await run('prices', path)).told).toContain('pricing.propose')
    key = seller.key
    const proposed = await run('prices', path)
    expect(proposed).toMatchObject({ code: 1, totals: totals(2, {}) })
    expect(proposed.told).toContain('a second person')
  } finally {
    key = null
  }
  const files = await owner`
    select f.id, f.state, f.requested_by, c.requested_by as proposed_by
      from imports.file f left join control.change_request c on c.id = f.request_id where f.name = 'cut.csv'`
  expect(files).toMatchObject([{ state: 'waiting', requested_by: seller.person, proposed_by: seller.person }])
  const alone = owner`update imports.file set approved_by = ${seller.person} where id = ${files[0]!.id}`
  await expect(alone).rejects.toThrow('import_four_eyes')
})
