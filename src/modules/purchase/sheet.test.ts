// A large order in four parts against a sheet that is worked out beside it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Id } from '../../platform/types.ts'
import { type Purchase, codeOf, openPurchase, reason } from '../../../tools/test-purchase.ts'

let world: Purchase
let skus: Id[]
beforeAll(async () => {
  world = await openPurchase(500)
  skus = world.sku_ids as Id[]
})
afterAll(() => world.close())
beforeEach(() => world.fresh())

test('500 lines in four parts with shorts, damage and freight: stock and cost are what the sheet says', async () => {
  const wish = skus.map((sku_id, at) => ({ sku_id, units: 1 + ((at * 7) % 20), cost: 10_000 + at * 37 }))
  await world.owner`
    insert into purchase.agreement (agreement_id, supplier_id, sku_id, tiers, vat_bp, valid, requested_by,
                                    approved_by)
    select gen_random_uuid(), ${world.supplier()}, w.sku_id,
           jsonb_build_array(jsonb_build_object('min_units', 1, 'unit_cost_fen', w.cost)), 1300,
           tstzrange('2026-01-01', null), gen_random_uuid(), gen_random_uuid()
      from jsonb_to_recordset(${world.owner.json(wish)}) as w(sku_id uuid, cost bigint)`
  await world.budget(1_000_000_000)
  const freight_fen = 123_457
  const lines = wish.map(({ sku_id, units }) => ({ sku_id, units }))
  const id = await world.sent(lines, { freight_fen })
  // The supplier sends two fewer of every tenth line that has so many.
  const answer = wish.flatMap(({ units }, at) =>
    at % 10 === 0 && units > 2 ? [{ line_no: at + 1, units: units - 2 }] : [],
  )
  await world.order('buying', 'PUT', id, 'acknowledgement', { lines: answer })

  // The sheet, worked out by hand: what is agreed, what comes in each part, what breaks on the way.
  const sheet = wish.map((line, at) => {
    const agreed = at % 10 === 0 && line.units > 2 ? line.units - 2 : line.units
    const broken = at % 25 === 3 ? 1 : 0
    const missing = at % 40 === 7 ? 1 : 0
    const good = Math.max(agreed - missing, 0)
    const parts = [Math.floor(good / 2), Math.floor(good / 4), Math.floor(good / 8), 0]
    parts[3] = good - parts[0]! - parts[1]! - parts[2]!
    return { ...line, agreed, broken, parts, good }
  })
  const total = sheet.reduce((sum, { units, cost }) => sum + units * cost, 0)
  const exact = sheet.map(({ units, cost }) => (freight_fen * units * cost) / total)
  const whole = exact.map(Math.floor)
  const rest = freight_fen - whole.reduce((sum, one) => sum + one, 0)
  const byRest = exact.map((one, at) => [one - whole[at]!, at] as const).sort((x, y) => y[0] - x[0])
  for (const [, at] of byRest.slice(0, rest)) whole[at]! += 1
  const worth = sheet.map(({ good, agreed, cost }, at) => {
    return good * cost + Math.floor((whole[at]! * good * 2 + agreed) / (2 * agreed))
  })

  for (const part of [0, 1, 2, 3]) {
    const came = sheet.flatMap(({ sku_id, parts, broken }) => {
      const damaged_units = part === 1 ? broken : 0
      if (parts[part] === 0 && damaged_units === 0) return []
      return [{ scanned: codeOf(sku_id), good_units: parts[part]!, damaged_units }]
    })
    const { status, body } = await world.receive(id, came)
    expect([status, body.state]).toEqual([200, 'part_received'])
  }
  expect((await world.order('buying', 'PUT', id, 'closure', reason)).body.state).toBe('closed')
  const said = await world.owner<{ on_hand: number; units: number; value_fen: number }[]>`
    select l.on_hand, c.units, c.value_fen
      from unnest(${skus}::uuid[]) with ordinality as w(sku_id, at)
      left join stock.level l on l.sku_id = w.sku_id and l.node_id = ${world.node}
      left join stock.public_cost c on c.sku_id = w.sku_id
     order by w.at`
  expect([...said]).toEqual(
    sheet.map(({ good }, at) =>
      good === 0
        ? { on_hand: null, units: null, value_fen: null }
        : { on_hand: good, units: good, value_fen: worth[at] },
    ),
  )
  const [landed] = await world.owner<{ fen: number }[]>`
    select sum(landed_fen)::bigint as fen from purchase.public_receipt_line`
  expect(landed!.fen).toBe(worth.reduce((sum, one) => sum + one, 0))
  await world.balanced()
}, 60_000)
