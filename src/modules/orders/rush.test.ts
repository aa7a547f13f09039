// The biggest minute of the year, from three processes at once: every unit is sold once, every key is one
// order and has one answer, and what follows from an order follows once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../platform/types.ts'
import { type World, article, node, openWorld } from '../../../tools/test-orders-world.ts'
import { type Submit, type Told, copyQuotes, rush, urlOf } from '../../../tools/test-rush.ts'

const heard = new Map<string, number>()
const listening = {
  tasks: {
    'rush.heard': async (_db: unknown, { order_id }: { order_id: string }) => {
      heard.set(order_id, (heard.get(order_id) ?? 0) + 1)
    },
  },
  on: { 'orders.placed': ['rush.heard'] },
}
let world: World
beforeAll(async () => {
  world = await openWorld({}, 12, [listening])
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

const shuffled = <T>(all: T[]): T[] =>
  all
    .map((one) => [Math.random(), one] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, one]) => one)

function byKey(told: readonly Told[]) {
  const keys = new Map<string, Set<string>>()
  for (const { key, reply, reason } of told) keys.set(key, (keys.get(key) ?? new Set()).add(reply ?? reason!))
  return keys
}

test('sixty thousand submits over 25,000 keys from three processes for 15,000 units', async () => {
  const sku = article('RUSH', 250_000)
  const many = { capacity_per_day: 1_000_000 }
  await world.stockUp(node('510100', '春熙路店', many), sku, 9_000)
  for (let n = 0; n < 6; n++) await world.stockUp(node('510100', `分店 ${n}`, many), sku, 1_000)
  const keys: Submit[] = (await copyQuotes(world, sku, 25_000)).map((quote) => ({
    ...quote,
    key: newId(),
    person_id: newId(),
  }))
  const submits = shuffled([...keys, ...keys, ...keys.slice(0, 10_000)])
  const third = submits.length / 3
  const parts = [0, 1, 2].map((n) => submits.slice(n * third, (n + 1) * third))
  const told = (await Promise.all(parts.map((part) => rush(urlOf(world), listening.on, part)))).flat()
  expect(told.length).toBe(60_000)

  const answers = byKey(told)
  const won = [...answers.values()].filter((said) => [...said].some((one) => one.startsWith('{')))
  const lost = [...answers.values()].filter((said) => said.size === 1 && said.has('stock_gone'))
  expect({ keys: answers.size, won: won.length, lost: lost.length }).toEqual({
    keys: 25_000,
    won: 15_000,
    lost: 10_000,
  })
  expect(won.filter((said) => said.size !== 1)).toEqual([])

  const [rows] = await world.owner`
    select (select count(*)::int from orders.customer_order) as orders,
           (select count(*)::int from orders.line) as lines,
           (select count(*)::int from orders.basket) as baskets,
           (select count(*)::int from payment.payment) as payments,
           (select count(*)::int from platform.idempotency) as keys,
           (select count(*)::int from platform.event where name = 'orders.placed') as events,
           (select sum((detail->>'orders')::int)::int from platform.audit
             where action = 'orders.placed') as audited,
           (select count(*)::int from platform.audit where action = 'orders.placed') as batches,
           (select sum(held)::int from stock.level where sku_id = ${sku}) as held`
  const { batches, ...all } = rows!
  expect(new Set(Object.values(all))).toEqual(new Set([15_000]))
  expect(batches).toBeLessThan(15_000 / 5)
  await world.until(async () => heard.size === 15_000)
  expect(Math.max(...heard.values())).toBe(1)
}, 300_000)
