// Placing over HTTP: every request is another quote and another key.
import autocannon from 'autocannon'
import type { Ticket } from './crowd.ts'

export type Placed = {
  rate: number
  p50_ms: number
  p99_ms: number
  /** How many answers of each status. */
  statuses: ReadonlyMap<number, number>
}

const bodyOf = ({ quote_id, total_fen, county_code }: Ticket) =>
  JSON.stringify({
    quote_id,
    expected_total_fen: total_fen,
    consent: true,
    address: { recipient: '测试', phone: '13800000000', county_code, line: '一号楼 101' },
  })

/** Places every ticket once, `connections` at a time. */
export async function placeAll(
  base: string,
  tickets: readonly Ticket[],
  connections: number,
): Promise<Placed> {
  let next = 0
  let last_ms = 0
  const statuses = new Map<number, number>()
  const began = performance.now()
  const result = await autocannon({
    url: base,
    connections: Math.min(connections, tickets.length),
    amount: tickets.length,
    timeout: 30,
    requests: [
      {
        method: 'POST',
        path: '/api/v1/orders',
        setupRequest: (request) => {
          const ticket = tickets[next++ % tickets.length]!
          request.body = bodyOf(ticket)
          request.headers = {
            'content-type': 'application/json',
            authorization: `Bearer ${ticket.buyer.key}`,
            'idempotency-key': ticket.quote_id,
          }
          return request
        },
        onResponse: (status) => {
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
          last_ms = performance.now()
        },
      },
    ],
  })
  return {
    rate: (statuses.get(200) ?? 0) / ((last_ms - began) / 1_000),
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    statuses,
  }
}
