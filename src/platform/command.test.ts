// The life of a command where it may be cut: asked again by the database, killed in the middle, refused after
// it has told others. One intention has one effect, with its events and jobs, or none.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { actorFor } from '../../tools/test-actors.ts'
import { type Room, openRoom } from '../../tools/test-room.ts'
import { type Tx } from './db.ts'
import { endpoint } from './endpoint.ts'
import { emit, enqueue, listen } from './events.ts'
import { Refused } from './refusal.ts'
import { command } from './route.ts'

const write = endpoint('POST /notes', {
  permission: 'account.own',
  summary: '',
  input: z.strictObject({}),
  reply: z.object({ run: z.int() }),
})

/** What happens to the first runs, in order; later ones go through. */
let fate: ('40001' | '40P01' | 'killed' | 'refused')[] = []
let runs = 0
async function run(tx: Tx) {
  runs += 1
  await emit(tx, actors.lin, 'test.noted', { run: runs })
  await enqueue(tx, 'test.later', { run: runs })
  const now = fate[runs - 1]
  if (now === 'refused') throw new Refused('not_now')
  if (now === 'killed') {
    const [own] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await room.owner`select pg_terminate_backend(${own!.pid})`
    await new Promise(() => {}) // whoever runs us learns that the line is gone
  }
  if (now === '40001' || now === '40P01')
    await tx.unsafe(`do $$ begin raise exception 'again' using errcode = '${now}'; end $$`)
  return { run: runs }
}
const actors = { lin: actorFor('shopper') }
let room: Room
beforeAll(async () => {
  listen('test.noted', 'test.hears')
  room = await openRoom({ routes: [command(write, run)], actors })
})
afterAll(() => room.close())
beforeEach(async () => {
  runs = 0
  fate = []
})

const send = (key: string) => room.call('lin', 'POST', '/notes', {}, { 'idempotency-key': key })
const left = async () => {
  const events = await room.owner<{ run: number }[]>`
    select (payload->>'run')::int as run from platform.event where name = 'test.noted' order by happened_at`
  const jobs = await room.owner<{ task: string }[]>`
    select task_identifier as task from graphile_worker.jobs where task_identifier like 'test.%' order by 1`
  return { events: events.map((row) => row.run), jobs: jobs.map((row) => row.task) }
}

test('a transaction that the database wants again runs again, and has one effect', async () => {
  fate = ['40001', '40P01']
  expect(await send('again-1')).toMatchObject({ status: 200, body: { run: 3 } })
  expect(await left()).toEqual({ events: [3], jobs: ['test.hears', 'test.later'] })
  expect((await send('again-1')).body, 'the answer of the run that stood').toEqual({ run: 3 })
  expect(runs).toBe(3)
})

test('four times in vain is told as busy, with nothing left behind', async () => {
  const before = await left()
  fate = ['40P01', '40P01', '40P01', '40P01']
  const reply = await fetch(`${room.url}/api/v1/notes`, {
    method: 'POST',
    headers: { 'x-actor': 'lin', 'content-type': 'application/json', 'idempotency-key': 'again-2' },
    body: '{}',
  })
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
  expect(((await reply.json()) as { reason: string }).reason).toBe('busy')
  expect(runs).toBe(4)
  expect(await left()).toEqual(before)
})

test('killed in the middle: nothing has happened, and the same key does it once', async () => {
  const before = await left()
  fate = ['killed']
  expect(await send('killed-1')).toMatchObject({ status: 503, body: { reason: 'busy' } })
  expect(await left()).toEqual(before)
  expect(await send('killed-1')).toMatchObject({ status: 200, body: { run: 2 } })
  expect(await send('killed-1')).toMatchObject({ status: 200, body: { run: 2 } })
  expect((await left()).events).toEqual([...before.events, 2])
})

test('what is refused has told nobody and left no job', async () => {
  const before = await left()
  fate = ['refused']
  expect((await send('refused-1')).body.reason).toBe('not_now')
  expect(await left()).toEqual(before)
})

test('each answer names its request, as the asker did when that can be read', async () => {
  const idOf = async (given?: string) => {
    const headers = { 'x-actor': 'lin', ...(given !== undefined && { 'x-request-id': given }) }
    const reply = await fetch(`${room.url}/api/v1/nothing`, { headers })
    const body = (await reply.json()) as { request_id: string }
    expect(reply.headers.get('x-request-id')).toBe(body.request_id)
    return body.request_id
  }
  expect(await idOf('from-the-proxy-1')).toBe('from-the-proxy-1')
  const made = [await idOf(), await idOf('a b'), await idOf('x'.repeat(65))]
  for (const id of made) expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(new Set(made).size).toBe(3)
})
