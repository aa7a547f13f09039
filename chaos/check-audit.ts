// The audit as whoever holds its last hash would recompute it: SHA-256 over the hash before and the row as
// one JSON array; and what must have been audited, counted from the tables.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'
import type { Rule } from './check-tables.ts'

const fields = `a.id, extract(epoch from a.at), a.actor_id, a.actor_name, a.action, a.subject_kind,
                a.subject_id, a.detail`

type Link = { seq: string; form: number; prev: string; hash: string; row: string | null; id: string }

/** What is wrong with the chain, or null. `whole`: every row must be linked by now. */
export async function whyNotChain(sql: postgres.Sql, whole: boolean): Promise<string | null> {
  const links = await sql.unsafe<Link[]>(`
    select l.seq, l.form, encode(l.prev_hash, 'hex') as prev, encode(l.hash, 'hex') as hash,
           l.audit_id as id, case when a.id is null then null
             when l.form = 1 then concat_ws('|', ${fields}) else jsonb_build_array(${fields})::text end as row
      from platform.audit_link l left join platform.audit a on a.id = l.audit_id order by l.seq`)
  let prev = '0'.repeat(64)
  for (const [at, link] of links.entries()) {
    if (Number(link.seq) !== at + 1) return `link ${at + 1} is missing`
    if (link.row === null) return `the row of link ${link.seq} is gone`
    if (link.prev !== prev) return `link ${link.seq} does not follow the one before`
    const hash = createHash('sha256').update(Buffer.from(prev, 'hex')).update(link.row).digest('hex')
    if (hash !== link.hash) return `the row of link ${link.seq} was changed`
    prev = hash
  }
  if (new Set(links.map(({ id }) => id)).size !== links.length) return 'a row is linked twice'
  const [left] = await sql<{ n: number }[]>`
    select count(*)::int as n from platform.audit a
     where not exists (select from platform.audit_link l where l.audit_id = a.id)`
  return whole && left!.n > 0 ? `${left!.n} rows are linked by nobody` : null
}

const audited = (rule: string, action: string, expected: string): Rule => ({
  rule: `audited: ${rule}`,
  sql: `with due as (${expected}),
        done as (select subject_id as id, count(*) as n from platform.audit
                  where action = '${action}' group by 1)
        select coalesce(due.id, done.id) as subject,
               'happened ' || coalesce(due.n, 0) || ', audited ' || coalesce(done.n, 0) as told
          from due full join done using (id) where coalesce(due.n, 0) <> coalesce(done.n, 0)`,
})

export const auditRules: Rule[] = [
  audited(
    'goods taken back',
    'orders.return_received',
    `select order_id::text as id, count(*) as n from orders.return_request
      where state = 'received' group by 1`,
  ),
  audited(
    'a store that failed',
    'fulfilment.failed',
    `select order_id::text as id, count(*) as n from orders.story where code = 'fail_pick' group by 1`,
  ),
  audited(
    'a sale at the counter',
    'orders.counter_sold',
    `select o.id::text as id, count(*) as n from orders.customer_order o
       join orders.story s on s.city_code = o.city_code and s.order_id = o.id and s.code = 'place'
      where o.channel = 'counter' group by 1`,
  ),
  {
    rule: 'audited: orders placed, batch by batch',
    sql: `with due as (select count(*) as n, coalesce(sum(o.total_fen), 0) as fen
                         from orders.customer_order o join platform.event e on e.name = 'orders.placed'
                              and e.payload->>'order_id' = o.id::text),
          done as (select coalesce(sum((detail->>'orders')::int), 0) as n,
                          coalesce(sum((detail->>'total_fen')::bigint), 0) as fen
                     from platform.audit where action = 'orders.placed')
          select 'orders.placed' as subject, 'placed ' || due.n || ' for ' || due.fen
                 || ', audited ' || done.n || ' for ' || done.fen as told
            from due, done where (due.n, due.fen) is distinct from (done.n, done.fen)`,
  },
  {
    rule: 'audited: goods that arrived, to the unit',
    sql: `with due as (select node_id::text as id, sum(quantity) as n from stock.entry
                        where kind = 'receipt' and actor_id is not null group by 1),
          done as (select subject_id as id, sum((l->>'quantity')::int) as n from platform.audit a
                     cross join lateral jsonb_array_elements(a.detail->'lines') l
                    where a.action = 'stock.received' group by 1)
          select coalesce(due.id, done.id) as subject,
                 'arrived ' || coalesce(due.n, 0) || ', audited ' || coalesce(done.n, 0) as told
            from due full join done using (id) where coalesce(due.n, 0) <> coalesce(done.n, 0)`,
  },
]
