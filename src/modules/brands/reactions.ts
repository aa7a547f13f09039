// Sums what was sold every five minutes; a day whose orders stand still is left alone.
import { system } from '../../platform/access.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { sumDays } from './commands-sums.ts'

export const reactions: Reactions = {
  tasks: {
    'brands.sum_days': async (db) => {
      await db.command(system, sumDays)
    },
  },
  schedules: [{ task: 'brands.sum_days', cron: '*/5 * * * *' }],
}
