// A brand never sets our price: every way that changes one is closed to it, over HTTP and in SQL.
import { afterAll, beforeAll, expect, test } from 'vitest'
import matrix from '../../platform/access-matrix.json' with { type: 'json' }
import { permissions, roles } from '../../platform/access.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/types.ts'
import { type Brands, openBrands } from '../../../tools/test-brands.ts'
import { changeKinds } from '../catalog/index.ts'
import { routes as importRoutes } from '../imports/index.ts'
import { changeKinds as priceKinds, routes as priceRoutes } from '../pricing/index.ts'
import { routes } from './index.ts'

const writes = [...priceRoutes, ...importRoutes].filter(
  ({ kind, endpoint }) => kind === 'command' || (kind === 'batched' && endpoint.method !== 'GET'),
)
let world: Brands
beforeAll(async () => {
  const all = [...routes, ...priceRoutes, ...importRoutes]
  world = await openBrands({ routes: all, kinds: [...changeKinds, ...priceKinds] })
})
afterAll(() => world.close())

test('every command of pricing and of imports is refused to a brand', async () => {
  expect(writes.length).toBeGreaterThan(8)
  for (const { endpoint } of writes) {
    const path = endpoint.path.replaceAll(/:\w+/g, () => newId())
    const { status } = await world.call('brand', endpoint.method, path, {})
    // Files are their sender's: to a brand, who may send none, they are not there.
    const ends = endpoint.permission === 'account.own' ? 404 : 403
    expect([endpoint.id, status]).toEqual([endpoint.id, ends])
  }
})

test('no kind of change that touches a price may be proposed by a brand', async () => {
  for (const { kind, permission_to_propose } of priceKinds) {
    expect(roles.brand_partner).not.toContain(permission_to_propose)
    const { status } = await world.call('brand', 'POST', '/change-requests', { kind, after: {}, reason: 'x' })
    expect([kind, status]).toEqual([kind, 403])
  }
  const own = roles.brand_partner.map((permission) => permissions[permission])
  expect([...new Set(own)].sort()).toEqual(['brand', 'public'])
})

// What the application role may do with whose claims is tried row by row against the database by the test of
// the access matrix; here it is read for tables that hold prices and what is taken off them.
test('with a brand’s claims no row of pricing is written in SQL', async () => {
  const tables = Object.entries(matrix).filter(([name]) => name.startsWith('pricing.'))
  expect(tables.length).toBeGreaterThan(2)
  for (const [name, deeds] of tables)
    for (const deed of ['insert', 'update', 'delete'] as const) {
      const who = Object.values((deeds as Record<string, Record<string, string>>)[deed] ?? {}).join(' ')
      expect([name, deed, /brand_partner|everybody/.test(who)]).toEqual([name, deed, false])
    }
})

test('a price that stands is not moved by SQL with its claims', async () => {
  const sku_id = world.sku_ids[0]!
  await world.owner`
    insert into pricing.price (id, sku_id, place_code, channel, tier, price_fen, valid)
    values (${newId()}, ${sku_id}, 'CN', 'all', 'retail', 300000, tstzrange(now(), null))`
  const moved = (work: (tx: Tx) => Promise<{ count: number }>) =>
    world.db
      .command(world.actors.brand, work)
      .then(({ count }) => count)
      .catch(({ code }: { code?: string }) => code)
  expect(['42501', 0]).toContain(
    await moved((tx) => tx`update pricing.price set valid = 'empty' where sku_id = ${sku_id}`),
  )
  expect(['42501', 0]).toContain(
    await moved((tx) => tx`update pricing.price set price_fen = 1 where sku_id = ${sku_id}`),
  )
  const [row] = await world.owner<{ price_fen: number; open: boolean }[]>`
    select price_fen, upper_inf(valid) as open from pricing.price where sku_id = ${sku_id}`
  expect(row).toEqual({ price_fen: 300_000, open: true })
})
