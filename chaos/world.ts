// The small world of the chaos, prepared once: a real demo of few stores, keys for its people, few goods that
// everybody wants, and witnesses in the database that say how each write was made durable.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { loadDemo } from '../src/demo/load.ts'
import { startEmbedded } from '../src/platform/embedded.ts'
import { type Place, preparePlace } from '../src/platform/embedded-place.ts'
import { migrate } from '../src/platform/migrate.ts'
import { run } from './program.ts'
import { witness } from './witness.ts'

const stores = 60
const goods_max = 10
const people = ['shopper', 'owner', 'warehouse'] as const

export type World = {
  place: Place
  keys: Record<(typeof people)[number], string>
  /** The owner's store and the warehouse, each with who works there. */
  nodes: { id: string; who: 'owner' | 'warehouse' }[]
  /** Few goods, so that buyers meet. */
  skus: string[]
  counties: string[]
  /** With which the pretended provider signs. */
  secret: string
}

export async function prepareWorld(folder: string): Promise<World> {
  const data_dir = join(folder, 'template')
  rmSync(data_dir, { recursive: true, force: true })
  mkdirSync(data_dir, { recursive: true })
  const quiet = () => undefined
  const embedded = await startEmbedded({ data_dir, given: true, log: quiet })
  try {
    const env = { DATABASE_URL: embedded.url }
    await migrate(embedded.url)
    await loadDemo(embedded.url, { seed: 'zhuguang', stores, orders: 0, older_orders: 0 }, quiet)
    const keys = await Promise.all(people.map((who) => run(['key', '--as', who], env)))
    const sql = postgres(embedded.url, { max: 1, onnotice: quiet })
    await sql.unsafe(witness)
    const facts = await survey(sql)
    await shrink(sql, facts.skus)
    await sql.end()
    const keyOf = Object.fromEntries(people.map((who, at) => [who, keys[at]!])) as World['keys']
    return { place: preparePlace(data_dir, true, quiet), keys: keyOf, ...facts }
  } finally {
    await embedded.stop()
    // It may still write its last checkpoint, and is to be copied whole.
    while (existsSync(join(data_dir, 'postgres', 'postmaster.pid'))) await sleep(20)
  }
}

async function survey(sql: postgres.Sql): Promise<Pick<World, 'nodes' | 'skus' | 'counties' | 'secret'>> {
  const nodes = await sql<{ who: 'owner' | 'warehouse'; id: string; county_code: string }[]>`
    select p.demo_key as who, n.id, n.county_code
      from people.person p join people.role_grant g on g.person_id = p.id
      join places.node n on n.id = any(g.nodes)
     where p.demo_key in ('owner', 'warehouse') order by 1, 2`
  const store = nodes.find(({ who }) => who === 'owner')!
  const skus = await sql<{ sku_id: string }[]>`
    select l.sku_id from stock.level l join catalog.sku s on s.id = l.sku_id
      join catalog.product p on p.id = s.product_id
     where l.node_id = ${store.id} and l.on_hand > l.display + l.protected and s.state = 'live'
       and p.state = 'live' and s.gtin is not null
     order by p.install_kind = 'install', s.code limit ${goods_max}`
  const [provider] = await sql<{ secret: string }[]>`
    select secret from payment.provider where name = 'sandbox'`
  const near = await sql<{ county_code: string }[]>`
    select distinct county_code from places.node
     where left(county_code, 2) = left(${store.county_code}, 2) order by 1 limit 6`
  return {
    nodes: nodes.map(({ who, id }) => ({ who, id })),
    skus: skus.map(({ sku_id }) => sku_id),
    counties: [...new Set([store.county_code, ...near.map(({ county_code }) => county_code)])],
    secret: provider!.secret,
  }
}

/** Goods nobody asks for only make every start slower. */
async function shrink(sql: postgres.Sql, skus: string[]) {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx`delete from stock.level where not sku_id = any(${skus})`
    await tx`
      delete from stock.entry_cost c using stock.entry e
       where e.city_code = c.city_code and e.id = c.entry_id and not e.sku_id = any(${skus})`
    await tx`delete from stock.entry where not sku_id = any(${skus})`
    await tx`delete from stock.cost where not sku_id = any(${skus})`
    await tx`delete from pricing.price where not sku_id = any(${skus})`
    await tx`delete from catalog.sku where not id = any(${skus})`
    await tx`delete from catalog.product p where not exists (select from catalog.sku where product_id = p.id)`
  })
  await sql`vacuum full`
}
