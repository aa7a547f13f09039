// Invoices of the demo world: what suppliers wrote for what came, a few of them wrong. Set by set, as the
// owner of the tables; the journal is posted from them like from any other.
import type { Tx } from '../../platform/db.ts'

/** One line in so many has a price above what was agreed, and of another one too many was invoiced. */
const dear_every = 41
const many_every = 67

/** An invoice for each order of which something came and nothing was invoiced. Says how many. */
export async function loadInvoices(tx: Tx): Promise<number> {
  await tx`
    create temporary table told on commit drop as
    with came as (
      select r.order_id, r.line_no, sum(r.good_units)::int as units, max(r.received_at) as at
        from purchase.public_receipt_line r group by 1, 2)
    select o.order_id, o.no, o.supplier_id, o.line_no, o.sku_id, o.unit_cost_fen as agreed,
           o.vat_bp, c.units as came, max(c.at) over (partition by o.order_id) as at,
           row_number() over (partition by o.order_id order by o.line_no)::int as n,
           row_number() over (order by o.no, o.line_no) as place
      from came c
      join purchase.public_order_line o on o.order_id = c.order_id and o.line_no = c.line_no
      join purchase.public_supplier s on s.supplier_id = o.supplier_id and s.demo
     where c.units > 0 and not exists (select from accounts.invoice_line l where l.order_id = o.order_id)`
  await tx`
    create temporary table written on commit drop as
    select t.*, t.came + case when t.place % ${many_every} = 0 then 1 else 0 end as units,
           case when t.place % ${dear_every} = 0 then t.agreed + greatest(1, t.agreed * 3 / 100)
                else t.agreed end as unit_fen
      from told t`
  const added = await writeInvoices(tx)
  await writeMatches(tx)
  await writeHeld(tx)
  return added
}

async function writeInvoices(tx: Tx): Promise<number> {
  const added = await tx`
    insert into accounts.invoice (invoice_id, kind, supplier_id, supplier_code, supplier_name,
           supplier_name_en, brand_id, number, issued_on, due_on, net_fen, tax_fen, total_fen, source,
           entered_at)
    select w.order_id, 'invoice', s.supplier_id, s.code, s.name, s.name_en, s.brand_id, 'FP' || w.no,
           accounts.day_of(w.at), accounts.day_of(w.at) + s.payment_terms_days, sum(w.units * w.unit_fen),
           sum(accounts.tax_on(w.units * w.unit_fen, w.vat_bp)),
           sum(w.units * w.unit_fen + accounts.tax_on(w.units * w.unit_fen, w.vat_bp)), 'demo', w.at
      from written w join purchase.public_supplier s on s.supplier_id = w.supplier_id
     group by w.order_id, w.no, w.at, s.supplier_id, s.code, s.name, s.name_en, s.brand_id,
              s.payment_terms_days
    on conflict do nothing`
  await tx`
    insert into accounts.invoice_line (invoice_id, line_no, order_no, order_line_no, order_id, sku_id, units,
           unit_fen, vat_bp, net_fen, tax_fen)
    select w.order_id, w.n, w.no, w.line_no, w.order_id, w.sku_id, w.units, w.unit_fen, w.vat_bp,
           w.units * w.unit_fen, accounts.tax_on(w.units * w.unit_fen, w.vat_bp)
      from written w join accounts.invoice i on i.invoice_id = w.order_id
    on conflict do nothing`
  return added.count
}

async function writeMatches(tx: Tx) {
  await tx`
    insert into accounts.match (match_id, posting_id, invoice_id, line_no, supplier_id, sku_id, order_id,
           order_line_no, why, units, agreed_fen, net_fen, tax_fen, at, day)
    select uuidv7(), w.order_id, w.order_id, w.n, w.supplier_id, w.sku_id, w.order_id, w.line_no,
           'matched', w.came,
           w.came * w.agreed, w.came * w.agreed, accounts.tax_on(w.came * w.agreed, w.vat_bp), w.at,
           accounts.day_of(w.at)
      from written w`
  await tx`
    insert into accounts.invoiced (order_id, line_no, units)
    select w.order_id, w.line_no, w.came from written w
    on conflict (order_id, line_no) do update set units = excluded.units`
}

/** Taxes of what is held: of the running sums, so that all parts are the line's tax. */
async function writeHeld(tx: Tx) {
  await tx`
    insert into accounts.exception (exception_id, invoice_id, line_no, supplier_id, kind, units, net_fen,
           tax_fen, facts, opened_at)
    select uuidv7(), w.order_id, w.n, w.supplier_id, h.kind, h.units, h.net,
           accounts.tax_on(h.upto, w.vat_bp) - accounts.tax_on(h.upto - h.net, w.vat_bp),
           jsonb_build_object('agreed_fen', w.agreed, 'invoiced_fen', w.unit_fen, 'received', w.came,
                              'units', w.units), w.at
      from written w
     cross join lateral (values
       ('price_above_agreed', w.came, w.came * (w.unit_fen - w.agreed), w.came * w.unit_fen),
       ('more_than_received', w.units - w.came, (w.units - w.came) * w.unit_fen, w.units * w.unit_fen))
         as h(kind, units, net, upto)
     where h.net > 0`
}
