// By what right somebody may decide, asked anew in the transaction in which they do.
import { type Actor, may } from '../../platform/access.ts'
import type { Clash } from '../../platform/conflicts.ts'
import { type Tx, clockOf, lend } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { chainOf, clashOf, delegationsTo } from '../people/index.ts'
import { kindIfKnown } from './kinds.ts'
import { type Delegated, type Hand, type Right, earlierHand, handOf, hands_days } from './rules.ts'

export type Standing = {
  own: boolean
  delegated: readonly Delegated[]
  stands_for: readonly string[]
  clash: Clash | null
}

export async function standingOf(tx: Tx, actor: Actor): Promise<Standing> {
  const stands_for = await chainOf(tx, actor.person_id, 'upwards', 'now')
  const delegated = stands_for.length > 0 ? await delegationsTo(tx, actor.person_id) : []
  const own = may(actor, 'control.approve')
  const decides = own || delegated.length > 0
  return { own, delegated, stands_for, clash: decides ? await clashOf(tx, actor) : null }
}

/** Who acts, with what was lent to them for this one decision. */
export const actingBy = (tx: Tx, actor: Actor, right: Right | null): Promise<Actor> =>
  right?.by === 'delegation' ? lend(tx, actor, 'control.approve') : Promise.resolve(actor)

type Deed = { deed: 'proposed' | 'decided'; kind: string; at: string }

async function handsOf(tx: Tx, person_id: string, subjects: readonly string[]): Promise<Hand[]> {
  const since = new Date(Date.parse(await clockOf(tx)) - hands_days * 86_400_000).toISOString()
  const deeds = await tx<Deed[]>`
    select deed, kind, at from control.hands_on(${person_id}, ${subjects as string[]}, ${since})`
  return deeds.flatMap(({ deed, kind, at }) => {
    const known = kindIfKnown(kind)
    if (deed === 'decided') return [{ estate: 'control' as const, kind, at }]
    return known ? [{ estate: handOf(known.permission_to_propose), kind, at }] : []
  })
}

/** C11: nobody who had another hand in one of these lately; also not through whoever acts for them. */
export async function refuseEarlierHand(
  tx: Tx,
  persons: readonly (string | null)[],
  subjects: readonly string[],
  estate: Hand['estate'],
) {
  for (const person_id of persons) {
    if (person_id === null) continue
    const hand = earlierHand(await handsOf(tx, person_id, subjects), estate)
    if (hand) throw new Refused('earlier_hand', 409, { kind: hand.kind, at: hand.at, days: hands_days })
  }
}
