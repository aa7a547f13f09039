import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenHouse, cookiesOf, openHouse, own } from '../../../tools/test-people.ts'
import { anonymous, type Role, system } from '../../platform/access.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { newId } from '../../platform/types.ts'
import { countAttempts } from './attempts.ts'
import { isCommonPassword } from './common-passwords.ts'
import { demoPeople } from './demo-people.ts'
import { reachOf } from './identify.ts'
import { routes } from './index.ts'

let house: OpenHouse
beforeAll(async () => {
  house = await openHouse(routes)
})
afterAll(() => house.close())

const good = 'a long enough one'
const join = (email: string, name = '新人', password = good) =>
  house.toAuth('sign-up/email', { name, email, password })
const home = { recipient: '王小明', phone: '13800000000', county_code: '510107', line: '天府二街 1 号' }
const idOf = async (cookie: string) => (await house.send('GET', '/me', cookie)).json().person_id

// Row by row, as no command would: what the door then makes of it is what is tested.
async function grant(person_id: string, role: Role, nodes: string[] | null) {
  await house.db.command(system, async (tx) => {
    await tx`
      insert into people.role_grant (id, person_id, role, nodes)
      values (${newId()}, ${person_id}, ${role}, ${nodes})`
    await bumpSnapshot(tx, system, 'people')
  })
}

test('a demo person signs in on this machine only, and not through a proxy or a foreign name', async () => {
  const here = await house.signIn('owner')
  expect(here.status).toBe(200)
  const me = (await house.send('GET', '/me', here.cookie)).json()
  expect(me).toMatchObject({ roles: ['store_owner'], demo: true, scope: { nodes: house.places.store_nodes } })
  expect((await house.signIn('owner', '10.1.2.3')).status).toBe(404)
  expect((await house.signIn('owner', '127.0.0.1', { 'x-forwarded-for': '10.1.2.3' })).status).toBe(404)
  expect((await house.signIn('owner', '127.0.0.1', { host: 'rebound.example' })).status).toBe(404)
  const silent_proxy = { host: '127.0.0.1:3000', origin: 'https://shop.example' }
  expect((await house.signIn('owner', '127.0.0.1', silent_proxy)).status).toBe(403)
  expect((await house.send('GET', '/demo-people')).json().items.length).toBeGreaterThan(9)
})

test('where one person may not do both steps, the demo has somebody for each', () => {
  const roles = demoPeople.map(({ role }) => role)
  for (const role of ['merchandiser', 'controller', 'accountant'])
    expect([role, roles.filter((one) => one === role).length > 1]).toEqual([role, true])
})

test('two first sign-ins of a demo person at once both get in, as the same person', async () => {
  const entered = await Promise.all(Array.from({ length: 4 }, () => house.signIn('audit')))
  expect(entered.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const ids = await Promise.all(entered.map(({ cookie }) => idOf(cookie)))
  expect(new Set(ids).size).toBe(1)
})

test('without a demo world nobody plays', async () => {
  await house.db.command(system, (tx) => tx`update platform.setting set value = 'false' where key = 'demo'`)
  try {
    expect((await house.signIn('control')).status).toBe(404)
    expect((await house.send('GET', '/demo-people')).json().items).toEqual([])
  } finally {
    await house.db.command(system, (tx) => tx`update platform.setting set value = 'true' where key = 'demo'`)
  }
})

test('signing up makes a shopper, once, however many requests come at once', async () => {
  const reply = await join('new@example.com')
  expect(reply.statusCode).toBe(200)
  const cookie = cookiesOf(reply)
  const all = await Promise.all(Array.from({ length: 8 }, () => house.send('GET', '/me', cookie)))
  expect(new Set(all.map((one) => one.json().person_id)).size).toBe(1)
  expect(all[0]!.json().roles).toEqual(['shopper'])
  const wrong = await house.toAuth('sign-in/email', {
    email: 'new@example.com',
    password: 'not the right one',
  })
  expect(wrong.statusCode).toBe(401)
})

test('a weak, common or odd account is refused with its reason, what is not open stays shut', async () => {
  expect((await join('a@example.com', '人', 'short1')).json().code).toBe('PASSWORD_TOO_SHORT')
  expect((await join('a@example.com', '人', 'password123')).json().reason).toBe('common_password')
  expect((await join('no address')).json().reason).toBe('bad_email')
  expect((await join('x@demo.invalid')).json().reason).toBe('bad_email')
  expect((await join('a@example.com', 'x'.repeat(500))).json().errors[0].pointer).toBe('/name')
  expect((await join('a@example.com', 'a\u0000b')).statusCode).toBe(422)
  for (const path of ['update-user', 'delete-user', 'sign-in/social', '..%2fx'])
    expect((await house.toAuth(path, {})).json()).toMatchObject({ status: 404, reason: 'not_found' })
})

test('what everybody guesses is called common, what nobody does is not', () => {
  for (const bad of [
    '12345678',
    'Password1',
    'qwertyuiop',
    'aaaaaaaa',
    'woaini1314',
    '1qaz2wsx',
    'password!',
  ])
    expect([bad, isCommonPassword(bad)]).toEqual([bad, true])
  expect(isCommonPassword('mei.lin', 'mei.lin@example.com')).toBe(true)
  for (const fine of ['correct horse battery', '冰箱里的第三只苹果', 'Tq7-vume-Lok2'])
    expect([fine, isCommonPassword(fine)]).toEqual([fine, false])
})

test('guessing a password is slowed down', async () => {
  const from = { 'x-forwarded-for': '198.51.100.7' }
  const statuses: number[] = []
  for (let attempt = 0; attempt < 8; attempt++) {
    const reply = await house.app.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      headers: { ...own, ...from, origin: 'http://localhost' },
      remoteAddress: '198.51.100.7',
      payload: { email: 'new@example.com', password: `guess number ${attempt}` },
    })
    statuses.push(reply.statusCode)
  }
  expect(statuses).toContain(429)
})

test('guesses count together, whichever server is asked', async () => {
  const pool = new pg.Pool({ connectionString: house.url, options: '-c role=zhuguang_auth' })
  const servers = [countAttempts(pool), countAttempts(pool), countAttempts(pool)]
  const tries = Array.from({ length: 12 }, (_, n) =>
    servers[n % 3]!.consume('one|/sign-in', { window: 10, max: 3 }),
  )
  const answers = await Promise.all(tries)
  expect(answers.filter((answer) => answer.allowed)).toHaveLength(3)
  expect(answers.find((answer) => !answer.allowed)!.retryAfter).toBeGreaterThan(0)
  await pool.query(`update auth.attempt set ends_at = now() - interval '1 second'`)
  expect(await servers[0]!.consume('one|/sign-in', { window: 10, max: 3 })).toMatchObject({ allowed: true })
  await pool.end()
})

test('another site cannot write with the cookie, and nobody reads what is not theirs', async () => {
  const { cookie } = await house.signIn('shopper')
  const write = (headers: Record<string, string>) =>
    house.app.inject({
      method: 'POST',
      url: '/api/v1/addresses',
      headers: { ...headers, cookie },
      payload: home,
    })
  expect((await write({ host: 'localhost' })).statusCode).toBe(403)
  for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example'])
    expect((await write({ ...own, origin })).json()).toMatchObject({ status: 403, reason: 'cross_site' })
  const made = await house.send('POST', '/addresses', cookie, home)
  expect(made.statusCode).toBe(200)
  const other = (await house.signIn('crew')).cookie
  for (const method of ['DELETE', 'PUT'] as const) {
    const asked = (id: string) => house.send(method, `/addresses/${id}`, other, home)
    const [theirs, nothing] = [await asked(made.json().id), await asked(newId())]
    expect(theirs.statusCode).toBe(404)
    expect({ ...theirs.json(), request_id: '' }).toEqual({ ...nothing.json(), request_id: '' })
  }
  expect((await house.send('GET', '/addresses', other)).json().items).toEqual([])
})

test('an address told twice is one address', async () => {
  const { cookie } = await house.signIn('shopper')
  const told = { ...home, recipient: '周小满' }
  const first = (await house.send('POST', '/addresses', cookie, told)).json()
  const again = (await house.send('POST', '/addresses', cookie, { ...told, is_default: true })).json()
  expect(again).toMatchObject({ id: first.id, is_default: true })
  const elsewhere = (await house.send('POST', '/addresses', cookie, { ...told, line: '别处 9 号' })).json()
  expect(elsewhere.id).not.toBe(first.id)
})

test('a key carries its owner’s rights until it is ended', async () => {
  const { cookie } = await house.signIn('shopper')
  const { key, id } = (await house.send('POST', '/api-keys', cookie, { name: 'mine' })).json()
  const withKey = (authorization: string) =>
    house.app.inject({ method: 'GET', url: '/api/v1/me', headers: { authorization } })
  expect((await withKey(`Bearer ${key}`)).json().roles).toEqual(['shopper'])
  for (const wrong of ['Bearer zg_0000000000000000000000000', `Bearer ${key}x`, 'Basic eA==', '', key])
    expect((await withKey(wrong)).json()).toMatchObject({ status: 401, reason: 'bad_key' })
  await house.send('DELETE', `/api-keys/${id}`, cookie)
  await expect.poll(async () => (await withKey(`Bearer ${key}`)).statusCode, { timeout: 5_000 }).toBe(401)
})

test('a key is told once: asked for again, it is nowhere to be found', async () => {
  const { cookie } = await house.signIn('shopper')
  const ask = () =>
    house.app.inject({
      method: 'POST',
      url: '/api/v1/api-keys',
      headers: { cookie, 'x-requested-with': 'zhuguang', 'idempotency-key': 'one-key' },
      payload: { name: 'once' },
    })
  const { key } = (await ask()).json()
  expect(key).toMatch(/^zg_/)
  expect((await ask()).json()).toMatchObject({ status: 409, reason: 'told_once' })
  const { items } = (await house.send('GET', '/api-keys', cookie)).json()
  expect(items.filter((one: { name: string }) => one.name === 'once')).toHaveLength(1)
})

test('a leaver is out within five seconds, and taking one’s own role away is refused', async () => {
  const { cookie } = await house.signIn('control')
  const people = (await house.send('GET', '/people?role=merchandiser', cookie)).json().items
  const gone = people.find((one: { name: string }) => one.name.startsWith('许宁'))
  const leaver = (await house.signIn('selling2')).cookie
  const rights = async () => (await house.send('GET', '/me', leaver)).json().permissions
  expect(await rights()).toContain('pricing.propose')
  const path = `/people/${gone.id}/grants/${gone.grants[0].id}`
  expect((await house.send('DELETE', path, cookie)).statusCode).toBe(200)
  await expect.poll(rights, { timeout: 5_000 }).not.toContain('pricing.propose')
  expect((await house.send('DELETE', path, cookie)).json().reason).toBe('already_revoked')
  const me = (await house.send('GET', `/people/${await idOf(cookie)}`, cookie)).json()
  const mine = await house.send('DELETE', `/people/${me.id}/grants/${me.grants[0].id}`, cookie)
  expect(mine.json().reason).toBe('own_grant')
})

test('forbidden pairs refuse every request, however the grants came together', async () => {
  const cookie = cookiesOf(await join('two.hands@example.com'))
  const id = await idOf(cookie)
  await grant(id, 'purchaser', null)
  await grant(id, 'controller', null)
  await expect
    .poll(async () => (await house.send('GET', '/addresses', cookie)).json(), { timeout: 6_000 })
    .toMatchObject({ status: 403, reason: 'conflicting_roles' })
})

test('a shopper who also keeps a store reaches that store, not every store', async () => {
  const cookie = cookiesOf(await join('keeps.a.store@example.com'))
  const node = newId()
  await grant(await idOf(cookie), 'store_owner', [node])
  const scope = async () => (await house.send('GET', '/me', cookie)).json()
  await expect.poll(async () => (await scope()).roles, { timeout: 6_000 }).toContain('store_owner')
  expect((await scope()).scope.nodes).toEqual([node])
})

test('a brand’s role that names no brand reaches none', async () => {
  const cookie = cookiesOf(await join('some.brand@example.com'))
  await grant(await idOf(cookie), 'brand_partner', null)
  const me = async () => (await house.send('GET', '/me', cookie)).json()
  await expect.poll(async () => (await me()).roles, { timeout: 6_000 }).toContain('brand_partner')
  expect((await me()).scope.brands).toEqual([])
})

test('grants of one role add up, of two roles only what both reach is left', () => {
  const of = (role: Role, list: string[] | null) => ({ role, list })
  expect(reachOf([])).toEqual([])
  expect(reachOf([of('shopper', null)])).toEqual([])
  expect(reachOf([of('shopper', null), of('store_owner', ['a'])])).toEqual(['a'])
  expect(reachOf([of('store_owner', ['a']), of('store_owner', ['b'])])).toEqual(['a', 'b'])
  expect(reachOf([of('store_owner', ['a', 'b']), of('store_clerk', ['b', 'c'])])).toEqual(['b'])
  expect(reachOf([of('merchandiser', null), of('store_owner', ['a'])])).toEqual(['a'])
  expect(reachOf([of('controller', null)])).toBeNull()
})

test('erasing takes the person out and leaves the row', async () => {
  const cookie = cookiesOf(await join('leaves@example.com', '要走的人'))
  await house.app.inject({
    method: 'POST',
    url: '/api/v1/addresses',
    headers: { ...own, cookie, 'idempotency-key': 'home-1' },
    payload: home,
  })
  const told = (await house.send('GET', '/me/export', cookie)).json()
  expect(told.addresses).toHaveLength(1)
  expect((await house.send('POST', '/me/erasure', cookie, { confirm: 'erase' })).statusCode).toBe(200)
  const { person_id } = told.me
  const rows = await house.owner`
    select name, phone, email, auth_user_id, erased_at is not null as erased from people.person
     where id = ${person_id}`
  expect(rows).toEqual([{ name: '', phone: null, email: null, auth_user_id: null, erased: true }])
  await expect
    .poll(async () => (await house.send('GET', '/me', cookie)).statusCode, { timeout: 6_000 })
    .toBe(401)
  expect(
    (await house.toAuth('sign-in/email', { email: 'leaves@example.com', password: good })).statusCode,
  ).toBe(401)
  // Nothing anywhere still names them, also not the answers kept for repeated requests.
  const tables = await house.owner<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`
  for (const { name } of tables) {
    const found = await house.owner`
      select 1 from ${house.owner.unsafe(name)} t
       where t::text ~ 'leaves@example.com|要走的人'
          or (t::text like '%天府二街%' and t::text like ${`%${person_id}%`})`
    expect([name, found.length]).toEqual([name, 0])
  }
})

test('a session read just before an erasure does not bring the person back', async () => {
  const cookie = cookiesOf(await join('race@example.com', '竞速'))
  const id = await idOf(cookie)
  const before = (await house.owner`select count(*)::int as n from people.person`)[0]!.n
  const asks = Array.from({ length: 20 }, () => house.send('GET', '/me', cookie))
  const erased = house.send('POST', '/me/erasure', cookie, { confirm: 'erase' })
  await Promise.all([...asks, erased])
  await house.send('GET', '/me', cookie)
  expect((await house.owner`select count(*)::int as n from people.person`)[0]!.n).toBe(before)
  expect(
    (await house.owner`select erased_at is not null as gone from people.person where id = ${id}`)[0]!.gone,
  ).toBe(true)
})

test('no query of a room reaches a password hash, a session or the secret behind the cookies', async () => {
  const { owner, db } = house
  expect(await owner`select 1 from platform.setting where key = 'secret.auth'`).toHaveLength(1)
  await expect(db.read(system, (tx) => tx`select password from auth.account`)).rejects.toThrow(
    /permission denied/,
  )
  const seen = await db.sql`select key from platform.setting where key like 'secret.%'`
  expect(seen).toEqual([])
})

test('control opens an account: it signs in, works for its party, and carries no role yet', async () => {
  const control = (await house.signIn('control')).cookie
  const parties = (await house.send('GET', '/parties?limit=100', control)).json().items
  expect(parties.map(({ kind }: { kind: string }) => kind)).not.toContain('consumer')
  const { id: party_id, kind } = parties[0]
  const colleague = { name: '新同事', email: 'Colleague@example.com', password: good, party_id }
  const opened = await house.send('POST', '/people', control, colleague)
  expect(opened.statusCode).toBe(200)
  expect(opened.json()).toMatchObject({ name: '新同事', party_kind: kind, grants: [] })
  const entered = await house.toAuth('sign-in/email', { email: 'colleague@example.com', password: good })
  const me = (await house.send('GET', '/me', cookiesOf(entered))).json()
  expect(me).toMatchObject({ person_id: opened.json().id, party_id, roles: ['shopper'], demo: false })
  const listed = (await house.send('GET', '/people?q=%E6%96%B0%E5%90%8C%E4%BA%8B', control)).json().items
  expect(listed.map(({ id }: { id: string }) => id)).toEqual([me.person_id])
})

test('an account is refused with the field that is wrong, and to everybody but control', async () => {
  const control = (await house.signIn('control')).cookie
  const [party] = (await house.send('GET', '/parties?limit=1', control)).json().items
  const wanted = { name: '人', email: 'one@example.com', password: good, party_id: party.id }
  const why = async (given: object) =>
    (await house.send('POST', '/people', control, { ...wanted, ...given })).json().errors?.[0]
  expect(await why({ party_id: newId() })).toMatchObject({ pointer: '/party_id', reason: 'unknown_party' })
  expect(await why({ password: 'password123' })).toMatchObject({ reason: 'common_password' })
  expect((await house.send('POST', '/people', control, wanted)).statusCode).toBe(200)
  expect(await why({ email: 'ONE@example.com' })).toMatchObject({ pointer: '/email', reason: 'email_taken' })
  for (const key of ['audit', 'selling', 'owner']) {
    const { cookie } = await house.signIn(key)
    const mail = { ...wanted, email: `${key}@example.com` }
    expect((await house.send('POST', '/people', cookie, mail)).statusCode, key).toBe(403)
  }
  const opening = house.db.command(anonymous, (tx) => tx`select people.open_account('x@x.cn', 'x', 'x')`)
  await expect(opening).rejects.toMatchObject({ code: '42501' })
})
