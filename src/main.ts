// The one program: `start` (serve and work, embedded database allowed), `serve`, `work`, and commands
// beside it.
import { makeAdmin } from './cli/admin.ts'
import { printAccountsCheck } from './cli/accounts-check.ts'
import { printAuditVerdict } from './cli/audit-verify.ts'
import { printBackup, printRestore } from './cli/backup.ts'
import { demoCommand } from './cli/demo.ts'
import { loadWhenTold } from './demo/beside.ts'
import { demoSizeOf } from './demo/load.ts'
import { printKey } from './cli/key.ts'
import { printReconciliation } from './cli/reconcile.ts'
import { parityCommand } from './cli/parity.ts'
import { statementCommand } from './cli/statement.ts'
import { loadBooks } from './demo/books.ts'
import { loadHistory } from './demo/history.ts'
import { loadOpenOrders } from './demo/open-orders.ts'
import { loadOpenPurchases } from './demo/open-purchases.ts'
import { loadPurchases } from './demo/purchases.ts'
import { type Config, readConfig } from './platform/config.ts'
import { migrate } from './platform/migrate.ts'
import { register } from './platform/jobs.ts'
import { openSnapshots, reactions, routes } from './rooms.ts'
import { type Duties, isStopping, start } from './start.ts'
import { type Storage, openStorage } from './storage.ts'

const began = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`)

const duties: Record<string, Duties> = {
  start: { serve: true, work: true, prepare: true },
  serve: { serve: true, work: false, prepare: false },
  work: { serve: false, work: true, prepare: false },
}

type Command = (storage: Storage, config: Config, args: string[]) => Promise<void>

const commands: Record<string, Command> = {
  migrate: async ({ url }) => {
    const ran = await migrate(url)
    say(ran.length > 0 ? `ran ${ran.join(', ')}` : 'nothing to do')
  },
  history: (storage) => loadBehind(storage, 60_000),
  demo: async (storage, config, args) => {
    await demoCommand(storage.url, config, args, say)
    await loadBehind(storage, 5_000)
  },
}

/** What of the demo world arrives while the shop sells already: today's orders, then those of the past. */
async function loadBehind({ url, db }: Storage, patience_ms: number) {
  register(reactions)
  await openSnapshots(db)
  // Today's open orders wait for the jobs of the running shop; the past waits for nobody.
  const open = loadOpenOrders({ url, db, routes, patience_ms, say })
  const bought = loadPurchases(url, say).then(() => loadOpenPurchases({ url, db, routes, say }))
  await Promise.all([open, bought, loadHistory(url, say)])
  await loadBooks(url, say)
}

// Each says whether all is well, in its exit code too.
const verdicts: Record<string, (config: Config, args: string[]) => Promise<boolean>> = {
  'accounts:check': printAccountsCheck,
  reconcile: printReconciliation,
  'audit:verify': printAuditVerdict,
  backup: printBackup,
  restore: printRestore,
}

async function proveParity(config: Config, args: string[]): Promise<number> {
  // Tags of the whole network are read in full: no time limit of a page applies.
  const storage = await openStorage({ ...config, STATEMENT_TIMEOUT_MS: 0 }, { mode: 'join' })
  await openSnapshots(storage.db)
  return parityCommand(storage, config, args).finally(storage.close)
}

async function main([name = 'start', ...args]: string[]) {
  const config = readConfig()
  const duty = duties[name]
  if (duty) return start(config, duty, say)
  if (name === 'world' && process.send) return loadWhenTold(demoSizeOf(config))
  // What these print may be read by a program, so nothing else is said.
  if (name === 'key') return printKey(config, args).then(() => process.exit(0))
  if (name === 'admin') return makeAdmin(config, args, say).then(() => process.exit(0))
  if (name === 'statement') {
    register(reactions)
    return process.exit(await statementCommand(config, args))
  }
  if (name === 'parity') return process.exit(await proveParity(config, args))
  const verdict = verdicts[name]
  if (verdict) return process.exit((await verdict(config, args)) ? 0 : 1)
  const command = commands[name]
  if (!command) {
    const known = [
      ...Object.keys(duties),
      ...Object.keys(commands),
      ...Object.keys(verdicts),
      'key',
      'admin',
      'statement',
      'parity',
    ].join(' | ')
    throw new Error(`unknown command ${name}: ${known}`)
  }
  const storage = await openStorage(config, { mode: 'join', say })
  await command(storage, config, args).finally(storage.close)
  process.exit(0)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (isStopping()) return
  console.error(`zhuguang: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
})
