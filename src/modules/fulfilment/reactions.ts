// What fulfilment hears and does by itself. Every task checks the state it finds, so hearing twice
// changes nothing.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import {
  type Heard,
  bookRefund,
  bookSale,
  closeTask,
  dropTask,
  findAnother,
  openTasks,
  silentTasks,
  stopWaiting,
} from './house.ts'
import { carrier } from './carrier.ts'
import { bookParcel, followParcels, openParcel } from './parcels.ts'

const doing =
  <T extends Heard>(work: (tx: Tx, heard: T) => Promise<unknown>) =>
  async (db: Db, heard: T) => {
    await db.command(system, async (tx) => {
      await work(tx, heard)
    })
  }

async function openTogether(db: Db, heard: Heard[]) {
  await db.command(system, (tx) => openTasks(tx, heard))
}

async function giveUpSilent(db: Db) {
  const silent = await db.read(system, (tx) => silentTasks(tx))
  for (const { id } of silent) await db.command(system, (tx) => stopWaiting(tx, id))
}

export const reactions: Reactions = {
  tasks: {
    'fulfilment.open': (db: Db, heard: Heard) => openTogether(db, [heard]),
    'fulfilment.drop': doing(dropTask),
    'fulfilment.close': doing(closeTask),
    'fulfilment.find_another': doing(findAnother),
    'fulfilment.book_sale': doing(bookSale),
    'fulfilment.book_refund': doing(bookRefund),
    'fulfilment.give_up': giveUpSilent,
    'fulfilment.open_parcel': async (db: Db, heard: Heard & { to?: string }) => {
      await db.command(system, (tx) => openParcel(tx, heard, carrier(db).name))
    },
    'fulfilment.book_parcel': bookParcel,
    'fulfilment.follow_parcels': followParcels,
  },
  together: { 'fulfilment.open': openTogether },
  on: {
    'orders.paid': ['fulfilment.open'],
    'orders.resourced': ['fulfilment.open'],
    'orders.cancelled': ['fulfilment.drop'],
    'orders.expired': ['fulfilment.drop'],
    'orders.delivered': ['fulfilment.close'],
    'orders.pick_failed': ['fulfilment.find_another'],
    'orders.handed_over': ['fulfilment.book_sale', 'fulfilment.open_parcel'],
    'orders.counter_sold': ['fulfilment.book_sale'],
    'orders.refunded': ['fulfilment.book_refund'],
  },
  schedules: [
    { task: 'fulfilment.give_up', cron: '* * * * *' },
    { task: 'fulfilment.follow_parcels', cron: '*/5 * * * *' },
  ],
}
