// The counter's prices of the lines in hand, each with its trace; the total only when all of them are known.
import { useQueries } from '@tanstack/react-query'
import type { Id } from '../../../platform/types.ts'
import { call } from '../../../web/api.ts'
import { getPrice, type Price } from '../../pricing/contract.ts'
import type { CartLine } from './hand-cart.ts'

export function usePrices(lines: readonly CartLine[], county_code: string) {
  const asked = lines.map(({ sku_id, quantity }) => ({
    sku_id: sku_id as Id,
    county_code,
    channel: 'counter' as const,
    quantity,
  }))
  const told = useQueries({
    queries: asked.map((input) => ({
      queryKey: [getPrice.id, input],
      queryFn: () => call(getPrice, input),
      placeholderData: (before: Price | undefined) => before,
    })),
  })
  const prices: ReadonlyMap<string, Price> = new Map(
    told.flatMap(({ data }) => (data ? [[data.sku_id, data] as const] : [])),
  )
  const whole = told.every(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData)
  const total_fen = whole ? told.reduce((sum, { data }) => sum + (data?.total_fen ?? 0), 0) : null
  return { prices, total_fen }
}
