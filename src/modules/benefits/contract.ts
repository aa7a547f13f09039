// What crosses the walls of benefits: what a benefit is, what is priced with it, and what comes out.
import { z } from 'zod'
import { DistrictCode, Fen, Instant, text } from '../../platform/types.ts'
import { type Fault, benefitFaults, cartFaults } from './faults.ts'

/** In the order of their steps: each works on what the step before has left. */
export const BenefitKind = z.enum([
  'direct_cut',
  'category',
  'coupon',
  'tier',
  'bundle',
  'subsidy',
  'trade_in',
])
export type BenefitKind = z.infer<typeof BenefitKind>

const tell = (faults: readonly Fault[], context: z.RefinementCtx) => {
  for (const { path, reason, facts } of faults)
    context.addIssue({ code: 'custom', path, message: reason, params: { reason, facts } })
}

const Amount = z.int().min(1).max(1e11)
const Rate = z.int().min(1).max(10_000)

/** How much it takes off: an amount, a share with an upper bound, or all above a price. */
export const Cut = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('amount'), amount_fen: Amount }),
  z.strictObject({ how: z.literal('rate'), rate_bp: Rate, cap_fen: Amount.nullable().default(null) }),
  z.strictObject({ how: z.literal('price'), price_fen: Amount }),
])
export type Cut = z.infer<typeof Cut>

const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)
/** Bad input: a million codes in one condition. */
const codes_max = 2_000
const Codes = z.array(z.string().min(1).max(60)).max(codes_max)

/** What has to hold of a line, its buyer and its order. What is left out asks for nothing. */
export const Condition = z.strictObject({
  sku_ids: Codes.optional(),
  category_codes: Codes.optional(),
  brand_codes: Codes.optional(),
  /** Counties, cities, provinces; none: everywhere. */
  place_codes: z.array(DistrictCode).max(codes_max).optional(),
  channels: z.array(z.enum(['shop', 'counter'])).optional(),
  tiers: z.array(z.enum(['retail', 'member', 'enterprise'])).optional(),
  /** Energy grades of GB labels, 1 the best. */
  energy_grades: z.array(z.int().min(1).max(5)).optional(),
  /** Only lines whose price before this step adds up to so much, over one seller's lines of the order. */
  threshold_fen: Amount.optional(),
  /** What a bundle is made of. */
  parts: z
    .array(z.strictObject({ sku_id: z.string().min(1).max(60), quantity: z.int().min(1).max(99) }))
    .min(2)
    .max(20)
    .optional(),
})
export type Condition = z.infer<typeof Condition>

/** Who bears what it takes off; the shares of one benefit add up to the whole. */
export const Funder = z.strictObject({ party: z.string().min(1).max(60), share_bp: Rate })
export type Funder = z.infer<typeof Funder>

/** A benefit without an end would be a price. */
const End = z
  .string({ error: ({ input }) => (input === undefined ? 'a benefit has an end: give ends_at' : undefined) })
  .pipe(Instant)

const benefit = z.strictObject({
  code: Code,
  kind: BenefitKind,
  name_zh: text(40),
  name_en: text(60),
  /** Whose lines it is for, and whose threshold. */
  seller: z.string().min(1).max(60).default('house'),
  /** Of one group no two meet on a line; by default every kind is a group of its own. */
  stack_group: Code.optional(),
  /** Taken off each unit, or once off an order's lines together. Bundles count bundles. */
  per: z.enum(['unit', 'order']).default('unit'),
  cut: Cut,
  condition: Condition.default({}),
  funders: z.array(Funder).min(1).max(10),
  starts_at: Instant,
  ends_at: End,
  /** Only who holds it: a coupon that was collected or sent. */
  held: z.boolean().default(false),
  /** Units (subsidy) or old appliances (trade-in) a person has of one category. */
  units_max: z.int().min(1).max(999).optional(),
})
export type Benefit = z.infer<typeof benefit>
export const Benefit = benefit.superRefine((one, context) => tell(benefitFaults(one), context))

export const CartLine = z.strictObject({
  sku_id: z.string().min(1).max(60),
  seller: z.string().min(1).max(60).default('house'),
  category_code: z.string().max(60).default(''),
  brand_code: z.string().max(60).default(''),
  energy_grade: z.int().min(1).max(5).nullable().default(null),
  quantity: z.int().min(1).max(99_999),
  /** The price of the place, the channel and the tier before any benefit. */
  unit_fen: Amount,
  /** No benefit that we bear goes below it, a unit. */
  floor_fen: z.int().min(0).max(1e11).default(0),
})
export type CartLine = z.infer<typeof CartLine>

export const Buyer = z.strictObject({
  tier: z.enum(['retail', 'member', 'enterprise']).default('retail'),
  channel: z.enum(['shop', 'counter']).default('shop'),
  /** From the county outwards. */
  place_codes: z.array(z.string().max(6)).max(6).default([]),
  /** Codes of held benefits. */
  held: z.array(Code).max(200).default([]),
  /** Units for which this person had a subsidy before, by category. */
  subsidised: z.record(z.string(), z.int().min(0)).default({}),
  /** Old appliances handed in with this order, by category. */
  handed_in: z.record(z.string(), z.int().min(0)).default({}),
})
export type Buyer = z.infer<typeof Buyer>

const cart = z.strictObject({
  lines: z.array(CartLine).min(1).max(1_000),
  benefits: z.array(Benefit).max(500).default([]),
  buyer: Buyer.prefault({}),
  at: Instant,
})
export type Cart = z.infer<typeof cart>
/** Who prices takes a cart that was parsed: nothing is asked again there. */
export const Cart = cart.superRefine((one, context) => tell(cartFaults(one), context))

const Borne = z.object({ party: z.string(), amount_fen: Fen })
export const Applied = z.object({
  code: z.string(),
  kind: BenefitKind,
  cut_fen: Fen,
  /** By the order of the lines. */
  lines: z.array(z.object({ line: z.int(), cut_fen: Fen })),
  funders: z.array(Borne),
})
export type Applied = z.infer<typeof Applied>

export const PricedLine = z.object({
  sku_id: z.string(),
  quantity: z.int(),
  list_fen: Fen,
  /** 到手价 of the line: after everything that anybody gets. */
  price_fen: Fen,
  /** What the buyer pays: less subsidy and trade-in, which depend on the person. */
  payable_fen: Fen,
})
export const PricedCart = z.object({
  payable_fen: Fen,
  price_fen: Fen,
  lines: z.array(PricedLine),
  applied: z.array(Applied),
})
export type PricedCart = z.infer<typeof PricedCart>
