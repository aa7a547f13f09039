// One POST to another house: to the address its name stands for at this moment and no other, without
// following anybody anywhere, within bounds of time and size.
import { lookup as lookUp } from 'node:dns'
import { request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { type LookupFunction, isIP } from 'node:net'
import { type Allowed, hostOf, isNamed, isPublicAddress, whyNotAddress } from './address.ts'
import type { AttemptError } from './contract.ts'
import { errorOf } from './rules.ts'

const send_ms_max = 10_000
/** Of an answer no more is read than this; what it says is not kept. */
const answer_bytes_max = 16_384

export type Letter = { url: string; headers: Record<string, string>; body: string }
export type Told = { status: number | null; error: AttemptError | null; took_ms: number }

class NotPublic extends Error {
  readonly code = 'private_address'
}

// Every address of the name has to be public, and the connection is made to one of those looked at: a name
// that stands for something else a moment later leads nowhere else.
const guardedBy =
  (ask: typeof lookUp): LookupFunction =>
  (host, options, done) => {
    ask(host, { all: true, verbatim: true }, (error, found) => {
      if (error) return done(error, '', 4)
      const [first] = found
      if (!first || found.some(({ address }) => !isPublicAddress(address)))
        return done(new NotPublic(host), '', 4)
      return options.all ? done(null, found) : done(null, first.address, first.family)
    })
  }

const errors: Record<string, AttemptError> = {
  private_address: 'private_address',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ECONNREFUSED: 'refused_connection',
  EHOSTUNREACH: 'refused_connection',
  ENETUNREACH: 'refused_connection',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  EPROTO: 'tls',
}
function meaningOf(error: unknown): AttemptError {
  const { code = '', name } = error as { code?: string; name?: string }
  if (name === 'TimeoutError') return 'timeout'
  return errors[code] ?? (/CERT|SSL|TLS|SELF_SIGNED/.test(code) ? 'tls' : 'broken')
}

export type Means = { allowed: Allowed; ms_max?: number; ask_names?: typeof lookUp }

/** Resolves, whatever happens: that is what there is to say about the attempt. */
export async function send(letter: Letter, means: Means): Promise<Told> {
  const signal = AbortSignal.timeout(means.ms_max ?? send_ms_max)
  const began = performance.now()
  const took_ms = () => Math.round(performance.now() - began)
  try {
    const status = await post(letter, means, signal)
    return { status, error: errorOf(status), took_ms: took_ms() }
  } catch (error) {
    return { status: null, error: meaningOf(error), took_ms: took_ms() }
  }
}

function post(
  { url: address, headers, body }: Letter,
  { allowed, ask_names = lookUp }: Means,
  signal: AbortSignal,
) {
  return new Promise<number>((resolve, reject) => {
    const url = new URL(address)
    const named = isNamed(url, allowed)
    if (whyNotAddress(url, allowed)) return reject(new NotPublic(address))
    const ask = url.protocol === 'https:' ? requestTls : requestPlain
    const bytes = Buffer.from(body)
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      agent: false,
      signal,
      ...(named || isIP(hostOf(url)) ? {} : { lookup: guardedBy(ask_names) }),
    } as const
    const sent = ask(url, options, (answer) => {
      const { statusCode = 0 } = answer
      let read = 0
      answer.on('data', (piece: Buffer) => {
        read += piece.length
        if (read <= answer_bytes_max) return
        resolve(statusCode)
        sent.destroy()
      })
      answer.on('end', () => resolve(statusCode))
      answer.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(bytes)
  })
}
