// The journal, its trial balance, what is earned, and whether books, stock and orders say the same.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page } from '../../platform/types.ts'

export const TrialRow = z.object({
  account: z.string(),
  no: z.int(),
  name_zh: z.string(),
  name_en: z.string(),
  side: z.enum(['debit', 'credit']),
  debit_fen: Fen,
  credit_fen: Fen,
  /** On its usual side. */
  balance_fen: Fen,
})
export type TrialRow = z.infer<typeof TrialRow>

const span = { from: Day.optional(), until: Day.optional() }

export const trialBalance = endpoint('GET /trial-balance', {
  summary: 'Every account with its debits and credits up to a day; both sides are the same fen',
  permission: 'accounts.read',
  input: z.strictObject({ until: Day.optional() }),
  reply: z.object({ items: z.array(TrialRow), debit_fen: Fen, credit_fen: Fen }),
})

export const SourceKind = z.enum([
  'loaded',
  'receipt',
  'supplier_return',
  'stock',
  'sale',
  'refund',
  'variance',
  'match',
  'payment',
  'manual',
])
export const JournalEntry = z.object({
  id: Id,
  at: Instant,
  source_kind: SourceKind,
  source_id: z.string(),
  memo: z.string().nullable(),
  total_fen: Fen,
  lines: z.array(z.object({ account: z.string(), debit_fen: Fen, credit_fen: Fen })),
})
export type JournalEntry = z.infer<typeof JournalEntry>

export const listJournal = endpoint('GET /journal-entries', {
  summary: 'The journal, newest first: each entry with its source and its lines',
  permission: 'accounts.read',
  input: PageInput.extend({ source_kind: SourceKind.optional() }),
  reply: page(JournalEntry),
})

/** An agreement of two sums; what differs is named. */
export const Finding = z.object({
  code: z.enum(['debits_credits', 'inventory', 'grni', 'payable', 'margin']),
  here_fen: Fen,
  there_fen: Fen,
  /** Third way, where there are three. */
  third_fen: Fen.nullable(),
  ok: z.boolean(),
  differing: z.array(z.string()),
})
export type Finding = z.infer<typeof Finding>

const Earned = {
  list_fen: Fen,
  our_benefits_fen: Fen,
  vat_fen: Fen,
  net_fen: Fen,
  cost_fen: Fen,
  margin_fen: Fen,
}
export const MarginRow = z.object({
  id: Id,
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  ...Earned,
})
export type MarginRow = z.infer<typeof MarginRow>

export const MarginBy = z.enum(['order', 'sku', 'store', 'brand'])
export type MarginBy = z.infer<typeof MarginBy>

/** Permission `accounts.read`; control reads the same at `/control-margins`. */
const margins = (permission: 'accounts.read' | 'control.read', path: 'margins' | 'control-margins') =>
  endpoint(`GET /${path}/:by`, {
    id: `get_${path.replace('-', '_')}`,
    summary: `What the house earns, net of VAT: list price less our share of benefits less what it cost (${permission})`,
    permission,
    input: z.strictObject({
      by: MarginBy,
      ...span,
      limit: z.coerce.number().int().min(1).max(100).default(24),
      after: z.coerce.number().int().min(0).max(10_000_000).optional(),
    }),
    reply: page(MarginRow),
  })
export const listMargins = margins('accounts.read', 'margins')
export const listMarginsControl = margins('control.read', 'control-margins')

export const marginTotal = endpoint('GET /margin-total', {
  summary: 'What the house earned in all, from the journal',
  permission: 'accounts.read',
  input: z.strictObject(span),
  reply: z.object(Earned),
})
