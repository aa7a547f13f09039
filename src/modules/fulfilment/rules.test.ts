// The table of a store's actions, its countdowns in opening time, and what a scan may be taken for.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addMinutes, minuteOfDay, minute_ms } from '../../platform/time.ts'
import type { Instant } from '../../platform/types.ts'
import { withCheckDigit } from '../catalog/index.ts'
import { TaskAction, TaskState } from './contract.ts'
import { deadlines, inHouse, mayDo, nextActions, openMinutesAfter, openStates } from './rules.ts'
import { readScan } from './scan.ts'

test('every state × action is decided, and what has ended offers nothing', () => {
  for (const state of TaskState.options)
    expect(nextActions(state)).toEqual(TaskAction.options.filter((action) => mayDo(state, action)))
  for (const state of ['delivered', 'failed', 'cancelled'] as const) expect(nextActions(state)).toEqual([])
  for (const state of openStates) expect(nextActions(state)).not.toEqual([])
  for (const state of TaskState.options)
    expect(mayDo(state, 'fail')).toBe(inHouse.some((one) => one === state))
})

const hours = fc
  .tuple(fc.integer({ min: 0, max: 1_380 }), fc.integer({ min: 30, max: 1_440 }))
  .map(([opens_minute, long]) => ({ opens_minute, closes_minute: Math.min(1_440, opens_minute + long) }))
const moment = fc
  .integer({ min: 0, max: 525_600 })
  .map((minute) => addMinutes('2026-01-01T00:00:00Z', minute))

// The same by counting: walks minute by minute and counts those in which the door is open.
function byCounting(
  at: Instant,
  minutes: number,
  { opens_minute, closes_minute }: { opens_minute: number; closes_minute: number },
) {
  let now = at
  for (let left = minutes; left > 0; now = addMinutes(now, 1)) {
    const minute = minuteOfDay(now)
    if (minute >= opens_minute && minute < closes_minute) left -= 1
  }
  return now
}

test('F4: a countdown runs in opening time only', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 200 }), hours, (at, minutes, open) => {
      expect(openMinutesAfter(at, minutes, open)).toBe(byCounting(at, minutes, open))
    }),
  )
})

test('F4: accept before hand-over; a later window gives more time, an earlier one takes none', () => {
  fc.assert(
    fc.property(moment, fc.option(fc.integer({ min: -5_000, max: 5_000 })), hours, (at, ahead, open) => {
      const promised = ahead === null ? null : addMinutes(at, ahead)
      const due = deadlines(at, promised, open)
      expect(Date.parse(due.accept_by)).toBeGreaterThan(Date.parse(at))
      expect(Date.parse(due.hand_over_by)).toBeGreaterThan(Date.parse(due.accept_by))
      expect(Date.parse(due.give_up_at)).toBeGreaterThan(Date.parse(due.accept_by) + minute_ms)
      if (promised && Date.parse(promised) > Date.parse(due.hand_over_by))
        throw new Error('less time than promised')
    }),
  )
})

describe('F5: a scan', () => {
  const digits = fc.stringMatching(/^\d{12}$/).map(withCheckDigit)
  const line = (gtin: string, quantity = 2, picked = 0) => ({
    line_no: 1,
    gtin,
    code: 'XQG-100',
    quantity,
    picked,
  })

  test('of the product is taken, in every way to write its number', () => {
    fc.assert(
      fc.property(digits, (gtin) => {
        expect(readScan(gtin, 1, [line(gtin)])).toEqual({ ok: true, line_no: 1 })
        expect(readScan(`0${gtin}`, 1, [line(gtin)])).toEqual({ ok: true, line_no: 1 })
        expect(readScan(' xqg-100 ', 2, [line(gtin)])).toEqual({ ok: true, line_no: 1 })
      }),
    )
  })

  test('with one misread digit is never taken, and says that it was misread', () => {
    fc.assert(
      fc.property(digits, fc.nat(12), fc.integer({ min: 1, max: 9 }), (gtin, at, off) => {
        const misread = gtin.slice(0, at) + ((Number(gtin[at]) + off) % 10) + gtin.slice(at + 1)
        expect(readScan(misread, 1, [line(gtin)])).toEqual({ ok: false, why: 'bad_check_digit' })
      }),
    )
  })

  test('of another product, or of more than is wanted, is told so', () => {
    fc.assert(
      fc.property(digits, digits, (gtin, other) => {
        fc.pre(gtin !== other)
        expect(readScan(other, 1, [line(gtin)])).toEqual({ ok: false, why: 'other_product' })
        expect(readScan(gtin, 2, [line(gtin, 3, 2)])).toEqual({ ok: false, why: 'enough_picked', left: 1 })
      }),
    )
    expect(readScan('nothing', 1, [line('')])).toEqual({ ok: false, why: 'other_product' })
    expect(readScan('00000000000000', 1, [line('')])).toEqual({ ok: false, why: 'other_product' })
  })
})
