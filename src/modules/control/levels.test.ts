// More than one hand: levels decided by different persons, also in SQL as the application; what goes back and
// comes again; comments, the story, the inbox and what is decided together.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, type Role, roles } from '../../platform/access.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { newId } from '../../platform/types.ts'
import { propose, registerKinds, routes } from './index.ts'

const actor = (name: string, ...held: Role[]): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name,
  roles: held,
  permissions: new Set(held.flatMap((role) => roles[role])),
  scope: { nodes: null, cities: null, brands: null },
  visitor_id: null,
})
const people = {
  chen: actor('陈', 'controller'),
  he: actor('何', 'controller'),
  shen: actor('沈', 'controller'),
  lin: actor('林', 'merchandiser'),
  xu: actor('许', 'merchandiser'),
  gao: actor('高', 'auditor'),
}
type Who = keyof typeof people

const Lamp = z.strictObject({ watts: z.int(), starts_at: z.string().nullable().default(null) })
type Lamp = z.infer<typeof Lamp>
const lit = new Map<string, number>()
/** A lamp of many watts needs more eyes; 13 watts fail their check. */
const lamp: ChangeKind = {
  kind: 'test.bulb',
  name_zh: '灯',
  name_en: 'Bulb',
  permission_to_propose: 'pricing.propose',
  schema: Lamp,
  fields: [{ field: 'watts', label_zh: '瓦', label_en: 'Watts', unit: 'units' }],
  current: async (_tx, id) => ({ watts: lit.get(id) ?? 0 }),
  checks: async (_tx, after) => [{ code: 'above_zero', ok: (after as Lamp).watts !== 13, facts: {} }],
  levels: ({ after }) => ((after as Lamp).watts > 1000 ? 3 : (after as Lamp).watts > 100 ? 2 : 1),
  effective_at: (after) => (after as Lamp).starts_at,
  renew: async (_tx, after) => ({ subject_id: (after as Lamp).watts === 7 ? 'other' : 'bulb', after }),
  apply: async (_tx, _approver, { subject_id, after }) => {
    lit.set(subject_id, (after as Lamp).watts)
  },
}

let room: Room
beforeAll(async () => {
  registerKinds([lamp])
  room = await openRoom({ routes, actors: people })
})
afterAll(() => room.close())

async function asked(watts: number, by: Who = 'lin', subject_id = 'bulb'): Promise<string> {
  const before = { watts: lit.get(subject_id) ?? 0 }
  const after = { watts }
  const input = { kind: 'test.bulb', subject_kind: 'bulb', subject_id, before, after, reason: '太暗' }
  const { request_id } = await room.db.command(people[by], (tx) => propose(tx, people[by], input))
  return request_id
}
const decide = (who: Who, id: string, how = 'approval', body: object = {}) =>
  room.call(who, 'PUT', `/change-requests/${id}/${how}`, body)
const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]
const see = async (who: Who, id: string) => (await room.call(who, 'GET', `/change-requests/${id}`)).body

test('three levels are three persons beside the maker, and only the last one lets it take effect', async () => {
  const id = await asked(2000)
  expect(await see('chen', id)).toMatchObject({ levels: 3, level: 1, revision: 1, why_not_approve: null })
  expect((await decide('chen', id)).body).toMatchObject({
    state: 'proposed',
    level: 2,
    why_not_approve: 'already_spoken',
    why_mine: null,
  })
  expect(lit.get('bulb')).toBeUndefined()
  expect(told(await decide('chen', id))).toEqual([409, 'already_spoken'])
  expect(told(await decide('gao', id))).toEqual([403, 'forbidden'])
  expect((await decide('he', id)).body).toMatchObject({ state: 'proposed', level: 3 })
  expect((await decide('shen', id)).body).toMatchObject({ state: 'approved', decided_by_name: '沈' })
  expect(lit.get('bulb')).toBe(2000)
  const rows = await room.owner`
    select level, verdict from control.decision where request_id = ${id} order by level`
  expect([...rows]).toEqual([1, 2, 3].map((level) => ({ level, verdict: 'approved' })))
})

/** As the application, in the name of `by`; the constraint that refuses, or `done`. */
const sql = (by: Actor, work: Parameters<typeof room.db.command>[1]) =>
  room.db.command(by, work).then(
    () => 'done',
    (error) => error.constraint_name ?? error.code,
  )
const says = (by: Actor, id: string, level: number, more: Record<string, unknown> = {}) =>
  sql(by, (tx) => {
    const row = {
      request_id: id,
      revision: 1,
      level,
      verdict: 'approved',
      decided_by: by.person_id,
      decided_by_name: by.name,
      principal: by.person_id,
      ...more,
    }
    return tx`insert into control.decision ${tx(row)}`
  })
const closes = (by: Actor, id: string) =>
  sql(
    by,
    (tx) => tx`
    update control.change_request
       set state = 'approved', decided_by = ${by.person_id}, decided_at = platform.clock() where id = ${id}`,
  )

test('SQL as the application decides no level for its maker, none twice, none out of turn, none unsaid', async () => {
  const both = { ...actor('双', 'merchandiser', 'controller') }
  const own = await room.db.command(both, (tx) =>
    propose(tx, both, {
      kind: 'test.bulb',
      subject_kind: 'bulb',
      subject_id: 'sql',
      before: { watts: 0 },
      after: { watts: 2000 },
      reason: '自己来',
    }),
  )
  const id = own.request_id
  for (const level of [1, 2, 3]) expect(await says(both, id, level)).toBe('decision_four_eyes')
  expect(await says(people.he, id, 1, { decided_by: both.person_id })).toBe('42501')
  expect(await says(people.he, id, 1, { principal: both.person_id })).toBe('decision_delegated')
  expect(await says(people.he, id, 2)).toBe('decision_in_turn')
  expect(await closes(people.he, id)).toBe('request_follows_decisions')
  expect(await says(people.he, id, 1)).toBe('done')
  expect(await says(people.he, id, 2)).toBe('decision_other_person')
  expect(await closes(people.he, id)).toBe('request_follows_decisions')
  expect(await says(both, id, 2)).toBe('decision_four_eyes')
  expect(await says(people.chen, id, 2)).toBe('done')
  expect(await says(both, id, 3)).toBe('decision_four_eyes')
  expect(await says(people.lin, id, 3)).toBe('42501')
  expect(await says(people.shen, id, 3)).toBe('done')
  expect(await closes(both, id)).toBe('change_four_eyes')
  expect(await closes(people.chen, id)).toBe('request_follows_decisions')
  for (const statement of ['update control.decision set level = 1', 'delete from control.decision'])
    expect(await sql(people.shen, (tx) => tx.unsafe(statement))).toBe('42501')
  expect(await closes(people.shen, id)).toBe('done')
})

test('what nobody decided in time takes no decision any more, also in SQL', async () => {
  const id = await asked(40, 'lin', 'late')
  const { expires_at } = await see('lin', id)
  room.db.setClock(expires_at)
  expect(told(await decide('he', id))).toEqual([409, 'request_expired'])
  expect(await says(people.he, id, 1)).toBe('decision_in_time')
  room.db.setClock(null)
})

test('a request goes back with a reason, comes again changed, and begins at the first level', async () => {
  const id = await asked(500)
  const revise = (who: Who, after: object) =>
    room.call(who, 'PUT', `/change-requests/${id}/revision`, { after, reason: '少一点' })
  expect(told(await revise('lin', { watts: 300 }))).toEqual([409, 'not_returned'])
  await decide('chen', id)
  expect((await decide('he', id, 'return', {})).status).toBe(422)
  expect((await decide('he', id, 'return', { note: '太亮了' })).body.state).toBe('returned')
  expect(told(await decide('shen', id))).toEqual([409, 'request_returned'])
  expect(await see('lin', id)).toMatchObject({ why_not_revise: null, proposal: { watts: 500 } })
  expect((await see('he', id)).proposal).toBeNull()
  expect((await revise('xu', { watts: 300 })).status).toBe(404)
  expect(told(await revise('he', { watts: 300 }))).toEqual([409, 'not_own_request'])
  expect(told(await revise('lin', { watts: 7 }))).toEqual([422, 'other_subject'])
  expect((await revise('lin', { watts: 'many' })).body.errors[0].pointer).toBe('/after/watts')
  expect((await revise('lin', { watts: 300 })).body).toMatchObject({
    state: 'proposed',
    revision: 2,
    level: 1,
    levels: 2,
    reason: '少一点',
    diff: [{ field: 'watts', after: 300 }],
  })
  expect((await decide('chen', id)).body.level).toBe(2)
  expect((await decide('he', id)).body.state).toBe('approved')
  const { body } = await room.call('lin', 'GET', `/change-requests/${id}/story`)
  expect(body.items.map((one: { what: string; revision: number }) => [one.what, one.revision])).toEqual([
    ['proposed', 1],
    ['approved', 1],
    ['returned', 1],
    ['sent_again', 2],
    ['approved', 2],
    ['approved', 2],
    ['in_effect', 2],
  ])
  expect(body.versions).toMatchObject([{ revision: 1, reason: '太暗', diff: [{ after: 500 }] }])
})

test('SQL as the application neither rewrites a version nor sends again what is not its own or not returned', async () => {
  const id = await asked(20)
  const again = (by: Actor) =>
    sql(
      by,
      (tx) => tx`
      select control.send_again(${id}, '{}', '{}', 'x', '[]', 1, '{}', null, 72)`,
    )
  expect(await again(people.lin)).toBe('42501')
  await decide('he', id, 'return', { note: '不清楚' })
  expect(await again(people.xu)).toBe('42501')
  expect(await again(people.chen)).toBe('42501')
  expect(
    await sql(
      people.lin,
      (tx) => tx`
    update control.change_request set state = 'proposed' where id = ${id}`,
    ),
  ).toBe('request_follows_decisions')
  const other = await asked(21)
  expect(
    await sql(
      people.chen,
      (tx) => tx`
    update control.change_request set state = 'returned' where id = ${other}`,
    ),
  ).toBe('request_follows_decisions')
  expect(await sql(people.lin, (tx) => tx`delete from control.version`)).toBe('42501')
  expect((await room.call('lin', 'DELETE', `/change-requests/${id}`)).body.state).toBe('withdrawn')
})

test('comments are read by whoever reads the request, and by nobody else', async () => {
  const id = await asked(30)
  const say = (who: Who, text: string) => room.call(who, 'POST', `/change-requests/${id}/comments`, { text })
  expect((await say('lin', '周末要用')).status).toBe(200)
  expect((await say('he', '为什么是 30 瓦')).status).toBe(200)
  expect((await say('xu', '我也看看')).status).toBe(404)
  expect((await say('lin', ' ')).status).toBe(422)
  const { body } = await room.call('lin', 'GET', `/change-requests/${id}/story`)
  expect(body.items.map((one: { by_name: string; text: string }) => [one.by_name, one.text])).toEqual([
    ['林', '太暗'],
    ['林', '周末要用'],
    ['何', '为什么是 30 瓦'],
  ])
  expect((await room.call('xu', 'GET', `/change-requests/${id}/story`)).status).toBe(404)
})

test('the inbox holds what the reader may decide, and why; what one has agreed to is another’s', async () => {
  const id = await asked(600)
  const inbox = async (who: Who) =>
    (await room.call(who, 'GET', '/change-requests?awaiting=me&limit=100')).body.items as {
      id: string
      why_mine: object
    }[]
  const mine = (await inbox('chen')).find((one) => one.id === id)
  expect(mine?.why_mine).toEqual({
    permission: 'control.approve',
    by: 'role',
    level: 1,
    for_name: null,
    until: null,
  })
  const count = async (who: Who) =>
    (await room.call(who, 'GET', '/change-request-counts')).body.awaiting_me as number
  expect(await count('chen')).toBe((await inbox('chen')).length)
  await decide('chen', id)
  expect((await inbox('chen')).map((one) => one.id)).not.toContain(id)
  expect((await inbox('he')).find((one) => one.id === id)?.why_mine).toMatchObject({ level: 2 })
  expect(await inbox('gao')).toEqual([])
  expect(await count('gao')).toBe(0)
})

test('only what is identical in kind and sound is agreed to together; each stands by itself', async () => {
  const [one, two] = [await asked(41, 'lin', 'one'), await asked(42, 'lin', 'two')]
  const together = (...request_ids: string[]) =>
    room.call('he', 'POST', '/change-request-approvals', { request_ids })
  expect(told(await together(one, await asked(700, 'lin', 'three')))).toEqual([409, 'not_one_kind'])
  expect(told(await together(one, await asked(13, 'lin', 'four')))).toEqual([409, 'check_failed'])
  lit.set('two', 5)
  const gone = newId()
  const { body } = await together(one, two, gone)
  expect(body.items).toMatchObject([
    { request_id: one, outcome: 'approved', reason: null },
    { request_id: two, outcome: 'refused', reason: 'stale_before', facts: { now: { watts: 5 } } },
    { request_id: gone, outcome: 'refused', reason: 'not_found' },
  ])
  expect([(await see('he', one)).state, (await see('he', two)).state]).toEqual(['approved', 'proposed'])
})

test('who had another hand in a thing lately does not decide on it, whatever role came since', async () => {
  await asked(50, 'xu', 'moved')
  const moved: Actor = { ...people.xu, roles: ['controller'], permissions: new Set(roles.controller) }
  const id = await asked(55, 'lin', 'moved')
  const other = await asked(56, 'lin', 'elsewhere')
  Object.assign(people, { moved })
  expect(told(await decide('moved' as Who, id))).toEqual([409, 'earlier_hand'])
  expect((await decide('moved' as Who, other)).body.state).toBe('approved')
  const back = await room.db
    .command({ ...moved, permissions: new Set(roles.merchandiser) }, (tx) =>
      propose(
        tx,
        { ...moved, permissions: new Set(roles.merchandiser) },
        {
          kind: 'test.bulb',
          subject_kind: 'bulb',
          subject_id: 'elsewhere',
          before: {},
          after: { watts: 1 },
          reason: '回来',
        },
      ),
    )
    .catch((error) => error.reason)
  expect(back).toBe('earlier_hand')
})
