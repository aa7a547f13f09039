// Secrets a house makes for itself, kept where row policies let only the house read (`secret.*` settings).
import { randomBytes } from 'node:crypto'
import { system } from './access.ts'
import type { Db } from './db.ts'

/** The secret of this name: made once a database, however many processes ask for it first. */
export async function houseSecret(db: Db, name: string): Promise<string> {
  return db.command(system, async (tx) => {
    const key = `secret.${name}`
    await tx`
      insert into platform.setting (key, value)
      values (${key}, ${tx.json(randomBytes(32).toString('base64url'))})
      on conflict (key) do nothing`
    const [row] = await tx<{ value: string }[]>`select value from platform.setting where key = ${key}`
    return row!.value
  })
}
