// What an order as a whole gets off: coupons that are held and bundles, by the one function of benefits, on
// the final prices that everybody sees. Nobody pays more for a line than its final price.
import type { Fen, Instant } from '../../platform/types.ts'
import { type Benefit, borne, priceCart } from '../benefits/index.ts'
import { catalog } from '../catalog/index.ts'
import { worksOnOrders } from './contract-benefits.ts'
import type { Coupon, CouponOffer, WhyNotCoupon } from './contract-coupons.ts'
import { type Standing, reaches } from './final-price.ts'
import { floorAt } from './floors.ts'
import { placesOf, standingBenefits, standingFloors } from './queries.ts'

export type BasketLine = { sku_id: string; quantity: number; unit_fen: Fen }
/** What is left of a benefit, altogether and for the buyer; null has no end. */
export type Left = { uses_left: number | null; fen_left: number | null; own_left: number | null }
export type BasketAsk = {
  lines: readonly BasketLine[]
  county_code: string
  channel: 'shop' | 'counter'
  at: Instant
  /** Of each benefit that counts; who is not known there has none of what counts persons. */
  left: ReadonlyMap<string, Left>
  /** Coupons the buyer has chosen; null: the best of those that are held. */
  chosen: readonly string[] | null
  /** What was seen in a quote: no other benefit works on its order. */
  only?: ReadonlySet<string>
}

/** What one benefit took off one line. */
export type LineCut = {
  code: string
  step: number
  kind: string
  name_zh: string
  name_en: string
  amount_fen: Fen
  funders: { party: string; share_bp: number }[]
}
export type Basket = {
  /** In the order of the lines that were asked. */
  cuts: LineCut[][]
  coupons: CouponOffer[]
  /** Until when the same question has the same answer. */
  until: Instant | null
}

const live = ({ from_ms, to_ms }: Standing, at_ms: number) => from_ms <= at_ms && at_ms < to_ms

/** Benefits of orders that hold at the moment and know one of the lines. */
export function orderBenefits(lines: readonly { sku_id: string }[], at: Instant): Standing[] {
  const at_ms = Date.parse(at)
  const all = standingBenefits().filter((one) => worksOnOrders(one.wish.kind) && live(one, at_ms))
  if (all.length === 0) return []
  const skus = lines.flatMap(({ sku_id }) => catalog().sku(sku_id) ?? [])
  return all.filter(({ wish }) => skus.some((sku) => reaches(wish, sku)))
}

type Found = { standing: Standing; left: Left | undefined }

export function priceBasket(ask: BasketAsk): Basket {
  const found = orderBenefits(ask.lines, ask.at)
    .filter(({ wish }) => !ask.only || ask.only.has(wish.code))
    .map((standing) => ({ standing, left: ask.left.get(standing.wish.code) }))
  if (found.length === 0) return { cuts: ask.lines.map(() => []), coupons: [], until: null }
  const usable = found.filter((one) => whyUsedUp(one) === null && isChosen(one, ask.chosen))
  const told = applied(
    ask,
    usable.map(({ standing }) => standing.benefit),
  )
  const used = new Set(told.flat().map(({ code }) => code))
  const ends = found.filter(({ standing }) => used.has(standing.wish.code)).map((one) => one.standing.to_ms)
  return {
    cuts: told,
    coupons: found
      .filter(({ standing, left }) => standing.wish.kind === 'coupon' && isShown(standing, left))
      .map((one) => offerOf(ask, one, used)),
    until: ends.length > 0 ? new Date(Math.min(...ends)).toISOString() : null,
  }
}

/** A coupon nobody can see is shown to whoever holds it. */
const isShown = ({ wish }: Standing, left: Left | undefined) =>
  wish.offered === 'shop' || (left?.own_left ?? 0) > 0

const isHeld = (left: Left | undefined) => (left?.own_left ?? 0) > 0

function isChosen({ standing: { wish } }: Found, chosen: BasketAsk['chosen']): boolean {
  return wish.kind !== 'coupon' || chosen === null || chosen.includes(wish.code)
}

/** Why a benefit cannot be used at all, whatever is in the order. */
function whyUsedUp({ standing: { wish }, left }: Found): WhyNotCoupon | null {
  const counts = wish.kind === 'coupon' || wish.person_max !== null
  if (counts && (left?.own_left ?? 0) <= 0) return 'used'
  if (left?.uses_left != null && left.uses_left <= 0) return 'gone'
  return left?.fen_left != null && left.fen_left <= 0 ? 'budget' : null
}

type Priced = ReturnType<typeof priceCart>

/** Fen by line of each benefit that applies. One whose budget is too small is left out. */
function applied(ask: BasketAsk, benefits: readonly Benefit[]): LineCut[][] {
  const priced = cartOf(ask, benefits)
  const short = priced.applied.find(({ code, cut_fen }) => {
    const fen_left = ask.left.get(code)?.fen_left
    return fen_left != null && fen_left < cut_fen
  })
  if (short)
    return applied(
      ask,
      benefits.filter(({ code }) => code !== short.code),
    )
  return cutsOf(ask, priced, benefits)
}

function cartOf({ lines, county_code, channel, at }: BasketAsk, benefits: readonly Benefit[]): Priced {
  const floors = standingFloors()
  return priceCart({
    lines: lines.map(({ sku_id, quantity, unit_fen }) => {
      const { code, category_code } = catalog().sku(sku_id)!
      const floor_fen = floorAt(floors, sku_id, Date.parse(at))?.floor_fen ?? 1
      const none = { seller: 'house', brand_code: '', energy_grade: null }
      return { sku_id: code, category_code, ...none, quantity, unit_fen, floor_fen }
    }),
    benefits: [...benefits],
    buyer: {
      tier: 'retail',
      channel,
      place_codes: placesOf(county_code),
      held: benefits.map(({ code }) => code),
      subsidised: {},
      handed_in: {},
    },
    at,
  })
}

function cutsOf({ lines }: BasketAsk, priced: Priced, benefits: readonly Benefit[]): LineCut[][] {
  const named = new Map(benefits.map((one) => [one.code, one]))
  const cuts: LineCut[][] = lines.map(() => [])
  for (const [step, { code, kind, lines: own }] of priced.applied.entries()) {
    const { name_zh, name_en, funders } = named.get(code)!
    for (const { line, cut_fen } of own)
      cuts[line]!.push({ code, step, kind, name_zh, name_en, amount_fen: cut_fen, funders })
  }
  return cuts
}

/** Who bears an amount of it, by largest remainder. */
export const funded = ({ amount_fen, funders }: Pick<LineCut, 'amount_fen' | 'funders'>) =>
  borne(amount_fen, funders)

export function couponOf({ wish }: Standing): Coupon {
  const { code, name_zh, name_en, amount_fen, rate_bp, cap_fen, threshold_fen, ends_at } = wish
  const fen = { amount_fen: amount_fen as Fen | null, cap_fen: cap_fen as Fen | null }
  return { code, name_zh, name_en, rate_bp, threshold_fen: threshold_fen as Fen | null, ends_at, ...fen }
}

function offerOf(ask: BasketAsk, one: Found, used: ReadonlySet<string>): CouponOffer {
  const { standing, left } = one
  const { code, threshold_fen } = standing.wish
  const alone = cartOf(ask, [standing.benefit]).applied.find((each) => each.code === code)
  const cut_fen = (alone?.cut_fen ?? 0) as Fen
  const base = ask.lines.reduce((all, { sku_id, quantity, unit_fen }) => {
    const sku = catalog().sku(sku_id)
    return sku && reaches(standing.wish, sku) ? all + quantity * unit_fen : all
  }, 0)
  const missing_fen = Math.max(0, (threshold_fen ?? 0) - base) as Fen
  const held = isHeld(left)
  const why = whyNot(ask, one, { applied: used.has(code), missing_fen, cut_fen })
  return { ...couponOf(standing), held, applied: used.has(code), cut_fen, missing_fen, why_not: why }
}

type Met = { applied: boolean; missing_fen: number; cut_fen: number }

/** Who does not hold it yet is told what stands in the way of everybody, and may take it. */
function whyNot(ask: BasketAsk, one: Found, met: Met): WhyNotCoupon | null {
  if (met.applied) return null
  const up = whyUsedUp(one)
  if (up === 'gone' || up === 'budget') return up
  if (met.missing_fen > 0) return 'threshold'
  if (one.left?.fen_left != null && one.left.fen_left < met.cut_fen) return 'budget'
  if (!isHeld(one.left)) return null
  return isChosen(one, ask.chosen) ? 'other_better' : 'not_chosen'
}
