// What the people of a store do with a task, each in one transaction with the order it serves. Lock
// order: task, then order.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { touch } from '../../platform/live.ts'
import { explainConstraints } from '../../platform/problem.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import { minute_ms } from '../../platform/time.ts'
import { type Id, type Instant, newId } from '../../platform/types.ts'
import { advance, noteStory } from '../orders/index.ts'
import { learn } from '../sourcing/index.ts'
import type {
  FailureReason,
  TaskAction,
  TaskSummary,
  TaskView,
  failTask,
  handOverTask,
  pickUnits,
} from './contract.ts'
import { linesOf, summary, taskView } from './queries.ts'
import { mayDo, missesUnits } from './rules.ts'
import { readScan } from './scan.ts'

explainConstraints({ pick_serial_once: 'serial_scanned', line_not_overpicked: 'enough_picked' })

type OfTask = { fulfilment_id: Id }
export type Task = TaskSummary

/** Locks a task; 404 when it is none of the actor's; F3 otherwise. */
async function lockFor(tx: Tx, { fulfilment_id }: OfTask, action: TaskAction): Promise<Task> {
  const [task] = await tx<Task[]>`
    select ${summary(tx)} from fulfilment.task where id = ${fulfilment_id} for update`
  if (!task) throw notFound()
  if (action === 'hand_over' && mayDo(task.state, 'pick'))
    throw new Refused('not_all_picked', 409, { units: task.units, picked: task.picked_units })
  if (!mayDo(task.state, action)) throw new Refused('task_moved_on', 409, { state: task.state, action })
  return task
}

const keyOf = ({ city_code, order_id }: Task) => ({ city_code, order_id })

type Change = Partial<Pick<Task, 'state' | 'accepted_at' | 'packed_at' | 'handed_over_at' | 'handed_to'>> &
  Partial<Pick<Task, 'delivered_at' | 'failed_at' | 'failure' | 'picked_units'>>
export async function change(
  tx: Tx,
  task: Pick<Task, 'city_code' | 'id' | 'node_id' | 'order_id'>,
  to: Change,
) {
  await tx`update fulfilment.task set ${tx(to)} where city_code = ${task.city_code} and id = ${task.id}`
  await touch(tx, `node:${task.node_id}`, `order:${task.order_id}`)
}

/** PUT /fulfilments/:fulfilment_id/acceptance */
export async function accept(tx: Tx, actor: Actor, input: OfTask): Promise<TaskView> {
  const task = await lockFor(tx, input, 'accept')
  await change(tx, task, { state: 'accepted', accepted_at: await clockOf(tx) })
  await advance(tx, actor, { ...keyOf(task), event: 'accept' })
  return taskView(tx, actor, input)
}

/** POST /fulfilments/:fulfilment_id/picks. The last unit packs the task. */
export async function pick(tx: Tx, actor: Actor, input: z.output<typeof pickUnits.input>): Promise<TaskView> {
  const { scanned, quantity, serial = null } = input
  const task = await lockFor(tx, input, 'pick')
  if (serial !== null && quantity !== 1) throw wrongField('/quantity', 'serial_one_unit', { quantity })
  const scan = readScan(scanned, quantity, await linesOf(tx, task))
  if (!scan.ok) throw new Refused(scan.why, 409, { scanned, ...('left' in scan && { left: scan.left }) })
  const at = await clockOf(tx)
  const what = { line_no: scan.line_no, quantity, serial, scanned, actor_id: actor.person_id }
  const row = { city_code: task.city_code, id: newId(), task_id: task.id, at, ...what }
  await tx`insert into fulfilment.pick ${tx(row)}`
  await tx`
    update fulfilment.line set picked = picked + ${quantity}
     where city_code = ${task.city_code} and task_id = ${task.id} and line_no = ${scan.line_no}`
  if (task.state === 'accepted') await advance(tx, actor, { ...keyOf(task), event: 'start_picking' })
  const picked_units = task.picked_units + quantity
  const packed = picked_units === task.units
  await change(tx, task, {
    picked_units,
    state: 'picking',
    ...(packed && { state: 'packed', packed_at: at }),
  })
  if (packed) await noteStory(tx, actor, { ...keyOf(task), code: 'packed', facts: { units: task.units } })
  return taskView(tx, actor, input)
}

const minutesBetween = (from: Instant | null, to: Instant | null) =>
  from && to ? Math.max(0, (Date.parse(to) - Date.parse(from)) / minute_ms) : null

/** PUT /fulfilments/:fulfilment_id/handover. The units leave the ledger; the node has shown what it finds. */
export async function handOver(tx: Tx, actor: Actor, input: z.output<typeof handOverTask.input>) {
  const task = await lockFor(tx, input, 'hand_over')
  if (input.to === 'crew' && !task.needs_install) throw new Refused('no_crew_needed')
  const at = await clockOf(tx)
  await change(tx, task, { state: 'handed_over', handed_over_at: at, handed_to: input.to })
  await advance(tx, actor, { ...keyOf(task), event: 'hand_over', facts: { to: input.to } })
  await learn(tx, {
    city_code: task.city_code,
    node_id: task.node_id,
    found: task.units,
    accept_min: minutesBetween(task.opened_at, task.accepted_at),
    prepare_min: minutesBetween(task.accepted_at, task.packed_at),
  })
  if (input.to === 'customer') return deliver(tx, actor, input)
  return taskView(tx, actor, input)
}

/** PUT /fulfilments/:fulfilment_id/departure */
export async function depart(tx: Tx, actor: Actor, input: OfTask): Promise<TaskView> {
  const task = await lockFor(tx, input, 'depart')
  await change(tx, task, { state: 'delivering' })
  await advance(tx, actor, { ...keyOf(task), event: 'depart' })
  return taskView(tx, actor, input)
}

/** PUT /fulfilments/:fulfilment_id/delivery */
export async function deliver(tx: Tx, actor: Actor, { fulfilment_id }: OfTask): Promise<TaskView> {
  const task = await lockFor(tx, { fulfilment_id }, 'deliver')
  await change(tx, task, { state: 'delivered', delivered_at: await clockOf(tx) })
  await advance(tx, actor, { ...keyOf(task), event: 'deliver' })
  return taskView(tx, actor, { fulfilment_id })
}

/** PUT /fulfilments/:fulfilment_id/failure. A job looks for another store as soon as this has committed. */
export async function fail(tx: Tx, actor: Actor, input: z.output<typeof failTask.input>): Promise<TaskView> {
  const task = await lockFor(tx, input, 'fail')
  await giveUp(tx, actor, task, input.reason)
  return taskView(tx, actor, input)
}

/** F9: what a failure leaves behind is the same, whether the store says so or the house stops waiting. */
export async function giveUp(tx: Tx, actor: Actor, task: Task, reason: FailureReason | 'no_answer') {
  const missed = missesUnits(reason) ? Math.max(1, task.units - task.picked_units) : 0
  await change(tx, task, { state: 'failed', failed_at: await clockOf(tx), failure: reason })
  if (missed > 0) await learn(tx, { city_code: task.city_code, node_id: task.node_id, missed })
  await advance(tx, actor, { ...keyOf(task), event: 'fail_pick', facts: { reason } })
  await audit(tx, actor, 'fulfilment.failed', { kind: 'order', id: task.order_id }, { reason, missed })
}
