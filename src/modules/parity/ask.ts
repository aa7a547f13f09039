// Asks the product as any client does, over HTTP, at the servers that were named, one after the other; and
// remembers between which two moments each answer was made.
import { nowMs } from '../../platform/clock.ts'
import { readConfig } from '../../platform/config.ts'
import { own_header } from '../../platform/own-calls.ts'
import { ownServer } from '../../platform/own-calls.ts'

export type Told = { status: number; text: string; from_ms: number; to_ms: number }
export type Asker = (path: string, headers?: Record<string, string>) => Promise<Told>

const ask_ms_max = 20_000
const tries_max = 3

/** Every server of the fleet, when they are named; else the one this process knows. */
export function serversAsked(): string[] {
  const { PARITY_SERVERS } = readConfig()
  return PARITY_SERVERS ? PARITY_SERVERS.split(',') : [ownServer()]
}

export function openAsker(servers: readonly string[], key: string): Asker {
  let turn = 0
  const once = async (path: string, headers: Record<string, string>): Promise<Told> => {
    const server = servers[turn++ % servers.length]!
    const from_ms = nowMs()
    const answer = await fetch(new URL(path, server), {
      headers: { ...headers, [own_header]: key },
      redirect: 'manual',
      signal: AbortSignal.timeout(ask_ms_max),
    })
    const text = await answer.text()
    return { status: answer.status, text, from_ms, to_ms: nowMs() }
  }
  // A server that is being replaced answers again in a moment; one that stays away fails the proof.
  return async (path, headers = {}) => {
    for (let attempt = 1; ; attempt++) {
      const told = await once(path, headers).catch((error: unknown) => {
        if (attempt === tries_max) throw error
        return null
      })
      if (told && (told.status < 500 || attempt === tries_max)) return told
      await new Promise((done) => setTimeout(done, 500 * attempt))
    }
  }
}

export async function askJson<T>(ask: Asker, path: string, headers?: Record<string, string>) {
  const told = await ask(`/api/v1${path}`, headers)
  if (told.status !== 200) throw new Error(`${path} answered ${told.status}`)
  return { ...told, body: JSON.parse(told.text) as T }
}

const at_once = 8

/** Runs the work of each item, a few at a time; the first failure ends it. */
export async function eachOf<T>(items: Iterable<T>, work: (item: T) => Promise<void>) {
  const rest = items[Symbol.iterator]()
  const lane = async () => {
    for (let next = rest.next(); !next.done; next = rest.next()) await work(next.value)
  }
  await Promise.all(Array.from({ length: at_once }, lane))
}
