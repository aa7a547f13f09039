// What units cost: the moving average against an oracle that knows each fen, over random lives of a shelf.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { changeKinds, holdUnits, routes, sellUnits, takeBack } from './index.ts'

let world: Goods
let house: Id
let other: Id
let owned: Id
let skus: Id[]
const later = '2099-01-01T00:00:00.000Z'

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 2,
    nodes: (owner) => {
      const first = nodeOf(owner, { kind: 'warehouse' })
      return [first, nodeOf(owner, { trade_mode: 'agency', warehouse_id: first.id }), nodeOf(owner)]
    },
    actors: (nodes) => ({
      clerk: actorOf('warehouse_clerk', [nodes[0]!.id, nodes[1]!.id]),
      owner: actorOf('store_owner', [nodes[2]!.id]),
      buying: actorOf('purchaser', null),
      selling: actorOf('merchandiser', null),
    }),
  })
  ;[house, other, owned] = world.nodes.map((node) => node.id) as [Id, Id, Id]
  skus = world.sku_ids as Id[]
})
afterAll(() => world.close())
beforeEach(
  () => world.owner`
    truncate stock.level, stock.entry, stock.hold, stock.cost, stock.entry_cost, stock.variance`,
)

/** As the functions of rooms above do it: as the owner of the tables, for the house. */
const asHouse = (work: (tx: Tx) => Promise<unknown>) =>
  world.db.command(system, async (tx) => {
    await tx`set local role none`
    return work(tx)
  })
const receive = (node: Id, sku: Id, units: number, cost: number | null) =>
  asHouse(
    (tx) => tx`
      select stock.public_receive(${city_code}, ${node}, ${[sku]}::uuid[], ${[units]}::int[],
                                  ${[cost]}::bigint[], 'delivered')`,
  )
const adjust = (node: Id, sku: Id, quantity: number) =>
  world.db.command(
    system,
    (tx) => tx`
      select stock.book(${city_code}, ${node}, 'adjustment', ${[sku]}::uuid[], ${[quantity]}::int[], 'lost')`,
  )
async function sell(node: Id, sku: Id, quantity: number) {
  const order_id = newId()
  await world.db.command(system, async (tx) => {
    const lines = [{ node_id: node, sku_id: sku, quantity }]
    await holdUnits(tx, system, { city_code, order_id, expires_at: later, seller: 'owner', lines })
    await sellUnits(tx, system, { city_code, order_id, node_id: node })
  })
  return order_id
}
const back = (order_id: Id, node: Id, sku_id: Id, quantity: number) =>
  world.db.command(system, (tx) =>
    takeBack(tx, system, {
      city_code,
      order_id,
      node_id: node,
      lines: [{ sku_id, quantity }],
      reason: 'unwanted',
    }),
  )
const late = (node: Id, sku: Id, units: number, amount: number) =>
  asHouse(
    (tx) => tx`
      select stock.public_post_variance(${city_code}, ${node}, ${amount > 0 ? 'freight' : 'rebate'},
        ${[sku]}::uuid[], ${[units]}::int[], ${[amount]}::bigint[], null, 'late')`,
  )
const move = (from: Id, to: Id, sku_id: Id, quantity: number) =>
  world.call('buying', 'POST', '/transfers', {
    from_node_id: from,
    to_node_id: to,
    lines: [{ sku_id, quantity }],
  })

type Cost = { units: number; value_fen: number }
const costs = (sku: Id) =>
  world.owner<(Cost & { owner: Id | null })[]>`
    select owner, units, value_fen from stock.public_cost where sku_id = ${sku} order by owner nulls first`
const costsOf = async (sku: Id) => [...(await costs(sku))]
const costOf = async (sku: Id) => (await costsOf(sku)).find((row) => row.owner === null)
const entriesOf = async (sku: Id) => [
  ...(await world.owner<{ kind: string; quantity: number; cost_fen: number | null }[]>`
    select kind, quantity, cost_fen from stock.public_entry_cost where sku_id = ${sku} order by entry_id`),
]

test('three units for 1,000 fen: 333, 334, 333 leave, and nothing stays', async () => {
  await receive(house, skus[0]!, 3, 1_000)
  for (const _ of [1, 2, 3]) await sell(house, skus[0]!, 1)
  const sold = (await entriesOf(skus[0]!)).filter(({ kind }) => kind === 'sale')
  expect(sold.map(({ cost_fen }) => cost_fen)).toEqual([-333, -334, -333])
  expect(await costOf(skus[0]!)).toEqual({ owner: null, units: 0, value_fen: 0 })
  await world.balanced()
})

test('one average for all nodes of the house, another for a store with stock of its own', async () => {
  const sku = skus[0]!
  await receive(house, sku, 10, 1_000)
  await receive(other, sku, 10, 2_000)
  await sell(other, sku, 1)
  expect(await costOf(sku)).toEqual({ owner: null, units: 19, value_fen: 2_850 })
  // What the house hands to an owner leaves at its average and arrives at it.
  expect((await move(house, owned, sku, 2)).status).toBe(200)
  const all = await costsOf(sku)
  expect(all.map(({ units, value_fen }) => [units, value_fen])).toEqual([
    [17, 2_550],
    [2, 300],
  ])
  expect(all[1]!.owner).toBe(world.nodes[2]!.owner_party_id)
  await world.balanced()
})

test('what comes back costs what it cost when it left, whatever the average is meanwhile', async () => {
  const sku = skus[0]!
  await receive(house, sku, 3, 1_000)
  const order = await sell(house, sku, 3)
  await receive(house, sku, 1, 9_999)
  await back(order, other, sku, 1)
  await back(order, other, sku, 2)
  const came = (await entriesOf(sku)).filter(({ kind }) => kind === 'customer_return')
  expect(came.map(({ cost_fen }) => cost_fen)).toEqual([333, 667])
  expect(await costOf(sku)).toEqual({ owner: null, units: 4, value_fen: 10_999 })
  await world.balanced()
})

test('nothing is known until a cost is told; what lies there then is taken to have cost the same', async () => {
  const sku = skus[0]!
  await world.shelve({ node_id: house, units: 5 })
  const order = await sell(house, sku, 1)
  expect(await costsOf(sku)).toEqual([])
  await receive(house, sku, 2, 500)
  expect(await costOf(sku)).toEqual({ owner: null, units: 6, value_fen: 1_500 })
  await back(order, house, sku, 1) // its own cost was never known: it comes at the average
  expect(await costOf(sku)).toEqual({ owner: null, units: 7, value_fen: 1_750 })
  const sale = (await entriesOf(sku)).find(({ kind }) => kind === 'sale')
  expect(sale!.cost_fen).toBeNull()
  await world.balanced()
})

test('freight that is heard late: the part of what lies there changes its value, the rest is past', async () => {
  const sku = skus[0]!
  await receive(house, sku, 10, 10_000)
  await sell(house, sku, 7)
  await late(house, sku, 10, 101)
  expect(await costOf(sku)).toEqual({ owner: null, units: 3, value_fen: 3_030 })
  const rows = await world.owner`select kind, stock_fen, past_fen from stock.variance`
  expect([...rows]).toEqual([{ kind: 'freight', stock_fen: 30, past_fen: 71 }])
  await late(house, sku, 3, -99_999) // no rebate makes goods worth less than nothing
  expect(await costOf(sku)).toEqual({ owner: null, units: 3, value_fen: 0 })
  await world.balanced()
})

test('selling and a store read no cost, by SQL either; buying and control do', async () => {
  await receive(house, skus[0]!, 3, 1_000)
  const counted = (role: 'merchandiser' | 'store_owner' | 'controller' | 'purchaser') =>
    world.db.read(actorOf(role, null), async (tx) => {
      const [row] = await tx<{ n: number }[]>`
        select (select count(*) from stock.cost) + (select count(cost_fen) from stock.entry_cost)
             + (select count(cost_fen) from stock.public_entry_cost) as n`
      return Number(row!.n)
    })
  expect(await counted('merchandiser')).toBe(0)
  expect(await counted('store_owner')).toBe(0)
  expect(await counted('controller')).toBe(3)
  expect(await counted('purchaser')).toBe(3)
})

// --- the oracle: exact fractions of fen are never kept, so it keeps whole fen as the rule says.

const half = (value: bigint, part: bigint, of: bigint) => (value * part * 2n + of) / (2n * of)

type Step = {
  deed: 'receive' | 'sell' | 'lose' | 'find' | 'back' | 'late'
  n: number
  fen: number
  at: number
}
const step = fc.record({
  deed: fc.constantFrom('receive', 'sell', 'lose', 'find', 'back', 'late'),
  n: fc.integer({ min: 1, max: 9 }),
  fen: fc.integer({ min: 1, max: 1_000_000 }),
  at: fc.integer({ min: 0, max: 1 }),
}) as fc.Arbitrary<Step>

class Shelf {
  units = [0, 0]
  value = 0n
  last = 0n
  orders: { id: Id; units: number; cost: bigint }[] = []
  get all() {
    return this.units[0]! + this.units[1]!
  }
  take(at: number, n: number) {
    const cost = half(this.value, BigInt(n), BigInt(this.all))
    this.add(at, -n, -cost)
    return cost
  }
  add(at: number, n: number, cost: bigint) {
    this.units[at]! += n
    this.value += cost
    if (this.all > 0) this.last = this.value / BigInt(this.all)
  }
}

async function live(shelf: Shelf, sku: Id, { deed, n, fen, at }: Step) {
  const node = at === 0 ? house : other
  const free = Math.min(n, shelf.units[at]!)
  if (deed === 'receive') {
    await receive(node, sku, n, fen)
    shelf.add(at, n, BigInt(fen))
  } else if (deed === 'sell' && free > 0) {
    const id = await sell(node, sku, free)
    shelf.orders.push({ id, units: free, cost: shelf.take(at, free) })
  } else if (deed === 'lose' && free > 0) {
    await adjust(node, sku, -free)
    shelf.take(at, free)
  } else if (deed === 'find') {
    await adjust(node, sku, n)
    const worth = shelf.all > 0 ? half(shelf.value, BigInt(n), BigInt(shelf.all)) : shelf.last * BigInt(n)
    shelf.add(at, n, worth)
  } else if (deed === 'back') {
    const order = shelf.orders.find(({ units }) => units > 0)
    if (!order) return
    const units = Math.min(n, order.units)
    await back(order.id, node, sku, units)
    const cost = half(order.cost, BigInt(units), BigInt(order.units))
    order.units -= units
    order.cost -= cost
    shelf.add(at, units, cost)
  } else if (deed === 'late') {
    await late(node, sku, n, fen)
    shelf.add(at, 0, half(BigInt(fen), BigInt(Math.min(shelf.all, n)), BigInt(n)))
  }
}

test('over random lives the value is what came minus what left, to the fen, and the oracle says the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      await world.owner`
        truncate stock.level, stock.entry, stock.hold, stock.cost, stock.entry_cost, stock.variance`
      const shelf = new Shelf()
      const sku = skus[0]!
      await receive(house, sku, 2, 777)
      shelf.add(0, 2, 777n)
      for (const one of steps) await live(shelf, sku, one)
      expect(await costOf(sku)).toEqual({ owner: null, units: shelf.all, value_fen: Number(shelf.value) })
      await world.balanced()
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('two nodes sell at once: the second waits for the cost the first one leaves', async () => {
  const sku = skus[0]!
  for (const node of [house, other]) await receive(node, sku, 1, node === house ? 1_000 : 1)
  let [tell, sayGone] = [() => {}, () => {}]
  const told = new Promise<void>((resolve) => (tell = resolve))
  const gone = new Promise<void>((resolve) => (sayGone = resolve))
  const order_id = newId()
  const first = world.db.command(system, async (tx) => {
    const lines = [{ node_id: house, sku_id: sku, quantity: 1 }]
    await holdUnits(tx, system, { city_code, order_id, expires_at: later, seller: 'owner', lines })
    await sellUnits(tx, system, { city_code, order_id, node_id: house })
    sayGone()
    await told
  })
  await gone
  const second = sell(other, sku, 1)
  await world.until(async () => {
    const [row] = await world.owner<{ waits: boolean }[]>`
      select exists (select from pg_locks where not granted) as waits`
    return row!.waits
  })
  tell()
  await Promise.all([first, second])
  const sold = (await entriesOf(sku)).filter(({ kind }) => kind === 'sale')
  expect(sold.map(({ cost_fen }) => cost_fen)).toEqual([-501, -500])
  expect(await costOf(sku)).toEqual({ owner: null, units: 0, value_fen: 0 })
})

test('the house gets no goods without an order, but for a few a day; an owner takes what is theirs', async () => {
  const bring = (who: string, node: Id, quantity: number) =>
    world.call(who, 'POST', `/nodes/${node}/receipts`, { lines: [{ sku_id: skus[0]!, quantity }] })
  for (const node of [house, other]) {
    expect((await bring('clerk', node, 6)).body).toMatchObject({
      reason: 'receive_by_order',
      facts: { sku: 'T-1-0', units: 6, limit: 5 },
    })
    expect(await world.cell(node, skus[0]!)).toBeUndefined()
    expect((await bring('clerk', node, 3)).status).toBe(200)
    // Many small ones are a large one, also all at once.
    const more = await Promise.all([1, 2, 3].map(() => bring('clerk', node, 1)))
    expect(more.map(({ status }) => status).sort()).toEqual([200, 200, 409])
    expect(await world.cell(node, skus[0]!)).toMatchObject({ on_hand: 5 })
  }
  expect((await bring('owner', owned, 1_000)).status).toBe(200)
  await world.balanced()
})
