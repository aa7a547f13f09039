// A purchase order through HTTP: from an agreed cost to goods in stock, in the hands of three people.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { catalog } from '../catalog/index.ts'
import { loadPrices, openPrices } from '../pricing/index.ts'
import { orderStates } from './contract-orders.ts'
import { changeKinds, routes } from './index.ts'

const list_fen = 300_000
const starts_at = '2026-01-01T00:00:00.000Z'
let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let skus: Id[]
let node: Id

beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 500,
    nodes: (owner) => {
      const first = nodeOf(owner, { kind: 'warehouse' })
      return [first, nodeOf(owner, { kind: 'warehouse' })]
    },
    actors: ([first, second]) => ({
      buying: actorOf('purchaser', null),
      control: actorOf('controller', null),
      second: actorOf('controller', null),
      selling: actorOf('merchandiser', null),
      store: actorOf('warehouse_clerk', [first!.id]),
      elsewhere: actorOf('warehouse_clerk', [second!.id]),
    }),
  })
  prices = await openPrices(world.db)
  skus = world.sku_ids as Id[]
  node = world.nodes[0]!.id
  await world.owner.begin((tx) =>
    loadPrices(
      tx as unknown as Tx,
      system,
      skus.map((sku_id) => ({ id: newId(), sku_id, place_code: 'CN', price_fen: list_fen, starts_at })),
    ),
  )
  await prices.refresh()
})
afterAll(async () => {
  prices.stop()
  await world.close()
})

const tables = `purchase.supplier, purchase.supplier_bank, purchase.agreement, purchase.budget,
  purchase.purchase_order, purchase.order_line, purchase.order_cost, purchase.despatch,
  purchase.despatch_line, purchase.receipt, purchase.receipt_line, purchase.receipt_wrong,
  purchase.receipt_cost, purchase.supplier_return, purchase.supplier_return_line,
  stock.level, stock.entry, stock.hold, stock.cost, stock.entry_cost, stock.variance`
let supplier_id: Id
beforeEach(async () => {
  await world.owner.unsafe(`truncate ${tables}`)
  const added = await world.call('buying', 'POST', '/suppliers', {
    code: 'CHENYAN',
    name: '晨岩电器',
    name_en: 'Chenyan',
    payment_terms_days: 45,
    lead_time_days: 7,
  })
  supplier_id = added.body.supplier_id
})

type Asked = { body: { request_id?: string; id?: string } }
const decide = (who: string, asked: Asked) =>
  world.call(who, 'PUT', `/change-requests/${asked.body.request_id ?? asked.body.id}/approval`, {})
const proposeAny = (who: string, kind: string, after: object) =>
  world.call(who, 'POST', '/change-requests', { kind, after, reason: '年度谈判' })
const proposeCost = (sku_id: Id, unit_cost_fen: number, more: object = {}) =>
  world.call('buying', 'POST', '/cost-agreements', {
    supplier_id,
    sku_id,
    tiers: [{ min_units: 1, unit_cost_fen }],
    starts_at,
    reason: '年度谈判',
    ...more,
  })
const budget = async (budget_fen: number, month = '2026-12') =>
  decide(
    'second',
    await proposeAny('control', 'purchase.budget', { category_code: 'refrigerator', month, budget_fen }),
  )
const agree = async (sku_id: Id, unit_cost_fen: number, more?: object) =>
  decide('control', await proposeCost(sku_id, unit_cost_fen, more))

const draft = (lines: { sku_id: Id; units: number }[], more: object = {}) =>
  world.call('buying', 'POST', '/purchase-orders', {
    supplier_id,
    node_id: node,
    expected_on: '2026-12-15',
    lines,
    ...more,
  })
const order = (who: string, method: string, id: string, what = '', body?: object) =>
  world.call(who, method, `/purchase-orders/${id}${what && `/${what}`}`, body)
const reason = { reason: '补货' }

async function sent(lines: { sku_id: Id; units: number }[], more: object = {}) {
  const { body } = await draft(lines, more)
  const asked = await order('buying', 'PUT', body.order_id, 'submission', reason)
  await decide('control', asked)
  return body.order_id as string
}
async function acknowledged(lines: { sku_id: Id; units: number }[], more: object = {}) {
  const id = await sent(lines, more)
  await order('buying', 'PUT', id, 'acknowledgement', {})
  return id
}
const codeOf = (sku_id: Id) => catalog().sku(sku_id)!.code
const receive = (id: string, lines: object[], more: object = {}) =>
  order('store', 'POST', id, 'receipts', { lines, ...more })
const cost = async (sku_id: Id) => {
  const [row] = await world.owner<{ units: number; value_fen: number }[]>`
    select units, value_fen from stock.public_cost where sku_id = ${sku_id} and owner is not null
     union all select units, value_fen from stock.public_cost where sku_id = ${sku_id} and owner is null`
  return row && { units: row.units, value_fen: row.value_fen }
}

test('from an agreed cost to goods in stock, each step in its own hands', async () => {
  const [a, b] = skus as [Id, Id]
  await agree(a, 200_000, {
    tiers: [
      { min_units: 1, unit_cost_fen: 200_000 },
      { min_units: 10, unit_cost_fen: 190_000 },
    ],
  })
  await agree(b, 100_000)
  await budget(3_000_000)
  const drafted = await draft(
    [
      { sku_id: a, units: 10 },
      { sku_id: b, units: 4 },
    ],
    { freight_fen: 2_301 },
  )
  expect(drafted.body).toMatchObject({ state: 'draft', total_fen: 2_302_301, units: 14 })
  const id = drafted.body.order_id
  // Nobody else sees a draft but buying and control.
  expect((await order('store', 'GET', id)).status).toBe(404)
  const asked = await order('buying', 'PUT', id, 'submission', reason)
  expect(asked.body).toMatchObject({ state: 'approving' })
  expect((await order('buying', 'PUT', id, 'draft', {})).body.reason).toBe('still_waits')
  expect((await decide('control', asked)).body.state).toBe('approved')
  const told = await order('buying', 'PUT', id, 'acknowledgement', { lines: [{ line_no: 2, units: 3 }] })
  expect(told.body).toMatchObject({ state: 'acknowledged', units: 13 })
  const shipped = await order('buying', 'POST', id, 'despatches', {
    no: 'D-1',
    lines: [
      { line_no: 1, units: 10 },
      { line_no: 2, units: 3 },
    ],
  })
  expect(shipped.body).toMatchObject({ state: 'part_shipped' })
  const [despatch] = shipped.body.despatches
  // A node reads what comes, never what it costs.
  const seen = await order('store', 'GET', id)
  expect(seen.body).toMatchObject({ total_fen: null, supplier_name: '晨岩电器' })
  expect(seen.body.items[0]).toMatchObject({ units: 10, unit_cost_fen: null })
  expect((await order('elsewhere', 'GET', id)).status).toBe(404)
  expect((await order('selling', 'GET', id)).status).toBe(404)
  const gtin = catalog().sku(a)!.gtin!
  const came = await receive(
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
  expect(await world.cell(node, a)).toMatchObject({ on_hand: 8 })
  // 1,900,000 of 2,300,000 of the freight lies on the first line: 1,901 for ten units, 1,521 for eight.
  expect(await cost(a)).toEqual({ units: 8, value_fen: 8 * 190_000 + 1_521 })
  expect((await receive(id, [{ scanned: gtin, good_units: 2 }])).body.state).toBe('closed')
  expect(await cost(a)).toEqual({ units: 10, value_fen: 1_900_000 + 1_901 })
  expect((await receive(id, [{ scanned: gtin, good_units: 1 }])).body).toMatchObject({
    reason: 'order_state',
    facts: { state: 'closed' },
  })
  await world.balanced()
})

test('who proposed does not agree: cost, order, budget, bank', async () => {
  const [a] = skus as [Id]
  const costs = await proposeCost(a, 200_000)
  expect((await decide('buying', costs)).status).toBe(403)
  expect((await decide('control', costs)).body.state).toBe('approved')
  const wish = { category_code: 'refrigerator', month: '2026-12', budget_fen: 1_000_000 }
  const asked = await proposeAny('control', 'purchase.budget', wish)
  expect((await decide('control', asked)).body.reason).toBe('own_request')
  expect((await decide('second', asked)).body.state).toBe('approved')
  const bank = {
    supplier_id,
    tax_id: '91510100MA6CABCD1X',
    bank_name: '工商银行成都分行',
    bank_code: '102651000012',
    account_name: '晨岩电器有限公司',
    account_no: '4402239009100123456',
  }
  const changed = await proposeAny('buying', 'purchase.supplier_bank', bank)
  expect((await world.call('buying', 'GET', `/suppliers/${supplier_id}`)).body.bank).toBeNull()
  expect((await decide('buying', changed)).status).toBe(403)
  expect((await decide('control', changed)).body.state).toBe('approved')
  const shown = await world.call('buying', 'GET', `/suppliers/${supplier_id}`)
  expect(shown.body).toMatchObject({ tax_id: bank.tax_id, bank: { version: 1, account_no: '····3456' } })
  // Another one, proposed against the first: what moved meanwhile is not agreed to.
  const [next, third] = [
    await proposeAny('buying', 'purchase.supplier_bank', { ...bank, account_no: '4402239009100999999' }),
    await proposeAny('buying', 'purchase.supplier_bank', { ...bank, account_no: '4402239009100888888' }),
  ]
  expect((await decide('control', next)).body.state).toBe('approved')
  expect((await decide('control', third)).body.reason).toBe('stale_before')
})

test('in the database too: nobody agrees to what is their own, and buying writes no tax number', async () => {
  await agree(skus[0]!, 200_000)
  await budget(9_000_000)
  const id = await sent([{ sku_id: skus[0]!, units: 1 }])
  const as = (who: 'purchaser' | 'controller', work: (tx: Tx) => Promise<unknown>) =>
    world.db.command(actorOf(who, null), work).then(
      () => 'done',
      (error: { code?: string; constraint_name?: string }) => error.constraint_name ?? error.code,
    )
  const own = (tx: Tx) => tx`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, vat_bp, valid, requested_by,
                                    approved_by)
    values (${newId()}, ${supplier_id}, ${skus[1]!}, '[{"min_units":1,"unit_cost_fen":1}]', 1300,
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
  await agree(skus[0]!, 200_000)
  await budget(9_000_000)
  const id = await acknowledged([{ sku_id: skus[0]!, units: 2 }])
  await receive(id, [{ scanned: codeOf(skus[0]!), good_units: 2 }])
  for (const path of ['/cost-agreements', '/suppliers', '/purchase-budgets?month=2026-12'])
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
  expect((await draft([{ sku_id: a, units: 1 }])).body).toMatchObject({
    reason: 'no_agreement',
    facts: { sku: codeOf(a) },
  })
  const dear = await proposeCost(a, 270_000)
  expect(dear.body).toMatchObject({
    reason: 'cost_above_price',
    facts: { cost_fen: 305_100, price_fen: list_fen },
  })
  await agree(a, 200_000, { min_units: 2, ends_at: '2027-01-01T00:00:00.000Z' })
  expect((await draft([{ sku_id: a, units: 1 }])).body).toMatchObject({ reason: 'below_minimum' })
  // One that begins earlier and never ends would lie over one that is planned.
  const planned = { starts_at: '2027-06-01T00:00:00.000Z', ends_at: '2027-07-01T00:00:00.000Z' }
  await agree(a, 200_000, planned)
  const over = await agree(a, 199_000, { starts_at: '2027-02-01T00:00:00.000Z' })
  expect(over.body.reason).toBe('agreement_overlaps')
  const { body } = await draft([{ sku_id: a, units: 2 }])
  const asked = await order('buying', 'PUT', body.order_id, 'submission', reason)
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
  await agree(skus[0]!, 100_000)
  await budget(1_000_000)
  const ids = [1, 2].map(async () => (await draft([{ sku_id: skus[0]!, units: 6 }])).body.order_id as string)
  const asked = await Promise.all(
    (await Promise.all(ids)).map((id) => order('buying', 'PUT', id, 'submission', reason)),
  )
  expect(asked.map(({ status }) => status).sort()).toEqual([200, 409])
  const refused = asked.find(({ status }) => status === 409)!
  expect(refused.body.facts).toMatchObject({ committed_fen: 600_000, over_fen: 200_000 })
})

test('more than is tolerated is not taken in, and nothing of that receipt is', async () => {
  await agree(skus[0]!, 1_000)
  await budget(9_000_000)
  const id = await acknowledged([{ sku_id: skus[0]!, units: 100 }])
  const scanned = codeOf(skus[0]!)
  const over = await receive(id, [{ scanned, good_units: 104 }])
  expect(over.body).toMatchObject({
    reason: 'over_delivered',
    facts: { lines: [{ sku: scanned, due: 100, counted: 104, allowed: 3 }] },
  })
  expect(await world.cell(node, skus[0]!)).toBeUndefined()
  const some = await receive(id, [{ scanned, good_units: 103 }])
  expect(some.body.receipts[0].lines[0]).toMatchObject({ good_units: 103, over_units: 3 })
  expect(await cost(skus[0]!)).toEqual({ units: 103, value_fen: 103_000 })
})

test('two receipts of one line at once: one after the other, and what is too much is refused', async () => {
  await agree(skus[0]!, 1_000)
  await budget(9_000_000)
  const id = await acknowledged([{ sku_id: skus[0]!, units: 10 }])
  const scanned = codeOf(skus[0]!)
  const both = await Promise.all([1, 2, 3].map(() => receive(id, [{ scanned, good_units: 4 }])))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 200, 409])
  expect(await world.cell(node, skus[0]!)).toMatchObject({ on_hand: 8 })
  expect(await cost(skus[0]!)).toEqual({ units: 8, value_fen: 8_000 })
  await world.balanced()
})

test('goods go back, once and no more than came; freight and rebate that are heard late are agreed', async () => {
  const [a] = skus as [Id]
  await agree(a, 1_000)
  await budget(9_000_000)
  const id = await acknowledged([{ sku_id: a, units: 10 }])
  await receive(id, [{ scanned: codeOf(a), good_units: 10 }])
  const back = (units: number) =>
    order('buying', 'POST', id, 'returns', { reason: 'defective', lines: [{ line_no: 1, units }] })
  expect((await back(4)).body.returns).toHaveLength(1)
  expect((await back(7)).body.reason).toBe('too_many_returned')
  expect(await cost(a)).toEqual({ units: 6, value_fen: 6_000 })
  const late = await proposeAny('buying', 'purchase.variance', {
    order_id: id,
    kind: 'freight',
    amount_fen: 1_000,
  })
  expect((await decide('buying', late)).status).toBe(403)
  await decide('control', late)
  expect(await cost(a)).toEqual({ units: 6, value_fen: 6_600 })
  const [row] = await world.owner`select stock_fen, past_fen from stock.variance`
  expect(row).toEqual({ stock_fen: 600, past_fen: 400 })
  await world.balanced()
})

// --- the table of states

type Reply = { status: number; body: { reason?: string; state?: string } }
const deeds: Record<string, (id: string) => Promise<Reply>> = {
  change: (id) =>
    order('buying', 'PUT', id, '', { expected_on: '2026-12-16', lines: [{ sku_id: skus[0]!, units: 5 }] }),
  submit: (id) => order('buying', 'PUT', id, 'submission', reason),
  redraft: (id) => order('buying', 'PUT', id, 'draft', {}),
  acknowledge: (id) => order('buying', 'PUT', id, 'acknowledgement', {}),
  despatch: (id) =>
    order('buying', 'POST', id, 'despatches', { no: newId(), lines: [{ line_no: 1, units: 1 }] }),
  receive: (id) => receive(id, [{ scanned: codeOf(skus[0]!), good_units: 1 }]),
  close: (id) => order('buying', 'PUT', id, 'closure', reason),
  cancel: (id) => order('buying', 'PUT', id, 'cancellation', reason),
  return: (id) =>
    order('buying', 'POST', id, 'returns', { reason: 'agreed', lines: [{ line_no: 1, units: 1 }] }),
}
/** How an order comes into each state. */
async function inState(state: (typeof orderStates)[number]): Promise<string> {
  const lines = [{ sku_id: skus[0]!, units: 5 }]
  if (state === 'sent') return sent(lines)
  if (['draft', 'approving', 'cancelled'].includes(state)) {
    const id = (await draft(lines)).body.order_id
    if (state === 'approving') await deeds.submit!(id)
    if (state === 'cancelled') await deeds.cancel!(id)
    return id
  }
  const id = await acknowledged(lines)
  if (state === 'part_shipped') await deeds.despatch!(id)
  if (state === 'part_received' || state === 'closed') await deeds.receive!(id)
  if (state === 'closed') await deeds.close!(id)
  return id
}
const table: Record<(typeof orderStates)[number], string> = {
  draft: 'change submit cancel',
  approving: '',
  sent: 'acknowledge cancel',
  acknowledged: 'despatch receive close cancel',
  part_shipped: 'despatch receive close',
  part_received: 'despatch receive close return',
  closed: 'return',
  cancelled: '',
}

test.each(orderStates)('of an order that is %s', async (state) => {
  await agree(skus[0]!, 1_000)
  await budget(9_000_000)
  const possible: string[] = []
  for (const [deed, run] of Object.entries(deeds)) {
    const id = await inState(state)
    expect((await order('buying', 'GET', id)).body.state).toBe(state)
    const { status, body } = await run(id)
    if (status === 200) possible.push(deed)
    else expect(['order_state', 'still_waits', 'not_found']).toContain(body.reason)
  }
  expect(possible.join(' ')).toBe(table[state])
})

// --- a large order, against a sheet

test('500 lines in four parts with shorts, damage and freight: stock and cost are what the sheet says', async () => {
  const wish = skus.map((sku_id, at) => ({ sku_id, units: 1 + ((at * 7) % 20), cost: 10_000 + at * 37 }))
  await world.owner`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, vat_bp, valid, requested_by,
                                    approved_by)
    select gen_random_uuid(), ${supplier_id}, w.sku_id,
           jsonb_build_array(jsonb_build_object('min_units', 1, 'unit_cost_fen', w.cost)), 1300,
           tstzrange('2026-01-01', null), gen_random_uuid(), gen_random_uuid()
      from jsonb_to_recordset(${world.owner.json(wish)}) as w(sku_id uuid, cost bigint)`
  await budget(1_000_000_000)
  const freight_fen = 123_457
  const lines = wish.map(({ sku_id, units }) => ({ sku_id, units }))
  const id = await sent(lines, { freight_fen })
  // The supplier sends two fewer of every tenth line that has so many.
  const answer = wish.flatMap(({ units }, at) =>
    at % 10 === 0 && units > 2 ? [{ line_no: at + 1, units: units - 2 }] : [],
  )
  await order('buying', 'PUT', id, 'acknowledgement', { lines: answer })

  // The sheet, worked out by hand: what is agreed, what comes in each part, what breaks on the way.
  const sheet = wish.map((line, at) => {
    const agreed = at % 10 === 0 && line.units > 2 ? line.units - 2 : line.units
    const broken = at % 25 === 3 ? 1 : 0
    const missing = at % 40 === 7 ? 1 : 0
    const good = Math.max(agreed - missing, 0)
    const parts = [Math.floor(good / 2), Math.floor(good / 4), Math.floor(good / 8), 0]
    parts[3] = good - parts[0]! - parts[1]! - parts[2]!
    return { ...line, agreed, broken, parts, good }
  })
  const total = sheet.reduce((sum, { units, cost }) => sum + units * cost, 0)
  const exact = sheet.map(({ units, cost }) => (freight_fen * units * cost) / total)
  const whole = exact.map(Math.floor)
  const rest = freight_fen - whole.reduce((sum, one) => sum + one, 0)
  const byRest = exact.map((one, at) => [one - whole[at]!, at] as const).sort((x, y) => y[0] - x[0])
  for (const [, at] of byRest.slice(0, rest)) whole[at]! += 1
  const worth = sheet.map(({ good, agreed, cost }, at) => {
    return good * cost + Math.floor((whole[at]! * good * 2 + agreed) / (2 * agreed))
  })

  for (const part of [0, 1, 2, 3]) {
    const came = sheet.flatMap(({ sku_id, parts, broken }) => {
      const damaged_units = part === 1 ? broken : 0
      if (parts[part] === 0 && damaged_units === 0) return []
      return [{ scanned: codeOf(sku_id), good_units: parts[part]!, damaged_units }]
    })
    const { status, body } = await receive(id, came)
    expect([status, body.state]).toEqual([200, 'part_received'])
  }
  expect((await order('buying', 'PUT', id, 'closure', reason)).body.state).toBe('closed')
  const said = await world.owner<{ on_hand: number; units: number; value_fen: number }[]>`
    select l.on_hand, c.units, c.value_fen
      from unnest(${skus}::uuid[]) with ordinality as w(sku_id, at)
      left join stock.level l on l.sku_id = w.sku_id and l.node_id = ${node}
      left join stock.public_cost c on c.sku_id = w.sku_id
     order by w.at`
  expect([...said]).toEqual(
    sheet.map(({ good }, at) =>
      good === 0
        ? { on_hand: null, units: null, value_fen: null }
        : { on_hand: good, units: good, value_fen: worth[at] },
    ),
  )
  const [landed] = await world.owner<{ fen: number }[]>`
    select sum(landed_fen)::bigint as fen from purchase.public_receipt_line`
  expect(landed!.fen).toBe(worth.reduce((sum, one) => sum + one, 0))
  await world.balanced()
}, 60_000)
