// Sums of what was sold and of what funding bought, from orders as they lie; and whose they are to see.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Brands, openBrands } from '../../../tools/test-brands.ts'
import { city_code } from '../../../tools/test-goods.ts'
import { catalog, changeKinds } from '../catalog/index.ts'
import { loadPastOrders } from '../orders/index.ts'
import { sumDays } from './commands-sums.ts'
import { changeKinds as fundingKinds, routes } from './index.ts'

let world: Brands
let mine: Id
let other: Id
beforeAll(async () => {
  world = await openBrands({ routes, kinds: [...changeKinds, ...fundingKinds] })
  mine = world.sku_ids[0]!
  other = world.rival.sku_ids[0]!
  await agreeBenefit('launch', 4_000)
  await sold(mine, 5, { at: 0 })
  await sold(mine, 2, { at: 1, cut_fen: 33_333, returned: 1 })
  await sold(mine, 3, { at: 1, cut_fen: 33_333 })
  await sold(mine, 9, { at: 0, state: 'cancelled' })
  await sold(other, 7, { at: 1, cut_fen: 10_000 })
  await world.shelve(
    { sku_id: mine, node_id: world.nodes[0]!.id, units: 20 },
    { sku_id: mine, node_id: world.nodes[1]!.id, units: 1 },
    { sku_id: other, node_id: world.nodes[1]!.id, units: 50 },
  )
  await summed()
})
afterAll(() => world.close())

const summed = () => world.db.command(system, sumDays)
const get = async (who: string, path: string) => (await world.call(who, 'GET', path)).body

/** As it stands in the table of benefits: the house and the brand of the goods share it. */
async function agreeBenefit(code: string, share_bp: number) {
  const request_id = newId()
  await world.owner`
    insert into control.change_request (id, kind, subject_kind, subject_id, before, after, reason, checks,
           requested_by, requested_by_name, requested_at, expires_at)
    values (${request_id}, 'pricing.benefit', 'benefit', ${code}, '{}', '{}', 'x', '[]', ${newId()}, 'x',
            now(), now())`
  const funders = [
    { party: 'house', share_bp: 10_000 - share_bp },
    { party: 'brand', share_bp },
  ]
  await world.owner`
    insert into pricing.benefit (code, kind, wish, valid, requested_by, approved_by, request_id)
    values (${code}, 'direct_cut', ${world.owner.json({ code, funders })},
            tstzrange(now() - interval '9 days', now() + interval '9 days'), ${newId()}, ${newId()},
            ${request_id})`
}

type More = { at: number; cut_fen?: number; returned?: number; state?: string }

/** An order of two days ago at a node, as it was frozen. */
async function sold(sku_id: Id, quantity: number, { at, cut_fen, returned = 0, state = 'closed' }: More) {
  const id = newId()
  const placed_at = new Date(Date.now() - 2 * 86_400_000).toISOString()
  const sku = catalog().sku(sku_id)!
  const order = {
    city_code,
    id,
    number: id,
    basket_id: newId(),
    payment_id: newId(),
    channel: 'shop',
    node_id: world.nodes[at]!.id,
    county_code: '510107',
    total_fen: 100_000 * quantity,
    quantity,
    sku_id,
    code: sku.code,
    name_zh: sku.name_zh,
    name_en: sku.name_en,
    unit_fen: 100_000,
    needs_install: false,
    placed_at,
    delivered_at: placed_at,
  }
  await world.owner.begin((tx) => loadPastOrders(tx as unknown as Tx, [order as never]))
  await world.owner`update orders.customer_order set state = ${state} where id = ${id}`
  const benefits = [
    { code: 'launch', name_zh: '新品直降', name_en: 'Launch cut', cut_fen, ends_at: placed_at },
  ]
  const trace = cut_fen ? [{}, { code: 'benefit', facts: { benefits } }, {}] : []
  await world.owner`
    update orders.line set returned_quantity = ${returned}, trace = ${world.owner.json(trace as never)}
     where order_id = ${id}`
}

test('units by city and form of store, without what was given up; stock as it is now', async () => {
  const { items } = await get('brand', '/brand-sales')
  expect(items).toEqual([
    {
      city_code,
      format: 'warehouse',
      units: 5,
      returned_units: 0,
      on_hand: 20,
      nodes: 1,
      sell_through_bp: 2_000,
    },
    {
      city_code,
      format: 'town_store',
      units: 4,
      returned_units: 1,
      on_hand: 1,
      nodes: 1,
      sell_through_bp: 8_000,
    },
  ])
  expect((await get('brand', '/brand-sku-sales')).items).toMatchObject([
    { sku_id: mine, units: 9, on_hand: 21 },
  ])
  expect((await get('brand', `/brand-sales?format=warehouse`)).items).toHaveLength(1)
  expect(
    (await get('brand', `/brand-sales?days=1`)).items.map((row: { units: number }) => row.units),
  ).toEqual([0, 0])
  const first = await get('brand', '/brand-sales?limit=1')
  const then = await get('brand', `/brand-sales?limit=1&after=${encodeURIComponent(first.next)}`)
  expect([first.items[0].format, then.items[0].format, then.next]).toEqual(['warehouse', 'town_store', null])
})

test('a day whose orders moved is summed anew, one that stands still is not', async () => {
  expect(await summed()).toBe(0)
  await world.owner`
    update orders.customer_order set changed_at = now(), state = 'cancelled'
     where id in (select order_id from orders.line where sku_id = ${mine} and quantity = 5)`
  expect(await summed()).toBe(1)
  expect((await get('brand', '/brand-sku-sales')).items[0].units).toBe(4)
})

test('what its funding bought: units that were kept, what was taken off them, its share to the fen', async () => {
  // 1 of 2 kept and 3 kept, 33,333 fen off each; 40 % of 33,333 is 13,333.2 and of 99,999 is 39,999.6.
  expect((await get('brand', '/brand-benefits')).items).toMatchObject([
    { code: 'launch', name_en: 'Launch cut', units: 4, off_fen: 133_332, own_fen: 13_333 + 40_000 },
  ])
  expect((await get('rival', '/brand-benefits')).items).toMatchObject([
    { code: 'launch', units: 7, off_fen: 70_000, own_fen: 28_000 },
  ])
})

test('another brand’s SKU asked by its id gives nothing, neither sold nor in stock', async () => {
  expect((await get('brand', `/brand-sales?sku_id=${other}`)).items).toEqual([])
})

test('funding is offered on own goods only, agreed by control, and then selling reads it', async () => {
  const own_code = catalog().sku(mine)!.code
  const wish = {
    sku_codes: [own_code],
    share_bp: 5_000,
    budget_fen: 10_000_000,
    starts_at: '2098-01-01T00:00:00+08:00',
    ends_at: '2098-02-01T00:00:00+08:00',
    reason: '新品',
  }
  const offer = (who: string, more: object = {}) =>
    world.call(who, 'POST', '/brand-fundings', { ...wish, ...more })
  expect((await offer('rival')).body.errors[0]).toMatchObject({
    pointer: '/sku_codes/0',
    reason: 'sku_code_unknown',
  })
  expect((await offer('brand', { ends_at: wish.starts_at })).body.errors[0].pointer).toBe('/ends_at')
  expect((await offer('selling')).status).toBe(403)
  const { body } = await offer('brand')
  expect((await get('brand', '/brand-fundings')).items).toEqual([])
  const approval = `/change-requests/${body.request_id}/approval`
  expect((await world.call('brand', 'PUT', approval, {})).status).toBe(403)
  expect((await world.call('control', 'PUT', approval, {})).body.state).toBe('approved')
  expect((await get('brand', '/brand-fundings')).items).toMatchObject([{ share_bp: 5_000, state: 'planned' }])
  expect((await get('selling', '/funding-offers')).items).toMatchObject([{ sku_codes: [own_code] }])
  expect((await get('rival', '/brand-fundings')).items).toEqual([])
})

// What a brand may read at all, by SQL as the application role: each row of it must be its own.
const own: Record<string, string> = {
  'brands.sold': 'brand_id',
  'brands.bought': 'brand_id',
  'brands.funding': 'brand_id',
  'purchase.supplier': 'brand_id',
  'purchase.public_asked': 'brand_id',
}
const through_orders = [
  'purchase.purchase_order',
  'purchase.order_line',
  'purchase.order_cost',
  'purchase.public_asked_line',
  'purchase.public_despatch',
]

test('by SQL with its claims a brand reads its own rows and no others, whatever it asks', async () => {
  const [own_order, foreign] = [await world.order('mine', [3, 4]), await world.order('other', [5])]
  const brand = world.actors.brand
  for (const [table, column] of Object.entries(own)) {
    const seen = await world.db.read(
      brand,
      (tx) => tx<{ id: string }[]>`
      select ${tx(column)}::text as id from ${tx.unsafe(table)}`,
    )
    expect([table, seen.length > 0, seen.every(({ id }) => id === world.mine)]).toEqual([table, true, true])
  }
  for (const table of through_orders) {
    const rows = await world.db.read(
      brand,
      (tx) => tx<{ order_id: string }[]>`
      select order_id from ${tx.unsafe(table)}`,
    )
    const ids = rows.map(({ order_id }) => order_id)
    expect([table, ids.includes(foreign)]).toEqual([table, false])
    if (table !== 'purchase.public_despatch') expect([table, ids.includes(own_order)]).toEqual([table, true])
  }
  for (const table of ['orders.customer_order', 'orders.line', 'orders.recipient', 'orders.public_line'])
    expect(await world.db.read(brand, (tx) => tx`select * from ${tx.unsafe(table)}`)).toHaveLength(0)
})

test('by SQL it writes nothing: no order, no sums, no funding, no catalog, no price', async () => {
  const brand = world.actors.brand
  const id = await world.order('mine', [3])
  const sku_id = mine
  const refused = async (work: (tx: Tx) => Promise<{ count: number }>) => {
    const rows = await world.db.command(brand, work).catch((error: { code?: string }) => {
      expect(['42501', '23514']).toContain(error.code)
      return { count: 0 }
    })
    expect(rows.count).toBe(0)
  }
  await refused((tx) => tx`update purchase.purchase_order set state = 'acknowledged' where order_id = ${id}`)
  await refused((tx) => tx`update purchase.order_line set acknowledged_units = 1 where order_id = ${id}`)
  await refused((tx) => tx`update purchase.order_cost set unit_cost_fen = 1 where order_id = ${id}`)
  await refused(
    (tx) => tx`
    insert into purchase.despatch (despatch_id, order_id, no) values (${newId()}, ${id}, 'X')`,
  )
  await refused((tx) => tx`delete from brands.sold`)
  await refused((tx) => tx`update catalog.sku set depth_mm = 1 where id = ${sku_id}`)
  await refused(
    (tx) => tx`
    insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid)
    values (${newId()}, ${sku_id}, 'CN', 'all', 'retail', 1, tstzrange(now(), null))`,
  )
  await refused((tx) => tx`update pricing.benefit set valid = 'empty'`)
})

/** Rows of a table in which any of these ids stands in any column, as text. */
async function rowsWith(actor: Actor, table: string, ids: readonly string[]) {
  const [schema, name] = table.split('.') as [string, string]
  const columns = await world.owner<{ name: string }[]>`
    select column_name as name from information_schema.columns
     where table_schema = ${schema} and table_name = ${name} and data_type = 'uuid'`
  const any = columns.map((column) => `t."${column.name}"`).join(', ')
  const asked = `select to_jsonb(t)::text as row
                   from unnest($1::uuid[]) as q(id) join ${table} t on q.id in (${any})`
  return world.db.read(actor, (tx) => tx.unsafe<{ row: string }[]>(asked, [[...ids]]))
}

test('10,000 random tries with one brand’s claims never show a row or a count of another’s', async () => {
  const foreign_order = await world.order('other', [1])
  const own_order = await world.order('mine', [1])
  const { brand_id, product_id, sku_ids } = world.rival
  const foreign = [brand_id, product_id, ...sku_ids, foreign_order, world.suppliers.other as string]
  const ids = [...foreign, own_order, world.mine as string, mine as string, world.suppliers.mine as string]
  const tables = [...Object.keys(own), ...through_orders]
  let shown = 0
  for (const [at, table] of tables.entries()) {
    const tries = fc.sample(fc.constantFrom(...ids), { numRuns: 1_000, seed: at })
    const rows = await rowsWith(world.actors.brand, table, tries)
    shown += rows.length
    const stray = rows.find(({ row }) => foreign.some((id) => row.includes(id)))
    expect([table, stray]).toEqual([table, undefined])
  }
  expect([tables.length, shown > 1_000]).toEqual([10, true])
  const before = await counted()
  // More of the other brand's: nothing that this one counts has moved.
  await sold(other, 3, { at: 0 })
  await world.order('other', [2])
  await summed()
  expect(await counted()).toEqual(before)
})

test('random addresses of another brand’s answer as what is not there', async () => {
  const foreign_order = await world.order('other', [1])
  const asked = fc.record({
    path: fc.constantFrom('/brand-orders/', '/brand-products/', '/brand-sales?sku_id='),
    id: fc.constantFrom(foreign_order, world.rival.product_id, ...world.rival.sku_ids, newId()),
  })
  for (const { path, id } of fc.sample(asked, { numRuns: 200, seed: 9 })) {
    const { status, body } = await world.call('brand', 'GET', `${path}${id}`)
    expect([path, status === 404 || body.items.length === 0]).toEqual([path, true])
  }
})

/** Everything a brand counts, over HTTP; when it was summed is no count. */
async function counted() {
  const { summed_at: _at, ...counts } = await get('brand', '/brand-counts')
  const paths = [
    '/brand-sales',
    '/brand-sku-sales',
    '/brand-benefits',
    '/brand-fundings',
    '/brand-orders?limit=100',
  ]
  const lists = []
  for (const path of paths) lists.push(await get('brand', path))
  return { counts, lists }
}
