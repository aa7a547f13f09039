// How many hands a change of price needs, what it touches, and what of pricing control may hold still.
import type { Check, Levels, Proposal, Subject, SubjectName } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { catalog } from '../catalog/index.ts'
import type { BenefitWish } from './contract-benefits.ts'
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

/** By what it may cost in all; and a cut beyond half of the corridor on many SKUs is never one person's. */
export function benefitLevels({
  after,
  checks,
}: Proposal<BenefitWish & { budget_fen?: number | null }>): Levels {
  const budget_fen = after.budget_fen ?? 0
  if (budget_fen > budget_fen_three) return 3
  const skus = Number(checks.find(({ code }) => code === 'within_corridor')?.facts.skus ?? 0)
  const wide = shareOfCorridor(checks) > 0.5 && skus >= wide_skus
  return budget_fen > budget_fen_two || wide ? 2 : 1
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
