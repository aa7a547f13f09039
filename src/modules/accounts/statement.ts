// A month of a supplier: what was owed before, what came to it, what was paid. Sealed once, then confirmed by
// both sides, each by the hash it has read (A7).
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { dayOf } from '../../platform/time.ts'
import { type Id, type Page, newId } from '../../platform/types.ts'
import type {
  SupplierStatement,
  confirmOurs,
  listSupplierStatements,
  makeStatement,
} from './contract-statement.ts'
import { lockStatements, pageOf, suppliersOf } from './queries.ts'

type Move = {
  id: Id
  day: string
  kind: 'invoiced' | 'credited' | 'paid'
  number: string
  amount_fen: number
}

const movesOf = (tx: Tx, supplier_id: string, first: string) => tx<Move[]>`
  select m.match_id as id, m.day, case when m.net_fen < 0 then 'credited' else 'invoiced' end as kind,
         i.number, abs(m.net_fen + m.tax_fen)::bigint as amount_fen
    from accounts.match m join accounts.invoice i on i.invoice_id = m.invoice_id
   where m.supplier_id = ${supplier_id} and m.day >= ${first}::date
     and m.day < ${first}::date + interval '1 month'
  union all
  select p.payment_id, p.day, 'paid', i.number, p.amount_fen
    from accounts.payment p join accounts.invoice i on i.invoice_id = p.invoice_id
   where p.supplier_id = ${supplier_id} and p.day >= ${first}::date
     and p.day < ${first}::date + interval '1 month'
   order by 2, 1`

export async function make(
  tx: Tx,
  actor: Actor,
  { supplier_id, month }: z.output<typeof makeStatement.input>,
): Promise<SupplierStatement> {
  const supplier = (await suppliersOf(tx)).find((one) => one.supplier_id === supplier_id)
  if (!supplier) throw wrongField('/supplier_id', 'unknown_supplier', {})
  const today = dayOf(await clockOf(tx))
  if (month >= today.slice(0, 7)) throw wrongField('/month', 'month_not_over', { month, today })
  await lockStatements(tx, supplier_id)
  const first = `${month}-01`
  const [known] = await tx`
    select 1 from accounts.statement where supplier_id = ${supplier_id} and month = ${first}`
  if (known) throw new Refused('statement_made', 409, { month })
  const opening_fen = await owedBefore(tx, supplier_id, first)
  const moves = await movesOf(tx, supplier_id, first)
  const sumOf = (kind: Move['kind']) =>
    moves.filter((move) => move.kind === kind).reduce((all, move) => all + move.amount_fen, 0)
  const sums = { invoiced: sumOf('invoiced'), credited: sumOf('credited'), paid: sumOf('paid') }
  const closing_fen = opening_fen + sums.invoiced - sums.credited - sums.paid
  const sealed = JSON.stringify({ supplier_id, month, opening_fen, closing_fen, moves: [...moves] })
  const hash = createHash('sha256').update(sealed).digest('hex')
  const statement_id = newId()
  await tx`
    insert into accounts.statement (statement_id, supplier_id, supplier_name, supplier_name_en, brand_id,
           month, opening_fen, invoiced_fen, credited_fen, paid_fen, closing_fen, held_fen, hash)
    values (${statement_id}, ${supplier_id}, ${supplier.name}, ${supplier.name_en}, ${supplier.brand_id},
            ${first}, ${opening_fen}, ${sums.invoiced}, ${sums.credited}, ${sums.paid}, ${closing_fen},
            ${await heldOf(tx, supplier_id)}, ${hash})`
  const subject = { kind: 'supplier_statement', id: statement_id } as const
  await audit(tx, actor, 'accounts.statement_made', subject, { month, closing_fen, hash })
  return statementView(tx, statement_id)
}

async function owedBefore(tx: Tx, supplier_id: string, first: string): Promise<number> {
  const [row] = await tx<{ fen: number }[]>`
    select (select coalesce(sum(net_fen + tax_fen), 0)::bigint from accounts.match
             where supplier_id = ${supplier_id} and day < ${first}::date)
         - (select coalesce(sum(amount_fen), 0)::bigint from accounts.payment
             where supplier_id = ${supplier_id} and day < ${first}::date) as fen`
  return row!.fen
}

async function heldOf(tx: Tx, supplier_id: string): Promise<number> {
  const [row] = await tx<{ fen: number }[]>`
    select coalesce(sum(net_fen + tax_fen), 0)::bigint as fen from accounts.exception
     where supplier_id = ${supplier_id} and state in ('open', 'waiting', 'credit_asked')`
  return row!.fen
}

const statementRow = (tx: Tx) => tx`
  statement_id as id, supplier_id, supplier_name as supplier_name_zh, supplier_name_en, month, opening_fen,
  invoiced_fen, credited_fen, paid_fen, closing_fen, held_fen, hash, made_at, ours_at, theirs_at`

async function statementView(tx: Tx, statement_id: string): Promise<SupplierStatement> {
  const [found] = await tx<SupplierStatement[]>`
    select ${statementRow(tx)} from accounts.statement where statement_id = ${statement_id}`
  if (!found) throw notFound()
  return found
}

/** Row policies let a supplier see its own, us all. */
export async function supplierStatements(
  tx: Tx,
  _actor: Actor,
  { after, limit, supplier_id }: Partial<z.output<typeof listSupplierStatements.input>> & { limit: number },
): Promise<Page<SupplierStatement>> {
  const rows = await tx<SupplierStatement[]>`
    select ${statementRow(tx)} from accounts.statement s
     where true
       ${supplier_id ? tx`and supplier_id = ${supplier_id}` : tx``}
       ${
         after
           ? tx`and (month, statement_id) < (select c.month, c.statement_id from accounts.statement c
                                              where c.statement_id = ${after})`
           : tx``
       }
     order by month desc, statement_id desc limit ${limit + 1}`
  return pageOf(rows, limit)
}

export async function statementMoves(tx: Tx, _actor: Actor, { statement_id }: { statement_id: string }) {
  const found = await statementView(tx, statement_id)
  return { items: [...(await movesOf(tx, found.supplier_id, found.month))] as never[] }
}

type Confirmation = z.output<typeof confirmOurs.input>

async function confirm(tx: Tx, actor: Actor, { statement_id, hash }: Confirmation, ours: boolean) {
  const [found] = await tx<{ hash: string; done: boolean }[]>`
    select hash, ${ours ? tx`ours_by` : tx`theirs_by`} is not null as done
      from accounts.statement where statement_id = ${statement_id} for update`
  if (!found) throw notFound()
  if (found.done) throw new Refused('already_confirmed')
  if (found.hash !== hash) throw new Refused('stale_hash', 409, { hash: found.hash })
  if (ours)
    await tx`
      update accounts.statement set ours_by = ${actor.person_id}, ours_at = platform.clock()
       where statement_id = ${statement_id}`
  else
    await tx`
      update accounts.statement set theirs_by = ${actor.person_id}, theirs_at = platform.clock()
       where statement_id = ${statement_id}`
  const side = ours ? 'ours' : 'theirs'
  const subject = { kind: 'supplier_statement', id: statement_id } as const
  await audit(tx, actor, 'accounts.statement_confirmed', subject, { side, hash })
  return statementView(tx, statement_id)
}
export const confirmAsHouse = (tx: Tx, actor: Actor, input: Confirmation) => confirm(tx, actor, input, true)
export const confirmAsSupplier = (tx: Tx, actor: Actor, input: Confirmation) =>
  confirm(tx, actor, input, false)
