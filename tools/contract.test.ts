// The contracts of the extension points: our own implementations hold them, and each kind of fault is seen
// by the check that speaks of it.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sandboxCarrier } from '../src/modules/fulfilment/carrier.ts'
import { sandboxNotifier } from '../src/modules/notices/notifier.ts'
import { sandboxProvider } from '../src/modules/payment/provider.ts'
import { geocode, ownGeocoder, useGeocoder } from '../src/modules/places/geocoder.ts'
import { type Db, connect, database } from '../src/platform/db.ts'
import { newSecret, sign } from '../src/platform/signature.ts'
import { dayOf } from '../src/platform/time.ts'
import { carrierChecks } from './contract/carrier.ts'
import { type Check, runChecks } from './contract/check.ts'
import { geocoderChecks } from './contract/geocoder.ts'
import { noticeChecks } from './contract/notice.ts'
import { type MadePayment, paymentChecks } from './contract/payment.ts'
import { testDatabase } from './test-db.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: Db
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 6 }))
})
afterAll(async () => {
  await db.close()
  await base.drop()
})

const brokenOf = async <T>(checks: readonly Check<T>[], made: T) =>
  (await runChecks(checks, made)).filter(({ failure }) => failure !== null).map(({ name }) => name)

function madePayment(change: Partial<MadePayment['provider']> = {}): MadePayment {
  const secret = newSecret()
  const sent_ms = Date.now()
  const [id, body] = ['msg_1', '{"type":"charge.succeeded"}']
  const timestamp_s = Math.floor(sent_ms / 1_000)
  const call = { id, timestamp: String(timestamp_s), signature: sign(secret, id, timestamp_s, body), body }
  return {
    provider: { ...sandboxProvider(db), ...change },
    sample: { secret, call, sent_ms },
    charge: { payment_id: randomUUID(), charge_ref: 'zg_contract', amount_fen: 10_000 },
    day: dayOf(new Date(sent_ms).toISOString()),
  }
}
const notice = () => ({ notifier: sandboxNotifier(db), to: { sms: '13800000000', email: 'a@example.com' } })

test('our own payment provider, carrier of messages, carrier of parcels and geocoder hold their contracts', async () => {
  expect(await brokenOf(paymentChecks, madePayment())).toEqual([])
  expect(await brokenOf(noticeChecks, notice())).toEqual([])
  expect(await brokenOf(carrierChecks, { carrier: sandboxCarrier(db) })).toEqual([])
  expect(await brokenOf(geocoderChecks, { geocoder: ownGeocoder })).toEqual([])
})

test('faults of a payment provider are seen', async () => {
  const { statement } = sandboxProvider(db)
  const faults: [Partial<MadePayment['provider']>, RegExp][] = [
    [{ verify: () => null }, /body, number, moment/],
    [{ verify: () => 'bad_signature' }, /genuine/],
    [{ refund: async () => ({ state: 'done', transaction_id: randomUUID() }) }, /gives money back once/],
    [{ statement: async () => 'amount\n1' }, /can be read/],
    [
      {
        statement: async (day) => {
          const csv = (await statement(day)).trimEnd()
          return `${csv}\n${csv.split('\n').at(-1)}\n`
        },
      },
      /each movement once/,
    ],
    [{ name: 'My Bank' }, /name/],
  ]
  for (const [fault, seen] of faults)
    expect((await brokenOf(paymentChecks, madePayment(fault))).join()).toMatch(seen)
})

test('faults of a carrier of messages, of parcels and of a geocoder are seen', async () => {
  const { notifier, to } = notice()
  const anew = { ...notifier, send: async () => ({ ref: randomUUID() }) }
  const names = await brokenOf(noticeChecks, { notifier: anew, to })
  expect(names.join()).toMatch(/carries a message once.*Undeliverable/)
  const same = { ...notifier, send: async () => ({ ref: 'x' }) }
  expect((await brokenOf(noticeChecks, { notifier: same, to })).join()).toMatch(/tells two messages apart/)

  const carrier = sandboxCarrier(db)
  const fresh = { ...carrier, book: async () => ({ tracking_no: randomUUID() }) }
  expect((await brokenOf(carrierChecks, { carrier: fresh })).join()).toMatch(/books a parcel once/)
  let asked = 0
  const forgetful = {
    ...carrier,
    track: async () =>
      asked++ % 2 === 0 ? [{ code: 'picked_up' as const, at: new Date().toISOString() }] : [],
  }
  expect((await brokenOf(carrierChecks, { carrier: forgetful })).join()).toMatch(/never less.*does not know/)

  const bold = { name: 'bold', resolve: async () => (await ownGeocoder.resolve('北京市朝阳区'))! }
  expect((await brokenOf(geocoderChecks, { geocoder: bold })).join()).toMatch(
    /finds the county.*decides nothing/,
  )
})

test('a geocoder that fails, is late or names no district is stood in for by our own', async () => {
  const address = '四川省成都市武侯区天府二街 1 号'
  const own = await ownGeocoder.resolve(address)
  const bad = [
    { name: 'thrower', resolve: async () => Promise.reject(new Error('down')) },
    { name: 'silent', resolve: () => new Promise<never>(() => undefined) },
    { name: 'liar', resolve: async () => ({ ...own, code: '999999', town_code: null }) },
  ]
  for (const geocoder of bad) {
    useGeocoder(geocoder)
    expect([geocoder.name, await geocode(address)]).toEqual([geocoder.name, own])
  }
  useGeocoder({ name: 'other', resolve: async () => ({ ...own, rest: 'from elsewhere' }) })
  expect((await geocode(address)).rest).toBe('from elsewhere')
  useGeocoder(null)
})

test('the command tries a file and says what holds in its exit code', { timeout: 60_000 }, async () => {
  const root = join(import.meta.dirname, '..')
  const folder = mkdtempSync(join(root, '.test', 'contract-'))
  const file = join(folder, 'mine.ts')
  const run = (point: string) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'tools/contract-check.ts', point, file], {
      cwd: root,
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    )
  const booked = `const books = new Map()
    export default { carrier: { name: 'mine',
      book: async ({ id }) => { books.set(id, id); return { tracking_no: id } },
      track: async (no) => { if (!books.has(no)) throw new Error('unknown'); return [] } } }`
  writeFileSync(file, booked)
  expect(await run('carrier')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('the contract holds'),
  })
  writeFileSync(file, booked.replace("throw new Error('unknown')", 'return []'))
  expect(await run('carrier')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('BROKEN  does not know'),
  })
  expect((await run('nothing')).code).toBe(2)
  rmSync(folder, { recursive: true })
})
