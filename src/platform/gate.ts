// The door that is open from the first moment: it answers /healthz with what the start waits for, shows a
// page that reloads itself, and hands every request to the application once that is ready.
import {
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
  createServer,
} from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export type Gate = {
  server: Server
  /** What is being waited for, in words for people. */
  waitFor: (what: string) => void
  open: (application: RequestListener) => void
  /**
   * Leaves without losing a request. First all are served, each with a word that its connection ends, while
   * /healthz tells balancers. Then what may be asked twice is turned away, so that a balancer that asks no
   * /healthz goes elsewhere too, and with it what may not. Last, the door shuts.
   */
  leave: (drain_ms: number) => Promise<void>
  /** Until whatever was let in has its answer. */
  emptied: () => Promise<void>
  address: () => string
}

const page = (what: string) => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="refresh" content="2"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>逐光 · 正在启动</title></head><body style="font:18px/1.7 system-ui,sans-serif;padding:3rem;max-width:36rem">
<h1>正在启动 · Starting</h1><p>${what}</p></body></html>`

const turning_away_ms = 400
const asks_again = new Set(['GET', 'HEAD', 'OPTIONS'])

export function makeGate(): Gate {
  let state: 'starting' | 'open' | 'draining' | 'turning away' | 'shut' = 'starting'
  let waiting = 'start'
  let application: RequestListener = () => {}

  function health(response: ServerResponse) {
    const ready = state === 'open'
    const told = state === 'starting' ? state : 'draining'
    const body = ready ? { status: 'ready' } : { status: told, waiting_for: waiting }
    response.writeHead(ready ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  }
  function notYet(request: IncomingMessage, response: ServerResponse) {
    const html = request.headers.accept?.includes('text/html')
    response.writeHead(503, {
      'content-type': html ? 'text/html; charset=utf-8' : 'application/problem+json',
      'retry-after': '2',
      connection: 'close',
    })
    const reason = state === 'starting' ? 'starting' : 'stopping'
    const told = { type: `/docs/problems#${reason}`, title: 'Not available right now', status: 503, reason }
    response.end(html ? page(waiting) : JSON.stringify(told))
  }
  // Who sends a request drop by drop does not keep its connection; who keeps one ends it himself, since a
  // request and the server's end could meet. Proxies keep theirs a minute.
  const times = {
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
    keepAliveTimeout: 75_000,
  }
  const server = createServer(times, (request, response) => {
    if (request.url === '/healthz') return health(response)
    if (state === 'starting' || state === 'shut') return notYet(request, response)
    if (state === 'turning away' && asks_again.has(request.method ?? '')) return notYet(request, response)
    if (state !== 'open') response.setHeader('connection', 'close')
    return application(request, response)
  })
  return {
    server,
    waitFor: (what) => {
      waiting = what
    },
    open: (listener) => {
      application = listener
      state = 'open'
    },
    leave: async (drain_ms) => {
      const opened = state === 'open'
      state = 'draining'
      waiting = 'stop'
      if (opened && drain_ms > 0) {
        await sleep(drain_ms)
        state = 'turning away'
        await sleep(turning_away_ms)
      }
      state = 'shut'
      server.close()
    },
    emptied: () => emptied(server),
    address: () => addressOf(server),
  }
}

// An answer that was under way when the door shut promised to keep its connection.
async function emptied(server: Server) {
  let closed = false
  server.close(() => {
    closed = true
  })
  for (; !closed; await sleep(20)) server.closeIdleConnections()
}

function addressOf(server: Server): string {
  const at = server.address()
  if (typeof at !== 'object' || at === null) return ''
  const host = at.address === '0.0.0.0' || at.address === '::' ? '127.0.0.1' : at.address
  return `http://${host.includes(':') ? `[${host}]` : host}:${at.port}`
}
