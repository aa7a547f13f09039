// A veto of control: what is frozen, by whom, why and until when.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Id, Instant, PageInput, page, text } from '../../platform/types.ts'

/** Longer than this nobody holds a thing still alone; it may be frozen anew. */
export const freeze_days_max = 90

export const Freezable = z.enum(['sku', 'benefit', 'supplier'])
export const FreezeState = z.enum(['live', 'ended'])
export const Freeze = z.object({
  id: Id,
  subject_kind: Freezable,
  subject_id: z.string(),
  subject_zh: z.string(),
  subject_en: z.string(),
  reason: z.string(),
  frozen_by: Id,
  frozen_by_name: z.string(),
  frozen_at: Instant,
  ends_at: Instant,
  lifted_by_name: z.string().nullable(),
  lifted_at: Instant.nullable(),
  lift_note: z.string().nullable(),
  state: FreezeState,
  /** null when the reader may lift it now */
  why_not_lift: z.string().nullable(),
})
export type Freeze = z.infer<typeof Freeze>

export const listFreezes = endpoint('GET /freezes', {
  summary: 'What control holds still, and what it held; newest first',
  permission: 'control.read',
  input: PageInput.extend({ state: FreezeState.optional() }),
  reply: page(Freeze),
})
export const addFreeze = endpoint('POST /freezes', {
  summary: 'Hold a SKU’s price changes, a benefit or a supplier still until a moment; ends by itself',
  permission: 'control.approve',
  unfuzzed: true,
  input: z.strictObject({
    subject_kind: Freezable,
    subject_id: z.string().min(1).max(100),
    ends_at: Instant,
    reason: text(300),
  }),
  reply: Freeze,
  refusals: ['not_freezable', 'frozen', 'ends_in_past', 'freeze_too_long'],
})
export const liftFreeze = endpoint('DELETE /freezes/:freeze_id', {
  summary: 'End a freeze before its time; another controller than who froze',
  permission: 'control.approve',
  unfuzzed: true,
  input: z.strictObject({ freeze_id: Id, note: text(300) }),
  reply: Freeze,
  refusals: ['own_freeze', 'freeze_over'],
})
