// A coupon, a category benefit and a bundle on one order, over HTTP: what is shown, what is kept; that any
// sequence of returns and cancels gives back exactly what was paid, budgets, coupons and funders with it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Id } from '../../platform/types.ts'
import { randomOf } from '../benefits/random-cart.ts'
import { type Trade, openTrade, unsquare } from '../../../tools/test-trade.ts'
import { benefitsIn, county_code, ordersIn } from '../../../tools/test-trade-steps.ts'
import type { OrderView } from './contract.ts'
import { cutOfUnits } from './line-cuts.ts'

let world: Trade
const { agreed, claim, codeOf, ended, held, use } = benefitsIn(() => world)
const { deliver, order, paid, quoted, returned, view } = ordersIn(() => world)
let fridge: Id
let washer: Id
let kettle: Id

beforeAll(async () => {
  world = await openTrade()
  ;[fridge, washer, kettle] = world.sku_ids as [Id, Id, Id]
})
beforeEach(() => ended())
afterAll(async () => {
  await world.close()
})

const tenth = { kind: 'category', amount_fen: null, rate_bp: 1_000, threshold_fen: null }
const pair = (more: object = {}) => ({
  kind: 'bundle',
  amount_fen: 5_001,
  threshold_fen: null,
  category_codes: [],
  parts: [
    { sku_code: codeOf(fridge), quantity: 1 },
    { sku_code: codeOf(washer), quantity: 1 },
  ],
  ...more,
})

test('coupon, category benefit and bundle together, returned twice: every fen and every use is back', async () => {
  const category = await agreed(tenth)
  const coupon = await agreed({ budget_fen: 100_000 })
  const bundle = await agreed(pair({ uses_max: 5 }))
  await claim(coupon)
  const quote = await quoted([
    { sku_id: fridge, quantity: 2 },
    { sku_id: washer, quantity: 3 },
  ])
  // 2,700.00 and 900.01 each; 300 off all of it; twice 50.01 off the pairs.
  const list = 2 * 270_000 + 3 * 90_001
  expect(quote.total_fen).toBe(list - 30_000 - 2 * 5_001)
  expect(quote.lines.map(({ unit_fen }) => unit_fen)).toEqual([270_000, 90_001])
  expect(quote.lines.map(({ benefits }) => benefits.map(({ code }) => code))).toEqual([
    [coupon, bundle],
    [coupon, bundle],
  ])
  expect(quote.lines[0]!.trace[1]!.facts.benefits).toMatchObject([{ code: category }])
  const seen = await paid(quote)
  const rows = await world.owner<{ party: string; fen: number }[]>`
    select party, sum(amount_fen)::int as fen from orders.line_funder
     where order_id = ${seen.id} group by party order by party`
  expect(rows.reduce((all, { fen }) => all + fen, 0)).toBe(30_000 + 10_002)
  await deliver(seen)
  const first = await returned(seen.id, [
    { line_no: 1, quantity: 1 },
    { line_no: 2, quantity: 2 },
  ])
  expect(await unsquare(world.owner)).toEqual([])
  expect((await use(coupon)).slice(0, 2)).toEqual([0, 1])
  const second = await returned(seen.id, [
    { line_no: 1, quantity: 1 },
    { line_no: 2, quantity: 1 },
  ])
  expect(first + second).toBe(quote.total_fen)
  expect(await view(seen.id)).toMatchObject({ state: 'returned', refunded_fen: quote.total_fen })
  expect([await use(coupon), await use(bundle), await held(coupon)]).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 0],
    'free',
  ])
})

test('an order over two nodes: each has its share, one cancelled and one returned give back all', async () => {
  const coupon = await agreed({ amount_fen: 10_000, threshold_fen: 100_000 })
  await claim(coupon)
  const [first, second] = world.nodes
  await world.owner`
    update stock.level set protected = on_hand - held
     where (node_id, sku_id) in ((${first!.id}, ${washer}::uuid), (${second!.id}, ${kettle}::uuid))`
  const quote = await quoted([
    { sku_id: washer, quantity: 2 },
    { sku_id: kettle, quantity: 3 },
  ])
  expect([quote.split, quote.total_fen]).toEqual([true, 2 * 100_001 + 3 * 49_990 - 10_000])
  const { body } = await order(quote)
  expect(body.orders.map(({ total_fen }: { total_fen: number }) => total_fen).sort()).toHaveLength(2)
  await world.call('lin', 'POST', `/payments/${body.payment_id}/sandbox-outcome`, { outcome: 'success' })
  const [one, other] = body.orders as { id: Id; total_fen: number }[]
  await world.until(async () => (await view(other!.id)).state === 'paid')
  expect(one!.total_fen + other!.total_fen).toBe(quote.total_fen)
  await world.call('lin', 'PUT', `/orders/${one!.id}/cancellation`, {})
  await world.until(async () => (await view(one!.id)).refunded_fen === one!.total_fen)
  expect([(await use(coupon)).slice(0, 2), await held(coupon)]).toEqual([[0, 1], 'used'])
  const left = await view(other!.id)
  await deliver(left)
  await returned(
    left.id,
    left.lines.map(({ line_no, quantity }) => ({ line_no, quantity })),
  )
  expect([await use(coupon), await held(coupon)]).toEqual([[0, 0, 0, 0], 'free'])
  await world.owner`update stock.level set protected = 0`
})

/** In parts that are drawn, until nothing is left; square after each. */
async function returnAll(seen: OrderView, below: (n: number) => number) {
  const left = new Map(seen.lines.map(({ line_no, quantity }) => [line_no, quantity]))
  while (left.size > 0) {
    const part = [...left].flatMap(([line_no, most]) => {
      const quantity = below(most + 1)
      return quantity > 0 ? [{ line_no, quantity }] : []
    })
    if (part.length === 0) continue
    await returned(seen.id, part)
    for (const { line_no, quantity } of part) {
      const rest = left.get(line_no)! - quantity
      if (rest > 0) left.set(line_no, rest)
      else left.delete(line_no)
    }
    expect(await unsquare(world.owner)).toEqual([])
  }
}

test('twelve random mixes and sequences end square', async () => {
  const codes = [
    await agreed({ amount_fen: null, rate_bp: 777, cap_fen: 20_000, threshold_fen: 50_000, person_max: 99 }),
    await agreed(pair({ amount_fen: null, rate_bp: 333, person_max: 99, budget_fen: 10_000_000 })),
    await agreed({ ...tenth, rate_bp: 421 }),
  ]
  for (let seed = 1; seed <= 12; seed++) {
    const { below, chance } = randomOf(seed)
    await claim(codes[0]!)
    const lines = world.sku_ids.flatMap((sku_id) => (chance(0.8) ? [{ sku_id, quantity: 1 + below(4) }] : []))
    if (lines.length === 0) continue
    const quote = await quoted(lines)
    const seen = await paid(quote)
    if (chance(0.2)) {
      await world.call('lin', 'PUT', `/orders/${seen.id}/cancellation`, {})
    } else {
      await deliver(seen)
      await returnAll(seen, below)
    }
    await world.until(async () => (await view(seen.id)).refunded_fen === quote.total_fen)
    expect({ seed, use: [await use(codes[0]!), await use(codes[1]!)] }).toEqual({
      seed,
      use: [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ],
    })
  }
}, 180_000)

test('the database and the rule count units alike', async () => {
  const { below } = randomOf(7)
  const asked = Array.from({ length: 500 }, () => {
    const quantity = 1 + below(99)
    return { total: below(1_000_000), quantity, units: below(quantity + 1) }
  })
  const rows = await world.owner<{ fen: number }[]>`
    select orders.cut_of_units(total, quantity, units)::int as fen
      from unnest(${asked.map((one) => one.total)}::int[], ${asked.map((one) => one.quantity)}::int[],
                  ${asked.map((one) => one.units)}::int[]) as u(total, quantity, units)`
  expect(rows.map(({ fen }) => fen)).toEqual(
    asked.map(({ total, quantity, units }) => cutOfUnits(total, quantity, units)),
  )
})

test('a bundle is in the price of everybody who has both, and at the counter too', async () => {
  const bundle = await agreed(pair({ uses_max: 2 }))
  const lines = [
    { sku_id: fridge, quantity: 1 },
    { sku_id: washer, quantity: 1 },
  ]
  const visitor = await world.call('', 'POST', '/quotes', { lines, county_code })
  expect(visitor.body.total_fen).toBe(400_001 - 5_001)
  const sale = (expected_total_fen: number) =>
    world.call('owner', 'POST', '/counter-sales', {
      node_id: world.nodes[0]!.id,
      lines,
      mode: 'own_stock',
      payment_method: 'cash',
      expected_total_fen,
    })
  expect((await sale(400_001)).body).toMatchObject({ facts: { new_total_fen: 395_000 } })
  const { body } = await sale(395_000)
  expect(body).toMatchObject({ state: 'delivered', total_fen: 395_000 })
  expect(await use(bundle)).toEqual([0, 1, 0, 5_001])
  await paid(await quoted(lines))
  // The third finds it used up and is told another price, at the counter and online.
  expect((await quoted(lines)).total_fen).toBe(400_001)
  expect((await sale(395_000)).body.reason).toBe('price_moved')
})
