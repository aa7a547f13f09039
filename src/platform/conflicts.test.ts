// The matrix of duties that stay apart: every pair of every row, in one hand, in two roles, and through whom
// somebody stands for; and that no role of this house unites what it forbids.
import { expect, test } from 'vitest'
import { type Role, permissions, roles } from './access.ts'
import {
  type Conflict,
  type Duty,
  type Holding,
  conflictMatrix,
  holdingOf,
  whyNotUnited,
} from './conflicts.ts'
import { type Id, newId } from './types.ts'

const holding = (role: string, duties: Duty[], nodes: Id[] | null = null): Holding => ({
  role,
  duties,
  nodes,
})
const matrix: readonly Conflict[] = conflictMatrix
const pairs = matrix.flatMap(({ code, one, other }) =>
  one.flatMap((a) => other.map((b) => [code, a, b] as const)),
)

test.each(pairs)('%s: %s × %s is refused, in one role, in two, and in whatever order', (_, a, b) => {
  for (const held of [
    [holding('x', [a, b])],
    [holding('x', [a]), holding('y', [b])],
    [holding('y', [b]), holding('x', [a])],
    // Somebody else's beside one's own: what a delegation brings.
    [holding('x', [a]), holding('z', ['public.read']), holding('y', [b, 'account.own'])],
  ]) {
    const clash = whyNotUnited(held)
    const one = (duty: Duty) => held.some(({ duties }) => duties.includes(duty))
    expect(clash).not.toBeNull()
    const row = matrix.find(({ code }) => code === clash!.code)!
    expect([row.one.some(one), row.other.some(one)]).toEqual([true, true])
  }
  expect(whyNotUnited([holding('x', [a])])).toBeNull()
  expect(whyNotUnited([holding('y', [b])])).toBeNull()
})

test('where places matter, only those who reach one node clash', () => {
  const [here, there] = [newId(), newId()]
  const count = (nodes: Id[] | null) => holding('counts', ['stock.count'], nodes)
  const adjust = (nodes: Id[] | null) => holding('adjusts', ['stock.adjust'], nodes)
  expect(whyNotUnited([count([here]), adjust([there])])).toBeNull()
  expect(whyNotUnited([count([here]), adjust([there, here])])?.code).toBe('adjust_count')
  expect(whyNotUnited([count([here]), adjust(null)])?.code).toBe('adjust_count')
})

test('a role of a small store holds both because another hand looks on; no other role does', () => {
  const alone = (Object.keys(roles) as Role[]).filter((role) => {
    const duties: readonly string[] = roles[role]
    return duties.includes('stock.count') && duties.includes('stock.adjust')
  })
  const { compensated } = matrix.find(({ code }) => code === 'adjust_count')!
  expect(alone.toSorted()).toEqual([...compensated!.roles].toSorted())
  expect(compensated!.by).toBe('stock.adjustment')
  expect(whyNotUnited([holdingOf('store_owner')])).toBeNull()
  // The hand that looks on is never the same one.
  expect(whyNotUnited([holdingOf('store_owner'), holdingOf('controller')])?.code).toBe('estates_apart')
})

test('no role of this house clashes with itself', () => {
  for (const role of Object.keys(roles) as Role[])
    expect([role, whyNotUnited([holdingOf(role)])]).toEqual([role, null])
})

test('the one role that approves is the one the database knows (0067)', () => {
  const approving = (Object.keys(roles) as Role[]).filter((role) =>
    (roles[role] as readonly string[]).includes('control.approve'),
  )
  expect(approving).toEqual(['controller'])
  expect(permissions['control.approve']).toBe('control')
})
