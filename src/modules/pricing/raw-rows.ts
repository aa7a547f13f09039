// The rows as they stand in the tables, for whoever recomputes prices apart from this room.
import type { Tx } from '../../platform/db.ts'
import type { Fen, Instant } from '../../platform/types.ts'
import type { BenefitWish } from './contract-benefits.ts'
import type { PriceRow } from './contract.ts'

type Span = { starts_at: Instant; ends_at: Instant | null }
export type RawRows = {
  prices: readonly PriceRow[]
  benefits: readonly (Span & { wish: Partial<BenefitWish> & { code: string } })[]
  floors: readonly (Span & { sku_id: string; floor_fen: Fen })[]
}

/** What holds, has held within the last hour or is planned. */
export async function rawRows(tx: Tx): Promise<RawRows> {
  const lately = tx`not isempty(valid)
    and (upper_inf(valid) or upper(valid) > platform.clock() - interval '1 hour')`
  const span = tx`lower(valid) as starts_at, upper(valid) as ends_at`
  const [prices, benefits, floors] = await Promise.all([
    tx<PriceRow[]>`
      select id, sku_id, place_code, channel, tier, price_fen, ${span} from pricing.price where ${lately}`,
    tx<RawRows['benefits'][number][]>`select wish, ${span} from pricing.benefit where ${lately}`,
    tx<RawRows['floors'][number][]>`select sku_id, floor_fen, ${span} from pricing.floor where ${lately}`,
  ])
  return { prices: [...prices], benefits: [...benefits], floors: [...floors] }
}
