// What the platform does by itself: links the audit, forgets old keys and finished jobs' marks.
import { system } from './access.ts'
import { linkAudit } from './audit.ts'
import { forgetKeys } from './idempotency.ts'
import type { Reactions } from './jobs.ts'

export const platformReactions: Reactions = {
  tasks: {
    'platform.link_audit': async (db) => {
      while ((await db.command(system, (tx) => linkAudit(tx))) === 2_000);
    },
    'platform.forget': async (db) => {
      await db.command(system, (tx) => forgetKeys(tx))
    },
  },
  schedules: [
    { task: 'platform.link_audit', cron: '* * * * *' },
    { task: 'platform.forget', cron: '17 * * * *' },
  ],
}
