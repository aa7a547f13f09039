// A crew's work over HTTP, on a real database with real jobs: in order and out of it, twice, late, and
// not at all.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Shop,
  type Who,
  actors,
  city,
  county,
  crew_party,
  fridge,
  hob,
  kettle,
  near,
  openShop,
  other_crew,
} from '../../../tools/test-shop.ts'
import { system } from '../../platform/access.ts'
import { addDays, dayOf } from '../../platform/time.ts'
import { type Id, newId } from '../../platform/types.ts'
import type { Step, WorkView } from './contract.ts'
import { followOrder, openWorks } from './house.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  await shop.stockUp(near, fridge.id, 300)
  await shop.stockUp(near, kettle.id, 300)
  await shop.stockUp(near, hob.id, 300)
})
afterAll(() => shop.close())

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const picture = (size = 64, first: Buffer = png) => {
  const bytes = Buffer.alloc(size)
  first.copy(bytes)
  bytes.writeUInt32BE(Math.floor(Math.random() * 2 ** 32), first.length)
  bytes.write('IEND', size - 8, 'latin1')
  return bytes.toString('base64')
}
const now = () => new Date().toISOString()
const send = (who: Who, work: { id: Id }, what: string, body: object, headers = {}) =>
  shop.call(
    who,
    what === 'steps' || what === 'photos' ? 'POST' : 'PUT',
    `/work-orders/${work.id}/${what}`,
    body,
    headers,
  )
const see = async (work: { id: Id }, who: Who = 'crew'): Promise<WorkView> =>
  (await shop.call(who, 'GET', `/work-orders/${work.id}`)).body
const installationOf = async (order_id: Id, who: Who = 'lin') =>
  (await shop.call(who, 'GET', `/orders/${order_id}/installation`)).body
const findings = ['room', 'socket', 'water_in'].map((check) => ({ check, ok: true }))
const step = (work: { id: Id }, name: Step, more: object = {}, headers = {}) =>
  send(
    'crew',
    work,
    'steps',
    { step: name, done_at: now(), ...(name === 'check_site' && { findings }), ...more },
    headers,
  )

type Planned = { order: { id: Id; city_code: string; node_id: Id }; work: { id: Id }; code: string }
async function planned(quantity = 1, sku_id: Id = fridge.id): Promise<Planned> {
  const order = await shop.buy([{ sku_id, quantity }])
  const seen = await shop.until(async () => {
    const told = await installationOf(order.id)
    return told.work_order && told
  })
  return { order, work: seen.work_order, code: seen.code }
}
async function handOver({ order }: Planned, to: string, quantity = 1) {
  const task = await shop.taskOf(order.id, near, 'owner')
  const put = (what: string, body: object = {}) =>
    shop.call('owner', 'PUT', `/fulfilments/${task.id}/${what}`, body)
  await put('acceptance')
  await shop.call('owner', 'POST', `/fulfilments/${task.id}/picks`, { scanned: fridge.gtin, quantity })
  expect((await put('handover', { to })).status).toBe(200)
  return put
}
const all: Step[] = ['arrive', 'check_site', 'unpack', 'mount', 'connect', 'test_run', 'tidy_up', 'explain']
async function workThrough({ work }: Planned) {
  for (const name of all) expect((await step(work, name)).status).toBe(200)
  await send('crew', work, 'photos', { step: 'test_run', taken_at: now(), image: picture() })
  await send('crew', work, 'serials', { line_no: 1, serial: `SN-${work.id.slice(-8)}` })
}

test('goods and crew in one visit: arriving delivers, the customer’s code ends the order', async () => {
  const made = await planned()
  const { work, order } = made
  expect(made.code).toMatch(/^\d{6}$/)
  const first = await see(work)
  expect(first).toMatchObject({
    state: 'planned',
    steps_total: 8,
    contact: { name: '林小满', phone: '13812345678', line: '天府二街 1 号' },
    missing: { steps: all, serials: [1], photos: ['test_run'] },
  })
  expect(first.day).not.toBe(null)
  expect(first.steps[1]!.checks.map(({ check }) => check)).toEqual(['room', 'socket', 'water_in'])
  expect(JSON.stringify(first)).not.toContain(made.code)
  await handOver(made, 'crew')
  await shop.until(async () => (await see(work)).goods_with_crew)
  expect((await step(work, 'arrive')).body).toMatchObject({ state: 'started', goods_delivered: true })
  expect((await shop.order(order.id)).state).toBe('delivered')
  await shop.until(() => taskDelivered(order.id))
  await workThrough(made)
  const done = await send('crew', work, 'acceptance', { code: made.code })
  expect(done.body).toMatchObject({
    accepted: true,
    why_not: null,
    work_order: { state: 'done', contact: null },
  })
  expect((await shop.order(order.id)).state).toBe('installed')
  expect(await installationOf(order.id)).toMatchObject({ code: null, crew_name_zh: 'installer_company' })
  const again = await send('crew', work, 'acceptance', { code: '000000' })
  expect(again.body.accepted).toBe(true)
  expect((await step(work, 'explain')).status).toBe(200)
})
const taskDelivered = async (order_id: Id) =>
  (await shop.owner`select 1 from fulfilment.task where order_id = ${order_id} and state = 'delivered'`)
    .length > 0

test('no code ends work that is not complete, or goods that never came', async () => {
  const made = await planned()
  const { work, code } = made
  const refused = await send('crew', work, 'acceptance', { code })
  expect(refused.body).toMatchObject({
    reason: 'not_finished',
    facts: { serials: [1], photos: ['test_run'] },
  })
  await workThrough(made)
  expect((await send('crew', work, 'acceptance', { code })).body.reason).toBe('goods_not_delivered')
  const put = await handOver(made, 'courier')
  await put('departure')
  await put('delivery')
  expect((await send('crew', work, 'acceptance', { code })).body.accepted).toBe(true)
})

test('five wrong codes lock it for ten minutes, also for the right one; each try is counted', async () => {
  const made = await planned()
  await handOver(made, 'crew')
  await workThrough(made)
  const wrong = made.code === '111111' ? '222222' : '111111'
  const left: number[] = []
  for (let at = 0; at < 5; at++)
    left.push((await send('crew', made.work, 'acceptance', { code: wrong })).body.tries_left)
  expect(left).toEqual([4, 3, 2, 1, 0])
  const locked = await send('crew', made.work, 'acceptance', { code: made.code })
  expect(locked.body).toMatchObject({ accepted: false, why_not: 'code_locked', tries_left: 0 })
  expect(Date.parse(locked.body.locked_until) - Date.now()).toBeGreaterThan(9 * 60_000)
  expect((await see(made.work)).state).toBe('started')
  await shop.owner`
    update installation.code set locked_until = now() - interval '1 second'
     where work_order_id = ${made.work.id}`
  expect((await send('crew', made.work, 'acceptance', { code: wrong })).body.tries_left).toBe(4)
  expect((await send('crew', made.work, 'acceptance', { code: made.code })).body.accepted).toBe(true)
})

describe('without a network', () => {
  test('steps told late keep both clocks; told twice, with or without their key, they are one', async () => {
    const { work } = await planned()
    const done_at = new Date(Date.now() - 7_200_000).toISOString()
    const sent_at = new Date(Date.now() + 3_600_000).toISOString()
    const key = { 'idempotency-key': newId() }
    const first = await step(work, 'arrive', { done_at, sent_at }, key)
    const twice = await step(work, 'arrive', { done_at, sent_at }, key)
    expect(twice.body).toEqual(first.body)
    await step(work, 'arrive')
    const [arrive] = (await see(work)).steps
    expect(arrive).toMatchObject({ done_at })
    expect(Math.abs(arrive!.skew_s! - 3_600)).toBeLessThan(5)
    expect(Math.abs(Date.parse(arrive!.heard_at!) - Date.now())).toBeLessThan(60_000)
    const rows = await shop.owner`select 1 from installation.step where work_order_id = ${work.id}`
    expect(rows).toHaveLength(1)
  })

  test('the table says which order matters', async () => {
    const { work } = await planned()
    const early = await step(work, 'mount')
    expect([early.body.reason, early.body.facts]).toEqual([
      'step_too_early',
      { missing: ['check_site', 'unpack'] },
    ])
    await step(work, 'arrive')
    await step(work, 'unpack')
    await step(work, 'tidy_up')
    const bare = await step(work, 'check_site', { findings: findings.slice(1) })
    expect([bare.body.reason, bare.body.facts]).toEqual(['checks_missing', { missing: ['room'] }])
    expect((await step(work, 'check_site')).body.steps_done).toBe(4)
    expect((await step(work, 'mount')).status).toBe(200)
  })

  test('the same photo and serial sent at the same time are one', async () => {
    const { work } = await planned()
    const image = picture()
    const photo = { step: 'test_run', taken_at: now(), image }
    const sent = await Promise.all([1, 2, 3].map(() => send('crew', work, 'photos', photo)))
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200])
    const seen = await see(work)
    expect(seen.photos).toHaveLength(1)
    const { body } = await shop.call('lin', 'GET', `/work-orders/${work.id}/photos/${seen.photos[0]!.id}`)
    expect([body.mime, body.image]).toEqual(['image/png', image])
    expect((await shop.call('wu', 'GET', `/work-orders/${work.id}/photos/${body.id}`)).status).toBe(404)
    expect((await shop.call('owner', 'GET', `/work-orders/${work.id}/photos/${body.id}`)).status).toBe(404)
  })
})

test.each([
  ['text', Buffer.from('<svg onload=alert(1)>').toString('base64'), 415, 'not_an_image'],
  ['a GIF', picture(64, Buffer.from('GIF89a')), 415, 'not_an_image'],
  ['a RIFF that is no WebP', picture(64, Buffer.from('RIFF0000WAVE')), 415, 'not_an_image'],
  ['one byte too many', picture(600_001), 413, 'image_too_large'],
  ['cut on its way', picture().slice(0, 72), 415, 'broken_image'],
  ['no base64', '%%%%%%%%%%%%%%%%%%%%', 422, 'invalid_input'],
  ['taken before the first year', picture(), 422, 'invalid_input', '0001-01-01T00:00:00+14:00'],
  ['taken in a year of five digits', picture(), 422, 'invalid_input', '9999-12-31T23:59:59-14:00'],
])('a photo that is %s is refused', async (_what, image, status, reason, taken_at: string = now()) => {
  const { work } = await planned()
  const answer = await send('crew', work, 'photos', { step: 'test_run', taken_at, image })
  expect([answer.status, answer.body.reason]).toEqual([status, reason])
  expect((await see(work)).photos).toEqual([])
})

test('a serial number is installed in one home only; a mistyped one may be mended', async () => {
  const [here, there] = [await planned(2), await planned()]
  await send('crew', here.work, 'serials', { line_no: 1, unit_no: 2, serial: 'sn-77-a' })
  const used = await send('crew', there.work, 'serials', { line_no: 1, serial: 'SN-77-A' })
  expect([used.status, used.body.reason]).toEqual([409, 'serial_used'])
  await send('crew', here.work, 'serials', { line_no: 1, unit_no: 2, serial: 'SN-78' })
  expect((await send('crew', there.work, 'serials', { line_no: 1, serial: 'SN-77-A' })).status).toBe(200)
  const beyond = await send('crew', here.work, 'serials', { line_no: 1, unit_no: 3, serial: 'SN-79' })
  expect(beyond.body.reason).toBe('unknown_line')
  expect((await see(here.work)).missing.serials).toEqual([1])
})

describe('a visit that fails', () => {
  const takenOn = async (day: string, window: string) =>
    (
      await shop.owner<{ taken: number }[]>`
        select taken from sourcing.slot
         where zone = ${county} and kind = 'install' and day = ${day} and window_code = ${window}`
    )[0]?.taken ?? 0

  test('is planned again with its slot moved; steps begin anew', async () => {
    const { work, order } = await planned()
    const before = await see(work)
    const [day, window] = [before.day!, before.window!]
    await step(work, 'arrive')
    const free_before = await takenOn(day, window)
    const next_before = await takenOn(addDays(day, 1), window)
    const { body } = await send('crew', work, 'failure', { reason: 'nobody_home' })
    expect(body).toMatchObject({
      state: 'planned',
      attempt: 2,
      day: addDays(day, 1),
      window,
      last_failure: 'nobody_home',
      steps_done: 0,
    })
    expect(await takenOn(day, window)).toBe(free_before - 1)
    expect(await takenOn(addDays(day, 1), window)).toBe(next_before + 1)
    expect((await step(work, 'arrive')).body.steps_done).toBe(1)
    const { rows } = (await shop.call('lin', 'GET', `/orders/${order.id}/story`)).body
    expect(rows.map((row: { code: string }) => row.code)).toContain('install_failed')
  })

  test('a full or past day is refused and moves nothing', async () => {
    const { work } = await planned()
    const { day, window } = await see(work)
    const full = addDays(day!, 5)
    await shop.owner`
      insert into sourcing.zone_capacity (city_code, zone, kind, capacity)
      values (${city}, ${county}, 'install', 1)`
    await shop.owner`
      insert into sourcing.slot (city_code, zone, kind, day, window_code, capacity, taken)
      values (${city}, ${county}, 'install', ${full}, 'am', 1, 1)`
    const before = await takenOn(day!, window!)
    const refused = await send('crew', work, 'failure', { reason: 'other', day: full, window: 'am' })
    await shop.owner`delete from sourcing.zone_capacity where city_code = ${city} and zone = ${county}`
    expect([refused.status, refused.body.reason]).toEqual([409, 'slot_gone'])
    const past = { reason: 'other', day: addDays(dayOf(now()), -1) }
    expect((await send('crew', work, 'failure', past)).body.reason).toBe('day_in_the_past')
    expect(await takenOn(day!, window!)).toBe(before)
    expect(await see(work)).toMatchObject({ day, window, attempt: 1 })
  })
})

describe('whose it is', () => {
  test('another crew finds nothing, until dispatch gives it the work', async () => {
    const { order, work } = await planned()
    const nothing = await shop.call('rival', 'GET', `/work-orders/${work.id}`)
    expect(nothing.status).toBe(404)
    expect((await send('rival', work, 'steps', { step: 'arrive', done_at: now() })).status).toBe(404)
    const wrong = await send('seller', work, 'assignment', { party_id: actors.lin.party_id! })
    expect(wrong.body.reason).toBe('not_a_crew')
    const given = await send('seller', work, 'assignment', { party_id: other_crew })
    expect(given.body.party_id).toBe(other_crew)
    expect((await see(work, 'rival')).contact).not.toBe(null)
    expect((await shop.call('crew', 'GET', `/work-orders/${work.id}`)).status).toBe(404)
    const { body } = await shop.call('seller', 'GET', `/work-order-board?party_id=${other_crew}`)
    expect(body.items.map(({ id }: { id: Id }) => id)).toEqual([work.id])
    expect((await send('rival', work, 'steps', { step: 'arrive', done_at: now() })).status).toBe(200)
    const told = await shop.owner`
      select 1 from orders.story where order_id = ${order.id} and code = 'install_step'`
    expect(told).toHaveLength(1)
    const lock = (who: 'crew' | 'rival') =>
      shop.db.command(actors[who], (tx) => tx`select 1 from orders.lock(${city}, ${order.id})`)
    expect(await lock('rival')).toHaveLength(1)
    expect(await lock('crew')).toHaveLength(0)
  })

  test('I10: gas work goes to a certified crew only, and waits for dispatch when there is none', async () => {
    const { work } = await planned(1, hob.id)
    const skills = ['gas_certified', 'general']
    expect(await see(work, 'crew')).toMatchObject({ party_id: crew_party, skills })
    const refused = await send('seller', work, 'assignment', { party_id: other_crew })
    expect(refused).toMatchObject({
      status: 422,
      body: { reason: 'crew_lacks_skills', facts: { lacked: ['gas_certified'] } },
    })
    expect((await see(work, 'crew')).party_id).toBe(crew_party)
    await shop.owner`update people.party set skills = '{general}' where id = ${crew_party}`
    const order = await shop.buy([{ sku_id: hob.id, quantity: 1 }])
    const told = await shop.until(async () => (await installationOf(order.id)).work_order)
    expect(told).toMatchObject({ party_id: null, skills })
    await shop.owner`update installation.work_order set skills = '{}' where id = ${told.id}`
    const to_crew = { party_id: crew_party }
    expect((await send('seller', told, 'assignment', to_crew)).status).toBe(422)
    await shop.owner`
      update people.party set skills = '{general,gas_certified}' where id = ${crew_party}`
    expect((await send('seller', told, 'assignment', to_crew)).body.party_id).toBe(crew_party)
  })

  test('the code is the buyer’s; after a counter sale the store tells it', async () => {
    const { order } = await planned()
    expect((await shop.call('wu', 'GET', `/orders/${order.id}/installation`)).status).toBe(404)
    expect(await installationOf(order.id, 'owner')).toMatchObject({ code: null })
    const sale = await shop.call('owner', 'POST', '/counter-sales', {
      node_id: near,
      lines: [{ sku_id: fridge.id, quantity: 1 }],
      mode: 'own_stock',
      payment_method: 'cash',
      expected_total_fen: fridge.price_fen,
      address: { recipient: '老周', phone: '13800000000', county_code: county, line: '桂溪街道 9 号' },
    })
    expect([sale.status, sale.body.reason]).toEqual([200, undefined])
    const told = await shop.until(async () => {
      const seen = await installationOf(sale.body.id, 'owner')
      return seen.work_order && seen
    })
    expect(told.code).toMatch(/^\d{6}$/)
    expect(told.work_order.goods_delivered).toBe(true)
    const made = { order: sale.body, work: told.work_order, code: told.code }
    await workThrough(made)
    expect((await send('crew', made.work, 'acceptance', { code: told.code })).body.accepted).toBe(true)
  })
})

test('the same event again opens no second work order; a cancelled order needs no crew', async () => {
  const { order, work } = await planned()
  const heard = { event_id: newId(), city_code: order.city_code, order_id: order.id }
  const open = () => shop.db.command(system, (tx) => openWorks(tx, [heard, heard]))
  expect(await Promise.all([open(), open(), open()])).toEqual([0, 0, 0])
  await shop.call('lin', 'PUT', `/orders/${order.id}/cancellation`, {})
  await shop.until(async () => (await see(work)).state === 'cancelled')
  expect((await step(work, 'arrive')).body.reason).toBe('work_ended')
  for (const table of ['line', 'code', 'contact'])
    await shop.owner`delete from ${shop.owner(`installation.${table}`)} where work_order_id = ${work.id}`
  await shop.owner`delete from installation.work_order where id = ${work.id}`
  expect(await open()).toBe(0)
})

test('a window that moved with the goods moves the visit, once it is planned and not after', async () => {
  const { order, work } = await planned()
  const heard = { event_id: newId(), city_code: order.city_code, order_id: order.id }
  const follow = () => shop.db.command(system, (tx) => followOrder(tx, heard))
  const day = addDays(dayOf(now()), 5)
  const times = { starts_at: `${day}T01:00:00.000Z`, ends_at: `${day}T04:00:00.000Z` }
  await shop.owner`
    update orders.customer_order
       set install_day = ${day}::text::date, install_window = 'am', install_starts_at = ${times.starts_at},
           install_ends_at = ${times.ends_at}
     where id = ${order.id}`
  await follow()
  expect(await see(work)).toMatchObject({ day, window: 'am', ...times })
  await step(work, 'arrive')
  await shop.owner`
    update orders.customer_order set install_window = 'pm' where id = ${order.id}`
  await follow()
  expect(await see(work)).toMatchObject({ window: 'am' })
})

test('nothing to install, no work order', async () => {
  const order = await shop.buy([{ sku_id: kettle.id, quantity: 1 }])
  await shop.taskOf(order.id, near, 'owner')
  expect(await installationOf(order.id)).toMatchObject({ work_order: null, code: null })
})
