import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRoom } from '../../../tools/test-room.ts'
import { makeCatalog } from '../../demo/catalog/index.ts'
import { type Actor, anonymous, roles, system } from '../../platform/access.ts'
import { newId } from '../../platform/types.ts'
import { gtin14, withCheckDigit } from './gtin.ts'
import { catalog, loadCatalog, openCatalog } from './index.ts'
import { routes } from './routes.ts'

const made = makeCatalog('test')
const { brands, products, skus } = made
const person = (role: 'purchaser' | 'merchandiser' | 'brand_partner', scope = system.scope): Actor => ({
  ...anonymous,
  person_id: newId(),
  name: role,
  roles: [role],
  permissions: new Set(roles[role]),
  scope,
})
const actors = {
  lin: person('purchaser'),
  one: person('purchaser', { ...system.scope, brands: [brands[0]!.id] }),
  wang: person('merchandiser'),
  brand: person('brand_partner', { ...system.scope, brands: [brands[0]!.id] }),
}

let room: Awaited<ReturnType<typeof openRoom>>
let opened: Awaited<ReturnType<typeof openCatalog>>
beforeAll(async () => {
  room = await openRoom({ routes, actors })
  await room.db.command(system, (tx) => loadCatalog(tx, system, made))
  opened = await openCatalog(room.db)
})
afterAll(async () => {
  opened.stop()
  await room.close()
})

const live = products.find(({ state, category_code }) => state === 'live' && category_code === 'dishwasher')!
const draft = products.find(({ state }) => state === 'draft')!
const input = {
  brand_id: brands[0]!.id,
  category_code: 'refrigerator',
  model: 'T-1',
  name_zh: '试 冰箱',
  name_en: 'Test fridge',
  attributes: { capacity_l: 300, inverter: true, door_layout: 'cross' },
  body: { width_mm: 700, height_mm: 1800, depth_mm: 650 },
  clearances: { left_mm: 20, right_mm: 20, top_mm: 50, back_mm: 20, front_mm: 600 },
  points: [{ zh: '三百升', en: '300 litres' }],
  utilities: [{ kind: 'socket', spec_zh: '10 A', spec_en: '10 A' }],
  warranty_months: 36,
  launched_on: '2026-12-01',
}
const variant = {
  variant_zh: '雪白',
  variant_en: 'Snow white',
  finish: 'white',
  layout: 'cross',
  options: { display: true },
  width_mm: 700,
  height_mm: 1800,
  depth_mm: 650,
  weight_g: 80_000,
  package_volume_l: 1_000,
}
let counter = 0
const nextGtin = () => withCheckDigit(`29${String(++counter).padStart(10, '0')}`)

test('a product is told whole, in both languages, with its SKUs and its cost a year', async () => {
  const { status, body } = await room.call('', 'GET', `/products/${live.id}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({ name_zh: live.name_zh, category: { code: 'dishwasher', name_zh: '洗碗机' } })
  expect(body.skus.length).toBe(skus.filter(({ product_id }) => product_id === live.id).length)
  expect(body.running_cost.lines.length).toBe(3)
  expect(body.attributes.find((one: { code: string }) => one.code === 'fit')).toMatchObject({
    label_zh: '安装方式',
    text_en: 'Built-in',
    choice: 'built_in',
    number: null,
  })
  const sku = (await room.call('', 'GET', `/skus/${body.skus[0].id}`)).body
  expect(sku).toEqual(body.skus[0])
})

test('categories and brands with how many products are on sale in them', async () => {
  const all = (await room.call('', 'GET', '/categories')).body.items
  expect(all.length).toBe(catalog().categories.length)
  const bath = (await room.call('', 'GET', '/categories?space=bath')).body.items
  expect(bath.every((one: { space: string }) => one.space === 'bath')).toBe(true)
  expect((await room.call('', 'GET', '/categories?space=moon')).status).toBe(422)
  const counted = (await room.call('', 'GET', '/brands')).body.items as { products: number }[]
  const sum = counted.reduce((total, one) => total + one.products, 0)
  expect(sum).toBe(products.filter(({ state }) => state === 'live').length)
})

test('K4: a draft is not there for those who may not see it, by any way', async () => {
  const sku = skus.find(({ product_id }) => product_id === draft.id)!
  const never = newId()
  for (const who of ['', 'lin', 'wang']) {
    expect(await room.call(who, 'GET', `/products/${draft.id}`)).toMatchObject({ status: 404 })
    expect(await room.call(who, 'GET', `/skus/${sku.id}`)).toMatchObject({ status: 404 })
  }
  const told = await room.call('', 'GET', `/products/${never}`)
  expect(told.body.reason).toBe((await room.call('', 'GET', `/products/${draft.id}`)).body.reason)
  expect((await room.call('wang', 'GET', `/product-sheets/${draft.id}`)).status).toBe(403)
  expect((await room.call('lin', 'GET', `/product-sheets/${draft.id}`)).body.state).toBe('draft')
  const count = (actor: Actor, id: string) =>
    room.db.read(actor, async (tx) => [
      (await tx`select 1 from catalog.product where id = ${id}`).count,
      (await tx`select 1 from catalog.sku where product_id = ${id}`).count > 0,
    ])
  expect(await count(anonymous, draft.id)).toEqual([0, false])
  expect(await count(actors.brand, draft.id)).toEqual(
    draft.brand_id === brands[0]!.id ? [1, true] : [0, false],
  )
  expect(await count(actors.lin, draft.id)).toEqual([1, true])
  expect(await count(anonymous, live.id)).toEqual([1, true])
})

test('from draft to sale: added, given a SKU, launched, heard of, retired', async () => {
  const added = await room.call('lin', 'POST', '/products', input)
  expect(added).toMatchObject({
    status: 200,
    body: {
      state: 'draft',
      space: 'dining',
      family: 'refrigerator',
      install_kind: 'place',
      points: input.points,
    },
  })
  const { id } = added.body
  const sku = await room.call('lin', 'POST', `/products/${id}/skus`, { ...variant, code: 'T-1-W' })
  expect(sku.body).toMatchObject({ why_not: 'not_live', gtin: null, options: { display: true } })
  const launched = await room.call('lin', 'PATCH', `/products/${id}`, { state: 'live' })
  expect(launched.body.skus[0].why_not).toBe('incomplete_gtin')
  const gtin = nextGtin()
  const whole = await room.call('lin', 'PATCH', `/skus/${sku.body.id}`, { gtin })
  expect(whole.body).toMatchObject({ gtin, why_not: null })
  await room.until(async () => catalog().byGtin(gtin)?.for_sale)
  expect((await room.call('', 'GET', `/products/${id}`)).body.skus[0].drawing).toMatchObject({
    family: 'refrigerator',
    layout: 'cross',
    options: { display: true },
    brand: brands[0]!.name_zh,
  })
  const back = await room.call('lin', 'PATCH', `/products/${id}`, { state: 'draft' })
  expect([back.status, back.body.reason]).toEqual([409, 'already_launched'])
  await room.call('lin', 'PATCH', `/products/${id}`, { state: 'retired' })
  await room.until(async () => catalog().sku(sku.body.id)?.why_not === 'not_live')
  const told = await room.owner`
    select action, detail from platform.audit where subject_id in (${id}, ${sku.body.id}) order by id`
  expect(told.map(({ action }) => action)).toEqual([
    'catalog.product_added',
    'catalog.sku_added',
    'catalog.product_changed',
    'catalog.sku_changed',
    'catalog.product_changed',
  ])
  expect(told[3]!.detail).toEqual({ before: { gtin: null }, after: { gtin } })
})

test('K1, K2: a wrong check digit is told at its field, a number used twice is refused', async () => {
  const target = skus.find(({ gtin }) => gtin !== null)!
  const other = skus.find(({ gtin, id }) => gtin !== null && id !== target.id)!
  const wrong = `${target.gtin!.slice(0, -1)}${(Number(target.gtin!.at(-1)) + 1) % 10}`
  const told = await room.call('lin', 'PATCH', `/skus/${target.id}`, { gtin: wrong })
  expect([told.status, told.body.errors]).toMatchObject([
    422,
    [{ pointer: '/gtin', reason: 'bad_check_digit' }],
  ])
  const odd = await room.call('lin', 'PATCH', `/skus/${target.id}`, { gtin: '123456789' })
  expect(odd.body.errors[0].pointer).toBe('/gtin')
  for (const gtin of [other.gtin!, gtin14(other.gtin!)]) {
    const twice = await room.call('lin', 'PATCH', `/skus/${target.id}`, { gtin })
    expect([twice.status, twice.body.reason]).toEqual([409, 'gtin_taken'])
  }
})

test('K1: the database holds every number to the same rule as the code', async () => {
  const numbers = fc
    .constantFrom(8, 12, 13, 14)
    .chain((length) =>
      fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
        .map((all) => all.join('')),
    )
  await fc.assert(
    fc.asyncProperty(fc.array(numbers, { minLength: 20, maxLength: 20 }), async (all) => {
      const whole = [...all, ...all.map((one) => withCheckDigit(one.slice(0, -1)))]
      const rows = await room.owner<{ gtin: string; holds: boolean }[]>`
        select gtin, catalog.gtin_holds(gtin) as holds from unnest(${whole}::text[]) gtin`
      for (const { gtin, holds } of rows) expect(holds).toBe(withCheckDigit(gtin.slice(0, -1)) === gtin)
    }),
    { numRuns: 15 },
  )
})

test('what is no product is refused where it is wrong', async () => {
  const at = async (change: object) => {
    const { status, body } = await room.call('lin', 'POST', '/products', { ...input, ...change })
    return [status, body.errors?.[0]?.pointer ?? body.reason]
  }
  expect(await at({ category_code: 'rocket' })).toEqual([422, '/category_code'])
  expect(await at({ family: 'tv' })).toEqual([422, '/family'])
  expect(await at({ attributes: { wash_kg: 8 } })).toEqual([422, '/attributes/wash_kg'])
  expect(await at({ attributes: { capacity_l: 1e9 } })).toEqual([422, '/attributes/capacity_l'])
  expect(await at({ body: { ...input.body, width_mm: 0 } })).toEqual([422, '/body/width_mm'])
  expect(await at({ brand_id: newId() })).toEqual([422, ''])
  expect(await at({ surprise: 1 })).toEqual([422, ''])
  expect(await at({ name_zh: '\u0000' })).toEqual([422, '/name_zh'])
  expect(await at({ model: live.model, brand_id: live.brand_id })).toEqual([409, 'model_taken'])
  const code = skus[0]!.code
  const twice = await room.call('lin', 'POST', `/products/${live.id}/skus`, { ...variant, code })
  expect([twice.status, twice.body.reason]).toEqual([409, 'sku_code_taken'])
})

test('only purchasing edits, and each only the brands of their scope', async () => {
  for (const who of ['', 'wang', 'brand']) {
    const { status } = await room.call(who, 'PATCH', `/products/${live.id}`, { noise_db: 40 })
    expect(status).toBe(who ? 403 : 401)
  }
  const theirs = products.find(({ brand_id }) => brand_id !== brands[0]!.id)!
  const own = products.find(({ brand_id }) => brand_id === brands[0]!.id)!
  expect((await room.call('one', 'PATCH', `/products/${theirs.id}`, { noise_db: 40 })).status).toBe(404)
  expect((await room.call('one', 'PATCH', `/products/${own.id}`, { noise_db: 40 })).body.noise_db).toBe(40)
  const add = await room.call('one', 'POST', '/products', {
    ...input,
    model: 'T-2',
    brand_id: theirs.brand_id,
  })
  expect(add.status).toBe(403)
  const write = room.db.command(actors.wang, (tx) => tx`update catalog.product set noise_db = 99`)
  expect((await write).count).toBe(0)
})

test('sheets page by page, with what they lack', async () => {
  const seen: string[] = []
  for (let after = ''; ; ) {
    const { body } = await room.call('lin', 'GET', `/product-sheets?limit=100${after && `&after=${after}`}`)
    seen.push(...body.items.map((one: { id: string }) => one.id))
    if (!body.next) break
    after = body.next
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBeGreaterThanOrEqual(products.length)
  const lacking = (await room.call('lin', 'GET', '/product-sheets?lacking=depth')).body.items
  expect(lacking.length).toBe(2)
  expect(lacking[0].lacking_depth).toBe(1)
  const found = (await room.call('lin', 'GET', `/product-sheets?q=${live.model}`)).body.items
  expect(found.map((one: { id: string }) => one.id)).toContain(live.id)
  expect((await room.call('lin', 'GET', '/product-sheets?q=%25')).body.items).toEqual([])
})

test('a brand is added once', async () => {
  const brand = { code: 'test-brand', name_zh: '试牌', name_en: 'Test' }
  expect((await room.call('lin', 'POST', '/brands', brand)).body).toMatchObject({ ...brand, demo: false })
  const again = await room.call('lin', 'POST', '/brands', brand)
  expect([again.status, again.body.reason]).toEqual([409, 'brand_taken'])
})
