// The harness itself: clones are separate, and they are gone afterwards.
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { testDatabase } from './test-db.ts'

test('two clones do not see each other', async () => {
  const [one, other] = await Promise.all([testDatabase(), testDatabase()])
  const sql = postgres(one.url, { max: 1 })
  const beside = postgres(other.url, { max: 1 })
  await sql`create table public.only_here (id int)`
  expect(await beside`select to_regclass('public.only_here') as found`).toEqual([{ found: null }])
  await Promise.all([sql.end(), beside.end()])
  await Promise.all([one.drop(), other.drop()])
  await expect(postgres(one.url, { max: 1 })`select 1`).rejects.toThrow(/does not exist/)
})
