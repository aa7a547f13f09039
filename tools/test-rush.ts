// Buyers in a process of their own: it has a batcher of its own, as every server process has. The test that
// started it says what exists, and what to send; it says what was answered.
import { fork } from 'node:child_process'
import { type Actor, roles } from '../src/platform/access.ts'
import { connect, database } from '../src/platform/db.ts'
import { register } from '../src/platform/jobs.ts'
import { Refused } from '../src/platform/refusal.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { place } from '../src/modules/orders/place.ts'
import { type World, articles, county, nodes, standIn } from './test-orders-world.ts'

export type Submit = { key: string; person_id: string; quote_id: string; total_fen: number }
export type Told = { key: string; reply: string | null; reason: string | null }
type Order = {
  url: string
  articles: unknown[]
  nodes: unknown[]
  listeners: Record<string, string[]>
  submits: Submit[]
}

const at_once = 400

const buyer = (person_id: string): Actor => ({
  person_id: person_id as Id,
  party_id: null,
  name: 'shopper',
  roles: ['shopper'],
  permissions: new Set(roles.shopper),
  scope: { nodes: [], cities: [], brands: [] },
  visitor_id: null,
})

const address = { recipient: '林小满', phone: '13812345678', county_code: county, line: '天府二街 1 号' }

async function sendAll({ url, submits, ...order }: Order): Promise<Told[]> {
  for (const [id, one] of order.articles as [string, never][]) articles.set(id, one)
  for (const [id, one] of order.nodes as [string, never][]) nodes.set(id, one)
  standIn()
  register([{ tasks: {}, on: order.listeners }])
  const db = database(connect(url, { pool: 6, statement_timeout_ms: 20_000 }))
  const told: Told[] = []
  const send = async ({ key, person_id, quote_id, total_fen }: Submit) => {
    const input = { quote_id: quote_id as Id, address, expected_total_fen: total_fen, consent: true }
    const item = { actor: buyer(person_id), input, claim: { key, input_hash: key } }
    const answer = await place(db, item as never).then(
      (reply) => ({ reply: JSON.stringify(reply), reason: null }),
      (error: unknown) => ({ reply: null, reason: error instanceof Refused ? error.reason : String(error) }),
    )
    told.push({ key, ...answer })
  }
  let next = 0
  const lane = async () => {
    for (let one = submits[next++]; one; one = submits[next++]) await send(one)
  }
  await Promise.all(Array.from({ length: at_once }, lane))
  await db.close()
  return told
}

/** As many quotes for one unit as buyers: copies of one that was really made. */
export async function copyQuotes(world: World, sku_id: Id, count: number) {
  const asked = { lines: [{ sku_id, quantity: 1 }], county_code: county }
  const { id, total_fen } = (await world.call('', 'POST', '/quotes', asked)).body
  const ids = Array.from({ length: count }, () => newId() as string)
  await world.owner`
    insert into orders.quote (id, owner_key, person_id, county_code, town_code, body, next, created_at,
                              expires_at)
    select n.id, q.owner_key, null, q.county_code, q.town_code,
           q.body || jsonb_build_object('id', n.id), q.next, q.created_at, q.expires_at
      from orders.quote q, unnest(${ids}::uuid[]) as n(id) where q.id = ${id}`
  return ids.map((quote_id) => ({ quote_id, total_fen: total_fen as number }))
}

/** Where the world's database is, for another process. */
export function urlOf({ owner }: World): string {
  const { host, port, user, pass, database: name } = owner.options
  return `postgres://${user}:${String(pass)}@${host[0]}:${port[0]}/${name}`
}

/** Sends the submits from a process of their own and gives what was answered. */
export function rush(url: string, listeners: Order['listeners'], submits: Submit[]): Promise<Told[]> {
  const child = fork(new URL(import.meta.url).pathname, [], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  })
  const order: Order = { url, articles: [...articles], nodes: [...nodes], listeners, submits }
  child.send(order)
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as Told[]))
    child.once('exit', (code) => reject(new Error(`the buyers' process ended with ${code}`)))
  })
}

if (process.send && process.argv[1] === new URL(import.meta.url).pathname)
  process.once('message', (order) => {
    void sendAll(order as Order).then((told) => process.send!(told, () => process.exit(0)))
  })
