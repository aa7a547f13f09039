// The physical limit of writing orders: the rows that placing wrote, with new ids, put into the same tables five
// hundred orders a transaction, each commit on the disk, in one process beside nothing else.
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
    await one`set plan_cache_mode = force_custom_plan`
    await one.unsafe(prepared([...people], count)).simple()
    const [{ chunks, orders }] = (await one`
      select max(chunk) + 1 as chunks, count(*)::int as orders from bulk_key`) as unknown as [
      { chunks: number; orders: number },
    ]
    const began = performance.now()
    for (let at = 0; at < chunks; at++) {
      const inserts = tables.map(({ name }) => {
        const kept = `bulk_${name.replace('.', '_')}`
        return `insert into ${name} select (r).* from ${kept} where chunk = ${at};`
      })
      await one.unsafe(`begin; ${inserts.join('\n')} commit;`).simple()
    }
    return orders / ((performance.now() - began) / 1_000)
  } finally {
    one.release()
  }
}

const renewed = (column: string) => `md5(r.${column}::text || 'bulk' || random_salt)::uuid`

function prepared(people: string[], count: number): string {
  const list = people.map((id) => `'${id}'`).join(',')
  const salt = `'${Math.random().toString(36).slice(2, 8)}'`
  const copies = tables.map((table) => {
    const kept = `bulk_${table.name.replace('.', '_')}`
    const ids = table.ids.map((column) => `'${column}', ${renewed(column).replace('random_salt', salt)}`)
    const texts = ('text' in table ? table.text : []).map(
      (column) => `'${column}', left(md5(r.${column} || ${salt}), 20)`,
    )
    return `create temp table ${kept} as
      select k.chunk, jsonb_populate_record(r, jsonb_build_object(${[...ids, ...texts].join(', ')})) as r
        from bulk_key k join ${table.name} r on r.${table.by} = k.${keyOf(table.by, table.name)};
      create index on ${kept} (chunk);`
  })
  return `
    drop table if exists bulk_key, ${tables.map(({ name }) => `bulk_${name.replace('.', '_')}`).join(', ')};
    create temp table bulk_key as
      select row_number() over () / ${chunk} as chunk, b.id as basket_id, o.id as order_id, o.payment_id
        from (select id from orders.basket where person_id in (${list})
               order by placed_at desc limit ${count}) b
        join orders.customer_order o on o.basket_id = b.id;
    ${copies.join('\n')}
    analyze bulk_key;`
}

const keyOf = (column: string, table: string) =>
  table === 'orders.basket' && column === 'id' ? 'basket_id' : column
