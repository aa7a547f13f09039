// The table, exhaustively, and the arithmetic, by properties.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Fen, fen } from '../../platform/types.ts'
import { OrderEvent, OrderState } from './contract.ts'
import { partsOf } from './draft.ts'
import {
  beginnings,
  holding,
  mergeLines,
  nextEvents,
  nextState,
  nextStates,
  refundOf,
  transitions,
  whyNotCancel,
  whyNotReturn,
} from './rules.ts'

const both = [true, false]

// Written out by hand from the words of the README, so that the table is held against a second hand.
const allowed = `
  created: pay>paid expire>expired cancels
  paid: accept>accepted start_picking>picking fail_pick>resourcing cancels
  accepted: start_picking>picking fail_pick>resourcing cancels
  picking: hand_over>handed_over fail_pick>resourcing cancels
  resourcing: resource>paid offer_choice>awaiting_choice cancels
  awaiting_choice: choose_wait>resourcing choose_cancel>cancelled cancels
  handed_over: depart>delivering deliver>delivered
  delivering: deliver>delivered
  delivered: install>installed close>closed request_return>returning
  installed: close>closed request_return>returning
  closed: request_return>returning refund>closed
  returning: receive_return>returned receive_part_return>closed refund>returning
  returned: refund>returned
  cancelled: refund>cancelled
  expired: pay>paid refund>expired`.replaceAll(
  'cancels',
  'cancel_by_customer>cancelled cancel_by_house>cancelled',
)
const oracle = new Map(
  allowed
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [state = '', pairs = ''] = row.trim().split(': ')
      return pairs.split(' ').map((pair) => {
        const [event = '', to = ''] = pair.split('>')
        return [`${state} ${event}`, to] as const
      })
    }),
)

test.each(OrderState.options)('%s × every event: allowed or refused as the table says', (state) => {
  for (const event of OrderEvent.options) {
    for (const needs_install of both) {
      const barred =
        (event === 'install' && !needs_install) ||
        (state === 'delivered' && event === 'close' && needs_install)
      const expected = barred ? null : (oracle.get(`${state} ${event}`) ?? null)
      expect([state, event, nextState({ state, needs_install }, event)]).toEqual([state, event, expected])
    }
  }
})

test('every state can be reached, and from every state an end can', () => {
  const walk = (from: readonly OrderState[]) => {
    const seen = new Set(from)
    for (const state of seen)
      for (const needs_install of both)
        for (const next of nextStates({ state, needs_install })) seen.add(next)
    return seen
  }
  expect([...walk(Object.values(beginnings))].sort()).toEqual([...OrderState.options].sort())
  const ends = ['closed', 'expired', 'cancelled', 'returned'] as const
  for (const state of OrderState.options) expect(ends.some((end) => walk([state]).has(end))).toBe(true)
})

test('what holds units can be ended or handed over; what holds none cannot be cancelled', () => {
  for (const state of OrderState.options) {
    const cancellable = 'cancel_by_customer' in transitions[state]
    expect(cancellable).toBe(holding.has(state))
    expect(whyNotCancel({ state, needs_install: false }) === null).toBe(cancellable)
    expect(nextEvents({ state, needs_install: true }).every((event) => event in transitions[state])).toBe(
      true,
    )
  }
})

const Line = fc.record({
  total_fen: fc.integer({ min: 0, max: 10_000_000 }),
  quantity: fc.integer({ min: 1, max: 99 }),
})

test('O6: returning a line in any parts gives back exactly the line', () => {
  fc.assert(
    fc.property(Line, fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 99 }), (sold, cuts) => {
      const line = {
        ...sold,
        total_fen: fen(sold.total_fen),
        line_no: 1,
        returned_quantity: 0,
        refunded_fen: fen(0),
      }
      let back_fen = 0
      for (const cut of [...cuts, sold.quantity]) {
        const quantity = Math.min(cut, sold.quantity - line.returned_quantity)
        const part = refundOf(line, quantity)
        expect(part).toBeGreaterThanOrEqual(0)
        back_fen += part
        line.returned_quantity += quantity
      }
      expect(back_fen).toBe(sold.total_fen)
    }),
  )
})

test('a line split over nodes keeps its money and its units', () => {
  fc.assert(
    fc.property(
      Line,
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.integer({ min: 0, max: 99_999 }), { maxLength: 3 }),
      (sold, given, taken) => {
        const quantities = given.some((n) => n > 0) ? given : [1]
        const quantity = quantities.reduce((a, b) => a + b, 0)
        const sku_id = '0199a000-0000-7000-8000-000000000001'
        const legs = quantities.map((part) => ({
          lines: part ? [{ line_no: 1, sku_id, quantity: part }] : [],
        }))
        const cuts = taken.map((amount_fen, at) => ({ code: `cut-${at}`, amount_fen }))
        const line = { sku_id, quantity, total_fen: fen(sold.total_fen), cuts }
        const parts = partsOf(legs as never, [line] as never).flat()
        const sum = (key: 'quantity' | 'total_fen') =>
          parts.reduce((all, part) => all + (part[key] as Fen), 0)
        expect([sum('quantity'), sum('total_fen')]).toEqual([quantity, sold.total_fen])
        const cutOf = (code: string) =>
          parts
            .flatMap((part) => part.cuts)
            .reduce((all, cut) => all + (cut.code === code ? cut.amount_fen : 0), 0)
        expect(cuts.map(({ code }) => cutOf(code))).toEqual(taken)
      },
    ),
  )
})

test('lines of one article become one, with all its units', () => {
  const Many = fc.array(
    fc.record({ sku_id: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1, max: 9 }) }),
  )
  fc.assert(
    fc.property(Many, (lines) => {
      const merged = mergeLines(lines)
      expect(new Set(merged.map((line) => line.sku_id)).size).toBe(merged.length)
      const units = (all: typeof lines) => all.reduce((sum, line) => sum + line.quantity, 0)
      expect(units(merged)).toBe(units(lines))
    }),
  )
})

test('the days of a return count from delivery', () => {
  const order = { state: 'installed', needs_install: true, delivered_at: '2026-06-01T00:00:00.000Z' } as const
  expect(whyNotReturn(order, '2026-06-08T00:00:00.000Z', 'changed_mind')).toBeNull()
  expect(whyNotReturn(order, '2026-06-08T00:00:00.001Z', 'changed_mind')).toBe('return_window_over')
  expect(whyNotReturn(order, '2026-06-16T00:00:00.000Z', 'faulty')).toBeNull()
  expect(whyNotReturn({ ...order, delivered_at: null, state: 'paid' }, '2026-06-02T00:00:00.000Z')).toBe(
    'not_delivered',
  )
})
