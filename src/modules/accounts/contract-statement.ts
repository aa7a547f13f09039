// What we owe a supplier at the end of a month, as both sides confirm it.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page } from '../../platform/types.ts'

const Month = z
  .string()
  .regex(/^(?:19|2\d)\d{2}-(?:0[1-9]|1[0-2])$/)
  .meta({ examples: ['2026-10'] })

export const SupplierStatement = z.object({
  id: Id,
  supplier_id: Id,
  supplier_name_zh: z.string(),
  supplier_name_en: z.string(),
  month: Day,
  opening_fen: Fen,
  invoiced_fen: Fen,
  credited_fen: Fen,
  paid_fen: Fen,
  closing_fen: Fen,
  /** In exceptions when it was made: owed by nobody's word yet. */
  held_fen: Fen,
  /** Of every movement in it: who confirms says which sums. */
  hash: z.string(),
  made_at: Instant,
  ours_at: Instant.nullable(),
  theirs_at: Instant.nullable(),
})
export type SupplierStatement = z.infer<typeof SupplierStatement>

export const StatementMove = z.object({
  id: Id,
  day: Day,
  kind: z.enum(['invoiced', 'credited', 'paid']),
  number: z.string(),
  amount_fen: Fen,
})

export const makeStatement = endpoint('POST /supplier-statements', {
  summary: 'Seal what was owed to a supplier in a month that is over',
  permission: 'accounts.pay',
  input: z.strictObject({ supplier_id: Id, month: Month }),
  reply: SupplierStatement,
  refusals: ['month_not_over', 'statement_made', 'unknown_supplier'],
})
export const listSupplierStatements = endpoint('GET /supplier-statements', {
  summary: 'Statements of suppliers, the latest month first',
  permission: 'accounts.read',
  input: PageInput.extend({ supplier_id: Id.optional() }),
  reply: page(SupplierStatement),
})
export const listStatementMoves = endpoint('GET /supplier-statements/:statement_id/movements', {
  summary: 'What a statement is the sum of',
  permission: 'accounts.read',
  input: z.strictObject({ statement_id: Id }),
  reply: z.object({ items: z.array(StatementMove) }),
})
const confirmation = z.strictObject({ statement_id: Id, hash: z.string().length(64) })
const refusals = ['already_confirmed', 'stale_hash']
export const confirmOurs = endpoint('PUT /supplier-statements/:statement_id/our-confirmation', {
  summary: 'Confirm a statement for the house, by the hash that was read',
  permission: 'accounts.pay',
  input: confirmation,
  reply: SupplierStatement,
  refusals,
})
export const listOwnStatements = endpoint('GET /own-supplier-statements', {
  summary: 'A supplier’s own statements, the latest month first',
  permission: 'brand.read',
  input: PageInput,
  reply: page(SupplierStatement),
})
export const confirmTheirs = endpoint('PUT /own-supplier-statements/:statement_id/confirmation', {
  summary: 'Confirm a statement as the supplier, by the hash that was read',
  permission: 'brand.read',
  input: confirmation,
  reply: SupplierStatement,
  refusals,
})
