// The world of the write scenarios: buyers with keys, nodes with goods enough in as many cities as are asked
// for, and quotes to place, each of them a copy of one that the server made itself.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Sql, connect } from '../src/platform/db.ts'
import { newId } from '../src/platform/types.ts'

export type Buyer = { person_id: string; key: string }
export type Ticket = {
  quote_id: string
  total_fen: number
  county_code: string
  buyer: Buyer
  lines?: number
}
export type Crowd = Awaited<ReturnType<typeof openCrowd>>

const buyers_max = 64
const plenty = 1_000_000

export async function openCrowd(base: string, url: string) {
  const sql = connect(url, { pool: 4, role: null, statement_timeout_ms: 0 })
  const buyers = await makeBuyers(sql)
  const survey = surveyOf(base, sql)
  return {
    sql,
    buyers,
    /** Goods for everybody in `cities` cities, with a quote for each. */
    served: survey,
    /** Quotes for one unit each, spread evenly over `cities` cities with goods for all. */
    tickets: async (cities: number, count: number) => ticketsFor(sql, buyers, await survey(cities), count),
    /** Quotes of `buyers` people for one SKU of which a city has `units`, spread over `nodes` stores. */
    scarce: (wanted: Scarce) => scarce(base, sql, buyers, wanted),
    /** A quote of one buyer for `lines` different goods of one warehouse. */
    project: (lines: number) => project(base, sql, buyers[0]!, lines),
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
    select person_id, party_id, 'bench'
      from unnest(${column((b) => b.person_id)}::uuid[], ${column((b) => b.party_id)}::uuid[])
           as made(person_id, party_id)`
  const hashes = buyers.map(({ key }) => createHash('sha256').update(key).digest('hex'))
  await sql`
    insert into people.api_key (id, person_id, name, prefix, hash)
    select gen_random_uuid(), p, 'bench', 'zg_bench', decode(h, 'hex')
      from unnest(${column((b) => b.person_id)}::uuid[], ${hashes}::text[]) as made(p, h)`
  return buyers
}

export type Cell = { city_code: string; county_code: string; node_id: string; sku_id: string }

/** One SKU of one store in each city, the cities in order of their codes. */
const cellsOf = (sql: Sql) => sql<Cell[]>`
  select distinct on (l.city_code) l.city_code, n.county_code, l.node_id, l.sku_id
    from stock.level l
    join places.node n on n.id = l.node_id
    join places.public_node p on p.id = n.id and p.serves_online
   where l.on_hand - l.held - l.protected - l.display > 2
   order by l.city_code, (n.kind = 'store') desc, l.node_id, l.sku_id`

/** Goods, hands and windows for everybody. */
async function fill(sql: Sql, cells: readonly Cell[]) {
  const of = (key: keyof Cell) => cells.map((cell) => cell[key])
  const [cities, counties, nodes, skus] = [of('city_code'), of('county_code'), of('node_id'), of('sku_id')]
  await sql`
    with cell as (
      select * from unnest(${cities}::text[], ${nodes}::uuid[], ${skus}::uuid[])
        as c(city_code, node_id, sku_id)),
    filled as (
      update stock.level l set on_hand = l.on_hand + ${plenty} from cell c
       where l.city_code = c.city_code and l.node_id = c.node_id and l.sku_id = c.sku_id
      returning l.city_code, l.node_id, l.sku_id)
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
    select city_code, gen_random_uuid(), node_id, sku_id, 'receipt', ${plenty}, 'bench' from filled`
  await sql`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select c.city_code, z.zone, z.kind, ${plenty}
      from unnest(${cities}::text[], ${counties}::text[], ${nodes}::text[])
             as c(city_code, county_code, node_id),
           lateral (values (c.node_id, 'prepare'), (c.county_code, 'deliver'), (c.county_code, 'install'))
             as z(zone, kind)
        on conflict do nothing`
  await sql`update places.node set capacity_per_day = ${plenty} where id = any(${nodes}::uuid[])`
}

/** The server reads the nodes anew: a plan asks what a node can prepare a day. */
async function nodesMoved(sql: Sql) {
  await sql`update platform.snapshot set version = version + 1, changed_at = now() where name = 'places'`
  await sql`select pg_notify('snapshot', 'places')`
  await sleep(1_000)
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

type Served = { cell: Cell; quote: Quoted }

/** Looks no further than it was asked to, and at no city twice. */
function surveyOf(base: string, sql: Sql) {
  const found: Served[] = []
  let ahead: Cell[] | null = null
  const served = async (cell: Cell): Promise<Served[]> => {
    const quote = await quoteFor(base, cell)
    if (quote?.legs[0]?.node_id !== cell.node_id) return []
    return [{ cell, quote }]
  }
  return async (cities: number): Promise<Served[]> => {
    ahead ??= [...(await cellsOf(sql))]
    const had = found.length
    while (found.length < cities) {
      const next = ahead.splice(0, Math.min(16, cities - found.length))
      if (next.length === 0) throw new Error(`only ${found.length} of ${cities} cities can be served`)
      found.push(...(await Promise.all(next.map(served))).flat())
    }
    if (found.length > had) {
      await fill(
        sql,
        found.slice(had).map(({ cell }) => cell),
      )
      await nodesMoved(sql)
    }
    return found.slice(0, cities)
  }
}

async function ticketsFor(
  sql: Sql,
  buyers: readonly Buyer[],
  cells: readonly Served[],
  count: number,
): Promise<Ticket[]> {
  const made: Ticket[] = []
  for (const [at, { cell, quote }] of cells.entries()) {
    const here = Math.floor(count / cells.length) + (at < count % cells.length ? 1 : 0)
    const ids = Array.from({ length: here }, () => newId() as string)
    await copyQuote(sql, quote.id, ids)
    for (const quote_id of ids) {
      const buyer = buyers[made.length % buyers.length]!
      made.push({ quote_id, total_fen: quote.total_fen, county_code: cell.county_code, buyer })
    }
  }
  return shuffled(made)
}

async function copyQuote(sql: Sql, quote_id: string, ids: readonly string[]) {
  for (let from = 0; from < ids.length; from += 2_000) {
    await sql`
      insert into orders.quote (id, owner_key, person_id, county_code, town_code, body, next, created_at,
                                expires_at)
      select n.id, 'bench', null, q.county_code, q.town_code,
             q.body || jsonb_build_object(
               'id', n.id, 'expires_at', platform.iso(now() + interval '2 hours')),
             q.next, q.created_at, now() + interval '2 hours'
        from orders.quote q, unnest(${ids.slice(from, from + 2_000)}::uuid[]) as n(id)
       where q.id = ${quote_id}`
  }
}

/** One warehouse gets units of as many goods as the house sells; the ledger says why. */
async function project(base: string, sql: Sql, buyer: Buyer, lines: number): Promise<Ticket> {
  const [house] = await sql<{ node_id: string; city_code: string; county_code: string }[]>`
    select n.id as node_id, n.city_code, n.county_code from places.node n
      join places.public_node p on p.id = n.id and p.serves_online
     where n.kind = 'warehouse' order by n.id limit 1`
  const { node_id, city_code, county_code } = house!
  const skus = await sql<{ id: string }[]>`
    select s.id from catalog.sku s join catalog.product p on p.id = s.product_id
     where s.state = 'live' and p.state = 'live' order by s.code`
  const ids = skus.map(({ id }) => id)
  await sql`
    insert into stock.level (city_code, sku_id, node_id)
    select ${city_code}, unnest(${ids}::uuid[]), ${node_id} on conflict do nothing`
  await sql`
    with more as (
      update stock.level set on_hand = on_hand + 100
       where city_code = ${city_code} and node_id = ${node_id} and sku_id = any(${ids}::uuid[])
      returning sku_id)
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
    select ${city_code}, gen_random_uuid(), ${node_id}, sku_id, 'receipt', 100, 'bench' from more`
  await sql`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select ${city_code}, zone, kind, ${plenty}
      from (values (${node_id}, 'prepare'), (${county_code}, 'deliver'), (${county_code}, 'install'))
           as z(zone, kind)
    on conflict do nothing`
  const quote = await quoteOfAll(base, buyer, county_code, ids.slice(0, lines), ids.slice(lines))
  return { quote_id: quote.id, total_fen: quote.total_fen, county_code, buyer, lines: quote.lines.length }
}

type Asked = Quoted & { lines: object[]; reason?: string; facts?: { sku_id?: string } }

/** What is not for sale for some reason of its own makes place for a spare one. */
async function quoteOfAll(
  base: string,
  buyer: Buyer,
  county_code: string,
  ids: readonly string[],
  spare: readonly string[],
): Promise<Asked> {
  const reply = await fetch(`${base}/api/v1/quotes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${buyer.key}` },
    body: JSON.stringify({ county_code, lines: ids.map((sku_id) => ({ sku_id, quantity: 3 })) }),
  })
  const quote = (await reply.json()) as Asked
  if (reply.ok) return quote
  const { reason, facts } = quote
  if (reason !== 'not_for_sale') throw new Error(`no quote: ${JSON.stringify(quote).slice(0, 300)}`)
  const left = ids.filter((id) => id !== facts?.sku_id)
  return quoteOfAll(base, buyer, county_code, [...left, ...spare.slice(0, 1)], spare.slice(1))
}

type Scarce = { nodes: number; units: number; buyers: number }

/** Every other cell of the SKU is emptied, so that these units are all there are. */
async function scarce(base: string, sql: Sql, buyers: readonly Buyer[], wanted: Scarce) {
  const cell = await wideCell(base, sql, wanted.nodes)
  const { city_code, county_code, sku_id, node_ids } = cell
  const each = Math.floor(wanted.units / node_ids.length)
  await setUnits(sql, sku_id, city_code, node_ids, each)
  await sql`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select ${city_code}, ${county_code}, unnest(array['deliver', 'install']), ${plenty}
    on conflict do nothing`
  const quote = await quoteFor(base, { city_code, county_code, sku_id, node_id: node_ids[0]! })
  if (!quote) throw new Error('nobody serves the scarce goods')
  const made = await ticketsFor(
    sql,
    buyers,
    [{ cell: { ...cell, node_id: node_ids[0]! }, quote }],
    wanted.buyers,
  )
  return { tickets: made, sku_id }
}

type Wide = { city_code: string; county_code: string; sku_id: string; node_ids: string[] }

/** A SKU that as many stores can serve to one county as are wanted, by the answer of sourcing itself. */
async function wideCell(base: string, sql: Sql, nodes: number): Promise<Wide> {
  const [city] = await sql<{ city_code: string; county_code: string }[]>`
    select city_code, county_code from places.node where kind = 'store' and state = 'open'
     group by 1, 2 order by count(*) desc limit 1`
  const { city_code, county_code } = city!
  const skus = await sql<{ sku_id: string }[]>`
    select l.sku_id from stock.level l
     where l.city_code = ${city_code} and not exists (
             select 1 from stock.hold h where h.sku_id = l.sku_id and h.state = 'held')
     group by 1 order by count(*) desc, 1 limit 40`
  for (const { sku_id } of skus) {
    const reach = await sql<{ node_id: string }[]>`
      select n.id as node_id from places.node n
        join places.public_node p on p.id = n.id and p.serves_online
       where n.city_code = ${city_code} and n.kind = 'store'`
    await setUnits(
      sql,
      sku_id,
      city_code,
      reach.map((row) => row.node_id),
      9,
    )
    const reply = await fetch(`${base}/api/v1/sourcing-plans`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ county_code, lines: [{ sku_id, quantity: 1 }] }),
    })
    if (!reply.ok) continue
    const plan = (await reply.json()) as {
      legs: { node_id: string }[]
      rejected: { node_id: string; reason: string }[]
    }
    const dearer = plan.rejected.filter(({ reason }) => reason === 'costs_more')
    const able = [...plan.legs, ...dearer].map(({ node_id }) => node_id)
    if (able.length >= nodes) return { city_code, county_code, sku_id, node_ids: able.slice(0, nodes) }
  }
  throw new Error(`no SKU that ${nodes} stores can serve in ${county_code}`)
}

/** These stores have so many units of the SKU and nobody else has any; the ledger says why. */
async function setUnits(
  sql: Sql,
  sku_id: string,
  city_code: string,
  node_ids: readonly string[],
  each: number,
) {
  await sql`
    insert into stock.level (city_code, sku_id, node_id)
    select ${city_code}, ${sku_id}, unnest(${[...node_ids]}::uuid[]) on conflict do nothing`
  await sql`
    with wanted as (
      select l.city_code, l.node_id, l.sku_id,
             case when l.node_id = any(${[...node_ids]}::uuid[]) then ${each}::int else 0 end
               + l.held + l.display - l.on_hand as more
        from stock.level l where l.sku_id = ${sku_id} for update),
    changed as (
      update stock.level l set on_hand = l.on_hand + w.more, protected = 0
        from wanted w
       where w.city_code = l.city_code and w.node_id = l.node_id and w.sku_id = l.sku_id
      returning l.city_code, l.node_id, l.sku_id, w.more)
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
    select city_code, gen_random_uuid(), node_id, sku_id, 'adjustment', more, 'bench'
      from changed where more <> 0`
  await sql`
    insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
    select ${city_code}, unnest(${[...node_ids]}::text[]), 'prepare', ${plenty} on conflict do nothing`
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
