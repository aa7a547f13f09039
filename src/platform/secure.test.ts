// Every answer carries the headers, whoever asks too often waits, and a partner's signed word is not counted.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readConfig } from './config.ts'
import { makeHttp } from './http.ts'
import { makeLog } from './log.ts'
import { secure } from './secure.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-11T12:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

async function shop(env: Record<string, string> = {}) {
  const config = readConfig({ NODE_ENV: 'test', RATE_LIMIT_PER_MINUTE: '3', ...env })
  const app = makeHttp(config, makeLog('silent'))
  secure(app, config)
  app.get('/api/v1/things', () => 'a thing')
  app.get('/api/v1/broken', () => Promise.reject(new Error('a bug')))
  for (const path of ['/page', '/owner', '/crew/jobs', '/ownership']) app.get(path, () => 'a page')
  app.post('/api/v1/callbacks', { config: { unlimited: true } }, () => 'heard')
  await app.ready()
  return app
}
type Shop = Awaited<ReturnType<typeof shop>>
const ask = (app: Shop, url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers, method: url.endsWith('callbacks') ? 'POST' : 'GET' })
const statuses = async (app: Shop, url: string, times: number, headers: Record<string, string> = {}) => {
  const all: number[] = []
  for (let n = 0; n < times; n++) all.push((await ask(app, url, headers)).statusCode)
  return all
}

test('answers, pages, faults and what is not there forbid the same things', async () => {
  const app = await shop({ RATE_LIMIT_PER_MINUTE: '100' })
  for (const [url, status] of [
    ['/api/v1/things', 200],
    ['/page', 200],
    ['/api/v1/broken', 500],
    ['/api/v1/nothing', 404],
    ['/nothing', 404],
  ] as const) {
    const { statusCode, headers } = await ask(app, url)
    expect([url, statusCode]).toEqual([url, status])
    expect(headers['content-security-policy']).toMatch(/script-src 'self';.*frame-ancestors 'none'$/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    expect(headers['strict-transport-security'], 'plain HTTP promises no TLS').toBe(undefined)
  }
})

test('behind a TLS address browsers are told to stay there', async () => {
  const app = await shop({ PUBLIC_URL: 'https://shop.example' })
  expect((await ask(app, '/page')).headers['strict-transport-security']).toBe('max-age=31536000')
})

test('WebAssembly may run where barcodes are read, and nowhere else', async () => {
  const app = await shop()
  const may = async (url: string) =>
    String((await ask(app, url)).headers['content-security-policy']).includes("'wasm-unsafe-eval'")
  expect(await Promise.all(['/owner', '/owner?a=1', '/crew/jobs'].map(may))).toEqual([true, true, true])
  expect(await Promise.all(['/page', '/ownership', '/api/v1/things'].map(may))).toEqual([false, false, false])
})

test('a caller who asks too often is told how long to wait; others and pages are not touched', async () => {
  const app = await shop()
  expect(await statuses(app, '/api/v1/things', 4)).toEqual([200, 200, 200, 429])
  vi.setSystemTime('2026-11-11T12:00:40.000Z')
  const late = await ask(app, '/api/v1/nothing')
  expect([late.statusCode, late.json().reason, late.headers['retry-after']]).toEqual([
    429,
    'too_many_requests',
    '20',
  ])
  expect(await statuses(app, '/page', 5)).toEqual([200, 200, 200, 200, 200])
  expect(await statuses(app, '/api/v1/things', 1, { authorization: 'Bearer a' }), 'no proven key').toEqual([
    429,
  ])
  vi.setSystemTime('2026-11-11T12:01:00.000Z')
  expect(await statuses(app, '/api/v1/things', 1)).toEqual([200])
})

test('calls of partners are not counted', async () => {
  const app = await shop()
  expect(await statuses(app, '/api/v1/callbacks', 6)).toEqual([200, 200, 200, 200, 200, 200])
  expect(await statuses(app, '/api/v1/things', 1)).toEqual([200])
})
