// What orders hold on a person, and how it goes: names, numbers and addresses are erased, sums stay. O7
import type { Tx } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Id } from '../../platform/types.ts'

const orders_max = 2_000

export const privacy = {
  async hold(tx: Tx, person_id: Id) {
    const orders = await tx`
      select o.number, o.state, o.county_code, o.total_fen, o.refunded_fen, o.placed_at, r.name, r.phone,
             r.address,
             (select jsonb_agg(jsonb_build_object('code', l.code, 'name_zh', l.name_zh,
                                                  'quantity', l.quantity, 'total_fen', l.total_fen)
                               order by l.line_no)
                from orders.line l where l.city_code = o.city_code and l.order_id = o.id) as lines
        from orders.customer_order o
        left join orders.recipient r on r.city_code = o.city_code and r.order_id = o.id
       where o.person_id = ${person_id}
       order by o.placed_at limit ${orders_max}`
    const cart = await tx`
      select sku_id, quantity, added_at from orders.cart_line where person_id = ${person_id} limit 50`
    return { orders, cart }
  },

  /** Refuses while something is still on its way: somebody has to know where to bring it. */
  async erase(tx: Tx, person_id: Id) {
    const open = await tx<{ number: string }[]>`
      select number from orders.customer_order
       where person_id = ${person_id}
         and state not in ('delivered', 'installed', 'closed', 'expired', 'cancelled', 'returned')
       limit 5`
    if (open.length > 0) throw new Refused('order_open', 409, { numbers: open.map((row) => row.number) })
    await tx`update orders.recipient set name = '', phone = '', address = '' where person_id = ${person_id}`
    await tx`delete from orders.cart_line where person_id = ${person_id}`
  },
}
