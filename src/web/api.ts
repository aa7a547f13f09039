// The typed client: an endpoint in, its reply out, a Problem thrown. Fetch only, so that shop pages stay
// small; the hooks for consoles are in query.ts.
import type { z } from 'zod'
import type { Endpoint } from '../platform/endpoint.ts'

/** What went wrong, as the server says it (RFC 9457) or as the network did. */
export class Problem extends Error {
  readonly status: number
  readonly reason: string
  readonly title: string
  readonly facts: Record<string, unknown>
  readonly errors: { pointer: string; reason: string }[]
  constructor(told: Partial<Omit<Problem, 'name' | 'message'>>) {
    super(told.reason ?? 'unknown')
    this.status = told.status ?? 0
    this.reason = told.reason ?? 'unknown'
    this.title = told.title ?? ''
    this.facts = told.facts ?? {}
    this.errors = told.errors ?? []
  }
}

/** A random UUID also where `crypto.randomUUID` is missing (plain http on a local network). */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export type Sent = { url: string; body: string | undefined }
export type CallOptions = { idempotency_key?: string; signal?: AbortSignal }
export type Input<I extends z.ZodType> = z.input<I>
export type Reply<R extends z.ZodType> = z.output<R>

const inQuery = (method: string) => method === 'GET' || method === 'DELETE'

/** Splits one input object into path, query (GET, DELETE) and JSON body (the others). */
export function encode(endpoint: Pick<Endpoint, 'method' | 'path'>, input: Record<string, unknown>): Sent {
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  if (!inQuery(endpoint.method)) {
    return { url: `/api/v1${path}`, body: JSON.stringify(Object.fromEntries(rest)) }
  }
  const query = new URLSearchParams()
  for (const [name, value] of rest) {
    if (value === null) continue
    for (const one of Array.isArray(value) ? value : [value]) {
      query.append(name, typeof one === 'object' ? JSON.stringify(one) : String(one))
    }
  }
  const tail = query.size ? `?${query}` : ''
  return { url: `/api/v1${path}${tail}`, body: undefined }
}

async function problemOf(response: Response): Promise<Problem> {
  const told: unknown = await response.json().catch(() => ({}))
  const fields = typeof told === 'object' && told ? (told as Partial<Problem>) : {}
  const reason = fields.reason ?? (response.status >= 500 ? 'broken' : 'unknown')
  return new Problem({ ...fields, status: response.status, reason })
}

/**
 * How far this device's clock is behind the server's. A read may be answered from a cache with an old date,
 * so of reads the largest counts; less than two seconds is the way of the answer, not the clock.
 */
let behind_ms = Number.NEGATIVE_INFINITY
function hearTime(method: string, response: Response) {
  const told = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(told)) return
  const heard_ms = told - Date.now()
  behind_ms = method === 'GET' ? Math.max(behind_ms, heard_ms) : heard_ms
}

/** The present by the server's clock, which alone decides when a quote, a hold or a promise is over. */
export const serverNow = (): number =>
  Date.now() + (Number.isFinite(behind_ms) && Math.abs(behind_ms) > 2_000 ? behind_ms : 0)

/** Throws Problem; `reason: 'offline'` when the server could not be reached. */
export async function send(method: string, url: string, body?: string, options: CallOptions = {}) {
  const headers: Record<string, string> = { accept: 'application/json', 'x-requested-with': 'zhuguang' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (method !== 'GET') headers['idempotency-key'] = options.idempotency_key ?? newKey()
  const request = { method, headers, credentials: 'same-origin' as const }
  const response = await fetch(url, {
    ...request,
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((cause: unknown) => {
    if (options.signal?.aborted) throw cause
    throw new Problem({ reason: 'offline' })
  })
  hearTime(method, response)
  if (!response.ok) throw await problemOf(response)
  return response
}

export async function call<I extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<I, R>,
  input: Input<I>,
  options: CallOptions = {},
): Promise<Reply<R>> {
  const { url, body } = encode(endpoint, input as Record<string, unknown>)
  const response = await send(endpoint.method, url, body, options)
  const text = await response.text()
  return (text ? JSON.parse(text) : null) as Reply<R>
}

/**
 * One key for one intention: pressing again after a lost connection sends the same key, so the server answers
 * with what it already did; other input, or a settled answer, starts a new one.
 */
export function intention() {
  let key = ''
  let meant = ''
  return {
    keyFor(input: unknown): string {
      const now = JSON.stringify(input ?? null)
      if (!key || now !== meant) {
        key = newKey()
        meant = now
      }
      return key
    },
    settled(problem: Problem | null) {
      const unsure = problem && (problem.status === 0 || problem.status >= 500)
      if (!unsure) key = ''
    },
  }
}
