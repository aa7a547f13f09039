// npm run -s audit:verify [-- --json]: recomputes the hash chain of the audit from its first row. Ends with 1
// when a link does not hold. The last hash, kept elsewhere, proves later that nothing was cut off the end.
import { system } from '../platform/access.ts'
import { verifyAudit } from '../platform/audit.ts'
import type { Config } from '../platform/config.ts'
import { openStorage } from '../storage.ts'

/** Returns whether the whole chain holds. */
export async function printAuditVerdict(config: Config, args: readonly string[]): Promise<boolean> {
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 0 }, { mode: 'join' })
  try {
    const verdict = await storage.db.read(system, verifyAudit)
    const { checked, broken_at, unlinked, last_hash } = verdict
    if (args.includes('--json')) console.log(JSON.stringify(verdict))
    else if (broken_at === null)
      console.log(
        `the chain holds: ${checked} links, ${unlinked} rows not linked yet, last ${last_hash ?? '-'}`,
      )
    else console.log(`the chain is broken at link ${broken_at}; ${checked} links before it hold`)
    return broken_at === null
  } finally {
    await storage.close()
  }
}
