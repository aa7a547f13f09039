// How many hands a change of price needs, what it touches, and what of pricing control may hold still.
import type { Check, Levels, Proposal, Subject, SubjectName } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { catalog } from '../catalog/index.ts'
import { type BenefitWish, worksOnOrders } from './contract-benefits.ts'
import type { PriceChange } from './contract.ts'
import { reaches } from './final-price.ts'

/** How much of the corridor the step takes: 0 to 1, more where it does not fit at all. */
function shareOfCorridor(checks: readonly Check[]): number {
  const facts = checks.find(({ code }) => code === 'within_corridor')?.facts
  const corridor_bp = Number(facts?.corridor_bp ?? 0)
  return corridor_bp > 0 ? Math.abs(Number(facts?.step_bp ?? 0)) / corridor_bp : 0
}

/** One controller agrees to the common step; beyond half of the corridor two, nationwide beyond 3/4 three. */
export function priceLevels({ after, checks }: Proposal<Pick<PriceChange, 'place_code'>>): Levels {
  const share = shareOfCorridor(checks)
  if (share > 0.75 && after.place_code === 'CN') return 3
  return share > 0.5 ? 2 : 1
}

const wide_skus = 10
const budget_fen_two = 1_000_000_00
const budget_fen_three = 10_000_000_00

type Costly = Pick<BenefitWish, 'kind' | 'budget_fen' | 'uses_max' | 'amount_fen' | 'cap_fen'>

/** The most it can take off in all; null where nothing ends it but its time. */
function mostOf({ kind, budget_fen, uses_max, amount_fen, cap_fen }: Costly): number | null {
  if (budget_fen !== null) return budget_fen
  const once_fen = amount_fen ?? cap_fen
  // A bundle is taken off as often as it is in the order.
  return kind === 'coupon' && uses_max !== null && once_fen !== null ? uses_max * once_fen : null
}

/**
 * By what it may cost in all, and where nothing bounds that, by how deep and how wide it cuts: beyond half of
 * the corridor never one person's, on many SKUs three; a coupon or bundle without an end never one person's.
 */
export function benefitLevels({ after, checks }: Proposal<Costly>): Levels {
  const most_fen = mostOf(after)
  if (most_fen !== null && most_fen > budget_fen_three) return 3
  const skus = Number(checks.find(({ code }) => code === 'within_corridor')?.facts.skus ?? 0)
  const wide = skus >= wide_skus
  const deep = shareOfCorridor(checks) > 0.5
  if (most_fen !== null) return most_fen > budget_fen_two || (deep && wide) ? 2 : 1
  if (worksOnOrders(after.kind)) return deep || wide ? 3 : 2
  if (deep && wide) return 3
  return deep ? 2 : 1
}

/** Beyond it a benefit is the business of its whole category, not of each of its SKUs. */
const touched_max = 500

/** Every SKU whose price it would move: what is frozen there is frozen for the benefit too. */
export const touchedBy = (wish: BenefitWish): Subject[] =>
  catalog()
    .skus.filter((sku) => reaches(wish, sku))
    .slice(0, touched_max)
    .map(({ id }) => ({ kind: 'sku', id }))

export const freezables: Record<string, (tx: Tx, id: string) => Promise<SubjectName | null>> = {
  sku: async (_tx, id) => {
    const sku = catalog().sku(id)
    return sku ? { zh: sku.name_zh, en: sku.name_en } : null
  },
  benefit: async (tx, code) => {
    const [row] = await tx<SubjectName[]>`
      select wish->>'name_zh' as zh, wish->>'name_en' as en from pricing.benefit where code = ${code}`
    return row ?? null
  },
}
