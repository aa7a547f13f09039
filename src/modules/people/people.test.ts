import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tools/test-db.ts'
import { system } from '../../platform/access.ts'
import { readConfig } from '../../platform/config.ts'
import { connect, database } from '../../platform/db.ts'
import { makeHttp, mount, secure } from '../../platform/http.ts'
import { makeLog } from '../../platform/log.ts'
import { newId } from '../../platform/types.ts'
import { loadParties, makeIdentify, mountAuth, mountDemo, openAuth, routes, seedPeople } from './index.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof database>
let app: ReturnType<typeof makeHttp>
let auth: Awaited<ReturnType<typeof openAuth>>
const config = readConfig({ NODE_ENV: 'test' })

beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 6 }))
  auth = await openAuth(base.url, db, config)
  const identify = await makeIdentify(db, auth)
  app = makeHttp(config, makeLog('silent'))
  await secure(app, { ...config, RATE_LIMIT_PER_MINUTE: 100_000 })
  await app.register(async (scope) => {
    mountAuth(scope as never, auth)
    mountDemo(scope as never, db, auth, config)
    mount(scope as never, db, identify, routes)
  })
  await app.ready()
  await db.command(system, async (tx) => {
    const kinds = ['consumer', 'store_owner', 'warehouse_operator', 'installer_company', 'retailer', 'brand']
    const parties = Object.fromEntries(kinds.map((kind) => [kind, newId()]))
    await loadParties(
      tx,
      kinds.map((kind) => ({ id: parties[kind]!, kind, name_zh: kind, name_en: kind, demo: true })),
    )
    await seedPeople(tx, { parties, store_nodes: [newId()], warehouse_nodes: [newId()], brands: [newId()] })
    await tx`insert into platform.setting (key, value) values ('demo', 'true')`
  })
})
afterAll(async () => {
  await app.close()
  await auth.close()
  await db.close()
  await base.drop()
})

const own = { 'x-requested-with': 'zhuguang', host: 'localhost' }
const cookiesOf = (reply: { headers: Record<string, unknown> }) =>
  [reply.headers['set-cookie'] ?? []]
    .flat()
    .map((cookie) => String(cookie).split(';')[0])
    .join('; ')

async function signIn(key: string, remoteAddress = '127.0.0.1') {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/v1/demo-session',
    headers: own,
    payload: { key },
    remoteAddress,
  })
  return { status: reply.statusCode, cookie: cookiesOf(reply) }
}
const get = (url: string, cookie = '') =>
  app.inject({ method: 'GET', url: `/api/v1${url}`, headers: { ...own, cookie } })
const post = (url: string, cookie: string, payload: object, headers: Record<string, string> = own) =>
  app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { ...headers, cookie }, payload })

test('a demo person signs in on this machine only', async () => {
  const here = await signIn('owner')
  expect(here.status).toBe(200)
  const me = (await get('/me', here.cookie)).json()
  expect(me).toMatchObject({ roles: ['store_owner'], demo: true })
  expect(me.scope.nodes).toHaveLength(1)
  expect((await signIn('owner', '10.1.2.3')).status).toBe(404)
  expect((await get('/demo-people')).json().items.length).toBeGreaterThan(9)
})

test('signing up makes a shopper, once, however many requests come at once', async () => {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-up/email',
    headers: { ...own, origin: 'http://localhost' },
    payload: { name: '新人', email: 'new@example.com', password: 'a long enough one' },
  })
  expect(reply.statusCode).toBe(200)
  const cookie = cookiesOf(reply)
  const all = await Promise.all(Array.from({ length: 8 }, () => get('/me', cookie)))
  expect(new Set(all.map((one) => one.json().person_id)).size).toBe(1)
  expect(all[0]!.json().roles).toEqual(['shopper'])
  const wrong = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { ...own, origin: 'http://localhost' },
    payload: { email: 'new@example.com', password: 'not the right one' },
  })
  expect(wrong.statusCode).toBe(401)
})

const home = { recipient: '王小明', phone: '13800000000', county_code: '510107', line: '天府二街 1 号' }

test('another site cannot write with the cookie, and nobody reads what is not theirs', async () => {
  const { cookie } = await signIn('shopper')
  expect((await post('/addresses', cookie, home, { host: 'localhost' })).statusCode).toBe(403)
  const forged = { ...own, origin: 'https://evil.example' }
  expect((await post('/addresses', cookie, home, forged)).statusCode).toBe(403)
  const made = await post('/addresses', cookie, home)
  expect(made.statusCode).toBe(200)
  const other = (await signIn('crew')).cookie
  const asked = (id: string, method: 'DELETE') =>
    app.inject({ method, url: `/api/v1/addresses/${id}`, headers: { ...own, cookie: other } })
  const [theirs, nothing] = [await asked(made.json().id, 'DELETE'), await asked(newId(), 'DELETE')]
  expect(theirs.statusCode).toBe(404)
  expect({ ...theirs.json(), request_id: '' }).toEqual({ ...nothing.json(), request_id: '' })
  expect((await get('/addresses', other)).json().items).toEqual([])
})

test('a key carries its owner’s rights until it is ended', async () => {
  const { cookie } = await signIn('shopper')
  const { key, id } = (await post('/api-keys', cookie, { name: 'mine' })).json()
  const withKey = () =>
    app.inject({ method: 'GET', url: '/api/v1/me', headers: { authorization: `Bearer ${key}` } })
  expect((await withKey()).json().roles).toEqual(['shopper'])
  await app.inject({ method: 'DELETE', url: `/api/v1/api-keys/${id}`, headers: { ...own, cookie } })
  await expect.poll(async () => (await withKey()).statusCode, { timeout: 5_000 }).toBe(401)
})

test('a leaver is out within five seconds, and taking one’s own role away is refused', async () => {
  const { cookie } = await signIn('control')
  const people = (await get('/people?role=merchandiser', cookie)).json().items
  const gone = people.find((one: { name: string }) => one.name.startsWith('许宁'))
  const leaver = (await signIn('selling2')).cookie
  expect((await get('/me', leaver)).json().permissions).toContain('pricing.propose')
  const url = `/api/v1/people/${gone.id}/grants/${gone.grants[0].id}`
  const ended = await app.inject({ method: 'DELETE', url, headers: { ...own, cookie } })
  expect(ended.statusCode).toBe(200)
  await expect
    .poll(async () => (await get('/me', leaver)).json().permissions, { timeout: 5_000 })
    .not.toContain('pricing.propose')
})

test('erasing takes the person out and leaves the row', async () => {
  const reply = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-up/email',
    headers: { ...own, origin: 'http://localhost' },
    payload: { name: '要走的人', email: 'leaves@example.com', password: 'a long enough one' },
  })
  const cookie = cookiesOf(reply)
  await post('/addresses', cookie, home)
  const told = (await get('/me/export', cookie)).json()
  expect(told.items).toHaveLength(1)
  expect((await post('/me/erasure', cookie, { confirm: 'erase' })).statusCode).toBe(200)
  const rows = await db.read(
    system,
    (tx) => tx`
    select name, phone, email, erased_at is not null as erased from people.person where id = ${told.me.person_id}`,
  )
  expect(rows).toEqual([{ name: '', phone: null, email: null, erased: true }])
  await expect.poll(async () => (await get('/me', cookie)).statusCode, { timeout: 6_000 }).toBe(401)
})
