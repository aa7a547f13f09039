// What stands behind every query: each table guarded, the application role without possessions, and for each
// role × table × operation what src/platform/access-matrix.json says. `UPDATE_MATRIX=1` writes that file from
// what is; whoever does so reads the difference.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor } from '../src/platform/access.ts'
import { type Db, type Sql, type Tx, connect, database } from '../src/platform/db.ts'
import exceptions from './access-exceptions.json' with { type: 'json' }
import { type Table, type World, cityOf, idIn, insertRow, loosen, rowOf, tablesOf } from './plant.ts'
import { actorsOfAllRoles, roleNames } from './test-actors.ts'
import { testDatabase } from './test-db.ts'

const excepted = (name: string) => name in exceptions || `${name.split('.')[0]}.*` in exceptions

let base: Awaited<ReturnType<typeof testDatabase>>
let owner: Sql
let db: Db
beforeAll(async () => {
  base = await testDatabase()
  owner = connect(base.url, { pool: 1, role: null, statement_timeout_ms: 0 })
  db = database(connect(base.url, { pool: 4, statement_timeout_ms: 0 }))
})
afterAll(async () => {
  await db.close()
  await owner.end()
  await base.drop()
})

test('every table has row-level security, also for its owner, and a policy', async () => {
  const rows = await owner<{ name: string; guarded: boolean; policies: number; house: boolean }[]>`
    select n.nspname || '.' || c.relname as name, c.relrowsecurity and c.relforcerowsecurity as guarded,
           (select count(*)::int from pg_policy p
             where p.polrelid = c.oid and p.polname <> 'by_house') as policies,
           exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'by_house') as house
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'f', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`
  const ours = rows.filter((row) => !excepted(row.name))
  expect(ours.length).toBeGreaterThan(40)
  const open = await readable(owner)
  const bare = ours.filter(({ guarded, house, policies, name }) => {
    return !guarded || !house || (policies === 0 && open.has(name))
  })
  expect(bare).toEqual([])
  const unused = Object.keys(exceptions).filter((name) => {
    return !rows.some((row) => row.name === name || name === `${row.name.split('.')[0]}.*`)
  })
  expect(unused).toEqual([])
})

/** Tables of which the application role holds any privilege. */
async function readable(sql: Sql) {
  const rows = await sql<{ name: string }[]>`
    select n.nspname || '.' || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and (has_table_privilege('zhuguang_app', c.oid, 'select, insert, update, delete, truncate')
            or has_any_column_privilege('zhuguang_app', c.oid, 'select, insert, update'))`
  return new Set(rows.map(({ name }) => name))
}

test('the application role reaches no table of the short list', async () => {
  const reached = [...(await readable(owner))].filter((name) => excepted(name) && !name.startsWith('public.'))
  const usable = await owner`
    select nspname from pg_namespace
     where nspname in ('auth', 'graphile_worker') and has_schema_privilege('zhuguang_app', oid, 'usage')`
  expect({ reached, usable: [...usable] }).toEqual({ reached: [], usable: [] })
  const [migration] = await owner`
    select has_table_privilege('zhuguang_app', 'public.migration',
                               'select, insert, update, delete') as reached`
  expect(migration!.reached).toBe(false)
})

test('the roles of the application own nothing, make nothing and bypass nothing', async () => {
  const roles = ['zhuguang_app', 'zhuguang_auth', 'zhuguang_batch']
  const powers = await owner`
    select rolname from pg_roles where rolname = any(${roles})
       and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin or rolreplication)`
  const owned = await owner`
    select d.classid::regclass::text as kind, d.objid from pg_shdepend d join pg_roles r on r.oid = d.refobjid
     where r.rolname = any(${roles}) and d.deptype = 'o' and d.dbid = (
           select oid from pg_database where datname = current_database())`
  const makes = await owner`
    select r.rolname, n.nspname from pg_roles r, pg_namespace n
     where r.rolname = any(${roles}) and n.nspname !~ '^pg_' and has_schema_privilege(r.oid, n.oid, 'create')`
  const members = await owner`
    select 1 from pg_auth_members m join pg_roles r on r.oid = m.member where r.rolname = any(${roles})`
  const truncates = await owner`
    select c.oid::regclass::text as name from pg_class c, pg_roles r
     where r.rolname = any(${roles}) and c.relkind in ('r', 'p')
       and has_table_privilege(r.oid, c.oid, 'truncate')`
  const found = [powers, owned, makes, members, truncates].map((rows) => [...rows])
  expect(found).toEqual([[], [], [], [], []])
})

test('the role of batches may call the functions of batches and reaches nothing else', async () => {
  const calls = await owner<{ name: string }[]>`
    select p.oid::regproc::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname not in ('pg_catalog', 'information_schema') and p.prosecdef
       and has_schema_privilege('zhuguang_batch', n.oid, 'usage')
       and has_function_privilege('zhuguang_batch', p.oid, 'execute')
     order by 1`
  const tables = await owner<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
       and has_any_column_privilege('zhuguang_batch', c.oid, 'select, insert, update')`
  expect([...calls].map(({ name }) => name)).toEqual([
    'orders.confirm_batch',
    'orders.place_batch',
    'orders.placing_facts',
    'payment.secret_of',
    'payment.take_calls',
  ])
  expect([...tables]).toEqual([])
})

test('functions that act as the owner fix their search path and are not lent to everybody', async () => {
  const rows = await owner<{ name: string }[]>`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker') and p.prosecdef
       and (not exists (select 1 from unnest(p.proconfig) c where c like 'search_path=%')
            or exists (select 1 from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                        where a.grantee = 0))`
  expect([...rows]).toEqual([])
})

test('views show their reader no more than the reader may see', async () => {
  const rows = await owner<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'v' and n.nspname !~ '^pg_'
       and n.nspname not in ('information_schema', 'graphile_worker')
       and not coalesce('security_invoker=true' = any(c.reloptions), false)`
  expect([...rows]).toEqual([])
})

// What a column must say for the row to be somebody's: invented text would make it everybody's or nobody's.
const fixed: Record<string, Record<string, string>> = {
  'control.change_request': { state: 'proposed' },
  'people.party': { kind: 'consumer' },
  // Whoever ends a difference signs for it.
  'payment.mismatch': { state: 'closed', ended_by: idIn('own', 'person') },
}
const operations = ['select', 'insert', 'update', 'delete'] as const
type Operation = (typeof operations)[number]
type Reach = 'all' | 'own'
type Found = Record<string, Partial<Record<Operation, Partial<Record<Reach, string[]>>>>>
type Matrix = Record<string, Partial<Record<Operation, Partial<Record<Reach, string>>>>>

class RolledBack extends Error {}
/** Whether the work changes or finds something; a policy's or a privilege's no is false, all else a fault. */
async function works(tx: Tx, work: (tx: Tx) => Promise<number>): Promise<boolean> {
  let found = 0
  try {
    await tx.savepoint(async (inner) => {
      found = await work(inner as unknown as Tx)
      throw new RolledBack()
    })
  } catch (error) {
    if (error instanceof RolledBack) return found > 0
    if ((error as { code?: string }).code === '42501') return false
    throw error
  }
  return false
}

async function mayDo(tx: Tx, op: Operation, table: Table, ctid: string, row: Record<string, string>) {
  const name = tx`${tx(table.schema)}.${tx(table.table)}`
  return works(tx, async (sql) => {
    if (op === 'select') return (await sql`select 1 from ${name} where ctid = ${ctid}::tid`).length
    if (op === 'delete') return (await sql`delete from ${name} where ctid = ${ctid}::tid`).count
    if (op === 'insert') {
      await insertRow(sql as unknown as Sql, table, row)
      return 1
    }
    const [column] = await sql<{ name: string }[]>`
      select a.attname as name from pg_attribute a
       where a.attrelid = ${table.name}::regclass and a.attnum > 0 and not a.attisdropped
         and a.attgenerated = '' and has_column_privilege(a.attrelid, a.attnum, 'update')
       order by a.attnum desc limit 1`
    if (!column) return 0
    const target = sql(column.name)
    return (await sql`update ${name} set ${target} = ${target} where ctid = ${ctid}::tid`).count
  })
}

async function found(actors: Record<string, Actor>, tables: readonly Table[]): Promise<Found> {
  const planted = new Map<string, Record<World, { ctid: string; row: Record<string, string> }>>()
  for (const table of tables) {
    const [own, other] = await Promise.all(
      (['own', 'other'] as const).map(async (world) => {
        const row = rowOf(world, table, fixed[table.name])
        await insertRow(owner, table, row)
        return { ctid: '', row }
      }),
    )
    const ids = await owner<{ ctid: string }[]>`
      select ctid::text as ctid from ${owner(table.schema)}.${owner(table.table)} order by ctid desc limit 2`
    planted.set(table.name, {
      own: { ...own!, ctid: ids[1]!.ctid },
      other: { ...other!, ctid: ids[0]!.ctid },
    })
  }
  const matrix: Found = Object.fromEntries(tables.map(({ name }) => [name, {}]))
  for (const [role, actor] of Object.entries(actors)) {
    await db.command(actor, async (tx) => {
      for (const table of tables) {
        for (const op of operations) {
          const { own, other } = planted.get(table.name)!
          const ownToo = await mayDo(tx, op, table, own.ctid, own.row)
          const others = await mayDo(tx, op, table, other.ctid, other.row)
          if (others && !ownToo) throw new Error(`${role} may ${op} only others' rows of ${table.name}`)
          if (!ownToo) continue
          const reach = others ? 'all' : 'own'
          ;((matrix[table.name]![op] ??= {})[reach] ??= []).push(role)
        }
      }
    })
  }
  return matrix
}

const everybody = ['anonymous', ...roleNames].join(' ')
/** The roles in words: `store_owner store_clerk`, or `everybody`, or `signed_in`. */
const spelt = (matrix: Found): Matrix =>
  JSON.parse(JSON.stringify(matrix), (_key, value: unknown) => {
    if (!Array.isArray(value)) return value
    const names = value.join(' ')
    if (names === everybody) return 'everybody'
    return names === roleNames.join(' ') ? 'signed_in' : names
  })

test('each role may do to each table what the matrix says', { timeout: 120_000 }, async () => {
  const tables = await tablesOf(owner, excepted)
  await loosen(owner, tables)
  const own = {
    person_id: idIn('own', 'person'),
    party_id: idIn('own', 'party'),
    nodes: [idIn('own', 'node')],
    cities: [cityOf('own')],
    brands: [idIn('own', 'brand')],
  }
  const matrix = spelt(await found(actorsOfAllRoles(own as never), tables))
  const file = join(import.meta.dirname, '../src/platform/access-matrix.json')
  if (process.env.UPDATE_MATRIX) writeFileSync(file, `${JSON.stringify(matrix, null, 2)}\n`)
  const expected = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Matrix) : {}
  expect(Object.keys(matrix)).toEqual(Object.keys(expected))
  expect(matrix).toEqual(expected)
})
