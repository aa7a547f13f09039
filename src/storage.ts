// Opens the database a process works on: the one at DATABASE_URL, or the embedded one under DATA_DIR.
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Config } from './platform/config.ts'
import { type Db, connect, database } from './platform/db.ts'
import { joinEmbedded, startEmbedded } from './platform/embedded.ts'

export type Storage = {
  /** The owner's address: for migrations and the job worker. Queries go through `db` as the app role. */
  url: string
  embedded: boolean
  db: Db
  close: () => Promise<void>
}

type Options = {
  /** `hold`: this process runs the embedded database; `join`: it may use the one another process runs. */
  mode: 'hold' | 'join'
  note?: string
  say?: (line: string) => void
  /** This process is the one that restores. */
  restoring?: boolean
}

const dataDir = (config: Config) => config.DATA_DIR ?? '.data'

const folderOf = (config: Config) => dataDir(config).replace(/^~(?=\/)/, homedir())

/** Whether the embedded database has been made before. */
export const hasEmbedded = (config: Config) => existsSync(join(folderOf(config), 'postgres', 'PG_VERSION'))

export async function openStorage(config: Config, options: Options): Promise<Storage> {
  const embedded = config.DATABASE_URL ? null : await openEmbedded(config, options)
  const url = config.DATABASE_URL ?? embedded!.url
  if (!options.restoring && (await isHalfRestored(url))) {
    await embedded?.stop()
    throw new Error(
      'a restore into this database has not ended: run it again (npm run restore -- FOLDER), it begins anew',
    )
  }
  const sql = connect(url, { pool: config.DATABASE_POOL, statement_timeout_ms: config.STATEMENT_TIMEOUT_MS })
  const db = database(sql)
  return {
    url,
    embedded: embedded !== null,
    db,
    close: async () => {
      await db.close(0.5).catch(() => {})
      await embedded?.stop()
    },
  }
}

function openEmbedded(config: Config, { mode, note, say }: Options) {
  const open = mode === 'hold' ? startEmbedded : joinEmbedded
  return open({
    data_dir: folderOf(config),
    given: config.DATA_DIR !== undefined,
    ...(note && { note }),
    ...(say && { log: say }),
  })
}

/** Whether a restore works on the database, or was cut off in it. */
async function isHalfRestored(url: string): Promise<boolean> {
  const sql = connect(url, { pool: 1, role: null })
  try {
    const [row] = await sql<{ there: boolean }[]>`
      select to_regclass('public.restoring') is not null as there`
    return row!.there
  } finally {
    await sql.end({ timeout: 0.5 })
  }
}
