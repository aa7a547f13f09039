// The commands of a store and of purchasing, over HTTP: goods come in, are counted, moved, corrected and
// protected.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Id, newId } from '../../platform/types.ts'
import { changeKinds, holdUnits, routes } from './index.ts'
import { type Goods, actorOf, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'

let world: Goods
let nodes: Id[]
let sku: Id
let other: Id
const buyer = actorOf('shopper')

beforeAll(async () => {
  const far = { city_code: '310100' as never, county_code: '310115' as never, lon: 121.5, lat: 31.2 }
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: 3,
    nodes: (owner) => [nodeOf(owner), nodeOf(owner), nodeOf(owner, far)],
    actors: ([first, second]) => ({
      owner: actorOf('store_owner', [first!.id]),
      neighbour: actorOf('store_owner', [second!.id]),
      clerk: actorOf('store_clerk', [first!.id]),
      buying: actorOf('purchaser', null),
      control: actorOf('controller', null),
      shopper: buyer,
    }),
  })
  nodes = world.nodes.map((node) => node.id)
  ;[sku, other] = world.sku_ids as [Id, Id]
})
afterAll(() => world.close())
beforeEach(async () => {
  await world.owner`truncate stock.level, stock.entry, stock.hold`
})

const hold = (quantity: number) =>
  world.db.command(buyer, (tx) =>
    holdUnits(tx, buyer, {
      city_code,
      order_id: newId(),
      expires_at: '2099-01-01T00:00:00.000Z',
      seller: 'online',
      lines: [{ node_id: nodes[0]!, sku_id: sku, quantity }],
    }),
  )
const at = (path: string, node_id = nodes[0]!) => `/nodes/${node_id}${path}`

test('goods come in, are counted and moved, and the ledger of the cell tells it', async () => {
  const lines = [{ sku_id: sku, quantity: 4 }]
  expect((await world.call('clerk', 'POST', at('/receipts'), { lines })).body.items[0].on_hand).toBe(4)
  expect((await world.call('clerk', 'POST', at('/counts'), { lines: [] })).status).toBe(403)
  const counted = {
    lines: [
      { sku_id: sku, counted: 3 },
      { sku_id: other, counted: 2 },
    ],
  }
  const count = await world.call('owner', 'POST', at('/counts'), counted)
  expect(count.body.items.map((item: { difference: number }) => item.difference).toSorted()).toEqual([-1, 2])
  const far = nodes[2]!
  const move = { from_node_id: nodes[0], to_node_id: far, lines: [{ sku_id: sku, quantity: 2 }] }
  expect((await world.call('buying', 'POST', '/transfers', move)).status).toBe(200)
  expect([await world.cell(nodes[0]!, sku), await world.cell(far, sku)]).toEqual([
    { on_hand: 1, held: 0 },
    { on_hand: 2, held: 0 },
  ])
  const too_many = await world.call('buying', 'POST', '/transfers', move)
  expect([too_many.status, too_many.body.reason]).toEqual([409, 'stock_gone'])
  const ledger = await world.call('owner', 'GET', `${at('/stock-entries')}?sku_id=${sku}`)
  const kinds = ledger.body.items.map((entry: { kind: string; quantity: number }) => [
    entry.kind,
    entry.quantity,
  ])
  expect(kinds).toEqual([
    ['transfer_out', -2],
    ['count', -1],
    ['receipt', 4],
  ])
  await world.balanced()
})

test('what is sold but not handed over must be on the shelf', async () => {
  await world.shelve({ units: 5 })
  await hold(3)
  const counted = { lines: [{ sku_id: sku, counted: 2 }] }
  const { status, body } = await world.call('owner', 'POST', at('/counts'), counted)
  expect([status, body.reason]).toEqual([409, 'below_held'])
  expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: 5, held: 3 })
})

test('counts of one shelf at once count it once, the first time and later', async () => {
  for (const counted of [2, 1, 3]) {
    const lines = [{ sku_id: sku, counted }]
    await Promise.all(Array.from({ length: 8 }, () => world.call('owner', 'POST', at('/counts'), { lines })))
    expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: counted, held: 0 })
  }
  await world.balanced()
})

test('a transfer leaves what is held, protected or on display where it is', async () => {
  await world.shelve({ units: 6, kept: 2, shown: 1 })
  await hold(1)
  const move = (quantity: number) =>
    world.call('buying', 'POST', '/transfers', {
      from_node_id: nodes[0],
      to_node_id: nodes[1],
      lines: [{ sku_id: sku, quantity }],
    })
  const facts = { lines: [{ node_id: nodes[0], sku_id: sku, available: 2 }] }
  expect((await move(3)).body).toMatchObject({ reason: 'stock_gone', facts })
  expect((await move(2)).status).toBe(200)
  expect(
    (
      await world.call('buying', 'POST', '/transfers', {
        from_node_id: nodes[0],
        to_node_id: nodes[0],
        lines: [{ sku_id: sku, quantity: 1 }],
      })
    ).body.reason,
  ).toBe('same_node')
})

test('a large adjustment waits for another person, also when it is cut into small ones', async () => {
  await world.shelve({ units: 50 })
  const adjust = (quantity: number) =>
    world.call('owner', 'POST', at('/adjustments'), { sku_id: sku, quantity, reason: 'damaged' })
  expect((await adjust(-3)).body).toMatchObject({ request_id: null, cell: { on_hand: 47 } })
  const asked = await adjust(-3)
  expect(asked.body).toMatchObject({ cell: { on_hand: 47 } })
  const path = `/change-requests/${asked.body.request_id}`
  const seen = await world.call('control', 'GET', path)
  expect(seen.body.diff.find((row: { field: string }) => row.field === 'on_hand')).toMatchObject({
    before: 47,
    after: 44,
  })
  expect((await world.call('owner', 'PUT', `${path}/approval`, {})).status).toBe(403)
  expect((await world.call('control', 'PUT', `${path}/approval`, {})).body.state).toBe('approved')
  expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: 44, held: 0 })
  const stale = await adjust(-20)
  await hold(1)
  await world.call('clerk', 'POST', at('/receipts'), { lines: [{ sku_id: sku, quantity: 1 }] })
  const late = await world.call('control', 'PUT', `/change-requests/${stale.body.request_id}/approval`, {})
  expect([late.status, late.body.reason]).toEqual([409, 'stale_before'])
  await world.balanced()
})

test('a count far from the books waits for another person; a near one applies at once', async () => {
  await world.shelve({ units: 50 }, { sku_id: other, units: 4 })
  const lines = [
    { sku_id: sku, counted: 44 },
    { sku_id: other, counted: 3 },
  ]
  const { body } = await world.call('owner', 'POST', at('/counts'), { lines })
  const told = (sku_id: Id) => body.items.find((item: { sku_id: string }) => item.sku_id === sku_id)
  expect(told(other)).toMatchObject({ on_hand: 3, difference: -1, request_id: null })
  expect(told(sku)).toMatchObject({ on_hand: 50, difference: -6, request_id: expect.any(String) })
  expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: 50, held: 0 })
  const path = `/change-requests/${told(sku).request_id}`
  const seen = await world.call('control', 'GET', path)
  const of = (field: string) => seen.body.diff.find((row: { field: string }) => row.field === field)
  expect(of('on_hand')).toMatchObject({ before: 50, after: 44 })
  expect(of('reason')).toMatchObject({ after: 'counted' })
  for (const who of ['owner', 'neighbour', 'clerk', 'buying'])
    expect((await world.call(who, 'PUT', `${path}/approval`, {})).status).not.toBe(200)
  expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: 50, held: 0 })
  expect((await world.call('control', 'PUT', `${path}/approval`, {})).body.state).toBe('approved')
  expect(await world.cell(nodes[0]!, sku)).toEqual({ on_hand: 44, held: 0 })
  const ledger = await world.call('control', 'GET', `${at('/stock-entries')}?sku_id=${sku}`)
  expect(ledger.body.items[0]).toMatchObject({ kind: 'count', quantity: -6, reason: 'counted' })
  await world.balanced()
})

test('a large count cut into small ones, or into counts and adjustments, or told at once, waits too', async () => {
  await world.shelve({ units: 50 })
  const count = async (counted: number) =>
    (await world.call('owner', 'POST', at('/counts'), { lines: [{ sku_id: sku, counted }] })).body.items[0]
  expect(await count(47)).toMatchObject({ on_hand: 47, request_id: null })
  expect(await count(44)).toMatchObject({ on_hand: 47, request_id: expect.any(String) })
  const adjusted = { sku_id: sku, quantity: -3, reason: 'lost' }
  const { body } = await world.call('owner', 'POST', at('/adjustments'), adjusted)
  expect(body).toMatchObject({ cell: { on_hand: 47 }, request_id: expect.any(String) })
  const counts = [45, 43, 41, 39, 37, 35]
  await world.owner`truncate stock.entry, stock.level`
  await world.shelve({ units: 47 })
  await Promise.all(counts.map(count))
  expect((await world.cell(nodes[0]!, sku))!.on_hand).toBeGreaterThanOrEqual(42)
})

test('a large count below what is sold is refused at once: nobody could agree to it', async () => {
  await world.shelve({ units: 50 })
  await hold(3)
  const counted = { lines: [{ sku_id: sku, counted: 2 }] }
  const { status, body } = await world.call('owner', 'POST', at('/counts'), counted)
  expect([status, body.reason]).toEqual([409, 'below_held'])
})

test('stock of another store and of no store answer alike; what is protected is the owner’s', async () => {
  await world.shelve({ units: 5 })
  const strip = ({ status, body }: { status: number; body: object }) => ({ status, ...body, request_id: '' })
  const [theirs, nothing] = [
    await world.call('neighbour', 'GET', at('/stock')),
    await world.call('neighbour', 'GET', at('/stock', newId())),
  ]
  expect(strip(theirs)).toEqual(strip(nothing))
  expect(theirs.status).toBe(404)
  expect((await world.call('shopper', 'GET', at('/stock-entries'))).status).toBe(404)
  const where = `/stock?sku_id=${sku}&city_code=${city_code}`
  expect((await world.call('neighbour', 'GET', where)).body.items).toEqual([])
  expect((await world.call('buying', 'GET', where)).body.items).toHaveLength(1)
  const keep = (who: string) => world.call(who, 'PUT', at(`/stock/${sku}/protection`), { protected: 4 })
  expect((await keep('neighbour')).status).toBe(404)
  expect((await keep('owner')).body).toMatchObject({ protected: 4, available: 1, counter_available: 5 })
})

test('pages of a node follow one another without gap or double', async () => {
  await world.shelve(...world.sku_ids.map((sku_id) => ({ sku_id, units: 1 })))
  const first = await world.call('owner', 'GET', `${at('/stock')}?limit=2`)
  const second = await world.call('owner', 'GET', `${at('/stock')}?limit=2&after=${first.body.next}`)
  const ids = [...first.body.items, ...second.body.items].map((item: { sku_id: string }) => item.sku_id)
  expect(ids).toEqual(world.sku_ids.toSorted())
  expect(second.body.next).toBeNull()
})

test('the ledger is read to its end, also where many entries were written at one moment', async () => {
  const lines = world.sku_ids.map((sku_id) => ({ sku_id, quantity: 1 }))
  for (let n = 0; n < 3; n++) await world.call('clerk', 'POST', at('/receipts'), { lines })
  const ids: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const page = `?limit=2${after && `&after=${encodeURIComponent(after)}`}`
    const { body } = await world.call('owner', 'GET', `${at('/stock-entries')}${page}`)
    ids.push(...body.items.map((item: { id: string }) => item.id))
    after = body.next
  }
  expect(ids).toHaveLength(3 * lines.length)
  expect(new Set(ids).size).toBe(ids.length)
})

test('what is no cursor is told where it stands', async () => {
  for (const after of ['x', '2026-01-01_x', '+275760-09-13T00:00:00.001Z', "' or 1=1 --"]) {
    const { status, body } = await world.call(
      'owner',
      'GET',
      `${at('/stock-entries')}?after=${encodeURIComponent(after)}`,
    )
    expect([status, body.errors[0].pointer]).toEqual([422, '/after'])
  }
})
