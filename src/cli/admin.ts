// npm run admin -- --email ADDRESS --name NAME: the first accounts of a real installation. The password comes
// from ADMIN_PASSWORD or is asked for, never from the arguments, which every process may read.
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { makeFirstAccount, openAuth } from '../modules/people/index.ts'
import type { Config } from '../platform/config.ts'
import { Refused } from '../platform/refusal.ts'
import { openStorage } from '../storage.ts'

const usage = `usage: npm run admin -- --email ADDRESS --name NAME [--house-zh 名称] [--house-en NAME]
The password is read from ADMIN_PASSWORD, or asked for.`

const told: Record<string, string> = {
  controllers_exist:
    'there are two controllers already: roles are now asked for and approved in the control console',
  email_taken: 'this e-mail address has an account already',
  bad_email: 'that is not an e-mail address',
  weak_password: 'the password must have 8 to 128 characters',
  common_password: 'everybody guesses that password: choose another one',
}

export async function makeAdmin(config: Config, args: string[], say: (line: string) => void) {
  const text = { type: 'string' } as const
  const options = { email: text, name: text, 'house-zh': text, 'house-en': text }
  const { values } = parseArgs({ args, options })
  const { email, name } = values
  if (!email || !name) throw new Error(usage)
  const password = process.env.ADMIN_PASSWORD || (await askPassword())
  const house_zh = values['house-zh'] ?? '总部'
  const house_en = values['house-en'] ?? 'Head office'
  const storage = await openStorage(config, { mode: 'join' })
  try {
    const [tables] = await storage.db.sql<{ made: boolean }[]>`
      select has_schema_privilege(nspname, 'usage') as made from pg_namespace where nspname = 'people'`
    if (!tables?.made) throw new Error('this database has no tables yet: run the command `migrate` first')
    const auth = await openAuth(storage.url, storage.db, config)
    await makeFirstAccount(storage.db, auth, { email, name, password, house_zh, house_en })
      .catch((error: unknown) => {
        throw error instanceof Refused ? new Error(told[error.reason] ?? error.reason) : error
      })
      .finally(() => auth.close())
    say(`${email} may now sign in as controller. A second controller is needed to approve anything.`)
  } finally {
    await storage.close()
  }
}

async function askPassword(): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = process.stdin.isTTY === true
  const asked = createInterface({ input: process.stdin, output: silent, terminal })
  const ask = async (question: string) => {
    process.stderr.write(question)
    const answer = await asked.question('')
    process.stderr.write('\n')
    return answer
  }
  try {
    const password = await ask('password: ')
    if (terminal && (await ask('once more: ')) !== password) throw new Error('the two passwords differ')
    return password
  } finally {
    asked.close()
  }
}
