// Who may decide what, and why not: the server enforces it, the screen explains it.
import { type Estate, type Permission, forbiddenPairs, permissions } from '../../platform/access.ts'

type Decidable = { state: string; requested_by: string; expires_at: string }

export type Decider = {
  person_id: string | null
  may_approve: boolean
  /** Everybody the person stands for: what they made is not the person's to decide. */
  stands_for?: readonly string[]
  /** Who has spoken at the levels before, and for whom. */
  spoken?: readonly string[]
}

export function whyNotDecide(
  request: Decidable,
  who: Decider,
  now: string,
):
  | 'forbidden'
  | 'already_decided'
  | 'request_expired'
  | 'request_returned'
  | 'own_request'
  | 'makers_chain'
  | 'already_spoken'
  | null {
  if (request.state === 'expired') return 'request_expired'
  if (request.state === 'returned') return 'request_returned'
  if (request.state !== 'proposed') return 'already_decided'
  if (Date.parse(request.expires_at) <= Date.parse(now)) return 'request_expired'
  if (request.requested_by === who.person_id) return 'own_request'
  if (!who.may_approve) return 'forbidden'
  if (who.stands_for?.includes(request.requested_by)) return 'makers_chain'
  if (who.person_id && who.spoken?.includes(who.person_id)) return 'already_spoken'
  return null
}

const open_states = new Set(['proposed', 'returned'])

export function whyNotWithdraw(request: Decidable, person_id: string | null) {
  if (request.requested_by !== person_id) return 'not_own_request'
  if (!open_states.has(request.state)) return 'already_decided'
  return null
}

export function whyNotRevise(
  request: Decidable,
  person_id: string | null,
  renewable: boolean,
): 'not_own_request' | 'not_returned' | 'not_renewable' | null {
  if (request.requested_by !== person_id) return 'not_own_request'
  if (request.state !== 'returned') return 'not_returned'
  return renewable ? null : 'not_renewable'
}

export type Delegated = {
  id: string
  from_person: string
  from_name: string
  kinds: readonly string[] | null
  level_max: number
  ends_at: string
}
export type Right = { by: 'role' } | ({ by: 'delegation' } & Delegated)

/** By which right somebody may decide: their own, else the first duty given to them that reaches it. */
export function rightTo(
  request: { kind: string; levels: number; requested_by: string },
  { own, delegated, spoken }: { own: boolean; delegated: readonly Delegated[]; spoken: readonly string[] },
): Right | null {
  if (own) return { by: 'role' }
  const found = delegated.find(
    ({ kinds, level_max, from_person }) =>
      (kinds === null || kinds.includes(request.kind)) &&
      request.levels <= level_max &&
      from_person !== request.requested_by &&
      !spoken.includes(from_person),
  )
  return found ? { by: 'delegation', ...found } : null
}

/** What somebody has done with a thing, by the hand it was done with. */
export type Hand = { estate: Estate; kind: string; at: string }

/** Days in which nobody takes a second hand to the same thing, also after a change of roles. */
export const hands_days = 90

/** C11: the earlier deed that forbids another one on the same thing with this hand; null when none does. */
export function earlierHand(hands: readonly Hand[], estate: Estate): Hand | null {
  const apart = (a: Estate, b: Estate) =>
    forbiddenPairs.some(([x, y]) => (x === a && y === b) || (x === b && y === a))
  return hands.find((hand) => apart(hand.estate, estate)) ?? null
}

/** With which hand a kind of change is made. */
export const handOf = (permission: Permission): Estate => permissions[permission]

/** Order of keys does not matter, missing and null are the same. */
export function sameState(before: Record<string, unknown>, now: Record<string, unknown>): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...keys].every((key) => JSON.stringify(before[key] ?? null) === JSON.stringify(now[key] ?? null))
}

/** Why these requests are not decided with one word; null when they are alike. */
export function whyNotTogether(
  requests: readonly { kind: string; levels: number; checks: readonly { ok: boolean }[] }[],
): 'not_one_kind' | 'check_failed' | null {
  const alike = new Set(requests.map(({ kind, levels }) => `${kind} ${levels}`)).size <= 1
  if (!alike) return 'not_one_kind'
  return requests.some(({ checks }) => checks.some(({ ok }) => !ok)) ? 'check_failed' : null
}
