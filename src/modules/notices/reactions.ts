// What notices do by themselves: write what events are worth, and hand it to the provider outside of every
// transaction.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { type Heard, type Sent, type Taken, noteSent, takeDue, write } from './commands.ts'
import { type ToldEvent, told } from './contract.ts'
import { type Notifier, Undeliverable, notifier } from './notifier.ts'
import './privacy.ts'

const taskOf = (event: ToldEvent) => `notices.${event.replace('orders.', 'tell_')}`

const telling = (event: ToldEvent) => async (db: Db, heard: Heard[]) => {
  await db.command(system, (tx) => write(tx, event, heard))
}

const at_once_max = 20

// N2: given again after a crash, a message carries the same id, by which the provider knows it.
const give = ({ city_code: _city, tries: _tries, ...message }: Taken, provider: Notifier): Promise<Sent> =>
  provider.send(message).catch((error: unknown) => {
    if (error instanceof Undeliverable) return { error: error.code, final: true }
    return { error: 'not_taken', final: false }
  })

/** Sends what is due, a few at a time, and says so once for all. */
async function sendDue(db: Db) {
  const provider = notifier(db)
  for (;;) {
    const taken = await db.command(system, takeDue)
    if (taken.length === 0) return
    const sent: Sent[] = []
    for (let at = 0; at < taken.length; at += at_once_max)
      sent.push(...(await Promise.all(taken.slice(at, at + at_once_max).map((one) => give(one, provider)))))
    await db.command(system, (tx) => noteSent(tx, taken, sent, provider.name))
  }
}

const by_task = Object.fromEntries(told.map((event) => [taskOf(event), telling(event)]))

export const reactions: Reactions = {
  tasks: {
    ...Object.fromEntries(
      Object.entries(by_task).map(([task, tell]) => [task, (db: Db, heard: Heard) => tell(db, [heard])]),
    ),
    'notices.send': sendDue,
  },
  together: by_task,
  on: Object.fromEntries(told.map((event) => [event, [taskOf(event)]])),
  schedules: [{ task: 'notices.send', cron: '* * * * *' }],
}
