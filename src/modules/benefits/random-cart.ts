// Carts drawn from a seed, small enough to try every set of benefits: for tests and for the measurement.
import { type Benefit, BenefitKind, Cart } from './contract.ts'

export type Random = {
  below(n: number): number
  chance(share: number): boolean
  pick<T>(all: readonly T[]): T
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are enough for a test. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, chance: (share) => next() < share, pick: (all) => all[below(all.length)]! }
}

export function shuffled<T>(all: readonly T[], { below }: Random): T[] {
  const left = [...all]
  return all.map(() => left.splice(below(left.length), 1)[0]!)
}

const categories = ['fridge', 'washer', 'hood']
const at = '2026-11-11T12:00:00.000Z'

export type Size = { lines?: number; benefits?: number }

/** Up to five lines and eight benefits, or as many as are asked for. */
export function randomCart(seed: number, size: Size = {}): Cart {
  const random = randomOf(seed)
  const { below, chance, pick } = random
  const lines = Array.from({ length: size.lines ?? 1 + below(5) }, (_, n) => ({
    sku_id: `sku-${n}`,
    seller: chance(0.85) ? 'house' : 'other',
    category_code: pick(categories),
    brand_code: pick(['b1', 'b2']),
    energy_grade: 1 + below(3),
    quantity: 1 + below(4),
    unit_fen: 1_000 + below(chance(0.5) ? 2_000 : 500_000),
    floor_fen: chance(0.4) ? 900 + below(300) : 0,
  }))
  const skus = lines.map(({ sku_id }) => sku_id)
  const count = size.benefits ?? below(9)
  // A SKU is in one bundle only.
  const free = new Set(skus)
  const benefits = Array.from({ length: count }, (_, n) => {
    const one = randomBenefit(`b-${n}`, skus, free, random)
    for (const { sku_id } of one.condition.parts ?? []) free.delete(sku_id)
    return one
  })
  const buyer = {
    tier: pick(['retail', 'member'] as const),
    held: benefits.filter(({ held }) => held && chance(0.7)).map(({ code }) => code),
    handed_in: { [pick(categories)]: below(3) },
    subsidised: { [pick(categories)]: below(2) },
  }
  return Cart.parse({ lines, benefits, buyer, at })
}

function randomCut({ below, pick }: Random, most: number) {
  return pick([
    { how: 'amount' as const, amount_fen: 1 + below(most) },
    { how: 'rate' as const, rate_bp: 1 + below(3_000), cap_fen: pick([null, 1 + below(most)]) },
    { how: 'price' as const, price_fen: 500 + below(3_000) },
  ])
}

function randomBenefit(
  code: string,
  skus: readonly string[],
  free: ReadonlySet<string>,
  random: Random,
): Benefit {
  const { below, chance, pick } = random
  const kind = pick(BenefitKind.options)
  const some = () => skus.filter(() => chance(0.6))
  const scope = pick([
    {},
    { category_codes: [pick(categories)] },
    { sku_ids: some().length > 0 ? some() : [...skus] },
    { brand_codes: ['b1'] },
  ])
  const spread = kind === 'category' || kind === 'coupon'
  const parts = shuffled([...free], random).slice(0, 2)
  const bundle = kind === 'bundle' && parts.length === 2
  const house_bp = 1 + below(9_999)
  return {
    code,
    kind: kind === 'bundle' && !bundle ? 'coupon' : kind,
    name_zh: '示例',
    name_en: 'demo',
    seller: 'house',
    ...(chance(0.2) && { stack_group: pick(['g1', 'g2']) }),
    per: spread && chance(0.6) ? 'order' : 'unit',
    cut: kind === 'tier' ? { how: 'rate', rate_bp: 1 + below(2_000), cap_fen: null } : randomCut(random, 900),
    condition: {
      ...(bundle ? { parts: parts.map((sku_id) => ({ sku_id, quantity: 1 + below(2) })) } : scope),
      ...(kind === 'tier' && { tiers: ['member' as const] }),
      ...(spread && chance(0.5) && { threshold_fen: 1_000 + below(9_000) }),
    },
    funders: [
      { party: 'house', share_bp: house_bp },
      { party: 'brand', share_bp: 10_000 - house_bp },
    ],
    starts_at: '2026-11-01T00:00:00Z',
    ends_at: chance(0.9) ? '2026-12-01T00:00:00Z' : at,
    held: kind === 'coupon' && chance(0.4),
    ...(kind === 'subsidy' && { units_max: 1 + below(3) }),
  }
}
