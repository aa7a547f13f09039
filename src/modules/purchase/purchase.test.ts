// A purchase order through HTTP: from an agreed cost to goods in stock, in the hands of three people.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { actorOf } from '../../../tools/test-goods.ts'
import { type Purchase, codeOf, list_fen, openPurchase, reason } from '../../../tools/test-purchase.ts'
import { catalog } from '../catalog/index.ts'

let world: Purchase
let skus: Id[]
beforeAll(async () => {
  world = await openPurchase(4)
  skus = world.sku_ids as Id[]
})
afterAll(() => world.close())
beforeEach(() => world.fresh())

test('from an agreed cost to goods in stock, each step in its own hands', async () => {
  const [a, b] = skus as [Id, Id]
  await world.agree(a, 200_000, {
    tiers: [
      { min_units: 1, unit_cost_fen: 200_000 },
      { min_units: 10, unit_cost_fen: 190_000 },
    ],
  })
  await world.agree(b, 100_000)
  await world.budget(3_000_000)
  const drafted = await world.draft(
    [
      { sku_id: a, units: 10 },
      { sku_id: b, units: 4 },
    ],
    { freight_fen: 2_301 },
  )
  expect(drafted.body).toMatchObject({ state: 'draft', total_fen: 2_302_301, units: 14 })
  const id = drafted.body.order_id
  // Nobody else sees a draft but buying and control.
  expect((await world.order('store', 'GET', id)).status).toBe(404)
  const asked = await world.order('buying', 'PUT', id, 'submission', reason)
  expect(asked.body).toMatchObject({ state: 'approving' })
  expect((await world.order('buying', 'PUT', id, 'draft', {})).body.reason).toBe('still_waits')
  expect((await world.decide('control', asked)).body.state).toBe('approved')
  const told = await world.order('buying', 'PUT', id, 'acknowledgement', {
    lines: [{ line_no: 2, units: 3 }],
  })
  expect(told.body).toMatchObject({ state: 'acknowledged', units: 13 })
  const shipped = await world.order('buying', 'POST', id, 'despatches', {
    no: 'D-1',
    lines: [
      { line_no: 1, units: 10 },
      { line_no: 2, units: 3 },
    ],
  })
  expect(shipped.body).toMatchObject({ state: 'part_shipped' })
  const [despatch] = shipped.body.despatches
  // A node reads what comes, never what it costs.
  const seen = await world.order('store', 'GET', id)
  expect(seen.body).toMatchObject({ total_fen: null, supplier_name: '晨岩电器' })
  expect(seen.body.items[0]).toMatchObject({ units: 10, unit_cost_fen: null })
  expect((await world.order('elsewhere', 'GET', id)).status).toBe(404)
  expect((await world.order('selling', 'GET', id)).status).toBe(404)
  const gtin = catalog().sku(a)!.gtin!
  const came = await world.receive(
    id,
    [
      { scanned: gtin, good_units: 8, damaged_units: 1 },
      { scanned: codeOf(b), good_units: 3 },
      { scanned: '6900000000000', good_units: 2 },
    ],
    { despatch_id: despatch.despatch_id },
  )
  expect(came.body.state).toBe('part_received')
  expect(came.body.receipts[0]).toMatchObject({
    lines: [
      { line_no: 1, good_units: 8, damaged_units: 1, short_units: 1 },
      { line_no: 2, good_units: 3, damaged_units: 0, short_units: 0 },
    ],
    wrong: [{ scanned: '6900000000000', units: 2 }],
  })
  expect(await world.cell(world.node, a)).toMatchObject({ on_hand: 8 })
  // 1,900,000 of 2,300,000 of the freight lies on the first line: 1,901 for ten units, 1,521 for eight.
  expect(await world.cost(a)).toEqual({ units: 8, value_fen: 8 * 190_000 + 1_521 })
  expect((await world.receive(id, [{ scanned: gtin, good_units: 2 }])).body.state).toBe('closed')
  expect(await world.cost(a)).toEqual({ units: 10, value_fen: 1_900_000 + 1_901 })
  expect((await world.receive(id, [{ scanned: gtin, good_units: 1 }])).body).toMatchObject({
    reason: 'order_state',
    facts: { state: 'closed' },
  })
  await world.balanced()
})

test('who proposed does not agree: cost, order, budget, bank', async () => {
  const [a] = skus as [Id]
  const costs = await world.proposeCost(a, 200_000)
  expect((await world.decide('buying', costs)).status).toBe(403)
  expect((await world.decide('control', costs)).body.state).toBe('approved')
  const wish = { category_code: 'refrigerator', month: '2099-12', budget_fen: 1_000_000 }
  const asked = await world.proposeAny('control', 'purchase.budget', wish)
  expect((await world.decide('control', asked)).body.reason).toBe('own_request')
  expect((await world.decide('second', asked)).body.state).toBe('approved')
  const bank = {
    supplier_id: world.supplier(),
    tax_id: '91510100MA6CABCD1X',
    bank_name: '工商银行成都分行',
    bank_code: '102651000012',
    account_name: '晨岩电器有限公司',
    account_no: '4402239009100123456',
  }
  const changed = await world.proposeAny('buying', 'purchase.supplier_bank', bank)
  expect((await world.call('buying', 'GET', `/suppliers/${world.supplier()}`)).body.bank).toBeNull()
  expect((await world.decide('buying', changed)).status).toBe(403)
  expect((await world.decide('control', changed)).body).toMatchObject({ state: 'proposed', levels: 2 })
  expect((await world.call('buying', 'GET', `/suppliers/${world.supplier()}`)).body.bank).toBeNull()
  expect((await world.decide('second', changed)).body.state).toBe('approved')
  const shown = await world.call('buying', 'GET', `/suppliers/${world.supplier()}`)
  expect(shown.body).toMatchObject({ tax_id: bank.tax_id, bank: { version: 1, account_no: '····3456' } })
  // Another one, proposed against the first: what moved meanwhile is not agreed to.
  const [next, third] = [
    await world.proposeAny('buying', 'purchase.supplier_bank', {
      ...bank,
      account_no: '4402239009100999999',
    }),
    await world.proposeAny('buying', 'purchase.supplier_bank', {
      ...bank,
      account_no: '4402239009100888888',
    }),
  ]
  await world.decide('control', next)
  expect((await world.decide('second', next)).body.state).toBe('approved')
  expect((await world.decide('control', third)).body.reason).toBe('stale_before')
})

test('in the database too: nobody agrees to what is their own, and buying writes no tax number', async () => {
  await world.agree(skus[0]!, 200_000)
  await world.budget(9_000_000)
  const id = await world.sent([{ sku_id: skus[0]!, units: 1 }])
  const as = (who: 'purchaser' | 'controller', work: (tx: Tx) => Promise<unknown>) =>
    world.db.command(actorOf(who, null), work).then(
      () => 'done',
      (error: { code?: string; constraint_name?: string }) => error.constraint_name ?? error.code,
    )
  const own = (tx: Tx) => tx`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, vat_bp, valid, requested_by,
                                    approved_by)
    values (${newId()}, ${world.supplier()}, ${skus[1]!}, '[{"min_units":1,"unit_cost_fen":1}]', 1300,
            tstzrange(now(), null), platform.me(), platform.me())`
  expect(await as('purchaser', own)).toBe('42501')
  expect(await as('controller', own)).toBe('agreement_four_eyes')
  const approve = (tx: Tx) => tx`
    update purchase.purchase_order set approved_by = platform.me() where order_id = ${id}`
  expect(await as('purchaser', approve)).toBe('42501')
  const tax = (tx: Tx) => tx`update purchase.supplier set tax_id = '91510100MA6CABCD1X'`
  expect(await as('purchaser', tax)).toBe('42501')
  const cheaper = (tx: Tx) => tx`update purchase.order_cost set unit_cost_fen = 1 where order_id = ${id}`
  expect(await as('purchaser', cheaper)).toBe('order_draft_only')
  const reopen = (tx: Tx) => tx`update purchase.purchase_order set state = 'draft' where order_id = ${id}`
  expect(await as('purchaser', reopen)).toBe('order_moves')
})

test('selling reads no cost, neither over HTTP nor by SQL', async () => {
  await world.agree(skus[0]!, 200_000)
  await world.budget(9_000_000)
  const id = await world.acknowledged([{ sku_id: skus[0]!, units: 2 }])
  await world.receive(id, [{ scanned: codeOf(skus[0]!), good_units: 2 }])
  for (const path of ['/cost-agreements', '/suppliers', '/purchase-budgets?month=2099-12'])
    expect((await world.call('selling', 'GET', path)).status).toBe(403)
  expect((await world.call('selling', 'GET', '/purchase-orders')).body.items).toEqual([])
  const counted = (role: 'merchandiser' | 'warehouse_clerk' | 'controller') =>
    world.db.read(actorOf(role, null), async (tx) => {
      const [row] = await tx<{ n: number }[]>`
        select (select count(*) from purchase.agreement) + (select count(*) from purchase.order_cost)
             + (select count(*) from purchase.receipt_cost) + (select count(*) from purchase.supplier_bank)
             + (select count(*) from purchase.public_order_line)
             + (select count(*) from purchase.public_receipt_line) + (select count(*) from stock.cost)
             + (select count(*) from stock.entry_cost) as n`
      return Number(row!.n)
    })
  expect(await counted('merchandiser')).toBe(0)
  expect(await counted('warehouse_clerk')).toBe(0)
  expect(await counted('controller')).toBe(7)
})

test('what is not agreed, not open to buy, in another currency or above its price is refused', async () => {
  const [a] = skus as [Id]
  expect((await world.draft([{ sku_id: a, units: 1 }])).body).toMatchObject({
    reason: 'no_agreement',
    facts: { sku: codeOf(a) },
  })
  const dear = await world.proposeCost(a, 270_000)
  expect(dear.body).toMatchObject({
    reason: 'cost_above_price',
    facts: { cost_fen: 305_100, price_fen: list_fen },
  })
  await world.agree(a, 200_000, { min_units: 2, ends_at: '2100-01-01T00:00:00.000Z' })
  expect((await world.draft([{ sku_id: a, units: 1 }])).body).toMatchObject({ reason: 'below_minimum' })
  // One that begins earlier and never ends would lie over one that is planned.
  const planned = { starts_at: '2100-06-01T00:00:00.000Z', ends_at: '2100-07-01T00:00:00.000Z' }
  await world.agree(a, 200_000, planned)
  const over = await world.agree(a, 199_000, { starts_at: '2100-02-01T00:00:00.000Z' })
  expect(over.body.reason).toBe('agreement_overlaps')
  const { body } = await world.draft([{ sku_id: a, units: 2 }])
  const asked = await world.order('buying', 'PUT', body.order_id, 'submission', reason)
  expect(asked.body).toMatchObject({
    reason: 'over_budget',
    facts: { category: 'refrigerator', budget_fen: 0, order_fen: 400_000, over_fen: 400_000 },
  })
  const foreign = await world.call('buying', 'POST', '/suppliers', {
    code: 'USD-1',
    name: '外币',
    name_en: 'Foreign',
    payment_terms_days: 30,
    lead_time_days: 7,
    currency: 'USD',
  })
  expect(foreign.body).toMatchObject({ reason: 'only_cny' })
})

test('two orders of one month: what the first takes the second finds taken', async () => {
  await world.agree(skus[0]!, 100_000)
  await world.budget(1_000_000)
  const ids = [1, 2].map(
    async () => (await world.draft([{ sku_id: skus[0]!, units: 6 }])).body.order_id as string,
  )
  const asked = await Promise.all(
    (await Promise.all(ids)).map((id) => world.order('buying', 'PUT', id, 'submission', reason)),
  )
  expect(asked.map(({ status }) => status).sort()).toEqual([200, 409])
  const refused = asked.find(({ status }) => status === 409)!
  expect(refused.body.facts).toMatchObject({ committed_fen: 600_000, over_fen: 200_000 })
})

test('more than is tolerated is not taken in, and nothing of that receipt is', async () => {
  await world.agree(skus[0]!, 1_000)
  await world.budget(9_000_000)
  const id = await world.acknowledged([{ sku_id: skus[0]!, units: 100 }])
  const scanned = codeOf(skus[0]!)
  const over = await world.receive(id, [{ scanned, good_units: 104 }])
  expect(over.body).toMatchObject({
    reason: 'over_delivered',
    facts: { lines: [{ sku: scanned, due: 100, counted: 104, allowed: 3 }] },
  })
  expect(await world.cell(world.node, skus[0]!)).toBeUndefined()
  const some = await world.receive(id, [{ scanned, good_units: 103 }])
  expect(some.body.receipts[0].lines[0]).toMatchObject({ good_units: 103, over_units: 3 })
  expect(await world.cost(skus[0]!)).toEqual({ units: 103, value_fen: 103_000 })
})

test('two receipts of one line at once: one after the other, and what is too much is refused', async () => {
  await world.agree(skus[0]!, 1_000)
  await world.budget(9_000_000)
  const id = await world.acknowledged([{ sku_id: skus[0]!, units: 10 }])
  const scanned = codeOf(skus[0]!)
  const both = await Promise.all([1, 2, 3].map(() => world.receive(id, [{ scanned, good_units: 4 }])))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 409])
  expect(await world.cell(world.node, skus[0]!)).toMatchObject({ on_hand: 8 })
  expect(await world.cost(skus[0]!)).toEqual({ units: 8, value_fen: 8_000 })
  await world.balanced()
})

test('goods go back, once and no more than came; freight and rebate that are heard late are agreed', async () => {
  const [a] = skus as [Id]
  await world.agree(a, 1_000)
  await world.budget(9_000_000)
  const id = await world.acknowledged([{ sku_id: a, units: 10 }])
  await world.receive(id, [{ scanned: codeOf(a), good_units: 10 }])
  const back = (units: number) =>
    world.order('buying', 'POST', id, 'returns', { reason: 'defective', lines: [{ line_no: 1, units }] })
  expect((await back(4)).body.returns).toHaveLength(1)
  expect((await back(7)).body.reason).toBe('too_many_returned')
  expect(await world.cost(a)).toEqual({ units: 6, value_fen: 6_000 })
  const late = await world.proposeAny('buying', 'purchase.variance', {
    order_id: id,
    kind: 'freight',
    amount_fen: 1_000,
  })
  expect((await world.decide('buying', late)).status).toBe(403)
  await world.decide('control', late)
  expect(await world.cost(a)).toEqual({ units: 6, value_fen: 6_600 })
  const [row] = await world.owner`select stock_fen, past_fen from stock.variance`
  expect(row).toEqual({ stock_fen: 600, past_fen: 400 })
  await world.balanced()
})
