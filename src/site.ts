// All pages and consoles of the product in one place, put on the HTTP application.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { consoleMounts } from './consoles/mounts.ts'
import { shopPages } from './consoles/shop/pages.ts'
import { followTurns } from './modules/stock/index.ts'
import type { Db } from './platform/db.ts'
import type { Http, Identify } from './platform/http.ts'
import type { Log } from './platform/log.ts'
import { mountSite } from './platform/pages.ts'

/** Beside the server's bundle, or below the project when run from source. */
function builtClient(): string | null {
  const places = ['../client', '../../client', '../dist/client'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  return places.find((place) => existsSync(join(place, '.vite/manifest.json'))) ?? null
}

/** Without a built client (tests of the API) only the API is served. */
export async function openSite(app: Http, db: Db, identify: Identify, log: Log) {
  const client_dir = builtClient()
  if (!client_dir) return log.warn('the client is not built: no pages are served')
  const turns = followTurns(db, (error) => log.error({ err: error }, 'stock is not listened to'))
  return mountSite(app, { pages: shopPages(db, turns), consoles: consoleMounts, identify, client_dir })
}
