// A house with its demo people and real sign-in, for tests that come in by the front door.
import {
  makeIdentify,
  mountAuth,
  mountDemo,
  openAuth,
  loadParties,
  seedPeople,
} from '../src/modules/people/index.ts'
import { system } from '../src/platform/access.ts'
import { readConfig } from '../src/platform/config.ts'
import { connect, database } from '../src/platform/db.ts'
import { makeHttp, mount } from '../src/platform/http.ts'
import { makeLog } from '../src/platform/log.ts'
import type { Route } from '../src/platform/route.ts'
import { secure } from '../src/platform/secure.ts'
import { type Id, newId } from '../src/platform/types.ts'
import { testDatabase } from './test-db.ts'

export const own = { 'x-requested-with': 'zhuguang', host: 'localhost' }
type Reply = { headers: Record<string, unknown> }
export const cookiesOf = (reply: Reply) =>
  [reply.headers['set-cookie'] ?? []]
    .flat()
    .map((cookie) => String(cookie).split(';')[0])
    .join('; ')

const kinds = ['consumer', 'store_owner', 'warehouse_operator', 'installer_company', 'retailer', 'brand']

/** One party of each kind, the demo people in them, and the word that this is a demo. */
async function settle(db: ReturnType<typeof database>) {
  const places = { store_nodes: [newId()], warehouse_nodes: [newId()], brands: [newId()] }
  await db.command(system, async (tx) => {
    const parties: Record<string, Id> = Object.fromEntries(kinds.map((kind) => [kind, newId()]))
    await loadParties(
      tx,
      kinds.map((kind) => ({ id: parties[kind]!, kind, name_zh: kind, name_en: kind, demo: true })),
    )
    await seedPeople(tx, { parties, ...places })
    await tx`insert into platform.setting (key, value) values ('demo', 'true')`
  })
  return places
}

export type OpenHouse = Awaited<ReturnType<typeof openHouse>>

export async function openHouse(
  routes: readonly Route[],
  env: Record<string, string> = {},
  log = makeLog('silent'),
) {
  const config = readConfig({ NODE_ENV: 'test', RATE_LIMIT_PER_MINUTE: '100000', ...env })
  const base = await testDatabase()
  const db = database(connect(base.url, { pool: 6 }))
  const owner = connect(base.url, { pool: 2, role: null, statement_timeout_ms: 0 })
  const auth = await openAuth(base.url, db, config)
  const identify = await makeIdentify(db, auth)
  const app = makeHttp(config, log)
  secure(app, config, identify)
  await app.register(async (scope) => {
    mountAuth(scope as never, auth)
    mountDemo(scope as never, db, auth, config)
    mount(scope as never, db, identify, routes)
  })
  await app.ready()
  const places = await settle(db)

  const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, cookie = '', payload?: object) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { ...own, cookie },
      ...(payload && { payload }),
    })
  // Each call from an address of its own: sign-in slows down whoever tries often.
  let callers = 0
  const toAuth = (path: string, payload: object, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: `/api/auth/${path}`,
      headers: { ...own, origin: 'http://localhost', ...headers },
      payload,
      remoteAddress: `10.9.${(callers += 1) >> 8}.${callers & 255}`,
    })
  async function signIn(key: string, remoteAddress = '127.0.0.1', headers: Record<string, string> = {}) {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/v1/demo-session',
      headers: { ...own, ...headers },
      payload: { key },
      remoteAddress,
    })
    return { status: reply.statusCode, cookie: cookiesOf(reply) }
  }
  async function close() {
    await app.close()
    await auth.close()
    await db.close()
    await owner.end()
    await base.drop()
  }
  return { app, auth, db, owner, url: base.url, places, send, toAuth, signIn, close }
}
