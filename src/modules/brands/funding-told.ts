// Whether a brand has agreed to bear its share of a benefit: goods, period, share and money of one funding.
import { type Tx, clockOf } from '../../platform/db.ts'
import type { Fen, Instant } from '../../platform/types.ts'
import { type FundingAsk, type FundingTold, promisedBy } from '../pricing/index.ts'

type Agreed = { sku_codes: string[]; share_bp: number; budget_fen: Fen; starts_at: Instant; ends_at: Instant }
type Reach = { sku_codes: readonly string[]; starts_at: Instant; ends_at: Instant }

/** More than a brand has at a time. */
const fundings_max = 500

const coversGoods = (funding: Reach, ask: Reach) =>
  ask.sku_codes.every((code) => funding.sku_codes.includes(code))
const coversTime = (funding: Reach, ask: Reach) =>
  Date.parse(funding.starts_at) <= Date.parse(ask.starts_at) &&
  Date.parse(ask.ends_at) <= Date.parse(funding.ends_at)
const shareOf = (fen: number, share_bp: number) => Math.ceil((fen * share_bp) / 10_000)

/** V6: one funding has to cover all of it; the first thing that none covers is told. */
export async function fundingTold(tx: Tx, ask: FundingAsk): Promise<FundingTold> {
  const now = await clockOf(tx)
  const agreed = await tx<Agreed[]>`
    select sku_codes, share_bp, budget_fen, lower(valid) as starts_at, upper(valid) as ends_at
      from brands.funding
     where brand_id = ${ask.brand_id} and upper(valid) > ${now}
     order by funding_id desc limit ${fundings_max}`
  const wanted = { ...ask, starts_at: Date.parse(ask.starts_at) > Date.parse(now) ? ask.starts_at : now }
  const of_goods = agreed.filter((one) => coversGoods(one, wanted))
  if (of_goods.length === 0) return { why: 'goods', facts: {} }
  const of_time = of_goods.filter((one) => coversTime(one, wanted))
  if (of_time.length === 0) return { why: 'period', facts: {} }
  const fit = of_time.filter(({ share_bp }) => share_bp >= ask.share_bp)
  const offered_bp = Math.max(...of_time.map(({ share_bp }) => share_bp))
  if (fit.length === 0) return { why: 'share', facts: { offered_bp } }
  if (ask.budget_fen === null && !ask.boundless) return { why: 'unbounded', facts: { offered_bp } }
  const promised = await promisedBy(tx, ask.party, ask.code, now)
  const left_fen = Math.max(
    ...fit.map((funding) =>
      promised
        .filter((one) => coversGoods(funding, one) && coversTime(funding, one))
        .reduce((left, { fen, share_bp }) => left - shareOf(fen, share_bp), Number(funding.budget_fen)),
    ),
  )
  const need_fen = ask.budget_fen === null ? 1 : shareOf(ask.budget_fen, ask.share_bp)
  return { why: need_fen > left_fen ? 'budget' : null, facts: { offered_bp, left_fen, need_fen } }
}
