// What of accounts needs a second person in control: to pay a price that was not agreed.
import { z } from 'zod'
import type { ChangeKind } from '../../platform/change-kind.ts'
import { readSetting } from '../../platform/setting.ts'
import { Id } from '../../platform/types.ts'
import { acceptDifference } from './exceptions.ts'
import { exceptionView } from './queries.ts'
import { acceptLimit } from './settings.ts'

const Acceptance = z.strictObject({
  exception_id: Id,
  agreed_fen: z.int(),
  unit_fen: z.int(),
  units: z.int(),
  net_fen: z.int(),
  reason: z.string(),
})
type Acceptance = z.infer<typeof Acceptance>

/** How far a price lies above what was agreed, in basis points, upwards. */
export const aboveOf = ({ agreed_fen, unit_fen }: Pick<Acceptance, 'agreed_fen' | 'unit_fen'>): number =>
  Math.ceil(((unit_fen - agreed_fen) * 10_000) / Math.max(1, agreed_fen))

export const acceptance_kind = 'accounts.price_difference'
export const changeKinds: ChangeKind[] = [
  {
    kind: acceptance_kind,
    name_zh: '发票价差',
    name_en: 'Invoice price difference',
    permission_to_propose: 'accounts.invoices',
    schema: Acceptance,
    fields: [
      { field: 'agreed_fen', label_zh: '约定单价', label_en: 'Agreed price', unit: 'fen' },
      { field: 'unit_fen', label_zh: '发票单价', label_en: 'Invoiced price', unit: 'fen' },
      { field: 'units', label_zh: '件数', label_en: 'Units', unit: 'units' },
      { field: 'net_fen', label_zh: '差额', label_en: 'Difference', unit: 'fen' },
      { field: 'reason', label_zh: '原因', label_en: 'Reason', unit: 'text' },
    ],
    current: async (tx, _id, after) => {
      const found = await exceptionView(tx, (after as Acceptance).exception_id)
      return { agreed_fen: found.facts.agreed_fen, state: found.state }
    },
    subject_name: async (tx, after) => {
      const found = await exceptionView(tx, (after as Acceptance).exception_id)
      return {
        zh: `${found.supplier_name_zh} ${found.invoice_number} · ${found.name_zh}`,
        en: `${found.supplier_name_en} ${found.invoice_number} · ${found.name_en}`,
      }
    },
    checks: async (tx, after) => {
      const limit_bp = await readSetting(tx, acceptLimit)
      const above_bp = aboveOf(after as Acceptance)
      return [{ code: 'within_accept_limit', ok: above_bp <= limit_bp, facts: { above_bp, limit_bp } }]
    },
    apply: (tx, approver, request) =>
      acceptDifference(tx, approver, {
        exception_id: (request.after as Acceptance).exception_id,
        request_id: request.id,
        reason: (request.after as Acceptance).reason,
      }),
  },
]
