// What the tables alone must say, whatever happened before: each rule is a question whose answer is empty
// when all is well. Written from the invariants of the rooms, not from their code.
export type Rule = { rule: string; sql: string }

const holds = "('created', 'paid', 'accepted', 'picking', 'resourcing', 'awaiting_choice')"
const sold = "('handed_over', 'delivering', 'delivered', 'installed', 'closed', 'returning', 'returned')"
/** Loaded as history: sold before this system, so nothing here tells how. */
const ours = `(o.placed_at > (select coalesce(min(e.happened_at), 'infinity') from platform.event e
                where e.name in ('orders.placed', 'orders.counter_sold')) - interval '1 day'
  and exists (select from orders.story s where s.city_code = o.city_code and s.order_id = o.id
                and s.code = 'place'))`

export const stockRules: Rule[] = [
  {
    rule: 'the ledger sums to what is on hand',
    sql: `select l.node_id || ' ' || l.sku_id as subject,
                 'on hand ' || coalesce(l.on_hand, 0) || ', ledger ' || coalesce(e.units, 0) as told
            from stock.level l
            full join (select city_code, node_id, sku_id, sum(quantity) as units
                         from stock.entry group by 1, 2, 3) e using (city_code, node_id, sku_id)
           where coalesce(l.on_hand, 0) <> coalesce(e.units, 0)`,
  },
  {
    rule: 'open holds sum to what is held',
    sql: `select l.node_id || ' ' || l.sku_id as subject,
                 'held ' || coalesce(l.held, 0) || ', holds ' || coalesce(h.units, 0) as told
            from stock.level l
            full join (select city_code, node_id, sku_id, sum(quantity) as units
                         from stock.hold where state = 'held' group by 1, 2, 3) h
                 using (city_code, node_id, sku_id)
           where coalesce(l.held, 0) <> coalesce(h.units, 0)`,
  },
  {
    rule: 'nothing is oversold',
    sql: `select node_id || ' ' || sku_id as subject,
                 'on hand ' || on_hand || ', held ' || held || ', display ' || display as told
            from stock.level
           where held + display > on_hand or on_hand < 0 or held < 0 or display < 0`,
  },
  {
    rule: 'an order holds exactly its units until they leave or it ends',
    sql: `select o.number as subject, o.state || ': ' || w.sku_id || ' wants ' || w.units || ', held '
                 || coalesce(h.held, 0) || ', sold ' || coalesce(h.sold, 0) as told
            from orders.customer_order o
            join (select city_code, order_id, sku_id, sum(quantity) as units
                    from orders.line group by 1, 2, 3) w on w.city_code = o.city_code and w.order_id = o.id
            left join (select city_code, order_id, sku_id,
                              sum(quantity) filter (where state = 'held') as held,
                              sum(quantity) filter (where state = 'sold') as sold
                         from stock.hold group by 1, 2, 3) h
                 on h.city_code = o.city_code and h.order_id = o.id and h.sku_id = w.sku_id
           where ${ours}
             and (coalesce(h.held, 0), coalesce(h.sold, 0)) is distinct from
                 (case when o.state in ${holds} then w.units else 0 end,
                  case when o.state in ${sold} then w.units else 0 end)`,
  },
  {
    rule: 'a hold belongs to an order',
    sql: `select h.order_id::text as subject, h.state || ' ' || h.quantity as told from stock.hold h
           where not exists (select from orders.customer_order o
                              where o.city_code = h.city_code and o.id = h.order_id)`,
  },
  {
    rule: 'what was sold has left the ledger once, what came back entered it once',
    sql: `select o.number as subject, o.state || ': sold ' || coalesce(e.sold, 0) || ' of ' || o.units
                 || ', back ' || coalesce(e.back, 0) || ' of ' || coalesce(r.back, 0) as told
            from orders.customer_order o
            left join (select city_code, order_id, -sum(quantity) filter (where kind = 'sale') as sold,
                              sum(quantity) filter (where kind = 'customer_return') as back
                         from stock.entry where order_id is not null group by 1, 2) e
                 on e.city_code = o.city_code and e.order_id = o.id
            left join (select q.city_code, q.order_id, sum(l.quantity) as back
                         from orders.return_request q join orders.return_line l
                              on l.city_code = q.city_code and l.return_id = q.id
                        where q.state = 'received' group by 1, 2) r
                 on r.city_code = o.city_code and r.order_id = o.id
           where ${ours}
             and (coalesce(e.sold, 0), coalesce(e.back, 0)) is distinct from
                 (case when o.state in ${sold} then o.units else 0 end, coalesce(r.back, 0))`,
  },
  {
    rule: 'slot holds sum to what is taken, within the capacity',
    sql: `select s.zone || ' ' || s.kind || ' ' || s.day || ' ' || s.window_code as subject,
                 'taken ' || s.taken || ' of ' || s.capacity || ', holds ' || coalesce(h.n, 0) as told
            from sourcing.slot s
            full join (select city_code, zone, kind, day, window_code, count(*) as n from sourcing.slot_hold
                        where state <> 'released' group by 1, 2, 3, 4, 5) h
                 using (city_code, zone, kind, day, window_code)
           where coalesce(s.taken, 0) <> coalesce(h.n, 0) or s.taken > s.capacity`,
  },
  {
    rule: 'an ended order takes no slot',
    sql: `select o.number as subject, o.state || ' ' || h.kind as told
            from sourcing.slot_hold h
            join orders.customer_order o on o.city_code = h.city_code and o.id = h.order_id
           where h.state <> 'released' and o.state in ('cancelled', 'expired')`,
  },
]

export const moneyRules: Rule[] = [
  {
    rule: 'lines sum to the order, orders to the basket, the basket to its payment',
    sql: `select b.id::text as subject, 'basket ' || b.total_fen || ', orders ' || coalesce(o.fen, 0)
                 || ', lines ' || coalesce(l.fen, 0) || ', payment ' || coalesce(p.amount_fen, 0) as told
            from orders.basket b
            left join (select basket_id, sum(total_fen) as fen from orders.customer_order group by 1) o
                 on o.basket_id = b.id
            left join (select c.basket_id, sum(l.total_fen) as fen
                         from orders.line l join orders.customer_order c
                              on c.city_code = l.city_code and c.id = l.order_id group by 1) l
                 on l.basket_id = b.id
            left join payment.payment p on p.basket_id = b.id
           where b.total_fen is distinct from o.fen or b.total_fen is distinct from l.fen
              or b.total_fen is distinct from p.amount_fen`,
  },
  {
    rule: 'every fen that came in is applied once or a difference that goes back',
    sql: `select p.id::text as subject, p.state || ': received ' || m.received || ', applied ' || m.applied
                 || ', difference ' || m.difference || ', of it asked back ' || m.asked as told
            from payment.payment p cross join lateral (
                 select coalesce(sum(amount_fen) filter (where kind = 'received'), 0) as received,
                        coalesce(sum(amount_fen) filter (where kind = 'applied'), 0) as applied,
                        coalesce(sum(amount_fen) filter (where kind = 'difference'), 0) as difference,
                        (select coalesce(sum(r.amount_fen), 0) from payment.refund r
                          where r.payment_id = p.id and r.key like 'difference:%') as asked
                   from payment.entry e where e.payment_id = p.id) m
           where m.received <> m.applied + m.difference or m.difference <> m.asked
              or m.applied <> case when p.state = 'paid' then p.amount_fen else 0 end`,
  },
  {
    rule: 'no more goes back than came in, and each refund once',
    sql: `select p.id::text as subject, 'received ' || m.received || ', refunds ' || m.refunds
                 || ', done ' || m.done || ', returned ' || m.returned as told
            from payment.payment p cross join lateral (
                 select (select coalesce(sum(amount_fen), 0) from payment.entry e
                          where e.payment_id = p.id and e.kind = 'received') as received,
                        (select coalesce(sum(amount_fen), 0) from payment.entry e
                          where e.payment_id = p.id and e.kind = 'returned') as returned,
                        coalesce(sum(r.amount_fen), 0) as refunds,
                        coalesce(sum(r.amount_fen) filter (where r.state = 'done'), 0) as done
                   from payment.refund r where r.payment_id = p.id) m
           where m.refunds > m.received or m.done <> m.returned`,
  },
  {
    rule: 'a refund that was asked for is done or on its way',
    sql: `select r.id::text as subject, r.state || ' ' || r.amount_fen || ' ' || r.reason as told
            from payment.refund r
           where r.state = 'requested'
             and not exists (select from graphile_worker._private_jobs j
                              where j.payload::text like '%' || r.id || '%')`,
  },
  {
    rule: 'an order has back what its done refunds say, and an ended one all of it',
    sql: `select o.number as subject, o.state || ': refunded ' || o.refunded_fen || ', done ' || r.done
                 || ', asked ' || r.asked || ' of ' || o.total_fen as told
            from orders.customer_order o cross join lateral (
                 select coalesce(sum(amount_fen) filter (where state = 'done'), 0) as done,
                        coalesce(sum(amount_fen), 0) as asked
                   from payment.refund f where f.order_id = o.id) r
           where ${ours} and (o.refunded_fen <> r.done or r.asked > o.total_fen
              or (o.state = 'cancelled' and r.asked <> coalesce((
                   select o.total_fen from payment.payment p
                    where p.basket_id = o.basket_id and p.state = 'paid'), 0)))`,
  },
  {
    rule: 'what came back is paid back to the fen',
    sql: `select q.id::text as subject, 'asked ' || q.refund_fen || ', refunds '
                 || coalesce(sum(r.amount_fen), 0) as told
            from orders.return_request q
            left join payment.refund r on r.order_id = q.order_id and r.key = 'return:' || q.id
           where q.state = 'received'
           group by q.id, q.refund_fen having q.refund_fen <> coalesce(sum(r.amount_fen), 0)`,
  },
  {
    rule: 'paid money moves its orders, and no order moves without it',
    sql: `select o.number as subject, 'order ' || o.state || ', payment ' || p.state as told
            from orders.customer_order o join payment.payment p on p.basket_id = o.basket_id
           where ${ours} and case p.state when 'paid' then o.state = 'created'
                 else o.state not in ('created', 'cancelled', 'expired') end`,
  },
  {
    rule: 'a report of money that was kept is settled once',
    sql: `select c.webhook_id as subject, (c.body->'data'->>'amount_fen') || ' entered '
                 || (select count(*) from payment.entry e where e.payment_id = c.payment_id
                      and e.kind = 'received'
                       and e.transaction_id = c.body->'data'->>'transaction_id') as told
            from payment.callback c
           where c.body->>'type' = 'charge.succeeded'
             and 1 <> (select count(*) from payment.entry e where e.payment_id = c.payment_id
                        and e.kind = 'received' and e.transaction_id = c.body->'data'->>'transaction_id')`,
  },
  {
    rule: 'no money came in that nobody reported',
    sql: `select e.payment_id::text as subject, e.transaction_id || ' ' || e.amount_fen as told
            from payment.entry e join payment.payment p on p.id = e.payment_id
           where e.kind = 'received' and p.provider = 'sandbox'
             and exists (select from platform.event v where v.name = 'orders.placed'
                          and v.payload->>'basket_id' = p.basket_id::text)
             and not exists (select from payment.callback c where c.payment_id = e.payment_id
                              and c.body->'data'->>'transaction_id' = e.transaction_id
                              and (c.body->'data'->>'amount_fen')::bigint = e.amount_fen)`,
  },
]

export const knownOrders = ours
