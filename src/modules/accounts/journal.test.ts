// The journal: what does not balance is refused by the database, and whatever happens the books say what
// stock, purchasing and suppliers say.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { purchased } from '../../../tools/test-purchased.ts'
import { type Actor, system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { check } from './check.ts'
import { changeKinds, postDue, routes } from './index.ts'
import { matchWaiting } from './waiting.ts'

const actors = {
  zhou: actorFor('accountant'),
  qian: actorFor('accountant'),
  control: actorFor('controller'),
  selling: actorOf('merchandiser', null),
  buying: actorOf('purchaser', null),
  store: actorFor('store_owner'),
}
let world: Goods
let supplier_id: Id
let buy: ReturnType<typeof purchased>
beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 3,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse' })],
    actors: () => actors,
  })
  buy = purchased(world.owner, { city_code, node_id: world.nodes[0]!.id })
  supplier_id = await buy.supplier('RANDOM')
})
afterAll(() => world.close())

type Line = { account: string; debit?: number; credit?: number }
const write = (actor: Actor, lines: Line[]) =>
  world.db.command(actor, async (tx) => {
    const entry_id = newId()
    await tx`
      insert into accounts.journal_entry (entry_id, source_kind, source_id, at)
      values (${entry_id}, 'manual', ${entry_id}, now())`
    if (lines.length === 0) return entry_id
    const rows = lines.map(({ account, debit = 0, credit = 0 }, at) => {
      const of = { entry_id, line_no: at + 1, account, day: '2026-10-01' }
      return { ...of, debit_fen: debit, credit_fen: credit }
    })
    await tx`insert into accounts.journal_line ${tx(rows)}`
    return entry_id
  })
const entries = async () =>
  (await world.owner<{ n: number }[]>`select count(*)::int as n from accounts.journal_entry`)[0]!.n

test('an entry whose sides differ, or that has one line or none, is refused when it ends', async () => {
  const before = await entries()
  const unequal = [
    { account: 'bank', debit: 100 },
    { account: 'payable', credit: 99 },
  ]
  await expect(write(system, unequal)).rejects.toMatchObject({ constraint_name: 'journal_balances' })
  await expect(write(system, [{ account: 'bank', debit: 1 }])).rejects.toThrow('does not balance')
  await expect(write(system, [])).rejects.toThrow('does not balance')
  expect(await entries()).toBe(before)
})

test('what balances stands, and nothing is added to it, changed or taken from it', async () => {
  const entry_id = await write(system, [
    { account: 'bank', debit: 100 },
    { account: 'payable', credit: 100 },
  ])
  const add = (credit_fen: number) =>
    world.db.command(
      system,
      (tx) => tx`
        insert into accounts.journal_line (entry_id, line_no, account, debit_fen, credit_fen, day)
        values (${entry_id}, 3, 'bank', 1, 0, '2026-10-01'),
               (${entry_id}, 4, 'payable', 0, ${credit_fen}, '2026-10-01')`,
    )
  await expect(add(2)).rejects.toMatchObject({ constraint_name: 'journal_balances' })
  await expect(add(1)).rejects.toThrow('append-only')
  for (const deed of ['update accounts.journal_line set debit_fen = 7', 'delete from accounts.journal_entry'])
    await expect(world.owner.unsafe(deed)).rejects.toMatchObject({ code: '42501' })
  // Undone as people do it: by its opposite.
  await write(system, [
    { account: 'payable', debit: 100 },
    { account: 'bank', credit: 100 },
  ])
})

test('nobody writes the journal by hand, nor a match that was not made by the house', async () => {
  for (const actor of [actors.zhou, actors.control, actors.selling, actors.store])
    await expect(
      write(actor, [
        { account: 'bank', debit: 1 },
        { account: 'payable', credit: 1 },
      ]),
    ).rejects.toMatchObject({ code: '42501' })
})

test('selling, buying and stores read neither books nor margins, over HTTP and in SQL', async () => {
  const paths = [
    '/trial-balance',
    '/journal-entries',
    '/margins/sku',
    '/control-margins/sku',
    '/margin-total',
  ]
  for (const who of ['selling', 'buying', 'store'] as const) {
    for (const path of paths) expect((await world.call(who, 'GET', path)).status).toBe(403)
    const rows = await world.db.read(actors[who], (tx) => tx`select 1 from accounts.journal_line limit 1`)
    expect(rows).toHaveLength(0)
  }
  expect((await world.call('control', 'GET', '/control-margins/sku')).status).toBe(200)
})

const [sku_count, node] = [3, () => world.nodes[0]!.id]
const asHouse = (work: (tx: Tx) => Promise<unknown>) =>
  world.db.command(system, async (tx) => {
    await tx`set local role none`
    return work(tx)
  })
type Order = Awaited<ReturnType<typeof buy.order>>
let serial = 0
let open: Order[] = []
const orderAt = (at: number) => (open.length > 0 ? open[at % open.length]! : null)

const invoice = (order: Order, units: number, unit_fen: number, kind = 'invoice') => {
  serial += 1
  const net = units * unit_fen
  const total_fen = net + Math.floor((net * 1_300 + 5_000) / 10_000)
  const line = { order_no: order.no, order_line_no: 1, units, unit_fen, vat_bp: 1_300 }
  const head = { kind, supplier_id, number: `R-${serial}`, issued_on: '2026-10-01', total_fen }
  return world.call('zhou', 'POST', '/supplier-invoices', { ...head, lines: [line] })
}
async function pay(at: number, share: number) {
  const { items } = (await world.call('zhou', 'GET', '/supplier-invoices?limit=100')).body
  const found = items[at % Math.max(1, items.length)]
  const amount_fen = Math.floor(((found?.payable_fen ?? 0) - (found?.paid_fen ?? 0)) * share)
  if (amount_fen <= 0) return
  const body = { amount_fen, paid_on: '2026-10-02' }
  const own = await world.call('zhou', 'POST', `/supplier-invoices/${found.id}/payments`, body)
  expect(own.body.reason).toBe('own_invoice')
  expect((await world.call('qian', 'POST', `/supplier-invoices/${found.id}/payments`, body)).status).toBe(200)
}
async function resolve(at: number) {
  const { items } = (await world.call('zhou', 'GET', '/invoice-exceptions?state=open&limit=100')).body
  const found = items[at % Math.max(1, items.length)]
  if (!found) return
  const path = `/invoice-exceptions/${found.id}/resolution`
  const body = { as: 'credit_asked', reason: 'not as agreed' }
  expect((await world.call('qian', 'PUT', path, body)).status).toBe(200)
}

type Deed = { do: string; at: number; units: number; fen: number }
const deeds: Record<string, (deed: Deed) => Promise<unknown>> = {
  order: async ({ at, units, fen }) => {
    const sku_id = world.sku_ids[at % sku_count]! as Id
    open.push(
      await buy.order(supplier_id, [{ sku_id, units: units + 1, unit_cost_fen: fen, freight_fen: at }]),
    )
  },
  receive: async ({ at, units }) => {
    const order = orderAt(at)
    if (order) await buy.receive(order, [{ line_no: 1, good: units }])
  },
  invoice: async ({ at, units, fen }) => {
    const order = orderAt(at)
    if (!order) return
    const agreed = order.lines[0]!.unit_cost_fen
    expect((await invoice(order, units, fen % 3 === 0 ? agreed + (fen % 50) : agreed)).status).toBe(200)
  },
  credit: async ({ at, units }) => {
    const order = orderAt(at)
    const told = order && (await invoice(order, units, order.lines[0]!.unit_cost_fen, 'credit_note'))
    if (told) expect([200, 409]).toContain(told.status)
  },
  pay: ({ at, units }) => pay(at, units / 20),
  resolve: ({ at }) => resolve(at),
  wait: () => matchWaiting(world.db),
  adjust: async ({ at, units }) => {
    const sku = world.sku_ids[at % sku_count]!
    const book = (tx: Tx) =>
      tx`select stock.book(${city_code}, ${node()}, 'adjustment', ${[sku]}::uuid[], ${[-units]}::int[], 'lost')`
    await world.db.command(system, book).catch(() => {}) // fewer are there than would be lost
  },
  late: async ({ at, units, fen }) => {
    const sku = world.sku_ids[at % sku_count]!
    const kind = fen % 2 ? 'freight' : 'rebate'
    const late = (tx: Tx) => tx`
      select stock.public_post_variance(${city_code}, ${node()}, ${kind}, ${[sku]}::uuid[],
        ${[units]}::int[], ${[fen % 2 ? fen : -fen]}::bigint[], null, 'late')`
    await asHouse(late).catch(() => {}) // no cost is known yet
  },
}

test('after any life of orders, receipts, invoices, credits and payments the books agree', async () => {
  const deed = fc.record({
    do: fc.constantFrom(...Object.keys(deeds)),
    at: fc.nat(5),
    units: fc.integer({ min: 1, max: 12 }),
    fen: fc.integer({ min: 1, max: 5_000 }),
  })
  const life = fc.array(deed, { minLength: 4, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(life, async (steps) => {
      open = []
      await deeds.order!({ do: 'order', at: 0, units: 10, fen: 777 })
      for (const step of steps) await deeds[step.do]!(step)
      await postDue(world.db, true)
      expect((await check(world.db)).filter((one) => !one.ok)).toEqual([])
      expect(await postDue(world.db, true)).toBe(0)
    }),
    { numRuns: 15, seed: 20261130 },
  )
}, 120_000)
