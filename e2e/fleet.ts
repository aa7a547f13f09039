// Several processes on one database, as an operator runs them, and a balancer in front of the servers that
// does what nginx does: round robin, kept connections, the next server when one cannot be reached, and for
// what may be asked twice also when a connection breaks or a server says 503.
import { type ChildProcess, spawn } from 'node:child_process'
import { Agent, type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const program = join(import.meta.dirname, '..', 'dist', 'server', 'main.js')
const ready_ms_max = 60_000

export type Process = {
  url: string
  pid: () => number
  log: () => string
  restart: () => Promise<number | null>
  end: () => Promise<number | null>
}

/** `serve` on a port of its own, or `work`; `restart` ends it with SIGTERM and starts it in its place. */
export async function launchDuty(duty: 'serve' | 'work', env: Record<string, string>): Promise<Process> {
  const url = `http://127.0.0.1:${env.PORT ?? 0}`
  let child: ChildProcess
  let said = ''
  const begin = async () => {
    child = spawn(process.execPath, [program, duty], {
      env: { ...process.env, NODE_ENV: 'production', ...env },
    })
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (said += chunk))
    const word = duty === 'serve' ? 'ready:' : 'working'
    const from = said.length
    for (const until = Date.now() + ready_ms_max; !said.slice(from).includes(word); await sleep(50))
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`${duty} did not start:\n${said.slice(-2000)}`)
  }
  const end = () =>
    new Promise<number | null>((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done(child.exitCode)
      child.once('exit', done)
      child.kill('SIGTERM')
    })
  await begin()
  return {
    url,
    pid: () => child.pid!,
    log: () => said,
    end,
    restart: async () => {
      const code = await end()
      await begin()
      return code
    },
  }
}

type Upstream = { url: URL; down_until: number }
const down_ms = 1_000
const asks_again = new Set(['GET', 'HEAD'])

/** `tried` counts what had to be asked of another server. */
export async function openBalancer(urls: readonly string[]) {
  const upstreams: Upstream[] = urls.map((url) => ({ url: new URL(url), down_until: 0 }))
  const agent = new Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 1_000 })
  const tried = { refused: 0, turned_away: 0, broken: 0 }
  /** Connections that broke under a request, with what was asked. */
  const broken: string[] = []
  let turn = 0
  const pick = (not: Set<Upstream>) => {
    const now = Date.now()
    const left = upstreams.filter((one) => !not.has(one))
    const up = left.filter((one) => one.down_until <= now)
    const from = up.length > 0 ? up : left
    return from[turn++ % from.length]
  }
  async function pass(asked: IncomingMessage, reply: ServerResponse) {
    const chunks: Buffer[] = []
    for await (const chunk of asked) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const failed = new Set<Upstream>()
    for (let upstream = pick(failed); upstream; upstream = pick(failed)) {
      const outcome = await ask(upstream, asked, body, reply)
      if (outcome === 'done') return
      failed.add(upstream)
      upstream.down_until = Date.now() + down_ms
      tried[outcome] += 1
      if (outcome !== 'refused' && !asks_again.has(asked.method!)) break
    }
    reply.writeHead(502).end('no server')
  }
  function ask({ url }: Upstream, asked: IncomingMessage, body: Buffer, reply: ServerResponse) {
    return new Promise<'done' | keyof typeof tried>((resolve) => {
      const { connection: _hop, ...headers } = asked.headers
      const sent = request(
        { host: url.hostname, port: url.port, path: asked.url, method: asked.method, headers, agent },
        (answer) => {
          if (answer.statusCode === 503 && asks_again.has(asked.method!)) {
            answer.resume()
            return resolve('turned_away')
          }
          const { connection: _gone, ...given } = answer.headers
          reply.writeHead(answer.statusCode!, given)
          answer.pipe(reply)
          answer.once('end', () => resolve('done'))
          answer.once('error', () => {
            reply.destroy()
            resolve('done')
          })
          reply.once('close', () => answer.destroy())
        },
      )
      sent.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') return resolve('refused')
        const kept = sent.reusedSocket ? 'kept' : 'new'
        broken.push(`${asked.method} ${asked.url} at ${url.port}, ${kept}: ${error.message}`)
        resolve('broken')
      })
      sent.end(body)
    })
  }
  const server = createServer({ keepAliveTimeout: 75_000 }, (asked, reply) => void pass(asked, reply))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    tried,
    broken,
    close: () => {
      server.close()
      server.closeAllConnections()
      agent.destroy()
    },
  }
}

/** What a stream of server-sent events has said so far. */
export async function hear(url: string, topics: string, key: string) {
  const stop = new AbortController()
  const reply = await fetch(`${url}/api/v1/live?topics=${topics}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: stop.signal,
  })
  if (reply.status !== 200) throw new Error(`live answered ${reply.status}: ${await reply.text()}`)
  let said = ''
  const reading = (async () => {
    for await (const chunk of reply.body!) said += Buffer.from(chunk).toString()
  })().catch(() => {})
  return { said: () => said, reading, stop: () => stop.abort() }
}
