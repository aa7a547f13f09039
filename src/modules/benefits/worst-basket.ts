// The basket on which benefits take off the largest share: what a set of rules gives away at its worst,
// before anybody finds out at a till.
import type { Benefit, Cart } from './contract.ts'
import { priceCart } from './price-cart.ts'

export type Candidate = Pick<Cart['lines'][number], 'sku_id' | 'category_code' | 'brand_code' | 'unit_fen'>
export type WorstBasket = {
  lines: { sku_id: string; quantity: number; list_fen: number; payable_fen: number }[]
  list_fen: number
  payable_fen: number
  /** Off the list, basis points. */
  cut_bp: number
  /** Benefits that met on it. */
  codes: string[]
}

/** However many SKUs, so many are put together: those that alone lose the largest share. */
const paired_max = 8
const quantity_max = 99
/** Every number up to it is tried; beyond, those that reach a threshold. */
const each_max = 12
const small = Array.from({ length: each_max }, (_, n) => n + 1)

/**
 * Each SKU alone and each pair with one of the first, in small numbers and in those that reach a threshold,
 * with every coupon in hand: beyond a threshold what a benefit gives only gets thinner. null without goods.
 */
export function worstBasket(
  candidates: readonly Candidate[],
  benefits: readonly Benefit[],
  at: Cart['at'],
): WorstBasket | null {
  const hurdles = hurdlesOf(benefits)
  const priced = (parts: readonly Part[]) => price(parts, benefits, at)
  const known = new Map(
    candidates.map((of) => [of.sku_id, { of, final_fen: priced([{ of, quantity: 1 }]).payable_fen }]),
  )
  const alone = [...known.values()]
    .map((one) => deepest(fillings(null, one, hurdles).map(priced))!)
    .sort(byDepth)
  const most = alone.slice(0, paired_max).map(({ lines }) => known.get(lines[0]!.sku_id)!)
  const pairs = most.flatMap((first) =>
    most
      .filter((second) => second !== first)
      .flatMap((second) => fillings(first, second, hurdles).map(priced)),
  )
  const bundles = benefits.flatMap(({ condition }) => bundleOf(condition.parts, known)).map(priced)
  return deepest([...alone, ...pairs, ...bundles])
}

type Part = { of: Candidate; quantity: number }
type Known = { of: Candidate; final_fen: number }

/** What it takes before a benefit is had, and whether one pays a whole however many there are. */
type Hurdles = { thresholds: readonly number[]; boundless: boolean }
const hurdlesOf = (benefits: readonly Benefit[]): Hurdles => ({
  thresholds: benefits.flatMap(({ condition }) => condition.threshold_fen ?? []),
  boundless: benefits.some(({ per, cut }) => per === 'order' && cut.how === 'price'),
})

/** With one of it, and with as many as reach each threshold, whether that looks at list or final prices. */
function fillings(beside: Known | null, { of, final_fen }: Known, hurdles: Hurdles): Part[][] {
  const enough = hurdles.thresholds.flatMap((fen) => [
    Math.ceil((fen - (beside?.of.unit_fen ?? 0)) / of.unit_fen),
    final_fen > 0 ? Math.ceil((fen - (beside?.final_fen ?? 0)) / final_fen) : 1,
  ])
  const within = enough.filter((one) => one > 1 && one <= quantity_max)
  const quantities = new Set([...small, ...within, ...(hurdles.boundless ? [quantity_max] : [])])
  const others = beside ? [{ of: beside.of, quantity: 1 }] : []
  return [...quantities].map((quantity) => [...others, { of, quantity }])
}

function bundleOf(parts: Benefit['condition']['parts'], known: ReadonlyMap<string, Known>): Part[][] {
  const found = (parts ?? []).map(({ sku_id, quantity }) => ({ of: known.get(sku_id)?.of, quantity }))
  return found.length > 0 && found.every((one): one is Part => one.of !== undefined) ? [found] : []
}

function price(parts: readonly Part[], benefits: readonly Benefit[], at: Cart['at']): WorstBasket {
  const lines = parts.map(({ of, quantity }) => ({
    ...of,
    quantity,
    seller: 'house',
    energy_grade: null,
    floor_fen: 0,
  }))
  const held = benefits.filter((one) => one.held).map(({ code }) => code)
  const usual = { channel: 'shop' as const, tier: 'retail' as const, subsidised: {}, handed_in: {} }
  const everywhere = benefits.map((one) => ({ ...one, condition: anywhere(one.condition) }))
  const result = priceCart({ lines, benefits: everywhere, buyer: { ...usual, place_codes: [], held }, at })
  const list_fen = result.lines.reduce((all, one) => all + one.list_fen, 0)
  return {
    lines: result.lines.map(({ sku_id, quantity, ...one }) => ({
      sku_id,
      quantity,
      list_fen: one.list_fen,
      payable_fen: one.payable_fen,
    })),
    list_fen,
    payable_fen: result.payable_fen,
    cut_bp: Math.round(((list_fen - result.payable_fen) * 10_000) / list_fen),
    codes: result.applied.map(({ code }) => code).sort(),
  }
}

const anywhere = ({
  place_codes: _places,
  channels: _channels,
  tiers: _tiers,
  ...rest
}: Benefit['condition']) => rest

const share = ({ list_fen, payable_fen }: WorstBasket) => (list_fen - payable_fen) / list_fen
const byDepth = (a: WorstBasket, b: WorstBasket) =>
  share(b) - share(a) || a.list_fen - b.list_fen || (a.lines[0]!.sku_id < b.lines[0]!.sku_id ? -1 : 1)

const deepest = (all: readonly WorstBasket[]): WorstBasket | null => all.toSorted(byDepth)[0] ?? null
