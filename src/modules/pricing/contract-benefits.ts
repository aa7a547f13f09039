// Benefits of everybody: what takes something off the price of some goods from when until when.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { DistrictCode, type Fen, Id, Instant, text } from '../../platform/types.ts'
import { Funder } from '../benefits/contract.ts'
import { Channel, Tier } from './contract.ts'

const Code = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/)
const Share = z.int().min(1).max(10_000)

/** As it is proposed and agreed to; every field can be read aloud. */
export const BenefitWish = z.strictObject({
  code: Code.meta({ examples: ['autumn-fridges'] }),
  kind: z.enum(['direct_cut', 'category']),
  name_zh: text(40),
  name_en: text(60),
  /** Off each unit: an amount, or a share with an upper bound; one of both. */
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
  /** Parties and their shares of what it takes off; together 10,000. */
  funders: z.array(Funder).min(1).max(10),
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
})
export type BenefitRow = z.infer<typeof BenefitRow>

export const listBenefits = endpoint('GET /benefits', {
  summary: 'Benefits that hold, are planned or have ended lately, the latest to begin first',
  permission: 'sales.read',
  input: z.object({}),
  reply: z.object({ items: z.array(BenefitRow) }),
})

export const proposeBenefit = endpoint('POST /benefits', {
  summary: 'Propose a benefit for everybody; a second person has to agree',
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
    'funders_not_whole',
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
