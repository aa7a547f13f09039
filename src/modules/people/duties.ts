// What a person may do by all that meets in them: their own roles and those of everybody they stand for.
import type { Actor, Role } from '../../platform/access.ts'
import { type Clash, type Holding, holdingOf, whyNotUnited } from '../../platform/conflicts.ts'
import type { Tx } from '../../platform/db.ts'
import type { Id } from '../../platform/types.ts'

type DutyRow = { person_id: Id; role: Role; nodes: Id[] | null }
/** `planned` counts what has not begun yet, so that nothing begins that could not be. */
type When = 'now' | 'planned'

/** Held by the person and, through any number of hands, by those they stand for. */
export async function dutiesOf(tx: Tx, person_id: string | null, when: When): Promise<Holding[]> {
  const rows = await tx<DutyRow[]>`
    select person_id, role, nodes from people.public_duties(${person_id}::uuid, ${when === 'planned'})`
  return rows.map(({ role, nodes }) => holdingOf(role, nodes))
}

/** Everybody a person stands for, or (`downwards`) who stands for the person. */
export async function chainOf(
  tx: Tx,
  person_id: string | null,
  direction: 'upwards' | 'downwards',
  when: When,
): Promise<Id[]> {
  const rows = await tx<{ person_id: Id }[]>`
    select person_id from people.public_chain(${person_id}::uuid, ${direction === 'upwards'},
                                              ${when === 'planned'})`
  return rows.map((row) => row.person_id)
}

/**
 * H10: why a person, or anybody who stands for them, could not bear `more` beside what they bear already.
 */
export async function whyNotBear(tx: Tx, person_id: Id, more: readonly Holding[]): Promise<Clash | null> {
  const touched = [person_id, ...(await chainOf(tx, person_id, 'downwards', 'planned'))]
  for (const one of touched) {
    const clash = whyNotUnited([...(await dutiesOf(tx, one, 'planned')), ...more])
    if (clash) return clash
  }
  return null
}

/** H10 when somebody acts: what meets in them now, whatever met when it was given. */
export async function clashOf(tx: Tx, actor: Actor): Promise<Clash | null> {
  const own = actor.roles.map((role) => holdingOf(role, actor.scope.nodes))
  return whyNotUnited([...own, ...(await dutiesOf(tx, actor.person_id, 'now'))])
}

type Given = {
  id: string
  from_person: string
  from_name: string
  kinds: string[] | null
  level_max: number
  ends_at: string
}

/** The duties of others that a person has in hand now, as long as those others still bear them. */
export async function delegationsTo(tx: Tx, person_id: string | null): Promise<Given[]> {
  const rows = await tx<Given[]>`
    select id, from_person, from_name, kinds, level_max, ends_at from people.delegation
     where to_person = ${person_id} and ended_at is null and starts_at <= platform.clock()
       and ends_at > platform.clock()
     order by ends_at limit 100`
  const held = await tx<DutyRow[]>`
    select person_id, role, nodes from people.public_duties(${person_id}::uuid, false)`
  const bears = (giver: string) =>
    held.some((row) => row.person_id === giver && holdingOf(row.role).duties.includes('control.approve'))
  return rows.filter(({ from_person }) => bears(from_person))
}
