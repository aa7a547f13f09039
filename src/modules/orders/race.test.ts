// Two hundred buyers at once: what is there is sold exactly, nothing is stranded, every loser is told.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../platform/access.ts'
import type { Id } from '../../platform/types.ts'
import type { Answer } from '../../../tools/test-room.ts'
import {
  type World,
  actorOf,
  article,
  county,
  home,
  node,
  openWorld,
} from '../../../tools/test-orders-world.ts'

const names = Array.from({ length: 200 }, (_, n) => `buyer_${n}`)
const actors: Record<string, Actor> = Object.fromEntries(names.map((name) => [name, actorOf('shopper')]))
let world: World
beforeAll(async () => {
  world = await openWorld(actors, 24)
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

async function rush(lines: { sku_id: Id; quantity: number }[]): Promise<Answer[]> {
  const quotes = await Promise.all(
    names.map((who) => world.call(who, 'POST', '/quotes', { lines, county_code: county })),
  )
  return Promise.all(
    quotes.map(({ body }, n) =>
      world.call(names[n]!, 'POST', '/orders', {
        quote_id: body.id,
        address: home,
        expected_total_fen: body.total_fen,
        consent: true,
      }),
    ),
  )
}

async function outcome(answers: Answer[], sku_ids: Id[]) {
  const won = answers.filter(({ status }) => status === 200)
  const told = answers.filter(({ status, body }) => status === 409 && body.reason === 'stock_gone')
  const levels = await world.owner`
    select sku_id, sum(on_hand)::int as on_hand, sum(held)::int as held from stock.level
     where sku_id = any(${sku_ids}::uuid[]) group by sku_id`
  return { won: won.length, told: told.length, left: levels.map((row) => row.on_hand - row.held) }
}

test('fifty units on one node', async () => {
  const sku = article('RACE-1', 100_000)
  await world.stockUp(node('510100', '一号店'), sku, 50)
  const answers = await rush([{ sku_id: sku, quantity: 1 }])
  expect(await outcome(answers, [sku])).toEqual({ won: 50, told: 150, left: [0] })
}, 60_000)

test('five units on each of ten nodes: whose first node is empty goes to the next', async () => {
  const sku = article('RACE-10', 100_000)
  for (let n = 0; n < 10; n++) await world.stockUp(node('510100', `${n} 号分店`), sku, 5)
  const answers = await rush([{ sku_id: sku, quantity: 1 }])
  expect(await outcome(answers, [sku])).toEqual({ won: 50, told: 150, left: [0] })
}, 60_000)

test('several lines: all or nothing, the scarcer one decides', async () => {
  const [plenty, scarce] = [article('RACE-P', 10_000), article('RACE-S', 20_000)]
  const [one, other] = [node('510100', '甲店'), node('510100', '乙店')]
  await world.stockUp(one, plenty, 400)
  await world.stockUp(one, scarce, 20)
  await world.stockUp(other, scarce, 10)
  const answers = await rush([
    { sku_id: plenty, quantity: 2 },
    { sku_id: scarce, quantity: 1 },
  ])
  const { won, told, left } = await outcome(answers, [plenty, scarce])
  expect({ won, told }).toEqual({ won: 30, told: 170 })
  expect(left.sort((a, b) => a - b)).toEqual([0, 340])
}, 60_000)
