// Invoices, exceptions and what is open of orders, as accountants and control see them.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { readSetting } from '../../platform/setting.ts'
import type { Id, Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import type {
  ExceptionView,
  InvoiceLine,
  InvoiceView,
  InvoiceWhole,
  OpenLine,
  SupplierRow,
  listExceptions,
  listInvoices,
  listOpenLines,
} from './contract.ts'
import { type Ordered, type Tolerance, openUnits } from './rules.ts'
import { priceTolerance, unitTolerance } from './settings.ts'

export type Supplier = {
  supplier_id: Id
  code: string
  name: string
  name_en: string
  brand_id: Id | null
  payment_terms_days: number
  currency: string
}
export const suppliersOf = (tx: Tx) => tx<Supplier[]>`select * from accounts.suppliers()`

export async function suppliers(tx: Tx): Promise<{ items: SupplierRow[] }> {
  const rows = await suppliersOf(tx)
  const items = rows.map(({ supplier_id: id, code, name, name_en, payment_terms_days }) => {
    return { id, code, name_zh: name, name_en, payment_terms_days }
  })
  return { items }
}

export const orderedLines = (tx: Tx, supplier_id: string, order_nos: readonly string[] | null) =>
  tx<(Ordered & { order_id: Id; sku_id: Id; state: string })[]>`
    select * from accounts.ordered_lines(${supplier_id}, ${order_nos ? [...order_nos] : null}::text[])`

const namesOf = (sku_id: string | null) => {
  const sku = sku_id ? catalog().sku(sku_id) : null
  return { sku_code: sku?.code ?? '', name_zh: sku?.name_zh ?? '', name_en: sku?.name_en ?? '' }
}

const open_lines_max = 2_000
export async function openLines(
  tx: Tx,
  _actor: Actor,
  { supplier_id, order_no }: z.output<typeof listOpenLines.input>,
): Promise<{ items: OpenLine[] }> {
  const rows = await orderedLines(tx, supplier_id, order_no ? [order_no] : null)
  const items = rows
    .filter((row) => openUnits(row) !== 0)
    .slice(0, open_lines_max)
    .map((row) => ({
      order_id: row.order_id,
      order_no: row.order_no,
      order_line_no: row.line_no,
      sku_id: row.sku_id,
      ...namesOf(row.sku_id),
      agreed_fen: row.unit_cost_fen as OpenLine['agreed_fen'],
      vat_bp: row.vat_bp,
      ordered: row.ordered,
      received: row.received,
      returned: row.returned,
      invoiced: row.invoiced,
      open: openUnits(row),
    }))
  return { items }
}

export async function toleranceOf(tx: Tx): Promise<Tolerance> {
  return { price_bp: await readSetting(tx, priceTolerance), units: await readSetting(tx, unitTolerance) }
}

/** Who seals a month and who pays into one wait for each other. */
export const lockStatements = (tx: Tx, supplier_id: string) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`statement:${supplier_id}`}, 0))`

const invoiceRow = (tx: Tx) => tx`
  i.invoice_id as id, i.kind, i.supplier_id, i.supplier_code, i.supplier_name as supplier_name_zh,
  i.supplier_name_en, i.number, i.issued_on, i.due_on, i.net_fen, i.tax_fen, i.total_fen, i.entered_by,
  i.entered_at, m.fen as payable_fen, x.fen as held_fen, x.n as exceptions, p.fen as paid_fen`
const invoiceSums = (tx: Tx) => tx`
  cross join lateral (select coalesce(sum(net_fen + tax_fen), 0)::bigint as fen from accounts.match
                       where invoice_id = i.invoice_id) m
  cross join lateral (select coalesce(sum(net_fen + tax_fen), 0)::bigint as fen, count(*)::int as n
                        from accounts.exception
                       where invoice_id = i.invoice_id and state in ('open', 'waiting', 'credit_asked')) x
  cross join lateral (select coalesce(sum(amount_fen), 0)::bigint as fen from accounts.payment
                       where invoice_id = i.invoice_id) p`
const stateOf = (tx: Tx, state: string) =>
  state === 'held'
    ? tx`and x.n > 0`
    : state === 'paid'
      ? tx`and m.fen > 0 and p.fen = m.fen`
      : tx`and x.n = 0 and (m.fen <= 0 or p.fen < m.fen)`

const likeOf = (q: string) => `%${q.replace(/[\\%_]/g, '\\$&')}%`

export async function invoices(
  tx: Tx,
  _actor: Actor,
  { supplier_id, state, q, after, limit }: z.output<typeof listInvoices.input>,
): Promise<Page<InvoiceView>> {
  const rows = await tx<InvoiceView[]>`
    select ${invoiceRow(tx)} from accounts.invoice i ${invoiceSums(tx)}
     where true
       ${supplier_id ? tx`and i.supplier_id = ${supplier_id}` : tx``}
       ${q ? tx`and (i.number ilike ${likeOf(q)} or i.supplier_code = upper(${q}))` : tx``}
       ${state ? stateOf(tx, state) : tx``}
       ${
         after
           ? tx`and (i.entered_at, i.invoice_id) < (select c.entered_at, c.invoice_id
                                                     from accounts.invoice c where c.invoice_id = ${after})`
           : tx``
       }
     order by i.entered_at desc, i.invoice_id desc limit ${limit + 1}`
  return pageOf(rows, limit)
}

export function pageOf<T extends { id: Id }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? last.id : null }
}

type Named<T> = Omit<T, 'name_zh' | 'name_en'>

const exceptionRow = (tx: Tx) => tx`
  x.exception_id as id, x.invoice_id, i.number as invoice_number, x.line_no, x.supplier_id,
  i.supplier_name as supplier_name_zh, i.supplier_name_en, l.order_no, l.order_line_no, l.sku_id, x.kind,
  x.state, x.units, x.net_fen, x.tax_fen, x.facts, x.opened_at, x.entered_by, x.resolved_at, x.reason,
  x.request_id`
const exceptionFrom = (tx: Tx) => tx`
  accounts.exception x
  join accounts.invoice i on i.invoice_id = x.invoice_id
  join accounts.invoice_line l on l.invoice_id = x.invoice_id and l.line_no = x.line_no`
const named = <T extends { sku_id: Id | null }>(row: T) => {
  const { name_zh, name_en } = namesOf(row.sku_id)
  return { ...row, name_zh, name_en }
}

export async function exceptions(
  tx: Tx,
  _actor: Actor,
  { state, kind, after, limit }: z.output<typeof listExceptions.input>,
): Promise<Page<ExceptionView>> {
  const rows = await tx<Named<ExceptionView>[]>`
    select ${exceptionRow(tx)} from ${exceptionFrom(tx)}
     where true
       ${state ? tx`and x.state = ${state}` : tx``}
       ${kind ? tx`and x.kind = ${kind}` : tx``}
       ${
         after
           ? tx`and (x.opened_at, x.exception_id) < (
                  select c.opened_at, c.exception_id
                    from accounts.exception c where c.exception_id = ${after})`
           : tx``
       }
     order by x.opened_at desc, x.exception_id desc limit ${limit + 1}`
  return pageOf(rows.map(named), limit)
}

export async function exceptionView(tx: Tx, exception_id: string): Promise<ExceptionView> {
  const [row] = await tx<Named<ExceptionView>[]>`
    select ${exceptionRow(tx)} from ${exceptionFrom(tx)} where x.exception_id = ${exception_id}`
  if (!row) throw notFound()
  return named(row)
}

export async function invoiceWhole(
  tx: Tx,
  _actor: Actor,
  { invoice_id }: { invoice_id: string },
): Promise<InvoiceWhole> {
  const [head] = await tx<InvoiceView[]>`
    select ${invoiceRow(tx)} from accounts.invoice i ${invoiceSums(tx)} where i.invoice_id = ${invoice_id}`
  if (!head) throw notFound()
  const lines = await tx<Named<InvoiceLine>[]>`
    select l.line_no, l.order_no, l.order_line_no, l.sku_id, l.units, l.unit_fen, l.vat_bp, l.net_fen,
           l.tax_fen, coalesce(m.units, 0)::int as matched_units, coalesce(m.fen, 0)::bigint as payable_fen
      from accounts.invoice_line l
      left join lateral (select sum(units) as units, sum(net_fen + tax_fen) as fen from accounts.match m
                          where m.invoice_id = l.invoice_id and m.line_no = l.line_no) m on true
     where l.invoice_id = ${invoice_id} order by l.line_no limit 1000`
  const waiting = await tx<Named<ExceptionView>[]>`
    select ${exceptionRow(tx)} from ${exceptionFrom(tx)} where x.invoice_id = ${invoice_id}
     order by x.line_no, x.kind limit 2000`
  return { ...head, lines: lines.map(named), waiting: waiting.map(named) }
}
