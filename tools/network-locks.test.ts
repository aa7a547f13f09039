// No network call happens while a transaction holds stock: every call of the payment provider, to a webhook
// and to the carrier of notices is kept waiting by its receiver, which meanwhile looks at pg_locks again
// and again. A transaction that held stock when the call came, and still holds it seconds later, is the one
// that waits for the network.
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as fulfilment from '../src/modules/fulfilment/index.ts'
import * as notices from '../src/modules/notices/index.ts'
import { useNotifier } from '../src/modules/notices/notifier.ts'
import * as orders from '../src/modules/orders/index.ts'
import { reactions as orderReactions } from '../src/modules/orders/reactions.ts'
import * as payment from '../src/modules/payment/index.ts'
import * as webhooks from '../src/modules/webhooks/index.ts'
import { system } from '../src/platform/access.ts'
import type { Sql } from '../src/platform/db.ts'
import { connect } from '../src/platform/db.ts'
import { type Received, type Receiver, openReceiver } from './test-receiver.ts'
import * as shop from './test-shop.ts'

const { kettle, near } = shop
const looks_max = 60
const between_ms = 50
let house: shop.Shop
let watcher: Sql
let receiver: Receiver
/** Calls seen, by what they were for, and those during which stock was held. */
const seen: Record<string, number> = { payment: 0, webhook: 0, notice: 0 }
const guilty: string[] = []

const holders = async () => {
  const rows = await watcher<{ who: string }[]>`
    select distinct a.pid || ' since ' || a.xact_start as who
      from pg_locks l
      join pg_class c on c.oid = l.relation join pg_namespace n on n.oid = c.relnamespace
      join pg_stat_activity a on a.pid = l.pid
     where n.nspname in ('stock', 'sourcing') and l.granted and l.mode <> 'AccessShareLock'
       and a.datname = current_database() and a.pid <> pg_backend_pid()`
  return new Set(rows.map(({ who }) => who))
}

/**
 * Keeps a call waiting until everybody who held stock when it came has let go: who waits for this very call
 * cannot, however long it takes.
 */
async function watch(what: string) {
  let all = await holders()
  for (let looked = 0; all.size > 0 && looked < looks_max; looked++) {
    await new Promise((resolve) => setTimeout(resolve, between_ms))
    const now = await holders()
    all = new Set([...all].filter((who) => now.has(who)))
  }
  seen[what] = (seen[what] ?? 0) + 1
  if (all.size > 0) guilty.push(what)
}

/** Stands before our own door as the network between the provider and us does. */
async function behave({ path, headers, body }: Received) {
  if (path === '/hooks' || path === '/notice') {
    await watch(path === '/hooks' ? 'webhook' : 'notice')
    return 200
  }
  await watch(path === '/inside' ? 'inside' : 'payment')
  if (path === '/inside') return 200
  const kept = Object.entries(headers).filter(([name]) => /^(webhook-|content-type)/.test(name))
  const answer = await fetch(house.url + path, { method: 'POST', headers: Object.fromEntries(kept), body })
  return { status: answer.status, body: await answer.text() }
}

beforeAll(async () => {
  const rooms = [orders, payment, fulfilment, notices, webhooks]
  const routes = rooms.flatMap((room) => [...room.routes])
  house = await shop.openShop([notices.reactions, webhooks.reactions], { routes })
  receiver = await openReceiver()
  receiver.behave(behave)
  process.env.WEBHOOK_ALLOW_HOSTS = receiver.host
  payment.setCallbackBase(`http://${receiver.host}`)
  const { db } = house
  const [base] = await house.owner<{ name: string }[]>`select current_database() as name`
  const { host, port, user, pass } = house.owner.options as unknown as Record<string, string[] & string>
  const login = pass ? `${user}:${pass}` : user
  watcher = connect(`postgres://${login}@${host![0]}:${port![0]}/${base!.name}`, { pool: 2, role: null })
  useNotifier(() => ({
    name: 'over the network',
    send: async ({ id }) => {
      await fetch(`http://${receiver.host}/notice`, { method: 'POST', body: id })
      return { ref: id }
    },
  }))
  await house.stockUp(near, kettle.id, 100)
  const events = ['orders.placed', 'orders.paid', 'orders.handed_over', 'orders.cancelled', 'orders.expired']
  await db.command(system, async (tx) => {
    await tx`
      insert into webhooks.endpoint (id, name, url, events, made_at)
      values (gen_random_uuid(), 'ERP', ${receiver.url}, ${events}, now())`
    await tx`
      insert into webhooks.secret (id, endpoint_id, secret, made_at)
      select gen_random_uuid(), id, 'whsec_c2VjcmV0', now() from webhooks.endpoint`
  })
}, 60_000)
afterAll(async () => {
  useNotifier(null)
  await house.close()
  await receiver.close()
  await watcher.end()
})

async function deliver(order_id: string) {
  const { id } = (await house.taskOf(order_id as never, near, 'owner'))!
  const put = (what: string, body: object = {}) =>
    house.call('owner', 'PUT', `/fulfilments/${id}/${what}`, body)
  await put('acceptance')
  await house.call('owner', 'POST', `/fulfilments/${id}/picks`, { scanned: kettle.gtin, quantity: 1 })
  await put('handover', { to: 'courier' })
}

test('buying, cancelling, delivering and expiring wait for no network while they hold stock', {
  timeout: 60_000,
}, async () => {
  const one = [{ sku_id: kettle.id, quantity: 1 }]
  const bought = await Promise.all(Array.from({ length: 6 }, () => house.buy(one)))
  await Promise.all([
    house.call('lin', 'PUT', `/orders/${bought[0].id}/cancellation`, {}),
    house.call('lin', 'PUT', `/orders/${bought[1].id}/cancellation`, {}),
    deliver(bought[2].id),
    deliver(bought[3].id),
    house.buy(one),
  ])
  await house.owner`
    update orders.customer_order set state = 'created', paid_at = null, expires_at = now() - interval '1 hour'
     where id = ${bought[4].id}`
  await house.owner`update payment.payment set state = 'open', paid_at = null where id = ${bought[4].payment_id}`
  await orderReactions.tasks['orders.expire_due']!(house.db, {} as never, { id: '1' })
  await house.until(async () => {
    const [open] = await house.owner`
      select (select count(*)::int from payment.refund where state <> 'done') as refunds,
             (select count(*)::int from webhooks.delivery where state = 'waiting') as hooks,
             (select count(*)::int from notices.notice where state = 'waiting') as notices`
    return open!.refunds + open!.hooks + open!.notices === 0
  })
  // Seven payments and two refunds are reported; every order is told by webhook and by SMS more than once.
  expect(seen.payment).toBeGreaterThanOrEqual(9)
  expect(seen.webhook).toBeGreaterThanOrEqual(7)
  expect(seen.notice).toBeGreaterThanOrEqual(7)
  expect(guilty).toEqual([])
})

test('a call from inside such a transaction would be seen', async () => {
  await house.db.command(system, async (tx) => {
    await tx`select * from stock.lock_cells(${shop.city}, ${near}, ${[kettle.id]}::uuid[])`
    await fetch(`http://${receiver.host}/inside`, { method: 'POST' })
  })
  // News of the orders above may still be on its way meanwhile: it sees the same transaction.
  expect(guilty).toContain('inside')
})
