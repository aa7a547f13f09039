// Addresses against their districts: a hand-written set, an independent list, properties over every
// county, refusals.
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type County, city, counties, county, province } from './districts.ts'
import { stemOf } from './place-names.ts'
import { resolveAddress } from './resolve-address.ts'

const note = (text: string) => process.stderr.write(`${text}\n`)
const delivered = [...counties()].filter((each) => each.delivered)
const parts = (each: County) => {
  const c = city(each.city_code)!
  const p = province(each.province_code)!
  return {
    p: p.name_zh === c.name_zh ? '' : p.name_zh,
    c: c.code === each.code ? '' : c.name_zh,
    a: each.name_zh,
  }
}

describe('hand-written addresses', () => {
  const cases = readFileSync(new URL('real-addresses.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => line.split(' | ') as [string, string])

  test('R2: at least 98 of 100 are right, and none is wrong where nothing may be guessed', () => {
    const misses = cases.flatMap(([address, code]) => {
      const got = resolveAddress(address)
      return (got.code ?? '-') === code ? [] : [`${address}: ${code}, got ${got.code} (${got.reason})`]
    })
    expect(cases.length).toBeGreaterThan(800)
    if (misses.length > 0) note(misses.join('\n'))
    expect(misses.filter((miss) => miss.includes(': -,'))).toEqual([])
    expect(misses.length / cases.length).toBeLessThanOrEqual(0.02)
  })
})

describe('every county of ours', () => {
  const forms: Record<string, (p: string, c: string, a: string) => string> = {
    whole: (p, c, a) => `${p}${c}${a}解放路1号`,
    'without province': (_p, c, a) => `${c}${a}幸福小区`,
    'backwards, with commas': (p, c, a) => `解放路1号，${a}，${c}，${p}`,
    repeated: (p, c, a) => `${p}${c}${p}${c}${a}1号`,
    'letter by letter': (p, c, a) => [...`${p}${c}${a}`].join(' '),
    'slashes and noise': (p, c, a) => `收件人：王小明 13800138000 ${p}/${c}/${a}/２栋`,
  }
  test.each(Object.entries(forms))('resolves to itself: %s', (_name, form) => {
    const wrong = delivered.filter((each) => {
      const { p, c, a } = parts(each)
      return resolveAddress(form(p, c, a)).code !== each.code
    })
    expect(wrong.map((each) => each.name_zh)).toEqual([])
  })

  test('R1: by its bare name it resolves to itself or is refused, never to another', () => {
    const wrong = delivered.filter((each) => {
      const { code } = resolveAddress(`${each.name_zh}解放路1号`)
      return code !== null && code !== each.code
    })
    expect(wrong.map((each) => each.name_zh)).toEqual([])
  })

  test('counties that share a name are ambiguous without their city, and name each other', () => {
    const byName = new Map<string, County[]>()
    for (const each of delivered) byName.set(each.name_zh, [...(byName.get(each.name_zh) ?? []), each])
    for (const [name, same] of byName) {
      if (same.length < 2 || name.length < 3) continue
      const got = resolveAddress(`${name}人民路`)
      expect(got.code).toBeNull()
      if (got.reason !== 'ambiguous') continue
      for (const each of same) expect(got.candidates.map((one) => one.code)).toContain(each.code)
    }
  })
})

const noise = fc.record({
  before: fc.constantFrom('', '收件人:李雷 ', '13912345678 ', '【急】', '🏠 ', '地址：', '请寄到', '张三，'),
  between: fc.constantFrom('', ' ', '，', '-', '/', '　', '·', '\t'),
  after: fc.constantFrom(
    '',
    '人民路１２号',
    ' 3栋502室',
    '（放门卫）',
    '解放大街北京银行旁',
    '☎️ 010-88886666',
    '!!',
  ),
  brief: fc.boolean(),
})

test('noise of every kind leaves the answer alone', () => {
  fc.assert(
    fc.property(fc.constantFrom(...delivered), noise, (each, { before, between, after, brief }) => {
      const { p, c, a } = parts(each)
      const said = [brief ? stemOf(p) : p, c, a].filter(Boolean).join(between)
      expect(resolveAddress(`${before}${said}${after}`).code).toBe(each.code)
    }),
    { numRuns: 3000 },
  )
})

test('any text is answered, and what is resolved is a delivered county', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 700 }), (text) => {
      const { code, candidates } = resolveAddress(text)
      if (code !== null) expect(county(code)?.delivered).toBe(true)
      expect(candidates.length).toBeLessThanOrEqual(20)
    }),
    { numRuns: 500 },
  )
  expect(resolveAddress('四川省成都市武侯区' + '天'.repeat(100_000)).code).toBe('510107')
})

test.each([
  '1600 Amphitheatre Parkway, Mountain View, CA 94043',
  '10 Downing Street, London',
  'Paris, France 75001',
  '5-1 Marunouchi, Tokyo, Japan',
  '日本东京都千代田区 1-1',
  '韩国首尔市江南区',
])('abroad: %s', (text) => {
  expect(resolveAddress(text)).toMatchObject({ code: null, reason: 'foreign' })
})

test('Latin letters alone make nothing foreign', () => {
  expect(resolveAddress('Wuhou, Chengdu').code).toBe('510107')
  for (const text of ['221B Baker Street', 'Building 5, Unit 2', 'japanese restaurant'])
    expect([text, resolveAddress(text).reason]).toEqual([text, 'unknown'])
})

test('tells what is missing and what is left', () => {
  expect(resolveAddress('武侯区桂溪街道天府大道１４８０号')).toMatchObject({
    code: '510107',
    town_code: '510107064',
    missing: ['province', 'city'],
    rest: '天府大道1480号',
  })
  expect(resolveAddress('四川省成都市')).toMatchObject({ code: null, reason: 'missing_county' })
  expect(resolveAddress('四川省')).toMatchObject({ code: null, reason: 'missing_city' })
  expect(resolveAddress('  ')).toMatchObject({ code: null, reason: 'empty' })
  expect(resolveAddress('香港湾仔区')).toMatchObject({ code: null, reason: 'not_delivered' })
})

const lists = new URL('../../../../shared/data/cn-divisions/', import.meta.url)
const present = existsSync(lists)
if (!present && process.env.CI) throw new Error('../shared/data/cn-divisions is missing')
if (!present) note('not run: addresses from the independent list, because ../shared is missing')

describe.runIf(present)('an independent list of districts', () => {
  const read = (name: string) =>
    readFileSync(new URL(`${name}.csv`, lists), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
  const named = (name: string, digits: number) =>
    new Map(read(name).map(([code = '', text = '']) => [code.slice(0, digits), text]))

  test('R2: 98 of 100 addresses composed from its names resolve to our codes', { timeout: 120_000 }, () => {
    const [p, c, a] = [named('province', 2), named('city', 4), named('area', 6)]
    const misses: string[] = []
    const rows = read('town').filter(([code = '']) => county(code))
    for (const [at, [code = '', town = '']] of rows.entries()) {
      const cityName = c.get(code.slice(0, 4)) ?? ''
      const place = (at % 2 ? p.get(code.slice(0, 2)) : '') + (/直辖/.test(cityName) ? '' : cityName)
      const address = `${place}${a.get(code) ?? ''}${town}人民路${at % 99}号`
      const got = resolveAddress(address)
      if (got.code !== code) misses.push(`${address}: ${code}, got ${got.code} (${got.reason})`)
    }
    expect(rows.length).toBeGreaterThan(40_000)
    if (misses.length > 0) note(`${misses.length} of ${rows.length}:\n${misses.slice(0, 20).join('\n')}`)
    expect(misses.length / rows.length).toBeLessThan(0.02)
  })
})
