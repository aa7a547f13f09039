// The forms of money and time, and that they say what they were given.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatAgo,
  formatCountdown,
  formatDay,
  formatDistance,
  formatInstant,
  formatList,
  formatMinutes,
  formatMoney,
  formatNearDay,
  formatNumber,
  formatShare,
  formatWindow,
  mobileDigits,
} from './format.ts'

test('money can be read back to the fen', () =>
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000_000, max: 10_000_000_000 }), (amount) => {
      const shown = formatMoney(amount).replace('−', '-').replaceAll(',', '').replace('¥', '')
      expect(Math.round(Number(shown) * 100)).toBe(amount)
      expect(formatMoney(amount).includes('.')).toBe(amount % 100 !== 0)
    }),
  ))

test('money looks like money', () => {
  expect(formatMoney(499_900)).toBe('¥4,999')
  expect(formatMoney(499_905)).toBe('¥4,999.05')
  expect(formatMoney(-50_000)).toBe('−¥500')
  expect(formatMoney(123_456_789_00)).toBe('¥123,456,789')
})

test('days and times are those of Shanghai', () => {
  const now = '2026-11-24T15:59:00Z' // 23:59 there
  expect(formatInstant('2026-11-24T10:30:00Z', 'zh-CN', now)).toBe('今天 18:30')
  expect(formatInstant('2026-11-24T16:30:00Z', 'en', now)).toBe('tomorrow 00:30')
  expect(formatInstant('2026-10-02T16:30:00Z', 'zh-CN', now)).toBe('10月3日 00:30')
  expect(formatInstant('2025-10-02T16:30:00Z', 'en', now)).toBe('3 Oct 2025 00:30')
  expect(formatWindow('2026-11-24T11:00:00Z', '2026-11-24T12:30:00Z', 'zh-CN', now)).toBe('今天 19:00–20:30')
  expect(formatDay('2026-11-24', 'zh-CN', now)).toBe('11月24日 周二')
  expect(formatDay('2026-11-24', 'en', now)).toBe('Tue, 24 Nov')
  expect(formatNearDay('2026-11-23', 'zh-CN', now)).toBe('昨天')
  expect(formatAgo('2026-11-24T15:54:00Z', 'en', now)).toBe('5 minutes ago')
})

test('spans, distances and shares', () => {
  expect(formatCountdown(288_000)).toBe('4:48')
  expect(formatCountdown(7_500_000)).toBe('2:05:00')
  expect(formatCountdown(-5)).toBe('0:00')
  expect(formatDistance(850, 'zh-CN')).toBe('850 米')
  expect(formatDistance(2345, 'en')).toBe('2.3 km')
  expect(formatShare(1840)).toBe('18.4 %')
  expect(formatNumber(-0.04)).toBe('0')
})

test('minutes are said as a person says them', () => {
  expect([4, 45, 60, 624].map((minutes) => formatMinutes(minutes, 'zh-CN'))).toEqual([
    '4 分',
    '45 分',
    '1 小时',
    '10 小时 24 分',
  ])
  expect(formatMinutes(624, 'en')).toBe('10 h 24 min')
})

test('names in a row are parted as each language parts them', () => {
  expect(formatList(['到场', '开箱'], 'zh-CN')).toBe('到场、开箱')
  expect(formatList(['Arrive', 'Unpack'], 'en')).toBe('Arrive, Unpack')
  expect(formatList([], 'en')).toBe('')
})

test('a mobile number is read however it is written', () => {
  const written = ['13800000000', '138 0000 0000', '138-0000-0000', '+86 138 0000 0000', '008613800000000']
  const wide = ['１３８００００００００', '（+86）138 0000 0000', '1380000000012']
  for (const one of [...written, ...wide]) expect(mobileDigits(one)).toBe('13800000000')
  const typed = [...'+86 138 0000 0000'].reduce((before, key) => mobileDigits(before + key), '')
  expect(typed, 'key by key').toBe('13800000000')
  expect(mobileDigits('no number')).toBe('')
})
