// The mark of a demo world in a database: what it is, and how far its load has come. A database without the
// mark is somebody's own.
import type { Sql, Tx } from './db.ts'

const key = 'demo_world'

/** The mark as it stands; null in a database that is not a demo. */
export async function readWorld<M>(sql: Sql | Tx): Promise<M | null> {
  const [row] = await sql<{ value: M }[]>`select value from platform.setting where key = ${key}`
  return row?.value ?? null
}

/** Marks an empty database as a demo; an earlier mark stays. */
export async function beginWorld(sql: Sql, mark: object): Promise<void> {
  await sql`
    insert into platform.setting (key, value) values (${key}, ${sql.json(mark as never)}), ('demo', 'true')
    on conflict (key) do nothing`
}

/** The mark, locked until the transaction ends: two loaders take turns. */
export async function lockWorld<M>(tx: Tx): Promise<M | null> {
  const [row] = await tx<{ value: M }[]>`
    select value from platform.setting where key = ${key} for update`
  return row?.value ?? null
}

export async function noteWorld(sql: Sql | Tx, progress: object): Promise<void> {
  await sql`
    update platform.setting set value = value || ${sql.json(progress as never)}::jsonb where key = ${key}`
}
