// Five hundred people and a hundred coupons, one a person, at the same moment; and a budget beside it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Id } from '../../platform/types.ts'
import type { QuoteView } from './contract.ts'
import { actorOf } from '../../../tools/test-goods.ts'
import { type Trade, openTrade } from '../../../tools/test-trade.ts'
import { benefitsIn, ordersIn } from '../../../tools/test-trade-steps.ts'

const names = Array.from({ length: 500 }, (_, n) => `buyer_${n}`)
let world: Trade
const { agreed, claim, ended, use } = benefitsIn(() => world)
const { order, quoted } = ordersIn(() => world)
let fridge: Id
let washer: Id

beforeAll(async () => {
  world = await openTrade(Object.fromEntries(names.map((name) => [name, actorOf('shopper')])))
  ;[fridge, washer] = world.sku_ids as [Id, Id, Id]
})
beforeEach(() => ended())
afterAll(async () => {
  await world.close()
})

const told = ({ status, body }: { status: number; body: { reason?: string } }) =>
  status === 200 ? 'ordered' : String(body.reason)
const count = (all: readonly unknown[], what: string) => all.filter((one) => one === what).length

/** A hundred at a time: it is not quoting that is looked at. */
async function quotes(sku_id: Id, people: readonly string[]): Promise<QuoteView[]> {
  const all: QuoteView[] = []
  for (let at = 0; at < people.length; at += 100) {
    const some = people.slice(at, at + 100)
    all.push(...(await Promise.all(some.map((who) => quoted([{ sku_id, quantity: 1 }], who)))))
  }
  return all
}

/** Whoever is told that the house is busy tries again, as a browser does. */
async function ordered(quote: QuoteView, who: string): Promise<string> {
  const answer = await order(quote, who)
  return answer.status === 503 ? ordered(quote, who) : told(answer)
}

/** Until somebody waits for a lock in the database. */
const waiting = () =>
  world.until(async () => {
    const [row] = await world.owner<{ n: number }[]>`
      select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`
    return row!.n > 0
  })

/** All of `work` begins while somebody else holds the benefit, and is let go at once. */
async function atOnce<T>(code: string, work: () => Promise<T>[]): Promise<T[]> {
  let all: Promise<T[]> = Promise.resolve([])
  await world.owner.begin(async (tx) => {
    await tx`select 1 from pricing.allowance where code = ${code} for update`
    all = Promise.all(work())
    await waiting()
  })
  return all
}

test('exactly a hundred orders use it, and one person uses it once', async () => {
  const code = await agreed({ uses_max: 100 })
  expect(await Promise.all(names.map(async (who) => (await claim(code, who)).status))).toEqual(
    names.map(() => 200),
  )
  // Two quotes of each, so that each person tries twice.
  const [first, second] = [await quotes(fridge, names), await quotes(fridge, names)]
  expect(new Set([...first, ...second].map(({ total_fen }) => total_fen))).toEqual(new Set([270_000]))
  const outcomes = await atOnce(code, () =>
    names.flatMap((who, n) => [ordered(first[n]!, who), ordered(second[n]!, who)]),
  )
  expect([count(outcomes, 'ordered'), count(outcomes, 'benefit_gone')]).toEqual([100, 900])
  expect(await use(code)).toEqual([100, 0, 3_000_000, 0])
  const buyers = await world.owner`select person_id from pricing.redemption where code = ${code} group by 1`
  expect(buyers.length).toBe(100)
  // Whoever was refused holds nothing and still has the coupon.
  const [kept] = await world.owner`
    select count(*) filter (where state = 'free')::int as free, count(*)::int as all
      from pricing.coupon where code = ${code}`
  expect(kept).toEqual({ free: 400, all: 500 })
  const [orders] = await world.owner`select count(*)::int as n from orders.customer_order`
  expect(orders).toEqual({ n: 100 })
}, 120_000)

test('a budget is never overspent, and what is given back meanwhile can be used again', async () => {
  const code = await agreed({ amount_fen: 10_000, threshold_fen: 90_000, budget_fen: 105_000 })
  const some = names.slice(0, 60)
  await Promise.all(some.map((who) => claim(code, who)))
  const shown = await quotes(washer, some)
  const outcomes = await atOnce(code, () => some.map((who, n) => ordered(shown[n]!, who)))
  expect([count(outcomes, 'ordered'), count(outcomes, 'benefit_gone')]).toEqual([10, 50])
  expect(await use(code)).toEqual([10, 0, 100_000, 0])
  const [late] = await quotes(washer, [names[61]!])
  expect(late!.coupons.find((one) => one.code === code)).toMatchObject({ applied: false, why_not: 'budget' })
  // Half of the winners cancel while the losers try again: still ten.
  const winners = await world.owner<{ id: Id; person_id: Id }[]>`
    select o.id, o.person_id from orders.customer_order o
      join pricing.redemption r on r.basket_id = o.basket_id and r.code = ${code} order by o.id limit 5`
  const byId = new Map(names.map((name) => [world.actors[name]!.person_id, name]))
  const losers = some.filter((_, n) => outcomes[n] === 'benefit_gone')
  const again = await atOnce(code, () => [
    ...winners.map(async ({ id, person_id }) => {
      await world.call(byId.get(person_id)!, 'PUT', `/orders/${id}/cancellation`, {})
      return 'cancelled'
    }),
    ...losers.map((who) => ordered(shown[some.indexOf(who)]!, who)),
  ])
  const won = count(again, 'ordered')
  expect(won).toBeLessThanOrEqual(5)
  expect(await use(code)).toEqual([5 + won, 0, (5 + won) * 10_000, 0])
}, 120_000)
