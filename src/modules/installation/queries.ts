// Reads of installation. Row policies say whose; a crew's view carries everything it needs without a network.
import type { z } from 'zod'
import { type Actor, may } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { notFound } from '../../platform/refusal.ts'
import { Id, type Page } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { hearsOrder } from '../orders/index.ts'
import { partyOf } from '../people/index.ts'
import type {
  OrderInstallation,
  PhotoRef,
  PhotoView,
  SiteCheck,
  Step,
  StepView,
  WorkLine,
  WorkSummary,
  WorkView,
  listBoard,
  listWork,
} from './contract.ts'
import { type StepRule, checkWords, missingOf, skillsFor, stepWords, stepsFor } from './rules.ts'

export const summary = (tx: Tx) => tx`
  id, city_code, order_id, number, party_id, state, county_code, day, window_code as window, starts_at,
  ends_at, units, skills, first_name_zh, first_name_en, goods_with_crew, goods_delivered, attempt,
  last_failure, steps_done, steps_total, started_at, done_at, changed_at`

function pageOf(rows: readonly WorkSummary[], limit: number): Page<WorkSummary> {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? items.at(-1)!.id : null }
}

// Work without a slot comes last: the crew still has to arrange it.
const slotOf = (tx: Tx) => tx`coalesce(starts_at, 'infinity'::timestamptz)`

function later(tx: Tx, after: string | undefined) {
  if (after === undefined) return tx``
  return tx`
    and (${slotOf(tx)}, id) > (select coalesce(c.starts_at, 'infinity'::timestamptz), c.id
                                 from installation.work_order c where c.id = ${after})`
}

/** GET /work-orders */
export async function myWork(tx: Tx, actor: Actor, input: z.output<typeof listWork.input>) {
  const unfinished = input.day === undefined && input.state === undefined
  const rows = await tx<WorkSummary[]>`
    select ${summary(tx)} from installation.work_order
     where party_id = ${actor.party_id}
       ${input.day ? tx`and day = ${input.day}` : tx``}
       ${input.state ? tx`and state = ${input.state}` : tx``}
       ${unfinished ? tx`and state in ('planned', 'started')` : tx``}
       ${later(tx, input.after)}
     order by ${slotOf(tx)}, id
     limit ${input.limit + 1}`
  return pageOf(rows, input.limit)
}

/** GET /work-order-board */
export async function board(tx: Tx, _actor: Actor, input: z.output<typeof listBoard.input>) {
  const rows = await tx<WorkSummary[]>`
    select ${summary(tx)} from installation.work_order
     where true
       ${input.city_code ? tx`and city_code = ${input.city_code}` : tx``}
       ${input.day ? tx`and day = ${input.day}` : tx``}
       ${input.state ? tx`and state = ${input.state}` : tx``}
       ${input.party_id ? tx`and party_id = ${input.party_id}` : tx``}
       ${later(tx, input.after)}
     order by ${slotOf(tx)}, id
     limit ${input.limit + 1}`
  return pageOf(rows, input.limit)
}

type WorkKey = { city_code: string; id: Id; attempt: number }
type DoneStep = Omit<StepView, 'label_zh' | 'label_en' | 'after' | 'checks' | 'needs_photo'>
type Line = WorkLine & { checks: SiteCheck[] }

async function linesOf(tx: Tx, { city_code, id }: WorkKey): Promise<Line[]> {
  return tx<Line[]>`
    select l.line_no, l.sku_id, l.code, l.name_zh, l.name_en, l.category_code, l.checks, l.quantity,
           array(select s.serial from installation.serial s
                  where s.city_code = l.city_code and s.work_order_id = l.work_order_id
                    and s.line_no = l.line_no
                  order by s.unit_no) as serials
      from installation.line l
     where l.city_code = ${city_code} and l.work_order_id = ${id} order by l.line_no`
}

const doneSteps = (tx: Tx, { city_code, id, attempt }: WorkKey) => tx<DoneStep[]>`
  select step, done_at, heard_at, skew_s, note, findings from installation.step
   where city_code = ${city_code} and work_order_id = ${id} and attempt = ${attempt}`

const photosOf = (tx: Tx, { city_code, id }: WorkKey) => tx<PhotoRef[]>`
  select id, step, mime, taken_at from installation.photo
   where city_code = ${city_code} and work_order_id = ${id} order by heard_at, id`

function stepViews(rules: readonly StepRule[], done: readonly DoneStep[]): StepView[] {
  const by_step = new Map(done.map((row) => [row.step, row]))
  const nothing = { done_at: null, heard_at: null, skew_s: null, note: null, findings: [] }
  return rules.map(({ step, after, checks, needs_photo }) => ({
    ...stepWords[step],
    after: [...after],
    checks: checks.map((check) => ({ check, ...checkWords[check] })),
    needs_photo,
    ...nothing,
    ...by_step.get(step),
    step,
  }))
}

/** What is known of a visit, for deciding and for showing. */
export async function progressOf(tx: Tx, work: WorkKey) {
  const lines = await linesOf(tx, work)
  const rules = stepsFor(lines.map(({ checks }) => checks))
  const steps = await doneSteps(tx, work)
  const photos = await photosOf(tx, work)
  const done: ReadonlySet<Step> = new Set(steps.map(({ step }) => step))
  const photographed: ReadonlySet<Step> = new Set(photos.map(({ step }) => step))
  return { lines, rules, steps, photos, done, missing: missingOf({ rules, done, photographed, lines }) }
}

export function productOf(sku_id: Id) {
  const sku = catalog().sku(sku_id)
  return sku && catalog().product(sku.product_id)
}

/** I10: what a crew must be certified for to install these goods. */
export const skillsOf = (lines: readonly { sku_id: Id }[]) =>
  skillsFor(lines.map(({ sku_id }) => productOf(sku_id)?.skills ?? []))

type OfWork = { work_order_id: Id }

/** GET /work-orders/:work_order_id */
export async function workView(tx: Tx, _actor: Actor, { work_order_id }: OfWork): Promise<WorkView> {
  const [work] = await tx<WorkSummary[]>`
    select ${summary(tx)} from installation.work_order where id = ${work_order_id}`
  if (!work) throw notFound()
  const { lines, rules, steps, photos, missing } = await progressOf(tx, work)
  const [contact] = await tx<NonNullable<WorkView['contact']>[]>`
    select name, phone, line from installation.contact
     where city_code = ${work.city_code} and work_order_id = ${work.id}`
  return {
    ...work,
    lines: lines.map(({ checks: _checks, ...line }) => line),
    steps: stepViews(rules, steps),
    photos: [...photos],
    contact: contact ?? null,
    missing,
  }
}

/** GET /work-orders/:work_order_id/photos/:photo_id */
export async function photoView(
  tx: Tx,
  _actor: Actor,
  { work_order_id, photo_id }: OfWork & { photo_id: Id },
): Promise<PhotoView> {
  const [photo] = await tx<(PhotoRef & { image: Buffer })[]>`
    select id, step, mime, taken_at, image from installation.photo
     where id = ${photo_id} and work_order_id = ${work_order_id}`
  if (!photo) throw notFound()
  return { ...photo, image: photo.image.toString('base64') }
}

/** GET /orders/:order_id/installation. 404 when the order is none of the reader's. */
export async function orderInstallation(
  tx: Tx,
  actor: Actor,
  { order_id }: { order_id: Id },
): Promise<OrderInstallation> {
  const [work] = await tx<WorkSummary[]>`
    select ${summary(tx)} from installation.work_order where order_id = ${order_id}`
  const none = { crew_name_zh: null, crew_name_en: null, steps: [], photos: [], code: null }
  if (!work) {
    if (!(await hearsOrder(tx, actor, order_id))) throw notFound()
    return { order_id, work_order: null, ...none }
  }
  const { rules, steps, photos } = await progressOf(tx, work)
  const crew = await partyOf(tx, work.party_id)
  const [told] = await tx<{ code: string }[]>`
    select code from installation.code where city_code = ${work.city_code} and work_order_id = ${work.id}`
  const open = work.state === 'planned' || work.state === 'started'
  return {
    order_id,
    work_order: work,
    crew_name_zh: crew?.name_zh ?? null,
    crew_name_en: crew?.name_en ?? null,
    steps: stepViews(rules, steps),
    photos: [...photos],
    code: open ? (told?.code ?? null) : null,
  }
}

/** Live topic `crew:<party>`: the crew itself, and those who dispatch. */
export async function hearsCrew(_tx: Tx, actor: Actor, id: string): Promise<boolean> {
  if (may(actor, 'installation.dispatch')) return true
  return may(actor, 'installation.work') && actor.party_id === id
}
