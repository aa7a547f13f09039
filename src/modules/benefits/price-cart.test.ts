// The function against a second one that was written apart from it: unit by unit, every set of benefits.
import { describe, expect, it } from 'vitest'
import { type Benefit, type BenefitKind, Cart, type CartLine } from './contract.ts'
import { cheapest } from './oracle.ts'
import { priceCart } from './price-cart.ts'
import { randomCart, randomOf, shuffled } from './random-cart.ts'

const at = '2026-11-11T12:00:00.000Z'
const fen = (cart: Cart) => priceCart(cart).payable_fen

const line = (sku_id: string, unit_fen: number, more: Partial<CartLine> = {}) => ({
  sku_id,
  quantity: 1,
  unit_fen,
  ...more,
})
const benefit = (code: string, kind: BenefitKind, cut: object, more: object = {}) => ({
  code,
  kind,
  name_zh: '示例',
  name_en: 'demo',
  cut,
  funders: [{ party: 'house', share_bp: 10_000 }],
  starts_at: '2026-11-01T00:00:00Z',
  ends_at: '2026-12-01T00:00:00Z',
  ...more,
})
const cart = (lines: object[], benefits: object[], buyer: object = {}) =>
  Cart.parse({ lines, benefits, buyer, at })
const off = (amount_fen: number) => ({ how: 'amount', amount_fen })
const rate = (rate_bp: number, cap_fen: number | null = null) => ({ how: 'rate', rate_bp, cap_fen })

describe('ten thousand random carts', () => {
  it('cost what trying every set of benefits unit by unit finds', () => {
    for (let seed = 1; seed <= 10_000; seed++) {
      const given = randomCart(seed)
      const told = priceCart(given)
      const found = cheapest(given)
      const codes = told.applied.map(({ code }) => code).sort()
      expect({ seed, fen: told.payable_fen, codes }).toEqual({ seed, ...found })
    }
  }, 120_000)

  it('cost the same in whatever order lines and benefits stand', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const given = randomCart(seed)
      const random = randomOf(seed + 1e6)
      const other = {
        ...given,
        lines: shuffled(given.lines, random),
        benefits: shuffled(given.benefits, random),
      }
      const bySku = (one: Cart) => priceCart(one).lines.toSorted((a, b) => (a.sku_id < b.sku_id ? -1 : 1))
      expect({ seed, lines: bySku(other) }).toEqual({ seed, lines: bySku(given) })
    }
  })

  it('have no line below zero, none that we sell below its floor, and funders that bear every fen', () => {
    for (let seed = 1; seed <= 5_000; seed++) {
      const given = randomCart(seed)
      const told = priceCart(given)
      for (const [n, { price_fen, payable_fen, list_fen }] of told.lines.entries()) {
        const { floor_fen, quantity } = given.lines[n]!
        expect(price_fen).toBeGreaterThanOrEqual(Math.min(list_fen, floor_fen * quantity))
        expect(payable_fen).toBeGreaterThanOrEqual(0)
        expect(payable_fen).toBeLessThanOrEqual(price_fen)
      }
      const total = (of: readonly { cut_fen: number }[]) => of.reduce((all, { cut_fen }) => all + cut_fen, 0)
      const listed = told.lines.reduce((all, { list_fen }) => all + list_fen, 0)
      expect(listed - total(told.applied)).toBe(told.payable_fen)
      for (const one of told.applied) {
        expect(total(one.lines)).toBe(one.cut_fen)
        expect(one.funders.reduce((all, { amount_fen }) => all + amount_fen, 0)).toBe(one.cut_fen)
      }
    }
  })
})

describe('the steps', () => {
  it('each works on what the one before has left', () => {
    const given = cart(
      [line('a', 100_000)],
      [
        benefit('e-tier', 'tier', rate(500), { condition: { tiers: ['member'] } }),
        benefit('c-coupon', 'coupon', off(3_000), { per: 'order' }),
        benefit('b-category', 'category', rate(1_000)),
        benefit('a-cut', 'direct_cut', off(10_000)),
      ],
      { tier: 'member' },
    )
    // 1,000 − 100 = 900; − 10 % = 810; − 30 = 780; − 5 % = 741 yuan.
    expect(fen(given)).toBe(74_100)
    expect(priceCart(given).applied.map(({ code }) => code)).toEqual([
      'a-cut',
      'b-category',
      'c-coupon',
      'e-tier',
    ])
  })

  it('leaves out a cut that would cost more than it gives: a threshold is counted after it', () => {
    const benefits = [
      benefit('cut', 'direct_cut', off(1_000)),
      benefit('coupon', 'coupon', off(20_000), { per: 'order', condition: { threshold_fen: 100_000 } }),
    ]
    expect(fen(cart([line('a', 100_500)], benefits))).toBe(80_500)
    expect(fen(cart([line('a', 101_000)], benefits))).toBe(80_000)
  })

  it('counts a threshold over the lines of one seller', () => {
    const benefits = [
      benefit('coupon', 'coupon', off(5_000), { per: 'order', condition: { threshold_fen: 100_000 } }),
    ]
    const lines = [line('a', 60_000), line('b', 60_000, { seller: 'other' })]
    expect(fen(cart(lines, benefits))).toBe(120_000)
    expect(fen(cart([line('a', 60_000), line('b', 60_000)], benefits))).toBe(115_000)
  })

  it('of one group takes the better one, of equals the first by code', () => {
    const benefits = [
      benefit('late', 'coupon', off(500), { per: 'order' }),
      benefit('early', 'coupon', off(500), { per: 'order' }),
      benefit('small', 'coupon', off(400), { per: 'order' }),
    ]
    const told = priceCart(cart([line('a', 10_000)], benefits))
    expect(told.applied.map(({ code }) => code)).toEqual(['early'])
    expect(told.payable_fen).toBe(9_500)
  })

  it('takes as many bundles as there are whole ones', () => {
    const parts = [
      { sku_id: 'hood', quantity: 1 },
      { sku_id: 'stove', quantity: 2 },
    ]
    const given = (hoods: number, stoves: number) =>
      cart(
        [line('hood', 10_000, { quantity: hoods }), line('stove', 5_000, { quantity: stoves })],
        [benefit('set', 'bundle', off(2_000), { condition: { parts } })],
      )
    expect(fen(given(2, 5))).toBe(20_000 + 25_000 - 4_000)
    expect(fen(given(1, 1))).toBe(15_000)
  })

  it('gives a subsidy for as many units as the person may still have, the dearest first', () => {
    const subsidy = benefit('gov', 'subsidy', rate(2_000, 200_000), { units_max: 1 })
    const lines = [
      line('a', 100_000, { category_code: 'fridge', quantity: 2 }),
      line('b', 300_000, { category_code: 'fridge' }),
      line('c', 50_000, { category_code: 'washer' }),
    ]
    const told = priceCart(cart(lines, [subsidy]))
    expect(told.price_fen).toBe(550_000)
    expect(told.payable_fen).toBe(550_000 - 60_000 - 10_000)
    const had = { subsidised: { fridge: 1 } }
    expect(fen(cart(lines, [subsidy], had))).toBe(540_000)
  })

  it('counts what a person had without a category for goods without a category only', () => {
    const subsidy = benefit('gov', 'subsidy', rate(1_000), { units_max: 1 })
    const lines = [line('a', 100_000), line('b', 100_000, { category_code: 'fridge' })]
    expect(fen(cart(lines, [subsidy], { subsidised: { '': 1 } }))).toBe(190_000)
    expect(fen(cart(lines, [subsidy]))).toBe(180_000)
  })

  it('stops at the floor and gives the rest of a coupon to lines that have room', () => {
    const lines = [line('a', 10_000, { floor_fen: 9_800 }), line('b', 10_000)]
    const told = priceCart(cart(lines, [benefit('c', 'coupon', off(3_000), { per: 'order' })]))
    expect(told.lines.map(({ price_fen }) => price_fen)).toEqual([9_800, 7_200])
  })

  it('three cost three times what one costs, where nothing depends on the order', () => {
    const given = (quantity: number) =>
      cart([line('a', 99_999, { quantity })], [benefit('r', 'category', rate(333))])
    expect(fen(given(3))).toBe(3 * fen(given(1)))
  })

  it('holds from its start, included, to its end, excluded, to the millisecond', () => {
    const one = benefit('eight', 'direct_cut', off(1), {
      starts_at: '2026-11-11T20:00:00+08:00',
      ends_at: '2026-11-11T20:00:01+08:00',
    }) as unknown as Benefit
    const fenAt = (moment: string) => fen({ ...cart([line('a', 100)], [one]), at: moment })
    expect(fenAt('2026-11-11T19:59:59.999+08:00')).toBe(100)
    expect(fenAt('2026-11-11T20:00:00.000+08:00')).toBe(99)
    expect(fenAt('2026-11-11T20:00:00.999+08:00')).toBe(99)
    expect(fenAt('2026-11-11T20:00:01.000+08:00')).toBe(100)
  })
})
