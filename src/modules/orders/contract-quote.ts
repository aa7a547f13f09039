// Cart and quote of the orders room: what a person wants, and what it comes to at a place.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id, Instant } from '../../platform/types.ts'
import { CouponCode, CouponOffer, UnusedCoupon } from '../pricing/contract-coupons.ts'
import { Leg, Reason, Rejected, Slot, Window } from '../sourcing/contract.ts'

export const Quantity = z
  .int()
  .min(1)
  .max(99)
  .meta({ examples: [1] })
export const TownCode = z
  .string()
  .regex(/^[1-9]\d{8}$/)
  .nullable()
const LineInput = z.strictObject({ sku_id: Id, quantity: Quantity })
export type LineInput = z.infer<typeof LineInput>
export const LinesInput = z.array(LineInput).min(1).max(50)
/** A project is bought at once: hundreds of articles in one order. */
const QuoteLinesInput = z.array(LineInput).min(1).max(1_000)

// ── cart ────────────────────────────────────────────────────────────────────────────────────────────────

export const CartView = z.object({
  lines: z.array(z.object({ sku_id: Id, quantity: z.int(), added_at: Instant })),
})
export type CartView = z.infer<typeof CartView>

export const getCart = endpoint('GET /cart', {
  summary: 'Your cart',
  permission: 'cart.own',
  input: z.strictObject({}),
  reply: CartView,
})
export const putCart = endpoint('PUT /cart', {
  summary: 'Replace your cart; with merge, add a visitor’s lines to it (the larger quantity of a line stays)',
  permission: 'cart.own',
  input: z.strictObject({ lines: z.array(LineInput).max(50), merge: z.boolean().default(false) }),
  reply: CartView,
  refusals: ['unknown_sku', 'cart_full'],
})

// ── quote ───────────────────────────────────────────────────────────────────────────────────────────────

export const Facts = z.record(z.string(), z.unknown())
export const TraceLine = z.object({
  code: z.string(),
  label_zh: z.string(),
  label_en: z.string(),
  amount_fen: Fen,
  facts: Facts,
})
export type TraceLine = z.infer<typeof TraceLine>
/** What a benefit of the order took off a line. */
export const LineBenefit = z.object({
  code: z.string(),
  kind: z.string(),
  name_zh: z.string(),
  name_en: z.string(),
  amount_fen: Fen,
})
export type LineBenefit = z.infer<typeof LineBenefit>

export const QuoteLine = z.object({
  line_no: z.int(),
  sku_id: Id,
  quantity: z.int(),
  /** The final price of one, which everybody sees. */
  unit_fen: Fen,
  /** What is paid for the line: less what benefits of the order take off. */
  total_fen: Fen,
  needs_install: z.boolean(),
  trace: z.array(TraceLine),
  benefits: z.array(LineBenefit),
})
export type QuoteLine = z.infer<typeof QuoteLine>

export const SlotWindow = Window
export type SlotView = Slot
export type LegView = Leg

export const QuoteView = z.object({
  id: Id,
  created_at: Instant,
  expires_at: Instant,
  county_code: DistrictCode,
  town_code: TownCode,
  lines: z.array(QuoteLine),
  /** The only amount there is: goods with delivery and installation in it. */
  total_fen: Fen,
  /** Coupons that know one of the lines: which works, and why another does not. */
  coupons: z.array(CouponOffer),
  /** Of the coupons that were asked for, those that cannot work at all. */
  unused_coupons: z.array(UnusedCoupon),
  needs_install: z.boolean(),
  legs: z.array(Leg),
  split: z.boolean(),
  candidates: z.int(),
  rejected: z.array(Rejected),
  approximate: z.boolean(),
  reasons: z.array(Reason),
  p50_at: Instant,
  p90_at: Instant,
  deliver_slots: z.array(Slot),
  install_slots: z.array(Slot),
})
export type QuoteView = z.infer<typeof QuoteView>

export const BasketPrice = z.object({
  lines: z.array(QuoteLine),
  total_fen: Fen,
  coupons: z.array(CouponOffer),
})
export type BasketPrice = z.infer<typeof BasketPrice>

export const priceLinesTogether = endpoint('POST /basket-prices', {
  summary: 'What lines come to when they are bought together at a place; plans, holds and keeps nothing',
  permission: 'public.read',
  id: 'price_basket',
  asks: true,
  input: z.strictObject({
    lines: LinesInput,
    county_code: DistrictCode,
    channel: z.enum(['shop', 'counter']).default('shop'),
  }),
  reply: BasketPrice,
  refusals: ['unknown_place', 'unknown_sku', 'not_for_sale', 'no_price', 'too_many'],
})

export const makeQuote = endpoint('POST /quotes', {
  summary: 'Final price, source and promise of some lines at a place; good for ten minutes, holds nothing',
  permission: 'public.read',
  input: z.strictObject({
    lines: QuoteLinesInput,
    county_code: DistrictCode.optional(),
    town_code: TownCode.optional(),
    address_id: Id.optional(),
    /** Coupons of yours to use; without it the best of them, with none of them none. */
    coupons: z.array(CouponCode).max(20).optional(),
  }),
  reply: QuoteView,
  refusals: [
    'unknown_place',
    'not_delivered_there',
    'unknown_sku',
    'not_for_sale',
    'no_price',
    'no_source',
    'too_many',
  ],
})
export const getQuote = endpoint('GET /quotes/:quote_id', {
  summary: 'A quote of your own',
  permission: 'public.read',
  input: z.strictObject({ quote_id: Id }),
  reply: QuoteView,
})
