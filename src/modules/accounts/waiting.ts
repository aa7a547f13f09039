// Held units are matched once their goods have come: that is what the match says, no person has to.
import { system } from '../../platform/access.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { dayOf } from '../../platform/time.ts'
import type { Day, Id } from '../../platform/types.ts'
import { lockLines, writeVerdicts } from './commands.ts'
import { toleranceOf } from './queries.ts'
import { matchLater } from './rules.ts'

type Waiting = {
  exception_id: Id
  invoice_id: Id
  supplier_id: Id
  line_no: number
  order_no: string
  order_line_no: number
  unit_fen: number
  vat_bp: number
  units: number
  tax_fen: number
  entered_by: Id | null
}

const turn_max = 500

export async function matchWaiting(db: Db) {
  const suppliers = await db.read(
    system,
    (tx) => tx<{ supplier_id: Id }[]>`
      select distinct supplier_id from accounts.exception
       where state in ('open', 'waiting') and kind = 'more_than_received'`,
  )
  for (const { supplier_id } of suppliers) await db.command(system, (tx) => matchOfSupplier(tx, supplier_id))
}

/** The oldest first, as long as there is something open of their order's line. */
export async function matchOfSupplier(tx: Tx, supplier_id: Id): Promise<number> {
  const held = await tx<Waiting[]>`
    select x.exception_id, x.invoice_id, x.supplier_id, x.line_no, l.order_no, l.order_line_no, l.unit_fen,
           l.vat_bp, x.units, x.tax_fen, x.entered_by
      from accounts.exception x
      join accounts.invoice_line l on l.invoice_id = x.invoice_id and l.line_no = x.line_no
     where x.supplier_id = ${supplier_id} and x.state in ('open', 'waiting')
       and x.kind = 'more_than_received' and l.order_id is not null
     order by x.opened_at, x.exception_id limit ${turn_max} for update of x`
  if (held.length === 0) return 0
  const tolerance = await toleranceOf(tx)
  const day = dayOf(await clockOf(tx)) as Day
  const ordered = await lockLines(tx, supplier_id, held)
  const found = held.flatMap((one) => {
    const key = `${one.order_no}#${one.order_line_no}`
    const of = ordered.get(key)
    const verdict = of ? matchLater(one, of, tolerance) : null
    if (!of || !verdict) return []
    ordered.set(key, { ...of, invoiced: of.invoiced + verdict.match!.units })
    return [{ ...one, of, verdict }]
  })
  for (const invoice_id of new Set(found.map((one) => one.invoice_id))) {
    const judged = found.filter((one) => one.invoice_id === invoice_id)
    // What is held anew of it is still who entered it that may not settle it.
    const by = { ...system, person_id: judged[0]!.entered_by }
    await writeVerdicts(tx, by, { invoice_id, supplier: { supplier_id }, day }, judged)
  }
  await tx`
    update accounts.exception set state = 'matched', resolved_by = null, resolved_at = platform.clock()
     where exception_id = any(${found.map((one) => one.exception_id)}::uuid[])`
  return found.length
}
