// Many hands at one shelf: real connections, real locks, through the doors and over HTTP.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Actor, system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import { type Id, newId } from '../../platform/types.ts'
import {
  type NodeLine,
  available,
  changeKinds,
  holdUnits,
  loadLevels,
  reconcile,
  releaseUnits,
  routes,
  sellUnits,
  takeBack,
} from './index.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from './world.test-kit.ts'

let world: Goods
let nodes: Id[]
let sku: Id
let other: Id
const buyer = actorOf('shopper')
const later = '2099-01-01T00:00:00.000Z'

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 3,
    pool: 24,
    nodes: (owner) => [
      ...Array.from({ length: 10 }, () => nodeOf(owner)),
      nodeOf(owner, { sells_online: false }),
      nodeOf(owner, { city_code: '310100' as never, county_code: '310115' as never, lon: 121.5, lat: 31.2 }),
    ],
    actors: ([first, second]) => ({
      owner: actorOf('store_owner', [first!.id]),
      neighbour: actorOf('store_owner', [second!.id]),
      clerk: actorOf('store_clerk', [first!.id]),
      buying: actorOf('purchaser', null),
      control: actorOf('controller', null),
      shopper: buyer,
    }),
  })
  nodes = world.nodes.map((node) => node.id)
  ;[sku, other] = world.sku_ids as [Id, Id]
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.owner`truncate stock.level, stock.entry, stock.hold`
})

type Given = { node_id?: Id; sku_id?: Id; units: number; kept?: number; shown?: number }
const cityOf = (node_id: Id) => world.nodes.find((node) => node.id === node_id)!.city_code

async function shelve(...given: Given[]) {
  const rows = given.map(({ node_id = nodes[0]!, sku_id = sku, units, kept = 0, shown = 0 }) => ({
    city_code: cityOf(node_id),
    node_id,
    sku_id,
    on_hand: units,
    protected: kept,
    display: shown,
  }))
  await world.owner.begin((tx) => loadLevels(tx as unknown as Tx, rows, '2026-01-01T00:00:00Z'))
}
const line = (quantity: number, node_id = nodes[0]!, sku_id = sku): NodeLine => ({
  node_id,
  sku_id,
  quantity,
})
type Hold = { order_id?: Id; seller?: 'online' | 'owner'; actor?: Actor; city?: string }
const hold = (lines: NodeLine[], { order_id = newId(), seller = 'online', actor = buyer, city }: Hold = {}) =>
  world.db.command(actor, (tx) =>
    holdUnits(tx, actor, { city_code: city ?? city_code, order_id, expires_at: later, seller, lines }),
  )
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refused) return error
      throw error
    },
  )
const cell = async (node_id = nodes[0]!, sku_id = sku) => {
  const [row] = await world.owner<{ on_hand: number; held: number }[]>`
    select on_hand, held from stock.level where node_id = ${node_id} and sku_id = ${sku_id}`
  return row
}
const balanced = async () => expect((await world.db.read(system, reconcile)).differences).toEqual([])

test('200 buyers, 50 units on one node: exactly 50 have one, every other is told', async () => {
  await shelve({ units: 50 })
  const told = await Promise.all(Array.from({ length: 200 }, () => refusal(hold([line(1)]))))
  expect(told.filter((one) => one === null)).toHaveLength(50)
  const losers = told.filter((one) => one !== null)
  expect(new Set(losers.map((one) => one.reason))).toEqual(new Set(['stock_gone']))
  expect(losers[0]!.facts).toEqual({ lines: [{ node_id: nodes[0], sku_id: sku, available: 0 }] })
  expect(await cell()).toEqual({ on_hand: 50, held: 50 })
  await balanced()
})

test('200 buyers, 5 units in each of 10 nodes, next candidate when gone: no unit is stranded', async () => {
  await shelve(...nodes.slice(0, 10).map((node_id) => ({ node_id, units: 5 })))
  const buy = async (from: number) => {
    for (let step = 0; step < 10; step++) {
      const node_id = nodes[(from + step) % 10]!
      if ((await refusal(hold([line(1, node_id)]))) === null) return true
    }
    return false
  }
  const bought = await Promise.all(Array.from({ length: 200 }, (_, at) => buy(at % 10)))
  expect(bought.filter(Boolean)).toHaveLength(50)
  const [held] = await world.owner`select sum(held)::int as held from stock.level`
  expect(held).toEqual({ held: 50 })
  await balanced()
})

test('several lines: all or nothing, and lines of one cell are summed first', async () => {
  await shelve({ units: 3 }, { sku_id: other, units: 1 })
  const short = await refusal(hold([line(2), line(2, nodes[0]!, other)]))
  expect(short?.facts).toEqual({ lines: [{ node_id: nodes[0], sku_id: other, available: 1 }] })
  expect((await refusal(hold([line(2), line(2)])))?.facts.lines).toEqual([
    { node_id: nodes[0], sku_id: sku, available: 3 },
  ])
  expect((await refusal(hold([line(1), line(1, nodes[1]!)])))?.reason).toBe('stock_gone')
  expect(await cell()).toEqual({ on_hand: 3, held: 0 })
  await hold([line(1), line(2), line(1, nodes[0]!, other)])
  expect(await cell()).toEqual({ on_hand: 3, held: 3 })
  await balanced()
})

test('a buyer who waited for the lock is judged by what the other left', async () => {
  await shelve({ units: 1 })
  let let_go = () => {}
  const first = world.db.command(buyer, async (tx) => {
    const order = { city_code, order_id: newId(), expires_at: later, seller: 'online' as const }
    await holdUnits(tx, buyer, { ...order, lines: [line(1)] })
    await new Promise<void>((resolve) => {
      let_go = resolve
    })
  })
  await world.until(
    async () =>
      (
        await world.owner`select 1 from pg_stat_activity where state = 'idle in transaction'
    and datname = current_database() and query like '%hold_units%'`
      ).length === 1,
  )
  const second = refusal(hold([line(1)]))
  await world.until(someoneWaits)
  let_go()
  await first
  expect((await second)?.facts.lines).toEqual([{ node_id: nodes[0], sku_id: sku, available: 0 }])
  expect(await cell()).toEqual({ on_hand: 1, held: 1 })
})

test('cells are locked by node, then SKU, whoever asks: crossing hands wait, they never deadlock', async () => {
  const [first, second] = [nodes[0]!, nodes[1]!].toSorted() as [Id, Id]
  const [low, high] = [sku, other].toSorted() as [Id, Id]
  const cells = [first, second].flatMap((node_id) => [low, high].map((sku_id) => ({ node_id, sku_id })))
  await shelve(...cells.map((one) => ({ ...one, units: 5 })))
  const lines = cells.map((one) => ({ ...one, quantity: 1 }))
  const order_id = newId()
  const key = { city_code, order_id }
  const move = (from_node_id: Id, to_node_id: Id) =>
    world.call('buying', 'POST', '/transfers', {
      from_node_id,
      to_node_id,
      lines: [high, low].map((sku_id) => ({ sku_id, quantity: 1 })),
    })
  const deeds = [
    () => hold(lines.toReversed(), { order_id }),
    () => move(first, second),
    () => move(second, first),
    () => world.db.command(buyer, (tx) => releaseUnits(tx, buyer, key)),
  ]
  for (const deed of deeds) expect(await freeWhile(deed, second, low)).toEqual([`${second}/${high}`])
  await balanced()
})

// The cells nobody has locked while `deed` waits for one cell that somebody else holds.
async function freeWhile(deed: () => Promise<unknown>, node_id: Id, sku_id: Id) {
  let done: Promise<unknown> = Promise.resolve()
  const free = await world.owner.begin(async (tx) => {
    await tx`select 1 from stock.level where node_id = ${node_id} and sku_id = ${sku_id} for update`
    done = deed()
    await world.until(someoneWaits)
    const rows = await world.owner<{ cell: string }[]>`
      select node_id || '/' || sku_id as cell from stock.level for update skip locked`
    return rows.map((row) => row.cell)
  })
  await done
  return free
}
const someoneWaits = async () =>
  (
    await world.owner`
      select 1 from pg_locks l join pg_stat_activity a using (pid)
       where not l.granted and a.datname = current_database()`
  ).length > 0

test('releasing and selling happen once, however often and at once they are asked', async () => {
  await shelve({ units: 5 })
  const order_id = newId()
  const key = { city_code, order_id }
  await hold([line(3)], { order_id })
  const freed = await Promise.all(
    Array.from({ length: 6 }, () => world.db.command(buyer, (tx) => releaseUnits(tx, buyer, key))),
  )
  expect(freed.toSorted()).toEqual([0, 0, 0, 0, 0, 3])
  await hold([line(2)], { order_id })
  const sold = await Promise.all(
    Array.from({ length: 6 }, (_, at) =>
      world.db.command(system, (tx) => (at % 2 ? sellUnits(tx, system, key) : releaseUnits(tx, system, key))),
    ),
  )
  expect(sold.reduce((a, b) => a + b, 0)).toBe(2)
  await balanced()
})

test('returned units never exceed the sold ones, also when asked twice at once', async () => {
  await shelve({ units: 5 })
  const order_id = newId()
  await hold([line(2)], { order_id })
  await world.db.command(system, (tx) => sellUnits(tx, system, { city_code, order_id }))
  const back = { city_code, order_id, node_id: nodes[0]!, lines: [{ sku_id: sku, quantity: 2 }], reason: 'x' }
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => world.db.command(system, (tx) => takeBack(tx, system, back))),
  )
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(await cell()).toEqual({ on_hand: 5, held: 0 })
  await balanced()
})

test('protected and display units, and stores without consent, are not sold to others', async () => {
  const shy = nodes[10]!
  await shelve({ units: 5, kept: 2, shown: 1 }, { node_id: shy, units: 5 })
  const owner = { ...actorOf('store_owner', [nodes[0]!]) }
  const ask = (seller: 'online' | 'owner') =>
    world.db.read(buyer, (tx) => available(tx, { node_ids: [nodes[0]!, shy], sku_ids: [sku], seller }))
  const free = new Map((await ask('online')).map((row) => [row.node_id, row.available]))
  expect([free.get(nodes[0]!), free.get(shy)]).toEqual([2, 0])
  expect((await refusal(hold([line(3)])))?.reason).toBe('stock_gone')
  expect((await refusal(hold([line(1, shy)])))?.reason).toBe('stock_gone')
  await hold([line(4)], { seller: 'owner', actor: owner })
  expect((await refusal(hold([line(1)], { seller: 'owner', actor: owner })))?.reason).toBe('stock_gone')
})

test('who may not, may not in SQL either', async () => {
  await shelve({ units: 5 })
  const code = (attempt: Promise<unknown>) =>
    attempt.then(
      () => 'allowed',
      (error) => error.code,
    )
  const neighbour = actorOf('store_owner', [nodes[1]!])
  const auditor = actorOf('auditor')
  const order_id = newId()
  await hold([line(1)], { order_id })
  const key = { city_code, order_id, node_id: nodes[0]! }
  const as = (actor: Actor, work: (tx: Tx) => Promise<unknown>) => code(world.db.command(actor, work))
  expect(await as(auditor, (tx) => releaseUnits(tx, auditor, key))).toBe('42501')
  expect(await as(buyer, (tx) => sellUnits(tx, buyer, key))).toBe('42501')
  expect(await as(neighbour, (tx) => sellUnits(tx, neighbour, key))).toBe('42501')
  expect(await code(hold([line(1)], { seller: 'owner', actor: neighbour }))).toBe('42501')
  expect(await as(buyer, (tx) => tx`update stock.level set on_hand = 99`)).toBe('42501')
  expect(await as(system, (tx) => tx`delete from stock.entry`)).toBe('42501')
  expect(
    await as(
      system,
      (tx) => tx`select stock.write_entries('510100', ${nodes[0]!}, 'receipt',
    array[${sku}]::uuid[], array[1], null, null)`,
    ),
  ).toBe('42501')
})

const at = (path: string, node_id = nodes[0]!) => `/nodes/${node_id}${path}`

test('goods come in, are counted and moved, and the ledger of the cell tells it', async () => {
  const lines = [{ sku_id: sku, quantity: 4 }]
  expect((await world.call('clerk', 'POST', at('/receipts'), { lines })).body.items[0].on_hand).toBe(4)
  expect((await world.call('clerk', 'POST', at('/counts'), { lines: [] })).status).toBe(403)
  const counted = {
    lines: [
      { sku_id: sku, counted: 3 },
      { sku_id: other, counted: 2 },
    ],
  }
  const count = await world.call('owner', 'POST', at('/counts'), counted)
  expect(count.body.items.map((item: { difference: number }) => item.difference).toSorted()).toEqual([-1, 2])
  const far = nodes[11]!
  const move = { from_node_id: nodes[0], to_node_id: far, lines: [{ sku_id: sku, quantity: 2 }] }
  expect((await world.call('buying', 'POST', '/transfers', move)).status).toBe(200)
  expect([await cell(), await cell(far)]).toEqual([
    { on_hand: 1, held: 0 },
    { on_hand: 2, held: 0 },
  ])
  const too_many = await world.call('buying', 'POST', '/transfers', move)
  expect([too_many.status, too_many.body.reason]).toEqual([409, 'stock_gone'])
  const ledger = await world.call('owner', 'GET', `${at('/stock-entries')}?sku_id=${sku}`)
  const kinds = ledger.body.items.map((entry: { kind: string; quantity: number }) => [
    entry.kind,
    entry.quantity,
  ])
  expect(kinds).toEqual([
    ['transfer_out', -2],
    ['count', -1],
    ['receipt', 4],
  ])
  await balanced()
})

test('what is sold but not handed over must be on the shelf', async () => {
  await shelve({ units: 5 })
  await hold([line(3)])
  const counted = { lines: [{ sku_id: sku, counted: 2 }] }
  const { status, body } = await world.call('owner', 'POST', at('/counts'), counted)
  expect([status, body.reason]).toEqual([409, 'below_held'])
  expect(await cell()).toEqual({ on_hand: 5, held: 3 })
})

test('two first counts of one shelf at once count it once', async () => {
  const counted = { lines: [{ sku_id: sku, counted: 7 }] }
  await Promise.all(Array.from({ length: 8 }, () => world.call('owner', 'POST', at('/counts'), counted)))
  expect(await cell()).toEqual({ on_hand: 7, held: 0 })
  await balanced()
})

test('a large adjustment waits for another person, also when it is cut into small ones', async () => {
  await shelve({ units: 50 })
  const adjust = (quantity: number) =>
    world.call('owner', 'POST', at('/adjustments'), { sku_id: sku, quantity, reason: 'damaged' })
  expect((await adjust(-3)).body).toMatchObject({ request_id: null, cell: { on_hand: 47 } })
  const asked = await adjust(-3)
  expect(asked.body).toMatchObject({ cell: { on_hand: 47 } })
  const path = `/change-requests/${asked.body.request_id}`
  const seen = await world.call('control', 'GET', path)
  expect(seen.body.diff.find((row: { field: string }) => row.field === 'on_hand')).toMatchObject({
    before: 47,
    after: 44,
  })
  expect((await world.call('owner', 'PUT', `${path}/approval`, {})).status).toBe(403)
  expect((await world.call('control', 'PUT', `${path}/approval`, {})).body.state).toBe('approved')
  expect(await cell()).toEqual({ on_hand: 44, held: 0 })
  const stale = await adjust(-20)
  await hold([line(1)])
  await world.call('clerk', 'POST', at('/receipts'), { lines: [{ sku_id: sku, quantity: 1 }] })
  const late = await world.call('control', 'PUT', `/change-requests/${stale.body.request_id}/approval`, {})
  expect([late.status, late.body.reason]).toEqual([409, 'stale_before'])
  await balanced()
})

test('stock of another store and of no store answer alike; what is protected is the owner’s', async () => {
  await shelve({ units: 5 })
  const strip = ({ status, body }: { status: number; body: object }) => ({ status, ...body, request_id: '' })
  const [theirs, nothing] = [
    await world.call('neighbour', 'GET', at('/stock')),
    await world.call('neighbour', 'GET', at('/stock', newId())),
  ]
  expect(strip(theirs)).toEqual(strip(nothing))
  expect(theirs.status).toBe(404)
  expect((await world.call('shopper', 'GET', at('/stock-entries'))).status).toBe(404)
  const where = `/stock?sku_id=${sku}&city_code=${city_code}`
  expect((await world.call('neighbour', 'GET', where)).body.items).toEqual([])
  expect((await world.call('buying', 'GET', where)).body.items).toHaveLength(1)
  const keep = (who: string) => world.call(who, 'PUT', at(`/stock/${sku}/protection`), { protected: 4 })
  expect((await keep('neighbour')).status).toBe(404)
  expect((await keep('owner')).body).toMatchObject({ protected: 4, available: 1, counter_available: 5 })
})

test('pages of a node follow one another without gap or double', async () => {
  await shelve(...world.sku_ids.map((sku_id) => ({ sku_id, units: 1 })))
  const first = await world.call('owner', 'GET', `${at('/stock')}?limit=2`)
  const second = await world.call('owner', 'GET', `${at('/stock')}?limit=2&after=${first.body.next}`)
  const ids = [...first.body.items, ...second.body.items].map((item: { sku_id: string }) => item.sku_id)
  expect(ids).toEqual(world.sku_ids.toSorted())
  expect(second.body.next).toBeNull()
})
