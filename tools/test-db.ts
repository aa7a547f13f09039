// A migrated database of its own for a test file: `const db = await testDatabase()` in `beforeAll`,
// `db.drop()` in `afterAll`. Connect to `db.url` with `connect()` of the platform (as the app role, or
// `role: null`).
import { inject } from 'vitest'
import { cloneTemplate } from './test-postgres.ts'

export type TestDatabase = { url: string; drop(): Promise<void> }

export const testDatabase = (): Promise<TestDatabase> => cloneTemplate(inject('postgres'))
