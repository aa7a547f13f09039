// Forward-only migrations: plain SQL files in order, each in its own transaction, each once, under one lock.
// A file that changed after it ran is refused: what has run somewhere cannot be edited, only followed.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { connect } from './db.ts'
import { migrateJobs } from './jobs.ts'

export type Migration = { name: string; text: string; hash: string }

/**
 * Files that were amended after some had run them, with the hash of what those ran; a later file brings both
 * to one schema. The list may only shrink.
 */
const amended: Record<string, string> = {
  // 0031 gives the default that came in.
  '0016_sourcing_moved.sql': '1d92dc2928ae3251c8cfd620fde4b89008b4638571b58761efc156ab7a0caa0d',
}

export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(`${folder}/${name}`, 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    })
}

/** Whether a migration that ran with `hash` is this one, in its first form too. */
export const isSameMigration = ({ name, hash }: Migration, ran: string) =>
  ran === hash || ran === amended[name]

type Wanted = {
  folder?: string
  /** Only these, so that the schema becomes the one a backup was made of. */
  only?: ReadonlySet<string>
}

/** Brings the database at `url` (as its owner) to the newest schema. Returns the names that ran now. */
export async function migrate(url: string, { folder = 'migrations', only }: Wanted = {}): Promise<string[]> {
  await migrateJobs(url)
  const sql = connect(url, { pool: 1, role: null, statement_timeout_ms: 0 })
  try {
    await sql`select pg_advisory_lock(hashtext('zhuguang_migrate'))`
    await sql`create table if not exists public.migration (
      name text primary key, hash text not null, ran_at timestamptz not null default now())`
    const done = new Map(
      (await sql<{ name: string; hash: string }[]>`select name, hash from public.migration`).map((row) => [
        row.name,
        row.hash,
      ]),
    )
    const ran: string[] = []
    for (const migration of readMigrations(folder)) {
      const { name, text, hash } = migration
      const before = done.get(name)
      if (only && !only.has(name)) continue
      if (before && isSameMigration(migration, before)) continue
      if (before) throw new Error(`migration ${name} was edited after it ran; write a new one instead`)
      await sql.begin(async (tx) => {
        await tx.unsafe(text)
        await tx`insert into public.migration (name, hash) values (${name}, ${hash})`
      })
      ran.push(name)
    }
    return ran
  } finally {
    await sql.end()
  }
}
