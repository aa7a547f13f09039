// npm run -s statement -- import FILE.csv --day YYYY-MM-DD [--provider NAME] [--json], or … write --day DAY,
// which prints what the provider writes. Ends with 0 when all agrees, 2 when differences are open, 1 when it
// did not run.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { importNow, providerOf, statementView } from '../modules/payment/index.ts'
import { system } from '../platform/access.ts'
import type { Config } from '../platform/config.ts'
import { Refused } from '../platform/refusal.ts'
import { Day } from '../platform/types.ts'
import { openStorage } from '../storage.ts'

const usage = `usage: npm run -s statement -- import FILE.csv --day YYYY-MM-DD [--provider sandbox] [--json]
       npm run -s statement -- write --day YYYY-MM-DD [--provider sandbox]`

function asked(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      day: { type: 'string' },
      provider: { type: 'string', default: 'sandbox' },
      json: { type: 'boolean', default: false },
    },
  })
  const [what, file] = positionals
  const day = Day.safeParse(values.day)
  const known = what === 'write' || (what === 'import' && file !== undefined)
  if (!known || !day.success || values.provider !== 'sandbox') throw new Error(usage)
  return { what, file, day: day.data, provider: values.provider, json: values.json }
}

/** Returns the exit code. Whoever calls has registered who listens: what is settled here has consequences. */
export async function statementCommand(config: Config, args: string[]): Promise<number> {
  const { what, file, day, provider, json } = asked(args)
  const csv = what === 'import' ? await readFile(file!, 'utf8') : ''
  // A day's statement is compared as a whole: no time limit of a page applies.
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 0 }, { mode: 'join' })
  const { db } = storage
  try {
    if (what === 'write') {
      process.stdout.write(await providerOf(provider, db).statement(day))
      return 0
    }
    const { statement_id, fresh } = await importNow(db, { provider, day, csv })
    const told = await db.read(system, (tx) => statementView(tx, statement_id))
    const { rows, in_fen, out_fen, here_in_fen, here_out_fen, open, settled } = told
    const sums = { day, fresh, rows, in_fen, out_fen, here_in_fen, here_out_fen, settled, open }
    if (json) console.log(JSON.stringify(sums))
    else for (const [name, value] of Object.entries(sums)) console.log(`${name.padEnd(14)}${value}`)
    return open === 0 ? 0 : 2
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Error(`${error.reason} ${JSON.stringify(error.facts)}`)
  } finally {
    await storage.close()
  }
}
