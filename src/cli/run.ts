// Commands for people at a terminal: `key` and `admin`. They use the database a running product holds, or
// start it for as long as they take.
import { readConfig } from '../platform/config.ts'
import { makeAdmin } from './admin.ts'
import { printKey } from './key.ts'

const [name, ...args] = process.argv.slice(2)

async function main() {
  const config = readConfig()
  if (name === 'key') return printKey(config, args)
  if (name === 'admin') return makeAdmin(config, args, (line) => process.stdout.write(`${line}\n`))
  throw new Error(`unknown command ${name}: key | admin`)
}

main()
  .then(() => process.exit(0))
  .catch((error: unknown) => {
    process.stderr.write(`zhuguang: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
