// Bulk load of orders that are over: closed, delivered and paid long ago. For the demo world and later
// imports; the caller loads their payments and ledger entries through the doors of payment and stock. Owner's
// connection only.
import { type Tx, uuidOf } from '../../platform/db.ts'

export type PastOrder = {
  city_code: string
  id: string
  number: string
  basket_id: string
  payment_id: string
  channel: 'shop' | 'counter'
  node_id: string
  county_code: string
  total_fen: number
  sku_id: string
  code: string
  name_zh: string
  name_en: string
  quantity: number
  unit_fen: number
  needs_install: boolean
  placed_at: string
  delivered_at: string
}

/** One line an order; rows that are there already stay. Returns the orders added. */
export async function loadPastOrders(tx: Tx, rows: readonly PastOrder[]): Promise<number> {
  const given = tx.json(rows as never)
  await tx`
    insert into orders.basket (id, total_fen, placed_at)
    select basket_id, total_fen, placed_at from jsonb_to_recordset(${given})
        as r(basket_id uuid, total_fen bigint, placed_at timestamptz)
    on conflict do nothing`
  const added = await tx`
    insert into orders.customer_order (city_code, id, number, basket_id, payment_id, channel, mode,
      seller, state,
           node_id, selling_node_id, county_code, total_fen, units, lines_count, first_sku_id, needs_install,
           reasons, placed_at, paid_at, delivered_at, changed_at)
    select city_code, id, number, basket_id, payment_id, channel, 'own_stock',
           case channel when 'shop' then 'online' else 'owner' end, 'closed', node_id, node_id, county_code,
           total_fen, quantity, 1, sku_id, needs_install, '[]', placed_at, placed_at,
           delivered_at, delivered_at
      from jsonb_to_recordset(${given})
        as r(city_code text, id uuid, number text, basket_id uuid, payment_id uuid, channel text,
          node_id uuid,
             county_code text, total_fen bigint, quantity int, sku_id uuid, needs_install boolean,
             placed_at timestamptz, delivered_at timestamptz)
    on conflict do nothing`
  await loadLines(tx, given)
  return added.count
}

async function loadLines(tx: Tx, given: ReturnType<Tx['json']>) {
  await tx`
    insert into orders.line (city_code, order_id, line_no, sku_id, code, name_zh, name_en, quantity, unit_fen,
           total_fen, needs_install, trace)
    select city_code, id, 1, sku_id, code, name_zh, name_en, quantity, unit_fen, total_fen,
      needs_install, '[]'
      from jsonb_to_recordset(${given})
        as r(city_code text, id uuid, sku_id uuid, code text, name_zh text, name_en text, quantity int,
             unit_fen bigint, total_fen bigint, needs_install boolean)
    on conflict do nothing`
  await tx`
    insert into orders.story (city_code, order_id, id, at, code, by, facts)
    select r.city_code, r.id, ${uuidOf(tx, tx`r.id::text || s.code`)}, s.at, s.code, s.by, '{}'
      from jsonb_to_recordset(${given})
        as r(city_code text, id uuid, placed_at timestamptz, delivered_at timestamptz, needs_install boolean)
     cross join lateral (values ('pay', 'customer', r.placed_at), ('accept', 'store',
       r.placed_at + interval '9 minutes'),
         ('hand_over', 'store', r.delivered_at - interval '50 minutes'), ('deliver', 'store', r.delivered_at),
         ('close', 'house', r.delivered_at + interval '7 days')) as s(code, by, at)
    on conflict do nothing`
}
