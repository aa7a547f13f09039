// Four eyes: whoever proposes never decides, over HTTP and in SQL as the application; a decision and its
// effect are one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Room, openRoom } from '../../../tools/test-room.ts'
import { type Actor, type Role, roles, system } from '../../platform/access.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { enqueue } from '../../platform/events.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { readSetting } from '../../platform/setting.ts'
import { type Id, newId } from '../../platform/types.ts'
import { expireRequests } from './commands.ts'
import { changeKinds, propose, registerKinds, registerSettings, routes } from './index.ts'

const actor = (...held: Role[]): Actor => ({
  person_id: newId(),
  party_id: newId(),
  name: held.join('+'),
  roles: held,
  permissions: new Set(held.flatMap((role) => roles[role])),
  scope: { nodes: null, cities: null, brands: null },
  visitor_id: null,
})
const chen = actor('controller')
const he = actor('controller')
const lin = actor('merchandiser')
/** Estates no one may hold together: not even such a person decides on their own proposal. */
const both = actor('merchandiser', 'controller')
const auditor = actor('auditor')

const Lamp = z.strictObject({ watts: z.int() })
/** A lamp whose state is a setting row of the test; 13 watts break it. */
const lampKind: ChangeKind = {
  kind: 'test.lamp',
  name_zh: '灯',
  name_en: 'Lamp',
  permission_to_propose: 'pricing.propose',
  schema: Lamp,
  fields: [{ field: 'watts', label_zh: '瓦', label_en: 'Watts', unit: 'units' }],
  current: async (tx) => {
    const [row] = await tx<{ value: number }[]>`select value from platform.setting where key = 'lamp'`
    return { watts: row?.value ?? 0 }
  },
  checks: async () => [],
  apply: async (tx, _approver, { after }) => {
    const { watts } = after as z.infer<typeof Lamp>
    await tx`
      insert into platform.setting (key, value, assumption) values ('lamp', ${tx.json(watts)}, true)
      on conflict (key) do update set value = excluded.value`
    if (watts === 13) throw new Error('the lamp breaks')
  },
}
const wick = {
  key: 'test.wick',
  label_zh: '灯芯',
  label_en: 'Wick',
  unit: 'units' as const,
  min: 1,
  max: 9,
  value: 3,
}

let broken = true
const ran: string[] = []
const reactions: Reactions = {
  tasks: {
    'test.mend': async () => {
      ran.push(broken ? 'failed' : 'done')
      if (broken) throw new Error('out of wire')
    },
  },
}

let room: Room
beforeAll(async () => {
  registerKinds([...changeKinds, lampKind])
  registerSettings([wick])
  room = await openRoom({ routes, reactions: [reactions], actors: { chen, he, lin, both, auditor } })
})
afterAll(() => room.close())

const watts = async () => {
  const [row] = await room.owner<{ value: number }[]>`select value from platform.setting where key = 'lamp'`
  return row?.value ?? 0
}
async function asked(by: Actor, value: number): Promise<string> {
  const before = { watts: await watts() }
  const { request_id } = await room.db.command(by, (tx) =>
    propose(tx, by, {
      kind: 'test.lamp',
      subject_kind: 'lamp',
      subject_id: 'lamp',
      before,
      after: { watts: value },
      reason: '太暗',
    }),
  )
  return request_id
}
const decide = (who: string, id: string, how = 'approval', body: object = {}) =>
  room.call(who, 'PUT', `/change-requests/${id}/${how}`, body)
const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]

test('nobody decides on what they proposed, whatever they hold', async () => {
  const id = await asked(both, 40)
  expect(told(await decide('both', id))).toEqual([409, 'own_request'])
  expect(told(await decide('both', id, 'rejection', { note: 'no' }))).toEqual([409, 'own_request'])
  expect(told(await decide('lin', id))).toEqual([403, 'forbidden'])
  const seen = await room.call('both', 'GET', `/change-requests/${id}`)
  expect(seen.body).toMatchObject({
    why_not_approve: 'own_request',
    diff: [{ field: 'watts', before: 0, after: 40, unit: 'units' }],
  })
  expect((await decide('he', id)).body).toMatchObject({ state: 'approved', decided_by: he.person_id })
  expect(await watts()).toBe(40)
})

const sqlCode = (by: Actor, work: Parameters<typeof room.db.command>[1]) =>
  room.db.command(by, work).then(
    () => 'done',
    (error) => error.code,
  )

test('SQL as the application refuses it too, and neither proposal nor decision is ever rewritten', async () => {
  const id = await asked(both, 50)
  const approveBy = (by: Actor) =>
    sqlCode(
      by,
      (tx) => tx`
      update control.change_request
         set state = 'approved', decided_by = ${by.person_id}, decided_at = now() where id = ${id}`,
    )
  expect(await approveBy(both)).toBe('23514')
  expect(
    await sqlCode(
      he,
      (tx) => tx`
    update control.change_request set state = 'approved', decided_by = ${chen.person_id} where id = ${id}`,
    ),
  ).toBe('42501')
  expect(
    await sqlCode(both, (tx) => tx`update control.change_request set after = '{}' where id = ${id}`),
  ).toBe('42501')
  expect(await sqlCode(both, (tx) => tx`delete from control.change_request where id = ${id}`)).toBe('42501')
  expect(
    await sqlCode(
      lin,
      (tx) => tx`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason,
      requested_by,
           requested_by_name, expires_at)
    values (${newId()}, 'x', 'x', 'x', '{}', '{}', 'x', ${he.person_id}, 'he', now())`,
    ),
  ).toBe('42501')
  expect(
    await sqlCode(
      chen,
      (tx) => tx`
    insert into platform.setting (key, value) values ('demo', 'true')`,
    ),
  ).toBe('42501')
  await decide('he', id)
  expect(
    await sqlCode(
      chen,
      (tx) => tx`
    update control.change_request set state = 'rejected', decided_by = ${chen.person_id} where id = ${id}`,
    ),
  ).toBe('42501')
})

test('two who agree at the same moment: the second is told that it is decided', async () => {
  const id = await asked(lin, 60)
  let blocked: Promise<unknown[]> = Promise.resolve([])
  await room.owner.begin(async (tx) => {
    await tx`select 1 from control.change_request where id = ${id} for update`
    blocked = Promise.all([decide('chen', id), decide('he', id)])
    await room.until(async () => {
      const waiting = await room.owner`
        select 1 from pg_locks l join pg_stat_activity a using (pid)
         where not l.granted and a.datname = current_database()`
      return waiting.length >= 2
    })
  })
  const answers = (await blocked) as Awaited<ReturnType<typeof decide>>[]
  const outcome = answers.map((one) => (one.status === 200 ? 'agreed' : one.body.reason))
  expect(outcome.toSorted()).toEqual(['agreed', 'already_decided'])
  const rows = await room.owner`
    select 1 from platform.audit where action = 'change.approved' and subject_id = ${id}`
  expect(rows).toHaveLength(1)
})

test('two changes of one thing agreed at the same moment: the later one was proposed against another state', async () => {
  const first = await asked(lin, 61)
  const second = await asked(lin, 62)
  let blocked: Promise<unknown[]> = Promise.resolve([])
  await room.owner.begin(async (tx) => {
    await tx`select 1 from platform.setting where key = 'lamp' for update`
    blocked = Promise.all([decide('chen', first), decide('he', second)])
    await room.until(async () => {
      const waiting = await room.owner`
        select 1 from pg_locks l join pg_stat_activity a using (pid)
         where not l.granted and a.datname = current_database()`
      return waiting.length >= 2
    })
  })
  const answers = (await blocked) as Awaited<ReturnType<typeof decide>>[]
  const outcome = answers.map((one) => (one.status === 200 ? 'agreed' : one.body.reason))
  expect(outcome.toSorted()).toEqual(['agreed', 'stale_before'])
})

test('a change that cannot be applied is not approved', async () => {
  const before = await watts()
  const id = await asked(lin, 13)
  expect((await decide('he', id)).status).toBe(500)
  expect(await watts()).toBe(before)
  const seen = await room.call('he', 'GET', `/change-requests/${id}`)
  expect(seen.body).toMatchObject({ state: 'proposed', decided_by: null })
})

test('what moved since the proposal is refused, with what is there now', async () => {
  const id = await asked(lin, 70)
  await decide('he', await asked(lin, 75))
  const late = await decide('he', id)
  expect([...told(late), late.body.facts]).toEqual([409, 'stale_before', { now: { watts: 75 } }])
})

test('a proposal is withdrawn by its maker only, and ends by itself after 72 hours', async () => {
  const mine = await asked(lin, 80)
  const remove = (who: string, id: string) => room.call(who, 'DELETE', `/change-requests/${id}`)
  expect(told(await remove('chen', mine))).toEqual([409, 'not_own_request'])
  expect((await remove('lin', mine)).body.state).toBe('withdrawn')
  const id = await asked(lin, 85)
  const { expires_at, requested_at } = (await room.call('lin', 'GET', `/change-requests/${id}`)).body
  expect(Date.parse(expires_at) - Date.parse(requested_at)).toBe(72 * 3_600_000)
  room.db.setClock(new Date(Date.parse(expires_at) - 1).toISOString())
  await room.db.command(system, expireRequests)
  expect((await room.call('lin', 'GET', `/change-requests/${id}`)).body.state).toBe('proposed')
  room.db.setClock(expires_at)
  expect(told(await decide('he', id))).toEqual([409, 'request_expired'])
  expect(await room.db.command(system, expireRequests)).toBeGreaterThan(0)
  room.db.setClock(null)
  expect((await room.call('lin', 'GET', `/change-requests/${id}`)).body.state).toBe('expired')
})

test('a setting changes by two hands, within its bounds', async () => {
  const ask = (key: string, value: number, who = 'chen') =>
    room.call(who, 'POST', '/change-requests', {
      kind: 'control.setting',
      after: { key, value },
      reason: '试',
    })
  expect(told(await ask('test.wick', 5, 'auditor'))).toEqual([403, 'forbidden'])
  expect(told(await ask('nothing', 5))).toEqual([422, 'unknown_setting'])
  expect((await ask('test.wick', 10)).body.errors).toMatchObject([
    { pointer: '/after/value', reason: 'too_big' },
  ])
  const settings = async () =>
    (await room.call('auditor', 'GET', '/settings')).body.items.find(
      (one: { key: string }) => one.key === wick.key,
    )
  expect(await settings()).toMatchObject({ value: 3, assumed: true, changed_at: null })
  const { body } = await ask('test.wick', 5)
  expect(body.diff).toMatchObject([{ field: 'value', before: 3, after: 5 }])
  expect(told(await decide('chen', body.id))).toEqual([409, 'own_request'])
  await decide('he', body.id)
  expect(await settings()).toMatchObject({ value: 5, assumed: false })
  expect(await room.db.read(lin, (tx) => readSetting(tx, wick))).toBe(5)
  expect((await room.call('lin', 'GET', '/settings')).status).toBe(403)
})

test('lists follow one another, show a maker their own and control all', async () => {
  for (const value of [91, 92, 93]) await asked(lin, value)
  const ids: string[] = []
  for (let after = ''; ; ) {
    const query = `?limit=2&state=proposed${after && `&after=${after}`}`
    const { body } = await room.call('he', 'GET', `/change-requests${query}`)
    ids.push(...body.items.map((item: { id: Id }) => item.id))
    if (!body.next) break
    after = encodeURIComponent(body.next)
  }
  const rows = await room.owner<{ id: string }[]>`
    select id from control.change_request where state = 'proposed' order by requested_at desc, id desc`
  expect(ids).toEqual(rows.map((row) => row.id))
  const own = await room.call('both', 'GET', '/change-requests?mine=true')
  const makers = new Set(own.body.items.map((item: { requested_by: Id }) => item.requested_by))
  expect([...makers]).toEqual([both.person_id])
  const lins = await room.call('lin', 'GET', '/change-requests')
  expect(lins.body.items.every((item: { requested_by: Id }) => item.requested_by === lin.person_id)).toBe(
    true,
  )
})

/** The others stay without a row in `people`: their deeds show the role alone. */
async function nameHe() {
  const party = newId()
  await room.owner`
    insert into people.party (id, kind, name_zh, name_en) values (${party}, 'retailer', '总部', 'House')`
  await room.owner`insert into people.person (id, party_id, name) values (${he.person_id}, ${party}, '何远')`
}

test('the audit is searched by who, what, about what and when', async () => {
  const search = (query: string) => room.call('auditor', 'GET', `/audit?${query}`)
  const by = await search(`actor_id=${he.person_id}&action=change.approved`)
  expect(by.body.items.length).toBeGreaterThan(1)
  const one = by.body.items[0]
  const about = await search(`subject_kind=change_request&subject_id=${one.subject_id}`)
  expect(about.body.items.map((row: { action: string }) => row.action)).toEqual([
    'change.approved',
    'change.proposed',
  ])
  await nameHe()
  const named = await search(`who=${encodeURIComponent('何')}&limit=100`)
  expect(new Set(named.body.items.map((row: { person_name: string }) => row.person_name))).toEqual(
    new Set(['何远']),
  )
  expect(named.body.items.map((row: { id: string }) => row.id)).toContain(one.id)
  expect((await search('who=nobody')).body.items).toEqual([])
  expect((await search('day=2020-01-01')).body.items).toEqual([])
  expect((await search(`day=${one.at.slice(0, 10)}&limit=1`)).status).toBe(200)
  expect((await search('day=2020-02-31')).status).toBe(422)
  expect((await room.call('lin', 'GET', '/audit')).status).toBe(403)
})

test('a job that fails is listed with its reason and runs again when control says so', async () => {
  await room.db.command(system, (tx) => enqueue(tx, 'test.mend', {}, { key: 'mend' }))
  const list = async () => (await room.call('chen', 'GET', '/failed-jobs')).body.items
  const [job] = await room.until(async () => {
    const items = await list()
    return items.length > 0 && items
  })
  expect(job).toMatchObject({ task: 'test.mend', attempts: 1, last_error: 'out of wire' })
  expect(told(await room.call('lin', 'PUT', `/failed-jobs/${job.id}/retry`))).toEqual([403, 'forbidden'])
  expect(told(await room.call('chen', 'PUT', '/failed-jobs/999999/retry', {}))).toEqual([404, 'not_found'])
  broken = false
  expect((await room.call('chen', 'PUT', `/failed-jobs/${job.id}/retry`, {})).body).toEqual({ id: job.id })
  await room.until(async () => ran.includes('done'))
  expect(await room.until(async () => ((await list()).length === 0 ? 'empty' : null))).toBe('empty')
  await expect(room.db.read(lin, (tx) => tx`select * from platform.jobs_waiting()`)).rejects.toMatchObject({
    code: '42501',
  })
})
