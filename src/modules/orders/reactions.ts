// What orders do by themselves: end unpaid ones, take in money, tell of it, close what is done.
import { system } from '../../platform/access.ts'
import { type Db, type Tx, clockOf } from '../../platform/db.ts'
import { enqueue, listenersOf } from '../../platform/events.ts'
import { type Reactions, once } from '../../platform/jobs.ts'
import { addMinutes } from '../../platform/time.ts'
import type { Id } from '../../platform/types.ts'
import { contributePrivacy } from '../people/index.ts'
import { type OrderKey, lockOrder, noteStory, step } from './advance.ts'
import { type Paid, confirmPaid, endChoice, expireBaskets, lockBasket, lookAgain } from './life.ts'
import { privacy } from './privacy.ts'
import { forgetQuotes } from './quote.ts'

type Heard<T> = T & { event_id: string }
const sweep_max = 200
const close_after_days = 7

/** All holds that are over, many baskets a statement; those that another worker is at are left to it. */
async function expireDue(db: Db) {
  for (let ended = sweep_max; ended === sweep_max; )
    ended = await db.command(system, (tx) => expireBaskets(tx, sweep_max))
}

async function endChoices(db: Db) {
  const asked = await db.read(
    system,
    (tx) => tx<OrderKey[]>`
      select city_code, id as order_id from orders.customer_order
       where state = 'awaiting_choice' and choose_by <= platform.clock() limit ${sweep_max}`,
  )
  for (const key of asked) await db.command(system, (tx) => endChoice(tx, key))
}

/** Delivered, installed where that is needed, and the days for a return without a reason are over. */
async function closeDone(db: Db) {
  const done = await db.read(
    system,
    (tx) => tx<OrderKey[]>`
      select city_code, id as order_id from orders.customer_order
       where (state = 'installed' or (state = 'delivered' and not needs_install))
         and delivered_at < platform.clock() - ${close_after_days} * interval '1 day'
       limit ${sweep_max}`,
  )
  for (const key of done) {
    await db.command(system, async (tx) => {
      const order = await lockOrder(tx, system, key)
      if (order.state === 'installed' || order.state === 'delivered')
        await step(tx, system, order, { event: 'close' })
    })
  }
}

async function noteBasket(tx: Tx, basket_id: Id, code: string, facts: Record<string, unknown>) {
  for (const { city_code, id: order_id } of await lockBasket(tx, system, basket_id))
    await noteStory(tx, system, { city_code, order_id, code, facts })
}

type Refunded = {
  refund_id: Id
  city_code: string | null
  order_id: Id | null
  amount_fen: number
  reason: string
}

async function tellRefund(tx: Tx, { basket_id, ...back }: Refunded & { basket_id: Id }) {
  const { refund_id, amount_fen, reason } = back
  const facts = { refund_id, amount_fen, reason }
  if (!back.order_id || !back.city_code) return noteBasket(tx, basket_id, 'difference_returned', facts)
  const order = await lockOrder(tx, system, { city_code: back.city_code, order_id: back.order_id })
  const refunded_fen = order.refunded_fen + amount_fen
  await step(tx, system, order, { event: 'refund', facts, patch: { refunded_fen } })
}

const confirmOne = async (db: Db, paid: Heard<Paid>) => {
  await once(db, `orders.confirm_paid:${paid.event_id}`, (tx) => confirmPaid(tx, paid))
}

/** The ordinary ones in one transaction; a basket that went another way meanwhile is thought about alone. */
async function confirmTogether(db: Db, events: Heard<Paid>[]) {
  const rows = await db.batch(
    async (tx) => tx<{ event_id: Id }[]>`
      select event_id from orders.confirm_batch(${await clockOf(tx)},
        ${JSON.stringify(events)}::text::json, ${listenersOf('orders.paid')}::text[]) as event_id`,
  )
  const confirmed = new Set(rows.map(({ event_id }) => event_id))
  for (const event of events) if (!confirmed.has(event.event_id as Id)) await confirmOne(db, event)
}

async function lookAgainLater(tx: Tx, key: OrderKey & { attempt: number }) {
  if ((await lookAgain(tx, key)) !== 'later') return
  const run_at = addMinutes(await clockOf(tx), 60)
  await enqueue(tx, 'orders.look_again', { ...key, attempt: key.attempt + 1 }, { run_at })
}

// What people asks of every room that keeps personal data.
contributePrivacy('orders', privacy)

export const reactions: Reactions = {
  tasks: {
    // What an older version planned for one basket.
    'orders.expire': expireDue,
    'orders.expire_due': expireDue,
    'orders.end_choice': async (db: Db, key: OrderKey) => {
      await db.command(system, (tx) => endChoice(tx, key))
    },
    'orders.end_choices': endChoices,
    'orders.close_done': closeDone,
    'orders.forget_quotes': async (db: Db) => {
      await db.command(system, forgetQuotes)
    },
    'orders.confirm_paid': confirmOne,
    'orders.note_failed': async (db: Db, heard: Heard<{ basket_id: Id; reason: string }>) => {
      const { event_id, basket_id, reason } = heard
      const work = (tx: Tx) => noteBasket(tx, basket_id, 'payment_failed', { reason })
      await once(db, `orders.note_failed:${event_id}`, work)
    },
    'orders.note_difference': async (
      db: Db,
      heard: Heard<{ basket_id: Id; reason: string; amount_fen: number }>,
    ) => {
      const { event_id, basket_id, reason, amount_fen } = heard
      const work = (tx: Tx) => noteBasket(tx, basket_id, 'payment_difference', { reason, amount_fen })
      await once(db, `orders.note_difference:${event_id}`, work)
    },
    'orders.tell_refund': async (db: Db, heard: Heard<Refunded & { basket_id: Id }>) => {
      await once(db, `orders.tell_refund:${heard.event_id}`, (tx) => tellRefund(tx, heard))
    },
    'orders.look_again': async (db: Db, key: OrderKey & { attempt?: number; event_id?: string }) => {
      const attempt = key.attempt ?? 1
      const name = `orders.look_again:${key.order_id}:${key.event_id ?? attempt}`
      await once(db, name, (tx) => lookAgainLater(tx, { ...key, attempt }))
    },
  },
  together: { 'orders.confirm_paid': confirmTogether },
  on: {
    'payment.paid': ['orders.confirm_paid'],
    'payment.failed': ['orders.note_failed'],
    'payment.difference': ['orders.note_difference'],
    'payment.refunded': ['orders.tell_refund'],
    'orders.wait_chosen': ['orders.look_again'],
  },
  schedules: [
    { task: 'orders.expire_due', cron: '* * * * *' },
    { task: 'orders.end_choices', cron: '7 * * * *' },
    { task: 'orders.close_done', cron: '17 * * * *' },
    { task: 'orders.forget_quotes', cron: '23 * * * *' },
  ],
}
