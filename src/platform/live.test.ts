// Live updates over real HTTP and real notifications, with two servers on one database: everybody concerned
// hears, after the commit only, and nobody hears of what is not theirs.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../tools/test-actors.ts'
import { type Room, openRoom } from '../../tools/test-room.ts'
import { type Actor, anonymous } from './access.ts'
import { readConfig } from './config.ts'
import { makeHttp } from './http.ts'
import { type Live, hearLive, touch } from './live.ts'
import { mountLive } from './live-route.ts'
import { makeLog } from './log.ts'
import { newId } from './types.ts'

const actors: Record<string, Actor> = { lin: actorFor('shopper'), wu: actorFor('shopper') }
const own = (who: string) => `thing:${actors[who]!.person_id}`
/** Requests whose actor is not known yet. */
const waiting: (() => void)[] = []
let room: Room
type Server = Awaited<ReturnType<typeof serve>>
let servers: Server[]

async function serve() {
  const live = await hearLive(room.db.sql)
  let listening = 0
  const counted: Live = {
    ...live,
    on: (topic, hear) => {
      const stop = live.on(topic, hear)
      listening += 1
      return () => {
        listening -= 1
        stop()
      }
    },
  }
  const app = makeHttp(readConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }), makeLog('silent'))
  const identify = async (request: { headers: Record<string, unknown> }) => {
    if (request.headers['x-slow']) await new Promise<void>((resolve) => waiting.push(resolve))
    const known = actors[String(request.headers['x-actor'])]
    return known ? { actor: known, by: 'key' as const } : { actor: anonymous, by: 'none' as const }
  }
  mountLive(app, room.db, identify as never, counted, {
    thing: async (_tx, actor, id) => actor.person_id === id,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return { url, close: () => app.close(), listening: () => listening }
}

beforeAll(async () => {
  room = await openRoom({ routes: [], actors })
  servers = [await serve(), await serve()]
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await room.close()
})

/** An open line: what it has heard so far, and its end. */
async function listen(server: Server, who: string, topics: string) {
  const gone = new AbortController()
  const reply = await fetch(`${server.url}/api/v1/live?topics=${topics}`, {
    headers: { 'x-actor': who },
    signal: gone.signal,
  })
  let heard = ''
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const part of reply.body as unknown as AsyncIterable<Uint8Array>) heard += decoder.decode(part)
  }
  const ended = reply.status === 200 ? read().catch(() => {}) : Promise.resolve()
  return {
    status: reply.status,
    body: reply.status === 200 ? null : await reply.json(),
    heard: () => [...heard.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!).topic as string),
    end: async () => {
      gone.abort()
      await ended
    },
  }
}
const change = (...topics: string[]) => room.db.command(actors.lin!, (tx) => touch(tx, ...topics))

test('every server tells its own listeners, and them alone, once the transaction stands', async () => {
  const lines = [
    await listen(servers[0]!, 'lin', own('lin')),
    await listen(servers[1]!, 'lin', own('lin')),
    await listen(servers[1]!, 'wu', own('wu')),
  ]
  const failed = room.db.command(actors.lin!, async (tx) => {
    await touch(tx, own('lin'))
    throw new Error('taken back')
  })
  await expect(failed).rejects.toThrow('taken back')
  await change(own('wu'))
  await change(own('lin'))
  await room.until(async () => lines.every((line) => line.heard().length > 0))
  expect(lines.map((line) => line.heard())).toEqual([[own('lin')], [own('lin')], [own('wu')]])
  for (const line of lines) await line.end()
})

test('what is another’s, what is not there and what nobody knows answer alike', async () => {
  const asked = [own('wu'), `thing:${newId()}`, `other:${newId()}`, `${own('lin')},${own('wu')}`]
  const told = await Promise.all(asked.map((topics) => listen(servers[0]!, 'lin', topics)))
  for (const { status, body } of told)
    expect([status, (body as { reason: string }).reason]).toEqual([404, 'not_found'])
  const visitor = await listen(servers[0]!, '', own('lin'))
  expect(visitor.status).toBe(404)
  for (const bad of ['', 'x', 'thing:', `thing:${'a'.repeat(65)}`, Array(21).fill('thing:1').join(',')])
    expect((await listen(servers[0]!, 'lin', bad)).status).toBe(422)
})

test('who has gone is forgotten, also when they went before the line stood', async () => {
  const line = await listen(servers[0]!, 'lin', own('lin'))
  expect(servers[0]!.listening()).toBe(1)
  await line.end()
  await room.until(async () => servers[0]!.listening() === 0)
  const gone = new AbortController()
  const hurried = fetch(`${servers[0]!.url}/api/v1/live?topics=${own('lin')}`, {
    headers: { 'x-actor': 'lin', 'x-slow': '1' },
    signal: gone.signal,
  }).catch(() => {})
  const recognise = await room.until(async () => waiting.pop())
  gone.abort()
  await hurried
  await (await listen(servers[0]!, 'lin', own('lin'))).end()
  recognise()
  await (await listen(servers[0]!, 'lin', own('lin'))).end()
  await room.until(async () => servers[0]!.listening() === 0)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(servers[0]!.listening()).toBe(0)
})

test('when the line to the database breaks, everybody is told once it stands again', async () => {
  const line = await listen(servers[0]!, 'lin', own('lin'))
  await room.owner`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and query ilike 'listen%'`
  await room.until(async () => line.heard().length > 0)
  const before = line.heard().length
  await change(own('lin'))
  await room.until(async () => line.heard().length > before)
  await line.end()
})
