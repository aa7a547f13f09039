import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FAMILIES, SPACES, familyKeys, finishKeys } from '../../web/draw/index.ts'
import { attributes } from './attributes.ts'
import { categories, categoryOf } from './categories.ts'
import { drawingFamilies, finishes, spaces } from './drawing.ts'
import { checkDigit, gtin14, whyNotGtin, withCheckDigit } from './gtin.ts'
import { whyNotAttributes, whyNotForSale } from './rules.ts'
import { assumedTariffs, runningCost } from './running-cost.ts'

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const body = fc.constantFrom(7, 11, 12, 13).chain(digits)

test('check digits as printed on goods', () => {
  // The worked example of the GS1 General Specifications, and well-known shapes of each length.
  expect(checkDigit('629104150021')).toBe(3)
  expect(checkDigit('03600029145')).toBe(2)
  expect(checkDigit('9638507')).toBe(4)
  expect(checkDigit('1061414100041')).toBe(5)
})

test('K1: every number with its own check digit holds, and no other last digit does', () => {
  fc.assert(
    fc.property(body, (number) => {
      const right = withCheckDigit(number)
      expect(whyNotGtin(right)).toBeNull()
      for (let digit = 0; digit < 10; digit++) {
        if (String(digit) !== right.at(-1)) expect(whyNotGtin(`${number}${digit}`)).toBe('bad_check_digit')
      }
    }),
  )
})

test('K1: one digit read wrongly is always noticed', () => {
  fc.assert(
    fc.property(body, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, where, by) => {
      const right = withCheckDigit(number)
      const at = where % right.length
      const wrong = (Number(right[at]) + by) % 10
      expect(whyNotGtin(`${right.slice(0, at)}${wrong}${right.slice(at + 1)}`)).toBe('bad_check_digit')
    }),
  )
})

test('K2: leading zeros change neither the number nor its check digit', () => {
  fc.assert(
    fc.property(digits(11), (number) => {
      const short = withCheckDigit(number)
      expect(withCheckDigit(`0${number}`)).toBe(`0${short}`)
      expect(gtin14(`0${short}`)).toBe(gtin14(short))
    }),
  )
})

test('other writings are no GTIN', () => {
  for (const text of ['', '1', '123456789', '50 35822', '５０３５８２２１', '629104150021x'])
    expect(whyNotGtin(text)).toBe('bad_gtin_length')
})

test('K3: the first thing that keeps a SKU from being sold is named', () => {
  const live = { state: 'live' } as const
  const whole = { state: 'live', gtin: '2000000000008', depth_mm: 600 } as const
  expect(whyNotForSale(live, whole)).toBeNull()
  expect(whyNotForSale({ state: 'draft' }, whole)).toBe('not_live')
  expect(whyNotForSale({ state: 'retired' }, whole)).toBe('not_live')
  expect(whyNotForSale(live, { ...whole, state: 'retired' })).toBe('not_live')
  expect(whyNotForSale(live, { ...whole, gtin: null })).toBe('incomplete_gtin')
  expect(whyNotForSale(live, { ...whole, depth_mm: null })).toBe('incomplete_depth')
})

test('K5: attributes are of their category, of their kind and within real goods', () => {
  const fridge = categoryOf('refrigerator')!
  expect(whyNotAttributes(fridge, { capacity_l: 501, door_layout: 'french', inverter: true })).toBeNull()
  expect(whyNotAttributes(fridge, { wash_kg: 10 })).toEqual({ code: 'wash_kg', reason: 'not_of_category' })
  expect(whyNotAttributes(fridge, { capacity_l: '501' })?.reason).toBe('wrong_kind')
  expect(whyNotAttributes(fridge, { inverter: 1 })?.reason).toBe('wrong_kind')
  expect(whyNotAttributes(fridge, { capacity_l: 50_100 })?.reason).toBe('out_of_range')
  expect(whyNotAttributes(fridge, { door_layout: 'barn' })?.reason).toBe('out_of_range')
  expect(whyNotAttributes(fridge, { constructor: 1 })?.reason).toBe('not_of_category')
})

test('K6: the words of drawings are those the hand knows', () => {
  expect([...drawingFamilies].sort()).toEqual([...familyKeys].sort())
  expect([...finishes].sort()).toEqual([...finishKeys].sort())
  expect(spaces).toEqual(SPACES)
})

test('categories are whole: in every space, drawn and described by what exists', () => {
  expect(new Set(categories.map(({ code }) => code)).size).toBe(categories.length)
  for (const space of spaces) expect(categories.some((one) => one.space === space)).toBe(true)
  for (const { code, families, attributes: own, name_zh, name_en } of categories) {
    for (const family of families) expect(FAMILIES[family], `${code} ${family}`).toBeDefined()
    for (const attribute of own) expect(attributes[attribute], `${code} ${attribute}`).toBeDefined()
    expect(name_zh && name_en).toBeTruthy()
  }
})

test('a category of air conditioning is for homes', () => {
  expect(categories.filter(({ families }) => families.includes('ceiling_ac'))).toEqual([])
})

const use = { grade: 1, standard: null, assumption_zh: '', assumption_en: '' }

test('running cost: three lines that sum to the total', () => {
  const amount = (max: number) => fc.double({ min: 0, max, noNaN: true })
  fc.assert(
    fc.property(amount(20_000), amount(500_000), amount(5_000), (kwh_year, water_l_year, gas_m3_year) => {
      const cost = runningCost({ ...use, kwh_year, water_l_year, gas_m3_year })!
      expect(cost.lines.length).toBe(3)
      expect(cost.total_fen).toBe(cost.lines.reduce((total, line) => total + line.amount_fen, 0))
      const exact =
        (kwh_year * assumedTariffs.kwh_100_fen) / 100 +
        (water_l_year * assumedTariffs.water_m3_fen) / 1_000 +
        gas_m3_year * assumedTariffs.gas_m3_fen
      expect(Math.abs(cost.total_fen - exact)).toBeLessThan(3)
    }),
  )
})

test('running cost of a dishwasher: 0.73 kWh and 11.2 L a wash, 260 washes', () => {
  const cost = runningCost({ ...use, kwh_year: 189.8, water_l_year: 2912, gas_m3_year: 0 })!
  expect(cost.lines.map(({ amount_fen }) => amount_fen)).toEqual([10371, 1150, 0])
  expect(runningCost(null)).toBeNull()
})
