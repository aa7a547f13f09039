// Which benefits may touch which lines of a cart, before any set of them is tried.
import type { Benefit, BenefitKind, Buyer, Cart, CartLine } from './contract.ts'
import { BenefitKind as Kinds } from './contract.ts'

export type Part = { line: number; quantity: number }
/** A benefit that may be had here, with the lines it would work on. */
export type Ready = {
  benefit: Benefit
  group: string
  lines: readonly number[]
  /** Of a bundle: which lines, and how many units of each make one. */
  parts: readonly Part[]
  /** The lines by category, and of how many units of it a person may still have it; null: nobody counts. */
  counted: readonly Counted[] | null
}
/** `places` are places among the lines of the benefit. */
export type Counted = { units: number; places: readonly number[] }
export type Prepared = {
  /** Sorted, so that nothing depends on the order in which they were put into the cart. */
  lines: readonly CartLine[]
  /** Where each of them stood. */
  order: readonly number[]
  start_fen: readonly number[]
  /** In the order of their steps, there by code. */
  ready: readonly Ready[]
}

const rank = new Map(Kinds.options.map((kind, at) => [kind, at]))
const stepOf = ({ kind }: Benefit) => rank.get(kind)!
/** What depends on the person comes after 到手价. */
export const isPersonal = (kind: BenefitKind) => kind === 'subsidy' || kind === 'trade_in'

const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byStep = (a: Benefit, b: Benefit) => stepOf(a) - stepOf(b) || before(a.code, b.code)

export function prepare({ lines, benefits, buyer, at }: Cart): Prepared {
  const order = lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => before(a.line.sku_id, b.line.sku_id) || before(a.line.seller, b.line.seller))
  const sorted = order.map(({ line }) => line)
  const at_ms = Date.parse(at)
  const ready = benefits
    .filter((benefit) => isOpen(benefit, buyer, at_ms))
    .toSorted(byStep)
    .flatMap((benefit) => readied(benefit, sorted, buyer))
  return {
    lines: sorted,
    order: order.map(({ index }) => index),
    start_fen: sorted.map(({ unit_fen, quantity }) => unit_fen * quantity),
    ready,
  }
}

const asks = <T>(wanted: readonly T[] | undefined, has: (one: T) => boolean) => !wanted || wanted.some(has)

/** From its start, included, to its end, excluded. */
function isOpen({ condition, starts_at, ends_at, held, code }: Benefit, buyer: Buyer, at_ms: number) {
  if (at_ms < Date.parse(starts_at) || at_ms >= Date.parse(ends_at)) return false
  if (held && !buyer.held.includes(code)) return false
  return (
    asks(condition.channels, (one) => one === buyer.channel) &&
    asks(condition.tiers, (one) => one === buyer.tier) &&
    asks(condition.place_codes, (one) => buyer.place_codes.includes(one))
  )
}

function readied(benefit: Benefit, all: readonly CartLine[], buyer: Buyer): Ready[] {
  const fits = lineTest(benefit)
  const lines = all.flatMap((line, at) => (fits(line) ? [at] : []))
  const one: Ready = {
    benefit,
    group: benefit.stack_group ?? benefit.kind,
    lines,
    parts: [],
    counted: countedBy(
      benefit,
      buyer,
      lines.map((at) => all[at]!.category_code),
    ),
  }
  if (benefit.kind === 'bundle') return bundled(one, all)
  return lines.length > 0 ? [one] : []
}

function lineTest({ seller, condition }: Benefit): (line: CartLine) => boolean {
  const set = (codes: readonly string[] | undefined) => codes && new Set(codes)
  const [skus, categories, brands] = [
    set(condition.sku_ids ?? condition.parts?.map(({ sku_id }) => sku_id)),
    set(condition.category_codes),
    set(condition.brand_codes),
  ]
  return (line) =>
    line.seller === seller &&
    (!skus || skus.has(line.sku_id)) &&
    (!categories || categories.has(line.category_code)) &&
    (!brands || brands.has(line.brand_code)) &&
    asks(condition.energy_grades, (grade) => grade === line.energy_grade)
}

/** A bundle of which a part is missing is none. */
function bundled(one: Ready, all: readonly CartLine[]): Ready[] {
  const wanted = one.benefit.condition.parts ?? []
  const parts = wanted.flatMap(({ sku_id, quantity }) => {
    const line = one.lines.find((at) => all[at]!.sku_id === sku_id && all[at]!.quantity >= quantity)
    return line === undefined ? [] : [{ line, quantity }]
  })
  if (parts.length === 0 || parts.length < wanted.length) return []
  return [{ ...one, lines: parts.map(({ line }) => line), parts }]
}

function countedBy(
  { kind, units_max }: Benefit,
  { handed_in, subsidised }: Buyer,
  categories: readonly string[],
): Counted[] | null {
  if (kind !== 'trade_in' && (kind !== 'subsidy' || units_max === undefined)) return null
  const had = new Map(Object.entries(kind === 'trade_in' ? handed_in : subsidised))
  const units = (category: string) =>
    kind === 'trade_in' ? (had.get(category) ?? 0) : Math.max(0, units_max! - (had.get(category) ?? 0))
  const places = new Map<string, number[]>()
  for (const [place, category] of categories.entries()) {
    const own = places.get(category) ?? []
    own.push(place)
    places.set(category, own)
  }
  return [...places].map(([category, own]) => ({ units: units(category), places: own }))
}
