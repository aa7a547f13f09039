// Commands for people at a terminal: `key`, `import`, `reconcile`, `backup` and others. They use the
// database a running product holds, or start it for as long as they take.
import { readConfig } from '../platform/config.ts'
import { makeAdmin } from './admin.ts'
import { printAccountsCheck } from './accounts-check.ts'
import { printAuditVerdict } from './audit-verify.ts'
import { printBackup, printRestore } from './backup.ts'
import { importFile } from './import.ts'
import { printKey } from './key.ts'
import { printReconciliation } from './reconcile.ts'

const [name, ...args] = process.argv.slice(2)
const known = 'key | admin | import | reconcile | accounts:check | audit:verify | backup | restore'

/** The exit code: 0 says that all is well. */
async function main(): Promise<number> {
  const config = readConfig()
  if (name === 'import') return importFile(config, args)
  return (await verdict(config)) ? 0 : 1
}

async function verdict(config: ReturnType<typeof readConfig>): Promise<boolean> {
  if (name === 'accounts:check') return printAccountsCheck(config, args)
  if (name === 'reconcile') return printReconciliation(config, args)
  if (name === 'audit:verify') return printAuditVerdict(config, args)
  if (name === 'backup') return printBackup(config, args)
  if (name === 'restore') return printRestore(config, args)
  if (name === 'key') await printKey(config, args)
  else if (name === 'admin') await makeAdmin(config, args, (line) => process.stdout.write(`${line}\n`))
  else throw new Error(`unknown command ${name}: ${known}`)
  return true
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    process.stderr.write(`zhuguang: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
