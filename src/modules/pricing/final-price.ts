// What is left of a price when the benefits of everybody have worked on it: the one function of benefits, for
// one unit and a buyer nobody knows.
import type { Fen, Instant } from '../../platform/types.ts'
import { type Benefit, priceCart } from '../benefits/index.ts'
import { type Sku, catalog } from '../catalog/index.ts'
import { type BenefitWish, type TakenOff, worksOnOrders } from './contract-benefits.ts'
import type { Tier } from './contract.ts'

export type Standing = { wish: BenefitWish; benefit: Benefit; from_ms: number; to_ms: number }

export function standing(wish: BenefitWish): Standing {
  const benefit = benefitOf(wish)
  return { wish, benefit, from_ms: Date.parse(wish.starts_at), to_ms: Date.parse(wish.ends_at) }
}

const some = <T>(values: readonly T[]) => (values.length > 0 ? [...values] : undefined)

function benefitOf(wish: BenefitWish): Benefit {
  const { code, kind, name_zh, name_en, amount_fen, rate_bp, cap_fen, funders, starts_at, ends_at } = wish
  const cut = amount_fen
    ? { how: 'amount' as const, amount_fen }
    : { how: 'rate' as const, rate_bp: rate_bp!, cap_fen }
  const parts = wish.parts.map(({ sku_code: sku_id, quantity }) => ({ sku_id, quantity }))
  const condition = {
    sku_ids: some(wish.sku_codes),
    category_codes: some(wish.category_codes),
    place_codes: some(wish.place_codes),
    channels: some(wish.channels),
    tiers: some(wish.tiers),
    threshold_fen: wish.threshold_fen ?? undefined,
    parts: some(parts),
  }
  const per = kind === 'coupon' ? ('order' as const) : ('unit' as const)
  const usual = { seller: 'house', per, held: kind === 'coupon' }
  return { code, kind, name_zh, name_en, cut, condition, funders, starts_at, ends_at, ...usual }
}

/** Whether it reaches a SKU at all, wherever and whoever asks. */
export type Named = Pick<Sku, 'code' | 'category_code'>
export const reaches = ({ sku_codes, category_codes, parts }: BenefitWish, sku: Named) =>
  (parts.length === 0 || parts.some(({ sku_code }) => sku_code === sku.code)) &&
  (sku_codes.length === 0 || sku_codes.includes(sku.code)) &&
  (category_codes.length === 0 || category_codes.includes(sku.category_code))

export const ofUnits = ({ wish }: Standing) => !worksOnOrders(wish.kind)

/** Those of `all` that make the price of a SKU. */
export function reaching(all: readonly Standing[], sku_id: string): readonly Standing[] {
  const sku = all.length > 0 ? catalog().sku(sku_id) : null
  return sku ? all.filter((one) => ofUnits(one) && reaches(one.wish, sku)) : []
}

export type Asked = {
  /** What the books say: the price of the place, the channel and the tier. */
  unit_fen: Fen
  /** No benefit goes below it; none where control has set none. */
  floor_fen?: Fen | undefined
  /** Most specific first. */
  places: readonly string[]
  channel: 'shop' | 'counter'
  tier: Tier
  at_ms: number
}
export type Final = { unit_fen: Fen; taken: readonly TakenOff[] }

/** Fen a unit after those benefits (which reach the SKU), and what each took off. */
export function finalPrice(all: readonly Standing[], sku: Named | null, asked: Asked): Final {
  const { unit_fen, at_ms, channel, tier, places } = asked
  const live = all.filter(({ from_ms, to_ms }) => from_ms <= at_ms && at_ms < to_ms)
  if (!sku || live.length === 0) return { unit_fen, taken: [] }
  const benefits = live.map((one) => one.benefit)
  const { code: sku_id, category_code } = sku
  const floor_fen = asked.floor_fen ?? 1
  const line = { sku_id, category_code, seller: 'house', brand_code: '', energy_grade: null, floor_fen }
  const nobody = { held: [], subsidised: {}, handed_in: {} }
  const { price_fen, applied } = priceCart({
    lines: [{ ...line, quantity: 1, unit_fen }],
    benefits,
    buyer: { tier, channel, place_codes: [...places], ...nobody },
    at: new Date(at_ms).toISOString() as Instant,
  })
  const named = new Map(benefits.map((one) => [one.code, one]))
  const taken = applied.map(({ code, cut_fen }) => {
    const { name_zh, name_en, ends_at } = named.get(code)!
    return { code, name_zh, name_en, cut_fen, ends_at }
  })
  return { unit_fen: price_fen, taken }
}

/** When one of them begins or ends next; Infinity when nothing is planned. */
export function nextTurn(all: readonly Standing[], at_ms: number): number {
  const moments = all.flatMap(({ from_ms, to_ms }) => [from_ms, to_ms]).filter((one) => one > at_ms)
  return Math.min(Infinity, ...moments)
}
