// The daily statement of the sandbox, held against our books to the fen: what matches, what differs and how,
// what got lost and is settled, and what anything twice changes: nothing.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { system } from '../../platform/access.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import { type Id, newId } from '../../platform/types.ts'
import { requestRefund } from './commands.ts'
import type { SandboxOutcome } from './contract.ts'
import type { Mismatch, StatementView } from './contract-statement.ts'
import { openPayment, routes } from './index.ts'
import { sandboxProvider } from './provider.ts'
import { setOwnServer } from '../../platform/own-calls.ts'
import { reactions } from './reactions.ts'
import { type StatementLine, readStatement, writeStatement } from './statement-file.ts'

const actors = { lin: actorFor('shopper'), lan: actorFor('controller'), audit: actorFor('auditor') }
let room: Room
beforeAll(async () => {
  room = await openRoom({ routes, reactions: [reactions], actors })
  setOwnServer(room.url)
})
afterAll(() => room.close())

// Each test lives on a day of its own, ever later, so that none reads another's books; all in the past, where
// jobs are due at once.
let day = '2024-03-01'
beforeEach(() => {
  day = addDays(day, 3)
  room.db.setClock(`${day}T04:00:00.000Z`)
})
const nextMorning = () => room.db.setClock(`${addDays(day, 1)}T02:00:00.000Z`)

async function open(amount_fen = 399_900) {
  const expires_at = `${day}T04:15:00.000Z`
  const input = { basket_id: newId(), amount_fen, person_id: actors.lin.person_id!, expires_at }
  return (await room.db.command(actors.lin, (tx) => openPayment(tx, actors.lin, input))).payment_id
}
const see = async (payment_id: string) => (await room.call('lin', 'GET', `/payments/${payment_id}`)).body
const paidAs = (payment_id: Id) => room.until(async () => (await see(payment_id)).state === 'paid')
async function pay(outcome: SandboxOutcome = 'success', amount_fen = 399_900) {
  const payment_id = await open(amount_fen)
  await room.call('lin', 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome })
  if (outcome !== 'lost' && outcome !== 'never') await paidAs(payment_id)
  return payment_id
}
const file = () => sandboxProvider(room.db).statement(day)
const bring = (csv: string, who = 'lan') =>
  room.call(who, 'POST', '/payment-statements', { provider: 'sandbox', day, csv })
async function held(csv: string): Promise<StatementView> {
  const told = await bring(csv)
  expect([told.status, told.body.reason]).toEqual([200, undefined])
  await run('payment.reconcile', { statement_id: told.body.id })
  return find(told.body.id)
}
const run = (task: string, what: object) => reactions.tasks[task]!(room.db, what as never, { id: '1' })
const find = async (id: string): Promise<StatementView> =>
  (await room.call('audit', 'GET', '/payment-statements')).body.items.find(
    (one: StatementView) => one.id === id,
  )
const mismatches = async (query = ''): Promise<Mismatch[]> =>
  (await room.call('audit', 'GET', `/payment-mismatches?day=${day}&limit=100${query}`)).body.items
const lineOf = (csv: string, at: number) => csv.split('\n')[at + 1]!

test('a day on which all agree has no difference, to the fen, charges and refunds', async () => {
  await pay('success', 1)
  await pay('duplicate', 123_457)
  const payment_id = await pay('paid_twice', 999)
  await room.until(async () => (await see(payment_id)).refunded_fen === 999)
  nextMorning()
  const seen = await held(await file())
  expect(seen).toMatchObject({ rows: 5, in_fen: 125_456, out_fen: 999, open: 0, settled: 0 })
  expect([seen.here_in_fen, seen.here_out_fen]).toEqual([seen.in_fen, seen.out_fen])
})

test('the same file again changes nothing; neither does comparing it again', async () => {
  await pay()
  nextMorning()
  const csv = `${await file()}zg_nobody,charge,1.00,${day}T05:00:00Z,t_stray_${day}\n`
  const first = await held(csv)
  const before = await mismatches()
  const again = await held(csv)
  expect(again.id).toBe(first.id)
  await run('payment.reconcile', { statement_id: first.id })
  expect(await mismatches()).toEqual(before)
  const [kept] = await room.owner`select count(*)::int as n from payment.statement_row
                                   where statement_id = ${first.id}`
  expect(kept!.n).toBe(first.rows)
})

test('money whose report was lost is settled by the statement, and its late report changes nothing', async () => {
  const payment_id = await pay('lost')
  expect((await see(payment_id)).state).toBe('open')
  nextMorning()
  const csv = await file()
  const seen = await held(csv)
  expect(await see(payment_id)).toMatchObject({ state: 'paid', received_fen: 399_900 })
  expect(seen).toMatchObject({ open: 0, settled: 1, here_in_fen: 399_900 })
  const [settled] = await mismatches()
  expect(settled).toMatchObject({
    code: 'missing_here',
    state: 'settled',
    reason: 'by_statement',
    payment_id,
  })
  const [, , , , transaction_id] = lineOf(csv, 0).split(',')
  const data = { payment_id, charge_ref: lineOf(csv, 0).split(',')[0], transaction_id, amount_fen: 399_900 }
  const webhook_id = `msg_${newId()}`
  await run('payment.sandbox_call', { webhook_id, body: JSON.stringify({ type: 'charge.succeeded', data }) })
  await run('payment.settle', { provider: 'sandbox', webhook_id })
  expect(await see(payment_id)).toMatchObject({ received_fen: 399_900, difference_fen: 0 })
})

test('a refund whose report was lost is ended by the statement, once', async () => {
  const payment_id = await pay('success', 1_000)
  const what = {
    payment_id,
    city_code: '510100',
    order_id: newId(),
    amount_fen: 400,
    reason: 'returned',
    key: 'a',
  }
  const { refund_id } = await room.db.command(system, (tx) => requestRefund(tx, what))
  await room.until(async () => (await see(payment_id)).refunded_fen === 400)
  // Taken back to the moment before the report, as if it had never come.
  await room.owner.begin(async (tx) => {
    await tx`alter table payment.entry disable trigger entry_append_only`
    await tx`delete from payment.entry where payment_id = ${payment_id} and kind = 'returned'`
    await tx`update payment.refund set state = 'requested', done_at = null where id = ${refund_id}`
    await tx`alter table payment.entry enable trigger entry_append_only`
  })
  nextMorning()
  const seen = await held(await file())
  expect(await see(payment_id)).toMatchObject({ refunded_fen: 400, refund_pending_fen: 0 })
  expect(seen).toMatchObject({ open: 0, settled: 1, out_fen: 400, here_out_fen: 400 })
  await run('payment.refund', { refund_id })
  expect((await see(payment_id)).refunded_fen).toBe(400)
})

test('every kind of difference is found once, sums up to the gap, and is worked off with a reason', async () => {
  await pay('success', 10_000)
  await pay('success', 20_000)
  await pay('success', 30_000)
  nextMorning()
  const lines = (await file()).trimEnd().split('\n')
  const [header, ...rows] = lines
  const amountOf = (row: string) => row.split(',')[2]
  const of = (amount: string) => rows.find((row) => amountOf(row) === amount)!
  const changed = of('200.00').replace('200.00', '200.01')
  const stray = `zg_nobody,charge,5.00,${day}T05:00:00Z,t_${day}`
  const csv = [header, of('100.00'), of('100.00'), changed, stray].join('\n')
  const seen = await held(csv)
  const all = await mismatches('&state=open')
  expect(all.map(({ code }) => code).sort()).toEqual([
    'double',
    'missing_here',
    'missing_there',
    'other_amount',
  ])
  const gap_fen = seen.in_fen - seen.out_fen - (seen.here_in_fen - seen.here_out_fen)
  const inFile = all.filter(({ code }) => code !== 'missing_there')
  expect(inFile.reduce((sum, one) => sum + one.theirs_fen - one.ours_fen, 0)).toBe(gap_fen)
  expect(gap_fen).toBe(10_000 + 1 + 500)
  expect(all.find(({ code }) => code === 'missing_there')).toMatchObject({ ours_fen: 30_000, theirs_fen: 0 })
  const [first] = all
  const closing = (who: string, reason: string) =>
    room.call(who, 'PUT', `/payment-mismatches/${first!.id}/closure`, { reason })
  expect((await closing('audit', 'x y')).status).toBe(403)
  expect((await closing('lan', '  ')).status).toBe(422)
  expect((await closing('lan', '对方已更正')).body).toMatchObject({ state: 'closed', reason: '对方已更正' })
  expect((await closing('lan', 'again')).body.reason).toBe('mismatch_ended')
  const trail = await room.owner`select action from platform.audit where subject_id = ${first!.id}`
  expect([...trail]).toEqual([{ action: 'payment.mismatch_closed' }])
})

test('a corrected file of the same day stands for the first, and what it answers is settled', async () => {
  await pay('success', 10_000)
  nextMorning()
  const csv = await file()
  const bad = await held(csv.replace('100.00', '100.50'))
  expect(await mismatches('&state=open')).toHaveLength(1)
  const good = await held(csv)
  expect(good.open).toBe(0)
  expect((await find(bad.id)).superseded).toBe(true)
  expect((await mismatches())[0]).toMatchObject({ state: 'settled', reason: 'other_file' })
})

test('what moved at midnight may stand in the statement of the next day', async () => {
  room.db.setClock(`${day}T15:55:00.000Z`)
  const payment_id = await pay('success', 700)
  await room.owner`
    update payment.sandbox_transaction set at = at + interval '10 minutes'
     where charge_ref = ${`zg_${payment_id.replaceAll('-', '')}`}`
  nextMorning()
  expect(await held(await file())).toMatchObject({ rows: 0, open: 0 })
})

test('the house asks for statements by itself, also for nights on which nobody did', async () => {
  await pay('success', 800)
  nextMorning()
  room.db.setClock(`${addDays(day, 2)}T02:00:00.000Z`)
  await run('payment.fetch_statements', {})
  const seen = await room.until(async () =>
    (await room.call('audit', 'GET', '/payment-statements')).body.items.find(
      (one: StatementView) => one.day === day && one.reconciled_at,
    ),
  )
  expect(seen).toMatchObject({ rows: 1, in_fen: 800, here_in_fen: 800, open: 0 })
})

test('a file that cannot be read, or comes too early, changes nothing and says where', async () => {
  const early = await bring('charge_ref,kind,amount,time,transaction_id\n')
  expect([early.status, early.body.reason]).toEqual([422, 'day_not_over'])
  nextMorning()
  const header = 'charge_ref,kind,amount,time,transaction_id'
  const good = `a,charge,1.00,${day}T05:00:00Z,t1`
  const wrong: [string, object][] = [
    ['kind,amount\n', { line: 1, column: 'charge_ref' }],
    [`${header}\n${good}\na,gift,1.00,${day}T05:00:00Z,t1`, { line: 3, column: 'kind', value: 'gift' }],
    [`${header}\na,charge,1.005,${day}T05:00:00Z,t1`, { line: 2, column: 'amount', value: '1.005' }],
    [`${header}\na,charge,-1.00,${day}T05:00:00Z,t1`, { line: 2, column: 'amount', value: '-1.00' }],
    [`${header}\na,charge,0.00,${day}T05:00:00Z,t1`, { line: 2, column: 'amount', value: '0.00' }],
    [`${header}\na,charge,1.00,2020-01-01T05:00:00Z,t1`, { line: 2, column: 'time' }],
    [`${header}\na,charge,1.00,${day}T05:00:00Z`, { line: 2 }],
    [`${header},amount\na,charge,1.00,${day}T05:00:00Z,t1,2.00`, { line: 1, column: 'amount' }],
    [`${header}\na,charge,"1,000.00",${day}T05:00:00Z,t1`, { line: 2, column: 'amount', value: '1,000.00' }],
    [`\u{5546}\u{6237}\uFFFD${header}\n${good}`, { line: 1, column: 'charge_ref' }],
    // Sums beyond what is counted without a fraction would make the whole list unreadable.
    [header + `\na,charge,99999999999.99,${day}T05:00:00Z,t`.repeat(2), { line: 3, column: 'amount' }],
  ]
  for (const [csv, facts] of wrong) {
    const told = await bring(csv)
    expect([csv, told.status, told.body.reason]).toEqual([csv, 422, 'statement_unreadable'])
    expect(told.body.facts).toMatchObject(facts)
  }
  expect((await bring(`${header}\n`, 'audit')).status).toBe(403)
  const rows = await room.owner`select 1 from payment.statement where day = ${day}`
  expect(rows).toHaveLength(0)
})

const aLine = fc.record({
  kind: fc.constantFrom('charge' as const, 'refund' as const),
  transaction_id: fc.stringMatching(/^[\w-]{1,40}$/),
  charge_ref: fc.stringMatching(/^[\w-]{1,40}$/),
  amount_fen: fc.integer({ min: 1, max: 9_999_999_999 }),
  at: fc
    .integer({ min: Date.parse('2026-11-27T16:00:00Z'), max: Date.parse('2026-11-28T15:59:59Z') })
    .map((at_ms) => new Date(at_ms).toISOString()),
})
test('what is written is read, whatever the line ends and the order of columns', () => {
  fc.assert(
    fc.property(fc.array(aLine, { maxLength: 30 }), fc.boolean(), (lines: StatementLine[], windows) => {
      const csv = writeStatement(lines)
      const told = windows ? `\uFEFF${csv.replaceAll('\n', '\r\n')}` : csv
      expect(readStatement(told, '2026-11-28')).toEqual({ ok: true, lines })
    }),
  )
  expect(dayOf('2026-11-28T15:59:59Z')).toBe('2026-11-28')
})

test('quoted cells, further columns with commas in them and empty lines at the end are read', () => {
  const csv = [
    '"remark","charge_ref",kind,amount,time,transaction_id',
    '"a, ""b"", c",a,charge,"1.00","2026-11-28 10:00:00",t1',
    ',b,refund,2.00,2026-11-28 11:00:00,"t2"',
  ].join('\r\n')
  const read = readStatement(`${csv}\r\n\r\n`, '2026-11-28')
  expect(read).toMatchObject({
    ok: true,
    lines: [{ charge_ref: 'a', amount_fen: 100 }, { transaction_id: 't2' }],
  })
})
