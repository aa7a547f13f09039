import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keepAnswers } from './keep-answers.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-11T19:59:59.000+08:00') })
})
afterEach(() => {
  vi.useRealTimers()
})

test('an answer ends at the very millisecond of the next planned change', () => {
  const eight = Date.parse('2026-11-11T20:00:00.000+08:00')
  const kept = keepAnswers({ version: () => '1', until: () => eight })
  kept.remember('/a', kept.before({}), 'old')
  vi.setSystemTime(eight - 1)
  expect(String(kept.find('/a'))).toBe('old')
  vi.setSystemTime(eight)
  expect(kept.find('/a')).toBe(null)
})

test('an answer ends with the snapshot it was made from', () => {
  let version = '1'
  const kept = keepAnswers({ version: () => version })
  kept.remember('/a', kept.before({}), 'old')
  expect(String(kept.find('/a'))).toBe('old')
  version = '2'
  expect(kept.find('/a')).toBe(null)
})

test('what is kept stays bounded, and the oldest go first', () => {
  const kept = keepAnswers({ version: () => '1' }, 8_000)
  for (let n = 0; n < 50; n++) kept.remember(`/${n}`, kept.before({}), '字'.repeat(300))
  expect([kept.find('/0'), kept.find('/41')]).toEqual([null, null])
  expect([42, 49].map((n) => kept.find(`/${n}`)?.length)).toEqual([900, 900])
})

test('an answer given anew counts once, and one too large for the rest is not kept', () => {
  const kept = keepAnswers({ version: () => '1' }, 8_000)
  for (let n = 0; n < 50; n++) kept.remember('/same', kept.before({}), 'x'.repeat(900))
  kept.remember('/other', kept.before({}), 'y'.repeat(900))
  expect(kept.remember('/large', kept.before({}), 'z'.repeat(1_001)).length).toBe(1_001)
  expect([kept.find('/same')?.length, kept.find('/other')?.length, kept.find('/large')]).toEqual([
    900,
    900,
    null,
  ])
})

test('a change that comes while the answer is made is not kept behind', () => {
  const eight = Date.parse('2026-11-11T20:00:00.000+08:00')
  let version = '1'
  const kept = keepAnswers({
    version: () => version,
    until: () => (Date.now() < eight ? eight : null) as never,
  })
  vi.setSystemTime(eight - 1)
  const made_before = kept.before({})
  vi.setSystemTime(eight)
  kept.remember('/a', made_before, 'old')
  expect(kept.find('/a')).toBe(null)
  const made_of_old_prices = kept.before({})
  version = '2'
  kept.remember('/a', made_of_old_prices, 'old')
  expect(kept.find('/a')).toBe(null)
})
