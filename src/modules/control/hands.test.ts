// The paths that would unite cost, price and approval, tried by the front door: real sign-in, real roles that
// change hands, real sessions. The search over all paths is paths.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type OpenHouse, openHouse } from '../../../tools/test-people.ts'
import { system } from '../../platform/access.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { newId } from '../../platform/types.ts'
import { changeKinds, routes as peopleRoutes } from '../people/index.ts'
import { registerKinds, routes } from './index.ts'

const Figure = z.strictObject({ thing: z.string(), fen: z.int() })
const figure = (kind: string, permission: ChangeKind['permission_to_propose']): ChangeKind => ({
  kind,
  name_zh: kind,
  name_en: kind,
  permission_to_propose: permission,
  schema: Figure,
  subject: (_actor, after) => ({ kind: 'thing', id: (after as z.infer<typeof Figure>).thing }),
  fields: [{ field: 'fen', label_zh: '价', label_en: 'Price', unit: 'fen' }],
  current: async () => ({}),
  checks: async () => [],
  apply: async () => {},
})

let house: OpenHouse
const cookies: Record<string, string> = {}
const ids: Record<string, string> = {}
beforeAll(async () => {
  registerKinds([
    ...changeKinds,
    figure('test.cost', 'catalog.edit'),
    figure('test.price', 'pricing.propose'),
  ])
  house = await openHouse([...routes, ...peopleRoutes])
  for (const key of ['buying', 'selling', 'control', 'control2', 'control3', 'audit']) {
    cookies[key] = (await house.signIn(key)).cookie
    ids[key] = (await house.send('GET', '/me', cookies[key])).json().person_id
  }
})
afterAll(() => house.close())

async function send(who: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object) {
  const reply = await house.send(method, path, cookies[who]!, body)
  return { status: reply.statusCode, body: reply.json() }
}
const propose = (who: string, kind: string, thing: string, fen = 100) =>
  send(who, 'POST', '/change-requests', { kind, after: { thing, fen }, reason: '试一试' })
const approve = (who: string, id: string) => send(who, 'PUT', `/change-requests/${id}/approval`, {})
const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]

async function becomes(who: string, role: string) {
  const person = (await send('control', 'GET', `/people/${ids[who]}`)).body
  for (const grant of person.grants as { id: string; revoked_at: string | null }[])
    if (grant.revoked_at === null) await send('control', 'DELETE', `/people/${ids[who]}/grants/${grant.id}`)
  const after = { person_id: ids[who], role }
  const asked = await send('control', 'POST', '/change-requests', {
    kind: 'people.role_grant',
    after,
    reason: '转岗',
  })
  expect((await approve('control2', asked.body.id)).body.state).toBe('approved')
  // Other processes hear of it within a second; this one drops what it remembers with the notice.
  for (let tries = 0; tries < 100; tries++) {
    const { roles } = (await send(who, 'GET', '/me')).body as { roles: string[] }
    if (roles.includes(role)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${who} did not become ${role}`)
}

test('nobody sets cost, then price, then approves: not by one role after the other', async () => {
  const cost = await propose('buying', 'test.cost', 'lamp')
  expect((await approve('control', cost.body.id)).body.state).toBe('approved')
  expect(told(await propose('buying', 'test.price', 'lamp'))).toEqual([403, 'forbidden'])

  await becomes('buying', 'merchandiser')
  expect(told(await propose('buying', 'test.price', 'lamp'))).toEqual([409, 'earlier_hand'])
  const price = await propose('buying', 'test.price', 'kettle')
  expect(price.status).toBe(200)

  await becomes('buying', 'controller')
  expect(told(await approve('buying', price.body.id))).toEqual([409, 'own_request'])
  const [lamp, kettle, fan] = [
    await propose('selling', 'test.price', 'lamp'),
    await propose('selling', 'test.price', 'kettle'),
    await propose('selling', 'test.price', 'fan'),
  ]
  expect(told(await approve('buying', lamp.body.id))).toEqual([409, 'earlier_hand'])
  expect(told(await approve('buying', kettle.body.id))).toEqual([409, 'earlier_hand'])
  expect((await approve('buying', fan.body.id)).body.state).toBe('approved')

  // Nor does somebody else for them.
  const given = await send('buying', 'POST', '/delegations', {
    to_person: ids.audit,
    ends_at: new Date(Date.now() + 86_400_000).toISOString(),
    reason: '替我批',
  })
  expect(given.status).toBe(200)
  expect(told(await approve('audit', lamp.body.id))).toEqual([409, 'earlier_hand'])
  const own = await propose('selling', 'test.price', 'hood')
  expect((await approve('audit', own.body.id)).body.state).toBe('approved')

  // A duty whose giver has lost the role is nobody's.
  await becomes('buying', 'auditor')
  const last = await propose('selling', 'test.price', 'oven')
  expect(told(await approve('audit', last.body.id))).toEqual([403, 'forbidden'])
})

test('duties that meet through somebody one stands for make no actor', async () => {
  const given = await send('control2', 'POST', '/delegations', {
    to_person: ids.control3,
    ends_at: new Date(Date.now() + 86_400_000).toISOString(),
    reason: '出差',
  })
  expect(given.status).toBe(200)
  // Past every check, as no command would.
  const row = { id: newId(), person_id: ids.control2!, role: 'merchandiser' }
  await house.owner`insert into people.role_grant ${house.owner(row)}`
  await house.db.command(system, (tx) => bumpSnapshot(tx, system, 'people'))
  for (let tries = 0; tries < 100; tries++) {
    if ((await send('control3', 'GET', '/me')).status === 403) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(told(await send('control3', 'GET', '/me'))).toEqual([403, 'conflicting_roles'])
  await house.owner`update people.role_grant set revoked_at = now() where id = ${row.id}`
  await house.owner`
    update people.delegation set ended_at = now(), ended_by = from_person where id = ${given.body.id}`
  await house.db.command(system, (tx) => bumpSnapshot(tx, system, 'people'))
  for (let tries = 0; tries < 100; tries++) {
    if ((await send('control3', 'GET', '/me')).status === 200) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})

test('a leaver is out in the same moment, by the session that was open', async () => {
  expect((await send('control3', 'GET', '/change-requests?awaiting=me')).status).toBe(200)
  const left = await send('control', 'PUT', `/people/${ids.control3}/leaving`, { reason: '离职' })
  expect(left.status).toBe(200)
  for (let tries = 0; tries < 100; tries++) {
    if ((await send('control3', 'GET', '/change-requests')).status === 401) break
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  expect(told(await send('control3', 'GET', '/change-requests'))).toEqual([401, 'sign_in_first'])
})
