import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tools/test-db.ts'
import { system } from '../../platform/access.ts'
import { connect, database } from '../../platform/db.ts'
import { toProblem } from '../../platform/problem.ts'
import { newId } from '../../platform/types.ts'
import { confirmSlots, holdSlots, releaseSlots } from './commands.ts'
import { freeSlots, slotKey, whyNotSlots } from './slots.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof database>
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 20 }))
})
afterAll(async () => {
  await db.close()
  await base.drop()
})

const city_code = '510100'
const install = { kind: 'install' as const, county_code: '510107', day: '2026-11-25', window: 'am' }
const hold = (order_id: string, slots: Parameters<typeof holdSlots>[2]['slots']) =>
  db.command(system, (tx) => holdSlots(tx, system, { city_code, order_id, slots }))
const taken = async (zone: string) =>
  (
    await db.sql<
      { taken: number }[]
    >`select taken from sourcing.slot where zone = ${zone} order by window_code`
  ).map((row) => row.taken)

test('S1: forty crews want twelve places; twelve get one and the rest are told', async () => {
  const all = await Promise.allSettled(Array.from({ length: 40 }, () => hold(newId(), [install])))
  const told = all.filter((one) => one.status === 'rejected').map((one) => toProblem(one.reason).reason)
  expect(told).toEqual(Array.from({ length: 28 }, () => 'slot_gone'))
  expect(await taken('510107')).toEqual([12])
})

test('S1: all slots of an order or none', async () => {
  const free = { kind: 'deliver' as const, county_code: '510104', day: '2026-11-25', window: 'pm' }
  await expect(hold(newId(), [free, install])).rejects.toThrow()
  expect(await taken('510104')).toEqual([])
})

test('what is released can be taken again, and is given back once only', async () => {
  const order_id = newId()
  const wish = { ...install, county_code: '510105' }
  await hold(order_id, [wish])
  const release = () => db.command(system, (tx) => releaseSlots(tx, system, { city_code, order_id }))
  await db.command(system, (tx) => confirmSlots(tx, system, { city_code, order_id }))
  await Promise.all([release(), release(), release()])
  expect(await taken('510105')).toEqual([0])
  await hold(order_id, [wish])
  expect(await taken('510105')).toEqual([1])
})

test('S6: every window offered ends after the goods can be there and has room', () => {
  const windows = ['am', 'pm', 'eve'] as const
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }),
      fc.array(fc.record({ ahead: fc.nat(6), window: fc.constantFrom(...windows), taken: fc.nat(12) })),
      (ready, rows) => {
        const day = (ahead: number) =>
          new Date(ready.getTime() + (ahead * 24 + 8) * 3_600_000).toISOString().slice(0, 10)
        const full = new Map(
          rows.map((row) => [
            slotKey(city_code, '510107', 'install', day(row.ahead), row.window),
            { taken: row.taken, capacity: 12 },
          ]),
        )
        const where = { city_code, county_code: '510107' }
        const found = freeSlots('install', where, ready.toISOString(), full)
        for (const slot of found) {
          expect(Date.parse(slot.ends_at)).toBeGreaterThanOrEqual(ready.getTime())
          expect(slot.left).toBeGreaterThan(0)
        }
        expect(found.map((slot) => slot.starts_at)).toEqual(found.map((slot) => slot.starts_at).sort())
      },
    ),
  )
})

test('S2: nothing is installed before it is delivered', () => {
  const pm = { day: '2026-11-25', window: 'pm' as const }
  expect(whyNotSlots(pm, { day: '2026-11-25', window: 'am' })).toBe('install_before_delivery')
  expect(whyNotSlots(pm, pm)).toBe(null)
})
