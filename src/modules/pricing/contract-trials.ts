// A benefit tried before it is proposed or agreed to: which prices move by how much, and what it gives away
// at its worst.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Fen, Id } from '../../platform/types.ts'
import { BenefitWish } from './contract-benefits.ts'
import { AgainstFloor } from './contract-floors.ts'

const Goods = { code: z.string(), name_zh: z.string(), name_en: z.string() }

export const Move = z.object({
  sku_id: Id,
  ...Goods,
  /**
   * What a buyer pays without it and with it, where and when it takes off the largest share. It stops at the
   * floor for who may see floors.
   */
  before_fen: Fen,
  after_fen: Fen,
  step_bp: z.int(),
  /** In steps of a twentieth of the price; null where control has set no floor. */
  against_floor: AgainstFloor.nullable(),
})
export type Move = z.infer<typeof Move>

export const Trial = z.object({
  /** SKUs it reaches, and how many of them get cheaper for a single unit. */
  skus: z.int(),
  moving: z.int(),
  /** The largest steps first. */
  moves: z.array(Move).max(200),
  checks: z.array(z.object({ code: z.string(), ok: z.boolean(), facts: z.record(z.string(), z.unknown()) })),
  /** Of the baskets tried the one that pays the smallest share of its list price, floors left out. */
  worst_basket: z
    .object({
      lines: z.array(z.object({ ...Goods, quantity: z.int(), list_fen: Fen, payable_fen: Fen })),
      list_fen: Fen,
      payable_fen: Fen,
      cut_bp: z.int(),
      codes: z.array(z.string()),
    })
    .nullable(),
})
export type Trial = z.infer<typeof Trial>

export const tryBenefit = endpoint('POST /benefit-trials', {
  summary: 'What a benefit would do to prices and baskets; nothing is written',
  permission: 'pricing.propose',
  input: BenefitWish,
  asks: true,
  reply: Trial,
  refusals: [
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

export const getTrial = endpoint('GET /benefit-trials/:request_id', {
  summary: 'What a benefit that was proposed would do to prices and baskets',
  permission: 'control.read',
  input: z.object({ request_id: Id }),
  reply: Trial,
  refusals: ['not_found'],
})
