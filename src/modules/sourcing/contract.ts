// What crosses the walls of sourcing: a plan with every number it came from, slots, and the promise of a
// page.
import { z } from 'zod'
import { endpoint } from '../../platform/endpoint.ts'
import { Day, CityCode, DistrictCode, Fen, Id, Instant } from '../../platform/types.ts'
import { TownCode } from '../places/contract.ts'

export const Window = z.enum(['am', 'pm', 'eve'])
export type Window = z.infer<typeof Window>

export const Slot = z.object({
  kind: z.enum(['deliver', 'install']),
  city_code: CityCode,
  county_code: DistrictCode,
  day: Day,
  window: Window,
  starts_at: Instant,
  ends_at: Instant,
  left: z.int(),
})
export type Slot = z.infer<typeof Slot>

export const costTerms = ['ship', 'pick', 'split', 'lateness', 'not_found', 'shadow'] as const
export const Cost = z.object({ term: z.enum(costTerms), fen: Fen })
export type Cost = z.infer<typeof Cost>

export const Reason = z.object({ metric: z.string(), value: z.number(), unit: z.string() })
export type Reason = z.infer<typeof Reason>

export const Leg = z.object({
  node_id: Id,
  city_code: CityCode,
  mode: z.enum(['own_stock', 'agency']),
  distance_m: z.int(),
  /** The day whose hands of the node prepare it. */
  prepare_day: Day,
  lines: z.array(z.object({ line_no: z.int(), sku_id: Id, quantity: z.int() })),
  cost: z.array(Cost),
  total_cost_fen: Fen,
  p50_at: Instant,
  p90_at: Instant,
  eta: z.object({ accept_min: z.int(), prepare_min: z.int(), wait_min: z.int(), travel_min: z.int() }),
})
export type Leg = z.infer<typeof Leg>

export const rejections = [
  'no_consent',
  'node_not_open',
  'no_stock',
  'partly_in_stock',
  'out_of_reach',
  'at_capacity',
  'seldom_found',
  'costs_more',
  'excluded',
] as const
export const Rejected = z.object({
  node_id: Id,
  reason: z.enum(rejections),
  distance_m: z.int(),
  /** The number behind the reason: units free, metres of reach, fen above the chosen plan … */
  facts: z.record(z.string(), z.number()),
})
export type Rejected = z.infer<typeof Rejected>

export const Plan = z.object({
  legs: z.array(Leg),
  rejected: z.array(Rejected),
  candidates: z.int(),
  split: z.boolean(),
  /** The place was known only to the county (or its city): distances are to its centre. */
  approximate: z.boolean(),
  total_cost_fen: Fen,
  promise: z.object({
    p50_at: Instant,
    p90_at: Instant,
    needs_install: z.boolean(),
    deliver_slots: z.array(Slot),
    install_slots: z.array(Slot),
  }),
  /** Leg by leg in their order, as many for each. */
  reasons: z.array(Reason),
})
export type Plan = z.infer<typeof Plan>

export const Promise_ = z.object({
  sku_id: Id,
  county_code: DistrictCode,
  /** null: nothing can be promised here now, and `why_not` says why. */
  node_id: Id.nullable(),
  why_not: z.string().nullable(),
  distance_m: z.int().nullable(),
  available: z.int(),
  p50_at: Instant.nullable(),
  p90_at: Instant.nullable(),
  eta: Leg.shape.eta.nullable(),
  deliver: Slot.nullable(),
  install: Slot.nullable(),
  approximate: z.boolean(),
  valid_until: Instant,
})
export type Promise_ = z.infer<typeof Promise_>

export const getPromise = endpoint('GET /promises', {
  summary: 'Which store, when it arrives, when it is installed: for one SKU at one place, now',
  permission: 'public.read',
  shared: true,
  input: z.object({
    sku_id: Id,
    county_code: DistrictCode,
    town_code: TownCode.optional(),
    quantity: z.coerce.number().int().min(1).max(99).default(1),
  }),
  reply: Promise_,
})

export const explainPlan = endpoint('POST /sourcing-plans', {
  summary: 'The plan for lines and a place with every candidate, cost term and rejection; holds nothing',
  permission: 'public.read',
  asks: true,
  refusals: ['no_source', 'unknown_place', 'not_delivered_there'],
  input: z.strictObject({
    county_code: DistrictCode,
    town_code: TownCode.optional(),
    lines: z
      .array(
        z.strictObject({
          sku_id: Id,
          quantity: z
            .int()
            .min(1)
            .max(1_000)
            .meta({ examples: [1] }),
        }),
      )
      .min(1)
      .max(50),
  }),
  reply: Plan,
})
