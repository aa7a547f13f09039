// Money through the sandbox provider: every report it may make, signed, over real HTTP, settled by real jobs.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, roles, system } from '../../platform/access.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { PaymentView, SandboxOutcome } from './contract.ts'
import { closePayment, requestRefund } from './commands.ts'
import { openPayment, routes } from './index.ts'
import { setOwnServer } from '../../platform/own-calls.ts'
import { reactions } from './reactions.ts'
import { sign } from '../../platform/signature.ts'

const person = (name: string): Actor => ({
  person_id: newId(),
  party_id: null,
  name,
  roles: ['shopper'],
  permissions: new Set(roles.shopper),
  scope: { nodes: [], cities: [], brands: [] },
  visitor_id: null,
})
const actors = { lin: person('lin'), wu: person('wu') }
const heard: { name: string; payload: Record<string, unknown> }[] = []
const ears: Reactions = {
  tasks: Object.fromEntries(
    ['paid', 'failed', 'refunded', 'difference'].map((name) => [
      `test.${name}`,
      async (_db, payload: Record<string, unknown>) => {
        heard.push({ name, payload })
      },
    ]),
  ),
  on: Object.fromEntries(
    ['paid', 'failed', 'refunded', 'difference'].map((name) => [`payment.${name}`, [`test.${name}`]]),
  ),
}

let room: Room
let secret: string
beforeAll(async () => {
  room = await openRoom({ routes, reactions: [reactions, ears], actors })
  setOwnServer(room.url)
  const [row] = await room.owner<{ secret: string }[]>`
    select secret from payment.provider where name = 'sandbox'`
  secret = row!.secret
})
afterAll(() => room.close())

async function open(amount_fen = 399_900, minutes = 15) {
  const basket_id = newId()
  const expires_at = new Date(Date.now() + minutes * 60_000).toISOString()
  const input = { basket_id, amount_fen, person_id: actors.lin.person_id!, expires_at }
  const { payment_id } = await room.db.command(actors.lin, (tx) => openPayment(tx, actors.lin, input))
  return { payment_id, basket_id }
}
const see = async (payment_id: string): Promise<PaymentView> =>
  (await room.call('lin', 'GET', `/payments/${payment_id}`)).body
const choose = (payment_id: string, outcome: SandboxOutcome) =>
  room.call('lin', 'POST', `/payments/${payment_id}/sandbox-outcome`, { outcome })
const heardOf = (payment_id: string, name: string) =>
  heard.filter((event) => event.name === name && event.payload.payment_id === payment_id)

/** M6: every fen that came in is applied or a difference, and what went back was asked for. */
function sums(seen: PaymentView) {
  expect(seen.received_fen).toBe(seen.applied_fen + seen.difference_fen)
  expect(seen.applied_fen === 0 || seen.applied_fen === seen.amount_fen).toBe(true)
  expect(seen.refunded_fen + seen.refund_pending_fen).toBe(
    seen.refunds.reduce((all, refund) => all + refund.amount_fen, 0),
  )
  expect(seen.refunded_fen).toBeLessThanOrEqual(seen.received_fen)
}

type Callback = { id?: string; at_s?: number; secret?: string; signature?: string }
async function callback(type: string, data: object, how: Callback = {}) {
  const body = JSON.stringify({ type, data })
  const id = how.id ?? `msg_${newId()}`
  const at_s = how.at_s ?? Math.floor(Date.now() / 1000)
  const reply = await fetch(`${room.url}/api/v1/payment-callbacks/sandbox`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(at_s),
      'webhook-signature': how.signature ?? sign(how.secret ?? secret, id, at_s, body),
    },
    body,
  })
  return { status: reply.status, body: (await reply.json()) as { reason?: string } }
}
const charged = (payment_id: string, amount_fen = 399_900, transaction_id = `t_${newId()}`) => ({
  payment_id,
  charge_ref: `zg_${payment_id.replaceAll('-', '')}`,
  amount_fen,
  transaction_id,
})

/** All calls kept of a payment have had their consequences, and who listens has heard of them. */
const settledAll = (payment_id: string, at_least: number) =>
  room.until(async () => {
    const [row] = await room.owner<{ kept: number; waiting: number }[]>`
      select (select count(*)::int from payment.callback where payment_id = ${payment_id}) as kept,
             (select count(*)::int from graphile_worker.jobs
               where task_identifier = 'payment.settle' or task_identifier like 'test.%') as waiting`
    return row!.kept >= at_least && row!.waiting === 0
  })

test('a successful payment is applied once and heard once', async () => {
  const { payment_id, basket_id } = await open()
  expect(await see(payment_id)).toMatchObject({ state: 'open', received_fen: 0 })
  expect((await choose(payment_id, 'success')).status).toBe(200)
  const seen = await room.until(async () => {
    const now = await see(payment_id)
    return now.state === 'paid' && heardOf(payment_id, 'paid').length > 0 && now
  })
  sums(seen)
  expect(heardOf(payment_id, 'paid')[0]!.payload).toMatchObject({
    basket_id,
    amount_fen: 399_900,
    late: false,
  })
  expect((await choose(payment_id, 'success')).body.reason).toBe('payment_not_open')
})

test('a duplicate report changes nothing', async () => {
  const { payment_id } = await open()
  await choose(payment_id, 'duplicate')
  await settledAll(payment_id, 2)
  const seen = await see(payment_id)
  sums(seen)
  expect(seen).toMatchObject({ state: 'paid', received_fen: 399_900, difference_fen: 0, refunds: [] })
  expect(heardOf(payment_id, 'paid')).toHaveLength(1)
})

test.each([
  ['paid_twice', 'paid', 799_800, 399_900],
  ['wrong_amount', 'open', 399_800, 399_800],
] as const)('%s: the difference goes back by itself', async (outcome, state, received_fen, back_fen) => {
  const { payment_id } = await open()
  await choose(payment_id, outcome)
  const seen = await room.until(async () => {
    const now = await see(payment_id)
    return now.refunded_fen === back_fen && now
  })
  sums(seen)
  expect(seen).toMatchObject({ state, received_fen, difference_fen: back_fen, refund_pending_fen: 0 })
  await room.until(async () => heardOf(payment_id, 'refunded').length === 1)
})

test('after a failure, a wrong amount or silence another attempt pays', async () => {
  const { payment_id } = await open()
  expect((await choose(payment_id, 'never')).body.calls).toBe(0)
  await choose(payment_id, 'failure')
  await room.until(async () => (await see(payment_id)).last_failure === 'declined')
  await room.until(async () => heardOf(payment_id, 'failed').length === 1)
  await choose(payment_id, 'success')
  await room.until(async () => (await see(payment_id)).state === 'paid')
})

test('late money is applied and says that it is late', async () => {
  const { payment_id } = await open(100, -1)
  const chosen = await choose(payment_id, 'late')
  expect(Date.parse(chosen.body.first_call_at)).toBeLessThan(Date.now())
  await room.until(async () => heardOf(payment_id, 'paid').length === 1)
  expect(heardOf(payment_id, 'paid')[0]!.payload.late).toBe(true)
})

test('a call that waits for its own first delivery is known when that commits, not refused', async () => {
  const { payment_id } = await open()
  const data = charged(payment_id)
  expect((await callback('charge.succeeded', data, { id: 'msg_late' })).status).toBe(200)
  const [first] = await room.owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    return tx`delete from payment.callback where webhook_id = 'msg_late' returning *`
  })
  let again: ReturnType<typeof callback> | undefined
  await room.owner.begin(async (tx) => {
    await tx`insert into payment.callback ${tx(first!)}`
    again = callback('charge.succeeded', data, { id: 'msg_late' })
    await room.until(async () => {
      const waiting = await tx`
        select 1 from pg_locks l join pg_stat_activity a using (pid)
         where not l.granted and a.datname = current_database()`
      return waiting.length > 0
    })
  })
  expect((await again!).status).toBe(200)
})

test('calls that cannot be trusted change nothing', async () => {
  const { payment_id } = await open()
  const { payment_id: other } = await open()
  const now_s = Math.floor(Date.now() / 1000)
  const data = charged(payment_id)
  const unsigned = await fetch(`${room.url}/api/v1/payment-callbacks/sandbox`, { method: 'POST', body: '{}' })
  expect(unsigned.status).toBe(401)
  const refusals: [Callback, object, number, string][] = [
    [{ signature: 'v1,AAAA' }, data, 401, 'bad_signature'],
    [{ secret: 'whsec_d3Jvbmc=' }, data, 401, 'bad_signature'],
    [{ at_s: now_s - 301 }, data, 401, 'stale_signature'],
    [{ at_s: now_s + 303 }, data, 401, 'stale_signature'],
    [{}, charged(newId()), 404, 'unknown_payment'],
    [{}, { ...data, charge_ref: charged(other).charge_ref }, 409, 'charge_of_other_order'],
    [{}, { ...data, amount_fen: -1 }, 422, 'invalid_input'],
  ]
  for (const [how, body, status, reason] of refusals) {
    const told = await callback('charge.succeeded', body, how)
    expect([told.status, told.body.reason]).toEqual([status, reason])
  }
  expect((await callback('charge.succeeded', data, { id: 'msg_same' })).status).toBe(200)
  expect((await callback('charge.succeeded', data, { id: 'msg_same' })).status).toBe(200)
  const changed = await callback('charge.succeeded', { ...data, amount_fen: 1 }, { id: 'msg_same' })
  expect([changed.status, changed.body.reason]).toEqual([409, 'callback_reused'])
  await room.until(async () => (await see(payment_id)).state === 'paid')
  expect(await see(other)).toMatchObject({ state: 'open', received_fen: 0 })
})

test('clocks may differ by less than five minutes', async () => {
  const { payment_id } = await open()
  const at_s = Math.floor(Date.now() / 1000) - 280
  expect((await callback('charge.succeeded', charged(payment_id), { at_s })).status).toBe(200)
})

test('twenty reports of two transactions at once: one pays, one goes back', async () => {
  const { payment_id } = await open()
  const calls = Array.from({ length: 20 }, (_, n) =>
    callback('charge.succeeded', charged(payment_id, 399_900, `race_${payment_id}_${n % 2}`)),
  )
  expect((await Promise.all(calls)).every(({ status }) => status === 200)).toBe(true)
  const seen = await room.until(async () => {
    const now = await see(payment_id)
    return now.refunded_fen === 399_900 && now
  })
  sums(seen)
  expect(seen).toMatchObject({ received_fen: 799_800, applied_fen: 399_900 })
})

test('a refund is idempotent by its key and never more than came in', async () => {
  const { payment_id } = await open(1_000)
  await callback('charge.succeeded', charged(payment_id, 1_000))
  await room.until(async () => (await see(payment_id)).state === 'paid')
  const ask = (amount_fen: number, key: string) =>
    room.db.command(system, (tx) => {
      const what = { payment_id: payment_id as Id, city_code: '510100', order_id: newId() }
      return requestRefund(tx, { ...what, amount_fen, reason: 'returned', key })
    })
  const [one, same] = [await ask(333, 'a'), await ask(333, 'a')]
  expect(same).toEqual(one)
  await ask(667, 'b')
  await expect(ask(1, 'c')).rejects.toMatchObject({ code: '23514' })
  const seen = await room.until(async () => {
    const now = await see(payment_id)
    return now.refunded_fen === 1_000 && now
  })
  sums(seen)
  expect(seen.entries.filter(({ kind }) => kind === 'returned')).toHaveLength(2)
})

test('money in parts pays nothing: each part goes back, and the whole still pays', async () => {
  const { payment_id } = await open(1_000)
  await callback('charge.succeeded', charged(payment_id, 400))
  await callback('charge.succeeded', charged(payment_id, 600))
  const parts = await room.until(async () => {
    const now = await see(payment_id)
    return now.refunded_fen === 1_000 && now
  })
  sums(parts)
  expect(parts).toMatchObject({ state: 'open', applied_fen: 0, difference_fen: 1_000 })
  await callback('charge.succeeded', charged(payment_id, 1_000))
  const whole = await room.until(async () => {
    const now = await see(payment_id)
    return now.state === 'paid' && now
  })
  sums(whole)
  await settledAll(payment_id, 3)
  expect(heardOf(payment_id, 'paid')).toHaveLength(1)
})

test('reports in another order than things happened: a failure after the success fails nothing', async () => {
  const { payment_id } = await open()
  const data = charged(payment_id)
  await callback('charge.succeeded', data)
  await room.until(async () => (await see(payment_id)).state === 'paid')
  await callback('charge.failed', { ...data, transaction_id: 'earlier', reason: 'declined' })
  await callback('charge.succeeded', data)
  await settledAll(payment_id, 3)
  const seen = await see(payment_id)
  expect(seen).toMatchObject({ state: 'paid', last_failure: null, received_fen: 399_900, refunds: [] })
  expect(heardOf(payment_id, 'failed')).toEqual([])
})

test('a report for a basket that has ended is money all the same, and says that it is late', async () => {
  const { payment_id, basket_id } = await open(700, -5)
  await room.db.command(system, (tx) => closePayment(tx, system, { basket_id: basket_id as Id }))
  expect((await see(payment_id)).state).toBe('closed')
  await callback('charge.succeeded', charged(payment_id, 700))
  await room.until(async () => heardOf(payment_id, 'paid').length === 1)
  expect(heardOf(payment_id, 'paid')[0]!.payload).toMatchObject({ late: true, amount_fen: 700 })
  sums(await see(payment_id))
})

test('a refund that is asked for, run and reported again and again goes back once', async () => {
  const { payment_id } = await open(1_000)
  await callback('charge.succeeded', charged(payment_id, 1_000))
  await room.until(async () => (await see(payment_id)).state === 'paid')
  const what = { payment_id: payment_id as Id, city_code: '510100', order_id: newId(), amount_fen: 300 }
  const ask = () =>
    room.db.command(system, (tx) => requestRefund(tx, { ...what, reason: 'returned', key: 'k' }))
  const asked = await Promise.all(Array.from({ length: 6 }, ask))
  expect(new Set(asked.map(({ refund_id }) => refund_id)).size).toBe(1)
  const refund_id = asked[0]!.refund_id!
  const send = () => reactions.tasks['payment.refund']!(room.db, { refund_id } as never, { id: '1' })
  await Promise.all(Array.from({ length: 6 }, send))
  const report = { ...charged(payment_id, 300, `rf_${refund_id}`), refund_id }
  const told = await Promise.all(Array.from({ length: 6 }, () => callback('refund.succeeded', report)))
  expect(told.every(({ status }) => status === 200)).toBe(true)
  await callback('refund.succeeded', { ...report, refund_id: newId() })
  await settledAll(payment_id, 8)
  const seen = await see(payment_id)
  sums(seen)
  expect(seen).toMatchObject({ refunded_fen: 300, refund_pending_fen: 0 })
  expect(heardOf(payment_id, 'refunded')).toHaveLength(1)
  const moved = await room.owner`
    select amount_fen from payment.sandbox_transaction where transaction_id = ${`rf_${refund_id}`}`
  expect([...moved]).toEqual([{ amount_fen: 300 }])
})

test('what is another person’s looks as if it were not there', async () => {
  const { payment_id } = await open()
  const [theirs, nobodys] = await Promise.all([
    room.call('wu', 'GET', `/payments/${payment_id}`),
    room.call('wu', 'GET', `/payments/${newId()}`),
  ])
  expect([theirs.status, theirs.body.reason]).toEqual([nobodys.status, nobodys.body.reason])
  const pretended = await room.call('wu', 'POST', `/payments/${payment_id}/sandbox-outcome`, {
    outcome: 'success',
  })
  expect(pretended.status).toBe(404)
  const forged = room.db.command(
    actors.wu,
    (tx) => tx`
    insert into payment.entry (id, payment_id, at, kind, amount_fen, reason, transaction_id)
    values (${newId()}, ${payment_id}, now(), 'received', 1, 'x', 'x')`,
  )
  await expect(forged).rejects.toMatchObject({ code: '42501' })
})
