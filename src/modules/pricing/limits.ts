// What no price may do while it holds, with the floors and the benefits that meet it: one rule for a single
// change, a list and a benefit.
import type { Fen } from '../../platform/types.ts'
import { cutFrom } from '../benefits/index.ts'
import { type Standing, type Named, finalPrice, ofUnits, reaches, standing } from './final-price.ts'
import type { Floors } from './floors.ts'
import { listFen } from './queries.ts'

/** A base raised within so many days before is none (SAMR rules on promotions, in force 2020-12-01). */
export const reference_days = 7
const reference_ms = reference_days * 86_400_000

export type Span = { from_ms: number; to_ms: number }
const meets = (a: Span, b: Span) => a.from_ms < b.to_ms && b.from_ms < a.to_ms

/** Whether a price would be below a floor at any moment of its span. */
export const belowFloor = (floors: Floors, sku_id: string, fen: number, span: Span) =>
  (floors.get(sku_id) ?? []).some((floor) => meets(floor, span) && fen < floor.floor_fen)

/** Benefits that reach a SKU while a price holds. */
export const meeting = (benefits: readonly Standing[], sku: Named, span: Span) =>
  benefits.filter((one) => meets(one, span) && reaches(one.wish, sku))

const everywhere = ({ wish }: Standing) => standing({ ...wish, place_codes: [], channels: [], tiers: [] })

/**
 * What a buyer pays at each moment of the span at which something begins, places, channels and tiers of the
 * benefits taken as met. Floors are left out: what would go below one is to be seen.
 */
export function finals(benefits: readonly Standing[], sku: Named, unit_fen: Fen, span: Span) {
  const own = meeting(benefits, sku, span).map(everywhere)
  const moments = new Set(own.map(({ from_ms }) => Math.max(from_ms, span.from_ms)))
  const asked = { unit_fen, places: [], channel: 'shop' as const, tier: 'retail' as const }
  const units = own.filter(ofUnits)
  return [...moments].map((at_ms) => {
    const { unit_fen: fen } = finalPrice(units, sku, { ...asked, at_ms })
    const orders = own.filter((one) => !ofUnits(one) && one.from_ms <= at_ms && at_ms < one.to_ms)
    return { at_ms, fen: Math.max(0, fen - mostOffUnit(orders, sku, fen)) as Fen }
  })
}

/** The most that benefits of orders take off one unit of some order, one of each kind. */
function mostOffUnit(orders: readonly Standing[], sku: Named, fen: number): number {
  const most = new Map<string, number>()
  for (const one of orders) {
    const { kind } = one.wish
    most.set(kind, Math.max(most.get(kind) ?? 0, offUnit(one, sku, fen)))
  }
  return [...most.values()].reduce((all, cut) => all + cut, 0)
}

/** Of a coupon, in the smallest order of this SKU that reaches its threshold; of a bundle, by weight. */
function offUnit({ wish, benefit: { cut } }: Standing, sku: Named, fen: number): number {
  if (fen <= 0) return 0
  if (wish.kind === 'coupon') {
    const units = Math.max(1, Math.ceil((wish.threshold_fen ?? 0) / fen))
    return Math.ceil(cutFrom(units * fen, cut) / units)
  }
  const own = wish.parts.find(({ sku_code }) => sku_code === sku.code)
  if (!own) return 0
  const others = wish.parts.filter((part) => part !== own)
  const base = others.reduce((all, part) => all + listFen(part.sku_code) * part.quantity, fen * own.quantity)
  return Math.ceil((cutFrom(base, cut) * fen) / base)
}

export const stepBp = (before_fen: number, fen: number) =>
  Math.round(((fen - before_fen) * 10_000) / before_fen)

/** The deepest cut of the benefits on this price, basis points; 0 where none meets it. */
export const deepestBp = (benefits: readonly Standing[], sku: Named, unit_fen: Fen, span: Span) =>
  Math.min(0, ...finals(benefits, sku, unit_fen, span).map(({ fen }) => stepBp(unit_fen, fen)))

/** The benefit that would cut what this price raises: one that holds, or begins within the days after. */
export const cutAfter = (benefits: readonly Standing[], sku: Named, from_ms: number): Standing | undefined =>
  meeting(benefits, sku, { from_ms, to_ms: from_ms + reference_ms })[0]
