// Who may decide what, and why not: the server enforces it, the screen explains it.

type Decidable = { state: string; requested_by: string; expires_at: string }

export function whyNotDecide(
  request: Decidable,
  who: { person_id: string | null; may_approve: boolean },
  now: string,
): 'forbidden' | 'already_decided' | 'request_expired' | 'own_request' | null {
  if (request.state === 'expired') return 'request_expired'
  if (request.state !== 'proposed') return 'already_decided'
  if (Date.parse(request.expires_at) <= Date.parse(now)) return 'request_expired'
  if (request.requested_by === who.person_id) return 'own_request'
  if (!who.may_approve) return 'forbidden'
  return null
}

export function whyNotWithdraw(request: Decidable, person_id: string | null) {
  if (request.requested_by !== person_id) return 'not_own_request'
  if (request.state !== 'proposed') return 'already_decided'
  return null
}

/** Order of keys does not matter, missing and null are the same. */
export function sameState(before: Record<string, unknown>, now: Record<string, unknown>): boolean {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...keys].every((key) => JSON.stringify(before[key] ?? null) === JSON.stringify(now[key] ?? null))
}
