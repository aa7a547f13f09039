import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, type Demand, choosePlan, coversAll, priceLeg } from './choose.ts'

const due_min = 600
const skus = ['a', 'b', 'c']
const candidate = fc.record({
  distance_m: fc.integer({ min: 100, max: 60_000 }),
  kind: fc.constantFrom('store' as const, 'warehouse' as const),
  free: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
  found_share: fc.double({ min: 0.9, max: 1, noNaN: true }),
})
const world = fc.record({
  candidates: fc.array(candidate, { minLength: 1, maxLength: 6 }).map((all) =>
    all.map(
      (one, at): Candidate => ({
        node_id: `n${at}`,
        city_code: '510100',
        kind: one.kind,
        distance_m: one.distance_m,
        free: new Map(skus.map((sku, i) => [sku, one.free[i]!])),
        found_share: one.found_share,
        opens_in_min: 0,
        prepare_day: '2026-11-25',
        accept: { mean_min: 6, sd_min: 4 },
        prepare: { mean_min: 14, sd_min: 7 },
      }),
    ),
  ),
  lines: fc
    .array(fc.record({ sku: fc.integer({ min: 0, max: 2 }), quantity: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 3,
    })
    .map((all) =>
      all.map(
        ({ sku, quantity }, at): Demand => ({
          line_no: at + 1,
          sku_id: skus[sku]!,
          quantity,
          weight_g: 30_000,
        }),
      ),
    ),
})

const perSku = (lines: readonly { sku_id: string; quantity: number }[]) => {
  const units: Record<string, number> = {}
  for (const { sku_id, quantity } of lines) units[sku_id] = (units[sku_id] ?? 0) + quantity
  return units
}

test('a plan delivers exactly what was asked and no node gives more than it has', () => {
  fc.assert(
    fc.property(world, ({ candidates, lines }) => {
      const legs = choosePlan(candidates, lines, due_min)
      if (!legs) return
      expect(perSku(legs.flatMap((leg) => leg.lines))).toEqual(perSku(lines))
      for (const leg of legs) {
        for (const [sku, units] of Object.entries(perSku(leg.lines)))
          expect(units).toBeLessThanOrEqual(leg.candidate.free.get(sku)!)
      }
    }),
    { numRuns: 500 },
  )
})

test('no plan means that no node and no pair of nodes has it all', () => {
  fc.assert(
    fc.property(world, ({ candidates, lines }) => {
      if (choosePlan(candidates, lines, due_min)) return
      for (const x of candidates)
        for (const y of candidates) {
          const both = new Map(
            skus.map((sku) => [sku, (x.free.get(sku) ?? 0) + (x === y ? 0 : (y.free.get(sku) ?? 0))]),
          )
          expect(coversAll({ ...x, free: both }, lines)).toBe(false)
        }
    }),
    { numRuns: 500 },
  )
})

test('one node is preferred to two, and among nodes that have it all the cheapest wins', () => {
  fc.assert(
    fc.property(world, ({ candidates, lines }) => {
      const whole = candidates.filter((one) => coversAll(one, lines))
      if (whole.length === 0) return
      const best = Math.min(...whole.map((one) => priceLeg(one, lines, false, due_min).total_cost_fen))
      const legs = choosePlan(candidates, lines, due_min)!
      expect(legs).toHaveLength(1)
      expect(legs[0]!.total_cost_fen).toBe(best)
    }),
    { numRuns: 500 },
  )
})

test('the order in which candidates are met changes nothing', () => {
  fc.assert(
    fc.property(world, ({ candidates, lines }) => {
      const name = (all: Candidate[]) => choosePlan(all, lines, due_min)?.map((leg) => leg.candidate.node_id)
      const there = name(candidates)
      const back = name([...candidates].reverse())
      if (there?.length === 1) expect(back).toEqual(there)
      else expect(back?.length).toBe(there?.length)
    }),
  )
})
