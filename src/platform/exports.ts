// Every list as a file: `GET <list>.csv` and `GET <list>.xlsx` take what the list takes and give all its
// pages, asked one after the other as the same person, so that nobody reads more in a file than on the
// screen.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, may } from './access.ts'
import type { Db } from './db.ts'
import { type Flat, type Value, flatOf } from './flat-rows.ts'
import { type Http, type Identify, parseInput } from './http.ts'
import { Refused, forbidden } from './refusal.ts'
import type { Route } from './route.ts'
import { csvOf, xlsxOf } from './table-files.ts'
import type { Page } from './types.ts'

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
type Format = keyof typeof types

const page_rows = 100
/** What one sheet holds below its header; a longer list is asked for by its filters. */
const rows_max = 1_048_575

export function mountExports(app: Http, db: Db, identify: Identify, routes: readonly Route[]) {
  for (const route of routes) {
    const flat = route.kind === 'command' ? null : flatOf(route.endpoint)
    if (!flat) continue
    for (const format of ['csv', 'xlsx'] as const)
      app.route({
        method: 'GET',
        url: `/api/v1${route.endpoint.path}.${format}`,
        handler: (request, reply) => send({ db, identify, route, flat, format }, request, reply),
      })
  }
}

type Asked = { db: Db; identify: Identify; route: Route; flat: Flat; format: Format }

async function send(asked: Asked, request: FastifyRequest, reply: FastifyReply) {
  const { route, flat, format } = asked
  const { actor, by } = await asked.identify(request)
  if (!may(actor, route.endpoint.permission))
    throw by === 'none' ? new Refused('sign_in_first', 401) : forbidden()
  const params = [...route.endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  const { limit: _limit, after: _after, ...wish } = request.query as Record<string, unknown>
  const sent = { ...wish, ...(request.params as object) }
  const input = parseInput(route, sent, params) as Record<string, unknown>
  // The first page comes before the first byte: a refusal is then still an answer of its own.
  const first = await pageOf(asked, actor, input, null)
  const rows = rowsOf(asked, actor, input, first)
  const name = route.endpoint.path
    .split('/')
    .filter((part) => part && !part.startsWith(':'))
    .join('-')
  reply
    .header('content-type', types[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('cache-control', 'no-store')
  return reply.send(format === 'csv' ? Readable.from(csvOf(flat.columns, rows)) : xlsxOf(flat.columns, rows))
}

type AnyPage = Partial<Page<unknown>> & { items: unknown[] }

async function pageOf(
  { db, route }: Asked,
  actor: Actor,
  input: Record<string, unknown>,
  after: string | null,
): Promise<AnyPage> {
  const asked = {
    ...input,
    ...('limit' in input && { limit: page_rows }),
    ...(after !== null && { after: /^\d+$/.test(after) ? Number(after) : after }),
  }
  if (route.kind === 'memory') return (await route.recall!(actor, asked as never)) as AnyPage
  return (await db.read(actor, (tx) => route.run(tx, actor, asked as never))) as AnyPage
}

async function* rowsOf(
  asked: Asked,
  actor: Actor,
  input: Record<string, unknown>,
  first: AnyPage,
): AsyncGenerator<readonly Value[]> {
  let written = 0
  for (let page = first; ; ) {
    for (const item of page.items) {
      if (written++ >= rows_max) return
      yield asked.flat.rowOf(item)
    }
    if (!page.next) return
    page = await pageOf(asked, actor, input, page.next)
  }
}
