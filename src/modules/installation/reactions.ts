// What installation hears. Every task checks the state it finds, so hearing twice changes nothing.
import { system } from '../../platform/access.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Reactions } from '../../platform/jobs.ts'
import { type Heard, dropWork, followOrder, noteDelivered, noteGoods, openWorks } from './house.ts'

const doing = (work: (tx: Tx, heard: Heard) => Promise<unknown>) => async (db: Db, heard: Heard) => {
  await db.command(system, async (tx) => {
    await work(tx, heard)
  })
}

// Most goods need nobody to install them, and the event says so.
async function openAll(db: Db, heard: (Heard & { needs_install?: boolean })[]) {
  const wanted = heard.filter(({ needs_install }) => needs_install !== false)
  if (wanted.length > 0) await db.command(system, (tx) => openWorks(tx, wanted))
}

export const reactions: Reactions = {
  tasks: {
    'installation.open': (db: Db, heard: Heard) => openAll(db, [heard]),
    'installation.drop': doing(dropWork),
    'installation.follow': doing(followOrder),
    'installation.note_goods': doing(noteGoods),
    'installation.note_delivered': doing(noteDelivered),
  },
  together: { 'installation.open': openAll },
  on: {
    'orders.paid': ['installation.open'],
    'orders.counter_sold': ['installation.open'],
    'orders.resourced': ['installation.follow'],
    'orders.cancelled': ['installation.drop'],
    'orders.expired': ['installation.drop'],
    'orders.return_requested': ['installation.drop'],
    'orders.handed_over': ['installation.note_goods'],
    'orders.delivered': ['installation.note_delivered'],
  },
}
