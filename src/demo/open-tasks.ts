// The demo's stores and warehouse at work on today's orders: each order is brought as far as its fate says,
// step by step from whatever state it is found in.
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type TaskAction,
  type TaskView,
  acceptTask,
  deliverTask,
  departTask,
  failTask,
  getTask,
  handOverTask,
  listTasks,
  pickUnits,
} from '../modules/fulfilment/contract.ts'
import type { Id } from '../platform/types.ts'
import type { Deed, Hands } from './hands.ts'

export type Fate = 'waiting' | 'accepted' | 'packed' | 'delivered' | 'failed'
type Placed = { order_id: Id; fate: Fate }

const steps: Readonly<Record<Fate, readonly TaskAction[]>> = {
  waiting: [],
  accepted: ['accept'],
  packed: ['accept', 'pick'],
  delivered: ['accept', 'pick', 'hand_over', 'depart', 'deliver'],
  failed: ['fail'],
}

/** false: not all of them could be worked on yet. */
export async function bringTasks(
  people: { owner: Hands; warehouse: Hands },
  placed: readonly Placed[],
  patience_ms: number,
): Promise<boolean> {
  const until = Date.now() + patience_ms
  for (;;) {
    const tasks = new Map([...(await tasksOf(people.owner)), ...(await tasksOf(people.warehouse))])
    if (placed.every(({ order_id }) => tasks.has(order_id))) {
      for (const { order_id, fate } of placed) {
        const { hands, fulfilment_id } = tasks.get(order_id)!
        await bring(hands, fulfilment_id, fate)
      }
      return true
    }
    if (Date.now() > until) return false
    await sleep(500)
  }
}

async function tasksOf(hands: Hands) {
  const node_id = hands.actor.scope.nodes![0]!
  const { items } = await hands.see((deed) => deed(listTasks, { node_id, open: 'false', limit: 100 }))
  return items.map((task) => [task.order_id, { hands, fulfilment_id: task.id }] as const)
}

async function bring(hands: Hands, fulfilment_id: Id, fate: Fate) {
  for (const action of steps[fate]) {
    await hands.act(async (deed) => {
      for (;;) {
        const task = await deed(getTask, { fulfilment_id })
        if (!task.next.includes(action)) return
        await doStep(deed, task, action)
      }
    })
  }
}

async function doStep(deed: Deed, task: TaskView, action: TaskAction) {
  const of = { fulfilment_id: task.id }
  if (action === 'accept') return deed(acceptTask, of)
  if (action === 'hand_over') return deed(handOverTask, { ...of, to: 'courier' })
  if (action === 'depart') return deed(departTask, of)
  if (action === 'deliver') return deed(deliverTask, of)
  if (action === 'fail') return deed(failTask, { ...of, reason: 'too_busy' })
  const line = task.lines.find((one) => one.picked < one.quantity)!
  return deed(pickUnits, { ...of, scanned: line.gtin, quantity: line.quantity - line.picked })
}
