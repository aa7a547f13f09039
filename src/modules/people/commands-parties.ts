// Parties that a file of stores names: their owners, and the house itself for stores without one.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'

/** Store owners by name. Only the house adds those that are not there. */
export async function ownersNamed(tx: Tx, actor: Actor, names: readonly string[]): Promise<Map<string, Id>> {
  const wanted = [...new Set(names)]
  if (wanted.length === 0) return new Map()
  const found = await tx<{ id: Id; name_zh: string; name_en: string }[]>`
    select id, name_zh, name_en from people.party
     where kind in ('store_owner', 'regional_chain', 'retailer')
       and (name_zh = any(${wanted}) or name_en = any(${wanted}))
     order by id desc`
  const owners = new Map(
    found.flatMap(({ id, name_zh, name_en }) => [[name_en, id] as const, [name_zh, id] as const]),
  )
  if (actor.person_id !== null) return owners
  for (const name of wanted)
    if (!owners.has(name)) owners.set(name, await addParty(tx, actor, 'store_owner', name, name))
  return owners
}

/** The retailer all this belongs to; the house makes it when it opens its books before the first account. */
export async function housePartyFor(tx: Tx, actor: Actor): Promise<Id | null> {
  const [known] = await tx<{ id: Id }[]>`
    select id from people.party where kind = 'retailer' order by demo, created_at, id limit 1`
  if (known) return known.id
  return actor.person_id === null ? addParty(tx, actor, 'retailer', '总部', 'Head office') : null
}

async function addParty(tx: Tx, actor: Actor, kind: string, name_zh: string, name_en: string): Promise<Id> {
  const id = newId()
  await tx`
    insert into people.party (id, kind, name_zh, name_en) values (${id}, ${kind}, ${name_zh}, ${name_en})`
  await audit(tx, actor, 'people.party_added', { kind: 'party', id }, { kind })
  return id
}
