// A store's work over HTTP, on a real database with real jobs: the straight way, every no, failures and
// replays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Shop,
  type Who,
  agency,
  city,
  county,
  fridge,
  kettle,
  near,
  next_door,
  openShop,
  stranger_gtin,
  third,
  warehouse,
} from '../../../tools/test-shop.ts'
import { system } from '../../platform/access.ts'
import { type Id, newId } from '../../platform/types.ts'
import { openTasks, silentTasks, stopWaiting } from './house.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  for (const node of [near, next_door, third, warehouse])
    for (const { id } of [fridge, kettle]) await shop.stockUp(node, id, 200)
})
afterAll(() => shop.close())

const one = (sku_id: Id, quantity = 1) => [{ sku_id, quantity }]
const act = (who: Who, task: { id: Id }, what: string, body: object = {}) =>
  shop.call(who, what === 'picks' ? 'POST' : 'PUT', `/fulfilments/${task.id}/${what}`, body)
const see = async (who: Who, task: { id: Id }) =>
  (await shop.call(who, 'GET', `/fulfilments/${task.id}`)).body
const level = async (node_id: Id, sku_id: Id) =>
  (
    await shop.owner`select on_hand, held from stock.level where node_id = ${node_id} and sku_id = ${sku_id}`
  )[0]
const keepers: Record<string, Who> = { [near]: 'owner', [next_door]: 'neighbour', [third]: 'third' }
const tasksOf = (order_id: Id) =>
  shop.owner<{ id: Id; node_id: Id; state: string; failure: string | null }[]>`
    select id, node_id, state, failure from fulfilment.task
     where order_id = ${order_id} order by opened_at, id`

async function waiting(quantity = 1, sku_id: Id = kettle.id) {
  const order = await shop.buy(one(sku_id, quantity))
  const who = keepers[order.node_id]!
  return { order, who, task: await shop.taskOf(order.id, order.node_id, who) }
}
async function packed(quantity = 1) {
  const made = await waiting(quantity)
  await act(made.who, made.task, 'acceptance')
  const { body } = await act(made.who, made.task, 'picks', { scanned: kettle.gtin, quantity })
  expect(body.state).toBe('packed')
  return made
}

test('from paid to delivered: the order, the ledger and the income follow the store', async () => {
  const { order, who, task } = await waiting(2)
  const before = await level(order.node_id, kettle.id)
  expect(task).toMatchObject({ state: 'waiting', units: 2, number: order.number })
  expect((await act(who, task, 'acceptance')).body).toMatchObject({
    state: 'accepted',
    next: ['pick', 'fail'],
  })
  expect((await shop.order(order.id)).state).toBe('accepted')
  const first = await act(who, task, 'picks', { scanned: kettle.gtin, serial: 'SN-0001' })
  expect(first.body).toMatchObject({ state: 'picking', picked_units: 1 })
  expect((await act(who, task, 'handover', { to: 'courier' })).body.reason).toBe('not_all_picked')
  const last = await act(who, task, 'picks', { scanned: 'k-17', serial: 'SN-0002' })
  expect(last.body).toMatchObject({
    state: 'packed',
    lines: [{ picked: 2, serials: ['SN-0001', 'SN-0002'] }],
  })
  expect(await level(order.node_id, kettle.id)).toEqual(before)
  expect((await act(who, task, 'handover', { to: 'courier' })).body.state).toBe('handed_over')
  expect(await level(order.node_id, kettle.id)).toEqual({
    on_hand: before!.on_hand - 2,
    held: before!.held - 2,
  })
  expect((await act(who, task, 'departure')).body).toMatchObject({
    state: 'delivering',
    recipient: { name: '林小满', phone: '13812345678', masked: false },
  })
  const done = await act(who, task, 'delivery')
  expect(done.body).toMatchObject({ state: 'delivered', next: [], recipient: { masked: true } })
  expect(JSON.stringify(done.body)).not.toContain('13812345678')
  const { rows } = (await shop.call('lin', 'GET', `/orders/${order.id}/story`)).body
  const codes = rows.map((row: { code: string }) => row.code)
  expect(codes).toEqual([
    'place',
    'pay',
    'accept',
    'start_picking',
    'packed',
    'hand_over',
    'depart',
    'deliver',
  ])
  const income = await shop.until(async () => {
    const { body } = await shop.call(who, 'GET', `/nodes/${order.node_id}/income`)
    return body.entries.some((entry: { order_id: Id }) => entry.order_id === order.id) && body
  })
  expect(income.month.sales_fen).toBe(
    income.month.online_fen + income.month.counter_fen + income.month.agency_fen,
  )
})

describe('a scan', () => {
  test('is refused clearly, counts nothing, and the right one still counts', async () => {
    const { who, task } = await waiting(2)
    expect((await act(who, task, 'picks', { scanned: kettle.gtin })).body.reason).toBe('task_moved_on')
    await act(who, task, 'acceptance')
    const wrong_digit = kettle.gtin.slice(0, -1) + ((Number(kettle.gtin.at(-1)) + 1) % 10)
    const scan = async (body: object) => (await act(who, task, 'picks', body)).body.reason
    expect(await scan({ scanned: wrong_digit })).toBe('bad_check_digit')
    expect(await scan({ scanned: stranger_gtin })).toBe('other_product')
    expect(await scan({ scanned: fridge.gtin })).toBe('other_product')
    expect(await scan({ scanned: kettle.gtin, quantity: 3 })).toBe('enough_picked')
    expect(await scan({ scanned: kettle.gtin, quantity: 2, serial: 'SN-1' })).toBe('serial_one_unit')
    expect((await see(who, task)).picked_units).toBe(0)
    expect(await scan({ scanned: kettle.gtin, serial: 'SN-9' })).toBeUndefined()
    expect(await scan({ scanned: kettle.gtin, serial: 'SN-9' })).toBe('serial_scanned')
    expect(await scan({ scanned: `0${kettle.gtin}` })).toBeUndefined()
    expect((await see(who, task)).state).toBe('packed')
  })

  test('sent twice with one key counts once; two at the same time never overpick', async () => {
    const { who, task } = await waiting(3)
    await act(who, task, 'acceptance')
    const headers = { 'idempotency-key': newId() }
    const send = () =>
      shop.call(who, 'POST', `/fulfilments/${task.id}/picks`, { scanned: kettle.gtin }, headers)
    const [a, b] = await Promise.all([send(), send()])
    expect(a.body).toEqual(b.body)
    expect((await see(who, task)).picked_units).toBe(1)
    const all = await Promise.all(
      Array.from({ length: 6 }, () => act(who, task, 'picks', { scanned: kettle.gtin })),
    )
    expect(all.filter(({ status }) => status === 200)).toHaveLength(2)
    expect((await see(who, task)).picked_units).toBe(3)
  })
})

describe('a failure', () => {
  test('goes to another store twice, then to the customer; units are held where they serve', async () => {
    let { order, who, task } = await waiting(2)
    const asked: Id[] = []
    for (const reason of ['not_found', 'too_busy', 'closed']) {
      asked.push(order.node_id)
      const { body } = await act(who, task, 'failure', { reason })
      expect(body).toMatchObject({ state: 'failed', failure: reason, recipient: null })
      if (asked.length === 3) break
      order = await shop.until(async () => {
        const seen = await shop.order(order.id)
        return seen.state === 'paid' && seen.node_id !== asked.at(-1) && seen
      })
      who = keepers[order.node_id]!
      task = await shop.taskOf(order.id, order.node_id, who)
    }
    expect(new Set(asked).size).toBe(3)
    const seen = await shop.reaches(order.id, 'awaiting_choice')
    expect(seen.resourced).toBe(2)
    expect(await tasksOf(order.id)).toHaveLength(3)
    const holds = await shop.owner`
      select node_id, quantity from stock.hold where order_id = ${order.id} and state = 'held'`
    expect(holds.map((row) => row.node_id)).toEqual([asked[2]])
    const [record] = await shop.owner`select missed from sourcing.node_record where node_id = ${asked[0]!}`
    expect(record!.missed).toBe(2)
    await shop.call('lin', 'PUT', `/orders/${order.id}/choice`, { choice: 'cancel' })
    const left = await shop.owner`select 1 from stock.hold where order_id = ${order.id} and state = 'held'`
    expect(left).toHaveLength(0)
    expect((await shop.call(keepers[asked[0]!]!, 'GET', `/orders/${order.id}`)).status).toBe(404)
  })

  test('takes the visit to the home along: the new store may follow it, the old one no longer', async () => {
    const { order, who, task } = await waiting(1, fridge.id)
    const visit = (reader: Who) => shop.call(reader, 'GET', `/orders/${order.id}/installation`)
    await shop.until(async () => (await visit(who)).body.work_order)
    await act(who, task, 'failure', { reason: 'not_found' })
    const { node_id } = await shop.until(async () => {
      const seen = await shop.order(order.id)
      return seen.node_id !== order.node_id && seen
    })
    await shop.until(async () => (await visit(who)).status === 404)
    expect((await visit(keepers[node_id]!)).body.work_order.order_id).toBe(order.id)
  })

  test('a store that never answers is given up by the house, once', async () => {
    const { order, task } = await waiting()
    await shop.owner`
      update fulfilment.task set give_up_at = now() - interval '1 minute' where id = ${task.id}`
    const silent = await shop.db.read(system, (tx) => silentTasks(tx))
    expect(silent).toEqual([{ id: task.id }])
    await Promise.all([1, 2, 3].map(() => shop.db.command(system, (tx) => stopWaiting(tx, task.id))))
    await shop.until(async () => (await tasksOf(order.id)).length === 2)
    const [first, second] = await tasksOf(order.id)
    expect(first).toMatchObject({ state: 'failed', failure: 'no_answer' })
    expect(second).toMatchObject({ state: 'waiting' })
    expect(second!.node_id).not.toBe(first!.node_id)
  })

  test('an order cancelled while it is picked leaves nothing to do', async () => {
    const { order, who, task } = await packed()
    await shop.call('lin', 'PUT', `/orders/${order.id}/cancellation`, {})
    await shop.until(async () => (await see(who, task)).state === 'cancelled')
    expect((await act(who, task, 'handover', { to: 'courier' })).body.reason).toBe('task_moved_on')
    expect((await see(who, task)).recipient).toBe(null)
  })
})

test('a worker killed at any moment doubles nothing: the same event again opens no second task', async () => {
  const { order, task } = await waiting()
  const [event] = await shop.owner<{ id: Id; payload: object }[]>`
    select id, payload from platform.event where name = 'orders.paid' and payload->>'order_id' = ${order.id}`
  const again = { ...(event!.payload as object), event_id: event!.id } as never
  const other = { ...(event!.payload as object), event_id: newId() } as never
  const open = (heard: never) => shop.db.command(system, (tx) => openTasks(tx, [heard]))
  expect(await Promise.all([open(again), open(again), open(other), open(other)])).toEqual([0, 0, 0, 0])
  expect(await tasksOf(order.id)).toMatchObject([{ id: task.id }])
  await shop.owner`delete from fulfilment.line where task_id = ${task.id}`
  await shop.owner`delete from fulfilment.task where id = ${task.id}`
  const killed = shop.db.command(system, async (tx) => {
    await openTasks(tx, [again])
    throw new Error('killed before its commit')
  })
  await expect(killed).rejects.toThrow('killed')
  expect(await tasksOf(order.id)).toEqual([])
  expect((await Promise.all([open(again), open(other)])).toSorted()).toEqual([0, 1])
  expect(await tasksOf(order.id)).toHaveLength(1)
  await shop.call('lin', 'PUT', `/orders/${order.id}/cancellation`, {})
  await shop.until(async () => (await tasksOf(order.id))[0]!.state === 'cancelled')
  expect(await open(other)).toBe(0)
})

test('what was paid in one batch opens in one go: a task an order with its own lines, however often heard', async () => {
  const all = [await waiting(), await waiting(), await waiting()]
  const events = await shop.owner<{ event_id: Id; payload: object }[]>`
    select id as event_id, payload from platform.event
     where name = 'orders.paid' and payload->>'order_id' = any(${all.map(({ order }) => order.id)}::text[])`
  const heard = events.map(({ event_id, payload }) => ({ ...payload, event_id })) as never[]
  const lines = () => shop.owner`
    select order_id, line_no, sku_id, l.code, l.gtin, quantity
      from fulfilment.line l join fulfilment.task t on t.city_code = l.city_code and t.id = l.task_id
     where order_id = any(${all.map(({ order }) => order.id)}::uuid[]) order by order_id, line_no`
  const before = await lines()
  expect(before.length).toBeGreaterThanOrEqual(3)
  const ids = all.map(({ task }) => task.id)
  await shop.owner`delete from fulfilment.line where task_id = any(${ids}::uuid[])`
  await shop.owner`delete from fulfilment.task where id = any(${ids}::uuid[])`
  const open = (which: never[]) => shop.db.command(system, (tx) => openTasks(tx, which))
  const opened = await Promise.all([open([...heard, ...heard]), open(heard.toReversed())])
  expect(opened.toSorted()).toEqual([0, 3])
  expect(await lines()).toEqual(before)
})

test('an agency sale is the warehouse’s work and the store’s income', async () => {
  const sale = await shop.call('owner', 'POST', '/counter-sales', {
    node_id: agency,
    lines: one(kettle.id),
    mode: 'agency',
    payment_method: 'cash',
    expected_total_fen: kettle.price_fen,
    address: { recipient: '老周', phone: '13800000000', county_code: county, line: '桂溪街道 9 号' },
  })
  expect([sale.status, sale.body.reason]).toEqual([200, undefined])
  const task = await shop.taskOf(sale.body.id, warehouse, 'clerk')
  expect(task).toMatchObject({ channel: 'counter', node_id: warehouse, selling_node_id: agency })
  await act('clerk', task, 'acceptance')
  await act('clerk', task, 'picks', { scanned: kettle.gtin })
  expect((await act('clerk', task, 'handover', { to: 'crew' })).body.reason).toBe('no_crew_needed')
  expect((await act('clerk', task, 'handover', { to: 'customer' })).body.state).toBe('delivered')
  const income = await shop.until(async () => {
    const { body } = await shop.call('owner', 'GET', `/nodes/${agency}/income`)
    return body.today.orders === 1 && body
  })
  expect(income.today).toMatchObject({ agency_fen: kettle.price_fen, sales_fen: kettle.price_fen, units: 1 })
})

test('income falls by what goes back after a sale, and by nothing that was never sold', async () => {
  const { order, who, task } = await packed()
  await act(who, task, 'handover', { to: 'customer' })
  const lines = [{ line_no: 1, quantity: 1 }]
  const asked = await shop.call('lin', 'POST', `/orders/${order.id}/returns`, {
    reason: 'changed_mind',
    lines,
  })
  const { id } = asked.body.returns[0]
  expect((await shop.call(who, 'PUT', `/orders/${order.id}/returns/${id}/receipt`, {})).status).toBe(200)
  const cancelled = await packed()
  await shop.call('lin', 'PUT', `/orders/${cancelled.order.id}/cancellation`, {})
  await shop.until(async () => (await shop.order(cancelled.order.id)).refunded_fen > 0)
  const entries = (order_id: Id) =>
    shop.owner`select kind, amount_fen from fulfilment.income where order_id = ${order_id} order by at, id`
  const booked = await shop.until(async () => {
    const seen = await entries(order.id)
    return seen.length === 2 && seen
  })
  expect(booked.map(({ kind }) => kind)).toEqual(['online', 'refund'])
  expect(booked[0]!.amount_fen).toBe(booked[1]!.amount_fen)
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await entries(cancelled.order.id)).toEqual([])
})

describe('whose it is', () => {
  test('another store’s task looks like none, on every path', async () => {
    const { task, order, who } = await waiting()
    const stranger: Who = who === 'neighbour' ? 'third' : 'neighbour'
    for (const [method, path] of [
      ['GET', `/fulfilments/${task.id}`],
      ['GET', `/fulfilments/${task.id}/label`],
      ['PUT', `/fulfilments/${task.id}/acceptance`],
      ['GET', `/nodes/${order.node_id}/fulfilments`],
      ['GET', `/nodes/${order.node_id}/income`],
    ] as const) {
      const theirs = await shop.call(stranger, method, path, method === 'PUT' ? {} : undefined)
      const nobodys = await shop.call(
        stranger,
        method,
        path.replace(/[0-9a-f-]{36}/, newId()),
        method === 'PUT' ? {} : undefined,
      )
      expect([theirs.status, theirs.body.reason]).toEqual([404, 'not_found'])
      expect({ ...theirs.body, request_id: '' }).toEqual({ ...nobodys.body, request_id: '' })
    }
    expect((await shop.call('lin', 'GET', `/fulfilments/${task.id}`)).status).toBe(403)
    expect((await shop.call('', 'GET', `/fulfilments/${task.id}`)).status).toBe(401)
  })

  test('the label carries what a parcel needs', async () => {
    const { who, task, order } = await packed()
    const { body } = await shop.call(who, 'GET', `/fulfilments/${task.id}/label`)
    expect(body).toMatchObject({
      number: order.number,
      barcode: order.number.replaceAll('-', ''),
      node_phone: '028-1000000',
      place_zh: '四川省成都市武侯区',
      place_en: 'Wuhou District, Chengdu, Sichuan',
      recipient: { name: '林小满', line: '天府二街 1 号' },
      lines: [{ code: kettle.code, quantity: 1 }],
    })
  })
})

test('the queue is paged without a gap and counts what waits', async () => {
  await Promise.all([waiting(), waiting(), waiting()])
  await shop.owner`
    update fulfilment.task set hand_over_by = hand_over_by + (random() * 100) * interval '1 minute'`
  const seen: Id[] = []
  let after = ''
  const whole = (await shop.call('owner', 'GET', `/nodes/${near}/fulfilments?limit=100`)).body
  for (;;) {
    const { body } = await shop.call('owner', 'GET', `/nodes/${near}/fulfilments?limit=2${after}`)
    seen.push(...body.items.map((task: { id: Id }) => task.id))
    if (!body.next) break
    after = `&after=${body.next}`
  }
  expect(seen).toEqual(whole.items.map((task: { id: Id }) => task.id))
  const due = whole.items.map((task: { hand_over_by: string }) => task.hand_over_by)
  expect(due).toEqual(due.toSorted())
  expect(whole.counts.waiting).toBe(
    whole.items.filter((task: { state: string }) => task.state === 'waiting').length,
  )
  const bad = await shop.call('owner', 'GET', `/nodes/${near}/fulfilments?after=${city}`)
  expect(bad.status).toBe(422)
})
