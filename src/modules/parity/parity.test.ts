// The proof finds the one price that was changed behind the function's back, in an answer or on a tag, and
// nothing else; what begins while it reads is no difference. Tags say what holds and what is planned.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { county } from '../places/index.ts'
import * as pricing from '../pricing/index.ts'
import * as search from '../search/index.ts'
import { type Asker, openAsker } from './ask.ts'
import { addRun, beginRun, endRun, failRun, noteRun } from './commands.ts'
import type { Run } from './contract.ts'
import { proveAll, publishTags, routes } from './index.ts'
import type { Tell } from './prove.ts'
import { countiesAsked, delivered } from './read-api.ts'

const [here, next_door, far] = ['510107', '510104', '440106']
const county_codes = [here, next_door, far]
const [stores, articles] = [30, 120]
let world: Goods
let prices: Awaited<ReturnType<typeof pricing.openPrices>>
let server: Awaited<ReturnType<typeof openProxy>>

beforeAll(async () => {
  world = await openGoods({
    routes: [...routes, ...pricing.routes, ...search.routes],
    kinds: pricing.changeKinds,
    skus: articles,
    nodes: (owner) =>
      Array.from({ length: stores }, (_, n) => {
        const county_code = county_codes[n % 3] as never
        return nodeOf(owner, { county_code, ...(n % 3 === 2 && { city_code: '440100' as never }) })
      }),
    actors: (nodes) => ({
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      auditor: actorOf('auditor', null),
      owner: actorOf('store_owner', [nodes[0]!.id]),
    }),
  })
  prices = await pricing.openPrices(world.db)
  await world.shelve(
    ...world.nodes.flatMap(({ id: node_id }) =>
      world.sku_ids.map((sku_id) => ({ node_id, sku_id, units: 1 })),
    ),
  )
  server = await openProxy(world.url)
})
afterAll(async () => {
  server.close()
  prices.stop()
  await world.close()
})

const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
async function load(rows: Parameters<typeof pricing.loadPrices>[2]) {
  await world.owner.begin((tx) => pricing.loadPrices(tx as unknown as Tx, system, rows))
  await prices.refresh()
}
const row = (sku_id: Id, price_fen: number, more: object = {}) => ({
  id: newId(),
  sku_id,
  place_code: 'CN',
  price_fen,
  starts_at: '2026-01-01T00:00:00Z',
  ...more,
})

/** Books with prices of places and channels, a benefit that holds and one that begins in an hour, a floor. */
beforeEach(async () => {
  server.alter = null
  world.db.setClock(null)
  await world.owner`truncate pricing.price, pricing.benefit, pricing.floor, parity.tag_set, parity.tag_print cascade`
  await load(world.sku_ids.map((sku_id, n) => row(sku_id as Id, 100_000 + n * 1_000)))
  const [first, second, third] = world.sku_ids as Id[]
  await load([
    row(first!, 95_000, { place_code: '510100' }),
    row(second!, 96_000, { place_code: here }),
    row(third!, 97_000, { place_code: '440100' }),
  ])
  await world.owner`update pricing.price set channel = 'counter' where sku_id = ${third!} and place_code <> 'CN'`
  world.db.setClock(hours(-2))
  await agreed({ sku_codes: [codeOf(4)], amount_fen: 7_000, starts_at: hours(-1), ends_at: hours(48) })
  await agreed({
    sku_codes: [codeOf(5)],
    place_codes: ['510100'],
    amount_fen: 9_000,
    starts_at: hours(1),
    ends_at: hours(2),
  })
  world.db.setClock(null)
  await prices.refresh()
})
const codeOf = (n: number) => catalog().sku(world.sku_ids[n]!)!.code
let named = 0
async function agreed(more: object) {
  const funders = [{ party: 'house', share_bp: 10_000 }]
  const names = { name_zh: '直降', name_en: 'Cut', reason: '测试' }
  const wish = { code: `cut-${++named}`, kind: 'direct_cut', ...names, funders, ...more }
  const { body } = await world.call('selling', 'POST', '/benefits', wish)
  const { status } = await world.call('control', 'PUT', `/change-requests/${body.request_id}/approval`, {})
  expect([status, body.reason]).toEqual([200, undefined])
}

type Alter = (path: string, body: string) => string
/** Stands between the server and the proof, and may alter what passes. */
async function openProxy(upstream: string) {
  const proxy = { alter: null as Alter | null, url: '', close: () => {} }
  const pass = async (asked: IncomingMessage, reply: ServerResponse) => {
    const answer = await fetch(new URL(asked.url!, upstream))
    const body = await answer.text()
    reply.writeHead(answer.status, { 'content-type': 'application/json' })
    reply.end(proxy.alter ? proxy.alter(asked.url!, body) : body)
  }
  const listening = createServer((asked, reply) => void pass(asked, reply)).listen(0, '127.0.0.1')
  await new Promise((done) => listening.once('listening', done))
  proxy.url = `http://127.0.0.1:${(listening.address() as { port: number }).port}`
  proxy.close = () => {
    listening.closeAllConnections()
    listening.close()
  }
  return proxy
}
const asker = () => openAsker([server.url], 'nobody')
const proof = (ask: Asker = asker()) => proveAll(world.db, { seed: 7, pages: 0 }, { ask, county_codes })

test('nothing differs: every answer in lists of a hundred, and every tag of every store', async () => {
  await publishTags(world.db)
  const { surfaces, differences, prices: held } = await proof()
  expect(differences).toBe(0)
  const read = Object.fromEntries(surfaces.map((one) => [one.surface, [one.asked, one.prices]]))
  expect(read).toMatchObject({
    tag_data: [stores, stores * articles],
    tag_answer: [stores, stores * articles],
    api_list: [3 * 2 * 2, 3 * 2 * articles],
  })
  expect(held).toBe(surfaces.reduce((sum, one) => sum + one.prices, 0))
})

test('one fen in one HTTP answer is found, with both traces, and nothing else', async () => {
  await publishTags(world.db)
  const sku_id = world.sku_ids[4]!
  server.alter = (path, body) => {
    if (!path.startsWith(`/api/v1/final-prices?county_code=${far}&channel=shop`)) return body
    return body.replace(`"sku_id":"${sku_id}","unit_fen":97000`, `"sku_id":"${sku_id}","unit_fen":97001`)
  }
  const { differences, found, surfaces } = await proof()
  expect(differences).toBe(1)
  expect(surfaces.filter((one) => one.differences > 0).map(({ surface }) => surface)).toEqual(['api_list'])
  expect(found).toMatchObject([
    {
      surface: 'api_list',
      sku_id,
      place_code: far,
      channel: 'shop',
      shown_fen: 97_001,
      expected_fen: 97_000,
    },
  ])
  expect(found[0]!.expected_trace.map(({ code, amount_fen }) => [code, amount_fen])).toEqual([
    ['book', 104_000],
    ['benefit', -7_000],
  ])
  expect(found[0]!.shown_trace.map(({ code }) => code)).toEqual(['list', 'benefit', 'final'])
})

test('a coupon, a threshold and a bundle are of orders: what one unit costs anybody knows nothing of them', async () => {
  world.db.setClock(hours(-2))
  const span = { starts_at: hours(-1), ends_at: hours(48), amount_fen: 10_001 }
  const coupon = { ...span, kind: 'coupon', sku_codes: [codeOf(4), codeOf(30)] }
  await agreed(coupon)
  await agreed({ ...coupon, offered: 'code', threshold_fen: 120_000, place_codes: [here] })
  const parts = [31, 32].map((n) => ({ sku_code: codeOf(n), quantity: 1 }))
  await agreed({ ...span, kind: 'bundle', parts })
  world.db.setClock(null)
  await prices.refresh()
  await publishTags(world.db)
  const { differences, found } = await proof()
  expect([differences, found]).toEqual([0, []])
})

test('lists: every county that a row names, one of the others of each city, a sample that the seed draws', () => {
  const all = delivered()
  const named = all.filter((_, n) => n % 50 === 0)
  const asked = countiesAsked(all, new Set([...named, '330000', '510100']), 7)
  expect(asked).toEqual(expect.arrayContaining(named))
  const cityOf = (code: string) => county(code)!.city_code
  const unnamed = all.filter((code) => !named.includes(code))
  expect(new Set(asked.filter((code) => !named.includes(code)).map(cityOf))).toEqual(
    new Set(unnamed.map(cityOf)),
  )
  expect(asked.length).toBeLessThan(all.length / 3)
  expect(countiesAsked(all, new Set(named), 7)).toEqual(asked)
  expect(countiesAsked(all, new Set(named), 8)).not.toEqual(asked)
})

test('many differences on one page are asked again with one question', async () => {
  const asked: string[] = []
  const path = `/api/v1/final-prices?county_code=${far}&channel=shop`
  server.alter = (at, body) => {
    if (!at.startsWith(path)) return body
    asked.push(at)
    return body.replaceAll('00,"valid_until"', '01,"valid_until"')
  }
  expect((await proof()).differences).toBe(articles)
  // Two pages, and each once more.
  expect(asked).toHaveLength(4)
})

test('one fen on one tag of one store is found, and nothing else', async () => {
  await publishTags(world.db)
  const [node, sku_id] = [world.nodes[11]!, world.sku_ids[77]!]
  await world.owner`
    update parity.tag_set t set price_fen = array(
      select case when s = ${sku_id}::uuid then f + 1 else f end
        from unnest(t.sku_ids, t.price_fen) with ordinality as u(s, f, n) order by n)
     where node_id = ${node.id}`
  const { found, differences } = await proof()
  // The tag as it stands in the data, and as the printer gets it.
  expect(differences).toBe(2)
  const wrong = { sku_id, node_id: node.id, shown_fen: 177_001, expected_fen: 177_000, channel: 'counter' }
  expect(found).toMatchObject([
    { surface: 'tag_data', ...wrong },
    { surface: 'tag_answer', ...wrong },
  ])
})

test('a price that begins, and one that is agreed, while the proof reads is no difference', async () => {
  const at = new Date(Date.now() + 1_200).toISOString()
  await load([row(world.sku_ids[9] as Id, 50_000, { place_code: '510100', starts_at: at })])
  await publishTags(world.db)
  const ask = asker()
  let changed = false
  const late: Asker = async (path, headers) => {
    const from_ms = Date.now()
    if (!changed) {
      changed = true
      while (Date.now() <= Date.parse(at)) await new Promise((done) => setTimeout(done, 20))
      await load([row(world.sku_ids[10] as Id, 51_000, { place_code: '440100' })])
      await publishTags(world.db)
    }
    return { ...(await ask(path, headers)), from_ms }
  }
  const { differences, found } = await proof(late)
  expect([differences, found]).toEqual([0, []])
  const told = await world.call('', 'GET', `/prices/${world.sku_ids[9]}?county_code=${here}`)
  expect(told.body.unit_fen).toBe(50_000)
})

const tagsOf = (who: string) => world.call(who, 'GET', `/nodes/${world.nodes[0]!.id}/shelf-tags`)

test('tags change at the millisecond that was planned, and say so before', async () => {
  const eight = new Date(Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 12 * 3_600_000).toISOString()
  const sku_id = world.sku_ids[20] as Id
  await world.owner`update pricing.price set valid = tstzrange(lower(valid), ${eight}) where sku_id = ${sku_id}`
  await load([row(sku_id, 88_800, { starts_at: eight })])
  await publishTags(world.db)
  const tag = async (at: string) => {
    world.db.setClock(at)
    const { body } = await tagsOf('')
    return body.items.find((one: { sku_id: Id }) => one.sku_id === sku_id)
  }
  const before = await tag(new Date(Date.parse(eight) - 1).toISOString())
  expect(before).toMatchObject({
    price_fen: 120_000,
    valid_from: '2026-01-01T00:00:00.000Z',
    valid_until: eight,
  })
  expect(before.target).toBe(`/t/${world.nodes[0]!.id}/${codeOf(20)}`)
  expect(await tag(eight)).toMatchObject({ price_fen: 88_800, valid_from: eight, valid_until: null })
  world.db.setClock(null)
  const { turns } = (await tagsOf('')).body
  const turn = turns.find((one: { starts_at: string }) => one.starts_at === eight)
  expect(turn.items).toEqual([{ sku_id, price_fen: 88_800, was_fen: 120_000 }])
})

test('who works there notes what was printed; a number that stays keeps its day', async () => {
  await publishTags(world.db)
  const [sku_id] = world.sku_ids
  const path = `/nodes/${world.nodes[0]!.id}/shelf-tag-prints`
  const tags = [{ sku_id, price_fen: 95_000 }]
  expect((await world.call('owner', 'PUT', path, { tags })).body).toEqual({ printed: 1 })
  const printed = async (who: string) => {
    const { items } = (await tagsOf(who)).body
    return items.find((one: { sku_id: Id }) => one.sku_id === sku_id).printed_fen
  }
  expect([await printed('owner'), await printed('')]).toEqual([95_000, null])
  const other = `/nodes/${world.nodes[1]!.id}/shelf-tag-prints`
  expect((await world.call('owner', 'PUT', other, { tags })).status).toBe(404)
  expect((await world.call('', 'PUT', path, { tags })).status).toBe(401)
  await load([row(world.sku_ids[1] as Id, 94_000, { place_code: '510100' })])
  const { changed } = await publishTags(world.db)
  // Here the county has a price of its own; next door the city's is new; far away nothing is.
  expect(changed).toBe(stores / 3)
  expect((await publishTags(world.db)).changed).toBe(0)
})

test('a proof that runs says how far it is; one that fails keeps nothing of it', async () => {
  await publishTags(world.db)
  const begun = async () => {
    const run_id = await world.db.command(system, (tx) => addRun(tx, system, { pages: 0, seed: 7 }))
    await world.db.command(system, (tx) => beginRun(tx, run_id))
    return run_id
  }
  const read = async (run_id: Id) => (await world.call('auditor', 'GET', `/parity-runs/${run_id}`)).body
  const run_id = await begun()
  const seen: Run[] = []
  const tell: Tell = async (so_far) => {
    await world.db.command(system, (tx) => noteRun(tx, run_id, so_far))
    seen.push(await read(run_id))
  }
  const asked = { seed: 7, pages: 0 }
  const done = await proveAll(world.db, asked, { ask: asker(), county_codes, tell })
  expect(seen.every(({ state }) => state === 'running')).toBe(true)
  const tags = stores * articles
  const list = seen.findLast(({ surfaces }) => surfaces.at(-1)?.surface === 'api_list')!
  expect(list.surfaces.map(({ surface, prices }) => [surface, prices]).slice(0, 2)).toEqual([
    ['tag_data', tags],
    ['tag_answer', tags],
  ])
  expect(list.prices).toBeGreaterThanOrEqual(2 * tags)
  await world.db.command(system, (tx) => endRun(tx, run_id, done, 1_000))
  await tell({ surfaces: [], prices: 0, differences: 0 })
  expect(await read(run_id)).toMatchObject({ state: 'done', prices: done.prices, surfaces: done.surfaces })
  const cut = await begun()
  await world.db.command(system, (tx) => noteRun(tx, cut, done))
  await world.db.command(system, (tx) => failRun(tx, cut, 'away'))
  expect(await read(cut)).toMatchObject({ state: 'failed', error: 'away', prices: 0, surfaces: [] })
})

test('one proof at a time, asked for by who may, read by control', async () => {
  expect((await world.call('auditor', 'POST', '/parity-runs', {})).status).toBe(403)
  expect((await world.call('selling', 'GET', '/parity-runs')).status).toBe(403)
  const { status, body } = await world.call('control', 'POST', '/parity-runs', { pages: 10, seed: 3 })
  expect(status).toBe(200)
  expect((await world.call('control', 'POST', '/parity-runs', {})).body.reason).toBe('parity_running')
  const run = await world.call('auditor', 'GET', `/parity-runs/${body.run_id}`)
  expect(run.body).toMatchObject({ state: 'asked', seed: 3, pages: 10, found: [] })
  const { items } = (await world.call('auditor', 'GET', '/parity-runs')).body
  expect(items[0].id).toBe(body.run_id)
})
