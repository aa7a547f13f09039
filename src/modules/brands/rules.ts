// Pure decisions of brands: how complete a product's data are.
import type { Lack } from './contract.ts'
import { lackCodes } from './contract.ts'

/** Facts that are there over all SKUs, of those that should be. */
export function completeness(skus: readonly { lacks: readonly Lack[] }[]): number {
  const asked = skus.length * lackCodes.length
  if (asked === 0) return 0
  const missing = skus.reduce((sum, { lacks }) => sum + lacks.length, 0)
  return Math.floor(((asked - missing) * 10_000) / asked)
}

/** An arrival is told ahead or on its day. */
export const whyNotArrives = (day: string | undefined, today: string) =>
  day !== undefined && day < today ? 'arrives_in_past' : null
