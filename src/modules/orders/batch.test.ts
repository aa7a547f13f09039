// Placing in batches: each basket whole or not at all, first come first served, one key one order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../platform/access.ts'
import { connect, database } from '../../platform/db.ts'
import type { Refused } from '../../platform/refusal.ts'
import { newId } from '../../platform/types.ts'
import {
  type World,
  actorOf,
  article,
  county,
  home,
  node,
  openWorld,
  plans,
} from '../../../tools/test-orders-world.ts'
import { place } from './place.ts'
import { copyQuotes, urlOf } from '../../../tools/test-rush.ts'

const names = Array.from({ length: 30 }, (_, n) => `buyer_${n}`)
const actors: Record<string, Actor> = Object.fromEntries(names.map((name) => [name, actorOf('shopper')]))
let world: World
let url: string
beforeAll(async () => {
  world = await openWorld(actors)
  url = urlOf(world)
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

const item = (quote: { quote_id: string; total_fen: number }, key: string | null = newId()) => ({
  actor: actorOf('shopper'),
  input: { quote_id: quote.quote_id, address: home, expected_total_fen: quote.total_fen, consent: true },
  claim: key === null ? null : { key, input_hash: key },
})
/** All of them arrive in one turn, so they form one batch. */
const together = (items: ReturnType<typeof item>[], db = world.db) =>
  Promise.all(
    items.map((one) =>
      place(db, one as never).then(
        (reply) => reply.orders.map(({ node_id }) => node_id).join(),
        (error: Refused) => error.reason,
      ),
    ),
  )
const batchesSoFar = async () => {
  const [row] = await world.owner<{ n: number }[]>`
    select count(*)::int as n from platform.audit where action = 'orders.placed'`
  return row!.n
}
const tally = (told: readonly string[]) =>
  Object.fromEntries([...new Set(told)].sort().map((one) => [one, told.filter((x) => x === one).length]))

test('whose node is empty goes to the next ones of the city in the same batch, and no plan is asked', async () => {
  const sku = article('NEXT', 100_000)
  const stores = [0, 1, 2, 3].map((n) => node('510100', `下一家 ${n}`))
  for (const id of stores) await world.stockUp(id, sku, 5)
  const asked = await copyQuotes(world, sku, 23)
  const [before, plans_before] = [await batchesSoFar(), plans.asked]
  const told = await together(asked.slice(0, 20).map((one) => item(one)))
  expect(tally(told)).toEqual(Object.fromEntries([...stores].sort().map((id) => [id, 5])))
  expect({ batches: (await batchesSoFar()) - before, plans: plans.asked - plans_before }).toEqual({
    batches: 1,
    plans: 0,
  })
  expect(tally(await together(asked.slice(20).map((one) => item(one))))).toEqual({ stock_gone: 3 })
})

test('a basket from two cities is placed whole or not at all, among others in the same batch', async () => {
  const [near, far] = [article('CITY-A', 100_000), article('CITY-B', 200_000)]
  const [here, there] = [node('510100', '本城店'), node('510300', '邻城店')]
  await world.stockUp(here, near, 10)
  await world.stockUp(there, far, 3)
  const lines = [near, far].map((sku_id) => ({ sku_id, quantity: 1 }))
  const asked = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const { body } = await world.call('', 'POST', '/quotes', { lines, county_code: county })
      return { quote_id: body.id as string, total_fen: body.total_fen as number }
    }),
  )
  const told = await together(asked.map((one) => item(one)))
  expect(tally(told)).toEqual({ [`${here},${there}`]: 3, stock_gone: 7 })
  const held = await world.owner`
    select sku_id, held from stock.level where sku_id in (${near}, ${far}) order by sku_id`
  expect(held.map((row) => row.held)).toEqual([3, 3])
})

test('one key sent to three processes at the same moment is one order with one answer', async () => {
  const sku = article('KEY', 100_000)
  await world.stockUp(node('510100', '钥匙店'), sku, 10)
  const [quote] = await copyQuotes(world, sku, 1)
  const processes = [0, 1, 2].map(() => database(connect(url, { pool: 3 })))
  const same = item(quote!)
  const replies = await Promise.all(processes.map((db) => place(db, same as never)))
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
  const other = { ...same, claim: { ...same.claim!, input_hash: 'other' } }
  expect(await together([other])).toEqual(['idempotency_key_reused'])
  expect(await together([{ ...item(quote!), actor: same.actor }])).toEqual(['quote_used'])
  await Promise.all(processes.map((db) => db.close()))
  const [row] = await world.owner`select held from stock.level where sku_id = ${sku}`
  expect(row!.held).toBe(1)
})

test('two keys for one quote in one batch: one order, and the other is told', async () => {
  const sku = article('QUOTE', 100_000)
  const store = node('510100', '报价店')
  await world.stockUp(store, sku, 10)
  const [quote] = await copyQuotes(world, sku, 1)
  expect((await together([item(quote!), item(quote!), item(quote!, null)])).sort()).toEqual(
    [store as string, 'quote_used', 'quote_used'].sort(),
  )
})

test('who was refused holds no key: the same one buys when there is something again', async () => {
  const sku = article('AGAIN', 100_000)
  const store = node('510100', '补货店')
  await world.stockUp(store, sku, 1)
  const [first, second] = await copyQuotes(world, sku, 2)
  expect(await together([item(first!)])).toEqual([store])
  const late = item(second!)
  expect(await together([late])).toEqual(['stock_gone'])
  await world.owner`update stock.level set on_hand = 2 where sku_id = ${sku}`
  await world.owner`
    insert into stock.entry (city_code, id, node_id, sku_id, kind, quantity)
    values ('510100', ${newId()}, ${store}, ${sku}, 'receipt', 1)`
  expect(await together([late])).toEqual([store])
})

test('an order of a thousand lines holds a thousand cells', async () => {
  const store = node('510100', '工程仓')
  const skus = Array.from({ length: 1_000 }, (_, n) => article(`PROJECT-${n}`, 10_000 + n))
  for (const sku of skus) await world.stockUp(store, sku, 40)
  const lines = skus.map((sku_id, n) => ({ sku_id, quantity: 1 + (n % 30) }))
  const quoted = await world.call(names[0]!, 'POST', '/quotes', { lines, county_code: county })
  expect(quoted.status).toBe(200)
  const placed = await world.call(names[0]!, 'POST', '/orders', {
    quote_id: quoted.body.id,
    address: home,
    expected_total_fen: quoted.body.total_fen,
    consent: true,
  })
  expect(placed.status).toBe(200)
  const [{ id: order_id }] = placed.body.orders
  const [held] = await world.owner`
    select count(*)::int as cells, sum(quantity)::int as units from stock.hold
     where order_id = ${order_id} and state = 'held'`
  const [kept] = await world.owner`
    select count(*)::int as lines, sum(quantity)::int as units from orders.line where order_id = ${order_id}`
  const units = lines.reduce((all, line) => all + line.quantity, 0)
  expect({ held: { ...held }, kept: { ...kept } }).toEqual({
    held: { cells: 1_000, units },
    kept: { lines: 1_000, units },
  })
}, 60_000)
