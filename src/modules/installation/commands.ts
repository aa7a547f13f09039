// What a crew does, in its own order and often told late: every command may arrive twice and changes
// nothing then.
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { advance, lockOrder, noteStory } from '../orders/index.ts'
import {
  type WorkSummary,
  type WorkView,
  type acceptWork,
  type addPhoto,
  type doStep,
  image_bytes_max,
  type putSerial,
} from './contract.ts'
import { progressOf, summary, workView } from './queries.ts'
import { imageKind, isComplete, isWholeImage, photos_max, stepsBefore } from './rules.ts'

explainConstraints({ serial_installed_once: 'serial_used' })

export type Work = WorkSummary
type OfWork = { work_order_id: Id }

/** 404 when it is not there or another crew's. */
export async function lockWork(tx: Tx, { work_order_id }: OfWork): Promise<Work> {
  const [work] = await tx<Work[]>`
    select ${summary(tx)} from installation.work_order where id = ${work_order_id} for update`
  if (!work) throw notFound()
  return work
}

export const orderOf = ({ city_code, order_id }: Work) => ({ city_code, order_id })
export function mustGoOn({ state }: Work) {
  if (state === 'done' || state === 'cancelled') throw new Refused('work_ended', 409, { state })
}

type Row = Record<string, string | number | boolean | null>
export async function change(tx: Tx, work: Work, to: Row) {
  const row = { ...to, changed_at: await clockOf(tx) }
  await tx`
    update installation.work_order set ${tx(row)} where city_code = ${work.city_code} and id = ${work.id}`
  await touch(tx, `order:${work.order_id}`, ...(work.party_id ? [`crew:${work.party_id}`] : []))
}

const int_max = 2 ** 31 - 1
/** I2: how far the device's clock is off, in seconds; null when the device did not say. */
function skewOf(sent_at: Instant | undefined, now: Instant): number | null {
  if (sent_at === undefined) return null
  const skew_s = Math.round((Date.parse(sent_at) - Date.parse(now)) / 1_000)
  return Math.max(-int_max, Math.min(int_max, skew_s))
}

/** POST /work-orders/:work_order_id/steps */
export async function takeStep(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof doStep.input>,
): Promise<WorkView> {
  const work = await lockWork(tx, input)
  const { rules, done } = await progressOf(tx, work)
  if (done.has(input.step)) return workView(tx, actor, input)
  mustGoOn(work)
  const rule = rules.find(({ step }) => step === input.step)!
  const missing = stepsBefore(rule, done)
  if (missing.length > 0) throw new Refused('step_too_early', 409, { missing })
  const seen = new Set(input.findings.map(({ check }) => check))
  const unchecked = rule.checks.filter((check) => !seen.has(check))
  if (unchecked.length > 0) throw new Refused('checks_missing', 409, { missing: unchecked })
  const heard_at = await clockOf(tx)
  const { step, done_at, note = null, findings } = input
  const key = { city_code: work.city_code, work_order_id: work.id, attempt: work.attempt }
  const clocks = { done_at, heard_at, skew_s: skewOf(input.sent_at, heard_at) }
  const told = { note, findings: tx.json(findings) as never, actor_id: actor.person_id }
  await tx`insert into installation.step ${tx({ ...key, step, ...clocks, ...told })}`
  const started = work.state === 'planned' && { state: 'started', started_at: heard_at }
  const goods_delivered = await bringGoods(tx, actor, work, step)
  await change(tx, work, { ...started, goods_delivered, steps_done: done.size + 1 })
  await noteStory(tx, actor, { ...orderOf(work), code: 'install_step', facts: { step } })
  return workView(tx, actor, input)
}

/** I8: a crew that came with the goods has delivered them; goods it unpacks have arrived in any case. */
async function bringGoods(tx: Tx, actor: Actor, work: Work, step: string): Promise<boolean> {
  const proves = step === 'unpack' || (step === 'arrive' && work.goods_with_crew)
  if (!proves || work.goods_delivered) return work.goods_delivered
  const { state } = await lockOrder(tx, actor, orderOf(work))
  if (state !== 'handed_over' && state !== 'delivering') return state === 'delivered'
  await advance(tx, actor, { ...orderOf(work), event: 'deliver', facts: { by: 'crew' } })
  return true
}

/** POST /work-orders/:work_order_id/photos. The same picture sent twice is one. I7 */
export async function keepPhoto(tx: Tx, actor: Actor, input: z.output<typeof addPhoto.input>) {
  const image = Buffer.from(input.image, 'base64')
  if (image.length > image_bytes_max)
    throw new Refused('image_too_large', 413, { bytes: image.length, bytes_max: image_bytes_max })
  const mime = imageKind(image)
  if (!mime) throw new Refused('not_an_image', 415)
  if (!isWholeImage(image)) throw new Refused('broken_image', 415)
  const work = await lockWork(tx, input)
  const sha256 = createHash('sha256').update(image).digest()
  const [known] = await tx`
    select 1 from installation.photo
     where city_code = ${work.city_code} and work_order_id = ${work.id} and sha256 = ${sha256}`
  if (known) return workView(tx, actor, input)
  mustGoOn(work)
  const { photos } = await progressOf(tx, work)
  if (photos.length >= photos_max) throw new Refused('too_many_photos', 409, { max: photos_max })
  const key = { city_code: work.city_code, id: newId(), work_order_id: work.id, attempt: work.attempt }
  const { step, taken_at } = input
  const heard_at = await clockOf(tx)
  const row = { ...key, step, mime, image, sha256, taken_at, heard_at, actor_id: actor.person_id }
  await tx`insert into installation.photo ${tx(row)}`
  await change(tx, work, {})
  return workView(tx, actor, input)
}

/** PUT /work-orders/:work_order_id/serials */
export async function writeSerial(tx: Tx, actor: Actor, input: z.output<typeof putSerial.input>) {
  const { line_no, unit_no, serial } = input
  const work = await lockWork(tx, input)
  const { lines } = await progressOf(tx, work)
  const line = lines.find((one) => one.line_no === line_no)
  if (!line || unit_no > line.quantity) throw wrongField('/line_no', 'unknown_line', { line_no, unit_no })
  if (line.serials[unit_no - 1] === serial) return workView(tx, actor, input)
  mustGoOn(work)
  const key = { city_code: work.city_code, work_order_id: work.id, line_no, unit_no }
  const row = { ...key, sku_id: line.sku_id, serial, heard_at: await clockOf(tx), actor_id: actor.person_id }
  await tx`
    insert into installation.serial ${tx(row)}
    on conflict (city_code, work_order_id, line_no, unit_no)
    do update set serial = excluded.serial, heard_at = excluded.heard_at, actor_id = excluded.actor_id`
  await change(tx, work, {})
  return workView(tx, actor, input)
}

type Tried = { right_code: boolean; tries_left: number; locked_until: Instant | null }

/** PUT /work-orders/:work_order_id/acceptance. A wrong try is an answer, so that its count is kept. I4, I6 */
export async function acceptByCode(tx: Tx, actor: Actor, input: z.output<typeof acceptWork.input>) {
  const work = await lockWork(tx, input)
  const answer = async (accepted: boolean, why_not: 'wrong_code' | 'code_locked' | null, tried: Tried) => ({
    accepted,
    why_not,
    tries_left: tried.tries_left,
    locked_until: tried.locked_until,
    work_order: await workView(tx, actor, input),
  })
  if (work.state === 'done')
    return answer(true, null, { right_code: true, tries_left: 5, locked_until: null })
  mustGoOn(work)
  const { missing } = await progressOf(tx, work)
  if (!isComplete(missing)) throw new Refused('not_finished', 409, missing)
  const { state } = await lockOrder(tx, actor, orderOf(work))
  if (state !== 'delivered') throw new Refused('goods_not_delivered', 409, { state })
  const [tried] = await tx<Tried[]>`
    select right_code, tries_left, locked_until
      from installation.try_code(${work.city_code}, ${work.id}, ${input.code})`
  if (!tried!.right_code) return answer(false, tried!.locked_until ? 'code_locked' : 'wrong_code', tried!)
  await change(tx, work, { state: 'done', done_at: await clockOf(tx) })
  await advance(tx, actor, { ...orderOf(work), event: 'install', facts: { attempt: work.attempt } })
  return answer(true, null, tried!)
}
