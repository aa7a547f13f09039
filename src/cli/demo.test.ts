// What a new world is drawn over: all but what migrations lay down.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../tools/test-db.ts'
import { type Sql, connect } from '../platform/db.ts'
import { laid_down } from './demo.ts'

let base: TestDatabase
let sql: Sql
beforeAll(async () => {
  base = await testDatabase()
  sql = connect(base.url, { pool: 1, role: null })
})
afterAll(async () => {
  await sql.end()
  await base.drop()
})

test('migrations lay down the tables that a reset leaves, and no others', async () => {
  const tables = await sql<{ name: string }[]>`
    select schemaname || '.' || tablename as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public') order by 1`
  const filled: string[] = []
  for (const { name } of tables) {
    const rows = await sql`select 1 from ${sql(name)} limit 1`
    if (rows.length > 0) filled.push(name)
  }
  expect(filled).toEqual(laid_down)
})
