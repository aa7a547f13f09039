// The route table as an HTTP server: parse, permission, one transaction, reply. Fastify carries it.
import fastJson from 'fast-json-stringify'
import Fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { z } from 'zod'
import { type Actor, may } from './access.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import { intentionHash, withKey } from './idempotency.ts'
import type { Log } from './log.ts'
import { problem, toProblem } from './problem.ts'
import { Invalid, Refused, forbidden } from './refusal.ts'
import { keepAnswers } from './keep-answers.ts'
import type { Route } from './route.ts'
import { trimmer } from './trim-reply.ts'
import { type Id, newId } from './types.ts'

export type Credentials = { headers: Record<string, string | string[] | undefined>; ip: string }
export type Identify = {
  (request: FastifyRequest): Promise<{ actor: Actor; by: 'cookie' | 'key' | 'none' }>
  /** The API key of a request, when it was found to be somebody's a moment ago; anybody can make one up. */
  provenKey?: (request: FastifyRequest) => string | null
}
export type Http = ReturnType<typeof makeHttp>

const api = '/api/v1'
const json = 'application/json; charset=utf-8'
const requestIdHeader = /^[\w-]{8,64}$/

export function makeHttp(config: Config, log: Log) {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    // Our lines name the request themselves; a logger made for each one costs more than the line.
    childLoggerFactory: (logger) => logger,
    // One proxy of ours: the address it adds at the end is true, what stands before is the caller's word.
    trustProxy: (_address: string, hop: number) => config.TRUST_PROXY && hop < 1,
    bodyLimit: config.BODY_LIMIT_BYTES,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    requestTimeout: 30_000,
    // An address that cannot be read never meets a route, so the error handler below would not see it.
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply as FastifyReply),
    forceCloseConnections: true,
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && requestIdHeader.test(given) ? given : newId()
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, problem(404, 'not_found')))
  return app
}

export function mount(app: Http, db: Db, identify: Identify, routes: readonly Route[]) {
  for (const route of routes) {
    const { endpoint } = route
    const spec = {
      method: endpoint.method,
      url: api + endpoint.path,
      handler: handlerOf(db, identify, route),
      ...(endpoint.signed && { config: { unlimited: true } }),
    }
    if (endpoint.signed) mountSigned(app, spec)
    else app.route(spec)
  }
}

// Keeps the body as the bytes that were signed; the ordinary parser would lose them.
function mountSigned(app: Http, spec: Parameters<Http['route']>[0]) {
  void app.register((inner, _options, done) => {
    inner.removeAllContentTypeParsers()
    inner.addContentTypeParser('*', { parseAs: 'string' }, (request, body, parsed) => {
      const { headers } = request
      parsed(null, {
        raw_body: body,
        webhook_id: headers['webhook-id'],
        webhook_timestamp: headers['webhook-timestamp'],
        webhook_signature: headers['webhook-signature'],
      })
    })
    inner.route(spec as never)
    done()
  })
}

const inProduction = process.env.NODE_ENV !== 'test' && process.env.NODE_ENV !== 'development'

/** Production: compiled serialisation of the reply's schema. Test: the schema itself checks the reply. */
function writerOf(route: Route): (reply: unknown) => string {
  const { reply } = route.endpoint
  if (!inProduction) return (value) => JSON.stringify(reply.parse(value))
  const schema = z.toJSONSchema(reply, {
    io: 'output',
    unrepresentable: 'any',
    reused: 'inline',
    target: 'draft-7',
  })
  if (isClosed(schema)) return fastJson(schema as never) as (value: unknown) => string
  const trim = trimmer(schema)
  return (value) => JSON.stringify(trim(value))
}

// Replies with unions and records are trimmed and serialised plainly: the compiler has to guess there,
// and a guess drops fields.
function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed)
  if (typeof schema !== 'object' || schema === null) return true
  const node = schema as Record<string, unknown>
  if ('anyOf' in node || 'oneOf' in node || 'allOf' in node || '$ref' in node) return isNullable(node)
  if (node.type === 'object' && !('properties' in node)) return false
  if (Object.keys(node).length === 0) return false
  return Object.entries(node).every(([key, value]) => (key === 'enum' ? true : isClosed(value)))
}
function isNullable(node: Record<string, unknown>) {
  const options = (node.anyOf ?? []) as Record<string, unknown>[]
  return options.length === 2 && options.some((o) => o.type === 'null') && options.every(isClosed)
}

function handlerOf(db: Db, identify: Identify, route: Route) {
  const { endpoint } = route
  const write = writerOf(route)
  const kept = route.keep && endpoint.shared ? keepAnswers(route.keep) : null
  const params = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const answered = async (request: FastifyRequest, reply: FastifyReply) => {
    const { actor: asker, by } = await identify(request)
    if (by === 'cookie') refuseForgery(request)
    const writes = (route.kind === 'command' || route.kind === 'batched') && !endpoint.signed
    const actor = by === 'none' && writes ? asVisitor(asker, request, reply) : asker
    if (!may(actor, endpoint.permission)) {
      throw by === 'none' ? new Refused('sign_in_first', 401) : forbidden()
    }
    const sent = sentInput(route, request)
    const input = parseInput(route, sent, params)
    const stands = kept?.before(input)
    const result = await runRoute(db, route, actor, { input, sent }, request)
    if (!endpoint.shared) reply.header('cache-control', 'no-store')
    reply.header('content-type', json)
    const written = write(result)
    return reply.send(stands ? kept!.remember(request.url, stands, written) : written)
  }
  if (!kept || endpoint.permission !== 'public.read') return answered
  // What everybody may read is the same for everybody; only a key that is none is told so.
  return (request: FastifyRequest, reply: FastifyReply) => {
    const known = request.headers.authorization === undefined ? kept.find(request.url) : null
    if (!known) return answered(request, reply)
    reply.header('content-type', json).send(known)
  }
}

const visitor_s = 30 * 86_400

// Who writes without an account gets a name that nobody else can guess; what they wrote hangs on it.
function asVisitor(actor: Actor, request: FastifyRequest, reply: FastifyReply): Actor {
  if (actor.visitor_id) return actor
  const visitor_id = crypto.randomUUID() as Id
  const rules = `Path=/; Max-Age=${visitor_s}; HttpOnly; SameSite=Lax`
  const secure = request.protocol === 'https' ? '; Secure' : ''
  reply.header('set-cookie', `visitor=${visitor_id}; ${rules}${secure}`)
  return { ...actor, visitor_id }
}

type Given = { input: unknown; sent: Record<string, unknown> }

function runRoute(db: Db, route: Route, actor: Actor, { input, sent }: Given, request: FastifyRequest) {
  if (route.kind === 'memory') return route.recall!(actor, input as never)
  if (route.kind === 'answer') return db.read(actor, (tx) => route.run(tx, actor, input as never))
  const key = keyOf(request)
  // What was sent, not what it was read as: two bodies that differ in a default are two intentions.
  const { method, path, secret = false } = route.endpoint
  const where = { key, route: `${method} ${path}`, input: sent, secret }
  if (route.kind === 'batched') {
    // A partner's call is one by what it says of itself.
    const claim =
      key === undefined || route.endpoint.signed
        ? null
        : { key, input_hash: intentionHash(where.route, sent) }
    return route.submit!(db, { actor, input: input as never, claim })
  }
  return db.command(actor, (tx) => withKey(tx, actor, where, () => route.run(tx, actor, input as never)))
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Invalid('', 'bad_idempotency_key')
  return key
}

/** Sent by a page of another site. `null` is what a sandboxed frame sends: no address, and so foreign. */
export function isForeign({ headers: { origin, host } }: FastifyRequest): boolean {
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)
}

// Cookies travel by themselves, so a writing request must also carry what another site cannot send.
function refuseForgery(request: FastifyRequest) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  if (isForeign(request) || request.headers['x-requested-with'] !== 'zhuguang')
    throw new Refused('cross_site', 403)
}

function sentInput({ endpoint }: Route, request: FastifyRequest): Record<string, unknown> {
  const body = endpoint.method === 'GET' || endpoint.method === 'DELETE' ? request.query : request.body
  if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body)))
    throw new Invalid('', 'expected_object')
  if (nestsDeep(body)) throw new Invalid('', 'too_deep')
  return { ...(body as object), ...(request.params as object) }
}

const depth_max = 32
/** Deeper than anything we ask for: what comes after recurses, and this stops in time. */
function nestsDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > depth_max) return true
  for (const name in value) if (nestsDeep((value as Record<string, unknown>)[name], depth + 1)) return true
  return false
}

export function parseInput({ endpoint }: Route, sent: Record<string, unknown>, params: string[]) {
  const parsed = endpoint.input.safeParse(sent)
  if (parsed.success) return parsed.data
  // A path that cannot name anything names nothing: 404, as for an id that does not exist.
  if (parsed.error.issues.some(({ path }) => params.includes(String(path[0]))))
    throw new Refused('not_found', 404)
  throw parsed.error
}

function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const told = toProblem(error)
  if (told.status === 500) request.log.error({ err: error, id: request.id }, 'bug')
  return sendProblem(request, reply, told)
}

/** A body that nobody reads ends with its answer: two gigabytes are not waited for. */
const isLong = ({ headers, routeOptions }: FastifyRequest) =>
  headers['transfer-encoding'] !== undefined ||
  Number(headers['content-length']) > (routeOptions.bodyLimit ?? 0)

function sendProblem(request: FastifyRequest, reply: FastifyReply, told: ReturnType<typeof problem>) {
  if (told.status === 503) reply.header('retry-after', '1')
  if (told.status === 415 && isLong(request)) reply.header('connection', 'close')
  return reply
    .code(told.status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(JSON.stringify({ ...told, request_id: request.id }))
}
