// Statements and mismatches as control reads them.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import type { Id, Page } from '../../platform/types.ts'
import type { Mismatch, StatementView, listMismatches, listStatements } from './contract-statement.ts'

const statementRow = (tx: Tx) => tx`
  s.id, s.provider, s.day, s.rows, s.in_fen, s.out_fen, s.imported_at, s.reconciled_at, s.superseded,
  s.here_in_fen, s.here_out_fen, m.open, m.settled`

const beside = (tx: Tx) => tx`
  cross join lateral (
    select count(*) filter (where x.state = 'open')::int as open,
           count(*) filter (where x.state = 'settled')::int as settled
      from payment.mismatch x where x.provider = s.provider and x.day = s.day) m`

export async function statementOf(tx: Tx, id: Id): Promise<StatementView> {
  const [found] = await tx<StatementView[]>`
    select ${statementRow(tx)} from payment.statement s ${beside(tx)} where s.id = ${id}`
  return found!
}

export async function statements(
  tx: Tx,
  _actor: Actor,
  { after, limit }: z.output<typeof listStatements.input>,
): Promise<Page<StatementView>> {
  const rows = await tx<StatementView[]>`
    select ${statementRow(tx)}
      from (select * from payment.statement t
             where true
               ${
                 after
                   ? tx`and (t.day, t.id) < (select c.day, c.id from payment.statement c where c.id = ${after})`
                   : tx``
               }
             order by t.day desc, t.id desc limit ${limit + 1}) s ${beside(tx)}
     order by s.day desc, s.id desc`
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? last.id : null }
}

export async function mismatchOf(tx: Tx, id: Id): Promise<Mismatch | null> {
  const [found] = await tx<Mismatch[]>`select * from payment.mismatch where id = ${id}`
  return found ?? null
}

export async function mismatches(
  tx: Tx,
  _actor: Actor,
  { state, code, day, after, limit }: z.output<typeof listMismatches.input>,
): Promise<Page<Mismatch>> {
  const rows = await tx<Mismatch[]>`
    select * from payment.mismatch
     where true
       ${state ? tx`and state = ${state}` : tx``}
       ${code ? tx`and code = ${code}` : tx``}
       ${day ? tx`and day = ${day}` : tx``}
       ${
         after
           ? tx`and (found_at, id) < (select c.found_at, c.id from payment.mismatch c where c.id = ${after})`
           : tx``
       }
     order by found_at desc, id desc
     limit ${limit + 1}`
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? last.id : null }
}

/** Live topic `statements:all`. */
export const hearsStatements = async (_tx: Tx, actor: Actor, id: string) =>
  id === 'all' && actor.permissions.has('control.read')
