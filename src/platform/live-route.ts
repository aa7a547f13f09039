// GET /api/v1/live?topics=order:ID,node:ID as server-sent events. A topic is heard only by who may read what
// it names; each room says so for its own topics.
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Actor } from './access.ts'
import type { Db, Tx } from './db.ts'
import type { Http, Identify } from './http.ts'
import type { Live } from './live.ts'
import { Invalid, Refused, notFound } from './refusal.ts'

/** kind of topic → may this actor hear about `id`? */
export type LiveRules = Record<string, (tx: Tx, actor: Actor, id: string) => Promise<boolean>>

const topics_max = 20
const streams_max = 2_000
/** Of one person: a screen holds one, and nobody watches from fifty. */
const own_streams_max = 50
const heartbeat_ms = 20_000

export function mountLive(app: Http, db: Db, identify: Identify, live: Live, rules: LiveRules) {
  const open = new Map<FastifyReply, string>()
  app.get('/api/v1/live', async (request, reply) => {
    const topics = topicsOf(request)
    const { actor } = await identify(request)
    const who = actor.person_id ?? request.ip
    const own = [...open.values()].filter((one) => one === who).length
    if (open.size >= streams_max) throw new Refused('busy', 503)
    if (own >= own_streams_max) throw new Refused('too_many_streams', 429, { max: own_streams_max })
    await db.read(actor, async (tx) => {
      for (const topic of topics) await mustHear(tx, actor, topic, rules)
    })
    // Gone while we looked who it is: the end has been told already and would never be heard.
    if (request.raw.socket.destroyed) return reply.hijack()
    open.set(reply, who)
    reply.raw.on('close', () => open.delete(reply))
    stream(reply, live, topics)
  })
  app.addHook('preClose', () => {
    for (const reply of open.keys()) reply.raw.end()
  })
}

function topicsOf(request: FastifyRequest): string[] {
  const given = (request.query as { topics?: unknown }).topics
  const topics = typeof given === 'string' ? given.split(',') : []
  const readable = topics.every((topic) => /^[a-z_]{1,32}:[\w-]{1,64}$/.test(topic))
  if (topics.length === 0 || topics.length > topics_max || !readable)
    throw new Invalid('/topics', 'bad_topics')
  return topics
}

async function mustHear(tx: Tx, actor: Actor, topic: string, rules: LiveRules) {
  const [kind = '', id = ''] = topic.split(':')
  const rule = rules[kind]
  if (!rule || !(await rule(tx, actor, id))) throw notFound()
}

function stream(reply: FastifyReply, live: Live, topics: string[]) {
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const send = (topic: string) => raw.write(`event: touched\ndata: ${JSON.stringify({ topic })}\n\n`)
  const stops = topics.map((topic) => live.on(topic, send))
  const beat = setInterval(() => raw.write(': still here\n\n'), heartbeat_ms)
  raw.on('close', () => {
    clearInterval(beat)
    for (const stop of stops) stop()
  })
}
