// The checker has eyes: each kind of harm, done by hand, is seen.
import { mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startEmbedded } from '../src/platform/embedded.ts'
import { preparePlace } from '../src/platform/embedded-place.ts'
import { type TestDatabase, testDatabase } from '../tools/test-db.ts'
import { whyNotDurable } from './check-durable.ts'
import { readIntentions } from './check-journal.ts'
import { whyNotStory } from './check-story.ts'
import { check } from './check.ts'
import { openDatabase } from './database.ts'
import type { Line } from './journal.ts'
import { textsOf } from './plant.ts'
import { planted } from './planted.ts'
import { witness } from './witness.ts'

let base: TestDatabase
let sql: postgres.Sql
beforeAll(async () => {
  base = await testDatabase()
  sql = postgres(base.url, { max: 1, onnotice: () => {} })
  await sql.unsafe(witness)
})
afterAll(async () => {
  await sql.end()
  await base.drop()
})
const rules = async () => (await check({ url: base.url })).map(({ rule }) => rule)
const name = () => new URL(base.url).pathname.slice(1)
const put = (text: string) => sql.unsafe(`set session_replication_role = replica; ${text}; reset all`)

afterEach(async () => {
  await put(
    'truncate stock.level, stock.entry, stock.hold, sourcing.slot, platform.audit, platform.audit_link',
  )
})

test('a database in which nothing has happened is clean', async () => {
  expect(await check({ url: base.url })).toEqual([])
})

test('counters that the ledger does not bear are seen', async () => {
  await put(`insert into stock.level (city_code, sku_id, node_id, on_hand, held)
             values ('5101', gen_random_uuid(), gen_random_uuid(), 3, 1)`)
  expect(await rules()).toEqual(['the ledger sums to what is on hand', 'open holds sum to what is held'])
  await put(`insert into sourcing.slot (city_code, zone, kind, day, window_code, capacity, taken)
             values ('5101', 'z', 'deliver', '2026-01-01', 'am', 5, 2)`)
  expect(await rules()).toContain('slot holds sum to what is taken, within the capacity')
})

test('an audit row that was changed breaks the chain', async () => {
  await put(`
    with row as (
      insert into platform.audit (id, at, actor_id, actor_name, action, subject_kind, subject_id, detail)
      values (gen_random_uuid(), now(), null, 'system', 'x', 'y', 'z', '{"n": 1}') returning *)
    insert into platform.audit_link (seq, audit_id, prev_hash, hash)
    select 1, id, decode(repeat('00', 32), 'hex'),
           sha256(decode(repeat('00', 32), 'hex') || convert_to(jsonb_build_array(id,
             extract(epoch from at), actor_id, actor_name, action, subject_kind, subject_id, detail)::text,
             'utf8')) from row`)
  expect(await rules()).toEqual([])
  await put(`update platform.audit set detail = '{"n": 2}'`)
  const [seen] = await check({ url: base.url })
  expect(seen).toMatchObject({ told: 'the row of link 1 was changed' })
})

test('a commit that is not waited for is seen, whoever set it', async () => {
  await sql.unsafe(`alter database "${name()}" set synchronous_commit = off`)
  expect(await rules()).toContain('every commit is durable')
  await sql.unsafe(`alter database "${name()}" reset synchronous_commit`)
  await sql.unsafe('alter function platform.me() set synchronous_commit = off')
  expect(await rules()).toEqual(['every commit is durable'])
  await sql.unsafe('alter function platform.me() reset synchronous_commit')
  expect(await rules()).toEqual([])
  // One transaction of one connection, long after its settings were looked at.
  await sql.begin(async (tx) => {
    await tx`insert into platform.job_done (job_key) values ('a')`
    await tx`set local synchronous_commit = off`
  })
  expect(await rules()).toEqual(['every commit is durable'])
  await sql`delete from chaos.witness where synchronous_commit = 'off'`
})

test('a server that does not wait for its disk is seen', async () => {
  const data_dir = mkdtempSync(join(tmpdir(), 'zhuguang-chaos-'))
  chmodSync(data_dir, 0o755)
  const embedded = await startEmbedded({ data_dir, given: true })
  await embedded.stop()
  const place = preparePlace(data_dir, true, () => undefined)
  const weak = await openDatabase(place, data_dir, ['--fsync=off', '--full_page_writes=off'])
  try {
    await weak.start()
    const there = postgres(weak.url, { max: 1, onnotice: () => {} })
    const wrong = (await whyNotDurable(there, null)).map(([what]) => what)
    await there.end()
    expect(wrong.sort()).toEqual(['fsync = off', 'full_page_writes = off'])
  } finally {
    await weak.stop()
    rmSync(data_dir, { recursive: true, force: true, maxRetries: 5 })
  }
})

const at = '2026-11-29T00:00:00.000Z'
const ask = (n: number, more = {}): Line => ({
  ask: { n, at, round: 1, who: 'shopper', method: 'POST', path: '/', key: 'k', kind: 'x', body: {}, ...more },
})
const answer = (n: number, status: number, body = {}): Line => ({ answer: { n, at, status, body } })
const wrongIn = (...lines: Line[]) => {
  const wrong: string[] = []
  readIntentions(lines, (rule) => wrong.push(rule))
  return wrong
}

test('answers that contradict each other are seen', () => {
  const yes = answer(1, 200, { id: 1 })
  expect(wrongIn(ask(1), ask(2), yes, answer(2, 200, { id: 1 }))).toEqual([])
  expect(wrongIn(ask(1), ask(2), yes, answer(2, 200, { id: 2 }))).toEqual(['one key, one answer'])
  expect(wrongIn(ask(1), yes, ask(2), answer(2, 409))).toEqual(['what was taken stays taken'])
  expect(wrongIn(ask(1), yes, ask(2), answer(2, 503))).toEqual([])
  expect(wrongIn(ask(1), answer(1, 500))).toEqual(['a fault around us is no fault of ours'])
  const late = { who: 'provider', skew_s: 900 }
  expect(wrongIn(ask(1, late), yes)).toEqual(['a call signed at another time is refused'])
  expect(wrongIn(ask(1, { ...late, skew_s: 200 }), answer(1, 401))).toEqual([
    'a clock a little wrong is believed',
  ])
})

test('an order that is not where its story leads is seen', () => {
  const order = { number: '1', channel: 'shop', mode: 'own_stock' }
  const codes = ['place', 'pay', 'payment_failed', 'accept']
  const events = ['orders.accepted', 'orders.paid', 'orders.placed']
  expect(whyNotStory({ ...order, state: 'accepted', codes, events })).toBeNull()
  expect(whyNotStory({ ...order, state: 'paid', codes, events })).toContain('its story ends accepted')
  expect(whyNotStory({ ...order, state: 'accepted', codes, events: events.slice(1) })).toContain('events')
  const jumped = { codes: ['place', 'accept'], events, state: 'accepted' }
  expect(whyNotStory({ ...order, ...jumped })).toContain('accept while created')
})

test('every planted fault still fits the text it is planted in', () => {
  for (const fault of planted) expect(textsOf(fault).size, fault.name).toBeGreaterThan(0)
})
