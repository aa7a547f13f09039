// Coupons in people's hands: taken by them, reserved and used by their orders, read here.
import type { z } from 'zod'
import type { Actor } from '../../platform/access.ts'
import { audit } from '../../platform/audit.ts'
import { type Tx, clockOf } from '../../platform/db.ts'
import { Refused } from '../../platform/refusal.ts'
import type { Id, Instant } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type Left, couponOf } from './basket.ts'
import type { Coupon, HeldCoupon, claimCoupon, listCoupons } from './contract-coupons.ts'
import { reaches, standing } from './final-price.ts'
import { BenefitWish } from './contract-benefits.ts'
import { placesOf, standingBenefits } from './queries.ts'

const shown_max = 50

/** GET /coupons: what is for everybody, the first to end first. */
export function openCoupons({ sku_id, county_code }: z.output<typeof listCoupons.input>, at_ms: number) {
  const sku = sku_id && catalog().sku(sku_id)
  const places = county_code ? placesOf(county_code) : null
  const items = standingBenefits()
    .filter(({ wish, from_ms, to_ms }) => {
      const { kind, offered, place_codes, channels } = wish
      if (kind !== 'coupon' || offered !== 'shop' || at_ms < from_ms || at_ms >= to_ms) return false
      if (channels.length > 0 && !channels.includes('shop')) return false
      if (places && place_codes.length > 0 && !place_codes.some((one) => places.includes(one))) return false
      return !sku_id || (sku ? reaches(wish, sku) : false)
    })
    .sort((a, b) => a.to_ms - b.to_ms || (a.wish.code < b.wish.code ? -1 : 1))
    .slice(0, shown_max)
    .map(couponOf)
  return { items }
}

/** Those of these codes that are coupons and hold at the moment. */
export function liveCoupons(codes: readonly string[], at: Instant): readonly string[] {
  const at_ms = Date.parse(at)
  const live = standingBenefits().filter(
    ({ wish, from_ms, to_ms }) => wish.kind === 'coupon' && from_ms <= at_ms && at_ms < to_ms,
  )
  const known = new Set(live.map(({ wish }) => wish.code))
  return codes.filter((code) => known.has(code))
}

/** When a coupon begins or ends next, epoch milliseconds; null when nothing is planned. */
export function couponsUntil(at_ms = Date.now()): number | null {
  const turns = standingBenefits()
    .filter(({ wish }) => wish.kind === 'coupon')
    .flatMap(({ from_ms, to_ms }) => [from_ms, to_ms])
    .filter((one) => one > at_ms)
  return turns.length > 0 ? Math.min(...turns) : null
}

/** POST /held-coupons. Who holds one that is free has it already. */
export async function takeCoupon(
  tx: Tx,
  actor: Actor,
  { code }: z.output<typeof claimCoupon.input>,
): Promise<Coupon> {
  const [told] = await tx<{ why_not: string | null }[]>`select pricing.claim(${code}) as why_not`
  if (told!.why_not) throw new Refused(told!.why_not, 409, { code })
  await audit(tx, actor, 'pricing.coupon_taken', { kind: 'benefit', id: code }, {})
  const [row] = await tx<Row[]>`
    select wish, lower(valid) as starts_at, upper(valid) as ends_at from pricing.public_coupon(${code})`
  return couponFrom(row!)
}

type Row = { wish: object; starts_at: Instant; ends_at: Instant }
const couponFrom = ({ wish, starts_at, ends_at }: Row) =>
  couponOf(standing(BenefitWish.parse({ ...wish, starts_at, ends_at })))

/** GET /held-coupons */
export async function heldCoupons(tx: Tx, actor: Actor): Promise<{ items: HeldCoupon[] }> {
  const now = await clockOf(tx)
  const rows = await tx<(Row & { state: HeldCoupon['state']; claimed_at: Instant })[]>`
    select b.wish, lower(b.valid) as starts_at, upper(b.valid) as ends_at, c.state, c.claimed_at
      from pricing.coupon c cross join lateral pricing.public_coupon(c.code) b
     where c.person_id = ${actor.person_id} order by c.claimed_at desc, c.code, c.serial limit ${shown_max}`
  const items = rows.map(({ state, claimed_at, ...row }) => {
    const coupon = couponFrom(row)
    const over = state === 'free' && Date.parse(coupon.ends_at) <= Date.parse(now)
    return { ...coupon, state: over ? ('over' as const) : state, claimed_at }
  })
  return { items }
}

/** What is left of these benefits, altogether and for one person, as a quote sees it: nothing is locked. */
export async function leftOf(tx: Tx, person_id: Id | null, codes: readonly string[]) {
  const rows = await tx<(Left & { code: string })[]>`
    select code, uses_left, fen_left, own_left from pricing.left_for(${person_id}, ${[...codes]}::text[])`
  return new Map<string, Left>(rows.map(({ code, ...left }) => [code, left]))
}

export type Use = { code: string; fen: number }
/** At a counter what is taken is used at once. */
export async function useAtCounter(tx: Tx, _actor: Actor, basket_id: Id, uses: readonly Use[]) {
  if (uses.length === 0) return
  await tx`
    select pricing.take_at_counter(${basket_id}, ${uses.map(({ code }) => code)}::text[],
                                   ${uses.map(({ fen }) => fen)}::bigint[])`
}
