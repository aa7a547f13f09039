// What a schema of single fields does not see: why a benefit, or a cart as a whole, is refused.
import type { Benefit, Cart } from './contract.ts'

export const faultReasons = [
  'bundle_without_parts',
  'duplicate_code',
  'duplicate_funder',
  'duplicate_line',
  'duplicate_part',
  'ends_before_start',
  'funders_not_whole',
  'number_out_of_range',
  'parts_without_bundle',
  'sku_in_two_bundles',
] as const
export type FaultReason = (typeof faultReasons)[number]
export type Fault = {
  path: (string | number)[]
  reason: FaultReason
  /** What a person needs to put it right. */
  facts: Record<string, string | number>
}

const whole_bp = 10_000

export function benefitFaults({ kind, condition, funders, starts_at, ends_at }: Benefit): Fault[] {
  const faults: Fault[] = []
  const sum_bp = funders.reduce((all, { share_bp }) => all + share_bp, 0)
  if (sum_bp !== whole_bp) faults.push({ path: ['funders'], reason: 'funders_not_whole', facts: { sum_bp } })
  for (const { at, first } of repeated(funders, ({ party }) => party))
    faults.push({
      path: ['funders', at, 'party'],
      reason: 'duplicate_funder',
      facts: { party: funders[at]!.party, first },
    })
  if (Date.parse(ends_at) <= Date.parse(starts_at))
    faults.push({ path: ['ends_at'], reason: 'ends_before_start', facts: { starts_at } })
  const { parts } = condition
  if (kind === 'bundle' && !parts)
    faults.push({ path: ['condition', 'parts'], reason: 'bundle_without_parts', facts: {} })
  if (kind !== 'bundle' && parts)
    faults.push({ path: ['condition', 'parts'], reason: 'parts_without_bundle', facts: { kind } })
  for (const { at, first } of repeated(parts ?? [], ({ sku_id }) => sku_id))
    faults.push({
      path: ['condition', 'parts', at, 'sku_id'],
      reason: 'duplicate_part',
      facts: { sku_id: parts![at]!.sku_id, first },
    })
  return faults
}

export function cartFaults({ lines, benefits }: Cart): Fault[] {
  const faults: Fault[] = []
  for (const { at, first } of repeated(lines, ({ sku_id, seller }) => JSON.stringify([sku_id, seller]))) {
    const { sku_id, seller } = lines[at]!
    faults.push({ path: ['lines', at], reason: 'duplicate_line', facts: { sku_id, seller, first } })
  }
  for (const { at, first } of repeated(benefits, ({ code }) => code)) {
    const { code } = benefits[at]!
    faults.push({ path: ['benefits', at, 'code'], reason: 'duplicate_code', facts: { code, first } })
  }
  const total = lines.reduce((all, { unit_fen, quantity }) => all + unit_fen * quantity, 0)
  if (total > Number.MAX_SAFE_INTEGER)
    faults.push({
      path: ['lines'],
      reason: 'number_out_of_range',
      facts: { total_fen_max: Number.MAX_SAFE_INTEGER },
    })
  return [...faults, ...bundleFaults(benefits)]
}

/** Places of what stands there for a second time, each with the place of the first. */
function repeated<T>(all: readonly T[], keyOf: (one: T) => string): { at: number; first: number }[] {
  const places = new Map<string, number>()
  return all.flatMap((one, at) => {
    const first = places.get(keyOf(one))
    if (first === undefined) places.set(keyOf(one), at)
    return first === undefined ? [] : [{ at, first }]
  })
}

type Member = { sku_id: string; code: string; path: (string | number)[]; from_ms: number; to_ms: number }

/** A SKU of a seller is in one bundle at a time. */
function bundleFaults(benefits: readonly Benefit[]): Fault[] {
  const bySku = new Map<string, Member[]>()
  for (const [at, { kind, code, seller, condition, starts_at, ends_at }] of benefits.entries()) {
    if (kind !== 'bundle') continue
    const [from_ms, to_ms] = [Date.parse(starts_at), Date.parse(ends_at)]
    for (const [part, { sku_id }] of (condition.parts ?? []).entries()) {
      const key = JSON.stringify([sku_id, seller])
      const path = ['benefits', at, 'condition', 'parts', part, 'sku_id']
      const members = bySku.get(key) ?? []
      members.push({ sku_id, code, path, from_ms, to_ms })
      bySku.set(key, members)
    }
  }
  return [...bySku.values()].flatMap(overlaps)
}

/** Sorted by start, a period meets an earlier one if it starts before the latest end so far. */
function overlaps(members: readonly Member[]): Fault[] {
  let latest: Member | null = null
  return members
    .toSorted((a, b) => a.from_ms - b.from_ms)
    .flatMap((one) => {
      const before = latest
      if (!before || one.to_ms > before.to_ms) latest = one
      const meets = before !== null && before.code !== one.code && one.from_ms < before.to_ms
      if (!meets) return []
      const facts = { sku_id: one.sku_id, other_code: before.code }
      return [{ path: one.path, reason: 'sku_in_two_bundles' as const, facts }]
    })
}
