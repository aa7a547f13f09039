// Plan, body, needs and the things for scale keep their millimetres too.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Desc } from './contract.ts'
import { FAMILIES, familyKeys, mountOf } from './families.ts'
import { finishKeys } from './finish.ts'
import { front } from './front.ts'
import { iso } from './iso.ts'
import { measure } from './measure.ts'
import { needs, type Utility } from './needs.ts'
import { plan } from './plan.ts'
import { door, dim, metreLines, person } from './scale.ts'

const mm = ([min, max]: readonly [number, number]) => fc.integer({ min, max })

const anyProduct: fc.Arbitrary<Desc> = fc.constantFrom(...familyKeys).chain((family) =>
  fc.record({
    family: fc.constant(family),
    width_mm: mm(FAMILIES[family].width_mm),
    height_mm: mm(FAMILIES[family].height_mm),
    depth_mm: mm(FAMILIES[family].depth_mm),
    finish: fc.constantFrom(...finishKeys),
    layout: fc.constantFrom(...FAMILIES[family].layouts),
  }),
)

test('a plan lies within its body and the room it declares in front', () => {
  fc.assert(
    fc.property(anyProduct, (desc) => {
      const { svg, bleed } = plan(desc)
      const box = measure(svg)
      expect(box.numbers_finite).toBe(true)
      // A swinging leaf is a line 9 mm thick, half of it outside.
      expect(box.left).toBeGreaterThanOrEqual(-bleed.left_mm - 5)
      expect(box.top).toBeGreaterThanOrEqual(-5)
      expect(box.right).toBeLessThanOrEqual(desc.width_mm + bleed.right_mm + 5)
      expect(box.bottom).toBeLessThanOrEqual(desc.depth_mm + bleed.bottom_mm + 5)
      expect(box.right - box.left).toBeGreaterThanOrEqual(Math.min(desc.width_mm, desc.depth_mm) - 10)
    }),
    { numRuns: 400 },
  )
})

test('a body lies within the frame and the bleed that it declares', () => {
  fc.assert(
    fc.property(anyProduct, (desc) => {
      const { svg, bleed, width_mm, height_mm } = iso(desc)
      const box = measure(svg)
      expect(box.numbers_finite).toBe(true)
      expect(box.left).toBeGreaterThanOrEqual(-4)
      expect(box.top).toBeGreaterThanOrEqual(-bleed.top_mm - 6)
      expect(box.right).toBeLessThanOrEqual(width_mm + bleed.right_mm + 6)
      expect(box.bottom).toBeLessThanOrEqual(height_mm + bleed.bottom_mm + 6)
    }),
    { numRuns: 400 },
  )
})

test('what a product needs stays in its picture, in both languages', () => {
  const all: Utility[] = ['socket', 'water_in', 'drain', 'gas', 'air', 'network']
  const gap = fc.integer({ min: 0, max: 300 })
  const clearance = fc.record({ left_mm: gap, right_mm: gap, top_mm: gap })
  fc.assert(
    fc.property(anyProduct, fc.subarray(all), clearance, (desc, utilities, free) => {
      const picture = needs(desc, utilities, { lang: 'en', clearance: free, shadow: false })
      const box = measure(picture.svg)
      expect(box.numbers_finite).toBe(true)
      expect(box.left).toBeGreaterThanOrEqual(-0.6)
      expect(box.top).toBeGreaterThanOrEqual(-0.6)
      expect(box.right).toBeLessThanOrEqual(picture.width_mm + 0.6)
      expect(box.bottom).toBeLessThanOrEqual(picture.height_mm + 0.6)
    }),
    { numRuns: 300 },
  )
  const zh = needs(
    { family: 'washer', width_mm: 600, height_mm: 850, depth_mm: 600, finish: 'white' },
    ['drain'],
    { lang: 'zh' },
  )
  expect(zh.svg).toContain('排水')
})

test('the person is 1,650 and the door 2,050 high', () => {
  expect(measure(person(0, 0)).top).toBeCloseTo(-1650, -1)
  expect(Math.abs(measure(door(0, 0)).bottom)).toBeLessThan(9)
  expect(measure(door(0, 0)).top).toBeCloseTo(-2050 - 60 - 3, 0)
  expect(measure(metreLines(0, 100, 0, 2000, 1)).top).toBeCloseTo(-2000, 0)
  expect(dim([0, 0], [600, 0], '<600>', 2)).toContain('&#60;600&#62;')
})

test('things hang and stand where such things do', () => {
  const at = (family: Desc['family'], layout?: string) =>
    mountOf({
      family,
      width_mm: 600,
      height_mm: 300,
      depth_mm: 300,
      finish: 'white',
      ...(layout ? { layout } : {}),
    })
  expect(at('refrigerator')).toBe(0)
  expect(at('kettle')).toBe(850)
  expect(at('bath_heater')).toBe(2400)
  expect(at('tv', 'wall')).toBe(900)
  expect(at('dishwasher', 'counter')).toBe(850)
})

test('24 cards draw in under 3 ms', () => {
  const cards = familyKeys.slice(0, 24).map(
    (family): Desc => ({
      family,
      width_mm: 600,
      height_mm: 800,
      depth_mm: 600,
      finish: 'steel',
      options: { display: true },
    }),
  )
  const once = () => {
    const from = performance.now()
    for (const desc of cards) front(desc, { lod: 0 })
    return performance.now() - from
  }
  const runs = Array.from({ length: 60 }, once).slice(20)
  expect(Math.min(...runs)).toBeLessThan(3)
})
