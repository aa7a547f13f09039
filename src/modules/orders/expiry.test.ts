// Holds that are over end many baskets a statement: units, slots, payments, story, events and jobs all
// follow; what somebody is at, or what is paid and not yet told, stays.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { one, stepsIn } from '../../../tools/test-orders-steps.ts'
import { chengdu, kettle, openTown } from '../../../tools/test-orders-town.ts'
import { type World, article } from '../../../tools/test-orders-world.ts'
import { system } from '../../platform/access.ts'
import type { Id } from '../../platform/types.ts'
import type { PlacedView } from './contract.ts'
import { expireBaskets } from './life.ts'
import { reactions } from './reactions.ts'

let world: World
const { placed, view, pay } = stepsIn(() => world)
beforeAll(async () => {
  world = await openTown()
})
afterAll(async () => {
  expect(await world.audit()).toEqual([])
  await world.close()
})

const sweep = (max = 200) => world.db.command(system, (tx) => expireBaskets(tx, max))
async function placedMany(n: number, sku: Id) {
  const baskets: PlacedView[] = []
  for (let at = 0; at < n; at++) baskets.push(await placed(one(sku)))
  return baskets
}
const over = (baskets: readonly PlacedView[]) => world.owner`
  update orders.customer_order set expires_at = now() - interval '1 minute'
   where basket_id = any(${baskets.map(({ basket_id }) => basket_id)}::uuid[])`
const held = async (sku: Id) => {
  const [row] = await world.owner<{ held: number }[]>`select held from stock.level where sku_id = ${sku}`
  return row!.held
}
async function stocked(code: string, units = 100) {
  const sku = article(code, 10_000)
  await world.stockUp(chengdu, sku, units)
  return sku
}

test('forty baskets end in one call, with everything that follows, and a second call finds nothing', async () => {
  const sku = await stocked('MANY')
  const baskets = await placedMany(40, sku)
  expect(await held(sku)).toBe(40)
  const slots = () => world.owner<{ taken: number }[]>`select sum(taken)::int as taken from sourcing.slot`
  const [before] = await slots()
  const hands = await world.owner`
    select 1 from sourcing.slot_hold h join orders.customer_order o on o.id = h.order_id
     where o.basket_id = any(${baskets.map(({ basket_id }) => basket_id)}::uuid[]) and h.state <> 'released'`
  await over(baskets)
  expect(await sweep()).toBe(40)
  expect(await sweep()).toBe(0)
  expect(await held(sku)).toBe(0)
  const [after] = await slots()
  expect(before!.taken - after!.taken).toBe(hands.length)
  const ids = baskets.map(({ orders }) => orders[0]!.id)
  const facts = await world.owner`
    select (select count(*)::int from platform.event e
             where e.name = 'orders.expired' and e.payload->>'order_id' = any(${ids}::text[])) as events,
           (select count(*)::int from orders.story s
             where s.order_id = any(${ids}::uuid[]) and s.code = 'expire' and s.by = 'house') as stories,
           (select count(*)::int from payment.payment p
             where p.basket_id = any(${baskets.map(({ basket_id }) => basket_id)}::uuid[])
               and p.state = 'closed') as closed`
  expect(facts[0]).toEqual({ events: 40, stories: 40, closed: 40 })
  expect(await view(ids[7]!)).toMatchObject({ state: 'expired', expires_at: null })
})

test('two sweeps at once share the work: each basket ends once', async () => {
  const sku = await stocked('TWICE')
  await over(await placedMany(24, sku))
  const ended = await Promise.all([sweep(7), sweep(7), sweep(7), sweep(7)])
  const rest = await sweep()
  expect(ended.reduce((all, n) => all + n, rest)).toBe(24)
  expect(await held(sku)).toBe(0)
})

test('the scheduled sweep goes on until nothing is over', async () => {
  const sku = await stocked('ALL', 300)
  await over(await placedMany(12, sku))
  await reactions.tasks['orders.expire_due']!(world.db, {} as never, { id: '1' })
  expect(await held(sku)).toBe(0)
})

test('a basket somebody is at is left to them; one paid and not yet told stays held', async () => {
  const [busy, told, lost] = await placedMany(3, kettle)
  await pay(told!.payment_id)
  await world.until(async () => (await view(told!.orders[0]!.id)).state === 'paid')
  // As if the news of it were still on its way.
  await world.owner`
    update orders.customer_order set state = 'created', paid_at = null where basket_id = ${told!.basket_id}`
  await over([busy!, told!, lost!])
  await world.owner.begin(async (tx) => {
    await tx`select 1 from orders.customer_order where basket_id = ${busy!.basket_id} for update`
    expect(await sweep()).toBe(1)
  })
  const states = async () =>
    Promise.all([busy, told, lost].map(async (one) => (await view(one!.orders[0]!.id)).state))
  expect(await states()).toEqual(['created', 'created', 'expired'])
  expect(await sweep()).toBe(1)
  expect(await states()).toEqual(['expired', 'created', 'expired'])
  await world.owner`
    update orders.customer_order set state = 'paid', paid_at = now(), expires_at = null
     where basket_id = ${told!.basket_id}`
})
