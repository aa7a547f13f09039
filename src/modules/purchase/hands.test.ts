// Cost and price of one SKU are two hands, also when one person changes roles; and what control holds still
// is neither bought nor re-costed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, roles, system } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { type Id, newId } from '../../platform/types.ts'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { registerFreezables, registerKinds } from '../control/index.ts'
import { changeKinds as priceKinds, loadPrices, openPrices, routes as priceRoutes } from '../pricing/index.ts'
import { changeKinds, freezables, routes } from './index.ts'

let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
let skus: Id[]
let supplier_id: Id
const buying = actorOf('purchaser', null)
/** The same person after a change of roles. */
const then = (role: 'merchandiser' | 'controller'): Actor => ({
  ...buying,
  roles: [role],
  permissions: new Set(roles[role]),
})

beforeAll(async () => {
  world = await openGoods({
    routes: [...routes, ...priceRoutes],
    kinds: changeKinds,
    skus: 4,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse' })],
    actors: () => ({
      buying,
      as_seller: then('merchandiser'),
      as_controller: then('controller'),
      selling: actorOf('merchandiser', null),
      control: actorOf('controller', null),
      second: actorOf('controller', null),
    }),
  })
  registerKinds(priceKinds)
  registerFreezables(freezables)
  prices = await openPrices(world.db)
  skus = world.sku_ids as Id[]
  const starts_at = '2026-01-01T00:00:00.000Z'
  const rows = skus.map((sku_id) => ({
    id: newId(),
    sku_id,
    place_code: 'CN',
    price_fen: 300_000,
    starts_at,
  }))
  await world.owner.begin((tx) => loadPrices(tx as unknown as Tx, system, rows))
  await prices.refresh()
  const supplier = {
    code: 'CHENYAN',
    name: '晨岩',
    name_en: 'Chenyan',
    payment_terms_days: 45,
    lead_time_days: 7,
  }
  supplier_id = (await world.call('buying', 'POST', '/suppliers', supplier)).body.supplier_id
})
afterAll(async () => {
  prices.stop()
  await world.close()
})

const told = ({ status, body }: { status: number; body: { reason?: string } }) => [status, body.reason]
const approve = (who: string, { body }: { body: { request_id?: string } }) =>
  world.call(who, 'PUT', `/change-requests/${body.request_id}/approval`, {})
const cost = (sku_id: Id, starts_at = '2026-01-01T00:00:00.000Z') =>
  world.call('buying', 'POST', '/cost-agreements', {
    supplier_id,
    sku_id,
    tiers: [{ min_units: 1, unit_cost_fen: 200_000 }],
    starts_at,
    reason: '谈妥',
  })
const price = (who: string, sku_id: Id) => {
  const starts_at = '2027-11-11T12:00:00.000Z'
  return world.call(who, 'POST', '/price-changes', { sku_id, price_fen: 290_000, starts_at, reason: '促销' })
}

test('who set the cost of a SKU neither prices it nor approves its price, whatever role came after', async () => {
  expect((await approve('control', await cost(skus[0]!))).body.state).toBe('approved')
  expect(told(await price('buying', skus[0]!))).toEqual([403, 'forbidden'])
  expect(told(await price('as_seller', skus[0]!))).toEqual([409, 'earlier_hand'])
  expect(told(await approve('as_controller', await price('selling', skus[0]!)))).toEqual([
    409,
    'earlier_hand',
  ])
  expect((await price('as_seller', skus[1]!)).status).toBe(200)
  expect(told(await cost(skus[1]!))).toEqual([409, 'earlier_hand'])
  expect((await approve('as_controller', await price('selling', skus[2]!))).body.state).toBe('approved')
  expect(told(await cost(skus[2]!))).toEqual([409, 'earlier_hand'])
})

test('a frozen supplier is not bought from, re-costed or paid elsewhere', async () => {
  const order = await world.call('buying', 'POST', '/purchase-orders', {
    supplier_id,
    node_id: world.nodes[0]!.id,
    expected_on: '2027-12-15',
    lines: [{ sku_id: skus[0]!, units: 2 }],
  })
  const frozen = await world.call('control', 'POST', '/freezes', {
    subject_kind: 'supplier',
    subject_id: supplier_id,
    ends_at: new Date(Date.now() + 86_400_000).toISOString(),
    reason: '发票对不上',
  })
  expect(frozen.body).toMatchObject({ subject_zh: '晨岩', state: 'live' })
  const submit = () =>
    world.call('buying', 'PUT', `/purchase-orders/${order.body.order_id}/submission`, { reason: '补货' })
  expect(told(await submit())).toEqual([409, 'frozen'])
  expect(told(await cost(skus[3]!))).toEqual([409, 'frozen'])
  const bank = {
    supplier_id,
    tax_id: '91510100MA6CABCD1X',
    bank_name: '工行',
    bank_code: '102651000123',
    account_name: '晨岩',
    account_no: '6222000000000001',
  }
  const change = { kind: 'purchase.supplier_bank', after: bank, reason: '换账户' }
  expect(told(await world.call('buying', 'POST', '/change-requests', change))).toEqual([409, 'frozen'])
  await world.call('second', 'DELETE', `/freezes/${frozen.body.id}?note=done`)
  expect((await cost(skus[3]!)).status).toBe(200)
  expect(told(await submit())[1]).not.toBe('frozen')
  const nothing = {
    subject_kind: 'supplier',
    subject_id: 'none',
    ends_at: '2027-01-01T00:00:00Z',
    reason: 'x',
  }
  expect((await world.call('control', 'POST', '/freezes', nothing)).body.reason).toBe('not_freezable')
})
