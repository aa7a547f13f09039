// What notices do by themselves: write what events are worth, hand it to the provider outside of every
// transaction, and remind who has not paid.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import type { Unpaid } from '../orders/index.ts'
import { type Heard, type Sent, type Taken, noteSent, takeDue, unreminded, write } from './commands.ts'
import { type ToldEvent, told } from './contract.ts'
import { type Notifier, Undeliverable, notifier } from './notifier.ts'
import './privacy.ts'

const taskOf = (event: ToldEvent) => `notices.${event.replace('orders.', 'tell_')}`

const telling = (event: ToldEvent) => async (db: Db, heard: Heard[]) => {
  await deliver(db, await db.command(system, (tx) => write(tx, event, heard)))
}

const tellUnpaid = telling('orders.placed')
async function remindAll(db: Db) {
  let after: Unpaid | null = null
  do {
    const found = await db.read(system, (tx) => unreminded(tx, after))
    if (found.heard.length > 0) await tellUnpaid(db, found.heard)
    after = found.last
  } while (after)
}

const at_once_max = 20

// N2: given again after a crash, a message carries the same id, by which the provider knows it.
const give = ({ city_code: _city, tries: _tries, ...message }: Taken, provider: Notifier): Promise<Sent> =>
  provider.send(message).catch((error: unknown) => {
    if (error instanceof Undeliverable) return { error: error.code, final: true }
    return { error: 'not_taken', final: false }
  })

/** Hands over what was taken, a few at a time, and says so once for all. */
async function deliver(db: Db, taken: readonly Taken[]) {
  if (taken.length === 0) return
  const provider = notifier(db)
  const sent: Sent[] = []
  for (let at = 0; at < taken.length; at += at_once_max)
    sent.push(...(await Promise.all(taken.slice(at, at + at_once_max).map((one) => give(one, provider)))))
  await db.command(system, (tx) => noteSent(tx, taken, sent, provider.name))
}

/** What was not taken over the first time, or whose sender died. */
async function sendDue(db: Db) {
  for (;;) {
    const taken = await db.command(system, takeDue)
    if (taken.length === 0) return
    await deliver(db, taken)
  }
}

const heard_at_once = told.filter((event) => event !== 'orders.placed')
const by_task = Object.fromEntries(heard_at_once.map((event) => [taskOf(event), telling(event)]))

export const reactions: Reactions = {
  tasks: {
    ...Object.fromEntries(
      Object.entries(by_task).map(([task, tell]) => [task, (db: Db, heard: Heard) => tell(db, [heard])]),
    ),
    'notices.send': sendDue,
    'notices.remind': remindAll,
    // What an older version planned for orders just placed: the sweep finds them.
    'notices.tell_placed': async () => {},
  },
  together: by_task,
  on: Object.fromEntries(heard_at_once.map((event) => [event, [taskOf(event)]])),
  schedules: [
    { task: 'notices.send', cron: '* * * * *' },
    { task: 'notices.remind', cron: '* * * * *' },
  ],
}
