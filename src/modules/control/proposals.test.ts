// A role proposed over HTTP: by one, for a second, agreed by a third; every shortcut is refused.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, type Role, roles, system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { changeKinds, loadParties, routes as peopleRoutes } from '../people/index.ts'
import { registerKinds, routes } from './index.ts'

const actor = (role: Role): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name: role,
  roles: [role],
  permissions: new Set(roles[role]),
  scope: { nodes: null, cities: null, brands: null },
  visitor_id: null,
})
const actors = {
  chen: actor('controller'),
  he: actor('controller'),
  lin: actor('merchandiser'),
  wu: actor('purchaser'),
}
let room: Room

beforeAll(async () => {
  registerKinds(changeKinds)
  room = await openRoom({ routes: [...routes, ...peopleRoutes], actors })
  await room.db.command(system, async (tx) => {
    const party = newId()
    await loadParties(tx, [{ id: party, kind: 'retailer', name_zh: '逐光', name_en: 'Zhuguang', demo: true }])
    for (const { person_id, name, roles: held } of Object.values(actors)) {
      await tx`insert into people.person (id, party_id, name) values (${person_id}, ${party}, ${name})`
      await tx`
        insert into people.role_grant (id, person_id, role) values (${newId()}, ${person_id}, ${held[0]!})`
    }
  })
})
afterAll(() => room.close())

const ask = (who: string, person_id: Id | null, role: string, more: object = {}) =>
  room.call(who, 'POST', '/change-requests', {
    kind: 'people.role_grant',
    after: { person_id, role, ...more },
    reason: '他要管价格',
  })

test('a role is asked for by one person and given by another', async () => {
  const asked = await ask('chen', actors.lin.person_id, 'merchandiser', { cities: ['510100'] })
  expect(asked.body).toMatchObject({
    state: 'proposed',
    subject_id: actors.lin.person_id,
    why_not_approve: 'own_request',
    why_not_withdraw: null,
  })
  const path = `/change-requests/${asked.body.id}/approval`
  expect((await room.call('chen', 'PUT', path, {})).body.reason).toBe('own_request')
  expect((await room.call('lin', 'PUT', path, {})).status).toBe(403)
  const counts = (await room.call('he', 'GET', '/change-request-counts')).body
  expect(counts.kinds).toMatchObject([{ kind: 'people.role_grant', waiting: 1 }])
  expect((await room.call('he', 'PUT', path, {})).body.state).toBe('approved')
  const person = (await room.call('he', 'GET', `/people/${actors.lin.person_id}`)).body
  expect(person.grants.at(-1)).toMatchObject({ role: 'merchandiser', cities: ['510100'] })
})

test('nobody proposes for themselves, for nobody, with nonsense, or without the permission', async () => {
  expect((await ask('chen', actors.chen.person_id, 'auditor')).body.reason).toBe('own_grant')
  expect((await ask('chen', newId(), 'auditor')).body.reason).toBe('person_gone')
  expect((await ask('lin', actors.wu.person_id, 'auditor')).body.reason).toBe('forbidden')
  const bad = await ask('chen', actors.wu.person_id, 'king')
  expect([bad.status, bad.body.errors]).toMatchObject([422, [{ pointer: '/after/role' }]])
  const kind = { kind: 'pricing.price_change', after: {}, reason: 'x' }
  expect((await room.call('lin', 'POST', '/change-requests', kind)).body.reason).toBe('unknown_kind')
})

test('estates that must stay apart are a failed check, and it cannot be approved', async () => {
  const asked = await ask('chen', actors.wu.person_id, 'merchandiser')
  expect(asked.body.checks).toMatchObject([{ code: 'estates_apart', ok: false }])
  const path = `/change-requests/${asked.body.id}/approval`
  expect((await room.call('he', 'PUT', path, {})).body.reason).toBe('check_failed')
})

test('others see neither the proposal nor its count', async () => {
  const seen = await room.call('lin', 'GET', '/change-requests')
  expect(seen.body.items).toEqual([])
  expect((await room.call('lin', 'GET', '/change-request-counts')).body.waiting).toBe(0)
  const mine = await room.call('he', 'GET', '/change-requests?mine=true')
  expect(mine.body.items).toEqual([])
})
