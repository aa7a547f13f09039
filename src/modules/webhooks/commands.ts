// What people do with endpoints: add, change, pause, end, ask for a test or for something to be sent again.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { readConfig } from '../../platform/config.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { enqueue, sweepSoon } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused, wrongField } from '../../platform/refusal.ts'
import { newSecret } from '../../platform/signature.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Id, newId } from '../../platform/types.ts'
import { allowedOf, whyNotAddress } from './address.ts'
import {
  type HookEndpoint,
  type StoryCode,
  type addEndpoint,
  type changeEndpoint,
  type replayRange,
  type setEndpointState,
  test_event,
} from './contract.ts'
import { both_min, deliveryOf, endpointOf } from './queries.ts'
import { bodyOf, whyNotChange, whyNotReplay, whyNotSend } from './rules.ts'

const endpoints_max = 50
type Of = { endpoint_id: Id }

export const allowedHosts = () => allowedOf(readConfig().WEBHOOK_ALLOW_HOSTS)

/** Everything that happens to an endpoint stands in its story and in the audit. */
export async function tell(
  tx: Tx,
  actor: Actor,
  { endpoint_id, code, facts = {} }: Of & { code: z.infer<typeof StoryCode>; facts?: object },
) {
  await tx`
    insert into webhooks.story (id, endpoint_id, at, code, by_id, facts)
    values (${newId()}, ${endpoint_id}, platform.clock(), ${code}, ${actor.person_id},
            ${tx.json(facts as never)})`
  const subject = { kind: 'webhook_endpoint', id: endpoint_id }
  await audit(tx, actor, `webhook.${code}`, subject, facts as Record<string, unknown>)
  await touch(tx, 'webhooks:all')
}

/** What waits is sent as soon as this has committed. */
export const sendSoon = (tx: Tx) => sweepSoon(tx, 'webhooks.send')

/** The address as it will be read at each sending, whatever way it was written. */
function addressOf(written: string): string {
  const url = new URL(written)
  const reason = whyNotAddress(url, allowedHosts())
  if (reason) throw wrongField('/url', reason)
  return url.href
}

async function locked(tx: Tx, actor: Actor, { endpoint_id }: Of): Promise<HookEndpoint> {
  await tx`select 1 from webhooks.endpoint where id = ${endpoint_id} for update`
  return endpointOf(tx, actor, endpoint_id)
}

async function makeSecret(tx: Tx, endpoint_id: Id) {
  const secret = newSecret()
  await tx`
    insert into webhooks.secret (id, endpoint_id, secret, made_at)
    values (${newId()}, ${endpoint_id}, ${secret}, platform.clock())`
  return secret
}

/** POST /webhook-endpoints */
export async function add(tx: Tx, actor: Actor, input: z.output<typeof addEndpoint.input>) {
  const url = addressOf(input.url)
  await tx`select pg_advisory_xact_lock(hashtext('webhooks.endpoint'))`
  const [open] = await tx<{ n: number }[]>`
    select count(*)::int as n from webhooks.endpoint where state <> 'ended'`
  if (open!.n >= endpoints_max) throw new Refused('too_many_endpoints', 409, { max: endpoints_max })
  const endpoint_id = newId()
  await tx`
    insert into webhooks.endpoint (id, name, url, events, made_at)
    values (${endpoint_id}, ${input.name}, ${url}, ${input.events}, platform.clock())`
  const secret = await makeSecret(tx, endpoint_id)
  const facts = { host: new URL(url).hostname, events: input.events }
  await tell(tx, actor, { endpoint_id, code: 'made', facts })
  return { ...(await endpointOf(tx, actor, endpoint_id)), secret }
}

/** PATCH /webhook-endpoints/:endpoint_id. Another address begins without the failures of the one before. */
export async function change(tx: Tx, actor: Actor, input: z.output<typeof changeEndpoint.input>) {
  const { endpoint_id } = input
  const before = await locked(tx, actor, input)
  const why_not = whyNotChange(before.state)
  if (why_not) throw new Refused(why_not)
  const { name = before.name, events = before.events } = input
  const url = input.url === undefined || input.url === before.url ? before.url : addressOf(input.url)
  const moved = url !== before.url
  await tx`
    update webhooks.endpoint
       set name = ${name}, url = ${url}, events = ${events},
           failing_since = case when ${moved} then null else failing_since end,
           failures = case when ${moved} then 0 else failures end,
           rest_until = case when ${moved} then null else rest_until end
     where id = ${endpoint_id}`
  await tell(tx, actor, { endpoint_id, code: 'changed', facts: { host: new URL(url).hostname, events } })
  if (moved) await sendSoon(tx)
  return endpointOf(tx, actor, endpoint_id)
}

/** POST /webhook-endpoints/:endpoint_id/secrets */
export async function rotate(tx: Tx, actor: Actor, input: Of) {
  const { state } = await locked(tx, actor, input)
  const why_not = whyNotChange(state)
  if (why_not) throw new Refused(why_not)
  const secret = await makeSecret(tx, input.endpoint_id)
  const both_until = addMinutes(await clockOf(tx), both_min)
  await tell(tx, actor, { ...input, code: 'secret_rotated', facts: { both_until } })
  return { secret, both_until }
}

const codes = { on: 'resumed', paused: 'paused', ended: 'ended' } as const

/** PUT /webhook-endpoints/:endpoint_id/state. Who is turned on again is trusted anew. */
export async function setState(tx: Tx, actor: Actor, input: z.output<typeof setEndpointState.input>) {
  const { endpoint_id, state } = input
  const before = await locked(tx, actor, input)
  const why_not = whyNotChange(before.state)
  if (why_not) throw new Refused(why_not)
  if (before.state === state) return before
  await tx`
    update webhooks.endpoint
       set state = ${state}, stop_reason = null, failing_since = null, failures = 0, rest_until = null
     where id = ${endpoint_id}`
  await tell(tx, actor, { endpoint_id, code: codes[state] })
  if (state === 'on') await sendSoon(tx)
  return endpointOf(tx, actor, endpoint_id)
}

async function lockedOn(tx: Tx, actor: Actor, of: Of) {
  const found = await locked(tx, actor, of)
  const why_not = whyNotSend(found.state)
  if (why_not) throw new Refused(why_not, 409, { state: found.state })
  // Whoever asks does not wait for the endpoint's rest to end.
  await tx`update webhooks.endpoint set rest_until = null where id = ${of.endpoint_id}`
}

/** POST /webhook-endpoints/:endpoint_id/tests */
export async function test(tx: Tx, actor: Actor, { endpoint_id }: Of) {
  await lockedOn(tx, actor, { endpoint_id })
  const now = await clockOf(tx)
  const delivery_id = newId()
  await tx`
    insert into webhooks.delivery (id, endpoint_id, event_id, event, body, happened_at, next_at)
    values (${delivery_id}, ${endpoint_id}, ${newId()}, ${test_event}, ${bodyOf(test_event, now, {})},
            ${now}, ${now})`
  await tell(tx, actor, { endpoint_id, code: 'tested' })
  await sendSoon(tx)
  return { delivery_id }
}

/** POST /webhook-deliveries/:delivery_id/replays */
export async function replay(tx: Tx, actor: Actor, { delivery_id }: { delivery_id: Id }) {
  const { endpoint_id } = await deliveryOf(tx, actor, delivery_id)
  await lockedOn(tx, actor, { endpoint_id })
  await tx`
    update webhooks.delivery set state = 'waiting', tries = 0, next_at = platform.clock()
     where id = ${delivery_id}`
  await tell(tx, actor, { endpoint_id, code: 'replayed', facts: { delivery_id } })
  await sendSoon(tx)
  return deliveryOf(tx, actor, delivery_id)
}

/** POST /webhook-endpoints/:endpoint_id/replays. A job gathers what happened; it may be much. */
export async function askRange(tx: Tx, actor: Actor, input: z.output<typeof replayRange.input>) {
  const { endpoint_id, from, to, only_missed } = input
  const why_not = whyNotReplay(input)
  if (why_not) throw wrongField('/to', why_not)
  await lockedOn(tx, actor, { endpoint_id })
  await tell(tx, actor, { endpoint_id, code: 'replayed', facts: { from, to, only_missed } })
  await enqueue(tx, 'webhooks.replay', { endpoint_id, from, to, only_missed })
  return { endpoint_id }
}
