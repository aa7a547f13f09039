// Builds the HTTP application from the rooms: routes, sign-in, live updates, docs, metrics and pages.
import type { Config } from './platform/config.ts'
import type { Db } from './platform/db.ts'
import { mountDocs } from './platform/docs.ts'
import { type Identify, makeHttp, mount } from './platform/http.ts'
import type { hearLive } from './platform/live.ts'
import { makeLimit, shareLimit } from './platform/limit.ts'
import { mountLive } from './platform/live-route.ts'
import type { Log } from './platform/log.ts'
import { mountExports } from './platform/exports.ts'
import { measure } from './platform/metrics.ts'
import { ownKey } from './platform/own-calls.ts'
import { secure } from './platform/secure.ts'
import * as people from './modules/people/index.ts'
import { liveRules, routes } from './rooms.ts'
import { openSite } from './site.ts'
import { explainRefusals } from './web/words/refusals.ts'

export type ServerParts = {
  config: Config
  log: Log
  db: Db
  live: Awaited<ReturnType<typeof hearLive>>
  identify: Identify
  auth: people.Auth
}

export async function buildServer({ config, log, db, live, identify, auth }: ServerParts) {
  const app = makeHttp(config, log)
  measure(app, config)
  const limit = makeLimit(config.RATE_LIMIT_PER_MINUTE)
  app.addHook('onClose', await shareLimit(db.sql, limit))
  secure(app, config, identify, limit, await ownKey(db))
  await app.register(async (scope) => {
    people.mountAuth(scope as never, auth)
    people.mountDemo(scope as never, db, auth, config)
    mount(scope as never, db, identify, routes)
    mountExports(scope as never, db, identify, routes)
    mountLive(scope as never, db, identify, live, liveRules)
  })
  mountDocs(
    app,
    routes.map((route) => route.endpoint),
    explainRefusals,
  )
  await openSite(app, db, identify, log)
  return app
}
