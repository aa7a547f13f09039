// What is refused before anything is priced: where it stands, why, and what helps to put it right.
import { expect, test } from 'vitest'
import { issueOf, toProblem } from '../../platform/problem.ts'
import { Benefit, Cart } from './contract.ts'
import { faultReasons } from './faults.ts'
import { priceCart } from './price-cart.ts'

const line = (sku_id: string, more: object = {}) => ({ sku_id, quantity: 1, unit_fen: 100_000, ...more })
const benefit = (code: string, more: object = {}) => ({
  code,
  kind: 'direct_cut',
  name_zh: '示例',
  name_en: 'demo',
  cut: { how: 'amount', amount_fen: 1_000 },
  funders: [{ party: 'house', share_bp: 10_000 }],
  starts_at: '2026-11-01T00:00:00Z',
  ends_at: '2026-12-01T00:00:00Z',
  ...more,
})
const bundle = (code: string, skus: readonly string[], more: object = {}) =>
  benefit(code, {
    kind: 'bundle',
    condition: { parts: skus.map((sku_id) => ({ sku_id, quantity: 1 })) },
    ...more,
  })
const cart = (benefits: object[], lines: object[] = [line('a')]) => ({
  lines,
  benefits,
  at: '2026-11-11T12:00:00Z',
})

function told(input: unknown) {
  const read = Cart.safeParse(input)
  return (read.error?.issues ?? []).map((issue) => {
    const { pointer, reason, facts } = issueOf(issue)
    return [pointer, reason, facts]
  })
}

const shares = (...all: readonly [string, number][]) => ({
  funders: all.map(([party, share_bp]) => ({ party, share_bp })),
})
const start = '2026-11-01T00:00:00Z'

const refused: [string, unknown, unknown[]][] = [
  [
    'the same SKU of one seller twice',
    cart([], [line('a'), line('b'), line('a')]),
    ['/lines/2', 'duplicate_line', { sku_id: 'a', seller: 'house', first: 0 }],
  ],
  [
    'one code twice',
    cart([benefit('x'), benefit('x')]),
    ['/benefits/1/code', 'duplicate_code', { code: 'x', first: 0 }],
  ],
  [
    'funders that bear too little',
    cart([benefit('x', shares(['house', 5_000], ['brand', 4_999]))]),
    ['/benefits/0/funders', 'funders_not_whole', { sum_bp: 9_999 }],
  ],
  [
    'funders that bear too much',
    cart([benefit('x', shares(['house', 10_000], ['brand', 1]))]),
    ['/benefits/0/funders', 'funders_not_whole', { sum_bp: 10_001 }],
  ],
  [
    'one funder twice',
    cart([benefit('x', shares(['house', 5_000], ['house', 5_000]))]),
    ['/benefits/0/funders/1/party', 'duplicate_funder', { party: 'house', first: 0 }],
  ],
  [
    'an end at its start, in whatever zone it is written',
    cart([benefit('x', { ends_at: '2026-11-01T08:00:00+08:00' })]),
    ['/benefits/0/ends_at', 'ends_before_start', { starts_at: start }],
  ],
  [
    'a bundle without parts',
    cart([benefit('x', { kind: 'bundle' })]),
    ['/benefits/0/condition/parts', 'bundle_without_parts', {}],
  ],
  [
    'parts of what is no bundle',
    cart([bundle('x', ['a', 'b'], { kind: 'coupon' })]),
    ['/benefits/0/condition/parts', 'parts_without_bundle', { kind: 'coupon' }],
  ],
  [
    'one part twice',
    cart([bundle('x', ['a', 'b', 'a'])]),
    ['/benefits/0/condition/parts/2/sku_id', 'duplicate_part', { sku_id: 'a', first: 0 }],
  ],
  [
    'a SKU in two bundles at the same time, even for a second',
    cart([
      bundle('later', ['c', 'b'], { starts_at: '2026-11-30T23:59:59Z', ends_at: '2026-12-31T00:00:00Z' }),
      bundle('first', ['a', 'b']),
    ]),
    ['/benefits/0/condition/parts/1/sku_id', 'sku_in_two_bundles', { sku_id: 'b', other_code: 'first' }],
  ],
  [
    'amounts that no whole number holds exactly',
    cart([], [line('a', { unit_fen: 1e11, quantity: 99_999 })]),
    ['/lines', 'number_out_of_range', { total_fen_max: Number.MAX_SAFE_INTEGER }],
  ],
]

test.each(refused)('refuses %s', (_name, input, expected) => {
  expect(told(input)).toEqual([expected])
})

test('each reason is refused somewhere above', () => {
  expect([...new Set(refused.map(([, , [, reason]]) => reason))].sort()).toEqual(faultReasons)
})

test('takes what only looks like it', () => {
  const next = { starts_at: '2026-12-01T00:00:00Z', ends_at: '2026-12-31T00:00:00Z' }
  const taken = [
    cart([], [line('a'), line('a', { seller: 'other' })]),
    cart([bundle('x', ['a', 'b']), bundle('y', ['b', 'c'], next)]),
    cart([bundle('x', ['a', 'b']), bundle('y', ['a', 'b'], { seller: 'other' })]),
    cart([benefit('x', shares(['house', 3_333], ['brand', 3_333], ['state', 3_334]))]),
  ]
  expect(taken.map(told)).toEqual(taken.map(() => []))
})

test('sees a third bundle meet the longest before it', () => {
  const until = (starts_at: string, ends_at: string) => ({ starts_at, ends_at })
  const skus = ['a', 'b']
  const given = cart([
    bundle('long', skus, until('2026-01-01T00:00:00Z', '2026-12-01T00:00:00Z')),
    bundle('short', ['a', 'c'], until('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z')),
    bundle('late', ['a', 'd'], until('2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z')),
  ])
  expect(told(given).map(([pointer, , facts]) => [pointer, facts])).toEqual([
    ['/benefits/1/condition/parts/0/sku_id', { sku_id: 'a', other_code: 'long' }],
    ['/benefits/2/condition/parts/0/sku_id', { sku_id: 'a', other_code: 'long' }],
  ])
})

test('a benefit without an end is told what it lacks', () => {
  const { ends_at: _, ...endless } = benefit('x')
  const read = Benefit.safeParse(endless)
  expect(read.error?.issues).toMatchObject([
    { path: ['ends_at'], code: 'invalid_type', message: 'a benefit has an end: give ends_at' },
  ])
  expect(Benefit.safeParse(benefit('x', { ends_at: 'never' })).success).toBe(false)
})

test('a problem names the reason and the field', () => {
  const { error } = Benefit.safeParse(benefit('x', shares(['house', 1])))
  expect(toProblem(error)).toMatchObject({
    status: 422,
    reason: 'invalid_input',
    errors: [{ pointer: '/funders', reason: 'funders_not_whole' }],
  })
})

test('a subsidy whose end has passed is not applied', () => {
  const cut = { how: 'rate', rate_bp: 1_500, cap_fen: null }
  const gone = benefit('gov', { kind: 'subsidy', cut, ends_at: '2026-11-11T12:00:00Z' })
  const open = benefit('gov', { kind: 'subsidy', cut, ends_at: '2026-11-11T12:00:00.001Z' })
  const fen = (one: object) => priceCart(Cart.parse(cart([one]))).payable_fen
  expect([fen(gone), fen(open)]).toEqual([100_000, 85_000])
})
