// Whether the books say what stock, purchasing and orders say, each reckoned its own way.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { readSetting } from '../../platform/setting.ts'
import type { Finding as FindingOf } from './contract-books.ts'
import { outputVat } from './settings.ts'

export type Finding = FindingOf
type Pair = { here: number; there: number; third?: number }
const named_max = 20

const finding = (code: Finding['code'], { here, there, third }: Pair, differing: string[]): Finding => ({
  code,
  here_fen: here as Finding['here_fen'],
  there_fen: there as Finding['there_fen'],
  third_fen: (third ?? null) as Finding['third_fen'],
  ok: here === there && (third === undefined || third === here) && differing.length === 0,
  differing: differing.slice(0, named_max),
})

/** In one transaction, so that all sums are of one moment. Everything has to be posted before. */
export const check = (db: Db): Promise<Finding[]> =>
  db.read(system, async (tx) => [
    await debitsCredits(tx),
    await inventory(tx),
    await grni(tx),
    await payable(tx),
    await margin(tx),
  ])

async function debitsCredits(tx: Tx): Promise<Finding> {
  const [sums] = await tx<Pair[]>`
    select coalesce(sum(debit_fen), 0)::bigint as here, coalesce(sum(credit_fen), 0)::bigint as there
      from accounts.journal_line`
  const bad = await tx<{ entry_id: string }[]>`
    select entry_id from accounts.journal_line group by 1
    having sum(debit_fen) <> sum(credit_fen) order by 1 limit ${named_max}`
  return finding(
    'debits_credits',
    sums!,
    bad.map((row) => row.entry_id),
  )
}

async function inventory(tx: Tx): Promise<Finding> {
  const [sums] = await tx<Pair[]>`
    select (select coalesce(sum(debit_fen - credit_fen), 0)::bigint from accounts.journal_line
             where account = 'inventory') as here,
           (select coalesce(sum(value_fen), 0)::bigint from stock.public_cost where owner is null) as there`
  return finding('inventory', sums!, [])
}

/** Received less returned less invoiced, line of order by line of order, at the order's price. */
async function grni(tx: Tx): Promise<Finding> {
  const [sums] = await tx<Pair[]>`
    select (select coalesce(sum(credit_fen - debit_fen), 0)::bigint from accounts.journal_line
             where account = 'grni') as here,
           (select coalesce(sum(good_units * unit_cost_fen), 0)::bigint from purchase.public_receipt_line)
         - (select coalesce(sum(units * unit_cost_fen), 0)::bigint from purchase.public_return_line)
         - (select coalesce(sum(i.units * o.unit_cost_fen), 0)::bigint
              from accounts.invoiced i
              join purchase.public_order_line o on o.order_id = i.order_id and o.line_no = i.line_no)
           as there`
  return finding('grni', sums!, [])
}

async function payable(tx: Tx): Promise<Finding> {
  const [sums] = await tx<Pair[]>`
    select (select coalesce(sum(credit_fen - debit_fen), 0)::bigint from accounts.journal_line
             where account = 'payable') as here,
           (select coalesce(sum(net_fen + tax_fen), 0)::bigint from accounts.match)
         - (select coalesce(sum(amount_fen), 0)::bigint from accounts.payment) as there`
  return finding('payable', sums!, [])
}

/**
 * What each order earned, three ways: from what its lines were sold and paid back for; walking the stock
 * ledger, each unit with its part of the price; and from the journal. Orders whose goods were an owner's are
 * in none of them.
 */
async function margin(tx: Tx): Promise<Finding> {
  const vat_bp = await readSetting(tx, outputVat)
  const rows = await tx<{ order_id: string; by_order: number; by_ledger: number; by_journal: number }[]>`
    with moves as materialized (
      select c.city_code, c.order_id, c.sku_id, c.quantity, coalesce(c.cost_fen, 0) as cost_fen
        from stock.public_costed c
       where c.kind in ('sale', 'customer_return') and c.order_id is not null),
    shares as (
      select b.order_id, b.sku_id,
             sum(b.amount_fen - b.returned_fen) filter (where b.party <> 'house') as others
        from orders.public_benefit_share b group by 1, 2),
    backs as (
      select t.order_id, t.sku_id, sum(t.refund_fen) as fen, sum(t.units) as units
        from orders.public_taken_back t group by 1, 2),
    kept as (
      select s.city_code, s.order_id, s.sku_id, s.units,
             (s.paid_fen - coalesce(b.fen, 0) + coalesce(h.others, 0))::bigint as base
        from orders.public_sold s
        left join shares h on h.order_id = s.order_id and h.sku_id = s.sku_id
        left join backs b on b.order_id = s.order_id and b.sku_id = s.sku_id
       where exists (select from moves m where m.order_id = s.order_id and m.sku_id = s.sku_id)),
    ours as (
      select k.order_id, sum(k.base - accounts.vat_in(k.base, ${vat_bp})) as net from kept k group by 1),
    costs as (select order_id, sum(cost_fen) as fen from moves group by 1),
    walked as (
      select m.order_id,
             sum(m.cost_fen) + sum(case when m.quantity < 0
               then k.base - accounts.vat_in(k.base, ${vat_bp}) else 0 end) as fen
        from (select order_id, sku_id, sum(cost_fen) as cost_fen, min(quantity) as quantity
                from moves group by 1, 2) m
        join kept k on k.order_id = m.order_id and k.sku_id = m.sku_id group by 1),
    booked as (
      select l.order_id, sum(l.credit_fen - l.debit_fen) as fen from accounts.journal_line l
       where l.order_id is not null and l.account in ('revenue', 'benefits_ours', 'cost_of_sales') group by 1)
    select coalesce(o.order_id, j.order_id) as order_id, coalesce(o.net + c.fen, 0)::bigint as by_order,
           coalesce(w.fen, 0)::bigint as by_ledger, coalesce(j.fen, 0)::bigint as by_journal
      from ours o
      left join costs c on c.order_id = o.order_id
      left join walked w on w.order_id = o.order_id
      full join booked j on j.order_id = o.order_id`
  const sumOf = (key: 'by_order' | 'by_ledger' | 'by_journal') => rows.reduce((all, row) => all + row[key], 0)
  const differing = rows.filter((row) => row.by_order !== row.by_journal || row.by_ledger !== row.by_order)
  const sums = { here: sumOf('by_order'), there: sumOf('by_ledger'), third: sumOf('by_journal') }
  return finding(
    'margin',
    sums,
    differing.map((row) => row.order_id),
  )
}
