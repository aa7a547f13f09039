// The worst basket against all baskets of up to two SKUs and so many units: none gives away a larger share.
import { expect, it } from 'vitest'
import { Benefit, Cart } from './contract.ts'
import { priceCart } from './price-cart.ts'
import { randomCart, randomOf } from './random-cart.ts'
import { type Candidate, worstBasket } from './worst-basket.ts'

const at = '2026-11-11T12:00:00.000Z'
const units_max = 12

function shareOf(parts: { of: Candidate; quantity: number }[], benefits: readonly Benefit[]) {
  const lines = parts.map(({ of, quantity }) => ({
    ...of,
    quantity,
    seller: 'house',
    energy_grade: null,
    floor_fen: 0,
  }))
  const held = benefits.filter((one) => one.held).map(({ code }) => code)
  const cart = { lines, benefits, buyer: { held }, at }
  const { payable_fen } = priceCart({ ...Cart.parse({ ...cart, benefits: [] }), benefits: [...benefits] })
  const list_fen = lines.reduce((all, one) => all + one.unit_fen * one.quantity, 0)
  return (list_fen - payable_fen) / list_fen
}

it('no basket of two SKUs gives away a larger share, whatever the benefits are', () => {
  const { below } = randomOf(7)
  for (let seed = 1; seed <= 120; seed++) {
    const { lines, benefits: drawn } = randomCart(seed, { lines: 3, benefits: 4 })
    // A whole amount off one unit is the worst with one unit only; thresholds small enough to be tried.
    const benefits = drawn
      .filter((one) => one.seller === 'house' && !['subsidy', 'trade_in', 'tier'].includes(one.kind))
      .map((one) => ({ ...one, condition: { ...one.condition, energy_grades: undefined } }) as Benefit)
    const candidates = lines.map(({ sku_id, category_code, brand_code }) => ({
      sku_id,
      category_code,
      brand_code,
      unit_fen: 20_000 + below(200_000),
    }))
    const worst = worstBasket(candidates, benefits, at)!
    const found = (worst.list_fen - worst.payable_fen) / worst.list_fen
    const all = candidates.flatMap((first, n) => [
      ...Array.from({ length: units_max }, (_, q) => [{ of: first, quantity: q + 1 }]),
      ...candidates.slice(n + 1).flatMap((second) =>
        [1, 2, 3].flatMap((a) =>
          [1, 2, 3].map((b) => [
            { of: first, quantity: a },
            { of: second, quantity: b },
          ]),
        ),
      ),
    ])
    const least = Math.max(...all.map((parts) => shareOf(parts, benefits)))
    expect({ seed, worse: least > found + 1e-9 }).toEqual({ seed, worse: false })
  }
})

it('finds the pair that only just reaches a threshold', () => {
  const candidates = [
    { sku_id: 'hood', category_code: '', brand_code: '', unit_fen: 90_000 },
    { sku_id: 'kettle', category_code: '', brand_code: '', unit_fen: 10_100 },
  ]
  const coupon = {
    code: 'big',
    kind: 'coupon',
    name_zh: '示例',
    name_en: 'demo',
    per: 'order',
    held: true,
    cut: { how: 'amount', amount_fen: 30_000 },
    condition: { threshold_fen: 100_000 },
    funders: [{ party: 'house', share_bp: 10_000 }],
    starts_at: '2026-11-01T00:00:00Z',
    ends_at: '2026-12-01T00:00:00Z',
  }
  expect(worstBasket(candidates, [Benefit.parse(coupon)], at)).toMatchObject({
    lines: [{ sku_id: 'hood' }, { sku_id: 'kettle', quantity: 1 }],
    list_fen: 100_100,
    payable_fen: 70_100,
    codes: ['big'],
  })
})
