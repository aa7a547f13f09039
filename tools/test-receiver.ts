// A little house on the network for tests: keeps what it is sent and answers as it is told.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { path: string; headers: Record<string, string>; body: string; at_ms: number }
/** A status, a full answer, or silence: the connection stays open and nothing comes. */
export type Behaviour =
  | number
  | { status: number; headers?: Record<string, string>; body?: string }
  | 'silence'

export async function openReceiver(first: Behaviour = 204, at_port = 0) {
  const received: Received[] = []
  let behave: (got: Received) => Behaviour | Promise<Behaviour> = () => first
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', async () => {
      const got = {
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(parts).toString(),
        at_ms: Date.now(),
      }
      received.push(got)
      const how = await behave(got)
      if (how === 'silence') return
      const { status, headers = {}, body = '' } = typeof how === 'number' ? { status: how } : how
      response.writeHead(status, headers)
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(at_port, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    behave: (how: Behaviour | ((got: Received) => Behaviour | Promise<Behaviour>)) => {
      behave = typeof how === 'function' ? how : () => how
    },
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
export type Receiver = Awaited<ReturnType<typeof openReceiver>>
