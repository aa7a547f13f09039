// Reads of people.
import type { z } from 'zod'
import { type Actor, roles, type Role } from '../../platform/access.ts'
import type { Sql, Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Id, Page } from '../../platform/types.ts'
import type { Address, Me, Person, Skill, listParties, listPeople } from './contract.ts'
import { maskEmail, maskPhone } from './masking.ts'

export async function meOf(tx: Tx, actor: Actor): Promise<Me> {
  const [row] = await tx<{ name_zh: string; name_en: string; demo: boolean }[]>`
    select party.name_zh, party.name_en, person.demo_key is not null as demo
      from people.person join people.party on party.id = person.party_id
     where person.id = ${actor.person_id}`
  if (!row || !actor.person_id || !actor.party_id) throw notFound()
  return {
    person_id: actor.person_id,
    party_id: actor.party_id,
    name: actor.name,
    party_name_zh: row.name_zh,
    party_name_en: row.name_en,
    roles: [...actor.roles],
    permissions: [...actor.permissions],
    scope: actor.scope,
    demo: row.demo,
  }
}

export async function addressesOf(tx: Tx, actor: Actor): Promise<{ items: Address[] }> {
  const rows = await tx<Address[]>`
    select id, recipient, phone, county_code, town_code, line, is_default
      from people.address
     where person_id = ${actor.person_id}
     order by is_default desc, created_at desc
     limit 50`
  return { items: [...rows] }
}

/** One of the actor's own addresses; refuses `not_found` for any other. */
export async function addressOf(tx: Tx, actor: Actor, address_id: string): Promise<Address> {
  const [row] = await tx<Address[]>`
    select id, recipient, phone, county_code, town_code, line, is_default
      from people.address
     where id = ${address_id} and person_id = ${actor.person_id}`
  if (!row) throw notFound()
  return row
}

type PersonRow = Omit<Person, 'phone_masked' | 'email_masked'> & {
  phone: string | null
  email: string | null
}

const view = ({ phone, email, ...row }: PersonRow): Person => ({
  ...row,
  phone_masked: maskPhone(phone),
  email_masked: maskEmail(email),
})

const selectPerson = (tx: Tx) => tx`
  select person.id, person.name, party.kind as party_kind, party.name_zh as party_name_zh,
         party.name_en as party_name_en, person.phone, person.email, person.demo_key is not null as demo,
         coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'nodes', g.nodes, 'cities',
             g.cities, 'brands', g.brands, 'starts_at', g.starts_at, 'ends_at', g.ends_at, 'revoked_at',
             g.revoked_at) order by g.starts_at)
           from people.role_grant g where g.person_id = person.id), '[]') as grants
    from people.person join people.party on party.id = person.party_id`

export async function findPeople(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listPeople.input>,
): Promise<Page<Person>> {
  const staff = (Object.keys(roles) as Role[]).filter((role) => role !== 'shopper')
  const wanted = input.role ? [input.role] : staff
  const rows = await tx<PersonRow[]>`
    ${selectPerson(tx)}
     where person.erased_at is null
       and (${input.role === undefined} and party.kind <> 'consumer'
            or exists (select 1 from people.role_grant g
                        where g.person_id = person.id and g.role = any(${wanted})))
       and (${input.q ?? null}::text is null or position(lower(${input.q ?? ''}) in lower(person.name)) > 0)
       and (${input.after ?? null}::uuid is null or person.id > ${input.after ?? null}::uuid)
     order by person.id
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit).map(view)
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

export async function personView(tx: Tx, _actor: Actor, person_id: Id): Promise<Person> {
  const [row] = await tx<PersonRow[]>`${selectPerson(tx)} where person.id = ${person_id}`
  if (!row) throw notFound()
  return view(row)
}

/** Where people read e-mail, by their id; who gave no address is left out. */
export async function emailsOf(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  const rows = await tx<{ id: Id; email: string }[]>`
    select id, email from people.person
     where id = any(${ids as Id[]}::uuid[]) and email is not null and erased_at is null`
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** The first crew company with all of these skills (one company in the demo); null when there is none. */
export async function crewWith(tx: Tx, skills: readonly Skill[]): Promise<{ id: Id } | null> {
  const [row] = await tx<{ id: Id }[]>`
    select id from people.party
     where kind = 'installer_company' and skills @> ${skills as Skill[]}::text[]
     order by created_at, id limit 1`
  return row ?? null
}

/** Any party but a consumer, who is nobody's business. */
export async function partyOf(
  tx: Tx,
  id: string | null,
): Promise<{ id: Id; kind: string; name_zh: string; name_en: string; skills: Skill[] } | null> {
  const [row] = await tx<{ id: Id; kind: string; name_zh: string; name_en: string; skills: Skill[] }[]>`
    select id, kind, name_zh, name_en, skills from people.party where id = ${id} and kind <> 'consumer'`
  return row ?? null
}

type PartyLine = { id: Id; kind: Person['party_kind']; name_zh: string; name_en: string }

export async function findParties(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listParties.input>,
): Promise<Page<PartyLine>> {
  const q = input.q?.toLowerCase() ?? null
  const rows = await tx<PartyLine[]>`
    select id, kind, name_zh, name_en from people.party
     where kind <> 'consumer'
       and (${q}::text is null or position(${q ?? ''} in lower(name_zh || ' ' || name_en)) > 0)
       and (${input.after ?? null}::uuid is null or id > ${input.after ?? null}::uuid)
     order by id
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit)
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

/** Names behind the audit, by id or by a part of the name; only for those who read the audit. */
export async function auditNames(
  tx: Tx,
  { ids = null, part = null }: { ids?: readonly string[] | null; part?: string | null },
): Promise<Map<string, string>> {
  const rows = await tx<{ id: string; name: string }[]>`
    select id, name from people.audit_names(${ids as string[] | null}::uuid[], ${part}::text)`
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function crews(tx: Tx) {
  const rows = await tx<{ id: Id; name_zh: string; name_en: string; skills: Skill[] }[]>`
    select id, name_zh, name_en, skills from people.party
     where kind = 'installer_company' order by name_zh, id limit 1000`
  return { items: [...rows] }
}

/** Whether this database knows anybody at all. */
export async function anyPerson(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ any: boolean }[]>`select exists (select 1 from people.person) as any`
  return row!.any
}
