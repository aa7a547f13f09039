import { expect, test } from 'vitest'
import { behindOf } from './clock.ts'
import { readConfig } from './config.ts'

test('a clock follows the other one, by more than the asking took and by nothing less', () => {
  expect(behindOf(1_000, 6_002, 1_004)).toBe(5_000)
  expect(behindOf(1_000, 302, 1_004)).toBe(-700)
  expect(behindOf(1_000, 1_003, 1_004)).toBe(0)
  // A slow answer says little: half a second may be the way alone.
  expect(behindOf(1_000, 1_800, 2_000)).toBe(0)
  expect(behindOf(1_000, 2_100, 2_000)).toBe(600)
})

test('only a test may stop the clock', () => {
  const TEST_CLOCK_FILE = '/tmp/clock'
  expect(readConfig({ NODE_ENV: 'test', TEST_CLOCK_FILE }).TEST_CLOCK_FILE).toBe(TEST_CLOCK_FILE)
  for (const NODE_ENV of ['production', 'development', undefined])
    expect(() => readConfig({ NODE_ENV, TEST_CLOCK_FILE })).toThrow('TEST_CLOCK_FILE')
})
