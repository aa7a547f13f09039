// What a warehouse gives to a courier is a parcel: booked with the carrier, followed until it is delivered,
// and the order moves with it. As the house; everything twice changes nothing.
import { system } from '../../platform/access.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { enqueue } from '../../platform/events.ts'
import { addMinutes } from '../../platform/time.ts'
import { type Id, newId } from '../../platform/types.ts'
import { contactOf, noteStory } from '../orders/index.ts'
import { nodes } from '../places/index.ts'
import { type Carrier, type ParcelOrder, type Scan, carrier } from './carrier.ts'
import { deliver, depart } from './commands.ts'
import type { Heard } from './house.ts'

const look_again_min = 30
const looks_max = 200

type Parcel = {
  city_code: string
  id: Id
  order_id: Id
  task_id: Id
  node_id: Id
  tracking_no: string | null
}

/** F10: orders.handed_over to a courier by a warehouse: one parcel. A store's own courier needs no number. */
export async function openParcel(tx: Tx, heard: Heard & { to?: string }, name: string) {
  const node = nodes().byId(heard.node_id)
  if (heard.to !== 'courier' || node?.kind !== 'warehouse') return
  const [task] = await tx<{ id: Id; city_code: string }[]>`
    select id, city_code from fulfilment.task
     where city_code = ${heard.city_code} and order_id = ${heard.order_id} and node_id = ${heard.node_id}
       and state in ('handed_over', 'delivering')`
  if (!task) return
  const { city_code, order_id, node_id } = heard
  const what = { city_code, order_id, node_id, task_id: task.id, carrier: name }
  const row = { id: newId(), ...what, made_at: await clockOf(tx) }
  const added = await tx`insert into fulfilment.parcel ${tx(row)} on conflict do nothing returning 1`
  const key = { city_code, id: row.id }
  if (added.length > 0)
    await enqueue(tx, 'fulfilment.book_parcel', key, { key: `fulfilment.book_parcel:${row.id}` })
}

type Key = { city_code: string; id: Id }

async function toBook(tx: Tx, { city_code, id }: Key): Promise<ParcelOrder | null> {
  const [parcel] = await tx<(Parcel & { units: number })[]>`
    select p.city_code, p.id, p.order_id, p.task_id, p.node_id, p.tracking_no, t.units
      from fulfilment.parcel p join fulfilment.task t on t.city_code = p.city_code and t.id = p.task_id
     where p.city_code = ${city_code} and p.id = ${id} and p.state = 'waiting'`
  const contact = parcel && (await contactOf(tx, system, parcel))
  if (!parcel || !contact) return null
  const node = nodes().byId(parcel.node_id)!
  const { name, phone, county_code, address: line } = contact
  const from = { name: node.name_zh, phone: node.phone, county_code: node.county_code, line: node.address_zh }
  return { id, from, to: { name, phone, county_code, line }, units: parcel.units }
}

/** Booked again after a crash, it has the same id, by which the carrier knows it. */
export async function bookParcel(db: Db, key: Key) {
  const order = await db.read(system, (tx) => toBook(tx, key))
  if (!order) return
  const by = carrier(db)
  const { tracking_no } = await by.book(order)
  await db.command(system, async (tx) => {
    const [booked] = await tx<Parcel[]>`
      update fulfilment.parcel
         set state = 'booked', carrier = ${by.name}, tracking_no = ${tracking_no},
             next_look_at = ${addMinutes(await clockOf(tx), look_again_min)}
       where city_code = ${key.city_code} and id = ${key.id} and state = 'waiting'
      returning city_code, id, order_id, task_id, node_id, tracking_no`
    if (!booked) return
    const facts = { carrier: by.name, tracking_no }
    await noteStory(tx, system, { ...booked, code: 'parcel_booked', facts })
  })
}

/** Asks after the parcels that are due, one after the other: a carrier is not hurried. */
export async function followParcels(db: Db) {
  const due = await db.read(
    system,
    (tx) => tx<Parcel[]>`
      select city_code, id, order_id, task_id, node_id, tracking_no from fulfilment.parcel
       where state = 'booked' and next_look_at <= platform.clock()
       order by next_look_at limit ${looks_max}`,
  )
  const by = carrier(db)
  let failure: unknown = null
  // One parcel that cannot be asked after keeps none of the others waiting; the job still says so at its end.
  for (const parcel of due)
    await follow(db, by, parcel).catch(async (error: unknown) => {
      failure = error
      await db.command(system, (tx) => lookLater(tx, parcel))
    })
  if (failure) throw failure
}

const lookLater = async (tx: Tx, { city_code, id }: Parcel) => tx`
  update fulfilment.parcel set next_look_at = ${addMinutes(await clockOf(tx), look_again_min)}
   where city_code = ${city_code} and id = ${id} and state = 'booked'`

async function follow(db: Db, by: Carrier, parcel: Parcel) {
  const scans = await by.track(parcel.tracking_no!)
  await db.command(system, (tx) => noteScans(tx, parcel, scans))
}

async function noteScans(tx: Tx, parcel: Parcel, scans: readonly Scan[]) {
  const { city_code, id } = parcel
  const locked = await tx`
    select 1 from fulfilment.parcel
     where city_code = ${city_code} and id = ${id} and state = 'booked' for update`
  if (locked.length === 0) return
  for (const { code, at } of scans)
    await tx`
      insert into fulfilment.parcel_scan (city_code, parcel_id, code, at)
      values (${city_code}, ${id}, ${code}, ${at}) on conflict do nothing`
  const codes = new Set(scans.map(({ code }) => code))
  await moveOrder(tx, parcel, codes)
  const state = codes.has('delivered') ? 'delivered' : codes.has('lost') ? 'lost' : 'booked'
  const next_look_at = state === 'booked' ? addMinutes(await clockOf(tx), look_again_min) : null
  await tx`
    update fulfilment.parcel set state = ${state}, next_look_at = ${next_look_at}
     where city_code = ${city_code} and id = ${id}`
  if (state === 'lost') {
    const facts = { tracking_no: parcel.tracking_no }
    await noteStory(tx, system, { city_code, order_id: parcel.order_id, code: 'parcel_lost', facts })
  }
}

// The warehouse may have pressed the buttons itself: the carrier's word then moves nothing.
async function moveOrder(tx: Tx, { city_code, task_id }: Parcel, codes: ReadonlySet<string>) {
  const stateOf = async () => {
    const [task] = await tx<{ state: string }[]>`
      select state from fulfilment.task where city_code = ${city_code} and id = ${task_id} for update`
    return task!.state
  }
  const task = { fulfilment_id: task_id }
  if (codes.has('out_for_delivery') && (await stateOf()) === 'handed_over') await depart(tx, system, task)
  if (!codes.has('delivered')) return
  if (['handed_over', 'delivering'].includes(await stateOf())) await deliver(tx, system, task)
}
