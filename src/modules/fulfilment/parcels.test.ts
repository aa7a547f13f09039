// Parcels of a warehouse: booked once, followed by the carrier's word, the order moving with it.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Shop, kettle, near, openShop, warehouse } from '../../../tools/test-shop.ts'
import type { Id } from '../../platform/types.ts'
import type { OrderView, StoryRow } from '../orders/contract.ts'
import { type ParcelOrder, type Scan, sandboxCarrier, useCarrier } from './carrier.ts'
import { reactions } from './reactions.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await shop.stockUp(warehouse, kettle.id, 50)
})
afterAll(() => shop.close())
afterEach(() => {
  useCarrier(null)
  shop.db.setClock(null)
})

const run = (task: string, what: object = {}) => reactions.tasks[task]!(shop.db, what as never, { id: '1' })
const later = (hours: number) => shop.db.setClock(new Date(Date.now() + hours * 3_600_000).toISOString())
type Parcel = { city_code: string; id: Id; state: string; tracking_no: string | null; task_id: Id }
const parcelsOf = (order_id: Id) => shop.owner<Parcel[]>`
  select city_code, id, state, tracking_no, task_id from fulfilment.parcel where order_id = ${order_id}`
const storyOf = async (order_id: Id): Promise<StoryRow[]> =>
  (await shop.call('lin', 'GET', `/orders/${order_id}/story`)).body.rows

async function handedOver(to = 'courier', node = warehouse, who: 'clerk' | 'owner' = 'clerk') {
  const order: OrderView = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  expect(order.node_id).toBe(node)
  const { id } = (await shop.taskOf(order.id, node, who))!
  const put = (what: string, body: object = {}) => shop.call(who, 'PUT', `/fulfilments/${id}/${what}`, body)
  await put('acceptance')
  await shop.call(who, 'POST', `/fulfilments/${id}/picks`, { scanned: kettle.gtin, quantity: 1 })
  expect((await put('handover', { to })).status).toBe(200)
  return { order, put }
}
const booked = (order_id: Id) =>
  shop.until(async () => (await parcelsOf(order_id)).find(({ state }) => state === 'booked'))

test('what a warehouse gives to a courier is booked once and delivered by the carrier’s word', async () => {
  const { order } = await handedOver()
  const parcel = await booked(order.id)
  await Promise.all([run('fulfilment.book_parcel', parcel), run('fulfilment.book_parcel', parcel)])
  expect(await parcelsOf(order.id)).toHaveLength(1)
  const told = (await storyOf(order.id)).filter(({ code }) => code === 'parcel_booked')
  expect(told.map(({ facts }) => facts)).toEqual([{ carrier: 'sandbox', tracking_no: parcel.tracking_no }])
  later(3)
  await run('fulfilment.follow_parcels')
  expect((await shop.order(order.id)).state).toBe('handed_over')
  later(19)
  await run('fulfilment.follow_parcels')
  expect((await shop.order(order.id)).state).toBe('delivering')
  later(22)
  await Promise.all([run('fulfilment.follow_parcels'), run('fulfilment.follow_parcels')])
  expect((await shop.order(order.id)).state).toBe('delivered')
  expect((await parcelsOf(order.id))[0]).toMatchObject({ state: 'delivered' })
  const scans = await shop.owner`
    select code from fulfilment.parcel_scan where parcel_id = ${parcel.id} order by at`
  expect(scans.map(({ code }) => code)).toEqual(['picked_up', 'in_transit', 'out_for_delivery', 'delivered'])
})

test('a carrier that has booked and then breaks is asked again under the same number', async () => {
  const given: ParcelOrder[] = []
  let broken = true
  useCarrier((db) => ({
    ...sandboxCarrier(db),
    name: 'moody',
    book: async (parcel) => {
      given.push(parcel)
      const told = await sandboxCarrier(db).book(parcel)
      if (broken) throw new Error('line broke')
      return told
    },
  }))
  const { order } = await handedOver()
  const [parcel] = await shop.until(async () => {
    const rows = await parcelsOf(order.id)
    return given.some(({ id }) => id === rows[0]?.id) && rows
  })
  broken = false
  await run('fulfilment.book_parcel', parcel!)
  expect((await booked(order.id)).id).toBe(parcel!.id)
  expect(given[0]).toMatchObject({ units: 1, to: { name: '林小满', phone: '13812345678' } })
  const kept = await shop.owner`select 1 from fulfilment.sandbox_parcel where parcel_id = ${parcel!.id}`
  expect(kept).toHaveLength(1)
})

test('whom the warehouse has delivered to already is not delivered to again; a lost parcel says so', async () => {
  const { order, put } = await handedOver()
  await booked(order.id)
  await put('departure')
  await put('delivery')
  const lost = await handedOver()
  const parcel = await booked(lost.order.id)
  const scan: Scan = { code: 'lost', at: new Date().toISOString() }
  useCarrier((db) => ({
    ...sandboxCarrier(db),
    track: async (no) => (no === parcel.tracking_no ? [scan] : sandboxCarrier(db).track(no)),
  }))
  later(22)
  await run('fulfilment.follow_parcels')
  expect((await shop.order(order.id)).state).toBe('delivered')
  expect((await parcelsOf(order.id))[0]).toMatchObject({ state: 'delivered' })
  expect((await parcelsOf(lost.order.id))[0]).toMatchObject({ state: 'lost' })
  expect((await storyOf(lost.order.id)).at(-1)).toMatchObject({ code: 'parcel_lost', by: 'house' })
})

test('one parcel the carrier cannot be asked after keeps no other waiting', async () => {
  const [one, two] = [await handedOver(), await handedOver()]
  const [bad, good] = [await booked(one.order.id), await booked(two.order.id)]
  useCarrier((db) => ({
    ...sandboxCarrier(db),
    track: async (no) => {
      if (no === bad.tracking_no) throw new Error('down')
      return sandboxCarrier(db).track(no)
    },
  }))
  later(22)
  await expect(run('fulfilment.follow_parcels')).rejects.toThrow('down')
  expect((await parcelsOf(two.order.id))[0]).toMatchObject({ id: good.id, state: 'delivered' })
  expect((await parcelsOf(one.order.id))[0]).toMatchObject({ state: 'booked' })
})

test('a store’s own courier, and a customer at the counter, need no parcel', async () => {
  await shop.stockUp(near, kettle.id, 5)
  const { order } = await handedOver('courier', near, 'owner')
  await shop.until(async () => {
    const waiting = await shop.owner`
      select 1 from graphile_worker.jobs where task_identifier = 'fulfilment.open_parcel'`
    return waiting.length === 0
  })
  expect(await parcelsOf(order.id)).toEqual([])
})
