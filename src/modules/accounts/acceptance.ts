// Proposes to control that a price which was not agreed be paid all the same.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { readSetting } from '../../platform/setting.ts'
import { isOpen, propose } from '../control/index.ts'
import type { ExceptionView, proposeAcceptance } from './contract.ts'
import { lockException, refuseOwn } from './exceptions.ts'
import { aboveOf, acceptance_kind } from './kinds.ts'
import { exceptionView } from './queries.ts'
import { acceptLimit } from './settings.ts'

export async function askAcceptance(
  tx: Tx,
  actor: Actor,
  { exception_id, reason }: z.output<typeof proposeAcceptance.input>,
): Promise<ExceptionView> {
  const found = await lockException(tx, exception_id)
  refuseOwn(actor, found)
  if (found.kind !== 'price_above_agreed') throw new Refused('not_acceptable', 409, { kind: found.kind })
  const { request_id: asked } = found
  if (asked && (await isOpen(tx, asked))) throw new Refused('acceptance_asked', 409, { request_id: asked })
  const seen = await exceptionView(tx, exception_id)
  const agreed_fen = Number(seen.facts.agreed_fen)
  const unit_fen = Number(seen.facts.invoiced_fen)
  const limit_bp = await readSetting(tx, acceptLimit)
  const above_bp = aboveOf({ agreed_fen, unit_fen })
  if (above_bp > limit_bp) throw new Refused('acceptance_limit', 409, { above_bp, limit_bp })
  const { units, net_fen } = found
  const { request_id } = await propose(tx, actor, {
    kind: acceptance_kind,
    subject_kind: 'invoice_exception',
    subject_id: exception_id,
    before: { agreed_fen, state: found.state },
    after: { exception_id, agreed_fen, unit_fen, units, net_fen, reason },
    reason,
  })
  await tx`update accounts.exception set request_id = ${request_id} where exception_id = ${exception_id}`
  return exceptionView(tx, exception_id)
}
