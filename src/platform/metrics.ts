// Prometheus metrics at /metrics: for callers on this machine, or with METRICS_TOKEN as bearer token.
import type { FastifyRequest } from 'fastify'
import { Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Config } from './config.ts'
import type { Http } from './http.ts'
import { Refused } from './refusal.ts'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const proxied = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host', 'via', 'cf-connecting-ip']
const ownName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** From this machine and by its own name: a proxy and a foreign name that points here are both refused. */
export const isHere = ({ socket, headers }: FastifyRequest) =>
  loopback.has(socket.remoteAddress ?? '') &&
  ownName.test(headers.host ?? '') &&
  proxied.every((name) => headers[name] === undefined)

/** Also writes one log line a request: method, route pattern, status, time. */
export function measure(app: Http, config: Config) {
  const registry = new Registry()
  const logged = config.LOG_LEVEL === 'debug'
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.05, 0.15, 0.5, 2],
    registers: [registry],
  })
  const seen = new Map<string, { observe: (seconds: number) => void }>()
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request
    const status = reply.statusCode
    const route = request.routeOptions.url ?? 'unknown'
    const key = `${method} ${status} ${route}`
    const own = seen.get(key) ?? duration.labels({ method, route, status })
    seen.set(key, own)
    const ms = reply.elapsedTime
    own.observe(ms / 1000)
    if (status >= 500) request.log.warn({ id: request.id, method, route, status, ms }, 'answered')
    else if (logged) request.log.debug({ id: request.id, method, route, status, ms }, 'answered')
    done()
  })
  app.get('/metrics', async (request, reply) => {
    const token = config.METRICS_TOKEN && request.headers.authorization === `Bearer ${config.METRICS_TOKEN}`
    if (!token && (config.TRUST_PROXY || !isHere(request))) throw new Refused('not_found', 404)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
