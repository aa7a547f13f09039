// Writers of people.delegation, and the end of a colleague's access.
import type { z } from 'zod'
import { type Actor, type Role, may, roles } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { bumpSnapshot } from '../../platform/snapshot.ts'
import { type Id, type Page, newId } from '../../platform/types.ts'
import {
  type Delegation,
  delegation_days_max,
  type endAccess,
  type endDelegation,
  type giveDelegation,
  type listDelegations,
} from './contract-delegations.ts'
import { chainOf, dutiesOf, whyNotBear } from './duties.ts'
import { personView } from './queries.ts'

type Row = Omit<Delegation, 'state' | 'why_not_end'>

const select = (tx: Tx) => tx`
  select id, from_person, from_name, to_person, to_name, kinds, level_max, reason, starts_at, ends_at,
         ended_at
    from people.delegation`

function stateOf(row: Row, now: string): Delegation['state'] {
  if (row.ended_at !== null || row.ends_at <= now) return 'ended'
  return row.starts_at > now ? 'planned' : 'live'
}

function toView(row: Row, actor: Actor, now: string): Delegation {
  const state = stateOf(row, now)
  const theirs = [row.from_person, row.to_person].includes(actor.person_id as Id)
  const may_end = theirs || may(actor, 'control.people')
  return {
    ...row,
    state,
    why_not_end: state === 'ended' ? 'delegation_over' : may_end ? null : 'not_own_delegation',
  }
}

export async function findDelegations(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listDelegations.input>,
): Promise<Page<Delegation>> {
  const now = await clockOf(tx)
  const over = tx`(ended_at is not null or ends_at <= ${now})`
  const wanted = {
    ended: tx`and ${over}`,
    planned: tx`and not ${over} and starts_at > ${now}`,
    live: tx`and not ${over} and starts_at <= ${now}`,
  }
  const rows = await tx<Row[]>`
    ${select(tx)}
     where true ${input.state ? wanted[input.state] : tx``}
       ${input.after ? tx`and id < ${input.after}` : tx``}
     order by id desc limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit).map((row) => toView(row, actor, now))
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

async function viewOf(tx: Tx, actor: Actor, id: Id): Promise<Delegation> {
  const [row] = await tx<Row[]>`${select(tx)} where id = ${id}`
  if (!row) throw notFound()
  return toView(row, actor, await clockOf(tx))
}

function spanOf({ starts_at, ends_at }: z.output<typeof giveDelegation.input>, now: string) {
  const from = starts_at === null ? now : new Date(starts_at).toISOString()
  const to = new Date(ends_at).toISOString()
  if (Date.parse(from) < Date.parse(now) - 60_000) throw wrongField('/starts_at', 'starts_in_past')
  if (to <= now) throw wrongField('/ends_at', 'ends_in_past')
  if (to <= from) throw wrongField('/ends_at', 'ends_before_start')
  if (Date.parse(to) - Date.parse(from) > delegation_days_max * 86_400_000)
    throw wrongField('/ends_at', 'delegation_too_long', { max: delegation_days_max })
  return { from, to }
}

/** H9, H10: only one's own duty, to one other person, never in a circle, never against a conflict. */
export async function give(tx: Tx, actor: Actor, input: z.output<typeof giveDelegation.input>) {
  const giver = actor.person_id!
  if (input.to_person === giver) throw wrongField('/to_person', 'own_delegation')
  if (!actor.roles.some((role) => (roles[role] as readonly string[]).includes('control.approve')))
    throw new Refused('duty_not_own', 403)
  const span = spanOf(input, await clockOf(tx))
  await tx`select pg_advisory_xact_lock(hashtextextended('people.delegation', 0))`
  const [to] = await tx<{ name: string }[]>`
    select name from people.person where id = ${input.to_person} and erased_at is null`
  if (!to) throw wrongField('/to_person', 'person_gone')
  if ((await chainOf(tx, giver, 'upwards', 'planned')).includes(input.to_person))
    throw new Refused('delegation_circle', 409, { name: to.name })
  const clash = await whyNotBear(tx, input.to_person, await dutiesOf(tx, giver, 'planned'))
  if (clash) throw new Refused('duties_clash', 409, { code: clash.code, pair: clash.pair })
  await refuseWhoReadsNothing(tx, input.to_person)
  const id = newId()
  await tx`
    insert into people.delegation (id, from_person, from_name, to_person, to_name, kinds, level_max, reason,
           starts_at, ends_at)
    values (${id}, ${giver}, ${actor.name}, ${input.to_person}, ${to.name}, ${input.kinds},
            ${input.level_max}, ${input.reason}, ${span.from}, ${span.to})`
  const { to_person, kinds, level_max } = input
  await audit(
    tx,
    actor,
    'delegation.given',
    { kind: 'delegation', id },
    { to_person, kinds, level_max, ...span },
  )
  await changed(tx, actor)
  return viewOf(tx, actor, id)
}

/** Who could not even read what waits would decide with closed eyes. */
async function refuseWhoReadsNothing(tx: Tx, person_id: Id) {
  const held = await tx<{ role: Role }[]>`
    select role from people.role_grant
     where person_id = ${person_id} and revoked_at is null
       and (ends_at is null or ends_at > platform.clock())`
  const reads = held.some(({ role }) => (roles[role] as readonly string[]).includes('control.read'))
  if (!reads) throw wrongField('/to_person', 'delegate_reads_nothing')
}

async function changed(tx: Tx, actor: Actor) {
  await bumpSnapshot(tx, actor, 'people')
  await touch(tx, 'changes:all')
}

export async function end(tx: Tx, actor: Actor, input: z.output<typeof endDelegation.input>) {
  const before = await viewOf(tx, actor, input.delegation_id)
  if (before.why_not_end) throw new Refused(before.why_not_end, 409)
  await tx`
    update people.delegation set ended_at = platform.clock(), ended_by = ${actor.person_id}
     where id = ${before.id} and ended_at is null`
  await audit(tx, actor, 'delegation.ended', { kind: 'delegation', id: before.id })
  await changed(tx, actor)
  return viewOf(tx, actor, before.id)
}

/** H8: everything that lets somebody in ends together; taking away needs one person, not oneself. */
export async function leave(tx: Tx, actor: Actor, input: z.output<typeof endAccess.input>) {
  const { person_id, reason } = input
  if (person_id === actor.person_id) throw new Refused('own_grant', 409)
  const person = await personView(tx, actor, person_id)
  if (person.party_kind === 'consumer') throw new Refused('has_no_access', 409)
  await tx`
    update people.role_grant set revoked_at = platform.clock()
     where person_id = ${person_id} and revoked_at is null`
  await tx`
    update people.delegation set ended_at = platform.clock(), ended_by = ${actor.person_id}
     where ${person_id} in (from_person, to_person) and ended_at is null and ends_at > platform.clock()`
  await tx`select people.end_access(${person_id})`
  await audit(tx, actor, 'person.left', { kind: 'person', id: person_id }, { reason })
  await changed(tx, actor)
  return personView(tx, actor, person_id)
}
