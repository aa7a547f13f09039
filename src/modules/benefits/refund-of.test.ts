import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fen } from '../../platform/types.ts'
import { refundOf } from './refund-of.ts'

const sold = fc.record({
  payable_fen: fc.nat({ max: 100_000_000 }).map((fen) => fen as Fen),
  quantity: fc.integer({ min: 1, max: 200 }),
})

test('whatever the parts in which a line comes back, they sum to what was paid', () => {
  fc.assert(
    fc.property(sold, fc.array(fc.integer({ min: 1, max: 20 })), (paid, parts) => {
      let before = 0
      let back = 0
      for (const part of [...parts, paid.quantity]) {
        const units = Math.min(part, paid.quantity - before)
        back += refundOf(paid, before, units)
        before += units
      }
      expect([before, back]).toEqual([paid.quantity, paid.payable_fen])
    }),
  )
})

test('no unit is worth more than a fen above another, nor less than nothing', () => {
  fc.assert(
    fc.property(sold, (paid) => {
      const each = Array.from({ length: paid.quantity }, (_, at) => refundOf(paid, at, 1))
      expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1)
      expect(Math.min(...each)).toBeGreaterThanOrEqual(0)
      expect(each).toEqual(each.toSorted((a, b) => b - a))
    }),
  )
})

test('not more comes back than was sold', () => {
  const paid = { payable_fen: 100 as Fen, quantity: 3 }
  expect([0, 1, 2].map((at) => refundOf(paid, at, 1))).toEqual([34, 33, 33])
  expect(() => refundOf(paid, 2, 2)).toThrow('more than was sold')
})
