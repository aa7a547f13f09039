// Commands for people at a terminal: `key`, `admin`, `reconcile`, `audit:verify`. They use the database a
// running product holds, or start it for as long as they take.
import { readConfig } from '../platform/config.ts'
import { makeAdmin } from './admin.ts'
import { printAuditVerdict } from './audit-verify.ts'
import { printKey } from './key.ts'
import { printReconciliation } from './reconcile.ts'

const [name, ...args] = process.argv.slice(2)

/** Whether all is well: the exit code says it too. */
async function main(): Promise<boolean> {
  const config = readConfig()
  if (name === 'reconcile') return printReconciliation(config, args)
  if (name === 'audit:verify') return printAuditVerdict(config, args)
  if (name === 'key') await printKey(config, args)
  else if (name === 'admin') await makeAdmin(config, args, (line) => process.stdout.write(`${line}\n`))
  else throw new Error(`unknown command ${name}: key | admin | reconcile | audit:verify`)
  return true
}

main()
  .then((well) => process.exit(well ? 0 : 1))
  .catch((error: unknown) => {
    process.stderr.write(`zhuguang: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
