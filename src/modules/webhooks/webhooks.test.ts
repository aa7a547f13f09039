// Webhooks to real receivers over HTTP: signed, once an event, tried again, stopped, replayed; and the
// addresses that are never sent to.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Received, type Receiver, openReceiver } from '../../../tools/test-receiver.ts'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { system } from '../../platform/access.ts'
import { emit } from '../../platform/events.ts'
import { whyNotTrust } from '../../platform/signature.ts'
import { day_ms } from '../../platform/time.ts'
import { newId } from '../../platform/types.ts'
import type { Delivery, HookEndpoint } from './contract.ts'
import { reactions, routes } from './index.ts'
import { sendDue } from './telling.ts'

const actors = {
  lin: actorFor('merchandiser'),
  lan: actorFor('controller'),
  wu: actorFor('shopper'),
  he: actorFor('purchaser'),
}
let room: Room
let receiver: Receiver
beforeAll(async () => {
  room = await openRoom({ routes, reactions: [reactions], actors })
})
afterAll(() => room.close())
beforeEach(async () => {
  receiver = await openReceiver()
  process.env.WEBHOOK_ALLOW_HOSTS = receiver.host
})
afterEach(async () => {
  room.db.setClock(null)
  await room.owner`update webhooks.endpoint set state = 'ended', stop_reason = null`
  await receiver.close()
})

type Made = HookEndpoint & { secret: string }
async function add(events: string[], url = receiver.url): Promise<Made> {
  const made = await room.call('lin', 'POST', '/webhook-endpoints', { name: 'ERP', url, events })
  expect([made.status, made.body.reason]).toEqual([200, undefined])
  return made.body
}
const happen = (name: string, payload: Record<string, unknown> = {}) =>
  room.db.command(system, (tx) => emit(tx, system, name, payload, '510100'))
const see = async (endpoint_id: string) =>
  (await room.call('lan', 'GET', `/webhook-endpoints/${endpoint_id}`)).body
const log = async (endpoint_id: string): Promise<Delivery[]> =>
  (await room.call('lan', 'GET', `/webhook-deliveries?endpoint_id=${endpoint_id}`)).body.items
const later = (ms: number) => room.db.setClock(new Date(Date.now() + ms).toISOString())
const doubtOf = (got: Received, secret: string) => {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = got.headers
  const signature = got.headers['webhook-signature'] ?? ''
  return whyNotTrust(secret, { id, timestamp, signature, body: got.body }, Date.now())
}
const arrived = (n: number) => room.until(async () => receiver.received.length >= n && receiver.received)
const settled = (endpoint_id: string, n: number) =>
  room.until(async () => {
    const all = await log(endpoint_id)
    return all.filter(({ state }) => state === 'delivered').length === n && all
  })

test('an event arrives once, signed, at who subscribed to it, in codes and amounts only', async () => {
  const { id, secret } = await add(['orders.paid'])
  const order_id = newId()
  const personal = { recipient: '林晓', phone: '13800000000', reason: 'wrong colour, call 13800000000' }
  await happen('orders.paid', { order_id, amount_fen: 399_900, person_id: newId(), ...personal })
  await happen('orders.delivered', { order_id })
  const [delivery] = await settled(id, 1)
  expect(receiver.received).toHaveLength(1)
  const [got] = receiver.received
  expect(JSON.parse(got!.body)).toEqual({
    type: 'orders.paid',
    timestamp: delivery!.happened_at,
    data: { order_id, amount_fen: 399_900 },
  })
  expect(got!.headers['webhook-id']).toBe(`msg_${delivery!.event_id}`)
  expect([doubtOf(got!, secret), doubtOf(got!, 'whsec_d3Jvbmc=')]).toEqual([null, 'bad_signature'])
  const whole = (await room.call('lan', 'GET', `/webhook-deliveries/${delivery!.id}`)).body
  expect(whole).toMatchObject({ body: got!.body, attempts: [{ status: 204, error: null }] })
})

test('what is refused is tried again with growing pauses, under the same id, until it is taken', async () => {
  const { id } = await add(['orders.paid'])
  receiver.behave(500)
  await happen('orders.paid', { order_id: newId() })
  await arrived(1)
  const first = await room.until(async () => (await log(id)).find(({ tries }) => tries === 1))
  expect(first).toMatchObject({ state: 'waiting', last_status: 500, last_error: 'status' })
  const pause_ms = Date.parse(first!.next_at!) - Date.parse(first!.last_at!)
  expect(pause_ms).toBe(5_000)
  later(6_000)
  await sendDue(room.db)
  const second = await room.until(async () => (await log(id)).find(({ tries }) => tries === 2))
  expect(Date.parse(second!.next_at!) - Date.parse(second!.last_at!)).toBe(300_000)
  receiver.behave(200)
  later(400_000)
  await sendDue(room.db)
  await settled(id, 1)
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(ids).toHaveLength(3)
  expect(new Set(ids).size).toBe(1)
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
  expect(await see(id)).toMatchObject({ failures: 0, failing_since: null, state: 'on' })
})

test('both secrets sign for a day after a rotation; then the newest alone', async () => {
  const { id, secret: old } = await add(['orders.paid'])
  const { secret } = (await room.call('lin', 'POST', `/webhook-endpoints/${id}/secrets`, {})).body
  await happen('orders.paid')
  const [both] = await arrived(1)
  expect([doubtOf(both!, old), doubtOf(both!, secret)]).toEqual([null, null])
  await room.owner`update webhooks.secret set made_at = made_at - interval '25 hours' where endpoint_id = ${id}`
  await happen('orders.paid')
  const [, one] = await arrived(2)
  expect([doubtOf(one!, old), doubtOf(one!, secret)]).toEqual(['bad_signature', null])
})

test('an endpoint that takes nothing for three days is stopped, with a story why, and sent nothing', async () => {
  const { id } = await add(['orders.paid'])
  receiver.behave(503)
  await happen('orders.paid')
  await room.until(async () => (await see(id)).failures === 1)
  later(3 * day_ms + 60_000)
  await sendDue(room.db)
  const seen = await see(id)
  expect(seen).toMatchObject({ state: 'stopped', stop_reason: 'persistent_failure' })
  expect(seen.story[0]).toMatchObject({
    code: 'stopped',
    by_id: null,
    facts: { reason: 'persistent_failure', failures: 2, status: 503 },
  })
  const trail = await room.owner`
    select action from platform.audit where subject_id = ${id} order by at desc limit 1`
  expect(trail[0]!.action).toBe('webhook.stopped')
  room.db.setClock(null)
  await happen('orders.paid')
  await sendDue(room.db)
  expect(receiver.received).toHaveLength(2)
  expect((await room.call('lin', 'POST', `/webhook-endpoints/${id}/tests`, {})).body.reason).toBe(
    'endpoint_not_on',
  )
})

test('who answers 410 is stopped at once', async () => {
  const { id } = await add(['orders.paid'])
  receiver.behave(410)
  await happen('orders.paid')
  await room.until(async () => (await see(id)).stop_reason === 'gone')
  // Nothing is sent to who is stopped, so no moment is promised.
  expect((await log(id))[0]).toMatchObject({ state: 'waiting', next_at: null })
})

test('a redirect is not followed, an endless answer is not read, silence ends', async () => {
  const { id } = await add(['orders.paid'])
  receiver.behave({ status: 307, headers: { location: `${receiver.url}/elsewhere` } })
  await happen('orders.paid')
  const moved = await room.until(async () => (await log(id)).find(({ tries }) => tries === 1))
  expect(moved).toMatchObject({ last_error: 'redirected', last_status: 307 })
  expect(receiver.received).toHaveLength(1)
  await room.call('lin', 'PUT', `/webhook-endpoints/${id}/state`, { state: 'ended' })
  const next = await add(['orders.paid'])
  receiver.behave({ status: 200, body: 'x'.repeat(5_000_000) })
  await happen('orders.paid')
  await settled(next.id, 1)
})

test('one that never answers ends after ten seconds and delays nobody else meanwhile', {
  timeout: 30_000,
}, async () => {
  const other = await openReceiver()
  process.env.WEBHOOK_ALLOW_HOSTS = `${receiver.host},${other.host}`
  const slow = await add(['orders.paid'])
  const quick = await add(['orders.paid'], other.url)
  receiver.behave('silence')
  const began = Date.now()
  await happen('orders.paid')
  await settled(quick.id, 1)
  expect(Date.now() - began).toBeLessThan(5_000)
  await happen('orders.paid')
  await settled(quick.id, 2)
  expect(Date.now() - began).toBeLessThan(5_000)
  const stuck = async () => (await log(slow.id)).find(({ last_error }) => last_error === 'timeout')
  await room.until(stuck).catch(() => room.until(stuck))
  expect(Date.now() - began).toBeLessThan(15_000)
  await other.close()
})

test('private, loopback, link-local and metadata addresses are refused when written', async () => {
  const refused = async (url: string) => {
    const told = await room.call('lin', 'POST', '/webhook-endpoints', {
      name: 'x',
      url,
      events: ['orders.paid'],
    })
    return `${told.status} ${told.body.reason}`
  }
  const outside = [
    'https://10.0.0.1/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[fd00:ec2::254]/x',
    'https://169.254.169.254/latest/meta-data',
    'https://100.100.100.200/latest/meta-data',
    'https://localhost/x',
    'https://erp.internal/x',
    'https://intranet/x',
  ]
  for (const url of outside) expect([url, await refused(url)]).toEqual([url, '422 private_address'])
  expect(await refused('http://example.com/x')).toBe('422 not_https')
  expect(await refused('https://a:b@example.com/x')).toBe('422 credentials_in_address')
  expect(await refused('file:///etc/passwd')).toBe('422 invalid_input')
  // What is kept is what is sent to, not another way to write it.
  const odd = await room.call('lin', 'POST', '/webhook-endpoints', {
    name: 'x',
    url: 'https://Example.com\\@127.0.0.1/x',
    events: ['orders.paid'],
  })
  expect(odd.body.url).toBe('https://example.com/@127.0.0.1/x')
  // Named by the operator is this host and port, no other.
  expect(await refused(receiver.url.replace('127.0.0.1', 'localhost'))).toBe('422 not_https')
})

test('an address that turned private is refused at each sending, and a request cannot open it', async () => {
  const { id } = await add(['orders.paid'])
  process.env.WEBHOOK_ALLOW_HOSTS = ''
  await happen('orders.paid')
  const kept = await room.until(async () => (await log(id)).find(({ tries }) => tries === 1))
  expect(kept!.last_error).toBe('private_address')
  expect(receiver.received).toHaveLength(0)
})

test('one delivery, or a span of time with what was missed, is sent again under the same ids', async () => {
  const { id } = await add(['orders.paid'])
  const from = new Date().toISOString()
  await happen('orders.paid', { order_id: newId() })
  const [first] = await settled(id, 1)
  const again = await room.call('lin', 'POST', `/webhook-deliveries/${first!.id}/replays`, {})
  expect(again.body.state).toBe('waiting')
  await arrived(2)
  const [one, two] = receiver.received
  expect(two!.headers['webhook-id']).toBe(one!.headers['webhook-id'])
  expect(two!.body).toBe(one!.body)
  await room.call('lin', 'PUT', `/webhook-endpoints/${id}/state`, { state: 'paused' })
  for (let n = 0; n < 3; n++) await happen('orders.paid', { order_id: newId() })
  await room.call('lin', 'PUT', `/webhook-endpoints/${id}/state`, { state: 'on' })
  const to = new Date(Date.now() + 1_000).toISOString()
  await room.call('lin', 'POST', `/webhook-endpoints/${id}/replays`, { from, to })
  await settled(id, 4)
  expect(receiver.received).toHaveLength(5)
  await room.call('lin', 'POST', `/webhook-endpoints/${id}/replays`, { from, to, only_missed: false })
  await arrived(9)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4)
  const backwards = await room.call('lin', 'POST', `/webhook-endpoints/${id}/replays`, { from: to, to: from })
  expect([backwards.status, backwards.body.reason]).toEqual([422, 'span_backwards'])
  const { story } = await see(id)
  expect(story.map(({ code }: { code: string }) => code)).toEqual([
    'replayed',
    'replayed',
    'resumed',
    'paused',
    'replayed',
    'made',
  ])
})

test('the secret is told once; control reads and changes nothing; nobody else sees anything', async () => {
  const headers = { 'idempotency-key': newId() }
  const body = { name: 'ERP', url: receiver.url, events: ['orders.paid'] }
  const made = await room.call('lin', 'POST', '/webhook-endpoints', body, headers)
  expect(made.body.secret).toMatch(/^whsec_[\w+/]{43}=$/)
  const again = await room.call('lin', 'POST', '/webhook-endpoints', body, headers)
  expect([again.status, again.body.reason]).toEqual([409, 'told_once'])
  const { id } = made.body
  expect(JSON.stringify(await see(id))).not.toContain(made.body.secret)
  const tries = [
    room.call('lan', 'PUT', `/webhook-endpoints/${id}/state`, { state: 'paused' }),
    room.call('wu', 'GET', `/webhook-endpoints/${id}`),
    room.call('he', 'GET', '/webhook-endpoints'),
  ]
  const [control, shopper, buying] = await Promise.all(tries)
  expect([control!.status, shopper!.status, buying!.body]).toEqual([403, 404, { items: [] }])
  const peeped = await room.db.read(actors.lin, (tx) => tx`select secret from webhooks.secret`)
  expect([...peeped]).toEqual([])
})

test('an event heard a hundred times at once is one delivery', async () => {
  const { id } = await add(['orders.paid'])
  await happen('orders.paid')
  await settled(id, 1)
  const [event] = await room.owner`select event_id from webhooks.delivery where endpoint_id = ${id}`
  const heard = { event_id: event!.event_id }
  await Promise.all(
    Array.from({ length: 100 }, () =>
      reactions.tasks['webhooks.spread']!(room.db, heard as never, { id: '1' }),
    ),
  )
  await Promise.all(Array.from({ length: 4 }, () => sendDue(room.db)))
  expect(await log(id)).toHaveLength(1)
  expect(receiver.received).toHaveLength(1)
})
