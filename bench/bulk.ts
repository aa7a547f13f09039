// The physical limit of writing orders: the rows that placing wrote, with new ids, put into the same tables
// five hundred orders a transaction, each commit on the disk, beside nothing else.
import type { Sql } from '../src/platform/db.ts'

const chunk = 500

/** Rows of one order by table: how they are found, and which of their columns name something. */
const tables = [
  { name: 'orders.basket', by: 'id', ids: ['id', 'quote_id'] },
  {
    name: 'orders.customer_order',
    by: 'basket_id',
    ids: ['id', 'basket_id', 'payment_id'],
    text: ['number'],
  },
  { name: 'orders.line', by: 'order_id', ids: ['order_id'] },
  { name: 'orders.recipient', by: 'order_id', ids: ['order_id'] },
  { name: 'orders.story', by: 'order_id', ids: ['order_id', 'id'] },
  { name: 'payment.payment', by: 'basket_id', ids: ['id', 'basket_id'], text: ['charge_ref'] },
  { name: 'payment.sandbox_charge', by: 'payment_id', ids: ['payment_id'], text: ['charge_ref'] },
  { name: 'stock.hold', by: 'order_id', ids: ['order_id'] },
  { name: 'sourcing.slot_hold', by: 'order_id', ids: ['order_id'] },
] as const

/** Orders a second, from the newest `count` baskets of these people. */
export async function bulkLimit(sql: Sql, people: readonly string[], count: number): Promise<number> {
  const one = await sql.reserve()
  try {
    await one.unsafe(prepared([...people], count)).simple()
    const [{ chunks, orders }] = (await one`
      select max(chunk) + 1 as chunks, count(*)::int as orders from bulk_key`) as unknown as [
      { chunks: number; orders: number },
    ]
    const began = performance.now()
    for (let at = 0; at < chunks; at++) {
      await one.unsafe(written(at)).simple()
    }
    return orders / ((performance.now() - began) / 1_000)
  } finally {
    one.release()
  }
}

const renewed = (value: string, salt: string) => `md5(${value} || 'bulk' || ${salt})::uuid`
const keptIn = (name: string) => `bulk_${name.replace('.', '_')}`

function copyOf({ name, by, ids, ...more }: (typeof tables)[number], salt: string): string {
  const fields = ids.map((column) => `'${column}', ${renewed(`r.${column}::text`, salt)}`)
  const texts = ('text' in more ? more.text : []).map(
    (column) => `'${column}', left(md5(r.${column} || ${salt}), 20)`,
  )
  const key = name === 'orders.basket' ? 'basket_id' : by
  return `create temp table ${keptIn(name)} as
    select k.chunk, jsonb_populate_record(r, jsonb_build_object(${[...fields, ...texts].join(', ')})) as r
      from bulk_key k join ${name} r on r.${by} = k.${key};
    create index on ${keptIn(name)} (chunk);`
}

/** Events name their order inside; keys are texts; counters are sums. */
function othersOf(salt: string): string {
  const order = renewed(`(r.payload->>'order_id')`, salt)
  return `
    create temp table ${keptIn('platform.event')} as
      select k.chunk, jsonb_populate_record(r, jsonb_build_object(
               'id', ${renewed('r.id::text', salt)},
               'payload', r.payload || jsonb_build_object('order_id', ${order}))) as r
        from platform.event r join bulk_key k on k.order_id::text = r.payload->>'order_id'
       where r.name = 'orders.placed';
    create temp table ${keptIn('platform.idempotency')} as
      select k.chunk, jsonb_populate_record(r, jsonb_build_object(
               'key', md5(r.key || ${salt}),
               'reply', json_build_object('reply', json_build_object(
                 'basket_id', ${renewed('k.basket_id::text', salt)})))) as r
        from bulk_key k join platform.idempotency r on r.reply #>> '{reply,basket_id}' = k.basket_id::text;
    create temp table bulk_level as
      select chunk, (r).city_code, (r).node_id, (r).sku_id, sum((r).quantity) as units
        from ${keptIn('stock.hold')} where (r).state = 'held' group by 1, 2, 3, 4;
    create temp table bulk_slot as
      select chunk, (r).city_code, (r).zone, (r).kind, (r).day, (r).window_code, count(*) as n
        from ${keptIn('sourcing.slot_hold')} where (r).state <> 'released' group by 1, 2, 3, 4, 5, 6;`
}

const all = [...tables.map(({ name }) => name), 'platform.event', 'platform.idempotency']

/** The copies take units of their own: there may be no more of what was sold. */
function prepared(people: string[], count: number): string {
  const list = people.map((id) => `'${id}'`).join(',')
  const salt = `'${Math.random().toString(36).slice(2, 8)}'`
  return `
    drop table if exists bulk_key, bulk_level, bulk_slot, ${all.map(keptIn).join(', ')};
    create temp table bulk_key as
      select (row_number() over () - 1) / ${chunk} as chunk, b.id as basket_id, o.id as order_id, o.payment_id
        from (select b.id from orders.basket b
                join platform.idempotency i on i.reply #>> '{reply,basket_id}' = b.id::text
               where b.person_id in (${list}) and i.route = 'POST /orders'
               order by b.placed_at desc limit ${count}) b
        join orders.customer_order o on o.basket_id = b.id;
    ${tables.map((table) => copyOf(table, salt)).join('\n')}
    ${othersOf(salt)}
    analyze bulk_key;
    with more as (
      update stock.level l set on_hand = l.on_hand + b.units
        from (select city_code, node_id, sku_id, sum(units)::int as units from bulk_level group by 1, 2, 3) b
       where l.city_code = b.city_code and l.node_id = b.node_id and l.sku_id = b.sku_id
      returning l.city_code, l.node_id, l.sku_id, b.units)
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity, reason)
    select city_code, gen_random_uuid(), node_id, sku_id, 'receipt', units, 'bench' from more;`
}

const written = (at: number) => `
  begin;
  ${all.map((name) => `insert into ${name} select (r).* from ${keptIn(name)} where chunk = ${at};`).join('\n')}
  update stock.level l set held = l.held + b.units from bulk_level b
   where b.chunk = ${at} and l.city_code = b.city_code and l.node_id = b.node_id and l.sku_id = b.sku_id;
  update sourcing.slot s set taken = s.taken + b.n from bulk_slot b
   where b.chunk = ${at} and s.city_code = b.city_code and s.zone = b.zone and s.kind = b.kind
     and s.day = b.day and s.window_code = b.window_code;
  commit;`
