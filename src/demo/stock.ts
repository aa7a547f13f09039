// What each demo node holds: by format, how many SKUs and how many of each. Drawn per node from the seed, so
// that a load cut anywhere goes on where it stopped.
import type { LevelRow } from '../modules/stock/index.ts'
import type { Format, Node } from '../modules/places/index.ts'
import { seeded } from './random.ts'

export type StockedSku = {
  id: string
  space: string
  price_fen: number
  unit_cost_fen: number
  volume_l: number
}

/** SKUs a format carries and units of each (assumption). Together about 600,000 cells over 15,000 stores. */
const depth: Record<Format, { skus: number; units: [number, number] }> = {
  warehouse: { skus: 1000, units: [20, 400] },
  exclusive_store: { skus: 29, units: [1, 6] },
  town_store: { skus: 14, units: [1, 3] },
  county_landmark: { skus: 70, units: [1, 8] },
  kitchen_store: { skus: 45, units: [1, 6] },
  city_flagship: { skus: 180, units: [2, 14] },
  super_store: { skus: 300, units: [3, 20] },
  mall: { skus: 550, units: [4, 30] },
}

export function stockOfNode(seed: string, node: Node, skus: readonly StockedSku[]): LevelRow[] {
  const random = seeded(`stock ${seed} ${node.id}`)
  const { skus: wanted, units } = depth[node.format]
  const suits = skus.filter((sku) => suitsFormat(node.format, sku))
  const count = Math.min(suits.length, wanted)
  // Every SKU is equally likely: a step through the list from a random start, prime to its length.
  const start = random.int(0, suits.length - 1)
  const step = strideFor(suits.length, random.int(1, suits.length))
  return Array.from({ length: count }, (_, at): LevelRow => {
    const sku = suits[(start + at * step) % suits.length]!
    const on_hand = random.int(units[0], units[1])
    const display = node.trade_mode === 'display_loan' && on_hand > 1 && random.next() < 0.3 ? 1 : 0
    const kept = on_hand - display > 2 ? node.protected_default : 0
    return {
      city_code: node.city_code,
      node_id: node.id,
      sku_id: sku.id,
      on_hand,
      protected: kept,
      display,
      unit_cost_fen: sku.unit_cost_fen,
    }
  })
}

function suitsFormat(format: Format, sku: StockedSku): boolean {
  if (format === 'kitchen_store') return sku.space === 'kitchen' || sku.space === 'dining'
  if (format === 'town_store') return sku.price_fen <= 350_000
  return true
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
function strideFor(length: number, wish: number): number {
  let step = wish
  while (gcd(step, length) !== 1) step += 1
  return step
}
