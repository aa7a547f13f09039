import { system } from '../../platform/access.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { expireRequests } from './commands.ts'

export const reactions: Reactions = {
  tasks: {
    'control.expire_requests': async (db) => {
      await db.command(system, expireRequests)
    },
  },
  schedules: [{ task: 'control.expire_requests', cron: '*/5 * * * *' }],
}
