// An independent list of districts (../shared/data/cn-divisions), written the ways people write: parts left
// out or shortened, ranks of the past, other signs, noise around.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { traditional } from '../../platform/traditional.ts'
import { county } from './districts.ts'
import { stemOf } from './place-names.ts'
import { resolveAddress } from './resolve-address.ts'

const lists = new URL('../../../../shared/data/cn-divisions/', import.meta.url)
const present = existsSync(lists)
if (!present && process.env.CI) throw new Error('../shared/data/cn-divisions is missing')
if (!present) process.stderr.write('not run: mutated addresses, because ../shared is missing\n')

const one_in = 12
const right_min = 0.97
const wrong_max = 0.001

/** The same numbers in every run. */
function dice(seed: number) {
  let state = seed >>> 0
  return <T>(choices: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return choices[Math.floor((state / 4_294_967_296) * choices.length)]!
  }
}

const full = (text: string) => text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
const details = [
  '人民路１２号',
  '3栋502',
  '北京路88号',
  '上海花园2期',
  '解放大道与长江路交叉口',
  '万达广场B1',
  '',
]
const before = ['', '', '收件人：李雷 ', '王女士，13912345678，', '【急件】', '🏠', '邮编100000 ', '寄到']
const after = ['', '', '（放门卫）', ' 13800138000', '，电话0571-88886666', '!!', '\t备注:周末送']
const gaps = ['', '', '', ' ', '-', '/', '，', '·', '>', '　']
const signs = [(text: string) => text, (text: string) => text, traditional, full]

type Names = { province: string; city: string; county: string; town: string }

function write({ province, city, county: name, town }: Names, pick: ReturnType<typeof dice>): string {
  const short = (text: string) => (stemOf(text).length > 1 ? stemOf(text) : text)
  const p = pick([province, province, short(province), '', ''])
  const c = city && pick([city, city, short(city), p && `${p}${city}`])
  const a = pick([name, name, name, p && c ? short(name) : name])
  const t = pick([town, town, ''])
  const gap = pick(gaps)
  const parts = [p, c, a, t].filter(Boolean)
  const place = pick([true, true, true, false])
    ? parts.join(gap) + gap + pick(details)
    : `${pick(details)}，${parts.toReversed().join('，')}`
  return pick(before) + pick(signs)(place) + pick(after)
}

const read = (name: string) =>
  readFileSync(new URL(`${name}.csv`, lists), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string])

describe.runIf(present)('an independent list, as people write', () => {
  test.each([1, 2, 3])('R2: 97 of 100 are right and at most 1 of 1,000 is wrong (seed %i)', (seed) => {
    const pick = dice(seed)
    const named = (name: string, digits: number) =>
      new Map(read(name).map(([code, text]) => [code.slice(0, digits), text]))
    const [p, c, a] = [named('province', 2), named('city', 4), named('area', 6)]
    const misses: string[] = []
    let [asked, wrong] = [0, 0]
    for (const [at, [code, town]] of read('town').entries()) {
      if (at % one_in !== seed || !county(code) || !county(code)!.delivered) continue
      const city = c.get(code.slice(0, 4)) ?? ''
      const names = {
        province: p.get(code.slice(0, 2)) ?? '',
        city: /直辖/.test(city) ? '' : city,
        county: a.get(code) ?? '',
        town,
      }
      asked++
      const address = write(names, pick)
      const got = resolveAddress(address)
      if (got.code === code) continue
      if (got.code !== null) wrong++
      misses.push(`${address}: ${code}, got ${got.code} (${got.reason})`)
    }
    if (misses.length > 0)
      process.stderr.write(
        `${misses.length} of ${asked}, ${wrong} wrong:\n${misses.slice(0, 40).join('\n')}\n`,
      )
    expect(asked).toBeGreaterThan(3_000)
    expect(1 - misses.length / asked).toBeGreaterThanOrEqual(right_min)
    expect(wrong / asked).toBeLessThanOrEqual(wrong_max)
  })
})
