// The lists of ENERGY STAR as they came (../shared/data/appliance-products): every row of each is accounted
// for, a second time nothing changes, and what a list lacks is said.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tools/test-db.ts'
import { system } from '../../platform/access.ts'
import { type Db, type Sql, connect, database } from '../../platform/db.ts'
import * as imports from './index.ts'

const folder = new URL('../../../../shared/data/appliance-products/', import.meta.url)
const present = existsSync(folder)
if (!present && process.env.CI) throw new Error('../shared/data/appliance-products is missing')
const files = present ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : []

let base: Awaited<ReturnType<typeof testDatabase>>
let db: Db
let owner: Sql
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 4, statement_timeout_ms: 0 }))
  owner = connect(base.url, { pool: 1, role: null })
})
afterAll(async () => {
  await db.close()
  await owner.end()
  await base.drop()
})

async function take(path: string) {
  const rows = imports.readTable(path)[Symbol.asyncIterator]()
  const first = await rows.next()
  const { mapping, plan, headers } = imports.planOf('products', first.value!.cells, null)
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex')
  const file = { kind: 'products' as const, name: path, bytes: 1, hash, dry_run: false }
  const id = await db.command(system, (tx) =>
    imports.addFile(tx, system, { ...file, mapping: mapping.name, plan, state: 'reading' }),
  )
  await imports.readInto(db, system, id, { rows, headers, plan })
  await imports.applyAll(db, system, id)
  return { mapping: mapping.name, ...(await imports.summaryOf(db, system, id)) }
}

/** Rows of a file by a reader that shares nothing with ours: each begins with its number of seven digits. */
const rowsIn = (path: string) =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split(/\r?\n(?=\d{7},)/).length - 1

/** Rows whose number an earlier list has brought. */
const doubled: Record<string, number> = {
  // Upright freezers that stand in both lists, under one number.
  'residential-refrigerators': 3,
}

/** What each list is read as, and how many of its rows are goods we do not keep. */
const expected: Record<string, [mapping: string, rejected: number | 'all']> = {
  'clothes-dryers': ['energy-star-dryers', 0],
  'clothes-washers': ['energy-star-washers', 0],
  'commercial-water-heaters': ['energy-star-commercial-water-heaters', 0],
  'connected-thermostats': ['energy-star-connected-thermostats', 'all'],
  'light-commercial-hvac': ['energy-star-light-commercial-hvac', 'all'],
  'residential-dishwashers': ['energy-star-dishwashers', 0],
  'residential-freezers': ['energy-star-freezers', 0],
  'residential-refrigerators': ['energy-star-refrigerators', 0],
  'room-air-cleaners': ['energy-star-room-air-cleaners', 0],
  'room-air-conditioners': ['energy-star-room-air-conditioners', 0],
  televisions: ['energy-star-televisions', 0],
  'water-heaters': ['energy-star-water-heaters', 0],
}

describe.skipIf(!present)('every ENERGY STAR list', () => {
  test.for(files)('%s: all rows accounted for, twice', async (name) => {
    const path = new URL(name, folder).pathname
    const list = name.replace(/-\d{4}-\d{2}-\d{2}\.csv$/, '')
    const [mapping, refused] = expected[list]!
    const updated = doubled[list] ?? 0
    const rows = rowsIn(path)
    const rejected = refused === 'all' ? rows : refused
    const first = await take(path)
    expect(first).toMatchObject({
      mapping,
      rows,
      created: rows - rejected - updated,
      updated,
      unchanged: 0,
      rejected,
    })
    const again = await take(path)
    expect(again).toMatchObject({
      mapping,
      rows,
      created: 0,
      updated: 0,
      unchanged: rows - rejected,
      rejected,
    })
  })

  test('what was taken is in our units, and what lacks is not for sale', async () => {
    const [dryer] = await owner`
      select p.model, p.body, p.energy, p.attributes, p.launched_on, p.state, s.gtin, s.depth_mm, s.assumed
        from catalog.sku s join catalog.product p on p.id = s.product_id where s.code = 'ES-2332281'`
    expect(dryer).toMatchObject({
      model: 'GFD14ES*N***',
      body: { width_mm: 595, height_mm: 845, depth_mm: 641 },
      attributes: { drum_l: 121.8 },
      launched_on: '2019-01-09',
      state: 'live',
      gtin: '084691841890',
      depth_mm: 641,
      assumed: ['weight_g', 'package_volume_l'],
    })
    expect(dryer!.energy).toMatchObject({ kwh_year: 246 })
    const [washer] = await owner`
      select p.state, s.gtin, s.assumed, p.energy, p.attributes
        from catalog.sku s join catalog.product p on p.id = s.product_id where s.code = 'ES-2310389'`
    expect(washer).toMatchObject({ state: 'draft', gtin: '883049334707', attributes: { drum_l: 135.9 } })
    expect(washer!.assumed).toContain('width_mm')
    expect(washer!.energy).toMatchObject({ kwh_year: 169, water_l_year: 23_000 })
    const [sold] = await owner`
      select count(*)::int as n from catalog.sku s join catalog.product p on p.id = s.product_id
       where p.state = 'live' and (s.gtin is null or s.depth_mm is null)`
    expect(sold!.n).toBe(0)
  })

  test('several numbers in a cell are several SKUs; a wrong or shared one is dropped and told', async () => {
    const skus = await owner`
      select code, gtin from catalog.sku where gtin in ('719192224162', '719192324169') order by gtin`
    expect(skus.map(({ gtin }) => gtin)).toEqual(['719192224162', '719192324169'])
    const told = await owner<{ code: string; count: number }[]>`
      select w ->> 'code' as code, count(*)::int as count
        from imports.row r, jsonb_array_elements(r.warnings) w group by 1`
    const counts = Object.fromEntries(told.map(({ code, count }) => [code, count]))
    expect(counts.bad_gtin_length).toBeGreaterThan(100)
    expect(counts.gtin_shared).toBeGreaterThan(5)
    expect(counts.model_shared).toBeGreaterThan(100)
    const [shared] = await owner`select count(*)::int as n from catalog.sku where gtin = '8690842009631'`
    expect(shared!.n).toBe(0)
  })
})

describe('lists of other years', () => {
  const plan = (headers: string[]) => imports.planOf('products', headers, null)

  test('moved and renamed columns are found by their headers, with the unit they say', () => {
    const { mapping, plan: laid } = plan([
      'Width (in)',
      'PD_ID',
      'Brand Name',
      'Model number',
      'UPC',
      'Drum Capacity (cu. ft.)',
      'Height (mm)',
      'Depth (inches)',
      'Combined Energy Factor (CEF)',
      'Vented or Ventless',
      'Heat Pump Technology',
      'Estimated Annual Energy Use (kWh/year)',
      'Date Available on Market',
      'Colour of the Year',
    ])
    expect(mapping.name).toBe('energy-star-dryers')
    expect(laid.fields.key!.columns).toEqual([{ column: 'PD_ID', unit: null }])
    expect(laid.fields.height_mm!.columns).toEqual([{ column: 'Height (mm)', unit: null }])
    expect(laid.fields.width_mm!.columns).toEqual([{ column: 'Width (in)', unit: 'in' }])
    expect(laid.fields['attributes.drum_l']!.columns[0]!.unit).toBe('cu_ft')
    expect(laid.unused).toContain('Colour of the Year')
    expect(laid.missing).toEqual([])
  })

  test('columns that say nothing to us are refused with what is there', () => {
    expect(() => plan(['a', 'b', 'c'])).toThrow('import_unmapped')
  })
})
