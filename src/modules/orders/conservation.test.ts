// Random lives of random orders: whatever happens, in whatever order, units and fen are all there.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, system } from '../../platform/access.ts'
import { Refused } from '../../platform/refusal.ts'
import { type Id } from '../../platform/types.ts'
import { advance } from './advance.ts'
import { OrderEvent, type OrderView } from './contract.ts'
import { expireBaskets, sourceAgain } from './life.ts'
import { one, stepsIn } from '../../../tools/test-orders-steps.ts'
import { type World, actorOf, article, node, openWorld } from '../../../tools/test-orders-world.ts'

const first = node('510100', '甲店')
const other = node('510100', '乙店')
const far = node('510300', '丙店')
const fan = article('F-1', 3_333)
const stove = article('S-1', 100_001, { install_kind: 'install' })
const oven = article('O-1', 70_007)
const actors: Record<string, Actor> = {
  lin: actorOf('shopper'),
  owner: actorOf('store_owner', { nodes: [first, other, far] }),
}
let world: World
const { order, view, pay } = stepsIn(() => world)
beforeAll(async () => {
  world = await openWorld(actors)
  for (const sku of [fan, stove]) {
    await world.stockUp(first, sku, 4)
    await world.stockUp(other, sku, 3)
  }
  await world.stockUp(far, oven, 6)
})
afterAll(() => world.close())

const opened: { id: Id; payment_id: string }[] = []
type Deed = { kind: string; which: number; event: OrderEvent; quantity: number }
const Deed = fc.record({
  kind: fc.constantFrom(
    'place',
    'place',
    'pay',
    'move',
    'move',
    'move',
    'cancel',
    'return',
    'receive',
    'expire',
  ),
  which: fc.nat(50),
  event: fc.constantFrom(...OrderEvent.options),
  quantity: fc.integer({ min: 1, max: 3 }),
})

async function placeSome({ which, quantity }: Deed) {
  const lines = [one(fan, quantity), one(stove), [...one(fan), ...one(oven, quantity)]][which % 3]!
  const told = await world.call('lin', 'POST', '/quotes', { lines, county_code: '510107' })
  if (told.status !== 200) return expect(told.body.reason).toBe('no_source')
  const { status, body } = await order(told.body)
  expect([200, 409]).toContain(status)
  for (const { id } of body.orders ?? []) opened.push({ id, payment_id: body.payment_id })
}

// Events that the house itself sends; those of money and goods that come back have commands of their own.
const ours: readonly OrderEvent[] = [
  'accept',
  'start_picking',
  'hand_over',
  'depart',
  'deliver',
  'install',
  'close',
]

async function moveOne(seen: OrderView, event: OrderEvent) {
  const key = { city_code: seen.city_code, order_id: seen.id }
  const work = world.db.command(system, async (tx) => {
    if (event === 'fail_pick') {
      await advance(tx, system, { ...key, event })
      await sourceAgain(tx, system, key)
    } else if (ours.includes(event)) await advance(tx, system, { ...key, event })
  })
  await work.catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error
    expect(error.reason).toBe('not_possible_now')
  })
}

async function expireOne(seen: OrderView) {
  await world.owner`
    update orders.customer_order set expires_at = now() - interval '1 minute'
     where basket_id = ${seen.basket_id} and state = 'created'`
  await world.db.command(system, (tx) => expireBaskets(tx, 100))
}

async function perform(deed: Deed) {
  const chosen = opened[deed.which % Math.max(opened.length, 1)]
  if (deed.kind === 'place' || !chosen) return placeSome(deed)
  const seen = await view(chosen.id)
  const path = `/orders/${chosen.id}`
  if (deed.kind === 'pay') await pay(chosen.payment_id, deed.which % 4 ? 'success' : 'paid_twice')
  if (deed.kind === 'move')
    await moveOne(seen, seen.next_events[deed.which % seen.next_events.length] ?? deed.event)
  if (deed.kind === 'cancel') await world.call('lin', 'PUT', `${path}/cancellation`, {})
  if (deed.kind === 'expire') await expireOne(seen)
  const lines = [{ line_no: 1, quantity: deed.quantity }]
  if (deed.kind === 'return') await world.call('lin', 'POST', `${path}/returns`, { reason: 'faulty', lines })
  const asked = seen.returns.find(({ state }) => state === 'requested')
  if (deed.kind === 'receive' && asked)
    await world.call('owner', 'PUT', `${path}/returns/${asked.id}/receipt`, {})
}

/** Jobs still running are waited for: nothing may be under way when the books are read. */
const settled = () =>
  world.until(async () => {
    const [row] = await world.owner`
      select count(*)::int as n from graphile_worker.jobs
       where run_at <= now() and task_identifier not in ('orders.expire_due', 'orders.close_done')`
    return row!.n === 0
  })

test('units and money are conserved over random lives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Deed, { minLength: 10, maxLength: 25 }), async (deeds) => {
      for (const deed of deeds) {
        await perform(deed)
        expect(await world.audit()).toEqual([])
      }
      await settled()
      expect(await world.audit()).toEqual([])
      expect(await moneyWrong()).toEqual([])
      expect(await unitsWrong()).toEqual([])
    }),
    { numRuns: 25, endOnFailure: true },
  )
  expect(opened.length).toBeGreaterThan(5)
}, 120_000)

// What the house keeps of a basket is what its live orders are worth, once all that goes back has gone.
const moneyWrong = () => world.owner`
  with kept as (
    select p.id, p.basket_id,
           coalesce(sum(e.amount_fen) filter (where e.kind = 'received'), 0)
         - coalesce(sum(e.amount_fen) filter (where e.kind = 'returned'), 0) as kept_fen
      from payment.payment p left join payment.entry e on e.payment_id = p.id group by 1, 2),
  worth as (
    select o.basket_id,
           sum(case when o.state in ('created', 'expired', 'cancelled') then 0
                    else o.total_fen - coalesce((select sum(r.refund_fen) from orders.return_request r
                                                  where r.city_code = o.city_code and r.order_id = o.id
                                                    and r.state = 'received'), 0) end) as worth_fen
      from orders.customer_order o group by 1)
  select * from kept join worth using (basket_id) where kept_fen <> worth_fen`

const unitsWrong = () => world.owner`
  with outside as (
    select l.sku_id, sum(l.quantity - l.returned_quantity)::int as units
      from orders.line l join orders.customer_order o on o.city_code = l.city_code and o.id = l.order_id
     where o.state in ('handed_over', 'delivering', 'delivered', 'installed', 'closed', 'returning',
                       'returned')
     group by 1),
  received as (select sku_id, sum(quantity)::int as units from stock.entry where kind = 'receipt' group by 1),
  inside as (select sku_id, sum(on_hand)::int as units from stock.level group by 1)
  select sku_id, received.units, inside.units, outside.units
    from received join inside using (sku_id) left join outside using (sku_id)
   where received.units <> inside.units + coalesce(outside.units, 0)`
