// Coupons as a person meets them: what there is to take, what is held, and why one does not work on an order.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id, Instant } from '../../platform/types.ts'

export const CouponCode = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)

export const Coupon = z.object({
  code: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  /** Off the order: an amount, or a share with an upper bound. */
  amount_fen: Fen.nullable(),
  rate_bp: z.int().nullable(),
  cap_fen: Fen.nullable(),
  threshold_fen: Fen.nullable(),
  ends_at: Instant,
})
export type Coupon = z.infer<typeof Coupon>

export const listCoupons = endpoint('GET /coupons', {
  summary: 'Coupons that anybody may take, of one article or of all',
  permission: 'public.read',
  shared: true,
  input: z.object({ sku_id: Id.optional(), county_code: DistrictCode.optional() }),
  reply: z.object({ items: z.array(Coupon) }),
})

export const HeldCoupon = Coupon.extend({
  state: z.enum(['free', 'reserved', 'used', 'over']),
  claimed_at: Instant,
})
export type HeldCoupon = z.infer<typeof HeldCoupon>

export const listHeldCoupons = endpoint('GET /held-coupons', {
  summary: 'Your coupons, the latest taken first',
  permission: 'orders.own',
  input: z.strictObject({}),
  reply: z.object({ items: z.array(HeldCoupon) }),
})

export const claimCoupon = endpoint('POST /held-coupons', {
  summary: 'Take a coupon, from the shop or by its code; it is used by the order that pays with it',
  permission: 'orders.own',
  input: z.strictObject({
    code: z
      .string()
      .trim()
      .toLowerCase()
      .pipe(CouponCode)
      .meta({ examples: ['autumn-300'] }),
  }),
  reply: Coupon,
  refusals: ['coupon_unknown', 'coupon_gone', 'coupon_used'],
})

/** Why a coupon takes nothing off: too little in the order, all used, used by this person, a better one. */
export const WhyNotCoupon = z.enum(['threshold', 'gone', 'budget', 'used', 'not_chosen', 'other_better'])
export type WhyNotCoupon = z.infer<typeof WhyNotCoupon>

/** A coupon that knows some line of an order, as the order meets it. */
export const CouponOffer = Coupon.extend({
  held: z.boolean(),
  applied: z.boolean(),
  /** What it takes off, or would take off alone. */
  cut_fen: Fen,
  /** What is missing to its threshold. */
  missing_fen: Fen,
  why_not: WhyNotCoupon.nullable(),
})
export type CouponOffer = z.infer<typeof CouponOffer>

/** A coupon that was asked for and cannot work: no such code now, or none free in this buyer’s hands. */
export const UnusedCoupon = z.object({ code: CouponCode, why_not: z.enum(['unknown', 'not_held']) })
export type UnusedCoupon = z.infer<typeof UnusedCoupon>
