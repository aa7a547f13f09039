// The provider's statement against our books: kept as it came, compared as sets, to the fen. What the
// statement knows and we do not is settled by it, for that is a report that got lost. Twice changes nothing.
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { type Actor, system } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { addDays, addMinutes, atMinute, dayOf } from '../../platform/time.ts'
import { type Day, type Id, newId } from '../../platform/types.ts'
import { finishRefund, lockDue, receiveMoney } from './commands.ts'
import type { closeMismatch, fetchStatement } from './contract-statement.ts'
import { mismatchOf } from './queries-statement.ts'
import { type StatementLine, readStatement } from './statement-file.ts'

const rows_at_once = 5_000
/** Our clock and the provider's may put a movement at midnight into different days. */
const midnight_min = 10
/** Nights on which nobody fetched are made up for, this many days back. */
const fetch_days = 7
/** Lost reports settled in one transaction; the rest follow in others. */
const settle_max = 500

export type Given = { provider: string; day: Day; csv: string }

async function refuseEarly(tx: Tx, day: Day) {
  if (dayOf(await clockOf(tx)) <= day) throw wrongField('/day', 'day_not_over', { day })
}

/** M7 Keeps a statement; the same file of the same day is the one that is here. A job compares it. */
export async function importStatement(tx: Tx, actor: Actor, { provider, day, csv }: Given) {
  await refuseEarly(tx, day)
  const read = readStatement(csv, day)
  if (!read.ok) throw wrongField('/csv', 'statement_unreadable', read.wrong)
  const file_hash = createHash('sha256').update(csv).digest('hex')
  await tx`select pg_advisory_xact_lock(hashtext(${`payment.statement:${provider}:${day}`}))`
  const [known] = await tx<{ id: Id; superseded: boolean }[]>`
    select id, superseded from payment.statement
     where provider = ${provider} and day = ${day} and file_hash = ${file_hash}`
  const statement_id = known?.id ?? newId()
  if (!known || known.superseded) {
    await tx`
      update payment.statement set superseded = true
       where provider = ${provider} and day = ${day} and not superseded`
  }
  if (known) await tx`update payment.statement set superseded = false where id = ${statement_id}`
  else await keep(tx, actor, { id: statement_id, provider, day, file_hash }, read.lines)
  const job = { statement_id }
  await enqueue(tx, 'payment.reconcile', job, { key: `payment.reconcile:${statement_id}` })
  return { statement_id, fresh: !known }
}

type Kept = { id: Id; provider: string; day: Day; file_hash: string }
async function keep(tx: Tx, actor: Actor, kept: Kept, lines: readonly StatementLine[]) {
  const sumOf = (kind: string) =>
    lines.filter((one) => one.kind === kind).reduce((all, one) => all + one.amount_fen, 0)
  const sums = { rows: lines.length, in_fen: sumOf('charge'), out_fen: sumOf('refund') }
  const by = { imported_at: await clockOf(tx), imported_by: actor.person_id }
  await tx`insert into payment.statement ${tx({ ...kept, ...sums, ...by })}`
  for (let from = 0; from < lines.length; from += rows_at_once) {
    const part = lines.slice(from, from + rows_at_once)
    await tx`
      insert into payment.statement_row (statement_id, line_no, kind, transaction_id, charge_ref,
                                         amount_fen, at)
      select ${kept.id}, ${from} + r.nth, r.kind, r.transaction_id, r.charge_ref, r.amount_fen, r.at
        from unnest(${part.map((one) => one.kind)}::text[], ${part.map((one) => one.transaction_id)}::text[],
                    ${part.map((one) => one.charge_ref)}::text[],
                    ${part.map((one) => one.amount_fen)}::bigint[],
                    ${part.map((one) => one.at)}::timestamptz[])
             with ordinality as r(kind, transaction_id, charge_ref, amount_fen, at, nth)`
  }
  const { provider, day } = kept
  const subject = { kind: 'payment_statement', id: kept.id }
  await audit(tx, actor, 'payment.statement_imported', subject, { provider, day, ...sums })
}

type Of = { id: Id; provider: string; day: Day }

/**
 * Holds a kept statement against our books. As the house; twice finds the same. True: more is to be settled.
 */
export async function reconcile(tx: Tx, { statement_id }: { statement_id: Id }): Promise<boolean> {
  const [of] = await tx<(Of & { superseded: boolean })[]>`
    select id, provider, day, superseded from payment.statement where id = ${statement_id} for update`
  if (!of || of.superseded) return false
  await findDoubles(tx, of)
  await findOtherAmounts(tx, of)
  const more = await settleMissing(tx, of)
  await findMissingThere(tx, of)
  await endAnswered(tx, of)
  await noteSums(tx, of)
  await touch(tx, 'statements:all')
  return more
}

// Of the transactions in the file, each once: what our books say.
const noteSums = (tx: Tx, of: Of) => tx`
  update payment.statement set reconciled_at = platform.clock(), here_in_fen = here.in_fen,
         here_out_fen = here.out_fen
    from (select coalesce(sum(e.amount_fen) filter (where e.kind = 'received'), 0)::bigint as in_fen,
                 coalesce(sum(e.amount_fen) filter (where e.kind = 'returned'), 0)::bigint as out_fen
            from (${theirs(tx, of)}) t join payment.entry e on ${ours(tx)}) here
   where id = ${of.id}`

// One row a transaction.
const theirs = (tx: Tx, of: Of) => tx`
  select distinct on (r.kind, r.transaction_id) r.kind, r.transaction_id, r.charge_ref, r.amount_fen, p.id as
         payment_id
    from payment.statement_row r
    left join payment.payment p on p.charge_ref = r.charge_ref and p.provider = ${of.provider}
   where r.statement_id = ${of.id}
   order by r.kind, r.transaction_id, r.line_no`

const ours = (tx: Tx) => tx`
  e.transaction_id = t.transaction_id
  and e.kind = case t.kind when 'charge' then 'received' else 'returned' end`

const findDoubles = (tx: Tx, of: Of) => tx`
  insert into payment.mismatch (id, provider, day, code, kind, transaction_id, charge_ref, payment_id,
                                ours_fen, theirs_fen, found_at)
  select gen_random_uuid(), ${of.provider}, ${of.day}, 'double', t.kind, t.transaction_id, t.charge_ref,
         t.payment_id, t.amount_fen, s.sum_fen, platform.clock()
    from (${theirs(tx, of)}) t
    join lateral (
      select count(*) as times, sum(r.amount_fen)::bigint as sum_fen
        from payment.statement_row r join payment.statement s on s.id = r.statement_id
       where r.kind = t.kind and r.transaction_id = t.transaction_id
         and s.provider = ${of.provider} and not s.superseded) s on s.times > 1
  on conflict do nothing`

const findOtherAmounts = (tx: Tx, of: Of) => tx`
  insert into payment.mismatch (id, provider, day, code, kind, transaction_id, charge_ref, payment_id,
                                ours_fen, theirs_fen, found_at)
  select gen_random_uuid(), ${of.provider}, ${of.day}, 'other_amount', t.kind, t.transaction_id, t.charge_ref,
         e.payment_id, e.amount_fen, t.amount_fen, platform.clock()
    from (${theirs(tx, of)}) t
    join payment.entry e on ${ours(tx)}
   where e.amount_fen <> t.amount_fen
  on conflict do nothing`

type Missing = {
  kind: 'charge' | 'refund'
  transaction_id: string
  charge_ref: string
  payment_id: Id | null
  amount_fen: number
}

// A report that was lost: the statement says the same, so the same consequences are drawn from it.
async function settleMissing(tx: Tx, of: Of) {
  const missing = await tx<Missing[]>`
    select t.* from (${theirs(tx, of)}) t
     where not exists (select 1 from payment.entry e where ${ours(tx)})
     order by t.payment_id, t.transaction_id limit ${settle_max}`
  for (const one of missing) {
    const settled = one.payment_id !== null && (await settle(tx, one, one.payment_id))
    const ended = settled ? { state: 'settled', reason: 'by_statement', ended_at: await clockOf(tx) } : {}
    const row = { ...one, provider: of.provider, day: of.day, code: 'missing_here', ours_fen: 0 }
    const { amount_fen: theirs_fen, ...rest } = row
    const found = { id: newId(), ...rest, theirs_fen, found_at: await clockOf(tx), ...ended }
    await tx`insert into payment.mismatch ${tx(found)} on conflict do nothing`
  }
  return missing.length === settle_max
}

async function settle(tx: Tx, one: Missing, payment_id: Id): Promise<boolean> {
  const { transaction_id, charge_ref, amount_fen } = one
  const due = await lockDue(tx, payment_id)
  if (one.kind === 'charge') {
    await receiveMoney(tx, due, { payment_id, charge_ref, transaction_id, amount_fen })
    await touch(tx, `payment:${payment_id}`)
    return true
  }
  const [asked] = await tx<{ id: Id }[]>`
    select id from payment.refund
     where payment_id = ${payment_id} and amount_fen = ${amount_fen} and state = 'requested'
     order by requested_at, id limit 1`
  if (asked) await finishRefund(tx, { refund_id: asked.id, transaction_id })
  return asked !== undefined
}

// Of our books up to shortly before the day ends: what comes later may stand in the next statement.
async function findMissingThere(tx: Tx, of: Of) {
  const from = addMinutes(atMinute(of.day, 0), -midnight_min)
  const to = addMinutes(atMinute(addDays(of.day, 1), 0), -midnight_min)
  await tx`
    insert into payment.mismatch (id, provider, day, code, kind, transaction_id, charge_ref, payment_id,
                                  ours_fen, theirs_fen, found_at)
    select gen_random_uuid(), ${of.provider}, ${of.day}, 'missing_there', e.kind, e.transaction_id,
           e.charge_ref, e.payment_id, e.amount_fen, 0, platform.clock()
      from (select case e.kind when 'received' then 'charge' else 'refund' end as kind, e.transaction_id,
                   p.charge_ref, e.payment_id, e.amount_fen
              from payment.entry e join payment.payment p on p.id = e.payment_id
             where e.at >= ${from} and e.at < ${to} and e.kind in ('received', 'returned')
               and p.provider = ${of.provider}) e
     where not exists (
       select 1 from payment.statement_row r join payment.statement s on s.id = r.statement_id
        where r.transaction_id = e.transaction_id and r.kind = e.kind
          and s.provider = ${of.provider} and not s.superseded)
    on conflict do nothing`
}

// M8 What was open and has found its answer: the other side has it now, or a later file no longer says it.
const endAnswered = (tx: Tx, of: Of) => tx`
  update payment.mismatch m set state = 'settled', ended_at = platform.clock(), reason = answer.reason
    from payment.mismatch o
    cross join lateral (
      select count(r.*) as times, min(r.amount_fen) as theirs_fen,
             (select e.amount_fen from payment.entry e
               where e.transaction_id = o.transaction_id
                 and e.kind = case o.kind when 'charge' then 'received' else 'returned' end
               limit 1) as ours_fen
        from payment.statement_row r join payment.statement s on s.id = r.statement_id
       where r.transaction_id = o.transaction_id and r.kind = o.kind
         and s.provider = o.provider and not s.superseded) now
    cross join lateral (
      select case
        when o.code = 'missing_there' and now.times > 0 then 'in_later_statement'
        when o.code = 'missing_here' and now.ours_fen is not null then 'reported_late'
        when o.code = 'missing_here' and now.times = 0 then 'other_file'
        when o.code = 'double' and now.times < 2 then 'other_file'
        when o.code = 'other_amount' and (now.times = 0 or now.theirs_fen = now.ours_fen) then 'other_file'
      end as reason) answer
   where m.id = o.id and o.provider = ${of.provider} and o.state = 'open' and answer.reason is not null`

/** PUT /payment-mismatches/:mismatch_id/closure */
export async function close(tx: Tx, actor: Actor, input: z.output<typeof closeMismatch.input>) {
  const { mismatch_id, reason } = input
  const found = await mismatchOf(tx, mismatch_id)
  if (!found) throw notFound()
  const ended = await tx`
    update payment.mismatch
       set state = 'closed', ended_at = platform.clock(), ended_by = ${actor.person_id}, reason = ${reason}
     where id = ${mismatch_id} and state = 'open' returning 1`
  if (ended.length === 0) throw new Refused('mismatch_ended', 409, { state: found.state })
  const { code, ours_fen, theirs_fen, transaction_id } = found
  const detail = { code, ours_fen, theirs_fen, transaction_id }
  await audit(tx, actor, 'payment.mismatch_closed', { kind: 'payment_mismatch', id: mismatch_id }, detail)
  await touch(tx, 'statements:all')
  return (await mismatchOf(tx, mismatch_id))!
}

/** Days that are over and of which no statement has come, the oldest first. */
export async function daysWithout(tx: Tx, provider: string): Promise<Day[]> {
  const today = dayOf(await clockOf(tx))
  const days = Array.from({ length: fetch_days }, (_, at) => addDays(today, at - fetch_days))
  const known = await tx<{ day: Day }[]>`
    select day from payment.statement
     where provider = ${provider} and day = any(${days}::date[]) and not superseded`
  return days.filter((day) => !known.some((one) => one.day === day))
}

/** POST /payment-statement-fetches */
export async function askStatement(tx: Tx, _actor: Actor, of: z.output<typeof fetchStatement.input>) {
  await refuseEarly(tx, of.day)
  await enqueue(tx, 'payment.fetch_statement', of, {
    key: `payment.fetch_statement:${of.provider}:${of.day}`,
  })
  return of
}

/** Imports and compares at once, as the house: for the command line. */
export async function importNow(db: Db, given: Given) {
  const { statement_id, fresh } = await db.command(system, (tx) => importStatement(tx, system, given))
  while (await db.command(system, (tx) => reconcile(tx, { statement_id })));
  return { statement_id, fresh }
}
