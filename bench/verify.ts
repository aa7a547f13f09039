// What must be true of the tables after every write scenario: nothing oversold, one order a key, ledger and
// counters alike, every fen and every event where it belongs.
import type { Sql } from '../src/platform/db.ts'

const ledger = 'ledger and counter differ'
const checks: Record<string, string> = {
  oversold: `select 1 from stock.level where held + display > on_hand or held < 0`,
  [ledger]: `
    select 1 from stock.level l
      join (select city_code, node_id, sku_id, sum(quantity) as units from stock.entry group by 1, 2, 3) e
     using (city_code, node_id, sku_id) where e.units <> l.on_hand`,
  'holds and counter differ': `
    select 1 from (select * from stock.level where held <> 0) l
      full join (select city_code, node_id, sku_id, sum(quantity) as units from stock.hold
                  where state = 'held' group by 1, 2, 3) h using (city_code, node_id, sku_id)
     where h.units is distinct from l.held`,
  'slots and counter differ': `
    select 1 from sourcing.slot s
      left join (select city_code, zone, kind, day, window_code, count(*) as n from sourcing.slot_hold
                  where state <> 'released' group by 1, 2, 3, 4, 5) h
     using (city_code, zone, kind, day, window_code) where coalesce(h.n, 0) <> s.taken`,
  'a quote placed twice': `
    select 1 from orders.basket where quote_id is not null group by quote_id having count(*) > 1`,
  'a key with two baskets': `
    select 1 from platform.idempotency where route = 'POST /orders'
     group by reply #>> '{reply,basket_id}' having count(*) > 1`,
  'an order without its event': `
    select o.id::text from orders.customer_order o
     where o.channel = 'shop' and o.person_id = any($1::uuid[])
    except select payload->>'order_id' from platform.event where name = 'orders.placed'`,
  'money that does not add up': `
    select 1 from orders.basket b join payment.payment p on p.basket_id = b.id
     where p.amount_fen <> b.total_fen
        or b.total_fen <> (select sum(total_fen) from orders.customer_order o where o.basket_id = b.id)`,
}

/**
 * The names of what does not hold. Copies that the limit wrote are told apart by `people`. The sum over the
 * whole ledger takes a second: a quick look takes it once, when all is written.
 */
export async function whatIsWrong(sql: Sql, people: readonly string[], whole = true): Promise<string[]> {
  const wrong: string[] = []
  for (const [name, query] of Object.entries(checks)) {
    if (!whole && name === ledger) continue
    const values = query.includes('$1') ? [[...people]] : []
    const rows = await sql.unsafe(`${query} limit 1`, values as never[])
    if (rows.length > 0) wrong.push(name)
  }
  return wrong
}
