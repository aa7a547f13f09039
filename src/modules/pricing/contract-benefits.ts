// Benefits: what takes something off the price of some goods, or off an order, from when until when.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, Fen, Id, Instant, text } from '../../platform/types.ts'
import { Funder } from '../benefits/contract.ts'
import { Channel, Tier } from './contract.ts'

const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)
const Share = z.int().min(1).max(10_000)

export const WishKind = z.enum(['direct_cut', 'category', 'coupon', 'bundle'])
export type WishKind = z.infer<typeof WishKind>
/** Direct cuts and category benefits make the price of a unit; these work on an order as a whole. */
export const worksOnOrders = (kind: WishKind) => kind === 'coupon' || kind === 'bundle'

const Count = z.int().min(1).max(1_000_000_000)
const Part = z.strictObject({ sku_code: z.string().min(1).max(60), quantity: z.int().min(1).max(99) })

/** As it is proposed and agreed to; every field can be read aloud. */
export const BenefitWish = z.strictObject({
  code: Code.meta({ examples: ['autumn-fridges'] }),
  kind: WishKind,
  name_zh: text(40),
  name_en: text(60),
  /**
   * An amount, or a share with an upper bound; one of both. Off each unit; of a coupon once off the order, of
   * a bundle off each bundle.
   */
  amount_fen: z.int().min(1).max(1e11).nullable().default(null),
  rate_bp: Share.nullable().default(null),
  cap_fen: z.int().min(1).max(1e11).nullable().default(null),
  /** Codes of SKUs, or of categories; with both, those SKUs of these categories. A direct cut names SKUs. */
  sku_codes: z.array(z.string().min(1).max(60)).max(200).default([]),
  category_codes: z.array(z.string().min(1).max(60)).max(40).default([]),
  /** Counties, cities, provinces; none: everywhere. */
  place_codes: z.array(DistrictCode).max(100).default([]),
  channels: z.array(Channel).max(2).default([]),
  tiers: z.array(Tier).max(3).default([]),
  /**
   * `house`, or codes of brands on named goods of their own; with their shares of what it takes off, together
   * 10,000.
   */
  funders: z.array(Funder).min(1).max(10),
  /** Of a coupon: only orders whose goods of it come to so much at their final prices. */
  threshold_fen: z.int().min(1).max(1e11).nullable().default(null),
  /** Of a bundle: what it is made of. */
  parts: z.array(Part).max(20).default([]),
  /** Of a coupon and a bundle: orders altogether, orders of one person, fen altogether; null: no bound. */
  uses_max: Count.nullable().default(null),
  person_max: z.int().min(1).max(99).nullable().default(null),
  budget_fen: z.int().min(1).max(1e13).nullable().default(null),
  /** Of a coupon: everybody sees and takes it, or who knows its code. */
  offered: z.enum(['shop', 'code']).default('shop'),
  /** Whether a use is free again once everything has been returned. */
  restores: z.boolean().default(true),
  starts_at: Instant.meta({ examples: ['2030-11-11T20:00:00+08:00'] }),
  ends_at: Instant.meta({ examples: ['2030-11-12T00:00:00+08:00'] }),
})
export type BenefitWish = z.infer<typeof BenefitWish>

export const BenefitEnd = z.strictObject({ code: Code, ends_at: Instant })
export type BenefitEnd = z.infer<typeof BenefitEnd>

export const BenefitRow = BenefitWish.extend({
  state: z.enum(['planned', 'now', 'past']),
  /** SKUs it reaches. */
  skus: z.int(),
  /** Of a coupon and a bundle: orders and fen that are reserved by unpaid orders, and used. */
  use: z.object({ reserved: z.int(), used: z.int(), reserved_fen: Fen, used_fen: Fen }).nullable(),
})
export type BenefitRow = z.infer<typeof BenefitRow>

export const listBenefits = endpoint('GET /benefits', {
  summary: 'Benefits that hold, are planned or have ended lately, the latest to begin first',
  permission: 'sales.read',
  input: z.object({}),
  reply: z.object({ items: z.array(BenefitRow) }),
})

export const proposeBenefit = endpoint('POST /benefits', {
  summary: 'Propose a benefit; a second person has to agree',
  permission: 'pricing.propose',
  input: BenefitWish.extend({ reason: text(200) }),
  reply: z.object({ request_id: Id }),
  refusals: [
    'benefit_code_taken',
    'cut_not_one',
    'nothing_named',
    'sku_code_unknown',
    'unknown_category',
    'unknown_place',
    'tier_not_sold',
    'not_of_this_kind',
    'bundle_of_two',
    'funders_not_whole',
    'funder_unknown',
    'funder_not_own',
    'funded_goods_unnamed',
    'starts_in_past',
    'ends_before_start',
    'ends_in_past',
  ],
})

export const endBenefit = endpoint('POST /benefits/:code/end', {
  summary: 'Propose that a benefit ends sooner; a second person has to agree',
  permission: 'pricing.propose',
  input: BenefitEnd.extend({ reason: text(200) }),
  reply: z.object({ request_id: Id }),
  refusals: ['benefit_over', 'ends_in_past', 'ends_too_late'],
})

/** What a benefit took off a unit, in the trace of a price. */
export type TakenOff = { code: string; name_zh: string; name_en: string; cut_fen: Fen; ends_at: Instant }
