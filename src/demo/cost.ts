// What a SKU of the demo costs the house.
import { seeded } from './random.ts'

const vat_bp = 1_300
/** What of the list price without VAT goes to the supplier (assumption). */
const [least, most] = [0.7, 0.85]

/** Net of VAT, to the yuan, for a SKU of the demo. */
export function demoCost(sku_id: string, list_fen: number): number {
  const share = least + seeded(`cost ${sku_id}`).next() * (most - least)
  return Math.round((list_fen * 10_000 * share) / (10_000 + vat_bp) / 100) * 100
}
