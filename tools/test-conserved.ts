// What must hold in any state of a shop that a crash, a cut or a restore may leave: asked of the tables
// alone, in words of its own. Returns what is wrong.
import type { Sql } from '../src/platform/db.ts'

const questions: Record<string, string> = {
  'a counter differs from its ledger': `
    select l.node_id, l.sku_id, l.on_hand, coalesce(sum(e.quantity), 0) as ledger from stock.level l
      left join stock.entry e using (city_code, node_id, sku_id)
     group by l.city_code, l.node_id, l.sku_id having l.on_hand <> coalesce(sum(e.quantity), 0)`,
  'a counter differs from its holds': `
    select l.node_id, l.sku_id, l.held, coalesce(sum(h.quantity), 0) as holds from stock.level l
      left join stock.hold h on h.city_code = l.city_code and h.node_id = l.node_id
        and h.sku_id = l.sku_id and h.state = 'held'
     group by l.city_code, l.node_id, l.sku_id having l.held <> coalesce(sum(h.quantity), 0)`,
  'more is promised than is there': 'select * from stock.level where on_hand < held or held < 0',
  'what left one node did not arrive at another': `
    select sum(quantity) as lost from stock.entry where kind in ('transfer_out', 'transfer_in')
    having sum(quantity) <> 0`,
  'an open order has no hold of its units': `
    select o.id from orders.customer_order o
      join orders.line n on n.city_code = o.city_code and n.order_id = o.id
     where o.state in ('created', 'paid', 'accepted', 'picking')
       and n.quantity <> (select coalesce(sum(h.quantity), 0) from stock.hold h
                           where h.city_code = o.city_code and h.order_id = o.id and h.sku_id = n.sku_id
                             and h.node_id = o.node_id and h.state = 'held')`,
  'a basket is not the sum of its orders': `
    select b.id from orders.basket b join orders.customer_order o on o.basket_id = b.id
     group by b.id having b.total_fen <> sum(o.total_fen)`,
  'an order has no payment': `
    select o.id from orders.customer_order o
     where not exists (select 1 from payment.payment p where p.id = o.payment_id)`,
  'an order was not announced exactly once': `
    select o.id, count(e.id) from orders.customer_order o
      left join platform.event e on e.name = 'orders.placed' and e.payload ->> 'order_id' = o.id::text
     where o.placed_at >= $1 group by o.id having count(e.id) <> 1`,
}

/** `since`: orders before it were loaded as history, which nobody announced. */
export async function whatIsWrong(sql: Sql, since = '2000-01-01T00:00:00.000Z'): Promise<string[]> {
  const wrong: string[] = []
  for (const [what, question] of Object.entries(questions)) {
    const rows = await sql.unsafe(question, question.includes('$1') ? [since] : [])
    if (rows.length > 0) wrong.push(`${what}: ${JSON.stringify(rows.slice(0, 3))}`)
  }
  return wrong
}
