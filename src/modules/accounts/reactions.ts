// What accounts do by themselves: post what happened, and match what waited for goods once they have come.
import type { Db } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { postDue } from './post.ts'
import { matchWaiting } from './waiting.ts'

export const reactions: Reactions = {
  tasks: {
    'accounts.post': async (db: Db) => {
      await postDue(db, false)
    },
    'accounts.post_all': async (db: Db) => {
      await postDue(db, true)
    },
    'accounts.match_waiting': matchWaiting,
  },
  schedules: [
    { task: 'accounts.post', cron: '* * * * *' },
    { task: 'accounts.post_all', cron: '40 18 * * *' },
    { task: 'accounts.match_waiting', cron: '*/5 * * * *' },
  ],
}
