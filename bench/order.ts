// Placing over HTTP: every request is another quote and another key, on kept connections that carry nothing
// else. Plain sockets, because whatever the generator costs is taken from the two cores that are measured.
import { type Socket, connect } from 'node:net'
import { once } from 'node:events'
import type { Ticket } from './crowd.ts'

export type Placed = {
  rate: number
  p50_ms: number
  p99_ms: number
  /** How many answers of each status. */
  statuses: ReadonlyMap<number, number>
}

function requestOf({ quote_id, total_fen, county_code, buyer }: Ticket, host: string): Buffer {
  const body = JSON.stringify({
    quote_id,
    expected_total_fen: total_fen,
    consent: true,
    address: { recipient: '测试', phone: '13800000000', county_code, line: '一号楼 101' },
  })
  const head = [
    'POST /api/v1/orders HTTP/1.1',
    `host: ${host}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `authorization: Bearer ${buyer.key}`,
    `idempotency-key: ${quote_id}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const lengthOf = /\r\ncontent-length: (\d+)\r\n/i

/** Resolves with the status once the whole answer has arrived. */
function answerOn(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = () => reject(new Error('the connection broke'))
    const hear = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const [, length] = (end > 0 && lengthOf.exec(text)) || []
      if (length === undefined || text.length < end + 4 + Number(length)) return
      socket.off('data', hear)
      socket.off('close', fail)
      resolve(Number(text.slice(9, 12)))
    }
    socket.on('data', hear)
    socket.once('close', fail)
  })
}

/** Places every ticket once, `connections` at a time. */
export async function placeAll(
  base: string,
  tickets: readonly Ticket[],
  connections: number,
): Promise<Placed> {
  const { hostname, port, host } = new URL(base)
  const requests = tickets.map((ticket) => requestOf(ticket, host))
  const statuses = new Map<number, number>()
  const times: number[] = []
  let next = 0
  const sockets = await Promise.all(
    Array.from({ length: Math.min(connections, requests.length) }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      await once(socket, 'connect')
      return socket
    }),
  )
  const began = performance.now()
  const lane = async (socket: Socket) => {
    for (let at = next++; at < requests.length; at = next++) {
      const since = performance.now()
      socket.write(requests[at]!)
      const status = await answerOn(socket)
      times.push(performance.now() - since)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    socket.destroy()
  }
  await Promise.all(sockets.map(lane))
  const seconds = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const share = (part: number) => times[Math.floor(times.length * part)] ?? 0
  return {
    rate: (statuses.get(200) ?? 0) / seconds,
    p50_ms: share(0.5),
    p99_ms: share(0.99),
    statuses,
  }
}
