// The life of a request as a reader follows it, oldest first, with the versions that were replaced.
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import type { Id } from '../../platform/types.ts'
import type { ChangeRequest, StoryItem } from './contract.ts'
import { diffOf, requestView } from './queries.ts'

type Version = {
  revision: number
  before: Record<string, unknown>
  after: Record<string, unknown>
  reason: string
  replaced_at: string
}
type Said = { by_name: string; text: string; at: string }

const item = (given: Pick<StoryItem, 'at' | 'what'> & Partial<StoryItem>): StoryItem => ({
  by_name: null,
  for_name: null,
  level: null,
  revision: 1,
  text: null,
  ...given,
})

/** Sent for the first time, and each time it came again: with the reason of that time. */
function sendings(request: ChangeRequest, versions: readonly Version[]): StoryItem[] {
  const by_name = request.requested_by_name
  const reasons = [...versions.map(({ reason }) => reason), request.reason]
  return reasons.map((text, i) =>
    i === 0
      ? item({ at: request.requested_at, what: 'proposed', by_name, text })
      : item({ at: versions[i - 1]!.replaced_at, what: 'sent_again', by_name, text, revision: i + 1 }),
  )
}

function ending(request: ChangeRequest, now: string): StoryItem[] {
  const { state, revision, decided_at, effective_at } = request
  if ((state === 'withdrawn' || state === 'expired') && decided_at) {
    const by_name = state === 'withdrawn' ? request.requested_by_name : null
    return [item({ at: decided_at, what: state, by_name, revision })]
  }
  if (state !== 'approved' || !decided_at) return []
  const at = effective_at && effective_at > decided_at ? effective_at : decided_at
  return at <= now || effective_at ? [item({ at, what: 'in_effect', revision })] : []
}

const order = ['proposed', 'sent_again', 'commented', 'approved', 'returned', 'rejected']
const rank = ({ what }: StoryItem) => (order.includes(what) ? order.indexOf(what) : order.length)

export async function storyOf(tx: Tx, actor: Actor, { request_id }: { request_id: Id }) {
  const request = await requestView(tx, actor, request_id)
  const versions = await tx<Version[]>`
    select revision, before, after, reason, replaced_at from control.version
     where request_id = ${request_id} order by revision limit 100`
  const comments = await tx<Said[]>`
    select by_name, text, at from control.comment where request_id = ${request_id} order by at, id limit 100`
  const items = [
    ...sendings(request, versions),
    ...comments.map((said) => item({ ...said, what: 'commented', revision: request.revision })),
    ...request.decisions.map(({ verdict, note, ...said }) => item({ ...said, what: verdict, text: note })),
    ...ending(request, await clockOf(tx)),
  ]
  items.sort((x, y) => (x.at === y.at ? rank(x) - rank(y) : x.at < y.at ? -1 : 1))
  const old = versions.map(({ revision, reason, before, after }) => ({
    revision,
    reason,
    diff: diffOf({ kind: request.kind, before, after }).diff,
  }))
  return { items, versions: old }
}
