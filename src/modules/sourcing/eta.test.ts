import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Step, lateProbability, quantileMin } from './eta.ts'

const step = fc.record({
  mean_min: fc.double({ min: 3, max: 200, noNaN: true }),
  sd_share: fc.double({ min: 0.1, max: 0.7, noNaN: true }),
})
const steps = fc
  .array(step, { minLength: 2, maxLength: 5 })
  .map((all): Step[] => all.map(({ mean_min, sd_share }) => ({ mean_min, sd_min: mean_min * sd_share })))

test('the quantile and the probability of being late are each other’s inverse', () => {
  fc.assert(
    fc.property(steps, fc.double({ min: 0.1, max: 0.95, noNaN: true }), (all, p) => {
      expect(lateProbability(all, quantileMin(all, p))).toBeCloseTo(1 - p, 4)
    }),
  )
})

// Oracle: gamma steps drawn by Marsaglia & Tsang and summed, a plain simulation of the same model.
function gamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
    const v = (1 + c * z) ** 3
    if (v > 0 && Math.log(random()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
  }
}

test('nine of ten simulated arrivals come before the 90 % promise', () => {
  let state = 42
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 1) / 4294967297
  }
  const all: Step[] = [
    { mean_min: 6, sd_min: 4 },
    { mean_min: 14, sd_min: 7 },
    { mean_min: 60, sd_min: 30 },
    { mean_min: 38, sd_min: 11 },
  ]
  const p90 = quantileMin(all, 0.9)
  let kept = 0
  for (let n = 0; n < 40_000; n++) {
    const total = all.reduce((sum, { mean_min, sd_min }) => {
      const shape = (mean_min / sd_min) ** 2
      return sum + gamma(shape, random) * (mean_min / shape)
    }, 0)
    if (total <= p90) kept += 1
  }
  expect(kept / 40_000).toBeGreaterThan(0.89)
  expect(kept / 40_000).toBeLessThan(0.91)
})
