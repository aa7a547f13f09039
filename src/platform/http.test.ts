// The door of every endpoint, leaned on over real HTTP with a tiny route table: what is malformed is told as
// a problem, a repeated request works once, and nothing breaks on our side.
import { connect as dial } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { actorFor } from '../../tools/test-actors.ts'
import { type Room, openRoom } from '../../tools/test-room.ts'
import { endpoint } from './endpoint.ts'
import { Refused } from './refusal.ts'
import { answer, command } from './route.ts'
import { Id, newId, text } from './types.ts'

const own = { permission: 'account.own', summary: '' } as const
const Note = z.strictObject({
  note: text(40),
  refuse: z.boolean().default(false),
  more: z.record(z.string(), z.unknown()).optional(),
})
const write = endpoint('POST /notes', {
  ...own,
  input: Note,
  reply: z.object({ id: Id, note: z.string(), facts: z.record(z.string(), z.unknown()) }),
})
const read = endpoint('GET /notes/:note_id', {
  ...own,
  input: z.strictObject({ note_id: Id, limit: z.coerce.number().int().max(9).optional() }),
  reply: z.object({ note_id: Id }),
})
const open = endpoint('POST /visits', {
  permission: 'public.read',
  summary: '',
  input: z.strictObject({}),
  reply: z.object({ visitor: z.string() }),
})

let wrote = 0
const routes = [
  command(write, async (tx, _actor, { note, refuse }) => {
    wrote += 1
    await tx`select pg_sleep(0.03)`
    if (refuse) throw new Refused('not_now', 409)
    return { id: newId(), note, facts: { longer: 1.5, b: null, a: '' } }
  }),
  answer(read, async (_tx, _actor, { note_id }) => ({ note_id })),
  command(open, async (tx) => {
    const [row] = await tx<{ visitor: string }[]>`select current_setting('app.actor_key') as visitor`
    return row!
  }),
]
const actors = { lin: actorFor('shopper'), wu: actorFor('shopper') }
let room: Room
beforeAll(async () => {
  room = await openRoom({ routes, actors })
})
afterAll(() => room.close())

const note = (who: string, body: object, key?: string) =>
  room.call(who, 'POST', '/notes', body, key === undefined ? {} : { 'idempotency-key': key })

test('a long body of a kind that nobody reads ends with its answer', async () => {
  const socket = dial(Number(new URL(room.url).port), '127.0.0.1')
  const ended = new Promise((done) => socket.on('close', done))
  let told = ''
  socket.on('data', (piece) => (told += piece)).on('error', () => undefined)
  const headers = ['host: x', 'x-actor: lin', 'content-type: text/csv', 'content-length: 2147483648']
  socket.write(`POST /api/v1/notes HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`)
  const piece = 'x'.repeat(1_000_000)
  let sent = 0
  const feed = () => {
    while (!socket.destroyed && sent++ < 200) if (!socket.write(piece)) return socket.once('drain', feed)
    return socket.destroy()
  }
  feed()
  await ended
  expect(told === '' || told.startsWith('HTTP/1.1 415 ')).toBe(true)
  expect(sent).toBeLessThan(200)
})

test('a key makes one effect, for one input, for one person', async () => {
  wrote = 0
  const first = await note('lin', { note: 'a' }, 'k-1')
  const again = await note('lin', { note: 'a' }, 'k-1')
  expect(JSON.stringify(again.body), 'the same answer to the letter').toBe(JSON.stringify(first.body))
  expect(wrote).toBe(1)
  expect((await note('lin', { note: 'b' }, 'k-1')).body).toMatchObject({
    status: 409,
    reason: 'idempotency_key_reused',
  })
  const spelt = await note('lin', { note: 'a', refuse: false }, 'k-1')
  expect(spelt.body.reason, 'a default spelt out is another body').toBe('idempotency_key_reused')
  await note('lin', { note: 'a', refuse: false }, 'k-order')
  expect((await note('lin', { refuse: false, note: 'a' }, 'k-order')).status, 'order means nothing').toBe(200)
  wrote = 1
  const theirs = await note('wu', { note: 'a' }, 'k-1')
  expect(theirs.body.id).not.toBe(first.body.id)
  expect(wrote).toBe(2)
})

test('twenty copies at once make one effect and get one answer', async () => {
  wrote = 0
  const answers = await Promise.all(Array.from({ length: 20 }, () => note('lin', { note: 'race' }, 'k-race')))
  expect(wrote).toBe(1)
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
})

test('a refusal is not remembered: the same key may succeed later', async () => {
  expect((await note('lin', { note: 'c', refuse: true }, 'k-2')).body.reason).toBe('not_now')
  expect((await note('lin', { note: 'c' }, 'k-2')).status).toBe(200)
})

test('what is nested without end is refused before anything walks it', async () => {
  const deep = `{"note":"a","more":{"x":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`
  const reply = await fetch(`${room.url}/api/v1/notes`, {
    method: 'POST',
    headers: { 'x-actor': 'lin', 'content-type': 'application/json', 'idempotency-key': 'k-deep' },
    body: deep,
  })
  expect([reply.status, ((await reply.json()) as Told).errors?.[0]]).toMatchObject([
    422,
    { reason: 'too_deep' },
  ])
  expect((await note('lin', { note: 'a', more: { x: [[[[{ y: [1] }]]]] } }, 'k-flat')).status).toBe(200)
})

test('a key that is no key is told', async () => {
  for (const key of ['', ' ', 'x'.repeat(201), 'a b', '\u00fc'])
    expect((await note('lin', { note: 'd' }, key)).body.errors[0].reason).toBe('bad_idempotency_key')
})

type Told = { status: number; reason: string; errors?: { pointer: string; reason: string }[] }
async function raw(body: string | undefined, type = 'application/json', path = '/api/v1/notes') {
  const reply = await fetch(room.url + path, {
    method: 'POST',
    headers: { 'x-actor': 'lin', 'content-type': type },
    ...(body !== undefined && { body }),
  })
  expect(reply.headers.get('content-type')).toContain('application/problem+json')
  return (await reply.json()) as Told
}

test('what cannot be read is told as a problem, never as a fault of ours', async () => {
  const bodies: [string | undefined, number][] = [
    ['{', 400],
    ['', 400],
    ['\u0000', 400],
    ['[]', 422],
    ['null', 422],
    ['"text"', 422],
    ['5', 422],
    ['{"note":"a\\u0000b"}', 422],
    ['{"note":"\\ud800"}', 422],
    ['{"note":{"a":1}}', 422],
    ['{"note":"a","else":1}', 422],
    ['{"__proto__":{"note":"a"},"note":"a"}', 400],
    ['{"constructor":{"prototype":{"note":"a"}}}', 400],
    [`{"note":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 422],
    [JSON.stringify({ note: 'x'.repeat(1_100_000) }), 413],
  ]
  for (const [body, status] of bodies) {
    const told = await raw(body)
    expect([body?.slice(0, 40), told.status]).toEqual([body?.slice(0, 40), status])
  }
  expect((await raw('a=b', 'application/x-www-form-urlencoded')).status).toBe(415)
  expect((await raw('<a/>', 'text/xml')).reason).toBe('unsupported_media_type')
  expect((await raw('{"note":""}')).errors?.[0]?.pointer).toBe('/note')
})

test('an address that names nothing answers like one that names what is not there', async () => {
  const paths = [
    '/notes/x',
    '/notes/%00',
    `/notes/${'y'.repeat(180)}`,
    "/notes/1'or'1",
    '/nothing',
    '/notes/..%2f..',
  ]
  for (const path of paths) {
    const { status, body } = await room.call('lin', 'GET', path)
    expect([path, status, body.reason]).toEqual([path, 404, 'not_found'])
  }
  const id = newId()
  for (const query of ['limit=10', 'limit=1&limit=2', 'limit=x', 'more=1', 'limit%00=1'])
    expect([query, (await room.call('lin', 'GET', `/notes/${id}?${query}`)).status]).toEqual([query, 422])
  expect((await room.call('lin', 'GET', `/notes/${id}?limit=9`)).status).toBe(200)
})

// fetch mends such addresses before it sends them; a socket does not.
const told = (line: string) =>
  new Promise<string>((resolve) => {
    const { port } = new URL(room.url)
    let heard = ''
    const socket = dial(Number(port), '127.0.0.1', () => {
      socket.write(`${line}\r\nhost: localhost\r\nx-actor: lin\r\nconnection: close\r\n\r\n`)
    })
    socket.on('data', (part) => (heard += part))
    socket.on('close', () => resolve(heard))
  })

test('a broken escape in an address is a problem of the asker', async () => {
  for (const path of ['/api/v1/notes/%ff', '/api/v1/notes/%', '/%e0%a4']) {
    const heard = await told(`GET ${path} HTTP/1.1`)
    expect(heard).toMatch(/^HTTP\/1\.1 400/)
    expect(heard).toContain('application/problem+json')
    expect(heard).not.toMatch(/FST_|stack|node_modules/)
  }
})

test('who writes without an account gets a name of their own, once', async () => {
  const visit = (cookie = '') => fetch(`${room.url}/api/v1/visits`, { method: 'POST', headers: { cookie } })
  const [first, second] = [await visit(), await visit()]
  const cookie = first.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^visitor=[0-9a-f-]{36}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
  const names = [await first.json(), await second.json()].map((body) => (body as { visitor: string }).visitor)
  expect(cookie).toContain(names[0])
  expect(new Set(names).size).toBe(2)
})
