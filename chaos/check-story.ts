// Stories, events and what must follow from them: an order stands where its story has led it, each step has
// its event, and whoever had to hear of it has.
import type { Rule } from './check-tables.ts'
import { knownOrders as ours } from './check-tables.ts'

const same = (states: string[], to?: string) =>
  Object.fromEntries(states.map((state) => [state, to ?? state]))
const ends = same(['created', 'paid', 'accepted', 'picking', 'resourcing', 'awaiting_choice'], 'cancelled')

/** Each step of an order: where it leads from where, and what its event is called. */
const steps: Record<string, { event: string; moves: Record<string, string> }> = {
  pay: { event: 'orders.paid', moves: { created: 'paid', expired: 'paid' } },
  expire: { event: 'orders.expired', moves: { created: 'expired' } },
  accept: { event: 'orders.accepted', moves: { paid: 'accepted' } },
  start_picking: { event: 'orders.picking_started', moves: { paid: 'picking', accepted: 'picking' } },
  hand_over: { event: 'orders.handed_over', moves: { picking: 'handed_over' } },
  depart: { event: 'orders.departed', moves: { handed_over: 'delivering' } },
  deliver: { event: 'orders.delivered', moves: { handed_over: 'delivered', delivering: 'delivered' } },
  install: { event: 'orders.installed', moves: { delivered: 'installed' } },
  close: { event: 'orders.closed', moves: { delivered: 'closed', installed: 'closed' } },
  cancel_by_customer: { event: 'orders.cancelled', moves: ends },
  cancel_by_house: { event: 'orders.cancelled', moves: ends },
  choose_cancel: { event: 'orders.cancelled', moves: { awaiting_choice: 'cancelled' } },
  fail_pick: { event: 'orders.pick_failed', moves: same(['paid', 'accepted', 'picking'], 'resourcing') },
  resource: { event: 'orders.resourced', moves: { resourcing: 'paid' } },
  offer_choice: { event: 'orders.choice_offered', moves: { resourcing: 'awaiting_choice' } },
  choose_wait: { event: 'orders.wait_chosen', moves: { awaiting_choice: 'resourcing' } },
  request_return: {
    event: 'orders.return_requested',
    moves: same(['delivered', 'installed', 'closed'], 'returning'),
  },
  receive_return: { event: 'orders.returned', moves: { returning: 'returned' } },
  receive_part_return: { event: 'orders.returned', moves: { returning: 'closed' } },
  refund: {
    event: 'orders.refunded',
    moves: same(['closed', 'returning', 'returned', 'cancelled', 'expired']),
  },
}
export type Told = {
  number: string
  state: string
  channel: string
  /** As it was placed: who serves it later may do so otherwise. */
  mode: string | null
  codes: string[]
  events: string[]
}

/** Of every order of ours: its story in order and its events. */
export const storiesSql = `
  select o.number, o.state, o.channel,
         (select s.facts->>'mode' from orders.story s where s.city_code = o.city_code and s.order_id = o.id
             and s.code = 'place' limit 1) as mode,
         array(select s.code from orders.story s
                where s.city_code = o.city_code and s.order_id = o.id order by s.id) as codes,
         array(select e.name from platform.event e
                where e.name like 'orders.%' and e.payload->>'order_id' = o.id::text order by e.id) as events
    from orders.customer_order o where ${ours}`

/** What is wrong with a story, or null. */
export function whyNotStory({ state, channel, mode, codes, events }: Told): string | null {
  if (codes[0] !== 'place' || codes.filter((code) => code === 'place').length > 1)
    return `the story begins ${codes.slice(0, 2).join(', ')}`
  const own = channel === 'counter' && mode === 'own_stock'
  let at = channel === 'shop' ? 'created' : own ? 'delivered' : 'paid'
  const expected = [channel === 'shop' ? 'orders.placed' : own ? 'orders.counter_sold' : 'orders.paid']
  for (const code of codes) {
    const step = steps[code]
    if (!step) continue
    const to = step.moves[at]
    if (!to) return `${code} while ${at}: ${codes.join(', ')}`
    at = to
    expected.push(step.event)
  }
  if (at !== state) return `the order is ${state}, its story ends ${at}: ${codes.join(', ')}`
  const sorted = (names: string[]) => [...names].sort().join(', ')
  if (sorted(expected) !== sorted(events))
    return `events ${sorted(events)}; the story has ${sorted(expected)}`
  return null
}

const waits = (task: string, by: string) => `exists (
  select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
   where t.identifier = '${task}' and j.payload::text like '%' || ${by} || '%')`

export const heardRules: Rule[] = [
  {
    rule: 'a paid order stands in a queue, an ended one in none',
    sql: `select o.number as subject, o.state || ', open tasks ' || t.n as told
            from orders.customer_order o cross join lateral (
                 select count(*) as n from fulfilment.task k
                  where k.city_code = o.city_code and k.order_id = o.id
                    and k.state in ('waiting', 'accepted', 'picking', 'packed')) t
           where ${ours} and case when o.state in ('paid', 'accepted', 'picking')
                 then t.n <> 1 and not ${waits('fulfilment.open', 'o.id')} else t.n > 0 end`,
  },
  {
    rule: 'a task stands where its order does',
    sql: `select o.number as subject, 'order ' || o.state || ', task ' || k.state as told
            from orders.customer_order o
            join fulfilment.task k on k.city_code = o.city_code and k.order_id = o.id
           where ${ours} and k.state not in ('failed', 'cancelled') and k.state is distinct from
                 case when o.state = 'paid' then 'waiting'
                      when o.state = 'picking' and k.state = 'packed' then 'packed'
                      when o.state in ('installed', 'closed', 'returning', 'returned') then 'delivered'
                      else o.state end`,
  },
  {
    rule: 'goods that were handed over are booked for the store that sold, once',
    sql: `select o.number as subject, e.name || ', booked ' || (select count(*) from fulfilment.income i
                   where i.city_code = o.city_code and i.cause = e.id) as told
            from orders.customer_order o
            join platform.event e on e.payload->>'order_id' = o.id::text
                 and e.name in ('orders.handed_over', 'orders.counter_sold')
           where ${ours} and not ${waits('fulfilment.book_sale', 'e.id')}
             and 1 <> (select count(*) from fulfilment.income i
                        where i.city_code = o.city_code and i.cause = e.id)`,
  },
  {
    rule: 'a store that failed is replaced or the customer asked',
    sql: `select o.number as subject, o.state as told from orders.customer_order o
           where ${ours} and o.state = 'resourcing' and not ${waits('fulfilment.find_another', 'o.id')}
             and not ${waits('orders.look_again', 'o.id')}`,
  },
  {
    rule: 'what is to be installed is planned, and not once the order has ended',
    sql: `select o.number as subject, o.state || ', work ' || coalesce(w.states, 'none') as told
            from orders.customer_order o left join lateral (
                 select string_agg(state, ',') as states, count(*) filter (where state <> 'cancelled') as n
                   from installation.work_order k where k.city_code = o.city_code and k.order_id = o.id) w
                 on true
           where ${ours} and o.needs_install
             and case when o.state in ('created', 'cancelled', 'expired') then w.n > 0
                      when o.state in ('paid', 'accepted', 'picking', 'handed_over', 'delivering')
                      then w.n <> 1 else false end`,
  },
  {
    rule: 'news of money is in the story',
    sql: `select e.payload->>'basket_id' as subject, e.name || ' ' || o.number as told
            from platform.event e join orders.customer_order o on o.basket_id::text = e.payload->>'basket_id'
           where ${ours} and e.name in ('payment.failed', 'payment.difference')
             and not exists (select from orders.story s
                              where s.city_code = o.city_code and s.order_id = o.id
                                and s.code = replace(e.name, '.', '_'))`,
  },
  {
    rule: 'money that went back is told once',
    sql: `select e.payload->>'refund_id' as subject, e.payload->>'reason' as told from platform.event e
           where e.name = 'payment.refunded' and e.payload->>'order_id' is not null
             and 1 <> (select count(*) from orders.story s
                        where s.order_id = (e.payload->>'order_id')::uuid and s.code = 'refund'
                          and s.facts->>'refund_id' = e.payload->>'refund_id')`,
  },
  {
    rule: 'every payment has its events',
    sql: `select p.id::text as subject, p.state || ', payment.paid ' || v.paid as told
            from payment.payment p cross join lateral (
                 select count(*) filter (where e.name = 'payment.paid') as paid from platform.event e
                  where e.name like 'payment.%' and e.payload->>'payment_id' = p.id::text) v
           where p.provider = 'sandbox' and exists (select from payment.callback c where c.payment_id = p.id)
             and v.paid <> case when p.state = 'paid' then 1 else 0 end`,
  },
  {
    rule: 'no job is lost: none has failed for good, none that is due is left',
    sql: `select t.identifier as subject, j.attempts || ' of ' || j.max_attempts || ' attempts, '
                 || coalesce(left(j.last_error, 120), 'due since ' || j.run_at) as told
            from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
           where j.attempts >= j.max_attempts or j.run_at < now() - interval '10 seconds'
              or j.locked_at < now() - interval '10 seconds'`,
  },
  {
    rule: 'an intention that was taken has its answer',
    sql: `select key as subject, route as told from platform.idempotency where reply is null`,
  },
]
