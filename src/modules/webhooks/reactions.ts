// What webhooks do by themselves: hear of events, send what is due, gather what is to be sent again.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { type Reactions, once } from '../../platform/jobs.ts'
import type { Id } from '../../platform/types.ts'
import { eventNames } from './contract.ts'
import { type Range, replaySpan, sendDue, spread } from './telling.ts'

type Heard = { event_id: Id }
const spreadAll = async (db: Db, heard: Heard[]) => {
  const ids = heard.map(({ event_id }) => event_id)
  await db.command(system, (tx) => spread(tx, ids))
}

export const reactions: Reactions = {
  tasks: {
    'webhooks.spread': async (db: Db, heard: Heard) => spreadAll(db, [heard]),
    'webhooks.send': sendDue,
    'webhooks.replay': async (db: Db, range: Range, job) => {
      await once(db, `webhooks.replay:${job.id}`, (tx) => replaySpan(tx, range))
    },
  },
  together: { 'webhooks.spread': spreadAll },
  on: Object.fromEntries(eventNames.map((name) => [name, ['webhooks.spread']])),
  schedules: [{ task: 'webhooks.send', cron: '* * * * *' }],
}
