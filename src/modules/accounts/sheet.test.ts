// An order of 500 lines that comes in four parts, short and damaged, is invoiced with one wrong price and
// then once more: stock, cost, payable and exceptions are those of a sheet reckoned here by hand, and the
// books agree after every step.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFor } from '../../../tools/test-actors.ts'
import { type Goods, city_code, nodeOf, openGoods } from '../../../tools/test-goods.ts'
import { purchased } from '../../../tools/test-purchased.ts'
import type { Id } from '../../platform/types.ts'
import { check } from './check.ts'
import { changeKinds, postDue, routes } from './index.ts'
import { matchWaiting } from './waiting.ts'

const lines_max = 500
const wrong = 250
let world: Goods
beforeAll(async () => {
  world = await openGoods({
    routes,
    kinds: changeKinds,
    skus: lines_max,
    nodes: (owner) => [nodeOf(owner, { kind: 'warehouse' })],
    actors: () => ({ zhou: actorFor('accountant'), qian: actorFor('accountant') }),
  })
})
afterAll(() => world.close())

/** One row of the sheet: what was agreed, what came in each part, what was written on the invoice. */
const rows = Array.from({ length: lines_max }, (_, at) => {
  const n = at + 1
  const units = 8 + (n % 5) * 4
  const quarter = units / 4
  const short = n % 10 === 0 ? 1 : 0
  const damaged = n % 25 === 0 ? 1 : 0
  const parts = [quarter, quarter - damaged, quarter, quarter - short]
  const agreed_fen = 1_000 + n * 37
  const vat_bp = n % 5 === 0 ? 900 : 1_300
  const freight_fen = (n % 3) * 101
  const unit_fen = n === wrong ? agreed_fen + 500 : agreed_fen
  return { n, units, quarter, damaged, parts, agreed_fen, vat_bp, freight_fen, unit_fen }
})
const sumOf = (values: number[]) => values.reduce((all, value) => all + value, 0)
const cameBy = ({ parts }: (typeof rows)[number], part: number) => sumOf(parts.slice(0, part))
const tax = (net_fen: number, vat_bp: number) => Math.floor((net_fen * vat_bp + 5_000) / 10_000)
const grossOf = (net_fen: number, vat_bp: number) => net_fen + tax(net_fen, vat_bp)

async function agree() {
  await postDue(world.db, true)
  expect((await check(world.db)).filter((one) => !one.ok)).toEqual([])
}
const call = (method: string, path: string, body?: object) => world.call('zhou', method, path, body)
async function balances() {
  const { items } = (await call('GET', '/trial-balance')).body
  return Object.fromEntries(
    items.map((row: { account: string; balance_fen: number }) => [row.account, row.balance_fen]),
  )
}

test('500 lines in four parts, invoiced twice', { timeout: 120_000 }, async () => {
  const buy = purchased(world.owner, { city_code, node_id: world.nodes[0]!.id })
  const supplier_id = await buy.supplier('SHEET', { terms: 45 })
  const order = await buy.order(
    supplier_id,
    rows.map(({ n, units, agreed_fen, vat_bp, freight_fen }) => {
      return { sku_id: world.sku_ids[n - 1]! as Id, units, unit_cost_fen: agreed_fen, vat_bp, freight_fen }
    }),
  )
  const come = (part: number) =>
    buy.receive(
      order,
      rows.map((row) => {
        const good = row.parts[part]!
        const damaged = part === 1 ? row.damaged : 0
        return { line_no: row.n, good, damaged, short: row.quarter - good - damaged }
      }),
    )
  for (const part of [0, 1, 2]) await come(part)
  await agree()

  const lines = rows.map(({ n, units, unit_fen, vat_bp }) => {
    return { order_no: order.no, order_line_no: n, units, unit_fen, vat_bp }
  })
  const total_fen = sumOf(rows.map((row) => grossOf(row.units * row.unit_fen, row.vat_bp)))
  const paper = { supplier_id, issued_on: '2026-10-05', total_fen, lines }
  const first = await call('POST', '/supplier-invoices', { ...paper, number: 'A-1' })
  expect([first.status, first.body.reason]).toEqual([200, undefined])
  const owed_then = sumOf(rows.map((row) => grossOf(cameBy(row, 3) * row.agreed_fen, row.vat_bp)))
  expect(first.body).toMatchObject({
    payable_fen: owed_then,
    held_fen: total_fen - owed_then,
    due_on: '2026-11-19',
    exceptions: lines_max + 1,
  })
  await agree()

  const number_again = await call('POST', '/supplier-invoices', { ...paper, number: 'A-1' })
  expect([number_again.status, number_again.body.reason]).toEqual([409, 'invoice_number_used'])
  expect(number_again.body.facts.invoice_id).toBe(first.body.id)

  await come(3)
  await matchWaiting(world.db)
  const { body: now } = await call('GET', `/supplier-invoices/${first.body.id}`)
  // Of a line all of which came the rest is owed; one that is short or damaged waits with what was held.
  const whole = rows.filter((row) => cameBy(row, 4) === row.units)
  const waits = rows.filter((row) => cameBy(row, 4) < row.units)
  const owed = sumOf([
    ...whole.map((row) => grossOf(row.units * row.unit_fen, row.vat_bp)),
    ...waits.map((row) => grossOf(cameBy(row, 3) * row.agreed_fen, row.vat_bp)),
  ])
  expect([waits.length, waits.some((row) => row.n === wrong)]).toEqual([60, true])
  expect(now).toMatchObject({ payable_fen: owed, held_fen: total_fen - owed, exceptions: 61 })
  const kinds = now.waiting
    .filter((one: { state: string }) => one.state === 'open')
    .map((one: { kind: string; line_no: number }) => `${one.kind} ${one.kind[0] === 'p' ? one.line_no : ''}`)
  expect([...new Set(kinds)].sort()).toEqual(['more_than_received ', `price_above_agreed ${wrong}`])

  const second = await call('POST', '/supplier-invoices', { ...paper, number: 'A-2' })
  expect(second.status).toBe(200)
  // Of the short lines some units came after the first invoice: they are open, and the second one finds them.
  const late = sumOf(waits.map((row) => cameBy(row, 4) - cameBy(row, 3)))
  expect(second.body.lines.filter((line: { matched_units: number }) => line.matched_units > 0)).toHaveLength(
    waits.filter((row) => cameBy(row, 4) > cameBy(row, 3)).length,
  )
  expect(sumOf(second.body.lines.map((line: { matched_units: number }) => line.matched_units))).toBe(late)
  expect(second.body.waiting.filter((one: { kind: string }) => one.kind === 'duplicate')).toHaveLength(
    whole.length,
  )
  expect(second.body.payable_fen + second.body.held_fen).toBe(total_fen)
  await agree()

  const good = rows.map((row) => cameBy(row, 4))
  const landed = rows.map((row, at) => {
    return (
      good[at]! * row.agreed_fen + Math.floor((row.freight_fen * good[at]! * 2 + row.units) / (2 * row.units))
    )
  })
  const stock = await world.owner<{ sku_id: string; units: number; value_fen: number }[]>`
    select sku_id, units, value_fen from stock.public_cost where owner is null`
  const seen = new Map(stock.map((row) => [row.sku_id, [row.units, row.value_fen]]))
  expect(world.sku_ids.map((id) => seen.get(id))).toEqual(rows.map((_, at) => [good[at], landed[at]]))
  const books = await balances()
  expect(books).toMatchObject({
    inventory: sumOf(landed),
    goods_clearing: 0,
    grni: 0,
    price_variance: 0,
    payable: now.payable_fen + second.body.payable_fen,
    freight_accrued: sumOf(landed) - sumOf(rows.map((row, at) => good[at]! * row.agreed_fen)),
  })
})
