import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../../tools/test-db.ts'
import { system } from '../../platform/access.ts'
import { connect, database } from '../../platform/db.ts'
import { catalog, openCatalog } from './queries.ts'

let base: Awaited<ReturnType<typeof testDatabase>>
let db: ReturnType<typeof database>
beforeAll(async () => {
  base = await testDatabase()
  db = database(connect(base.url, { pool: 4 }))
})
afterAll(async () => {
  await db.close()
  await base.drop()
})

test('an empty catalog opens', async () => {
  const opened = await openCatalog(db)
  expect(catalog().skus).toEqual([])
  expect(system.name).toBe('system')
  opened.stop()
})
