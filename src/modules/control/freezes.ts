// A veto: freeze, lift, and the door that every command on a frozen thing asks. It ends by itself.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import type { SubjectName } from '../../platform/change-kind.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { dayOf, minuteOfDay } from '../../platform/time.ts'
import { type Id, type Page, newId } from '../../platform/types.ts'
import {
  type Freeze,
  type addFreeze,
  freeze_days_max,
  type liftFreeze,
  type listFreezes,
} from './contract-freezes.ts'

type Namer = (tx: Tx, id: string) => Promise<SubjectName | null>
const namers = new Map<string, Namer>()

/** Rooms say which of their things may be frozen, and what people call them. */
export function registerFreezables(given: Readonly<Record<string, Namer>>) {
  for (const [kind, nameOf] of Object.entries(given)) namers.set(kind, nameOf)
}

type Frozen = {
  subject: string
  subject_zh: string
  subject_en: string
  frozen_by_name: string
  reason: string
  ends_at: string
}

/** Freezes that hold now on any of `kind:id`. */
export async function frozenOf(tx: Tx, subjects: readonly string[]): Promise<Frozen[]> {
  if (subjects.length === 0) return []
  const rows = await tx<Frozen[]>`
    select subject, subject_zh, subject_en, frozen_by_name, reason, ends_at
      from control.frozen(${subjects as string[]})`
  return [...rows]
}

/** C10: who is held back is told by whom, why and until when. Call it before anything is written. */
export async function refuseFrozen(tx: Tx, subjects: readonly string[]) {
  const [held] = await frozenOf(tx, subjects)
  if (!held) return
  const { subject_zh, subject_en, frozen_by_name: by, reason: why, ends_at: until } = held
  const minute = String(minuteOfDay(until) % 60).padStart(2, '0')
  const until_local = `${dayOf(until)} ${Math.floor(minuteOfDay(until) / 60)}:${minute}`
  throw new Refused('frozen', 409, { subject_zh, subject_en, by, why, until, until_local })
}

type Row = Omit<Freeze, 'state' | 'why_not_lift'>
const select = (tx: Tx) => tx`
  select id, subject_kind, subject_id, subject_zh, subject_en, reason, frozen_by, frozen_by_name, frozen_at,
         ends_at, lifted_by_name, lifted_at, lift_note
    from control.freeze`

function whyNotLift(row: Row, actor: Actor, over: boolean) {
  if (over) return 'freeze_over'
  if (row.frozen_by === actor.person_id) return 'own_freeze'
  return may(actor, 'control.approve') ? null : 'forbidden'
}

function toView(row: Row, actor: Actor, now: string): Freeze {
  const over = row.lifted_at !== null || row.ends_at <= now
  return { ...row, state: over ? 'ended' : 'live', why_not_lift: whyNotLift(row, actor, over) }
}

export async function findFreezes(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof listFreezes.input>,
): Promise<Page<Freeze>> {
  const now = await clockOf(tx)
  const over = tx`(lifted_at is not null or ends_at <= ${now})`
  const rows = await tx<Row[]>`
    ${select(tx)}
     where true ${input.state === 'live' ? tx`and not ${over}` : tx``}
       ${input.state === 'ended' ? tx`and ${over}` : tx``}
       ${input.after ? tx`and id < ${input.after}` : tx``}
     order by id desc limit ${input.limit + 1}`
  const items = rows.slice(0, input.limit).map((row) => toView(row, actor, now))
  return { items, next: rows.length > input.limit ? items.at(-1)!.id : null }
}

async function viewOf(tx: Tx, actor: Actor, id: Id): Promise<Freeze> {
  const [row] = await tx<Row[]>`${select(tx)} where id = ${id}`
  if (!row) throw notFound()
  return toView(row, actor, await clockOf(tx))
}

export async function freeze(tx: Tx, actor: Actor, input: z.output<typeof addFreeze.input>) {
  const { subject_kind, subject_id, reason } = input
  const now = await clockOf(tx)
  const ends_at = new Date(input.ends_at).toISOString()
  if (ends_at <= now) throw wrongField('/ends_at', 'ends_in_past')
  if (Date.parse(ends_at) - Date.parse(now) > freeze_days_max * 86_400_000)
    throw wrongField('/ends_at', 'freeze_too_long', { max: freeze_days_max })
  const name = await namers.get(subject_kind)?.(tx, subject_id)
  if (!name) throw wrongField('/subject_id', 'not_freezable')
  const subject = `${subject_kind}:${subject_id}`
  await tx`select pg_advisory_xact_lock(hashtextextended(${`control.freeze ${subject}`}, 0))`
  await refuseFrozen(tx, [subject])
  const id = newId()
  await tx`
    insert into control.freeze (id, subject_kind, subject_id, subject_zh, subject_en, reason, frozen_by,
           frozen_by_name, frozen_at, ends_at)
    values (${id}, ${subject_kind}, ${subject_id}, ${name.zh}, ${name.en}, ${reason}, ${actor.person_id},
            ${actor.name}, ${now}, ${ends_at})`
  await audit(tx, actor, 'freeze.set', { kind: subject_kind, id: subject_id }, { freeze_id: id, ends_at })
  await touch(tx, 'changes:all')
  return viewOf(tx, actor, id)
}

export async function lift(tx: Tx, actor: Actor, input: z.output<typeof liftFreeze.input>) {
  await tx`select 1 from control.freeze where id = ${input.freeze_id} for update`
  const view = await viewOf(tx, actor, input.freeze_id)
  if (view.why_not_lift) throw new Refused(view.why_not_lift, 409)
  await tx`
    update control.freeze
       set lifted_by = ${actor.person_id}, lifted_by_name = ${actor.name}, lifted_at = platform.clock(),
           lift_note = ${input.note}
     where id = ${view.id}`
  const { subject_kind, subject_id } = view
  await audit(tx, actor, 'freeze.lifted', { kind: subject_kind, id: subject_id }, { freeze_id: view.id })
  await touch(tx, 'changes:all')
  return viewOf(tx, actor, view.id)
}
