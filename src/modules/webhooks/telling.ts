// The house tells other houses: who hears of an event, what is due, what became of it. As the system. No
// transaction is open while anybody outside is waited for.
import { system } from '../../platform/access.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { sign } from '../../platform/signature.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import type { Allowed } from './address.ts'
import { allowedHosts, sendSoon, tell } from './commands.ts'
import { both_min } from './queries.ts'
import { bodyOf, nextTry, restUntil, webhookIdOf, whyStop } from './rules.ts'
import { type Told, send } from './send.ts'

const endpoints_max = 32
const at_once_max = 16
const turn_ms = 20_000
const lease_s = 60
const replay_max = 500

type Happened = { id: Id; name: string; payload: Record<string, unknown>; happened_at: Instant }

/** W1 One delivery for each endpoint that hears of an event, however often the job runs. */
export async function spread(tx: Tx, event_ids: readonly Id[]) {
  const listening = await tx<{ id: Id; events: string[] }[]>`
    select id, events from webhooks.endpoint where state = 'on'`
  if (listening.length === 0) return
  const names = [...new Set(listening.flatMap(({ events }) => events))]
  const events = await tx<Happened[]>`
    select id, name, payload, happened_at from platform.event
     where id = any(${event_ids as Id[]}::uuid[]) and name = any(${names})`
  const next_at = await clockOf(tx)
  const rows = events.flatMap(({ id: event_id, name: event, payload, happened_at }) => {
    const body = bodyOf(event, happened_at, payload)
    const heard = { event_id, event, body, happened_at, next_at }
    return listening
      .filter((one) => one.events.includes(event))
      .map(({ id: endpoint_id }) => ({ id: newId(), endpoint_id, ...heard }))
  })
  for (let from = 0; from < rows.length; from += replay_max)
    await tx`
      insert into webhooks.delivery ${tx(rows.slice(from, from + replay_max))} on conflict do nothing`
  if (rows.length > 0) await sendSoon(tx)
}

type Lent = { id: Id; url: string; failures: number; failing_since: Instant | null }

// Nobody else sends to an endpoint that is lent, until the time of the lease has passed.
const lend = (tx: Tx) => tx<Lent[]>`
  update webhooks.endpoint e set busy_until = platform.clock() + ${lease_s} * interval '1 second'
   where e.id in (
     select f.id from webhooks.endpoint f
      where f.state = 'on' and (f.rest_until is null or f.rest_until <= platform.clock())
        and (f.busy_until is null or f.busy_until <= platform.clock())
        and exists (select 1 from webhooks.delivery d
                     where d.endpoint_id = f.id and d.state = 'waiting' and d.next_at <= platform.clock())
      order by f.rest_until nulls first limit ${endpoints_max} for update skip locked)
  returning e.id, e.url, e.failures, e.failing_since`

/** Sends what is due to all endpoints that are not busy at once, so that a slow one delays no other. */
export async function sendDue(db: Db) {
  const allowed = allowedHosts()
  const until_ms = Date.now() + turn_ms
  const lent = await db.command(system, (tx) => lend(tx))
  await Promise.all(lent.map((one) => sendTo(db, one, { allowed, until_ms })))
  if (lent.length > 0) await db.command(system, planNext)
}

type Due = { id: Id; event_id: Id; body: string; tries: number }
type Turn = { allowed: Allowed; until_ms: number }

async function sendTo(db: Db, { id, url }: Lent, turn: Turn) {
  try {
    while (await sendSome(db, id, url, turn));
  } finally {
    await db.command(system, (tx) => tx`update webhooks.endpoint set busy_until = null where id = ${id}`)
  }
}

/** Returns whether there may be more to send at once. */
async function sendSome(db: Db, id: Id, url: string, { allowed, until_ms }: Turn): Promise<boolean> {
  const { due, secrets, now } = await db.command(system, (tx) => whatIsDue(tx, id))
  const timestamp_s = Math.floor(Date.parse(now) / 1_000)
  const told = await Promise.all(
    due.map((one) => send(letterOf(one, url, secrets, timestamp_s), { allowed })),
  )
  const goes_on = await db.command(system, (tx) => noteTold(tx, id, due, told))
  return goes_on && due.length === at_once_max && Date.now() < until_ms
}

async function whatIsDue(tx: Tx, endpoint_id: Id) {
  const due = await tx<Due[]>`
    select id, event_id, body, tries from webhooks.delivery
     where endpoint_id = ${endpoint_id} and state = 'waiting' and next_at <= platform.clock()
     order by next_at, id limit ${at_once_max}`
  // W2: the newest, and the one before it while the overlap lasts.
  const secrets = await tx<{ secret: string }[]>`
    select secret from (
      select secret, row_number() over (order by made_at desc, id desc) as nth,
             max(made_at) over () as newest
        from webhooks.secret where endpoint_id = ${endpoint_id}) s
     where nth = 1 or (nth = 2 and newest > platform.clock() - ${both_min} * interval '1 minute')
     order by nth`
  await tx`
    update webhooks.endpoint set busy_until = platform.clock() + ${lease_s} * interval '1 second'
     where id = ${endpoint_id}`
  return { due, secrets: secrets.map(({ secret }) => secret), now: await clockOf(tx) }
}

function letterOf({ event_id, body }: Due, url: string, secrets: readonly string[], timestamp_s: number) {
  const id = webhookIdOf(event_id)
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Zhuguang-Webhooks/1.0',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp_s),
    'webhook-signature': secrets.map((secret) => sign(secret, id, timestamp_s, body)).join(' '),
  }
  return { url, headers, body }
}

/** Writes down what became of each; returns whether the endpoint may be sent more at once. */
async function noteTold(tx: Tx, endpoint_id: Id, due: readonly Due[], told: readonly Told[]) {
  if (due.length === 0) return false
  // As everybody who asks for something again: the endpoint first, then its deliveries.
  await tx`select 1 from webhooks.endpoint where id = ${endpoint_id} for update`
  const now = await clockOf(tx)
  const rows = due.map((one, at) => ({ ...one, ...told[at]!, tries: one.tries + 1 }))
  await tx`
    insert into webhooks.attempt ${tx(
      rows.map(({ id: delivery_id, status, error, took_ms }) => {
        return { id: newId(), delivery_id, at: now, status, error, took_ms }
      }),
    )}`
  for (const { id, tries, status, error } of rows) {
    const next_at = error ? nextTry(tries, now) : null
    const state = !error ? 'delivered' : next_at ? 'waiting' : 'failed'
    await tx`
      update webhooks.delivery
         set state = ${state}, tries = ${tries}, next_at = ${next_at}, last_at = ${now},
             last_status = ${status}, last_error = ${error}
       where id = ${id}`
  }
  await touch(tx, 'webhooks:all')
  return noteStanding(tx, endpoint_id, rows, now)
}

// W6: one that takes nothing is left alone for longer and longer, and after days is stopped, with a story.
async function noteStanding(tx: Tx, endpoint_id: Id, rows: readonly Told[], now: Instant) {
  const failed = rows.filter(({ error }) => error !== null).length
  const taken = failed < rows.length
  const [standing] = await tx<(Lent & { state: string })[]>`
    update webhooks.endpoint
       set failures = case when ${taken} then 0 else failures + 1 end,
           failing_since = case when ${taken} then null else coalesce(failing_since, ${now}) end
     where id = ${endpoint_id}
    returning id, state, failures, failing_since`
  if (taken || !standing) return taken
  const stop_reason = whyStop(
    standing,
    rows.map(({ status }) => status),
    now,
  )
  if (stop_reason && standing.state === 'on') {
    await tx`
      update webhooks.endpoint set state = 'stopped', stop_reason = ${stop_reason} where id = ${endpoint_id}`
    const { failures, failing_since } = standing
    const facts = { reason: stop_reason, failures, failing_since, status: rows[0]!.status }
    await tell(tx, system, { endpoint_id, code: 'stopped', facts })
  } else
    await tx`
      update webhooks.endpoint set rest_until = ${restUntil(standing.failures, now)}
       where id = ${endpoint_id}`
  return false
}

/** The next moment at which something is due gets a job of its own, beside the schedule of each minute. */
async function planNext(tx: Tx) {
  const [next] = await tx<{ at: Instant | null }[]>`
    select min(greatest(d.next_at, e.rest_until)) as at
      from webhooks.endpoint e
      join lateral (select next_at from webhooks.delivery w
                     where w.endpoint_id = e.id and w.state = 'waiting'
                     order by w.next_at limit 1) d on true
     where e.state = 'on'`
  if (!next?.at) return
  const run_at = next.at
  await enqueue(tx, 'webhooks.send', {}, { run_at, key: `webhooks.send:${run_at.slice(0, 19)}` })
}

export type Range = { endpoint_id: Id; from: Instant; to: Instant; only_missed: boolean; after?: Id }

/** One part of a span of time: what was never told becomes a delivery, what was is sent again. */
export async function replaySpan(tx: Tx, range: Range) {
  const { endpoint_id, from, to, only_missed, after } = range
  const [to_whom] = await tx<{ events: string[] }[]>`
    select events from webhooks.endpoint where id = ${endpoint_id} and state = 'on'`
  if (!to_whom) return
  const events = await tx<Happened[]>`
    select id, name, payload, happened_at from platform.event
     where name = any(${to_whom.events}) and happened_at >= ${from} and happened_at <= ${to}
       ${
         after
           ? tx`and (happened_at, id) > (select c.happened_at, c.id from platform.event c where c.id = ${after})`
           : tx``
       }
     order by happened_at, id limit ${replay_max}`
  if (events.length === 0) return
  const now = await clockOf(tx)
  await tx`
    insert into webhooks.delivery ${tx(
      events.map(({ id: event_id, name: event, payload, happened_at }) => {
        const body = bodyOf(event, happened_at, payload)
        return { id: newId(), endpoint_id, event_id, event, body, happened_at, next_at: now }
      }),
    )}
    on conflict (endpoint_id, event_id) do update set state = 'waiting', tries = 0, next_at = ${now}
     where delivery.state = 'failed' or not ${only_missed}`
  await sendSoon(tx)
  if (events.length === replay_max)
    await enqueue(tx, 'webhooks.replay', { ...range, after: events.at(-1)!.id })
}
