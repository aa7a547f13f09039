// A room on its own for tests: real PostgreSQL, real HTTP, real jobs; who asks is named by a header.
import type { FastifyRequest } from 'fastify'
import { type Actor, anonymous } from '../src/platform/access.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect, database } from '../src/platform/db.ts'
import { mountExports } from '../src/platform/exports.ts'
import { makeHttp, mount } from '../src/platform/http.ts'
import { type Reactions, register, startWorker } from '../src/platform/jobs.ts'
import { makeLog } from '../src/platform/log.ts'
import type { Route } from '../src/platform/route.ts'
import { testDatabase } from './test-db.ts'

export type Room = Awaited<ReturnType<typeof openRoom>>
// Tests read into answers freely; the contract of each reply is checked on the server.
// oxlint-disable-next-line no-explicit-any
export type Answer = { status: number; headers: Headers; body: any }

type Parts = {
  routes: readonly Route[]
  reactions?: readonly Reactions[]
  actors: Record<string, Actor>
  pool?: number
  /** Lists are given as files too. */
  exports?: boolean
}

/** `reactions` given: jobs run. Call `close` in afterAll. */
export async function openRoom({ routes, reactions, actors, pool = 12, exports = false }: Parts) {
  const base = await testDatabase()
  const db = database(connect(base.url, { pool, statement_timeout_ms: 20_000 }))
  const owner = connect(base.url, { pool: 2, role: null, statement_timeout_ms: 0 })
  const log = makeLog(process.env.TEST_LOG ?? 'silent')
  const app = makeHttp(readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }), log)
  const identify = async (request: FastifyRequest) => {
    const name = request.headers['x-actor']
    const known = typeof name === 'string' ? actors[name] : undefined
    if (known) return { actor: known, by: 'key' as const }
    const visitor_id = (/visitor=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ??
      null) as Actor['visitor_id']
    return { actor: { ...anonymous, visitor_id }, by: 'none' as const }
  }
  mount(app, db, identify, routes)
  if (exports) mountExports(app, db, identify, routes)
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  if (reactions) register(reactions)
  const worker = reactions ? await startWorker(base.url, db, reactions, log, 4) : null

  // Nobody in particular is one browser: it keeps the visitor's cookie it is given.
  let visitor = ''
  async function call(
    who: string,
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const reply = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(who ? { 'x-actor': who } : { cookie: visitor }),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!who) visitor = reply.headers.get('set-cookie')?.split(';')[0] ?? visitor
    return { status: reply.status, headers: reply.headers, body: await reply.json() }
  }

  /** Waits until `look` says something; fails after ten seconds. */
  async function until<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
    for (let waited_ms = 0; waited_ms < 10_000; waited_ms += 25) {
      const seen = await look()
      if (seen) return seen
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Error('waited ten seconds in vain')
  }

  async function close() {
    await worker?.stop()
    await app.close()
    await db.close()
    await owner.end()
    await base.drop()
  }
  return { db, owner, url, database_url: base.url, call, until, close }
}
