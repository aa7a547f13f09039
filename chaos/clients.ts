// The clients: buyers, store people and the payment provider, written apart from the product. They know
// addresses, keys and JSON. Each request and each answer goes into the journal.
import { createHash, createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Ask, Journal } from './journal.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export type Told = { status: number; body: Body }
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read as a stranger reads them
export type Body = Record<string, any>
export type Intent = Pick<Ask, 'who' | 'method' | 'path' | 'kind' | 'body' | 'skew_s'>

export type Clients = ReturnType<typeof makeClients>
type Options = { world: World; urls: string[]; journal: Journal; random: Random; round: number; name: string }

const patience_ms = 2_500
const tries_max = 4

/** What was answered in a way that settles the matter: anything else is asked again. */
export const isFinal = (status: number) => status < 500 && status !== 429

export function makeClients({ world, urls, journal, random, round, name }: Options) {
  let serial = 0
  let stopped = false

  async function once(ask: Omit<Ask, 'n' | 'at'>, url: string): Promise<Told | null> {
    const n = journal.ask(ask)
    try {
      const { method } = ask
      const [headers, signal] = [headersFor(world, ask), AbortSignal.timeout(patience_ms)]
      const reply = await fetch(url + ask.path, { method, headers, signal, body: JSON.stringify(ask.body) })
      const body = (await reply.json()) as Answer['body']
      journal.answer(n, reply.status, ask.kind === 'quote' ? briefOf(body) : body)
      return { status: reply.status, body }
    } catch (error) {
      journal.lost(n, String((error as { cause?: { code?: string } }).cause?.code ?? error).slice(0, 80))
      return null
    }
  }

  /** Asks until it is answered or the round ends; the same intention keeps its key. */
  async function intend(intent: Intent, key = `${name}-${++serial}`): Promise<Told | null> {
    const ask = { round, key, ...intent }
    for (let attempt = 1; attempt <= tries_max && !stopped; attempt++) {
      const told = await once(ask, random.pick(urls))
      if (told && isFinal(told.status)) return told
      await sleep(random.between(20, 200))
    }
    return null
  }

  async function read(who: Ask['who'], path: string): Promise<Body | null> {
    return fetch(random.pick(urls) + path, {
      headers: { authorization: `Bearer ${world.keys[who as keyof World['keys']]}` },
      signal: AbortSignal.timeout(patience_ms),
    }).then(
      async (reply) => (reply.ok ? ((await reply.json()) as Body) : null),
      () => null,
    )
  }

  return {
    world,
    random,
    intend,
    read,
    /** Asks again what nobody answered, until it is answered; says whether it ever was. */
    askAgain: async ({ n: _n, at: _at, ...ask }: Ask, until: number): Promise<boolean> => {
      while (Date.now() < until) {
        const told = await once({ ...ask, round }, random.pick(urls))
        if (told && isFinal(told.status)) return true
        await sleep(100)
      }
      return false
    },
    stop: () => {
      stopped = true
    },
    isStopped: () => stopped,
  }
}

/** A quote is long and promises nothing that is stored: its number and its sum stand for it. */
const briefOf = (body: Body) => {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex')
  return { id: body.id, reason: body.reason, digest }
}

function headersFor(world: World, { who, key, body, skew_s = 0 }: Omit<Ask, 'n' | 'at'>) {
  const now = Date.now() + skew_s * 1_000
  const common = { 'content-type': 'application/json', date: new Date(now).toUTCString() }
  if (who !== 'provider') {
    const token = world.keys[who as keyof World['keys']]
    return { ...common, authorization: `Bearer ${token}`, 'idempotency-key': key }
  }
  // Standard Webhooks 1.0: HMAC-SHA256 of `id.timestamp.body`.
  const timestamp = Math.floor(now / 1_000)
  const secret = Buffer.from(world.secret.replace(/^whsec_/, ''), 'base64')
  const text = `${key}.${timestamp}.${JSON.stringify(body)}`
  return {
    ...common,
    'webhook-id': key,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${createHmac('sha256', secret).update(text).digest('base64')}`,
  }
}
