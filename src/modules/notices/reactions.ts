// What notices do by themselves: write what an event is worth, and hand it to the provider outside of every
// transaction.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Reactions, Task } from '../../platform/jobs.ts'
import type { Id } from '../../platform/types.ts'
import { type Heard, noteSent, toSend, write } from './commands.ts'
import { type ToldEvent, told } from './contract.ts'
import { Undeliverable, notifier } from './notifier.ts'
import './privacy.ts'

const taskOf = (event: ToldEvent) => `notices.${event.replace('orders.', 'tell_')}`

const telling =
  (event: ToldEvent) =>
  async (db: Db, heard: Heard): Promise<void> => {
    await db.command(system, (tx) => write(tx, event, heard))
  }

/** N2: given again after a crash, it carries the same id, by which the provider knows it. */
async function sendNotice(db: Db, key: { city_code: string; id: Id }) {
  const message = await db.read(system, (tx) => toSend(tx, key))
  if (!message) return
  const provider = notifier(db)
  try {
    const { ref } = await provider.send(message)
    await db.command(system, (tx) => noteSent(tx, key, { provider: provider.name, ref }))
  } catch (error) {
    const final = error instanceof Undeliverable
    const what = { provider: provider.name, error: final ? error.code : 'not_taken', final }
    await db.command(system, (tx) => noteSent(tx, key, what))
    if (!final) throw error
  }
}

export const reactions: Reactions = {
  tasks: {
    ...Object.fromEntries(told.map((event) => [taskOf(event), telling(event) as Task])),
    'notices.send': sendNotice,
  },
  on: Object.fromEntries(told.map((event) => [event, [taskOf(event)]])),
}
