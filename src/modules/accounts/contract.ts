// What crosses the walls of the accounts room: suppliers' invoices, what of them is owed, what waits for
// somebody.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

const Units = z.int().min(1).max(10_000_000)
const Money = z.int().min(1).max(1e12)

export const SupplierRow = z.object({
  id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  payment_terms_days: z.int(),
})
export type SupplierRow = z.infer<typeof SupplierRow>

export const listInvoiceSuppliers = endpoint('GET /invoice-suppliers', {
  summary: 'Suppliers who send invoices, with the days their invoices are paid in',
  permission: 'accounts.read',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(SupplierRow) }),
})

/** What may still be invoiced of a line of an order: what came, less what went back and what was invoiced. */
export const OpenLine = z.object({
  order_id: Id,
  order_no: z.string(),
  order_line_no: z.int(),
  sku_id: Id,
  sku_code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  agreed_fen: Fen,
  vat_bp: z.int(),
  ordered: z.int(),
  received: z.int(),
  returned: z.int(),
  invoiced: z.int(),
  /** Negative: so many are to be credited. */
  open: z.int(),
})
export type OpenLine = z.infer<typeof OpenLine>

export const listOpenLines = endpoint('GET /invoice-suppliers/:supplier_id/open-lines', {
  summary: 'Lines of a supplier’s orders of which something is to be invoiced or credited',
  permission: 'accounts.read',
  input: z.strictObject({ supplier_id: Id, order_no: text(40).optional() }),
  reply: z.object({ items: z.array(OpenLine) }),
})

export const InvoiceKind = z.enum(['invoice', 'credit_note'])
export type InvoiceKind = z.infer<typeof InvoiceKind>

export const InvoiceLineInput = z.strictObject({
  order_no: text(40),
  order_line_no: z.int().min(1).max(1000),
  units: Units,
  /** Net of VAT, for one. */
  unit_fen: Money,
  vat_bp: z.int().min(0).max(5_000),
})
export type InvoiceLineInput = z.infer<typeof InvoiceLineInput>

/** matched: all of it is owed · held: some of it waits · paid: all that is owed has been paid */
export const InvoiceState = z.enum(['matched', 'held', 'paid'])

export const InvoiceView = z.object({
  id: Id,
  kind: InvoiceKind,
  supplier_id: Id,
  supplier_code: z.string(),
  supplier_name_zh: z.string(),
  supplier_name_en: z.string(),
  number: z.string(),
  issued_on: Day,
  due_on: Day,
  net_fen: Fen,
  tax_fen: Fen,
  total_fen: Fen,
  /** Matched, with its tax: what is owed. Of a credit note it takes away. */
  payable_fen: Fen,
  held_fen: Fen,
  paid_fen: Fen,
  exceptions: z.int(),
  entered_by: Id.nullable(),
  entered_at: Instant,
})
export type InvoiceView = z.infer<typeof InvoiceView>

export const ExceptionKind = z.enum([
  'price_above_agreed',
  'more_than_received',
  'not_ordered',
  'duplicate',
  'tax_rate_differs',
])
export type ExceptionKind = z.infer<typeof ExceptionKind>
/**
 * open: nobody has looked · waiting: for goods still to come · credit_asked: the supplier is to take it
 * back · accepted: control agreed to pay it · matched: the goods came · credited: the supplier took it back
 */
export const ExceptionState = z.enum(['open', 'waiting', 'credit_asked', 'accepted', 'matched', 'credited'])
export type ExceptionState = z.infer<typeof ExceptionState>

export const ExceptionView = z.object({
  id: Id,
  invoice_id: Id,
  invoice_number: z.string(),
  line_no: z.int(),
  supplier_id: Id,
  supplier_name_zh: z.string(),
  supplier_name_en: z.string(),
  order_no: z.string(),
  order_line_no: z.int(),
  sku_id: Id.nullable(),
  name_zh: z.string(),
  name_en: z.string(),
  kind: ExceptionKind,
  state: ExceptionState,
  units: z.int(),
  net_fen: Fen,
  tax_fen: Fen,
  /** The numbers that broke it: agreed, invoiced, ordered, received, returned, or the invoice it doubles. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  opened_at: Instant,
  entered_by: Id.nullable(),
  resolved_at: Instant.nullable(),
  reason: z.string().nullable(),
  request_id: Id.nullable(),
})
export type ExceptionView = z.infer<typeof ExceptionView>

export const InvoiceLine = z.object({
  line_no: z.int(),
  order_no: z.string(),
  order_line_no: z.int(),
  sku_id: Id.nullable(),
  name_zh: z.string(),
  name_en: z.string(),
  units: z.int(),
  unit_fen: Fen,
  vat_bp: z.int(),
  net_fen: Fen,
  tax_fen: Fen,
  matched_units: z.int(),
  payable_fen: Fen,
})
export type InvoiceLine = z.infer<typeof InvoiceLine>

export const InvoiceWhole = InvoiceView.extend({
  lines: z.array(InvoiceLine),
  waiting: z.array(ExceptionView),
})
export type InvoiceWhole = z.infer<typeof InvoiceWhole>

const head = {
  kind: InvoiceKind.default('invoice'),
  supplier_id: Id,
  number: z
    .string()
    .regex(/^[\w./-]{1,40}$/)
    .meta({ examples: ['26440000000012345678'] }),
  issued_on: Day,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
  /** As printed, tax included: held against the lines. */
  total_fen: Money,
}
const refusals = [
  'invoice_number_used',
  'invoice_total_differs',
  'invoice_currency',
  'invoice_from_future',
  'unknown_supplier',
  'credit_too_large',
  'credit_price_differs',
  'credit_tax_differs',
]

export const enterInvoice = endpoint('POST /supplier-invoices', {
  summary: 'Enter a supplier’s invoice or credit note; each line is held against its order and what came',
  permission: 'accounts.invoices',
  input: z.strictObject({ ...head, lines: z.array(InvoiceLineInput).min(1).max(1_000) }),
  reply: InvoiceWhole,
  refusals,
})

/** Columns: order_no, order_line_no, units, unit_price (yuan, net), vat (per cent). */
export const importInvoice = endpoint('POST /supplier-invoice-files', {
  summary: 'The same from a file: CSV with order_no, order_line_no, units, unit_price, vat',
  permission: 'accounts.invoices',
  input: z.strictObject({
    ...head,
    csv: z
      .string()
      .min(1)
      .max(1_000_000)
      .meta({ examples: ['order_no,order_line_no,units,unit_price,vat\n'] }),
  }),
  reply: InvoiceWhole,
  refusals: [...refusals, 'invoice_file_unreadable'],
})

export const listInvoices = endpoint('GET /supplier-invoices', {
  summary: 'Suppliers’ invoices, the latest entered first, with what is owed, held and paid of each',
  permission: 'accounts.read',
  input: PageInput.extend({
    supplier_id: Id.optional(),
    state: InvoiceState.optional(),
    q: z.string().max(40).optional(),
  }),
  reply: page(InvoiceView),
})
export const getInvoice = endpoint('GET /supplier-invoices/:invoice_id', {
  id: 'get_supplier_invoice',
  summary: 'One invoice with its lines and what of it waits',
  permission: 'accounts.read',
  input: z.strictObject({ invoice_id: Id }),
  reply: InvoiceWhole,
})

export const listExceptions = endpoint('GET /invoice-exceptions', {
  summary: 'What of invoices does not match, newest first',
  permission: 'accounts.read',
  input: PageInput.extend({ state: ExceptionState.optional(), kind: ExceptionKind.optional() }),
  reply: page(ExceptionView),
})
export const resolveException = endpoint('PUT /invoice-exceptions/:exception_id/resolution', {
  summary: 'Ask the supplier for a credit note, or wait for goods; not by who entered the invoice',
  permission: 'accounts.invoices',
  input: z.strictObject({
    exception_id: Id,
    as: z.enum(['credit_asked', 'waiting']),
    reason: text(300, 2),
  }),
  reply: ExceptionView,
  refusals: ['exception_ended', 'own_invoice', 'nothing_to_wait_for'],
})
export const proposeAcceptance = endpoint('POST /invoice-exceptions/:exception_id/acceptance', {
  summary: 'Propose to pay the difference all the same; control decides, within its limit',
  permission: 'accounts.invoices',
  input: z.strictObject({ exception_id: Id, reason: text(300, 2) }),
  reply: ExceptionView,
  refusals: ['exception_ended', 'own_invoice', 'not_acceptable', 'acceptance_asked', 'acceptance_limit'],
})

export const payInvoice = endpoint('POST /supplier-invoices/:invoice_id/payments', {
  summary: 'Note that what is owed of an invoice has been paid; not by who entered it',
  permission: 'accounts.pay',
  input: z.strictObject({ invoice_id: Id, amount_fen: Money, paid_on: Day }),
  reply: InvoiceWhole,
  refusals: [
    'own_invoice',
    'more_than_owed',
    'invoice_from_future',
    'paid_before_invoice',
    'month_sealed',
    'frozen',
  ],
})
