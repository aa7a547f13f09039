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
  releaseUnits,
  routes,
  sellUnits,
  takeBack,
} from './index.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'

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
    ],
    actors: () => ({ buying: actorOf('purchaser', null) }),
  })
  nodes = world.nodes.map((node) => node.id)
  ;[sku, other] = world.sku_ids as [Id, Id]
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.owner`truncate stock.level, stock.entry, stock.hold`
})

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
const cell = (node_id = nodes[0]!) => world.cell(node_id, sku)

test('200 buyers, 50 units on one node: exactly 50 have one, every other is told', async () => {
  await world.shelve({ units: 50 })
  const told = await Promise.all(Array.from({ length: 200 }, () => refusal(hold([line(1)]))))
  expect(told.filter((one) => one === null)).toHaveLength(50)
  const losers = told.filter((one) => one !== null)
  expect(new Set(losers.map((one) => one.reason))).toEqual(new Set(['stock_gone']))
  expect(losers[0]!.facts).toEqual({ lines: [{ node_id: nodes[0], sku_id: sku, available: 0 }] })
  expect(await cell()).toEqual({ on_hand: 50, held: 50 })
  await world.balanced()
})

test('200 buyers, 5 units in each of 10 nodes, next candidate when gone: no unit is stranded', async () => {
  await world.shelve(...nodes.slice(0, 10).map((node_id) => ({ node_id, units: 5 })))
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
  await world.balanced()
})

test('several lines: all or nothing, and lines of one cell are summed first', async () => {
  await world.shelve({ units: 3 }, { sku_id: other, units: 1 })
  const short = await refusal(hold([line(2), line(2, nodes[0]!, other)]))
  expect(short?.facts).toEqual({ lines: [{ node_id: nodes[0], sku_id: other, available: 1 }] })
  expect((await refusal(hold([line(2), line(2)])))?.facts.lines).toEqual([
    { node_id: nodes[0], sku_id: sku, available: 3 },
  ])
  expect((await refusal(hold([line(1), line(1, nodes[1]!)])))?.reason).toBe('stock_gone')
  expect(await cell()).toEqual({ on_hand: 3, held: 0 })
  await hold([line(1), line(2), line(1, nodes[0]!, other)])
  expect(await cell()).toEqual({ on_hand: 3, held: 3 })
  await world.balanced()
})

test('a buyer who waited for the lock is judged by what the other left', async () => {
  await world.shelve({ units: 1 })
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

test('cells are locked by node, then SKU, whoever asks: crossing hands never deadlock', async () => {
  const [first, second] = [nodes[0]!, nodes[1]!].toSorted() as [Id, Id]
  const [low, high] = [sku, other].toSorted() as [Id, Id]
  const cells = [first, second].flatMap((node_id) => [low, high].map((sku_id) => ({ node_id, sku_id })))
  await world.shelve(...cells.map((one) => ({ ...one, units: 5 })))
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
  await world.balanced()
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
  await world.shelve({ units: 5 })
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
  await world.balanced()
})

test('returned units never exceed the sold ones, also when asked twice at once', async () => {
  await world.shelve({ units: 5 })
  const order_id = newId()
  await hold([line(2)], { order_id })
  await world.db.command(system, (tx) => sellUnits(tx, system, { city_code, order_id }))
  const back = { city_code, order_id, node_id: nodes[0]!, lines: [{ sku_id: sku, quantity: 2 }], reason: 'x' }
  const results = await Promise.allSettled(
    Array.from({ length: 4 }, () => world.db.command(system, (tx) => takeBack(tx, system, back))),
  )
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
  expect(await cell()).toEqual({ on_hand: 5, held: 0 })
  await world.balanced()
})

test('protected and display units, and stores without consent, are not sold to others', async () => {
  const shy = nodes[10]!
  await world.shelve({ units: 5, kept: 2, shown: 1 }, { node_id: shy, units: 5 })
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
  await world.shelve({ units: 5 })
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
