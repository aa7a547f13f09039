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
  kept.remember('/a', {}, 'old')
  vi.setSystemTime(eight - 1)
  expect(kept.find('/a')).toBe('old')
  vi.setSystemTime(eight)
  expect(kept.find('/a')).toBe(null)
})

test('an answer ends with the snapshot it was made from', () => {
  let version = '1'
  const kept = keepAnswers({ version: () => version })
  kept.remember('/a', {}, 'old')
  expect(kept.find('/a')).toBe('old')
  version = '2'
  expect(kept.find('/a')).toBe(null)
})

test('what is kept stays bounded', () => {
  const kept = keepAnswers({ version: () => '1' })
  for (let n = 0; n < 5_000; n++) kept.remember(`/${n}`, {}, 'x')
  expect(kept.find('/0')).toBe(null)
  expect(kept.find('/4999')).toBe('x')
})
