// Bulk load of suppliers with what they ask, and of orders that are over: for the demo world and later
// imports. Owner's connection only; rows that are there already stay.
import type { Tx } from '../../platform/db.ts'
import type { Tier } from './contract.ts'

export type SupplierRow = {
  supplier_id: string
  code: string
  name: string
  name_en: string
  party_id: string | null
  brand_id: string | null
  payment_terms_days: number
  lead_time_days: number
  tax_id: string
}
export type CostRow = {
  agreement_id: string
  supplier_id: string
  sku_id: string
  tiers: Tier[]
  min_units: number
}
/** Who proposed and who agreed: two people (B2). */
export type Hands = { requested_by: string; approved_by: string }

export async function loadSuppliers(tx: Tx, rows: readonly SupplierRow[]) {
  await tx`
    insert into purchase.supplier (supplier_id, code, name, name_en, party_id, brand_id, payment_terms_days,
                                   lead_time_days, tax_id, demo)
    select r.*, true
      from jsonb_to_recordset(${tx.json(rows as never)})
           as r(supplier_id uuid, code text, name text, name_en text, party_id uuid, brand_id uuid,
                payment_terms_days int, lead_time_days int, tax_id text)
    on conflict do nothing`
}

export async function loadCosts(tx: Tx, rows: readonly CostRow[], hands: Hands, from: string) {
  await tx`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, min_units, vat_bp, valid,
                                    requested_by, approved_by)
    select r.*, 1300, tstzrange(${from}, null), ${hands.requested_by}, ${hands.approved_by}
      from jsonb_to_recordset(${tx.json(rows as never)})
           as r(agreement_id uuid, supplier_id uuid, sku_id uuid, tiers jsonb, min_units int)
    on conflict do nothing`
}

export type BudgetRow = { category_code: string; month: string; budget_fen: number }

export async function loadBudgets(tx: Tx, rows: readonly BudgetRow[], hands: Hands) {
  await tx`
    insert into purchase.budget (category_code, month, budget_fen, requested_by, approved_by)
    select r.*, ${hands.requested_by}, ${hands.approved_by}
      from jsonb_to_recordset(${tx.json(rows as never)})
           as r(category_code text, month date, budget_fen bigint)
    on conflict do nothing`
}

export type PastPurchase = {
  order_id: string
  receipt_id: string
  no: string
  receipt_no: string
  supplier_id: string
  supplier_name: string
  supplier_name_en: string
  node_id: string
  city_code: string
  lines: readonly { line_no: number; sku_id: string; units: number; unit_cost_fen: number }[]
}

/** Ordered, agreed, received whole and closed; what they brought is in the ledger already. */
export async function loadPastPurchases(tx: Tx, rows: readonly PastPurchase[], hands: Hands, at: string) {
  const given = tx.json(rows.map(({ lines: _lines, ...order }) => order))
  const lines = tx.json(
    rows.flatMap(({ order_id, receipt_id, lines: own }) =>
      own.map((line) => ({ order_id, receipt_id, ...line })),
    ),
  )
  const line = tx`as r(order_id uuid, receipt_id uuid, line_no int, sku_id uuid, units int, unit_cost_fen bigint)`
  await tx`
    insert into purchase.purchase_order (order_id, no, supplier_id, supplier_name, supplier_name_en, node_id,
           city_code, state, expected_on, created_by, created_at, requested_by, approved_by, sent_at,
           ended_at, demo)
    select r.order_id, r.no, r.supplier_id, r.supplier_name, r.supplier_name_en, r.node_id, r.city_code,
           'closed', ${at}::timestamptz::date, ${hands.requested_by}, ${at}::timestamptz - interval '20 days',
           ${hands.requested_by}, ${hands.approved_by}, ${at}::timestamptz - interval '19 days', ${at}, true
      from jsonb_to_recordset(${given})
           as r(order_id uuid, no text, supplier_id uuid, supplier_name text, supplier_name_en text,
                node_id uuid, city_code text)
    on conflict do nothing`
  await tx`
    insert into purchase.order_line (order_id, line_no, sku_id, units, acknowledged_units)
    select r.order_id, r.line_no, r.sku_id, r.units, r.units from jsonb_to_recordset(${lines}) ${line}
    on conflict do nothing`
  await tx`
    insert into purchase.order_cost (order_id, line_no, unit_cost_fen, vat_bp)
    select r.order_id, r.line_no, r.unit_cost_fen, 1300 from jsonb_to_recordset(${lines}) ${line}
    on conflict do nothing`
  await tx`
    insert into purchase.receipt (receipt_id, no, order_id, node_id, city_code, received_at)
    select r.receipt_id, r.receipt_no, r.order_id, r.node_id, r.city_code, ${at}
      from jsonb_to_recordset(${given})
           as r(receipt_id uuid, receipt_no text, order_id uuid, node_id uuid, city_code text)
    on conflict do nothing`
  await tx`
    insert into purchase.receipt_line (receipt_id, order_id, line_no, sku_id, good_units)
    select r.receipt_id, r.order_id, r.line_no, r.sku_id, r.units from jsonb_to_recordset(${lines}) ${line}
    on conflict do nothing`
  await tx`
    insert into purchase.receipt_cost (receipt_id, line_no, unit_cost_fen, landed_fen)
    select r.receipt_id, r.line_no, r.unit_cost_fen, r.units * r.unit_cost_fen
      from jsonb_to_recordset(${lines}) ${line}
    on conflict do nothing`
}
