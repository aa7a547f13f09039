// Endpoints and the delivery log as those see them who manage them, and control; row policies say who.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Id, Page } from '../../platform/types.ts'
import type { Delivery, HookEndpoint, getDelivery, getEndpoint, listDeliveries } from './contract.ts'
import { webhookIdOf } from './rules.ts'

/** Minutes for which the secret before the newest signs beside it. */
export const both_min = 24 * 60
const list_max = 500
const story_max = 100
const attempts_max = 200

const endpointRow = (tx: Tx) => tx`
  e.id, e.name, e.url, e.events, e.state, e.stop_reason, e.made_at, e.failing_since, e.failures,
  e.rest_until,
  (select count(*)::int from webhooks.delivery d
    where d.endpoint_id = e.id and d.state = 'waiting') as waiting,
  (select max(d.last_at) from webhooks.delivery d
    where d.endpoint_id = e.id and d.state = 'delivered') as last_delivered_at`

export async function endpointOf(tx: Tx, _actor: Actor, endpoint_id: Id): Promise<HookEndpoint> {
  const [found] = await tx<HookEndpoint[]>`
    select ${endpointRow(tx)} from webhooks.endpoint e where e.id = ${endpoint_id}`
  if (!found) throw notFound()
  return found
}

export async function endpoints(tx: Tx): Promise<{ items: HookEndpoint[] }> {
  const rows = await tx<HookEndpoint[]>`
    select ${endpointRow(tx)} from webhooks.endpoint e
     order by (e.state = 'ended'), e.made_at desc, e.id limit ${list_max}`
  return { items: [...rows] }
}

type Whole = z.input<typeof getEndpoint.reply>

export async function wholeEndpoint(tx: Tx, actor: Actor, input: { endpoint_id: Id }): Promise<Whole> {
  const found = await endpointOf(tx, actor, input.endpoint_id)
  const story = await tx<Whole['story']>`
    select id, at, code, by_id, facts from webhooks.story
     where endpoint_id = ${found.id} order by at desc, id desc limit ${story_max}`
  return { ...found, story: [...story] }
}

// An endpoint that rests, or is not on, is sent nothing however long a delivery has been due.
const deliveryRow = (tx: Tx) => tx`
  d.id, d.endpoint_id, d.event_id, d.event, d.happened_at, d.state, d.tries,
  case when e.state = 'on' then greatest(d.next_at, case when d.state = 'waiting' then e.rest_until end) end
  as next_at,
  d.last_at, d.last_status, d.last_error, e.name as endpoint_name`

export async function deliveryOf(tx: Tx, _actor: Actor, delivery_id: Id): Promise<Delivery> {
  const [found] = await tx<Delivery[]>`
    select ${deliveryRow(tx)}
      from webhooks.delivery d join webhooks.endpoint e on e.id = d.endpoint_id where d.id = ${delivery_id}`
  if (!found) throw notFound()
  return found
}

export async function deliveries(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listDeliveries.input>,
): Promise<Page<Delivery>> {
  const { endpoint_id, state, event, after, limit } = input
  const rows = await tx<Delivery[]>`
    select ${deliveryRow(tx)}
      from webhooks.delivery d join webhooks.endpoint e on e.id = d.endpoint_id
     where true
       ${endpoint_id ? tx`and d.endpoint_id = ${endpoint_id}` : tx``}
       ${state ? tx`and d.state = ${state}` : tx``}
       ${event ? tx`and d.event = ${event}` : tx``}
       ${
         after
           ? tx`and (d.happened_at, d.id) < (select c.happened_at, c.id from webhooks.delivery c
                                              where c.id = ${after})`
           : tx``
       }
     order by d.happened_at desc, d.id desc
     limit ${limit + 1}`
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? last.id : null }
}

type WholeDelivery = z.input<typeof getDelivery.reply>

export async function wholeDelivery(
  tx: Tx,
  actor: Actor,
  { delivery_id }: { delivery_id: Id },
): Promise<WholeDelivery> {
  const found = await deliveryOf(tx, actor, delivery_id)
  const [kept] = await tx<{ body: string }[]>`select body from webhooks.delivery where id = ${delivery_id}`
  const attempts = await tx<WholeDelivery['attempts']>`
    select id, at, status, error, took_ms from webhooks.attempt
     where delivery_id = ${delivery_id} order by at desc, id desc limit ${attempts_max}`
  const webhook_id = webhookIdOf(found.event_id)
  return { ...found, webhook_id, body: kept!.body, attempts: [...attempts] }
}

/** Live topic `webhooks:all`: that something was sent or changed, never what. */
export const hearsWebhooks = async (_tx: Tx, actor: Actor, id: string) =>
  id === 'all' && (may(actor, 'webhooks.manage') || may(actor, 'control.read'))
