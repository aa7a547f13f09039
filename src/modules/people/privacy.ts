// A person's own data: rooms say what they hold and how it is erased; ledgers and sums stay without them.
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { forgetAnswers } from '../../platform/idempotency.ts'
import { Refused } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import type { Id } from '../../platform/types.ts'
import { keysOf } from './commands.ts'
import { addressesOf, meOf } from './queries.ts'

type Contribution = {
  /** What the room holds on the person. */
  hold?: (tx: Tx, person_id: Id) => Promise<unknown>
  /** Refuses when something is still open (throw Refused), else erases what names the person. */
  erase?: (tx: Tx, person_id: Id) => Promise<void>
}
const rooms = new Map<string, Contribution>()

/** Called once at start by rooms that keep personal data. */
export const contributePrivacy = (room: string, contribution: Contribution) => rooms.set(room, contribution)

export async function exportPerson(tx: Tx, actor: Actor): Promise<Record<string, unknown>> {
  const told: Record<string, unknown> = {
    me: await meOf(tx, actor),
    addresses: (await addressesOf(tx, actor)).items,
    api_keys: (await keysOf(tx, actor)).items,
  }
  const [contact] =
    await tx`select name, phone, email, created_at from people.person where id = ${actor.person_id}`
  told.contact = contact
  for (const [room, { hold }] of rooms) if (hold) told[room] = await hold(tx, actor.person_id!)
  return told
}

/** H3: identity goes, sums stay. Staff leave by having their roles ended first. */
export async function erasePerson(tx: Tx, actor: Actor): Promise<{ erased_at: string }> {
  if (actor.roles.some((role) => role !== 'shopper')) throw new Refused('staff_account', 409)
  const id = actor.person_id!
  for (const { erase } of rooms.values()) await erase?.(tx, id)
  const erased_at = await clockOf(tx)
  await tx`delete from people.address where person_id = ${id}`
  await tx`update people.api_key set revoked_at = ${erased_at} where person_id = ${id} and revoked_at is null`
  await tx`select people.end_own_account()`
  await tx`
    update people.person
       set name = '', phone = null, email = null, auth_user_id = null, erased_at = ${erased_at}
     where id = ${id}`
  await forgetAnswers(tx, actor)
  await audit(tx, actor, 'person.erased', { kind: 'person', id })
  await bumpSnapshot(tx, actor, 'people')
  return { erased_at }
}
