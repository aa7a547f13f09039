// What stands before every route: headers that tell browsers what they must not do, and a limit to how often
// one caller may ask. Both are constants or a look-up, since every request passes here.
import type { FastifyRequest } from 'fastify'
import type { Config } from './config.ts'
import type { Http, Identify } from './http.ts'
import { makeLimit } from './limit.ts'
import { isOwnCall, own_header } from './own-calls.ts'
import { Refused } from './refusal.ts'

const policyOf = (scripts: string) => [
  "default-src 'self'",
  `script-src ${scripts}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
]

// Where barcodes are read, ZXing may run as WebAssembly.
const scanning = /^\/(?:owner|crew)(?:[/?]|$)/

const headers = {
  'content-security-policy': policyOf("'self'").join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

const year_s = 31_536_000

export function secure(
  app: Http,
  config: Config,
  identify?: Identify,
  limit = makeLimit(config.RATE_LIMIT_PER_MINUTE),
  own_key?: string,
) {
  const encrypted = config.PUBLIC_URL?.startsWith('https:')
  const all = { ...headers, ...(encrypted && { 'strict-transport-security': `max-age=${year_s}` }) }
  const withScanner = { ...all, 'content-security-policy': policyOf("'self' 'wasm-unsafe-eval'").join(';') }
  const waitOf = (request: FastifyRequest) => {
    if (!request.url.startsWith('/api/') || request.routeOptions.config?.unlimited) return 0
    if (own_key && isOwnCall(request.headers[own_header], own_key)) return 0
    return limit.ask(identify?.provenKey?.(request) ?? request.ip)
  }
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(scanning.test(request.url) ? withScanner : all)
    const wait_s = waitOf(request)
    if (wait_s === 0) return done()
    reply.header('retry-after', wait_s)
    done(new Refused('too_many_requests', 429))
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Partners call from few addresses, and what they say carries a signature. */
    unlimited?: boolean
  }
}
