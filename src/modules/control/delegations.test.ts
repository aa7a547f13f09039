// Duties handed over and the conflicts that go along: every pair of the matrix refused at grant and through a
// delegation, circles, the maker's chain, and a leaver; over HTTP with the roles as they stand in the rows.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, type Role, roles, system } from '../../platform/access.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { holdingOf, whyNotUnited } from '../../platform/conflicts.ts'
import { type Id, newId } from '../../platform/types.ts'
import { changeKinds, routes as peopleRoutes } from '../people/index.ts'
import { propose, registerKinds, routes } from './index.ts'

const actor = (name: string, role: Role): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name,
  roles: [role],
  permissions: new Set(roles[role]),
  scope: { nodes: null, cities: null, brands: null },
  visitor_id: null,
})
const people = {
  chen: actor('陈', 'controller'),
  he: actor('何', 'controller'),
  shen: actor('沈', 'controller'),
  gao: actor('高', 'auditor'),
  lin: actor('林', 'merchandiser'),
  wu: actor('吴', 'purchaser'),
  ma: actor('马', 'warehouse_clerk'),
  liu: actor('刘', 'installer'),
  owner: actor('店', 'store_owner'),
  brand: actor('牌', 'brand_partner'),
  nobody: actor('空', 'shopper'),
}
type Who = keyof typeof people

const Sign = z.strictObject({ text: z.string() })
const kind = (name: string, permission: ChangeKind['permission_to_propose'], levels: 1 | 2): ChangeKind => ({
  kind: name,
  name_zh: name,
  name_en: name,
  permission_to_propose: permission,
  schema: Sign,
  fields: [],
  current: async () => ({}),
  checks: async () => [],
  levels: () => levels,
  apply: async () => {},
})

let room: Room
let house: Id
async function addPerson(person_id: Id, name: string, role: Role) {
  await room.owner`insert into people.person (id, party_id, name) values (${person_id}, ${house}, ${name})`
  await room.owner`insert into people.role_grant (id, person_id, role) values (${newId()}, ${person_id}, ${role})`
}
beforeAll(async () => {
  const own = kind('test.by_control', 'control.approve', 1)
  registerKinds([
    ...changeKinds,
    kind('test.sign', 'pricing.propose', 1),
    kind('test.wide', 'pricing.propose', 2),
    own,
  ])
  room = await openRoom({ routes: [...routes, ...peopleRoutes], actors: people })
  house = newId()
  await room.owner`
    insert into people.party (id, kind, name_zh, name_en) values (${house}, 'retailer', '逐光', 'Zhuguang')`
  for (const { person_id, name, roles: held } of Object.values(people))
    await addPerson(person_id!, name, held[0]!)
})
afterAll(() => room.close())

const in_days = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const give = (who: Who, to: Who | Id, more: object = {}) =>
  room.call(who, 'POST', '/delegations', {
    to_person: to in people ? people[to as Who].person_id : to,
    ends_at: in_days(3),
    reason: '出差三天',
    ...more,
  })
const end = (who: Who, id: string) => room.call(who, 'DELETE', `/delegations/${id}`)
const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]
async function asked(by: Who, of = 'test.sign'): Promise<string> {
  const about = { kind: of, subject_kind: 'sign', subject_id: newId(), before: {}, after: { text: '好' } }
  const made = await room.db.command(people[by], (tx) =>
    propose(tx, people[by], { ...about, reason: '挂上' }),
  )
  return made.request_id
}
const decide = (who: Who, id: string, how = 'approval', body: object = {}) =>
  room.call(who, 'PUT', `/change-requests/${id}/${how}`, body)

test('a duty given to another decides for its time and reach, and its request says for whom', async () => {
  const [sign, wide, role] = [
    await asked('lin'),
    await asked('lin', 'test.wide'),
    await asked('chen', 'test.by_control'),
  ]
  expect(told(await decide('gao', sign))).toEqual([403, 'forbidden'])
  const given = await give('chen', 'gao', {
    kinds: ['test.sign', 'test.wide', 'test.by_control'],
    level_max: 1,
  })
  expect(given.body).toMatchObject({ state: 'live', from_name: '陈', to_name: '高', why_not_end: null })
  const inbox = await room.call('gao', 'GET', '/change-requests?awaiting=me')
  expect(inbox.body.items).toMatchObject([
    { id: sign, why_mine: { by: 'delegation', for_name: '陈', level: 1 } },
  ])
  expect(told(await decide('gao', wide))).toEqual([403, 'forbidden'])
  expect(told(await decide('gao', role))).toEqual([403, 'forbidden'])
  expect((await decide('gao', sign)).body).toMatchObject({
    state: 'approved',
    decided_by_name: '高',
    decisions: [{ level: 1, by_name: '高', for_name: '陈' }],
  })
  const rows = await room.owner`
    select detail->>'for_person' as principal from platform.audit
     where action = 'change.approved' and subject_id = ${sign}`
  expect(rows[0]).toEqual({ principal: people.chen.person_id })
  const later = await asked('lin')
  expect(told(await end('lin', given.body.id))).toEqual([403, 'forbidden'])
  expect((await end('chen', given.body.id)).body.state).toBe('ended')
  expect(told(await decide('gao', later))).toEqual([403, 'forbidden'])
})

test('it ends by itself, and one that has not begun decides nothing', async () => {
  const given = await give('chen', 'gao', { starts_at: in_days(1), ends_at: in_days(2) })
  const id = await asked('lin')
  expect(told(await decide('gao', id))).toEqual([403, 'forbidden'])
  room.db.setClock(in_days(1.5))
  expect((await room.call('gao', 'GET', `/change-requests/${id}`)).body.why_mine.by).toBe('delegation')
  room.db.setClock(in_days(2))
  expect(told(await decide('gao', id))).toEqual([403, 'forbidden'])
  room.db.setClock(null)
  await end('chen', given.body.id)
})

test('the two hands of a delegation are one person where two are asked', async () => {
  const given = await give('chen', 'gao', { level_max: 3 })
  const [first, second] = [await asked('lin', 'test.wide'), await asked('lin', 'test.wide')]
  expect((await decide('gao', first)).body).toMatchObject({ state: 'proposed', level: 2 })
  expect(told(await decide('chen', first))).toEqual([409, 'already_spoken'])
  expect((await decide('chen', second)).body.level).toBe(2)
  expect(told(await decide('gao', second))).toEqual([409, 'already_spoken'])
  expect((await decide('he', second)).body.state).toBe('approved')
  await end('gao', given.body.id)
})

test('who stands for the maker, through any number of hands, never decides what the maker made', async () => {
  const one = await give('chen', 'he')
  const two = await give('he', 'shen')
  const id = await asked('chen', 'test.by_control')
  for (const who of ['he', 'shen'] as const)
    expect(told(await decide(who, id))).toEqual([409, 'makers_chain'])
  const direct = await room.db
    .command(people.shen, (tx) => {
      const me = people.shen.person_id
      const row = { request_id: id, revision: 1, level: 1, verdict: 'approved', decided_by: me }
      return tx`insert into control.decision ${tx({ ...row, decided_by_name: '沈', principal: me })}`
    })
    .catch((error) => error.constraint_name)
  expect(direct).toBe('decision_four_eyes')
  expect(told(await give('shen', 'chen'))).toEqual([409, 'delegation_circle'])
  const circle = await room.db
    .command(people.shen, (tx) => {
      const row = { id: newId(), from_person: people.shen.person_id, to_person: people.chen.person_id }
      const rest = {
        from_name: '',
        to_name: '',
        level_max: 1,
        reason: '',
        starts_at: in_days(1),
        ends_at: in_days(2),
      }
      return tx`insert into people.delegation ${tx({ ...row, ...rest } as never)}`
    })
    .catch((error) => error.constraint_name)
  expect(circle).toBe('delegation_no_circle')
  await end('shen', two.body.id)
  expect((await decide('shen', id)).body.state).toBe('approved')
  await end('chen', one.body.id)
})

test('what cannot be given is refused with its reason', async () => {
  expect(told(await give('chen', 'chen'))).toEqual([422, 'own_delegation'])
  expect(told(await give('chen', newId()))).toEqual([422, 'person_gone'])
  expect(told(await give('chen', 'nobody'))).toEqual([422, 'delegate_reads_nothing'])
  expect(told(await give('chen', 'gao', { ends_at: in_days(40) }))).toEqual([422, 'delegation_too_long'])
  expect(told(await give('chen', 'gao', { ends_at: in_days(-1) }))).toEqual([422, 'ends_in_past'])
  expect(told(await give('gao', 'he'))).toEqual([403, 'forbidden'])
  expect(told(await give('lin', 'gao'))).toEqual([403, 'forbidden'])
})

const everyRole = Object.keys(roles) as Role[]
const clash = (...held: Role[]) => whyNotUnited(held.map((role) => holdingOf(role)))
const clashing = everyRole.flatMap((one, i) =>
  everyRole.slice(i).flatMap((other) => (clash(one, other) ? [[one, other] as const] : [])),
)

test('every two roles that clash are refused at grant, whichever comes first', async () => {
  expect(clashing.length).toBeGreaterThan(20)
  for (const pair of clashing)
    for (const [held, wanted] of [pair, pair.toReversed() as [Role, Role]]) {
      const person_id = newId()
      await addPerson(person_id, `${held}+`, held)
      const after = { person_id, role: wanted }
      const { body } = await room.call('chen', 'POST', '/change-requests', {
        kind: 'people.role_grant',
        after,
        reason: '试',
      })
      expect([held, wanted, body.checks.some((check: { ok: boolean }) => !check.ok)]).toEqual([
        held,
        wanted,
        true,
      ])
      expect([held, wanted, ...told(await decide('he', body.id))]).toEqual([
        held,
        wanted,
        409,
        'check_failed',
      ])
    }
}, 120_000)

test('every role that clashes with approving is refused the duty, and its holder the role while they have it', async () => {
  const against = everyRole.filter((role) => clash('controller', role))
  expect(against).toEqual(
    expect.arrayContaining([
      'merchandiser',
      'purchaser',
      'store_owner',
      'warehouse_clerk',
      'installer',
      'brand_partner',
    ]),
  )
  for (const role of against) {
    const person_id = newId()
    await addPerson(person_id, role, role)
    expect([role, ...told(await give('chen', person_id))]).toEqual([role, 409, 'duties_clash'])
    // The other way about: who reads may have the duty; from then on the role is closed to them.
    const reader = newId()
    await addPerson(reader, `reader ${role}`, 'auditor')
    const given = await give('chen', reader, { starts_at: in_days(1), ends_at: in_days(2) })
    expect(given.status).toBe(200)
    await room.owner`update people.role_grant set revoked_at = now() where person_id = ${reader}`
    const wish = { kind: 'people.role_grant', after: { person_id: reader, role }, reason: '试' }
    const { body } = await room.call('he', 'POST', '/change-requests', wish)
    expect([role, ...told(await decide('shen', body.id))]).toEqual([role, 409, 'check_failed'])
    await end('chen', given.body.id)
  }
}, 120_000)

test('a role its delegate could not bear is not granted to who gave the duty either', async () => {
  const delegate = newId()
  await addPerson(delegate, '代', 'auditor')
  const giver = actor('给', 'controller')
  await addPerson(giver.person_id!, '给', 'controller')
  Object.assign(people, { giver })
  await give('giver' as Who, delegate)
  await room.owner`update people.role_grant set revoked_at = now() where person_id = ${giver.person_id}`
  const grant = { person_id: giver.person_id, role: 'merchandiser' }
  const { body } = await room.call('chen', 'POST', '/change-requests', {
    kind: 'people.role_grant',
    after: grant,
    reason: '转岗',
  })
  expect(body.checks).toMatchObject([
    { code: 'estates_apart', ok: false, facts: { pair: ['sales', 'control'] } },
  ])
})

test('duties that came together past every check decide nothing', async () => {
  const id = await asked('lin')
  await room.db.command(system, async (tx) => {
    await tx`
      insert into people.role_grant (id, person_id, role)
      values (${newId()}, ${people.shen.person_id}, 'purchaser')`
  })
  expect(told(await decide('shen', id))).toEqual([403, 'duties_clash'])
  expect((await room.call('shen', 'GET', '/change-requests?awaiting=me')).body.items).toEqual([])
  await room.owner`
    update people.role_grant set revoked_at = now()
     where person_id = ${people.shen.person_id} and role = 'purchaser'`
  expect((await decide('shen', id)).body.state).toBe('approved')
})

test('a leaver has no role, no delegation and no key any more', async () => {
  const gone = newId()
  await addPerson(gone, '走', 'auditor')
  const given = await give('chen', gone)
  await room.owner`
    insert into people.api_key (id, person_id, name, prefix, hash)
    values (${newId()}, ${gone}, 'k', 'k', 'k')`
  const leave = (who: Who, person_id: Id | null) =>
    room.call(who, 'PUT', `/people/${person_id}/leaving`, { reason: '离职' })
  expect(told(await leave('gao', gone))).toEqual([403, 'forbidden'])
  expect(told(await leave('chen', people.chen.person_id))).toEqual([409, 'own_grant'])
  const { body } = await leave('he', gone)
  expect(body.grants.every((one: { revoked_at: string | null }) => one.revoked_at !== null)).toBe(true)
  const list = await room.call('he', 'GET', '/delegations?state=ended&limit=100')
  expect(list.body.items.map((one: { id: string }) => one.id)).toContain(given.body.id)
  const keys =
    await room.owner`select revoked_at is null as open from people.api_key where person_id = ${gone}`
  expect([...keys]).toEqual([{ open: false }])
  const door = await room.db
    .command(people.gao, (tx) => tx`select people.end_access(${people.he.person_id})`)
    .catch((error) => error.code)
  expect(door).toBe('42501')
})
