// A whole paid checkout, as a buyer and a provider make it: quote, place, look at what is due, the provider's
// signed call; counted when the orders are paid.
import { Agent, request } from 'node:http'
import { createHmac, randomUUID } from 'node:crypto'
import type { Sql } from '../src/platform/db.ts'
import type { Buyer } from './crowd.ts'
import type { Cell } from './crowd.ts'

type Told = { status: number; body: string }
const agents = new Map<string, Agent>()

/** One request on a kept connection; fetch costs more than what is measured. */
function ask(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Told> {
  const agent = agents.get(base) ?? new Agent({ keepAlive: true, maxSockets: 1_000 })
  agents.set(base, agent)
  return new Promise((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body), 'content-type': 'application/json' }
    const sent = request(
      base + path,
      { agent, method, headers: { ...headers, ...(body && length) } },
      (reply) => {
        let text = ''
        reply.setEncoding('utf8')
        reply.on('data', (chunk: string) => (text += chunk))
        reply.on('end', () => resolve({ status: reply.statusCode!, body: text }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

async function answered<T>(told: Promise<Told>): Promise<T> {
  const { status, body } = await told
  if (status !== 200) throw new Error(`${status}: ${body.slice(0, 300)}`)
  return JSON.parse(body) as T
}

const sign = (secret: string, id: string, timestamp_s: number, body: string) =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
    .update(`${id}.${timestamp_s}.${body}`)
    .digest('base64')}`

type Shop = { base: string; secret: string }

/** One buyer from the quote to the provider's call. Returns the payment. */
async function checkOut(
  { base, secret }: Shop,
  { key }: Buyer,
  { county_code, sku_id }: Cell,
): Promise<string> {
  const as = { authorization: `Bearer ${key}` }
  const api = `/api/v1`
  const lines = [{ sku_id, quantity: 1 }]
  const asked = JSON.stringify({ county_code, lines })
  const quote = await answered<{ id: string; total_fen: number }>(
    ask(base, 'POST', `${api}/quotes`, as, asked),
  )
  const address = { recipient: '测试', phone: '13800000000', county_code, line: '一号楼 101' }
  const wish = { quote_id: quote.id, expected_total_fen: quote.total_fen, consent: true, address }
  const named = { ...as, 'idempotency-key': quote.id }
  const placed = await answered<{ payment_id: string }>(
    ask(base, 'POST', `${api}/orders`, named, JSON.stringify(wish)),
  )
  const { payment_id } = placed
  const due = await answered<{ amount_fen: number }>(ask(base, 'GET', `${api}/payments/${payment_id}`, as))
  const data = {
    payment_id,
    charge_ref: `zg_${payment_id.replaceAll('-', '')}`,
    transaction_id: `tx_${payment_id}`,
    amount_fen: due.amount_fen,
  }
  const body = JSON.stringify({ type: 'charge.succeeded', data })
  const [id, timestamp_s] = [`msg_${randomUUID()}`, Math.floor(Date.now() / 1_000)]
  await answered(
    ask(
      base,
      'POST',
      `${api}/payment-callbacks/sandbox`,
      {
        'webhook-id': id,
        'webhook-timestamp': String(timestamp_s),
        'webhook-signature': sign(secret, id, timestamp_s, body),
      },
      body,
    ),
  )
  return payment_id
}

export type CheckedOut = { rate: number; p50_ms: number; p99_ms: number; paid: number }

/** `count` checkouts, `at_once` buyers at a time; the clock stops when the last order is paid. */
export async function checkOutAll(
  base: string,
  sql: Sql,
  {
    buyers,
    cells,
    count,
    at_once,
  }: { buyers: readonly Buyer[]; cells: readonly Cell[]; count: number; at_once: number },
): Promise<CheckedOut> {
  const [row] = await sql<{ secret: string }[]>`select secret from payment.provider where name = 'sandbox'`
  const shop = { base, secret: row!.secret }
  const payments: string[] = []
  const times: number[] = []
  let next = 0
  const began = performance.now()
  const lane = async () => {
    for (let at = next++; at < count; at = next++) {
      const since = performance.now()
      payments.push(await checkOut(shop, buyers[at % buyers.length]!, cells[at % cells.length]!))
      times.push(performance.now() - since)
    }
  }
  await Promise.all(Array.from({ length: at_once }, lane))
  const paid = await untilPaid(sql, payments)
  const seconds = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { rate: paid / seconds, p50_ms: at(0.5), p99_ms: at(0.99), paid }
}

async function untilPaid(sql: Sql, payments: readonly string[]): Promise<number> {
  for (let looks = 0; ; looks++) {
    const [row] = await sql<{ n: number }[]>`
      select count(*)::int as n from payment.payment p join orders.customer_order o using (basket_id)
       where p.id = any(${[...payments]}::uuid[]) and o.state <> 'created'`
    if (row!.n >= payments.length || looks > 600) return row!.n
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
