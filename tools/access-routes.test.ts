// Who is let in at which door: every endpoint of the house × every role, over HTTP, as the permission table
// says; and the table itself keeps to its estates.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kindOf } from '../src/modules/control/kinds.ts'
import {
  type Permission,
  type Role,
  estateOf,
  estates,
  forbiddenPairs,
  may,
  permissions,
  roles,
  whyNotTogether,
} from '../src/platform/access.ts'
import { openSnapshots, routes } from '../src/rooms.ts'
import { sampleRequest } from './sample-input.ts'
import { actorsOfAllRoles, roleNames } from './test-actors.ts'
import { type Room, openRoom } from './test-room.ts'

// Within every scope: what lies outside one is refused behind the door.
const actors = actorsOfAllRoles({ nodes: null, cities: null, brands: null })
// Behind the door of proposals each kind of change has a door of its own.
const inner: Record<string, (body: Record<string, unknown>) => Permission> = {
  post_change_requests: (body) => kindOf(String(body.kind)).permission_to_propose,
}

let room: Room
beforeAll(async () => {
  room = await openRoom({ routes, actors })
  await openSnapshots(room.db)
})
afterAll(() => room.close())

test('each endpoint lets in whom the permission table says, and answers others alike', {
  timeout: 120_000,
}, async () => {
  const wrong: string[] = []
  for (const { endpoint } of routes) {
    const request = sampleRequest(endpoint)
    for (const [name, actor] of Object.entries(actors)) {
      const who = name === 'anonymous' ? '' : name
      const { status, body: told } = await room.call(who, endpoint.method, request.path, request.body)
      const second = inner[endpoint.id]?.(request.body ?? {})
      const allowed = may(actor, endpoint.permission) && (!second || may(actor, second))
      const expected = allowed ? 'let in' : who ? '403 forbidden' : '401 sign_in_first'
      const seen = status === 401 || status === 403 ? `${status} ${told.reason}` : 'let in'
      // A signed call is refused by its signature, after the door.
      const signature = endpoint.signed && told.reason === 'bad_signature'
      if (seen !== expected && !signature) wrong.push(`${endpoint.id} for ${name}: ${seen}, not ${expected}`)
      if (status >= 500) wrong.push(`${endpoint.id} for ${name}: ${status}`)
    }
  }
  expect(wrong).toEqual([])
})

test('every endpoint is named once and asks for a permission that somebody holds', () => {
  const ids = routes.map(({ endpoint }) => endpoint.id)
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  const held = new Set<Permission>(roleNames.flatMap((role) => [...roles[role]]))
  expect(Object.keys(permissions).filter((permission) => !held.has(permission as Permission))).toEqual([])
})

test('what is sent as a POST and only asks says so: it takes no Idempotency-Key', () => {
  const writing = new Set(['command', 'batched'])
  const asking = routes.filter(({ kind, endpoint }) => !writing.has(kind) && endpoint.method !== 'GET')
  const saying = routes.filter(({ endpoint }) => endpoint.asks)
  expect(saying.map(({ endpoint }) => endpoint.id)).toEqual(asking.map(({ endpoint }) => endpoint.id))
})

test('a role is of one estate', () => {
  for (const role of roleNames) {
    const hands = new Set(roles[role].map((permission: Permission) => permissions[permission]))
    hands.delete('public')
    expect([role, hands.size]).toEqual([role, 1])
  }
})

// The rule in words, written down apart from the table: buying, selling and control are three people; who is
// controlled does not control; a brand stays out of the house that lists it.
const apart = [
  ...['purchasing', 'sales', 'store', 'crew', 'brand'].map((estate) => ['control', estate]),
  ['purchasing', 'sales'],
  ['purchasing', 'store'],
  ['crew', 'store'],
  ['brand', 'purchasing'],
  ['brand', 'sales'],
  // Who pays for goods neither buys, sells, holds nor supplies them, and controls nobody.
  ...['purchasing', 'sales', 'control', 'store', 'brand'].map((estate) => ['finance', estate]),
].map((pair) => pair.sort().join('+'))

test('forbidden pairs are refused in every set of roles, and no other set is', () => {
  expect(forbiddenPairs.map((pair) => [...pair].sort().join('+')).sort()).toEqual([...apart].sort())
  for (const pair of forbiddenPairs) for (const estate of pair) expect(estates).toContain(estate)
  const sets = 2 ** roleNames.length
  for (let set = 0; set < sets; set++) {
    const held: Role[] = roleNames.filter((_role, at) => set & (1 << at))
    const hands = [...new Set(held.map(estateOf))]
    const clash = hands.some((a) => hands.some((b) => a < b && apart.includes(`${a}+${b}`)))
    const why = whyNotTogether(held)
    if ((why !== null) !== clash) expect.fail(`${held.join(' + ')}: ${JSON.stringify(why)}`)
    if (why) expect(hands).toEqual(expect.arrayContaining([...why]))
  }
})
