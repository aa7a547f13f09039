// What the platform does by itself: links the audit, forgets old keys and finished jobs' marks.
import { system } from './access.ts'
import { linkAudit } from './audit.ts'
import type { Db } from './db.ts'
import { enqueue } from './events.ts'
import { forgetKeys } from './idempotency.ts'
import type { Reactions } from './jobs.ts'

/** Seconds between two links of the audit. */
const link_every_s = 5

async function link(db: Db, lately: boolean) {
  while ((await db.command(system, (tx) => linkAudit(tx, { lately }))) === 2_000);
}

// A schedule knows minutes only: the one of the minute plans the others of it.
async function planMinute(db: Db) {
  await db.command(system, async (tx) => {
    for (let after_s = link_every_s; after_s < 60; after_s += link_every_s) {
      const run_at = new Date(Date.now() + after_s * 1_000).toISOString()
      await enqueue(tx, 'platform.link_audit', {}, { run_at, key: `platform.link_audit:${after_s}` })
    }
  })
  await link(db, true)
}

export const platformReactions: Reactions = {
  tasks: {
    'platform.link_minute': planMinute,
    'platform.link_audit': (db) => link(db, true),
    // Also what was written long before the last link, under a clock that went back.
    'platform.link_all': (db) => link(db, false),
    'platform.forget': async (db) => {
      await db.command(system, (tx) => forgetKeys(tx))
    },
  },
  schedules: [
    { task: 'platform.link_minute', cron: '* * * * *' },
    { task: 'platform.link_all', cron: '7 * * * *' },
    { task: 'platform.forget', cron: '17 * * * *' },
  ],
}
