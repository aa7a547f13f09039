// Notices of a whole order's life in a whole shop: once an event, in the customer's language, masked for
// control, gone with the person, whatever the provider does.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Shop, actors, fridge, kettle, near, openShop } from '../../../tools/test-shop.ts'
import { system } from '../../platform/access.ts'
import type { Id } from '../../platform/types.ts'
import { routes as fulfilmentRoutes } from '../fulfilment/index.ts'
import { routes as orderRoutes } from '../orders/index.ts'
import { routes as paymentRoutes } from '../payment/index.ts'
import { routes as peopleRoutes } from '../people/index.ts'
import type { Notice } from './contract.ts'
import { reactions, routes } from './index.ts'
import { type Message, Undeliverable, sandboxNotifier, useNotifier } from './notifier.ts'

let shop: Shop
const control = actorFor('controller')
beforeAll(async () => {
  const all = [...routes, ...orderRoutes, ...paymentRoutes, ...fulfilmentRoutes, ...peopleRoutes]
  shop = await openShop([reactions], { routes: all, actors: { control } })
  for (const { id } of [fridge, kettle]) await shop.stockUp(near, id, 50)
  const { person_id, party_id } = actors.lin
  await shop.owner`
    insert into people.party (id, kind, name_zh, name_en) values (${party_id}, 'consumer', '林', 'Lin')`
  await shop.owner`
    insert into people.person (id, party_id, name, email)
    values (${person_id}, ${party_id}, '林小满', 'lin@example.com')`
})
afterAll(() => shop.close())
afterEach(() => useNotifier(null))

const toldOf = async (order_id: string, who = 'lin'): Promise<Notice[]> =>
  (await shop.call(who, 'GET', `/notices?order_id=${order_id}&limit=100`)).body.items
const sent = (order_id: string, event: string, who = 'lin') =>
  shop.until(async () => {
    const found = (await toldOf(order_id, who)).filter((one) => one.event === event)
    return found.length > 0 && found.every(({ state }) => state === 'sent') && found
  })
const outbox = () => shop.owner<{ id: string; to_address: string; body: string }[]>`
  select id, to_address, body from notices.sandbox_outbox`

async function deliver(order_id: Id) {
  const { id } = (await shop.taskOf(order_id, near, 'owner'))!
  const act = (what: string, body: object = {}) =>
    shop.call('owner', 'PUT', `/fulfilments/${id}/${what}`, body)
  await act('acceptance')
  await shop.call('owner', 'POST', `/fulfilments/${id}/picks`, { scanned: kettle.gtin, quantity: 1 })
  await act('handover', { to: 'courier' })
  await act('departure')
  await act('delivery')
}

test('a whole life is told by SMS and e-mail, each event once', async () => {
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  await deliver(order.id)
  for (const event of ['paid', 'handed_over', 'departed', 'delivered'])
    await sent(order.id, `orders.${event}`)
  const all = await toldOf(order.id)
  expect(all.map(({ event, channel }) => `${event} ${channel}`).sort()).toEqual(
    ['paid', 'handed_over', 'departed', 'delivered']
      .flatMap((event) => [`orders.${event} email`, `orders.${event} sms`])
      .sort(),
  )
  const paid = all.find(({ event, channel }) => event === 'orders.paid' && channel === 'sms')!
  expect(paid.to).toBe('13812345678')
  expect(paid.body).toMatch(new RegExp(`^【逐光】订单 ${order.number} 已付款 ¥99\\.90，门店开始备货`))
  const mail = all.find(({ event, channel }) => event === 'orders.delivered' && channel === 'email')!
  expect([mail.to, mail.subject]).toEqual(['lin@example.com', '已送达 · 逐光'])
  for (const { body, subject } of all) expect(body + subject).not.toMatch(/林小满|138|天府/)
})

test('who has not paid after three minutes is reminded once, who has is not', async () => {
  const paid = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  const { orders } = await shop.place([{ sku_id: kettle.id, quantity: 1 }])
  const remind = () => reactions.tasks['notices.remind']!(shop.db, {} as never, { id: '1' })
  await remind()
  expect(await toldOf(orders[0]!.id)).toEqual([])
  shop.db.setClock(new Date(Date.now() + 4 * 60_000).toISOString())
  await Promise.all([remind(), remind()])
  shop.db.setClock(null)
  const [told] = await sent(orders[0]!.id, 'orders.placed')
  expect(told!.body).toContain(orders[0]!.number)
  expect((await toldOf(orders[0]!.id)).map(({ channel }) => channel).sort()).toEqual(['email', 'sms'])
  expect((await toldOf(paid.id)).filter(({ event }) => event === 'orders.placed')).toEqual([])
})

test('in English for who has chosen so; a refund is told to the fen', async () => {
  expect((await shop.call('lin', 'PUT', '/notice-preference', { lang: 'en' })).body).toEqual({ lang: 'en' })
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  await shop.call('lin', 'PUT', `/orders/${order.id}/cancellation`, {})
  const [refunded] = await sent(order.id, 'orders.refunded')
  expect(refunded!.body).toContain(`¥99.90 of order ${order.number} went back`)
  const [cancelled] = await sent(order.id, 'orders.cancelled')
  expect(cancelled!.body).toContain('what was paid goes back')
  await shop.call('lin', 'PUT', '/notice-preference', { lang: 'zh-CN' })
})

test('a job that runs again, and again at once, tells nothing twice', async () => {
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  await sent(order.id, 'orders.paid')
  const before = (await outbox()).length
  const [event] = await shop.owner`
    select id, payload from platform.event where name = 'orders.paid' and payload->>'order_id' = ${order.id}`
  const heard = { event_id: event!.id, ...event!.payload }
  const run = (task: string, what: object) => reactions.tasks[task]!(shop.db, what as never, { id: '1' })
  await Promise.all(Array.from({ length: 8 }, () => run('notices.tell_paid', heard)))
  await Promise.all(Array.from({ length: 4 }, () => run('notices.send', {})))
  expect(await outbox()).toHaveLength(before)
})

test('what the provider does not take is tried again under its own id; what it never can is given up', async () => {
  const given: Message[] = []
  let broken = true
  useNotifier((db) => ({
    name: 'moody',
    send: async (message) => {
      given.push(message)
      // Taken over, and then the line breaks: the worst moment.
      const ref = await sandboxNotifier(db).send(message)
      if (message.channel === 'email') throw new Undeliverable('no_such_box')
      if (broken) throw new Error('line broke')
      return ref
    },
  }))
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  const waiting = await shop.until(async () =>
    (await toldOf(order.id)).find(({ channel, last_error }) => channel === 'sms' && last_error),
  )
  expect(waiting).toMatchObject({ state: 'waiting', last_error: 'not_taken', provider: 'moody' })
  const failed = await shop.until(async () =>
    (await toldOf(order.id)).find(({ channel, state }) => channel === 'email' && state === 'failed'),
  )
  expect(failed.last_error).toBe('no_such_box')
  broken = false
  // The worker may be at it this very moment; whoever comes later finds the line mended.
  let minutes = 0
  await shop.until(async () => {
    minutes += 10
    shop.db.setClock(new Date(Date.now() + minutes * 60_000).toISOString())
    await reactions.tasks['notices.send']!(shop.db, {} as never, { id: '1' })
    return (await toldOf(order.id)).find(({ id }) => id === waiting.id)!.state === 'sent'
  })
  shop.db.setClock(null)
  const tries = given.filter(({ id }) => id === waiting.id)
  expect(tries.length).toBeGreaterThan(1)
  expect(new Set(tries.map(({ body }) => body)).size).toBe(1)
  expect((await outbox()).filter(({ id }) => id === waiting.id)).toHaveLength(1)
})

test('control sees the shape of an address, another shopper nothing at all', async () => {
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  await sent(order.id, 'orders.paid')
  const seen = await toldOf(order.id, 'control')
  expect(new Set(seen.map(({ to }) => to))).toEqual(new Set(['138****5678', 'l***@example.com']))
  expect(await toldOf(order.id, 'wu')).toEqual([])
  expect(await toldOf(order.id, 'owner')).toEqual([])
})

test('where notices went is forgotten with the person, here and at the pretended provider', async () => {
  const { person_id } = actors.lin
  const forgot = shop.db.command(actors.wu, (tx) => tx`select notices.forget(${person_id})`)
  await expect(forgot).rejects.toMatchObject({ code: '42501' })
  expect((await shop.call('lin', 'GET', '/me/export')).body.notices.notices.length).toBeGreaterThan(5)
  await shop.db.command(actors.lin, (tx) => tx`select notices.forget(${person_id})`)
  const rows = await shop.owner`select to_address, state from notices.notice where person_id = ${person_id}`
  expect(rows.every((row) => row.to_address === '' && row.state !== 'waiting')).toBe(true)
  expect((await outbox()).filter(({ to_address }) => to_address !== '')).toEqual([])
  const left = await shop.db.read(system, (tx) => tx`select 1 from notices.preference`)
  expect([...left]).toEqual([])
})
