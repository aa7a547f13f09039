// The only writers of invoices, matches, exceptions and payments. A line of an order is locked before what is
// open of it is judged, in the order of orders and lines, everywhere.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { sweepSoon } from '../../platform/events.ts'
import { Refused, forbidden, wrongField } from '../../platform/refusal.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import { type Day, type Id, newId } from '../../platform/types.ts'
import { refuseFrozen } from '../control/index.ts'
import type { InvoiceKind, InvoiceLineInput, InvoiceWhole, enterInvoice, payInvoice } from './contract.ts'
import {
  type Supplier,
  invoiceWhole,
  lockStatements,
  orderedLines,
  suppliersOf,
  toleranceOf,
} from './queries.ts'
import { type Ordered, type Verdict, matchLine, netOf, openUnits, taxOf, whyNotOwn } from './rules.ts'

type Entered = z.output<typeof enterInvoice.input>
type Head = { invoice_id: Id; supplier: Supplier; kind: InvoiceKind; day: Day }

export async function enter(
  tx: Tx,
  actor: Actor,
  input: Entered,
  source: 'screen' | 'file' = 'screen',
): Promise<InvoiceWhole> {
  const at = await clockOf(tx)
  const day = dayOf(at) as Day
  const supplier = await supplierFor(tx, input, day)
  await refuseKnownNumber(tx, input)
  const net_fen = input.lines.reduce((all, line) => all + netOf(line), 0)
  const tax_fen = input.lines.reduce((all, line) => all + taxOf(netOf(line), line.vat_bp), 0)
  if (net_fen + tax_fen !== input.total_fen)
    throw wrongField('/total_fen', 'invoice_total_differs', {
      lines_fen: net_fen + tax_fen,
      total_fen: input.total_fen,
    })
  const invoice_id = newId()
  const head: Head = { invoice_id, supplier, kind: input.kind, day }
  const ordered = await lockLines(tx, supplier.supplier_id, input.lines)
  await writeInvoice(tx, actor, head, input, { net_fen, tax_fen, source })
  await writeLines(tx, head, input.lines, ordered)
  if (input.kind === 'invoice') await matchInvoice(tx, actor, head, input.lines, ordered)
  else await creditLines(tx, head, input.lines, ordered)
  const { number, total_fen } = input
  await audit(
    tx,
    actor,
    'accounts.invoice_entered',
    { kind: 'supplier_invoice', id: invoice_id },
    { supplier: supplier.code, number, total_fen, kind: input.kind, lines: input.lines.length },
  )
  await sweepSoon(tx, 'accounts.post')
  return invoiceWhole(tx, actor, { invoice_id })
}

async function supplierFor(tx: Tx, input: Entered, today: Day): Promise<Supplier> {
  const supplier = (await suppliersOf(tx)).find((one) => one.supplier_id === input.supplier_id)
  if (!supplier) throw wrongField('/supplier_id', 'unknown_supplier', {})
  if (input.currency !== supplier.currency)
    throw wrongField('/currency', 'invoice_currency', { currency: input.currency, takes: supplier.currency })
  if (input.issued_on > today)
    throw wrongField('/issued_on', 'invoice_from_future', { issued_on: input.issued_on, today })
  return supplier
}

/** A3: one at a time of a number, in whatever letters; the first one is named. */
async function refuseKnownNumber(tx: Tx, { supplier_id, number }: Entered) {
  const lock = `invoice:${supplier_id}:${number.toLowerCase()}`
  await tx`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
  const [known] = await tx<{ number: string; invoice_id: Id; entered_at: string; total_fen: number }[]>`
    select number, invoice_id, entered_at, total_fen from accounts.invoice
     where supplier_id = ${supplier_id} and lower(number) = lower(${number})
     order by entered_at limit 1`
  if (known) throw new Refused('invoice_number_used', 409, known)
}

const keyOf = (order_no: string, line_no: number) => `${order_no}#${line_no}`

/** What of orders these lines speak of, locked until the transaction ends. */
export async function lockLines(
  tx: Tx,
  supplier_id: Id,
  lines: readonly { order_no: string; order_line_no: number }[],
): Promise<Map<string, Ordered>> {
  const order_nos = [...new Set(lines.map((line) => line.order_no))]
  const before = await orderedLines(tx, supplier_id, order_nos)
  const spoken = new Set(lines.map((line) => keyOf(line.order_no, line.order_line_no)))
  const rows = before.filter((row) => spoken.has(keyOf(row.order_no, row.line_no)))
  const [orders, numbers] = [rows.map((row) => row.order_id), rows.map((row) => row.line_no)]
  await tx`
    insert into accounts.invoiced (order_id, line_no)
    select o, l from unnest(${orders}::uuid[], ${numbers}::int[]) w(o, l) order by o, l
    on conflict do nothing`
  const locked = await tx<{ order_id: Id; line_no: number; units: number }[]>`
    select i.order_id, i.line_no, i.units from accounts.invoiced i
      join unnest(${orders}::uuid[], ${numbers}::int[]) w(o, l) on w.o = i.order_id and w.l = i.line_no
     order by i.order_id, i.line_no for update of i`
  const units = new Map(locked.map((row) => [`${row.order_id}#${row.line_no}`, row.units]))
  return new Map(
    rows.map((row) => [
      keyOf(row.order_no, row.line_no),
      { ...row, invoiced: units.get(`${row.order_id}#${row.line_no}`) ?? 0 },
    ]),
  )
}

async function writeInvoice(
  tx: Tx,
  actor: Actor,
  { invoice_id, supplier, kind }: Head,
  input: Entered,
  sums: { net_fen: number; tax_fen: number; source: string },
) {
  const due_on = addDays(input.issued_on, supplier.payment_terms_days)
  await tx`
    insert into accounts.invoice (invoice_id, kind, supplier_id, supplier_code, supplier_name,
           supplier_name_en, brand_id, number, issued_on, due_on, net_fen, tax_fen, total_fen, source,
           entered_by)
    values (${invoice_id}, ${kind}, ${supplier.supplier_id}, ${supplier.code}, ${supplier.name},
            ${supplier.name_en}, ${supplier.brand_id}, ${input.number}, ${input.issued_on}, ${due_on},
            ${sums.net_fen}, ${sums.tax_fen}, ${input.total_fen}, ${sums.source}, ${actor.person_id})`
}

async function writeLines(
  tx: Tx,
  { invoice_id }: Head,
  lines: readonly InvoiceLineInput[],
  ordered: ReadonlyMap<string, Ordered>,
) {
  const rows = lines.map((line, at) => {
    const of = ordered.get(keyOf(line.order_no, line.order_line_no))
    const net_fen = netOf(line)
    const tax_fen = taxOf(net_fen, line.vat_bp)
    const known = { order_id: of?.order_id ?? null, sku_id: of?.sku_id ?? null }
    return { invoice_id, line_no: at + 1, ...line, ...known, net_fen, tax_fen }
  })
  await tx`
    insert into accounts.invoice_line (invoice_id, line_no, order_no, order_line_no, order_id, sku_id, units,
           unit_fen, vat_bp, net_fen, tax_fen)
    select invoice_id, line_no, order_no, order_line_no, order_id, sku_id, units, unit_fen, vat_bp, net_fen,
           tax_fen
      from jsonb_populate_recordset(null::accounts.invoice_line, ${tx.json(rows as never)})`
}

/** Two lines of one invoice may speak of the same line of an order: the second sees what the first took. */
async function matchInvoice(
  tx: Tx,
  actor: Actor,
  head: Head,
  lines: readonly InvoiceLineInput[],
  ordered: Map<string, Ordered>,
) {
  const tolerance = await toleranceOf(tx)
  const twins = await twinsOf(tx, head, lines)
  const verdicts = lines.map((line, at) => {
    const key = keyOf(line.order_no, line.order_line_no)
    const of = ordered.get(key) ?? null
    const verdict = matchLine(line, of, tolerance, twins.get(at) ?? null)
    if (of && verdict.match) ordered.set(key, { ...of, invoiced: of.invoiced + verdict.match.units })
    return { line_no: at + 1, of, verdict }
  })
  await writeVerdicts(tx, actor, head, verdicts)
}

async function twinsOf(tx: Tx, { invoice_id, supplier }: Head, lines: readonly InvoiceLineInput[]) {
  const rows = await tx<{ at: number; number: string }[]>`
    select w.at::int - 1 as at, min(i.number) as number
      from unnest(${lines.map((line) => line.order_no)}::text[],
                  ${lines.map((line) => line.order_line_no)}::int[],
                  ${lines.map((line) => line.units)}::int[], ${lines.map((line) => line.unit_fen)}::bigint[])
           with ordinality as w(order_no, line_no, units, unit_fen, at)
      join accounts.invoice_line l on l.order_no = w.order_no and l.order_line_no = w.line_no
                                  and l.units = w.units and l.unit_fen = w.unit_fen
      join accounts.invoice i on i.invoice_id = l.invoice_id and i.kind = 'invoice'
                             and i.supplier_id = ${supplier.supplier_id}
     where l.invoice_id <> ${invoice_id} group by 1`
  return new Map(rows.map((row) => [row.at, row.number]))
}

export type Judged = { line_no: number; of: Ordered | null; verdict: Verdict }

export async function writeVerdicts(
  tx: Tx,
  actor: Actor,
  { invoice_id, supplier: { supplier_id }, day }: { invoice_id: Id; supplier: { supplier_id: Id }; day: Day },
  judged: readonly Judged[],
) {
  const matches = judged.flatMap(({ line_no, of, verdict: { match } }) =>
    match && of ? [{ ...match, ...refOf(of), match_id: newId(), line_no }] : [],
  )
  const held = judged.flatMap(({ line_no, verdict }) =>
    verdict.held.map((one) => ({ ...one, exception_id: newId(), line_no })),
  )
  await tx`
    insert into accounts.match (match_id, posting_id, invoice_id, line_no, supplier_id, sku_id, order_id,
           order_line_no, why, units, agreed_fen, net_fen, tax_fen, day)
    select match_id, ${newId()}::uuid, ${invoice_id}, line_no, ${supplier_id}, sku_id, order_id,
           order_line_no, 'matched',
           units, agreed_fen, net_fen, tax_fen, ${day}
      from jsonb_populate_recordset(null::accounts.match, ${tx.json(matches as never)})`
  await countInvoiced(tx, matches)
  await tx`
    insert into accounts.exception (exception_id, invoice_id, line_no, supplier_id, kind, units, net_fen,
           tax_fen, facts, entered_by)
    select exception_id, ${invoice_id}, line_no, ${supplier_id}, kind, units, net_fen, tax_fen, facts,
           ${actor.person_id}
      from jsonb_populate_recordset(null::accounts.exception, ${tx.json(held as never)})`
}

const refOf = ({ order_id, line_no, sku_id }: Ordered) => ({ order_id, order_line_no: line_no, sku_id })

async function countInvoiced(
  tx: Tx,
  rows: readonly { order_id: string; order_line_no: number; units: number }[],
) {
  await tx`
    update accounts.invoiced i set units = i.units + w.units
      from (select o, l, sum(u)::int as units
              from unnest(${rows.map((row) => row.order_id)}::uuid[],
                          ${rows.map((row) => row.order_line_no)}::int[],
                          ${rows.map((row) => row.units)}::int[]) u(o, l, u) group by 1, 2) w
     where i.order_id = w.o and i.line_no = w.l`
}

/** A credit note takes back what was held of an invoice, or what was owed for goods that went back. */
async function creditLines(
  tx: Tx,
  head: Head,
  lines: readonly InvoiceLineInput[],
  ordered: Map<string, Ordered>,
) {
  for (const [at, line] of lines.entries()) {
    if (await creditHeld(tx, head, line)) continue
    const key = keyOf(line.order_no, line.order_line_no)
    const of = ordered.get(key)
    const most = of ? Math.max(0, -openUnits(of)) : 0
    if (!of || line.units > most || line.unit_fen > of.unit_cost_fen)
      throw new Refused('credit_too_large', 409, {
        order_no: line.order_no,
        order_line_no: line.order_line_no,
        units: line.units,
        most,
      })
    await refuseOtherTerms(tx, line, of)
    const net_fen = netOf(line)
    const match = {
      units: -line.units,
      agreed_fen: -of.unit_cost_fen * line.units,
      net_fen: -net_fen,
      tax_fen: -taxOf(net_fen, line.vat_bp),
    }
    await writeCredit(tx, head, at + 1, of, match)
    ordered.set(key, { ...of, invoiced: of.invoiced - line.units })
  }
}

/**
 * A4: what went back is credited as it was owed: at the order's tax rate and price; at a lower one only as
 * many units as were owed at that price. Less would let one person alone give up what a supplier owes.
 */
async function refuseOtherTerms(tx: Tx, line: InvoiceLineInput, of: Ordered) {
  const { order_no, order_line_no, unit_fen, vat_bp } = line
  const at = { order_no, order_line_no }
  if (vat_bp !== of.vat_bp)
    throw new Refused('credit_tax_differs', 409, { ...at, agreed_bp: of.vat_bp, credited_bp: vat_bp })
  if (unit_fen === of.unit_cost_fen) return
  const [row] = await tx<{ units: number }[]>`
    select coalesce(sum(m.units), 0)::int as units from accounts.match m
      join accounts.invoice_line l on l.invoice_id = m.invoice_id and l.line_no = m.line_no
     where m.order_id = ${of.order_id} and m.order_line_no = ${of.line_no} and l.unit_fen = ${unit_fen}`
  if (line.units > row!.units) {
    const agreed_fen = of.unit_cost_fen
    throw new Refused('credit_price_differs', 409, { ...at, agreed_fen, credited_fen: unit_fen })
  }
}

/** What was held never was owed: with its credit note it ends. */
async function creditHeld(tx: Tx, { supplier }: Head, line: InvoiceLineInput): Promise<boolean> {
  const net_fen = netOf(line)
  const [found] = await tx<{ exception_id: Id }[]>`
    select x.exception_id from accounts.exception x
      join accounts.invoice_line l on l.invoice_id = x.invoice_id and l.line_no = x.line_no
     where x.supplier_id = ${supplier.supplier_id} and x.state in ('credit_asked', 'open', 'waiting')
       and l.order_no = ${line.order_no} and l.order_line_no = ${line.order_line_no}
       and x.units = ${line.units} and x.net_fen = ${net_fen} and l.vat_bp = ${line.vat_bp}
     order by x.state = 'credit_asked' desc, x.opened_at limit 1 for update of x`
  if (!found) return false
  await tx`update accounts.exception set state = 'credited' where exception_id = ${found.exception_id}`
  return true
}

type Signed = { units: number; agreed_fen: number; net_fen: number; tax_fen: number }

async function writeCredit(tx: Tx, head: Head, line_no: number, of: Ordered, match: Signed) {
  await tx`
    insert into accounts.match (match_id, posting_id, invoice_id, line_no, supplier_id, sku_id, order_id,
           order_line_no, why, units, agreed_fen, net_fen, tax_fen, day)
    values (${newId()}, ${newId()}, ${head.invoice_id}, ${line_no}, ${head.supplier.supplier_id},
            ${of.sku_id},
            ${of.order_id}, ${of.line_no}, 'credited', ${match.units}, ${match.agreed_fen}, ${match.net_fen},
            ${match.tax_fen}, ${head.day})`
  await countInvoiced(tx, [{ order_id: of.order_id, order_line_no: of.line_no, units: match.units }])
}

export async function pay(tx: Tx, actor: Actor, input: z.output<typeof payInvoice.input>) {
  if (!may(actor, 'accounts.pay')) throw forbidden()
  const { invoice_id, amount_fen, paid_on } = input
  await tx`select pg_advisory_xact_lock(hashtextextended(${`pay:${invoice_id}`}, 0))`
  const invoice = await invoiceWhole(tx, actor, { invoice_id })
  const own = whyNotOwn(invoice.entered_by, actor.person_id)
  if (own) throw new Refused(own)
  await refuseFrozen(tx, [`supplier:${invoice.supplier_id}`])
  const owed_fen = Math.max(0, invoice.payable_fen - invoice.paid_fen)
  if (amount_fen > owed_fen) throw new Refused('more_than_owed', 409, { owed_fen, amount_fen })
  const today = dayOf(await clockOf(tx))
  if (paid_on > today) throw wrongField('/paid_on', 'invoice_from_future', { issued_on: paid_on, today })
  if (paid_on < invoice.issued_on)
    throw wrongField('/paid_on', 'paid_before_invoice', { paid_on, issued_on: invoice.issued_on })
  await refuseSealed(tx, invoice.supplier_id, paid_on)
  await tx`
    insert into accounts.payment (payment_id, invoice_id, supplier_id, amount_fen, day, paid_by, entered_by)
    values (${newId()}, ${invoice_id}, ${invoice.supplier_id}, ${amount_fen}, ${paid_on}, ${actor.person_id},
            ${invoice.entered_by})`
  const subject = { kind: 'supplier_invoice', id: invoice_id } as const
  await audit(tx, actor, 'accounts.invoice_paid', subject, { number: invoice.number, amount_fen, paid_on })
  await sweepSoon(tx, 'accounts.post')
  return invoiceWhole(tx, actor, { invoice_id })
}

/** A7: a statement opens with all that came before its month, so neither that month nor one before moves. */
async function refuseSealed(tx: Tx, supplier_id: Id, paid_on: string) {
  await lockStatements(tx, supplier_id)
  const [sealed] = await tx<{ month: string }[]>`
    select to_char(max(month), 'YYYY-MM') as month from accounts.statement
     where supplier_id = ${supplier_id} and month >= date_trunc('month', ${paid_on}::date)
    having count(*) > 0`
  if (sealed) throw wrongField('/paid_on', 'month_sealed', { paid_on, month: sealed.month })
}
