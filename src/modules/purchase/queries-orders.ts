// Reads of purchase orders. Row policies say whose: buying and control all, a node what was sent for it, a
// brand its own. Who does not read costs finds null in their place.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import type { Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { nodes } from '../places/index.ts'
import type { OrderHead, OrderLine, OrderWhole, listOrders } from './contract-orders.ts'
import { holding, namesOf } from './queries.ts'

type HeadRow = Omit<OrderHead, 'node_zh' | 'node_en'>

const heads = (tx: Tx) => tx`
  select o.order_id, o.no, o.supplier_id, o.supplier_name, o.supplier_name_en, o.node_id, o.state,
         o.expected_on, o.created_at, t.lines, t.units, t.good_units, c.total_fen
    from purchase.purchase_order o
   cross join lateral (
         select count(*)::int as lines, coalesce(sum(p.agreed_units), 0)::int as units,
                coalesce(sum(p.good_units), 0)::int as good_units
           from purchase.public_progress p where p.order_id = o.order_id) t
   cross join lateral (
         select sum(x.unit_cost_fen * coalesce(l.acknowledged_units, l.units)
                    + x.freight_fen)::bigint as total_fen
           from purchase.order_cost x join purchase.order_line l using (order_id, line_no)
          where x.order_id = o.order_id) c`

function named<T extends { node_id: string }>(row: T) {
  const node = nodes().byId(row.node_id)
  return { ...row, node_zh: node?.name_zh ?? row.node_id, node_en: node?.name_en ?? row.node_id }
}

export async function ordersPage(
  tx: Tx,
  _actor: Actor,
  input: z.output<typeof listOrders.input>,
): Promise<Page<OrderHead>> {
  const like = input.q ? holding(input.q) : null
  const rows = await tx<HeadRow[]>`
    ${heads(tx)}
     where (${input.state ?? null}::text is null or o.state = ${input.state ?? null})
       ${input.open ? tx`and o.state not in ('draft', 'approving', 'closed', 'cancelled')` : tx``}
       and (${input.supplier_id ?? null}::uuid is null or o.supplier_id = ${input.supplier_id ?? null})
       and (${input.node_id ?? null}::uuid is null or o.node_id = ${input.node_id ?? null})
       and (${like}::text is null or concat_ws(' ', o.no, o.supplier_name, o.supplier_name_en) ilike ${like})
       and (${input.after ?? null}::uuid is null
            or (o.created_at, o.order_id) < (select a.created_at, a.order_id from purchase.purchase_order a
                                              where a.order_id = ${input.after ?? null}))
     order by o.created_at desc, o.order_id desc
     limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit).map(named)
  return { items, next: rows.length > input.limit ? items.at(-1)!.order_id : null }
}

export async function linesOf(tx: Tx, order_id: string): Promise<OrderLine[]> {
  const rows = await tx<Omit<OrderLine, 'code' | 'gtin' | 'name_zh' | 'name_en'>[]>`
    select l.line_no, l.sku_id, l.units, l.acknowledged_units, p.despatched_units, p.good_units,
           p.damaged_units, c.unit_cost_fen, c.vat_bp, c.freight_fen
      from purchase.order_line l
      join purchase.public_progress p using (order_id, line_no)
      left join purchase.order_cost c using (order_id, line_no)
     where l.order_id = ${order_id}
     order by l.line_no`
  return rows.map((row) => ({
    ...row,
    ...namesOf(row.sku_id),
    gtin: catalog().sku(row.sku_id)?.gtin ?? null,
  }))
}

const despatchesOf = (tx: Tx, order_id: string) => tx<OrderWhole['despatches']>`
  select d.despatch_id, d.no, d.carrier, d.tracking_no, d.arrives_on, d.at,
         (select jsonb_agg(jsonb_build_object('line_no', l.line_no, 'units', l.units) order by l.line_no)
            from purchase.despatch_line l where l.despatch_id = d.despatch_id) as lines
    from purchase.despatch d where d.order_id = ${order_id} order by d.at, d.despatch_id`

const receiptsOf = (tx: Tx, order_id: string) => tx<OrderWhole['receipts']>`
  select r.receipt_id, r.no, r.received_at, r.note,
         coalesce((select jsonb_agg(jsonb_build_object('line_no', l.line_no, 'good_units', l.good_units,
                     'over_units', l.over_units, 'damaged_units', l.damaged_units,
                     'short_units', l.short_units, 'landed_fen', c.landed_fen) order by l.line_no)
            from purchase.receipt_line l left join purchase.receipt_cost c using (receipt_id, line_no)
           where l.receipt_id = r.receipt_id), '[]') as lines,
         coalesce((select jsonb_agg(jsonb_build_object('scanned', w.scanned, 'units', w.units) order by w.seq)
            from purchase.receipt_wrong w where w.receipt_id = r.receipt_id), '[]') as wrong
    from purchase.receipt r where r.order_id = ${order_id} order by r.received_at, r.receipt_id`

/** 404 for who may not see it. */
export async function wholeOrder(
  tx: Tx,
  actor: Actor,
  { order_id }: { order_id: string },
): Promise<OrderWhole> {
  const [head] = await tx<HeadRow[]>`${heads(tx)} where o.order_id = ${order_id}`
  if (!head) throw notFound()
  const [more] = await tx<{ note: string | null; request_id: OrderWhole['request_id'] }[]>`
    select note, request_id from purchase.purchase_order where order_id = ${order_id}`
  const returns = await tx<OrderWhole['returns']>`
    select return_id, no, reason, returned_at from purchase.supplier_return
     where order_id = ${order_id} order by returned_at, return_id`
  return {
    ...named(head),
    ...more!,
    mine: may(actor, 'purchasing.orders'),
    items: await linesOf(tx, order_id),
    despatches: [...(await despatchesOf(tx, order_id))],
    receipts: [...(await receiptsOf(tx, order_id))],
    returns: [...returns],
  }
}
