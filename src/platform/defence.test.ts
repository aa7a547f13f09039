// The door under pressure: who asks too often, from behind a proxy, with made-up keys, too much at once or
// too long; what every answer carries; and what the log never says.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type OpenHouse, cookiesOf, openHouse, own } from '../../tools/test-people.ts'
import { routes as peopleRoutes } from '../modules/people/index.ts'
import { routes as allRoutes } from '../rooms.ts'
import { readConfig } from './config.ts'
import { connect, database } from './db.ts'
import { endpoint } from './endpoint.ts'
import { system } from './access.ts'
import { makeHttp } from './http.ts'
import { hearLive } from './live.ts'
import { mountLive } from './live-route.ts'
import { makeLog } from './log.ts'
import { measure } from './metrics.ts'
import { toProblem } from './problem.ts'
import { answer } from './route.ts'

const broken = endpoint('GET /broken/:part', {
  permission: 'public.read',
  summary: '',
  input: z.strictObject({ part: z.string(), q: z.string().optional() }),
  reply: z.object({}),
})
const slow = endpoint('GET /slow', {
  permission: 'public.read',
  summary: '',
  input: z.strictObject({}),
  reply: z.object({}),
})
const routes = [
  ...peopleRoutes,
  answer(broken, async (tx, _actor, { part }) => {
    // What a row says when a constraint without words of its own refuses it.
    if (part === 'row')
      await tx`do $$ begin raise exception 'Failing row contains (林小满, 13812345678)'
                 using errcode = '23502', detail = '林小满 lin@example.com'; end $$`
    throw Object.assign(new Error('in our code'), { phone: '13812345678', detail: 'lin@example.com' })
  }),
  answer(slow, async (tx) => {
    await tx`set local statement_timeout = 40`
    await tx`select pg_sleep(5)`
    return {}
  }),
]

let said = ''
let house: OpenHouse
let narrow: OpenHouse
let behind: OpenHouse
beforeAll(async () => {
  house = await openHouse(routes, {}, makeLog('trace', { write: (line) => void (said += line) }))
  narrow = await openHouse(routes, { RATE_LIMIT_PER_MINUTE: '5' })
  behind = await openHouse(routes, { RATE_LIMIT_PER_MINUTE: '5', TRUST_PROXY: '1' })
}, 60_000)
afterAll(() => Promise.all([house.close(), narrow.close(), behind.close()]))

const ask = (where: OpenHouse, remoteAddress: string, headers: Record<string, string> = {}) =>
  where.app.inject({ url: '/api/v1/session', remoteAddress, headers })
async function times(count: number, again: () => ReturnType<typeof ask>) {
  const seen: number[] = []
  for (let n = 0; n < count; n++) seen.push((await again()).statusCode)
  return seen
}

test('who asks too often is told to wait, as a problem; the next address is not', async () => {
  expect(await times(6, () => ask(narrow, '10.0.0.1'))).toEqual([200, 200, 200, 200, 200, 429])
  const told = await ask(narrow, '10.0.0.1')
  expect(told.json()).toMatchObject({ status: 429, reason: 'too_many_requests' })
  expect(told.headers['content-type']).toContain('application/problem+json')
  expect(Number(told.headers['retry-after'])).toBeGreaterThan(0)
  expect((await ask(narrow, '10.0.0.2')).statusCode).toBe(200)
})

test('a made-up key or a forwarded address of one’s own buys no new count', async () => {
  let n = 0
  const keys = () => ask(narrow, '10.0.1.1', { authorization: `Bearer zg_${'k'.repeat(30)}${(n += 1)}` })
  expect(await times(7, keys)).toEqual([401, 401, 401, 401, 401, 429, 429])
  const forwarded = () => ask(narrow, '10.0.1.2', { 'x-forwarded-for': `198.51.100.${(n += 1)}` })
  expect((await times(6, forwarded)).at(-1)).toBe(429)
})

test('a real key has a count of its own, once it is known to be one', async () => {
  const { cookie } = await narrow.signIn('shopper', '127.0.0.1')
  const { key } = (await narrow.send('POST', '/api-keys', cookie, { name: 'mine' })).json()
  const by = (address: string) => ask(narrow, address, { authorization: `Bearer ${key}` })
  expect(await times(4, () => by('10.0.2.1'))).toEqual([200, 200, 200, 200])
  expect(await times(4, () => ask(narrow, '10.0.2.1'))).toEqual([200, 200, 200, 200])
  expect((await times(3, () => by('10.0.2.2'))).at(-1), 'wherever it comes from').toBe(429)
})

test('behind our proxy the address that the proxy saw counts, not what the caller says stands before it', async () => {
  let n = 0
  const from = (address: string) =>
    ask(behind, '127.0.0.1', { 'x-forwarded-for': `198.51.100.${(n += 1)}, ${address}` })
  expect((await times(6, () => from('203.0.113.7'))).at(-1)).toBe(429)
  expect((await from('203.0.113.8')).statusCode).toBe(200)
})

test('every answer forbids what a page of ours never needs', async () => {
  const paths = ['/api/v1/session', '/api/v1/nothing', '/api/v1/broken/code', '/api/auth/nothing', '/nothing']
  for (const url of paths) {
    const { headers } = await house.app.inject({ url })
    const policy = String(headers['content-security-policy'])
    const scripts = /script-src ([^;]+)/.exec(policy)?.[1]
    expect([url, scripts]).toEqual([url, "'self'"])
    expect(policy).toMatch(/object-src 'none'.*frame-ancestors 'none'/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' })
    expect(headers).not.toHaveProperty('x-powered-by')
    expect(headers).not.toHaveProperty('server')
  }
})

test('a session cookie is out of reach of scripts and other sites, and only for TLS where there is TLS', async () => {
  const signUp = async (where: OpenHouse, email: string, headers = {}) =>
    String(
      (await where.toAuth('sign-up/email', { name: '新人', email, password: 'a long enough one' }, headers))
        .headers['set-cookie'],
    )
  expect(await signUp(house, 'cookie@example.com')).toMatch(/HttpOnly; SameSite=Lax$/)
  const safe = await openHouse(routes, { PUBLIC_URL: 'https://localhost' })
  const secured = await signUp(safe, 'cookie@example.com', { origin: 'https://localhost' })
  expect(secured).toMatch(/^__Secure-.*Secure/)
  expect((await ask(safe, '10.0.3.1')).headers['strict-transport-security']).toContain('max-age=')
  await safe.close()
})

test('another site can neither sign anybody in nor out', async () => {
  const { cookie } = await house.signIn('shopper')
  const origin = 'https://evil.example'
  for (const [path, body] of Object.entries({
    'sign-out': {},
    'change-password': { currentPassword: 'x', newPassword: 'a long enough one' },
    'sign-in/email': { email: 'a@example.com', password: 'a long enough one' },
    'sign-up/email': { name: 'A', email: 'forged@example.com', password: 'a long enough one' },
  })) {
    const reply = await house.toAuth(path, body, { cookie, origin })
    expect([path, reply.statusCode, reply.json().reason]).toEqual([path, 403, 'cross_site'])
  }
  expect((await house.send('GET', '/me', cookie)).statusCode).toBe(200)
})

test('a list gives at most a hundred rows, however many are asked for', () => {
  const lists = allRoutes.filter(
    ({ endpoint: { input } }) => input instanceof z.ZodObject && 'limit' in input.shape,
  )
  expect(lists.length).toBeGreaterThan(12)
  for (const { endpoint: one } of lists) {
    const { limit } = (one.input as z.ZodObject<{ limit: z.ZodType }>).shape
    for (const asked of ['101', '1000000', '0', '-1', 'x', '1e9'])
      expect([one.id, asked, limit.safeParse(asked).success]).toEqual([one.id, asked, false])
    expect([one.id, Number(limit.parse(undefined)) <= 100]).toEqual([one.id, true])
  }
})

test('a statement that takes too long is ended and told', async () => {
  const reply = await house.app.inject({ url: '/api/v1/slow' })
  expect(reply.json()).toMatchObject({ status: 503, reason: 'too_slow' })
  expect(reply.headers['retry-after']).toBe('1')
  const impatient = database(connect(house.url, { pool: 1, statement_timeout_ms: 40 }))
  const ended = await impatient.read(system, (tx) => tx`select pg_sleep(5)`).catch(toProblem)
  expect(ended).toMatchObject({ status: 503, reason: 'too_slow' })
  await impatient.close()
})

test('the log names requests and faults, and never a person', async () => {
  const words = ['林小满', 'lin@example.com', '13812345678', '天府二街', 'a long enough one', '私人', 'zg_']
  said = ''
  const [name, email, password] = ['林小满', 'lin@example.com', 'a long enough one']
  const cookie = cookiesOf(await house.toAuth('sign-up/email', { name, email, password }))
  await house.toAuth('sign-in/email', { email, password: 'a long enough one, but wrong' })
  const home = { recipient: name, phone: '13812345678', county_code: '510107', line: '天府二街 1 号' }
  await house.send('POST', '/addresses', cookie, home)
  await house.send('POST', '/addresses', cookie, { ...home, phone: 'x' })
  const { key } = (await house.send('POST', '/api-keys', cookie, { name: '私人' })).json()
  await ask(house, '10.0.4.1', { authorization: `Bearer ${key}` })
  await house.send('GET', '/broken/row?q=%E6%9E%97%E5%B0%8F%E6%BB%A1', cookie)
  await house.send('GET', '/broken/code?q=lin@example.com', cookie)
  expect(said.match(/"msg":"bug"/g)).toHaveLength(2)
  expect(said).toContain('in our code')
  expect(said).toContain('defence.test.ts')
  expect(words.filter((word) => said.includes(word))).toEqual([])
})

test('metrics are for this machine: not through a proxy, not by a foreign name', async () => {
  const config = readConfig({ NODE_ENV: 'test', METRICS_TOKEN: 'a token' })
  const app = makeHttp(config, makeLog('silent'))
  measure(app, config)
  const see = async (remoteAddress: string, headers: Record<string, string> = {}) =>
    (await app.inject({ url: '/metrics', remoteAddress, headers: { host: 'localhost', ...headers } }))
      .statusCode
  expect(await see('127.0.0.1')).toBe(200)
  expect(await see('10.0.0.1')).toBe(404)
  expect(await see('127.0.0.1', { 'x-forwarded-for': '10.0.0.1' })).toBe(404)
  expect(await see('127.0.0.1', { host: 'rebound.example' })).toBe(404)
  expect(await see('10.0.0.1', { authorization: 'Bearer a token' })).toBe(200)
  await app.close()
})

test('one person cannot hold all live streams', async () => {
  const app = makeHttp(readConfig({ NODE_ENV: 'test' }), makeLog('silent'))
  await app.register(async (scope) => {
    const live = await hearLive(house.db.sql)
    const identify = async () => ({ actor: { ...system, visitor_id: null }, by: 'key' as const })
    mountLive(scope as never, house.db, identify, live, { any: async () => true })
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const leaving = new AbortController()
  const listen = () => fetch(`${url}/api/v1/live?topics=any:1`, { signal: leaving.signal })
  const open = await Promise.all(Array.from({ length: 50 }, listen))
  expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]))
  expect(((await (await listen()).json()) as { reason: string }).reason).toBe('too_many_streams')
  leaving.abort()
  await expect.poll(async () => (await fetch(`${url}/api/v1/live?topics=any:1`)).status).toBe(200)
  await app.close()
})

test('a cookie without our word, or with another site’s, writes nothing', async () => {
  const { cookie } = await house.signIn('owner')
  const commands = peopleRoutes.filter(({ kind }) => kind === 'command')
  for (const { endpoint: one } of commands) {
    const url = `/api/v1${one.path.replace(/:\w+/g, '0198f3a2-7b1c-7d3e-8f45-6789abcdef01')}`
    const method = one.method as 'POST'
    for (const headers of [{ host: 'localhost' }, { ...own, origin: 'http://localhost:1' }]) {
      const reply = await house.app.inject({ method, url, headers: { ...headers, cookie }, payload: {} })
      expect([one.id, reply.json().reason]).toEqual([one.id, 'cross_site'])
    }
  }
})
