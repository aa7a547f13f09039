// The daily statement of a payment provider and what in it differs from our books.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, Fen, Id, Instant, PageInput, page, text } from '../../platform/types.ts'

/** Providers that write statements. */
export const StatementProvider = z.enum(['sandbox'])

export const StatementView = z.object({
  id: Id,
  provider: StatementProvider,
  day: Day,
  rows: z.int(),
  in_fen: Fen,
  out_fen: Fen,
  imported_at: Instant,
  /** null while it is being held against our books. */
  reconciled_at: Instant.nullable(),
  superseded: z.boolean(),
  /** Of the transactions in the file, what our books say came in and went out. */
  here_in_fen: Fen,
  here_out_fen: Fen,
  /** Mismatches of the day that wait for somebody, and those the house settled by itself. */
  open: z.int(),
  settled: z.int(),
})
export type StatementView = z.infer<typeof StatementView>

/**
 * missing_here: the statement has it, we do not · missing_there: we have it, no statement does ·
 * other_amount: both have it, with other sums · double: the statement has it more than once
 */
export const MismatchCode = z.enum(['missing_here', 'missing_there', 'other_amount', 'double'])
export type MismatchCode = z.infer<typeof MismatchCode>
/** open: somebody has to look · settled: the house found its answer · closed: by a person, with a reason */
export const MismatchState = z.enum(['open', 'settled', 'closed'])

export const Mismatch = z.object({
  id: Id,
  provider: StatementProvider,
  day: Day,
  code: MismatchCode,
  kind: z.enum(['charge', 'refund']),
  transaction_id: z.string(),
  charge_ref: z.string(),
  payment_id: Id.nullable(),
  ours_fen: Fen,
  theirs_fen: Fen,
  state: MismatchState,
  found_at: Instant,
  ended_at: Instant.nullable(),
  ended_by: Id.nullable(),
  reason: z.string().nullable(),
})
export type Mismatch = z.infer<typeof Mismatch>

export const listStatements = endpoint('GET /payment-statements', {
  summary: 'Statements of payment providers, newest day first, each held against our books to the fen',
  permission: 'control.read',
  input: PageInput,
  reply: page(StatementView),
})
export const importStatement = endpoint('POST /payment-statements', {
  summary: 'Import the statement of a business day; the same file once more changes nothing',
  permission: 'payment.reconcile',
  input: z.strictObject({
    provider: StatementProvider,
    day: Day,
    csv: z
      .string()
      .min(1)
      .max(1_000_000)
      .meta({ examples: ['charge_ref,kind,amount,time,transaction_id\n'] }),
  }),
  reply: StatementView,
  refusals: ['statement_unreadable', 'day_not_over'],
})
export const fetchStatement = endpoint('POST /payment-statement-fetches', {
  summary: 'Ask the provider for its statement of a business day; a job imports it',
  permission: 'payment.reconcile',
  input: z.strictObject({ provider: StatementProvider, day: Day }),
  reply: z.object({ provider: StatementProvider, day: Day }),
  refusals: ['day_not_over'],
})

export const listMismatches = endpoint('GET /payment-mismatches', {
  summary: 'What statements and our books disagree on, newest first',
  permission: 'control.read',
  input: PageInput.extend({
    state: MismatchState.optional(),
    code: MismatchCode.optional(),
    day: Day.optional(),
  }),
  reply: page(Mismatch),
})
export const closeMismatch = endpoint('PUT /payment-mismatches/:mismatch_id/closure', {
  summary: 'Work off a mismatch, with the reason',
  permission: 'payment.reconcile',
  input: z.strictObject({ mismatch_id: Id, reason: text(300, 2) }),
  reply: Mismatch,
  refusals: ['mismatch_ended'],
})
