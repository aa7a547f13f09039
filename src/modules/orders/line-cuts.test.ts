// Whatever a line had off, and in whatever parts it goes to nodes and comes back: to the fen.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fen } from '../../platform/types.ts'
import { priceCart } from '../benefits/index.ts'
import { randomCart, randomOf } from '../benefits/random-cart.ts'
import { cutOfUnits, cutsOfUnits, sumOfCuts } from './line-cuts.ts'
import { refundOf } from './rules.ts'

const line = fc
  .record({
    unit_fen: fc.integer({ min: 1, max: 1_000_000 }),
    quantity: fc.integer({ min: 1, max: 99 }),
    shares: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 3 }),
    parts: fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
    returns: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 30 }),
  })
  .map(({ shares, ...rest }) => {
    const list = rest.unit_fen * rest.quantity
    return { ...rest, cuts: shares.map((share) => ({ amount_fen: Math.floor((list * share) / 1_300) })) }
  })

/** The units of a line in parts, the last one taking what is left. */
function spans(quantity: number, parts: readonly number[]) {
  const all: { before: number; units: number }[] = []
  let before = 0
  for (const part of [...parts, quantity]) {
    const units = Math.min(part, quantity - before)
    if (units > 0) all.push({ before, units })
    before += units
  }
  return all
}

test('split over nodes and returned in any parts, all that was paid comes back and every benefit with it', () => {
  fc.assert(
    fc.property(line, ({ unit_fen, quantity, cuts, parts, returns }) => {
      const back = { paid: 0, cuts: cuts.map(() => 0) }
      for (const { before, units } of spans(quantity, parts)) {
        const own = cutsOfUnits(cuts, { quantity, before, units })
        const total_fen = (units * unit_fen - sumOfCuts(own)) as Fen
        expect(total_fen).toBeGreaterThanOrEqual(0)
        for (const part of spans(units, returns)) {
          const sold = { line_no: 1, quantity: units, total_fen, returned_quantity: part.before }
          const refund_fen = refundOf({ ...sold, refunded_fen: 0 as Fen }, part.units)
          const given = cutsOfUnits(own, { quantity: units, ...part })
          for (const [at, { amount_fen }] of given.entries()) {
            expect(amount_fen).toBeGreaterThanOrEqual(0)
            back.cuts[at]! += amount_fen
          }
          // Each part is square by itself: what is paid back and what had been taken off make the price.
          expect(refund_fen + sumOfCuts(given)).toBe(part.units * unit_fen)
          back.paid += refund_fen
        }
      }
      expect(back.paid).toBe(quantity * unit_fen - sumOfCuts(cuts))
      expect(back.cuts).toEqual(cuts.map(({ amount_fen }) => amount_fen))
    }),
    { numRuns: 2_000 },
  )
})

test('the same for two thousand random carts with every kind of benefit', () => {
  for (let seed = 1; seed <= 2_000; seed++) {
    const cart = randomCart(seed)
    const told = priceCart(cart)
    const { below } = randomOf(seed)
    for (const [at, { quantity, list_fen, payable_fen }] of told.lines.entries()) {
      const cuts = told.applied.flatMap(({ lines }) =>
        lines.filter((one) => one.line === at).map(({ cut_fen }) => ({ amount_fen: cut_fen as number })),
      )
      let paid = 0
      const back = cuts.map(() => 0)
      const total = { line_no: 1, quantity, total_fen: payable_fen, refunded_fen: 0 as Fen }
      for (let before = 0, units = 1; before < quantity; before += units) {
        units = Math.min(1 + below(3), quantity - before)
        paid += refundOf({ ...total, returned_quantity: before }, units)
        const given = cutsOfUnits(cuts, { quantity, before, units })
        for (const [n, { amount_fen }] of given.entries()) back[n]! += amount_fen
      }
      expect({ seed, paid, list: paid + back.reduce((a, b) => a + b, 0) }).toEqual({
        seed,
        paid: payable_fen,
        list: list_fen,
      })
    }
  }
})

test('units differ by a fen at most, and the largest cuts come last', () => {
  expect([1, 2, 3, 4].map((units) => cutOfUnits(11, 4, units))).toEqual([2, 5, 8, 11])
  expect([1, 2, 3].map((units) => cutOfUnits(9, 3, units))).toEqual([3, 6, 9])
})
