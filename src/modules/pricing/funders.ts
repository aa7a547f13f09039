// Who bears benefits beside the house: brands of the catalog, each on goods of its own and as it agreed to.
import type { Check } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { wrongField } from '../../platform/refusal.ts'
import type { Fen, Id, Instant } from '../../platform/types.ts'
import { catalog } from '../catalog/index.ts'
import { type BenefitWish, worksOnOrders } from './contract-benefits.ts'
import { reaches } from './final-price.ts'

const house = 'house'

export type Borne = { code: string; party: string; share_bp: number }

/** Shares of parties other than the house, as benefits were agreed. */
export const borneByOthers = (tx: Tx) => tx<Borne[]>`
  select b.code, f.party, f.share_bp
    from pricing.benefit b
   cross join lateral jsonb_to_recordset(b.wish->'funders') as f(party text, share_bp int)
   where f.party <> 'house'`

/** Codes of the SKUs it names. Categories grow by goods of anybody. */
const namedBy = ({ kind, parts, sku_codes }: Pick<BenefitWish, 'kind' | 'parts' | 'sku_codes'>) =>
  kind === 'bundle' ? parts.map(({ sku_code }) => sku_code) : sku_codes

/** P10: the house, or a brand of the catalog on named goods that are all its own; together all of it. */
export function refuseFunders(wish: BenefitWish) {
  const { funders } = wish
  const shares_bp = funders.reduce((all, { share_bp }) => all + share_bp, 0)
  const twice = new Set(funders.map(({ party }) => party)).size < funders.length
  if (shares_bp !== 10_000 || twice) throw wrongField('/funders', 'funders_not_whole', { shares_bp })
  for (const [at, { party }] of funders.entries()) {
    if (party === house) continue
    const pointer = `/funders/${at}/party`
    const brand_id = brandOf(party)
    if (!brand_id) throw wrongField(pointer, 'funder_unknown', { given: party })
    if (namedBy(wish).length === 0) throw wrongField('/sku_codes', 'funded_goods_unnamed', { brand: party })
    const strange = catalog().skus.find((sku) => sku.brand_id !== brand_id && reaches(wish, sku))
    if (strange) throw wrongField(pointer, 'funder_not_own', { brand: party, sku: strange.code })
  }
}

const brandOf = (party: string): Id | null => catalog().brands.find(({ code }) => code === party)?.id ?? null

/** What a benefit wants of one brand. */
export type FundingAsk = {
  code: string
  party: string
  brand_id: Id
  share_bp: number
  sku_codes: readonly string[]
  starts_at: Instant
  ends_at: Instant
  /** The most it takes off in all; null: no bound. A cut of a price can have none. */
  budget_fen: Fen | null
  boundless: boolean
}
export type FundingTold = {
  why: 'goods' | 'period' | 'share' | 'budget' | 'unbounded' | null
  facts: Check['facts']
}
type FundingCheck = (tx: Tx, ask: FundingAsk) => Promise<FundingTold>
let asked: FundingCheck | null = null

/** Brands stand above prices: they say themselves whether one has agreed. Unasked, none has. */
export function registerFundingCheck(given: FundingCheck) {
  asked = given
}

/** One check for all brands that bear a part; the first that has not agreed to it is named. */
export async function fundingAgreed(tx: Tx, wish: BenefitWish): Promise<Check[]> {
  const others = wish.funders.filter(({ party }) => party !== house)
  if (others.length === 0) return []
  const { code, kind, starts_at, ends_at } = wish
  const same = { code, starts_at, ends_at, sku_codes: namedBy(wish), boundless: !worksOnOrders(kind) }
  let facts: Check['facts'] = {}
  for (const { party, share_bp } of others) {
    const brand_id = brandOf(party)
    const ask = brand_id && { ...same, party, brand_id, share_bp, budget_fen: wish.budget_fen as Fen | null }
    const told = ask && asked ? await asked(tx, ask) : { why: 'goods' as const, facts: {} }
    facts = { ...told.facts, party, share_bp, why: told.why }
    if (told.why) return [{ code: 'funding_agreed', ok: false, facts }]
  }
  return [{ code: 'funding_agreed', ok: true, facts }]
}

export type Promised = {
  sku_codes: string[]
  starts_at: Instant
  ends_at: Instant
  share_bp: number
  fen: Fen
}

/** Budgets of benefits beside this one that a party bears a share of; once over, what was used of them. */
export async function promisedBy(tx: Tx, party: string, but: string, now: Instant): Promise<Promised[]> {
  type Row = Omit<Promised, 'sku_codes'> & Pick<BenefitWish, 'kind' | 'parts' | 'sku_codes'>
  const rows = await tx<Row[]>`
    select b.kind, coalesce(b.wish->'parts', '[]') as parts, coalesce(b.wish->'sku_codes', '[]') as sku_codes,
           lower(b.valid) as starts_at, upper(b.valid) as ends_at, f.share_bp,
           case when upper(b.valid) <= ${now} then a.used_fen + a.reserved_fen else a.budget_fen end as fen
      from pricing.benefit b
      join pricing.allowance a using (code)
     cross join lateral jsonb_to_recordset(b.wish->'funders') as f(party text, share_bp int)
     where f.party = ${party} and b.code <> ${but} and a.budget_fen is not null and not isempty(b.valid)`
  return rows.map((row) => ({ ...row, sku_codes: namedBy(row), fen: Number(row.fen) as Fen }))
}
