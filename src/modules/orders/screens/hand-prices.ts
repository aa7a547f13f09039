// The counter's prices of the lines in hand, each with its trace; what they come to together, with benefits
// of the whole order, only when all of them are known.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { call } from '../../../web/api.ts'
import { type QuoteLine, priceLinesTogether } from '../contract.ts'
import type { CartLine } from './hand-cart.ts'

export function usePrices(lines: readonly CartLine[], county_code: string) {
  const asked = lines.map(({ sku_id, quantity }) => ({ sku_id: sku_id as never, quantity }))
  const input = { lines: asked, county_code, channel: 'counter' as const }
  const { data } = useQuery({
    queryKey: [priceLinesTogether.id, input],
    queryFn: ({ signal }) => call(priceLinesTogether, input, { signal }),
    enabled: lines.length > 0,
    placeholderData: keepPreviousData,
  })
  const prices: ReadonlyMap<string, QuoteLine> = new Map(data?.lines.map((line) => [line.sku_id, line]))
  const whole =
    data?.lines.length === lines.length &&
    lines.every(({ sku_id, quantity }) => prices.get(sku_id)?.quantity === quantity)
  return { prices, total_fen: whole ? data.total_fen : null }
}
