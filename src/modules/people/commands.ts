// The only writers of people.*.
import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { z } from 'zod'
import type { Actor, Role } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { holdingOf } from '../../platform/conflicts.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Id, newId } from '../../platform/types.ts'
import {
  type Address,
  WantedGrant,
  type addAddress,
  type addPerson,
  type changeAddress,
  type createKey,
  type revokeGrant,
  type revokeKey,
} from './contract.ts'
import { checkNewAccount } from './auth.ts'
import { whyNotBear } from './duties.ts'
import { hashKey } from './identify.ts'
import { addressOf, partyOf, personView } from './queries.ts'

const addresses_max = 20
const keys_max = 20

let placeStands: (county_code: string, town_code: string | null) => boolean = () => true
/** Districts are a room above: it says at start which codes name a place. */
export const checkPlacesWith = (stands: typeof placeStands) => {
  placeStands = stands
}

export async function saveNewAddress(tx: Tx, actor: Actor, input: z.output<typeof addAddress.input>) {
  const known = await sameAddress(tx, actor, input)
  if (known)
    return writeAddress(tx, actor, known.id, { ...input, is_default: input.is_default || known.is_default })
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from people.address where person_id = ${actor.person_id}`
  if (row!.n >= addresses_max) throw new Refused('too_many_addresses', 409, { max: addresses_max })
  return writeAddress(tx, actor, newId(), { ...input, is_default: input.is_default || row!.n === 0 })
}

/** An address told again is the one that is known already, not a second one to choose from. */
async function sameAddress(tx: Tx, actor: Actor, told: z.output<typeof addAddress.input>) {
  const [row] = await tx<Pick<Address, 'id' | 'is_default'>[]>`
    select id, is_default from people.address
     where person_id = ${actor.person_id} and recipient = ${told.recipient} and phone = ${told.phone}
       and county_code = ${told.county_code} and town_code is not distinct from ${told.town_code}
       and line = ${told.line}
     limit 1`
  return row
}

export async function saveAddress(tx: Tx, actor: Actor, input: z.output<typeof changeAddress.input>) {
  const { address_id, ...fields } = input
  await addressOf(tx, actor, address_id)
  return writeAddress(tx, actor, address_id, fields)
}

async function writeAddress(tx: Tx, actor: Actor, id: Id, fields: Omit<Address, 'id'>): Promise<Address> {
  if (!placeStands(fields.county_code, fields.town_code)) throw wrongField('/county_code', 'unknown_place')
  if (fields.is_default)
    await tx`update people.address set is_default = false where person_id = ${actor.person_id} and is_default`
  const row = { id, person_id: actor.person_id, ...fields }
  await tx`
    insert into people.address ${tx(row as never)}
    on conflict (id) do update
       set recipient = excluded.recipient, phone = excluded.phone, county_code = excluded.county_code,
           town_code = excluded.town_code, line = excluded.line, is_default = excluded.is_default`
  return addressOf(tx, actor, id)
}

export async function forgetAddress(tx: Tx, actor: Actor, { address_id }: { address_id: Id }) {
  await addressOf(tx, actor, address_id)
  await tx`delete from people.address where id = ${address_id} and person_id = ${actor.person_id}`
  return { id: address_id }
}

type KeyRow = { id: Id; name: string; prefix: string; created_at: string; revoked_at: string | null }

export async function keysOf(tx: Tx, actor: Actor): Promise<{ items: KeyRow[] }> {
  const rows = await tx<KeyRow[]>`
    select id, name, prefix, created_at, revoked_at from people.api_key
     where person_id = ${actor.person_id} order by created_at desc limit 100`
  return { items: [...rows] }
}

/** The key carries its owner's rights, never more; only its hash is kept. */
export async function makeKey(tx: Tx, actor: Actor, input: z.output<typeof createKey.input>) {
  const open = (await keysOf(tx, actor)).items.filter((row) => row.revoked_at === null)
  if (open.length >= keys_max) throw new Refused('too_many_keys', 409, { max: keys_max })
  const key = `zg_${randomBytes(30).toString('base64url')}`
  const [row] = await tx<KeyRow[]>`
    insert into people.api_key (id, person_id, name, prefix, hash, created_at)
    values (${newId()}, ${actor.person_id}, ${input.name}, ${key.slice(0, 8)}, ${hashKey(key)},
            platform.clock())
    returning id, name, prefix, created_at, revoked_at`
  await audit(tx, actor, 'key.created', { kind: 'api_key', id: row!.id })
  return { ...row!, key }
}

export async function endKey(tx: Tx, actor: Actor, { key_id }: z.output<typeof revokeKey.input>) {
  const [row] = await tx<KeyRow[]>`
    update people.api_key set revoked_at = coalesce(revoked_at, platform.clock())
     where id = ${key_id} and person_id = ${actor.person_id}
    returning id, name, prefix, created_at, revoked_at`
  if (!row) throw notFound()
  await audit(tx, actor, 'key.revoked', { kind: 'api_key', id: row.id })
  await bumpSnapshot(tx, actor, 'people')
  return row
}

/** Account and person in one transaction; whoever opens it knows the first password, so it is changed. */
export async function savePerson(tx: Tx, actor: Actor, input: z.output<typeof addPerson.input>) {
  checkNewAccount(input)
  const { name, email, password, party_id } = input
  const party = await partyOf(tx, party_id)
  if (!party) throw wrongField('/party_id', 'unknown_party')
  const [account] = await tx<{ id: string | null }[]>`
    select people.open_account(${email}, ${name}, ${await hashPassword(password)}) as id`
  if (!account?.id) throw wrongField('/email', 'email_taken')
  const id = newId()
  await tx`
    insert into people.person (id, party_id, name, email, auth_user_id)
    values (${id}, ${party_id}, ${name}, ${email.toLowerCase()}, ${account.id})`
  await audit(tx, actor, 'person.added', { kind: 'person', id }, { party_kind: party.kind })
  await bumpSnapshot(tx, actor, 'people')
  return personView(tx, actor, id)
}

export async function endGrant(tx: Tx, actor: Actor, input: z.output<typeof revokeGrant.input>) {
  if (input.person_id === actor.person_id) throw new Refused('own_grant', 409)
  const ended = await tx`
    update people.role_grant set revoked_at = platform.clock()
     where id = ${input.grant_id} and person_id = ${input.person_id} and revoked_at is null
    returning role`
  const person = await personView(tx, actor, input.person_id)
  if (ended.length === 0) {
    if (!person.grants.some((grant) => grant.id === input.grant_id)) throw notFound()
    throw new Refused('already_revoked', 409)
  }
  await audit(tx, actor, 'role.revoked', { kind: 'person', id: input.person_id }, { role: ended[0]!.role })
  await bumpSnapshot(tx, actor, 'people')
  return person
}

const heldRoles = async (tx: Tx, person_id: string): Promise<Role[]> => {
  const rows = await tx<{ role: Role }[]>`
    select distinct role from people.role_grant
     where person_id = ${person_id} and revoked_at is null
       and (ends_at is null or ends_at > platform.clock())`
  return rows.map((row) => row.role).sort()
}

/** H2: a role is asked for by one person, given by another, and never to either of them. */
export const changeKinds: ChangeKind[] = [
  {
    kind: 'people.role_grant',
    name_zh: '授予角色',
    name_en: 'Role grant',
    permission_to_propose: 'control.people',
    schema: WantedGrant,
    subject: (actor, after) => {
      const { person_id } = after as WantedGrant
      if (person_id === actor.person_id) throw new Refused('own_grant', 409)
      return { kind: 'person', id: person_id }
    },
    fields: [
      { field: 'role', label_zh: '角色', label_en: 'Role', unit: 'text' },
      { field: 'nodes', label_zh: '门店范围', label_en: 'Stores', unit: 'text' },
      { field: 'cities', label_zh: '城市范围', label_en: 'Cities', unit: 'text' },
      { field: 'brands', label_zh: '品牌范围', label_en: 'Brands', unit: 'text' },
      { field: 'ends_at', label_zh: '到期', label_en: 'Until', unit: 'instant' },
    ],
    current: async (tx, person_id) => {
      const found = await tx`select 1 from people.person where id = ${person_id} and erased_at is null`
      if (found.length === 0) throw new Refused('person_gone', 409)
      return { roles: await heldRoles(tx, person_id) }
    },
    subject_name: async (tx, after) => {
      const [person] = await tx<{ name: string }[]>`
        select name from people.person where id = ${(after as WantedGrant).person_id}`
      return person ? { zh: person.name, en: person.name } : null
    },
    checks: async (tx, after) => {
      const { person_id, role, nodes, brands } = after as WantedGrant
      const clash = await whyNotBear(tx, person_id, [holdingOf(role, nodes)])
      const estates = clash?.code === 'estates_apart' ? clash : null
      const apart = { code: 'estates_apart', ok: !estates, facts: estates ? { pair: estates.pair } : {} }
      if (estates) return [apart]
      const duties = { code: 'duties_apart', ok: !clash, facts: clash ? { ...clash } : {} }
      const named = { code: 'brand_named', ok: Boolean(brands?.length), facts: {} }
      return [apart, duties, ...(role === 'brand_partner' ? [named] : [])]
    },
    apply: async (tx, approver, request) => {
      const grant = request.after as WantedGrant
      if ([approver.person_id, request.requested_by].includes(grant.person_id))
        throw new Refused('own_grant', 409)
      const { person_id, role, nodes, cities, brands, ends_at } = grant
      await tx`
        insert into people.role_grant
               (id, person_id, role, nodes, cities, brands, ends_at, requested_by, approved_by)
        values (${newId()}, ${person_id}, ${role}, ${nodes}, ${cities}, ${brands}, ${ends_at},
                ${request.requested_by}, ${approver.person_id})`
      await audit(tx, approver, 'role.granted', { kind: 'person', id: person_id }, { role })
      await bumpSnapshot(tx, approver, 'people')
    },
  },
]
