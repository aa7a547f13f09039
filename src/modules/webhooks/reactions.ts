// What webhooks do by themselves: hear of events, send what is due, gather what is to be sent again.
import { system } from '../../platform/access.ts'
import type { Db } from '../../platform/db.ts'
import { type Reactions, once } from '../../platform/jobs.ts'
import type { Id } from '../../platform/types.ts'
import { eventNames } from './contract.ts'
import { type Range, replaySpan, sendDue, spread } from './telling.ts'

export const reactions: Reactions = {
  tasks: {
    'webhooks.spread': async (db: Db, heard: { event_id: Id }) => {
      await db.command(system, (tx) => spread(tx, heard))
    },
    'webhooks.send': sendDue,
    'webhooks.replay': async (db: Db, range: Range, job) => {
      await once(db, `webhooks.replay:${job.id}`, (tx) => replaySpan(tx, range))
    },
  },
  on: Object.fromEntries(eventNames.map((name) => [name, ['webhooks.spread']])),
  schedules: [{ task: 'webhooks.send', cron: '* * * * *' }],
}
