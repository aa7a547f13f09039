import { expect, test } from 'vitest'
import { z } from 'zod'
import { toProblem } from './problem.ts'
import { Invalid, Refused, wrongField } from './refusal.ts'

test('whoever may have sent something wrong is told where, however it was found', () => {
  const thrown = [
    new Refused('bad_email', 422),
    wrongField('/lines/2/sku_id', 'unknown_sku', { sku_id: 'x' }),
    new Invalid('/text', 'unreadable'),
    z.strictObject({ a: z.int() }).safeParse({ a: 'x', b: 1 }).error,
    { code: '22003' },
    { code: '23514', constraint_name: 'unknown' },
    { statusCode: 400 },
    { statusCode: 422 },
    { statusCode: 418 },
  ]
  for (const error of thrown) {
    const told = toProblem(error)
    expect([400, 422], JSON.stringify(told)).toContain(told.status)
    expect(told.errors?.length, JSON.stringify(told)).toBeGreaterThan(0)
  }
  expect(toProblem(thrown[1])).toMatchObject({
    reason: 'unknown_sku',
    facts: { sku_id: 'x' },
    errors: [{ pointer: '/lines/2/sku_id', reason: 'unknown_sku' }],
  })
})

test('a database without room is a reason to come again, not a bug', () => {
  for (const code of [
    '53100',
    '53200',
    '53300',
    '57P01',
    '25001',
    '25P03',
    'CONNECTION_CLOSED',
    'CONNECT_TIMEOUT',
    '08P01',
    'EPIPE',
    'ECONNRESET',
  ])
    expect(toProblem({ code })).toMatchObject({ status: 503, reason: 'busy' })
  expect(toProblem({ code: 'XX000' })).toMatchObject({ status: 500 })
})
