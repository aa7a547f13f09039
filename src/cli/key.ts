// npm run -s key -- --as NAME: one API key for a demo person, and nothing else on standard output.
import { parseArgs } from 'node:util'
import { demoKey, demoKeys } from '../modules/people/index.ts'
import { system } from '../platform/access.ts'
import type { Config } from '../platform/config.ts'
import { Refused } from '../platform/refusal.ts'
import { openStorage } from '../storage.ts'

const usage = `usage: npm run -s key -- --as ${demoKeys.join('|')}`

export async function printKey(config: Config, args: string[]) {
  const { values } = parseArgs({ args, options: { as: { type: 'string' } } })
  if (!values.as || !demoKeys.includes(values.as)) throw new Error(usage)
  const who = values.as
  const storage = await openStorage(config, { mode: 'join' })
  try {
    const key = await storage.db.command(system, (tx) => demoKey(tx, who))
    process.stdout.write(`${key}\n`)
  } catch (error) {
    throw explained(error)
  } finally {
    await storage.close()
  }
}

function explained(error: unknown) {
  const unmade = (error as { code?: string }).code === '42P01'
  if (error instanceof Refused || unmade)
    return new Error('there are no demo people in this database: start once with an empty one of its own')
  return error
}
