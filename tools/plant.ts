// Plants one row of each of two worlds in every table, so that what a role sees of its own and of others'
// can be asked of all tables alike. For a database that is thrown away: its constraints are taken off first.
import { createHash } from 'node:crypto'
import type { Sql } from '../src/platform/db.ts'

export type World = 'own' | 'other'
export type Column = { name: string; type: string; element: string | null; label: string | null }
export type Table = { name: string; schema: string; table: string; columns: Column[] }

/** Every table of ours, in name order. */
export async function tablesOf(sql: Sql, excepted: (name: string) => boolean): Promise<Table[]> {
  const rows = await sql<Table[]>`
    select n.nspname || '.' || c.relname as name, n.nspname as schema, c.relname as table,
           (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(t.oid, null),
                   'element', case when t.typelem <> 0 then format_type(t.typelem, null) end,
                   'label', (select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by 1 limit 1))
                   order by a.attnum)
              from pg_attribute a join pg_type t on t.oid = a.atttypid
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               and a.attgenerated = '') as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     order by 1`
  return rows.filter((row) => !excepted(row.name))
}

/** Takes off what would refuse an invented row: constraints, unique indexes, triggers. Policies stay. */
export async function loosen(sql: Sql, tables: readonly Table[]) {
  for (const { schema, table } of tables) {
    const name = sql`${sql(schema)}.${sql(table)}`
    const constraints = () => sql<{ name: string }[]>`
      select conname as name from pg_constraint
       where conrelid = ${`${schema}.${table}`}::regclass and conislocal and contype <> 't'
       order by contype = 'n', contype`
    for (const { name: constraint } of await constraints())
      await sql`alter table ${name} drop constraint if exists ${sql(constraint)} cascade`
    const unique = await sql<{ name: string }[]>`
      select i.indexrelid::regclass::text as name from pg_index i
       where i.indrelid = ${`${schema}.${table}`}::regclass and i.indisunique`
    for (const index of unique) await sql.unsafe(`drop index ${index.name}`)
    await sql`alter table ${name} disable trigger user`
  }
}

const places: Record<World, { city: string; county: string }> = {
  own: { city: '510100', county: '510107' },
  other: { city: '110100', county: '110105' },
}
export const cityOf = (world: World) => places[world].city

/** The id that everything called `what` has in a world: `node_id` anywhere names the row of that node. */
export function idIn(world: World, what: string): string {
  const hex = createHash('sha256').update(`${world}:${what}`).digest('hex')
  const [a, b, c, d, e] = [
    [0, 8],
    [8, 12],
    [13, 16],
    [17, 20],
    [20, 32],
  ].map(([from, to]) => hex.slice(from, to))
  return `${a}-${b}-7${c}-8${d}-${e}`
}

// `owner_party_id` is a party, `customer_order.id` an order, `approved_by` a person.
const lastWord = (name: string) => name.split('_').at(-1)!
const persons = new Set(['actor', 'buyer', 'customer', 'payer', 'approver', 'proposer'])
const meaning = (table: string, column: string) => {
  const said = saidMeaning(table, column)
  return persons.has(said) && column !== 'id' ? 'person' : said
}
const saidMeaning = (table: string, column: string) => {
  if (column === 'id') return lastWord(table)
  if (/_ids?$/.test(column)) return lastWord(column.replace(/_ids?$/, ''))
  return column.endsWith('_by') ? 'person' : lastWord(column).replace(/s$/, '')
}

function textOf(world: World, column: string): string {
  if (column === 'city_code') return places[world].city
  if (column === 'county_code') return places[world].county
  if (/^(actor|owner)_key$/.test(column)) return idIn(world, 'person')
  return column.endsWith('_id') ? idIn(world, meaning('', column)) : 'x'
}

function valueOf(world: World, table: string, column: Column): string {
  const { type, element, label, name } = column
  if (element && type.endsWith('[]'))
    return `{${valueOf(world, table, { ...column, type: element, element: null })}}`
  if (label) return label
  if (type === 'uuid') return idIn(world, meaning(table, name))
  if (type.startsWith('timestamp') || type === 'date') return '2026-01-02T03:04:05Z'
  if (/^(time|interval)/.test(type)) return '03:04:05'
  if (type === 'jsonb' || type === 'json') return '{}'
  if (type === 'bytea') return String.raw`\x00`
  if (type.endsWith('range')) return 'empty'
  if (type === 'boolean') return 'false'
  if (/int|numeric|double|real/.test(type)) return '1'
  return /char|text/.test(type) ? textOf(world, name) : 'x'
}

/** The row of a world as texts, which PostgreSQL reads as the columns' types. `fixed` overrides columns. */
export const rowOf = (
  world: World,
  table: Table,
  fixed: Record<string, string> = {},
): Record<string, string> =>
  Object.fromEntries(
    table.columns.map((column) => [column.name, fixed[column.name] ?? valueOf(world, table.table, column)]),
  )

/** `insert` of a row as whoever runs it. */
export async function insertRow(sql: Sql, table: Table, row: Record<string, string>) {
  const names = Object.keys(row)
  const target = `${JSON.stringify(table.schema)}.${JSON.stringify(table.table)}`
  const columns = names.map((name) => JSON.stringify(name)).join(', ')
  const values = names.map((name, at) => `$${at + 1}::text::${typeOf(table, name)}`).join(', ')
  await sql.unsafe(
    `insert into ${target} (${columns}) overriding system value values (${values})`,
    names.map((name) => row[name]!),
  )
}
const typeOf = (table: Table, name: string) => table.columns.find((column) => column.name === name)!.type
