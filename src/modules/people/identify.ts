// From a request to an actor: session cookie or API key, else an anonymous visitor. What was found is kept
// for a few seconds, and dropped at once when anything about people changes: a leaver is out within 5 s.
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type Actor, type Permission, type Role, anonymous, roles, system } from '../../platform/access.ts'
import { holdingOf, whyNotUnited } from '../../platform/conflicts.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Identify } from '../../platform/http.ts'
import { Refused } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { Auth } from './auth.ts'
import { dutiesOf } from './duties.ts'

const kept_ms = 5_000
const kept_max = 5_000
const shopping: readonly Role[] = ['shopper']

type Found = Awaited<ReturnType<Identify>>
type GrantRow = { role: Role; nodes: Id[] | null; cities: string[] | null; brands: Id[] | null }

export const hashKey = (key: string) => createHash('sha256').update(key).digest()

type Reach<T> = T[] | null
const union = <T>(lists: Reach<T>[]): Reach<T> =>
  lists.some((list) => list === null) ? null : [...new Set(lists.flatMap((list) => list ?? []))]
const common = <T>(lists: Reach<T>[]): Reach<T> =>
  lists.reduce((a, b) => (a === null ? b : b === null ? a : a.filter((one) => b.includes(one))), null)

/**
 * H6: grants of one role add up; of two roles only what both reach is left, so that no right of one is used
 * at the places of the other. Shopping is done everywhere and reaches no place of anybody's work.
 */
export function reachOf<T>(grants: { role: Role; list: Reach<T> }[]): Reach<T> {
  const work = grants.filter(({ role }) => !shopping.includes(role))
  if (work.length === 0) return []
  const held = [...new Set(work.map(({ role }) => role))]
  return common(
    held.map((role) => union(work.filter((grant) => grant.role === role).map(({ list }) => list))),
  )
}

function actorOf(person: { id: Id; party_id: Id; name: string }, grants: GrantRow[]): Actor {
  const held = grants.length > 0 ? [...new Set(grants.map((grant) => grant.role))] : [...shopping]
  return {
    person_id: person.id,
    party_id: person.party_id,
    name: person.name,
    roles: held,
    permissions: new Set<Permission>(held.flatMap((role) => [...roles[role]])),
    scope: {
      nodes: reachOf(grants.map(({ role, nodes }) => ({ role, list: nodes }))),
      cities: reachOf(grants.map(({ role, cities }) => ({ role, list: cities }))),
      // H11: a brand partner reaches the brands that are named, never all of them.
      brands: reachOf(
        grants.map(({ role, brands }) => ({
          role,
          list: role === 'brand_partner' ? (brands ?? []) : brands,
        })),
      ),
    },
    visitor_id: null,
  }
}

/** H1, H10: duties that must stay apart make no actor, however they came together and through whom. */
async function refuseClash(tx: Tx, person_id: string, grants: readonly GrantRow[]) {
  const own = grants.map(({ role, nodes }) => holdingOf(role, nodes))
  const given = grants.some(({ role }) => role !== 'shopper') ? await dutiesOf(tx, person_id, 'now') : []
  if (whyNotUnited([...own, ...given])) throw new Refused('conflicting_roles', 403)
}

export async function actorById(tx: Tx, person_id: string): Promise<Actor | null> {
  const [person] = await tx<{ id: Id; party_id: Id; name: string }[]>`
    select id, party_id, name from people.person where id = ${person_id} and erased_at is null`
  if (!person) return null
  const grants = await tx<GrantRow[]>`
    select role, nodes, cities, brands from people.role_grant
     where person_id = ${person_id} and revoked_at is null and starts_at <= now()
       and (ends_at is null or ends_at > now())`
  await refuseClash(tx, person_id, grants)
  return actorOf(person, [...grants])
}

/** The person behind an account; a new one becomes a consumer with the right to shop. Null: just erased. */
async function personOfAccount(
  tx: Tx,
  user: { id: string; name: string; email: string },
): Promise<Id | null> {
  const find = () => tx<{ id: Id }[]>`select id from people.person where auth_user_id = ${user.id}`
  const [known] = await find()
  if (known) return known.id
  await tx`select pg_advisory_xact_lock(hashtext(${user.id}))`
  const [meanwhile] = await find()
  if (meanwhile) return meanwhile.id
  // H3: a session read just before an erasure must not bring the person back.
  const [account] = await tx<{ stands: boolean }[]>`select people.account_stands(${user.id}) as stands`
  if (!account?.stands) return null
  const [party, person] = [newId(), newId()]
  await tx`insert into people.party (id, kind, name_zh, name_en) values (${party}, 'consumer', '', '')`
  await tx`
    insert into people.person (id, party_id, name, email, auth_user_id)
    values (${person}, ${party}, ${user.name}, ${user.email}, ${user.id})`
  await tx`insert into people.role_grant (id, person_id, role) values (${newId()}, ${person}, 'shopper')`
  return person
}

/** Whose key it is, as long as it stands. */
export async function actorByKey(db: Db, key: string): Promise<Actor | null> {
  return db.read(system, async (tx) => {
    const [row] = await tx<{ person_id: Id }[]>`
      select person_id from people.api_key where hash = ${hashKey(key)} and revoked_at is null`
    return row ? actorById(tx, row.person_id) : null
  })
}

async function byCookie(db: Db, { auth }: Auth, cookie: string): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers: new Headers({ cookie }) })
  if (!session) return null
  return db.command(system, async (tx) => {
    const person_id = await personOfAccount(tx, session.user)
    return person_id && actorById(tx, person_id)
  })
}

const visitorCookie = /(?:^|;\s*)visitor=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:;|$)/
const bearer = /^Bearer (zg_[\w-]{20,80})$/
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?better-auth\.session_token=([^;]+)/

export async function makeIdentify(db: Db, auth: Auth): Promise<Identify> {
  const kept = new Map<string, { actor: Actor | null; until: number }>()
  await db.sql.listen('snapshot', (name) => {
    if (name === 'people') kept.clear()
  })

  // Kept by the token's hash and counted from before the look-up, so that five seconds are five seconds.
  // The limit and the identity both ask for the name of what a request carries.
  const names = new WeakMap<FastifyRequest, string>()
  function nameOf(request: FastifyRequest, token: string): string {
    const name = names.get(request) ?? hashKey(token).toString('base64')
    names.set(request, name)
    return name
  }
  async function remember(name: string, find: () => Promise<Actor | null>): Promise<Actor | null> {
    const known = kept.get(name)
    const began = Date.now()
    if (known && known.until > began) return known.actor
    const actor = await find()
    if (kept.size >= kept_max) kept.clear()
    kept.set(name, { actor, until: began + kept_ms })
    return actor
  }

  const identify = async (request: FastifyRequest): Promise<Found> => {
    const authorization = request.headers.authorization
    if (authorization !== undefined) {
      const key = bearer.exec(authorization)?.[1]
      const actor = key ? await remember(nameOf(request, key), () => actorByKey(db, key)) : null
      if (!actor) throw new Refused('bad_key', 401)
      return { actor, by: 'key' }
    }
    const cookie = request.headers.cookie ?? ''
    const visitor_id = (visitorCookie.exec(cookie)?.[1] ?? null) as Id | null
    const token = sessionCookie.exec(cookie)?.[1]
    const actor = token ? await remember(nameOf(request, token), () => byCookie(db, auth, cookie)) : null
    return actor
      ? { actor: { ...actor, visitor_id }, by: 'cookie' }
      : { actor: { ...anonymous, visitor_id }, by: 'none' }
  }
  function provenKey(request: FastifyRequest) {
    const key = bearer.exec(request.headers.authorization ?? '')?.[1]
    const name = key ? nameOf(request, key) : ''
    const known = kept.get(name)
    return known?.actor && known.until > Date.now() ? name : null
  }
  return Object.assign(identify, { provenKey })
}
