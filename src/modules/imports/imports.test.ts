// Files as people send them: in parts, read in the background, held, repaired, agreed to by a second person.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Goods, actorOf, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { type Id, newId } from '../../platform/types.ts'
import { openPrices, changeKinds as priceKinds, price } from '../pricing/index.ts'
import { changeKinds as stockKinds } from '../stock/index.ts'
import { changeKinds, reactions, routes } from './index.ts'

let world: Goods
let prices: Awaited<ReturnType<typeof openPrices>>
const keeper = actorOf('store_owner', [])
const people = {
  buying: actorOf('purchaser', null),
  selling: actorOf('merchandiser', null),
  control: actorOf('controller', null),
  other: actorOf('purchaser', null),
}
beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: [...changeKinds, ...priceKinds, ...stockKinds],
    skus: 60,
    nodes: (owner) => [nodeOf(owner)],
    actors: (nodes) => {
      keeper.scope = { ...keeper.scope, nodes: [nodes[0]!.id] }
      return { ...people, keeper }
    },
  })
  prices = await openPrices(world.db)
  for (const { person_id, name, roles, scope } of [...Object.values(people), keeper]) {
    const party = newId()
    await world.owner`
      insert into people.party (id, kind, name_zh, name_en) values (${party}, 'retailer', '总部', 'House')`
    await world.owner`
      insert into people.person (id, party_id, name) values (${person_id}, ${party}, ${name})`
    await world.owner`
      insert into people.role_grant (id, person_id, role, nodes)
      values (${newId()}, ${person_id}, ${roles[0]!}, ${scope.nodes}::uuid[])`
  }
})
afterAll(async () => {
  prices.stop()
  await world.close()
})

const run = (file_id: string) => reactions.tasks['imports.run']!(world.db, { file_id } as never, { id: '1' })

async function send(who: string, kind: string, text: string, more: object = {}) {
  const bytes = Buffer.from(text)
  const added = await world.call(who, 'POST', `/imports/${kind}`, {
    name: `${kind}.csv`,
    bytes: bytes.length,
    ...more,
  })
  if (added.status !== 200) return { ...added, id: '' }
  const id = added.body.id as string
  const middle = Math.floor(bytes.length / 2)
  for (const [part, some] of [bytes.subarray(0, middle), bytes.subarray(middle)].entries())
    await world.call(who, 'PUT', `/imports/${id}/parts/${part}`, { base64: some.toString('base64') })
  const started = await world.call(who, 'PUT', `/imports/${id}/arrival`, {})
  expect([started.status, started.body.state]).toEqual([200, 'reading'])
  await run(id)
  return { ...(await world.call(who, 'GET', `/imports/${id}`)), id }
}
const codes = async () => {
  const rows = await world.owner<{ code: string }[]>`select code from catalog.sku order by code limit 60`
  return rows.map(({ code }) => code)
}

test('U7: who may change it on screen may send it, and nobody sees the files of another', async () => {
  const header = 'key,brand,category_code,model\n'
  expect((await send('selling', 'products', `${header}A,b,tv,c\n`)).status).toBe(403)
  const sent = await send('buying', 'products', `${header}A,晨岩,tv,T-1\nB,晨岩,tv\n`)
  expect(sent.body).toMatchObject({
    state: 'done',
    rows: 2,
    created: 1,
    rejected: 1,
    mapping: 'own-products',
  })
  expect((await world.call('other', 'GET', `/imports/${sent.id}`)).status).toBe(404)
  expect((await world.call('other', 'GET', `/imports/${sent.id}/rows`)).status).toBe(404)
  expect((await world.call('control', 'GET', `/imports/${sent.id}`)).status).toBe(200)
})

test('a refused row is put right on screen and goes along with the next run', async () => {
  const { id } = await send('buying', 'products', 'key,brand,category_code,model,宽\nC,晨岩,tv,T-2,wide\n')
  const [row] = (await world.call('buying', 'GET', `/imports/${id}/rows?state=rejected`)).body.items
  expect(row).toMatchObject({ row: 2, faults: [{ column: '宽', code: 'not_a_number', value: 'wide' }] })
  const fix = (text: string) =>
    world.call('buying', 'PATCH', `/imports/${id}/rows/2`, { cells: [{ column: '宽', text }] })
  expect((await fix('1e9')).body).toMatchObject({ state: 'rejected' })
  expect((await fix('1200')).body).toMatchObject({ state: 'ready', faults: [] })
  expect((await fix('1300')).body.reason).toBe('row_not_rejected')
  await world.call('buying', 'PUT', `/imports/${id}/release`, {})
  await run(id)
  const { body } = await world.call('buying', 'GET', `/imports/${id}`)
  expect(body).toMatchObject({ state: 'done', created: 1, rejected: 0 })
})

test('a file that is larger than it said, or than any may be, is refused and leaves nothing', async () => {
  const huge = await world.call('buying', 'POST', '/imports/products', { name: 'a', bytes: 2 ** 31 })
  expect([huge.status, huge.body.reason]).toEqual([413, 'import_too_large'])
  const small = await world.call('buying', 'POST', '/imports/products', { name: 'a', bytes: 3 })
  const sent = await world.call('buying', 'PUT', `/imports/${small.body.id}/parts/0`, { base64: 'aaaaaaaa' })
  expect([sent.status, sent.body.reason]).toEqual([413, 'import_too_large'])
  const early = await world.call('buying', 'PUT', `/imports/${small.body.id}/arrival`, {})
  expect(early.body.reason).toBe('import_incomplete')
})

test('what cannot be read says why', async () => {
  const { body } = await send('buying', 'products', 'one,two\n1,2\n')
  expect(body).toMatchObject({
    state: 'held',
    held_for: 'unreadable',
    trouble: { reason: 'import_unmapped' },
  })
})

test('U4: a stock file with more than 2 % refused rows is held whole; repaired, it goes on', async () => {
  const [node_id] = [world.nodes[0]!.id as Id]
  const skus = await codes()
  const lines = skus.slice(0, 50).map((code) => `${node_id},${code},1`)
  const wrong = [...lines.slice(0, 48), `${node_id},${skus[48]},many`, `${node_id},nothing,1`]
  const { id, body } = await send('keeper', 'stock', `store,sku,on_hand\n${wrong.join('\n')}\n`)
  expect(body).toMatchObject({ state: 'held', held_for: 'rejects', rejected: 2, ready: 48 })
  const before = await world.owner`select count(*)::int as n from stock.entry`
  expect(before[0]!.n).toBe(0)
  await world.call('keeper', 'PATCH', `/imports/${id}/rows/50`, { cells: [{ column: 'on_hand', text: '1' }] })
  await world.call('keeper', 'PUT', `/imports/${id}/release`, {})
  await run(id)
  const after = await world.call('keeper', 'GET', `/imports/${id}`)
  expect(after.body).toMatchObject({ state: 'done', created: 49, rejected: 1, ready: 0 })
  const strange = await send('keeper', 'stock', `store,sku,on_hand\n${newId()},${skus[0]},1\n`)
  expect(strange.body).toMatchObject({ state: 'held', rejected: 1 })
})

test('U5: a list of prices waits for a second person, who never is the first; then it is written', async () => {
  const [one, two] = await codes()
  const list = `sku,price\n${one},1999.00\n${two},2999.00\n`
  const { id, body } = await send('selling', 'prices', list)
  expect(body).toMatchObject({ state: 'waiting', ready: 2 })
  const now = await world.owner`select count(*)::int as n from pricing.price`
  expect(now[0]!.n).toBe(0)
  const approve = (who: string) => world.call(who, 'PUT', `/change-requests/${body.request_id}/approval`, {})
  expect((await approve('selling')).status).toBe(403)
  expect((await approve('control')).status).toBe(200)
  await run(id)
  const done = await world.call('selling', 'GET', `/imports/${id}`)
  expect(done.body).toMatchObject({ state: 'done', created: 2 })
  await prices.refresh()
  const [sku] = await world.owner`select id from catalog.sku where code = ${one!}`
  const asked = { county_code: '510107', channel: 'shop' as const, tier: 'retail' as const, quantity: 1 }
  const at = new Date(Date.now() + 1_000).toISOString()
  expect(price({ ...asked, sku_id: sku!.id, at })?.unit_fen).toBe(199_900)
  const [row] = await world.owner`
    select requested_by, approved_by from pricing.price where sku_id = ${sku!.id}`
  expect(row).toEqual({ requested_by: people.selling.person_id, approved_by: people.control.person_id })
})

test('a price that has moved since it was proposed is not overwritten; a refused list is not written', async () => {
  const [one] = await codes()
  const first = await send('selling', 'prices', `sku,price\n${one},1899\n`)
  const second = await send('selling', 'prices', `sku,price\n${one},199.90\n`)
  await world.call('control', 'PUT', `/change-requests/${first.body.request_id}/approval`, {})
  await run(first.id)
  await world.call('control', 'PUT', `/change-requests/${second.body.request_id}/approval`, {})
  await run(second.id)
  const rows = (await world.call('selling', 'GET', `/imports/${second.id}/rows`)).body.items
  expect(rows[0]).toMatchObject({ state: 'rejected', faults: [{ code: 'stale_before' }] })
  const third = await send('selling', 'prices', `sku,price\n${one},1799\n`)
  await world.call('control', 'PUT', `/change-requests/${third.body.request_id}/rejection`, {
    note: '再想想',
  })
  const task = reactions.tasks['imports.unheard']!
  await task(world.db, { request_id: third.body.request_id, kind: 'imports.price_list' } as never, {
    id: '2',
  })
  const { body } = await world.call('selling', 'GET', `/imports/${third.id}`)
  expect(body).toMatchObject({ state: 'held', held_for: 'large_cut', ready: 1 })
})
