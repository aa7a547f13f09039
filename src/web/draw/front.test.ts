// Every drawing is as large as the product: its geometry is read back and compared with the millimetres.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Desc } from './contract.ts'
import { FAMILIES, familyKeys, type Family } from './families.ts'
import { defs, finishKeys, FINISH } from './finish.ts'
import { bleedOf, front, picture } from './front.ts'
import { measure } from './measure.ts'

/** A tenth of a millimetre of rounding, and half the widest lit edge. */
const SLACK_MM = 0.6

const middle = ([min, max]: readonly [number, number]) => Math.round((min + max) / 2)

export function typical(family: Family, change: Partial<Desc> = {}): Desc {
  const facts = FAMILIES[family]
  return {
    family,
    width_mm: middle(facts.width_mm),
    height_mm: middle(facts.height_mm),
    depth_mm: middle(facts.depth_mm),
    finish: 'white',
    ...change,
  }
}

/** Any product of the family within its real range, any finish, layout and options. */
function anyDesc(family: Family): fc.Arbitrary<Desc> {
  const facts = FAMILIES[family]
  const mm = ([min, max]: readonly [number, number]) => fc.integer({ min, max })
  const flags = facts.options.filter((name) => !/_mm$|burners/.test(name))
  return fc.record({
    family: fc.constant(family),
    width_mm: mm(facts.width_mm),
    height_mm: mm(facts.height_mm),
    depth_mm: mm(facts.depth_mm),
    finish: fc.constantFrom(...finishKeys),
    layout: fc.constantFrom(...facts.layouts),
    brand: fc.constant('晨岩'),
    options: fc
      .record(Object.fromEntries(flags.map((name) => [name, fc.boolean()])))
      .map((o): Record<string, boolean> => o as Record<string, boolean>),
  })
}

describe.each(familyKeys)('%s', (family) => {
  test('fills its body exactly and stays within it', () => {
    fc.assert(
      fc.property(anyDesc(family), fc.constantFrom<0 | 1>(0, 1), (desc, lod) => {
        const box = measure(front(desc, { lod, shadow: false }).svg)
        const bleed = bleedOf(desc)
        expect(box.numbers_finite).toBe(true)
        const over = {
          left: -box.left - bleed.left_mm,
          top: -box.top - bleed.top_mm,
          right: box.right - desc.width_mm - bleed.right_mm,
          bottom: box.bottom - desc.height_mm - bleed.bottom_mm,
        }
        for (const [side, mm] of Object.entries(over))
          expect(Math.abs(mm), `${side} ${mm}`).toBeLessThan(SLACK_MM)
      }),
      { numRuns: 60 },
    )
  })

  test('is small enough for a list (4 kB) and for a page (12 kB)', () => {
    for (const layout of FAMILIES[family].layouts) {
      const options = Object.fromEntries(FAMILIES[family].options.map((name) => [name, true]))
      const desc = typical(family, { layout, options, finish: 'steel', brand: '晨岩' })
      expect(Buffer.byteLength(front(desc, { lod: 0 }).svg), layout).toBeLessThanOrEqual(4096)
      expect(Buffer.byteLength(front(desc).svg), layout).toBeLessThanOrEqual(12_288)
    }
  })

  test('refers only to paints that the page carries', () => {
    const paints = new Set([...defs('q').matchAll(/id="([^"]+)"/g)].map((m) => m[1]))
    for (const finish of finishKeys) {
      const { svg } = front(typical(family, { finish, brand: '晨岩' }), { prefix: 'q' })
      const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map((m) => m[1])
      expect(used.filter((id) => !paints.has(id))).toEqual([])
    }
  })
})

test('a list needs no lettering: lod 0 carries no text', () => {
  for (const family of familyKeys) {
    expect(
      front(typical(family, { brand: '晨岩', options: { display: true } }), { lod: 0 }).svg,
    ).not.toContain('<text')
  }
})

test('a brand cannot break out of the drawing', () => {
  const { svg } = front(typical('refrigerator', { brand: '<script>"&' }))
  expect(svg).not.toContain('<script')
  expect(picture(front(typical('kettle')), { title: '"><b>' })).not.toContain('<b>')
})

test('broken rows still draw something whole', () => {
  const odd = typical('washer', {
    width_mm: Number.NaN,
    height_mm: -5,
    finish: 'tartan' as never,
    layout: 'x',
  })
  expect(measure(front(odd, { shadow: false }).svg).numbers_finite).toBe(true)
})

test('every finish is named in both languages', () => {
  for (const key of finishKeys) expect(FINISH[key].name_zh && FINISH[key].name_en).toBeTruthy()
})
