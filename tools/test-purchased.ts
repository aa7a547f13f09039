// Orders to a supplier and what came of them, written as the house writes what is over: for the tests of the
// rooms above purchasing.
import type { Sql, Tx } from '../src/platform/db.ts'
import { type Id, newId } from '../src/platform/types.ts'

type BoughtLine = {
  sku_id: Id
  units: number
  unit_cost_fen: number
  freight_fen?: number
  vat_bp?: number
}
type Bought = { order_id: Id; no: string; supplier_id: Id; lines: BoughtLine[] }
type Came = { line_no: number; good: number; damaged?: number; short?: number }

type At = { city_code: string; node_id: Id }

let serial = 0

export function purchased(owner: Sql, at: At) {
  return {
    supplier: (code: string, more: { brand_id?: Id; terms?: number } = {}) => addSupplier(owner, code, more),
    order: (supplier_id: Id, lines: BoughtLine[]) => addOrder(owner, at, supplier_id, lines),
    receive: (of: Bought, came: Came[]) => receive(owner, at, of, came),
    sendBack: (of: Bought, line_no: number, units: number) => sendBack(owner, at, of, line_no, units),
  }
}

async function addSupplier(owner: Sql, code: string, more: { brand_id?: Id; terms?: number }): Promise<Id> {
  const supplier_id = newId()
  await owner`
      insert into purchase.supplier (supplier_id, code, name, name_en, brand_id, payment_terms_days,
                                     lead_time_days, demo)
      values (${supplier_id}, ${code}, ${`${code} 供应商（示例）`}, ${`${code} Ltd (demo)`},
              ${more.brand_id ?? null}, ${more.terms ?? 30}, 7, true)`
  return supplier_id
}

async function addOrder(owner: Sql, at: At, supplier_id: Id, lines: BoughtLine[]): Promise<Bought> {
  const [maker, checker] = [newId(), newId()]
  const order_id = newId()
  serial += 1
  const no = `CG-T-${String(serial).padStart(4, '0')}`
  await owner`
      insert into purchase.purchase_order (order_id, no, supplier_id, supplier_name, supplier_name_en,
             node_id, city_code, state, expected_on, created_by, requested_by, approved_by, sent_at)
      values (${order_id}, ${no}, ${supplier_id}, '示例', 'Demo', ${at.node_id}, ${at.city_code},
              'acknowledged', '2026-12-01', ${maker}, ${maker}, ${checker}, now())`
  const rows = lines.map((line, n) => ({ freight_fen: 0, vat_bp: 1_300, ...line, line_no: n + 1 }))
  await owner`
      insert into purchase.order_line (order_id, line_no, sku_id, units, acknowledged_units)
      select ${order_id}, line_no, sku_id, units, units
        from jsonb_to_recordset(${owner.json(rows as never)}) as r(line_no int, sku_id uuid, units int)`
  await owner`
      insert into purchase.order_cost (order_id, line_no, unit_cost_fen, vat_bp, freight_fen)
      select ${order_id}, line_no, unit_cost_fen, vat_bp, freight_fen
        from jsonb_to_recordset(${owner.json(rows as never)})
             as r(line_no int, unit_cost_fen bigint, vat_bp int, freight_fen bigint)`
  return { order_id, no, supplier_id, lines }
}

/** As a clerk's receipt is written and booked, in one transaction. */
async function receive(owner: Sql, at: At, of: Bought, came: Came[]) {
  const receipt_id = newId()
  await owner.begin(async (sql) => {
    const tx = sql as unknown as Tx
    await tx`select set_config('app.system', 'on', true)`
    await tx`
        insert into purchase.receipt (receipt_id, order_id, node_id, city_code)
        values (${receipt_id}, ${of.order_id}, ${at.node_id}, ${at.city_code})`
    const rows = came.map((one) => ({ damaged: 0, short: 0, ...one, ...skuOf(of, one.line_no) }))
    await tx`
        insert into purchase.receipt_line (receipt_id, order_id, line_no, sku_id, good_units, damaged_units,
                                           short_units)
        select ${receipt_id}, ${of.order_id}, line_no, sku_id, good, damaged, short
          from jsonb_to_recordset(${tx.json(rows as never)})
               as r(line_no int, sku_id uuid, good int, damaged int, short int)`
    // The agreed cost of the good units and their part of the carriage, by the units that came before.
    await tx`
        insert into purchase.receipt_cost (receipt_id, line_no, unit_cost_fen, freight_fen, landed_fen)
        select ${receipt_id}, l.line_no, c.unit_cost_fen, f.part, l.good_units * c.unit_cost_fen + f.part
          from purchase.receipt_line l
          join purchase.order_line o on o.order_id = l.order_id and o.line_no = l.line_no
          join purchase.order_cost c on c.order_id = l.order_id and c.line_no = l.line_no
         cross join lateral (select sum(x.good_units) as so_far from purchase.receipt_line x
                              where x.order_id = l.order_id and x.line_no = l.line_no) p
         cross join lateral (
           select stock.public_share(c.freight_fen, least(p.so_far, o.units), o.units)
                  - stock.public_share(c.freight_fen, least(p.so_far - l.good_units, o.units), o.units)
                    as part) f
         where l.receipt_id = ${receipt_id} and l.good_units > 0`
    await tx`
        select stock.public_receive(${at.city_code}, ${at.node_id}, array_agg(l.sku_id order by l.line_no),
                 array_agg(l.good_units order by l.line_no), array_agg(c.landed_fen order by l.line_no),
                 'receipt')
          from purchase.receipt_line l
          join purchase.receipt_cost c on c.receipt_id = l.receipt_id and c.line_no = l.line_no
         where l.receipt_id = ${receipt_id}`
  })
  return receipt_id
}

/** What a supplier takes back, as purchasing notes it; the stock stays where it is. */
async function sendBack(owner: Sql, at: At, of: Bought, line_no: number, units: number) {
  const return_id = newId()
  const { sku_id, unit_cost_fen } = of.lines[line_no - 1]!
  await owner`
      insert into purchase.supplier_return (return_id, order_id, node_id, city_code, reason)
      values (${return_id}, ${of.order_id}, ${at.node_id}, ${at.city_code}, 'defective')`
  await owner`
      insert into purchase.supplier_return_line (return_id, order_id, line_no, sku_id, units, unit_cost_fen)
      values (${return_id}, ${of.order_id}, ${line_no}, ${sku_id}, ${units}, ${unit_cost_fen})`
}
const skuOf = (of: Bought, line_no: number) => ({ sku_id: of.lines[line_no - 1]!.sku_id })
