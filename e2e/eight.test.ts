// 19:59:59.999 the old price, 20:00:00.000 the new, at three servers with their clocks stopped at one
// millisecond: on every list, page, quote, order, counter, shelf tag and answer, kept ones included.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { pricesShown } from '../src/modules/parity/read-html.ts'
import { type Sql, connect } from '../src/platform/db.ts'
import { freePort } from '../src/platform/free-port.ts'
import { type TestDatabase, testDatabase } from '../tools/test-db.ts'
import { type Answer, api, keysFor } from './fleet-deeds.ts'
import { type Process, launchDuty } from './fleet.ts'
import { command } from './product.ts'

// Tonight, or tomorrow night where it is too late today to plan it.
const day_ms = 86_400_000
const eight_ms = Math.ceil(Date.now() / day_ms) * day_ms + 12 * 3_600_000
const eight = new Date(eight_ms).toISOString()
const folder = mkdtempSync(join(tmpdir(), 'zhuguang-clock-'))
const clock = join(folder, 'clock')
const stopAt = (at_ms: number) => writeFileSync(clock, new Date(at_ms).toISOString())

let database: TestDatabase
let sql: Sql
let servers: Process[]
let worker: Process
let keys: Record<string, string>

beforeAll(async () => {
  stopAt(eight_ms - 3_600_000)
  database = await testDatabase()
  const env = { DATABASE_URL: database.url, RATE_LIMIT_PER_MINUTE: '100000', DATABASE_POOL: '6' }
  const made = await command(['demo', '--stores', '40', '--orders', '5'], env)
  if (made.code !== 0) throw new Error(made.said)
  sql = connect(database.url, { pool: 2, role: null, statement_timeout_ms: 0 })
  keys = await keysFor(env, ['shopper', 'selling', 'control', 'owner'])
  const stopped = { ...env, NODE_ENV: 'test', TEST_CLOCK_FILE: clock }
  const ports = [await freePort(), await freePort(), await freePort()]
  servers = await Promise.all(ports.map((port) => launchDuty('serve', { ...stopped, PORT: String(port) })))
  worker = await launchDuty('work', { ...stopped, PUBLIC_URL: servers[0]!.url })
})
afterAll(async () => {
  await Promise.all([...(servers ?? []), ...(worker ? [worker] : [])].map((one) => one.end()))
  await sql?.end()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

type Goods = { sku_id: string; product_id: string; model: string; space: string }
type Store = { node_id: string; county_code: string }

/** Something the owner's store has on its shelf and nobody has to install. */
async function scout(): Promise<{ store: Store; goods: Goods }> {
  const { url } = servers[0]!
  const ask = async (path: string) => (await api(url, 'GET', path, undefined, keys.owner)).body
  const [node_id] = (await ask('/me')).scope.nodes
  const { county_code } = await ask(`/nodes/${node_id}`)
  const { items } = await ask(`/nodes/${node_id}/stock?limit=100`)
  for (const { sku_id, counter_available, available } of items) {
    if (counter_available < 4 || available < 1) continue
    const { product_id } = await ask(`/skus/${sku_id}`)
    const { model, space, install_kind } = await ask(`/products/${product_id}`)
    if (install_kind !== 'install')
      return { store: { node_id, county_code }, goods: { sku_id, product_id, model, space } }
  }
  throw new Error('the store has nothing to carry home')
}

async function planned(goods: Goods, price_fen: number) {
  const { url } = servers[1]!
  const wish = { sku_id: goods.sku_id, price_fen, starts_at: eight, reason: '晚八点' }
  const { body } = await api(url, 'POST', '/price-changes', wish, keys.selling)
  const done = await api(url, 'PUT', `/change-requests/${body.request_id}/approval`, {}, keys.control)
  expect([done.status, done.body.reason]).toEqual([200, '晚八点'])
}

const fenOf = ({ status, body }: Answer, read: (body: Answer['body']) => number) =>
  status === 200 ? read(body) : `${status} ${body?.reason}`

async function pageOf(url: string, path: string, { county_code }: Store): Promise<string> {
  const answer = await fetch(`${url}${path}`, { headers: { cookie: `place=${county_code}` } })
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}

/** Every price that the pages of a list show, in its order. */
async function listed(url: string, path: string, store: Store) {
  const shown: ReturnType<typeof pricesShown> = []
  for (let page = 1; page <= 20; page++) {
    const html = await pageOf(url, `${path}${path.includes('?') ? '&' : '?'}page=${page}`, store)
    shown.push(...pricesShown(html))
    if (!html.includes(`page=${page + 1}`)) break
  }
  return shown
}

async function saidByPages(url: string, goods: Goods, store: Store) {
  const { sku_id, product_id, model, space } = goods
  const of = (shown: ReturnType<typeof pricesShown>) => shown.find((one) => one.sku_id === sku_id)?.fen
  const product = `/products/${product_id}?sku=${sku_id}`
  const room = await listed(url, `/rooms/${space}?sort=price_up`, store)
  const fens = room.map(({ fen }) => fen ?? Infinity)
  return {
    product: of(pricesShown(await pageOf(url, product, store))),
    scanned: of(pricesShown(await pageOf(url, `${product}&store=${store.node_id}`, store))),
    search: of(pricesShown(await pageOf(url, `/search?q=${encodeURIComponent(model)}`, store))),
    store: of(await listed(url, `/stores/${store.node_id}`, store)),
    room: of(room),
    in_order: fens.every((fen, i) => i === 0 || fens[i - 1]! <= fen),
  }
}

async function saidByApi(url: string, { sku_id, model }: Goods, { node_id, county_code }: Store) {
  const own = (one: { sku_id: string }) => one.sku_id === sku_id
  const get = (path: string, key?: string) => api(url, 'GET', path, undefined, key)
  const at = `county_code=${county_code}`
  const lines = [{ sku_id, quantity: 1 }]
  const offers = `/products?q=${encodeURIComponent(model)}&${at}&limit=60`
  const list = async () => {
    for (let after = ''; ; ) {
      const { body } = await get(`/final-prices?${at}&limit=100${after}`)
      const found = body.items.find(own)
      if (found || !body.next) return found?.unit_fen
      after = `&after=${body.next}`
    }
  }
  return {
    price: fenOf(await get(`/prices/${sku_id}?${at}`), ({ unit_fen }) => unit_fen),
    tablet: fenOf(await get(`/prices/${sku_id}?${at}&channel=counter`), ({ unit_fen }) => unit_fen),
    list: await list(),
    offers: fenOf(await get(offers), ({ items }) => items.find(own)?.price_fen),
    quote: fenOf(
      await api(url, 'POST', '/quotes', { lines, county_code }, keys.shopper),
      (quote) => quote.lines[0].unit_fen,
    ),
    tag: fenOf(await get(`/nodes/${node_id}/shelf-tags`), ({ items }) => items.find(own)?.price_fen),
  }
}

/** What the counter takes for it: `sold`, or why not. */
async function soldFor(url: string, { sku_id }: Goods, { node_id }: Store, expected_total_fen: number) {
  const sale = {
    node_id,
    lines: [{ sku_id, quantity: 1 }],
    mode: 'own_stock',
    payment_method: 'cash',
    expected_total_fen,
  }
  const { status, body } = await api(url, 'POST', '/counter-sales', sale, keys.owner)
  return status === 200 ? 'sold' : body.reason
}

async function orderedFor(url: string, quote: Answer['body'], store: Store) {
  const address = {
    recipient: '周晓',
    phone: '13812345678',
    county_code: store.county_code,
    line: '天府二街 1 号',
  }
  const [slot] = quote.deliver_slots ?? []
  const wish = { quote_id: quote.id, address, expected_total_fen: quote.total_fen, consent: true }
  const deliver = slot && { deliver_slot: { day: slot.day, window: slot.window } }
  const { status, body } = await api(url, 'POST', '/orders', { ...wish, ...deliver }, keys.shopper)
  return status === 200 ? 'placed' : body.reason
}

test('the old price at 19:59:59.999, the new at 20:00:00.000, on every surface of three servers', async () => {
  const { store, goods } = await scout()
  const { unit_fen: old_fen } = (
    await api(servers[0]!.url, 'GET', `/prices/${goods.sku_id}?county_code=${store.county_code}`)
  ).body
  const new_fen = Math.round(old_fen * 0.8) - 1
  await planned(goods, new_fen)
  const tagTurns = async () => {
    const { body } = await api(servers[2]!.url, 'GET', `/nodes/${store.node_id}/shelf-tags`)
    return body.turns.some((turn: { starts_at: string }) => turn.starts_at === eight)
  }
  await vi.waitUntil(tagTurns, { timeout: 90_000, interval: 200 })
  await vi.waitUntil(
    async () => {
      const told = servers.map(({ url }) =>
        api(url, 'GET', `/prices/${goods.sku_id}?county_code=${store.county_code}`),
      )
      return (await Promise.all(told)).every(({ body }) => body.valid_until === eight)
    },
    { timeout: 5_000, interval: 50 },
  )
  const all = async (fen: number) => {
    const pages = { product: fen, scanned: fen, search: fen, store: fen, room: fen, in_order: true }
    const answers = { price: fen, tablet: fen, list: fen, offers: fen, quote: fen, tag: fen }
    for (const [at, { url }] of servers.entries()) {
      expect([at, await saidByPages(url, goods, store)]).toEqual([at, pages])
      expect([at, await saidByApi(url, goods, store)]).toEqual([at, answers])
    }
  }
  stopAt(eight_ms - 1)
  await all(old_fen)
  expect(await soldFor(servers[0]!.url, goods, store, new_fen)).toBe('price_moved')
  expect(await soldFor(servers[1]!.url, goods, store, old_fen)).toBe('sold')
  const lines = [{ sku_id: goods.sku_id, quantity: 1 }]
  const wish = { lines, county_code: store.county_code }
  const quoted = (await api(servers[0]!.url, 'POST', '/quotes', wish, keys.shopper)).body
  stopAt(eight_ms)
  await all(new_fen)
  expect(await soldFor(servers[2]!.url, goods, store, old_fen)).toBe('price_moved')
  expect(await soldFor(servers[0]!.url, goods, store, new_fen)).toBe('sold')
  // What was quoted a millisecond before ends with its price.
  expect(await orderedFor(servers[1]!.url, quoted, store)).toBe('quote_expired')
  const anew = (await api(servers[1]!.url, 'POST', '/quotes', wish, keys.shopper)).body
  expect(await orderedFor(servers[2]!.url, anew, store)).toBe('placed')
})

test('a clock that can be stopped exists for tests only', async () => {
  const env = { DATABASE_URL: database.url, TEST_CLOCK_FILE: clock, PORT: String(await freePort()) }
  const { code, said } = await command(['serve'], { ...env, NODE_ENV: 'production' })
  expect([code, said]).toEqual([1, expect.stringContaining('TEST_CLOCK_FILE')])
})
