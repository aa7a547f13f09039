// Days and moments: what the calendar, the database and a reply can all say.
import { expect, test } from 'vitest'
import { Day, Instant } from './types.ts'

test.each([
  ['1900-01-01', true],
  ['2999-12-31', true],
  ['2024-02-29', true],
  ['1899-12-31', false],
  ['3000-01-01', false],
  ['0000-01-01', false],
  ['2026-02-29', false],
])('the day %s: %s', (day, good) => {
  expect(Day.safeParse(day).success).toBe(good)
})

test.each([
  ['2026-05-01T09:30:00Z', true],
  ['2026-05-01T09:30:00.123+14:00', true],
  ['1900-01-01T00:00:00+14:00', true],
  ['2999-12-31T23:59:59-12:00', true],
  ['2026-05-01T09:30:00+15:00', false],
  ['2026-05-01T09:30:00-23:59', false],
  ['0001-01-01T00:00:00+14:00', false],
  ['9999-12-31T23:59:59-14:00', false],
  ['2026-05-01T09:30:00', false],
])('the moment %s: %s', (moment, good) => {
  expect(Instant.safeParse(moment).success).toBe(good)
})
