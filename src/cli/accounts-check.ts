// npm run -s accounts:check [-- --json]: posts what is due, then holds the books against stock, purchasing
// and orders. Ends with 1 and names what differs when anything does.
import { check, postDue } from '../modules/accounts/index.ts'
import { openStorage } from '../storage.ts'
import type { Config } from '../platform/config.ts'

const yuan = (fen: number) => (fen / 100).toFixed(2)

/** Returns whether everything agrees. */
export async function printAccountsCheck(config: Config, args: readonly string[]): Promise<boolean> {
  // All of the journal is read at once: no time limit of a page applies.
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 0 }, { mode: 'join' })
  try {
    const posted = await postDue(storage.db, true)
    const findings = await check(storage.db)
    if (args.includes('--json')) console.log(JSON.stringify({ posted, findings }))
    else {
      console.log(`${posted} entries posted`)
      for (const { code, ok, here_fen, there_fen, third_fen, differing } of findings) {
        const ways = [here_fen, there_fen, third_fen].filter((way) => way !== null).map(yuan)
        console.log(
          `${ok ? 'ok    ' : 'DIFFER'} ${code.padEnd(15)} ${ways.join(' = ')} ${differing.join(' ')}`,
        )
      }
    }
    return findings.every(({ ok }) => ok)
  } finally {
    await storage.close()
  }
}
