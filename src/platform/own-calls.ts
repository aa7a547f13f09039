// Calls that the house makes to itself over HTTP, as a client would: where its server listens, and a key that
// says that it is the house, so that its own proofs are not held to the limit of one caller.
import { timingSafeEqual } from 'node:crypto'
import { readConfig } from './config.ts'
import type { Db } from './db.ts'
import { houseSecret } from './secret.ts'

export const own_header = 'x-own-call'
export const ownKey = (db: Db) => houseSecret(db, 'own_calls')

let own_server: string | null = null
/** Where our own server listens, once that is known; without it PUBLIC_URL or HOST and PORT say so. */
export function setOwnServer(url: string) {
  own_server = url
}
export function ownServer(): string {
  if (own_server) return own_server
  const { PUBLIC_URL, HOST, PORT } = readConfig()
  const host = HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST
  return PUBLIC_URL ?? `http://${host}:${PORT}`
}

export function isOwnCall(given: string | string[] | undefined, key: string): boolean {
  if (typeof given !== 'string' || given.length !== key.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(key))
}
