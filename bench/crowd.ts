// The world of the write scenarios: buyers with keys, nodes with goods enough in as many cities as are asked
// for, and quotes to place, each of them a copy of one that the server made itself.
import { createHash } from 'node:crypto'
import { type Sql, connect } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'

export type Buyer = { person_id: string; key: string }
export type Ticket = { quote_id: string; total_fen: number; county_code: string; buyer: Buyer }
export type Crowd = Awaited<ReturnType<typeof openCrowd>>

const buyers_max = 64
const plenty = 1_000_000

export async function openCrowd(base: string, url: string) {
  const sql = connect(url, { pool: 4, role: null, statement_timeout_ms: 0 })
  const buyers = await makeBuyers(sql)
  return {
    sql,
    buyers,
    /** Quotes for one unit each, spread evenly over `cities` cities with goods for all. */
    tickets: (cities: number, count: number) => tickets(base, sql, buyers, { cities, count }),
    close: () => sql.end(),
  }
}

async function makeBuyers(sql: Sql): Promise<Buyer[]> {
  const buyers = Array.from({ length: buyers_max }, (_, at) => ({
    person_id: newId() as string,
    party_id: newId() as string,
    key: `zg_bench_${newId()}_${at}`,
  }))
  const column = (of: (buyer: (typeof buyers)[number]) => string) => buyers.map(of)
  await sql`
    insert into people.party (id, kind, name_zh, name_en)
    select unnest(${column((b) => b.party_id)}::uuid[]), 'consumer', '', ''`
  await sql`
    insert into people.person (id, party_id, name)
    select unnest(${column((b) => b.person_id)}::uuid[]), unnest(${column((b) => b.party_id)}::uuid[]), 'bench'`
  const hashes = buyers.map(({ key }) => createHash('sha256').update(key).digest('hex'))
  await sql`
    insert into people.api_key (id, person_id, name, prefix, hash)
    select gen_random_uuid(), p, 'bench', 'zg_bench', decode(h, 'hex')
      from unnest(${column((b) => b.person_id)}::uuid[], ${hashes}::text[]) as made(p, h)`
  return buyers
}

type Cell = { city_code: string; county_code: string; node_id: string; sku_id: string }

/** One SKU of one store in each city, the cities in order of their codes. */
const cellsOf = (sql: Sql) => sql<Cell[]>`
  select distinct on (l.city_code) l.city_code, n.county_code, l.node_id, l.sku_id
    from stock.level l
    join places.node n on n.id = l.node_id
    join places.public_node p on p.id = n.id and p.serves_online
   where l.on_hand - l.held - l.protected - l.display > 2
   order by l.city_code, (n.kind = 'store') desc, l.node_id, l.sku_id`

/** Goods, hands and windows for everybody, once. */
async function fill(sql: Sql, { city_code, county_code, node_id, sku_id }: Cell) {
  const filled = await sql`
    update stock.level set on_hand = on_hand + ${plenty}
     where city_code = ${city_code} and node_id = ${node_id} and sku_id = ${sku_id} and on_hand < ${plenty}
    returning 1`
  if (filled.length === 0) return
  await sql`
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
    values (${city_code}, gen_random_uuid(), ${node_id}, ${sku_id}, 'receipt', ${plenty}, 'bench')`
  await sql`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select ${city_code}, zone, kind, ${plenty}
      from (values (${node_id}, 'prepare'), (${county_code}, 'deliver'), (${county_code}, 'install'))
           as z(zone, kind)`
}

type Quoted = { id: string; total_fen: number; legs: { node_id: string }[] }

async function quoteFor(base: string, { county_code, sku_id }: Cell): Promise<Quoted | null> {
  const reply = await fetch(`${base}/api/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ county_code, lines: [{ sku_id, quantity: 1 }] }),
  })
  const quote = (await reply.json()) as Quoted
  return reply.ok ? quote : null
}

async function tickets(
  base: string,
  sql: Sql,
  buyers: readonly Buyer[],
  { cities, count }: { cities: number; count: number },
): Promise<Ticket[]> {
  const quotes: { cell: Cell; quote: Quoted }[] = []
  for (const cell of await cellsOf(sql)) {
    const quote = quotes.length < cities ? await quoteFor(base, cell) : null
    if (quote?.legs[0]?.node_id !== cell.node_id) continue
    await fill(sql, cell)
    quotes.push({ cell, quote })
  }
  if (quotes.length < cities) throw new Error(`only ${quotes.length} of ${cities} cities can be served`)
  const made: Ticket[] = []
  for (const [at, { cell, quote }] of quotes.entries()) {
    const here = Math.floor(count / cities) + (at < count % cities ? 1 : 0)
    const ids = Array.from({ length: here }, () => newId() as string)
    for (let from = 0; from < ids.length; from += 2_000) {
      await sql`
        insert into orders.quote (id, owner_key, person_id, county_code, town_code, body, next, created_at,
                                  expires_at)
        select n.id, 'bench', null, q.county_code, q.town_code,
               q.body || jsonb_build_object('id', n.id, 'expires_at', platform.iso(now() + interval '2 hours')),
               q.next, q.created_at, now() + interval '2 hours'
          from orders.quote q, unnest(${ids.slice(from, from + 2_000)}::uuid[]) as n(id)
         where q.id = ${quote.id}`
    }
    const { county_code } = cell
    for (const quote_id of ids) {
      const buyer = buyers[made.length % buyers.length]!
      made.push({ quote_id, total_fen: quote.total_fen, county_code, buyer })
    }
  }
  return shuffled(made)
}

/** Arrivals of the cities mixed, the same way in every run. */
function shuffled<T>(all: T[]): T[] {
  let seed = 20_261_111
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1))
    ;[all[at], all[other]] = [all[other]!, all[at]!]
  }
  return all
}
