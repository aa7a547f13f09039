// What becomes of an exception: a credit note is asked for, goods are waited for, or control agrees to pay.
// Never by who entered the invoice (A5).
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { sweepSoon } from '../../platform/events.ts'
import { Refused, notFound } from '../../platform/refusal.ts'
import { dayOf } from '../../platform/time.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { ExceptionView, resolveException } from './contract.ts'
import { exceptionView } from './queries.ts'
import { whyNotOwn } from './rules.ts'

type Locked = {
  state: string
  kind: string
  units: number
  net_fen: number
  tax_fen: number
  entered_by: Id | null
  request_id: Id | null
  invoice_id: Id
  line_no: number
  supplier_id: Id
}

export async function lockException(tx: Tx, exception_id: string): Promise<Locked> {
  const [found] = await tx<Locked[]>`
    select state, kind, units, net_fen, tax_fen, entered_by, request_id, invoice_id, line_no, supplier_id
      from accounts.exception where exception_id = ${exception_id} for update`
  if (!found) throw notFound()
  return found
}

export function refuseOwn(actor: Actor, { state, entered_by }: Locked) {
  if (state !== 'open' && state !== 'waiting') throw new Refused('exception_ended', 409, { state })
  const own = whyNotOwn(entered_by, actor.person_id)
  if (own) throw new Refused(own)
}

export async function resolve(
  tx: Tx,
  actor: Actor,
  { exception_id, as, reason }: z.output<typeof resolveException.input>,
): Promise<ExceptionView> {
  const found = await lockException(tx, exception_id)
  refuseOwn(actor, found)
  if (as === 'waiting' && found.kind !== 'more_than_received')
    throw new Refused('nothing_to_wait_for', 409, { kind: found.kind })
  await tx`
    update accounts.exception
       set state = ${as}, resolved_by = ${actor.person_id}, resolved_at = platform.clock(), reason = ${reason}
     where exception_id = ${exception_id}`
  const subject = { kind: 'invoice_exception', id: exception_id } as const
  await audit(tx, actor, 'accounts.exception_resolved', subject, { as, reason, kind: found.kind })
  return exceptionView(tx, exception_id)
}

/** Control has agreed: the difference is owed. */
export async function acceptDifference(
  tx: Tx,
  approver: Actor,
  { exception_id, request_id, reason }: { exception_id: Id; request_id: string; reason: string },
) {
  const found = await lockException(tx, exception_id)
  refuseOwn(approver, found)
  await tx`
    update accounts.exception
       set state = 'accepted', resolved_by = ${approver.person_id}, resolved_at = platform.clock(),
           reason = ${reason}, request_id = ${request_id}
     where exception_id = ${exception_id}`
  await tx`
    insert into accounts.match (match_id, posting_id, invoice_id, line_no, supplier_id, sku_id, order_id,
           order_line_no, why, units, agreed_fen, net_fen, tax_fen, day)
    select ${newId()}, ${newId()}, l.invoice_id, l.line_no, ${found.supplier_id}, l.sku_id, l.order_id,
           l.order_line_no,
           'accepted', 0, 0, ${found.net_fen}, ${found.tax_fen}, ${dayOf(await clockOf(tx))}
      from accounts.invoice_line l
     where l.invoice_id = ${found.invoice_id} and l.line_no = ${found.line_no}`
  const subject = { kind: 'invoice_exception', id: exception_id } as const
  await audit(tx, approver, 'accounts.difference_accepted', subject, { net_fen: found.net_fen, reason })
  await sweepSoon(tx, 'accounts.post')
}
