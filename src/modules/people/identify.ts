// From a request to an actor: session cookie or API key, else an anonymous visitor. What was found is kept
// for a few seconds, and dropped at once when anything about people changes: a leaver is out within 5 s.
import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import {
  type Actor,
  type Permission,
  type Role,
  anonymous,
  roles,
  system,
  whyNotTogether,
} from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Identify } from '../../platform/http.ts'
import { Refused } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { Auth } from './auth.ts'

const kept_ms = 5_000
const kept_max = 5_000

type Found = Awaited<ReturnType<Identify>>
type GrantRow = { role: Role; nodes: Id[] | null; cities: string[] | null; brands: Id[] | null }

export const hashKey = (key: string) => createHash('sha256').update(key).digest()

const union = <T>(lists: (T[] | null)[]): T[] | null =>
  lists.some((list) => list === null) ? null : [...new Set(lists.flatMap((list) => list ?? []))]

/** H1: roles of forbidden pairs make no actor, however they came together. */
function actorOf(person: { id: Id; party_id: Id; name: string }, grants: GrantRow[]): Actor {
  const held = grants.length > 0 ? [...new Set(grants.map((grant) => grant.role))] : (['shopper'] as Role[])
  if (whyNotTogether(held)) throw new Refused('conflicting_roles', 403)
  return {
    person_id: person.id,
    party_id: person.party_id,
    name: person.name,
    roles: held,
    permissions: new Set<Permission>(held.flatMap((role) => [...roles[role]])),
    scope: {
      nodes: union(grants.map((grant) => grant.nodes)),
      cities: union(grants.map((grant) => grant.cities)),
      brands: union(grants.map((grant) => grant.brands)),
    },
    visitor_id: null,
  }
}

export async function actorById(tx: Tx, person_id: string): Promise<Actor | null> {
  const [person] = await tx<{ id: Id; party_id: Id; name: string }[]>`
    select id, party_id, name from people.person where id = ${person_id} and erased_at is null`
  if (!person) return null
  const grants = await tx<GrantRow[]>`
    select role, nodes, cities, brands from people.role_grant
     where person_id = ${person_id} and revoked_at is null and starts_at <= now()
       and (ends_at is null or ends_at > now())`
  return actorOf(person, [...grants])
}

/** The person behind an account; a new account becomes a consumer with the right to shop. */
async function personOfAccount(tx: Tx, user: { id: string; name: string; email: string }): Promise<Id> {
  const find = () => tx<{ id: Id }[]>`select id from people.person where auth_user_id = ${user.id}`
  const [known] = await find()
  if (known) return known.id
  await tx`select pg_advisory_xact_lock(hashtext(${user.id}))`
  const [meanwhile] = await find()
  if (meanwhile) return meanwhile.id
  const [party, person] = [newId(), newId()]
  await tx`insert into people.party (id, kind, name_zh, name_en) values (${party}, 'consumer', '', '')`
  await tx`
    insert into people.person (id, party_id, name, email, auth_user_id)
    values (${person}, ${party}, ${user.name}, ${user.email}, ${user.id})`
  await tx`insert into people.role_grant (id, person_id, role) values (${newId()}, ${person}, 'shopper')`
  return person
}

async function byKey(db: Db, key: string): Promise<Actor | null> {
  return db.read(system, async (tx) => {
    const [row] = await tx<{ person_id: Id }[]>`
      select person_id from people.api_key where hash = ${hashKey(key)} and revoked_at is null`
    return row ? actorById(tx, row.person_id) : null
  })
}

async function byCookie(db: Db, { auth }: Auth, cookie: string): Promise<Actor | null> {
  const session = await auth.api.getSession({ headers: new Headers({ cookie }) })
  if (!session) return null
  return db.command(system, async (tx) => actorById(tx, await personOfAccount(tx, session.user)))
}

const visitorCookie = /(?:^|;\s*)visitor=([0-9a-f-]{36})(?:;|$)/
const sessionCookie = /(?:^|;\s*)(?:__Secure-)?better-auth\.session_token=([^;]+)/

export async function makeIdentify(db: Db, auth: Auth): Promise<Identify> {
  const kept = new Map<string, { found: Found; until: number }>()
  await db.sql.listen('snapshot', (name) => {
    if (name === 'people') kept.clear()
  })

  async function remember(token: string, find: () => Promise<Found>): Promise<Found> {
    const known = kept.get(token)
    if (known && known.until > Date.now()) return known.found
    const found = await find()
    if (kept.size >= kept_max) kept.clear()
    kept.set(token, { found, until: Date.now() + kept_ms })
    return found
  }

  return async (request: FastifyRequest) => {
    const authorization = request.headers.authorization
    if (authorization !== undefined) return remember(authorization, () => withKey(db, authorization))
    const cookie = request.headers.cookie ?? ''
    const visitor_id = (visitorCookie.exec(cookie)?.[1] ?? null) as Id | null
    const nobody: Found = { actor: { ...anonymous, visitor_id }, by: 'none' }
    const token = sessionCookie.exec(cookie)?.[1]
    if (!token) return nobody
    return remember(token, async () => {
      const actor = await byCookie(db, auth, cookie)
      return actor ? { actor, by: 'cookie' } : nobody
    })
  }
}

async function withKey(db: Db, authorization: string): Promise<Found> {
  const key = /^Bearer (zg_[\w-]{20,80})$/.exec(authorization)?.[1]
  const actor = key ? await byKey(db, key) : null
  if (!actor) throw new Refused('bad_key', 401)
  return { actor, by: 'key' }
}
