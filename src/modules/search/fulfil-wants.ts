// Whether one variant has the size, colour, grade or price that a query asks for.
import type { Want } from './read-wants.ts'
import type { SearchIndex } from './search-index.ts'

export type { Want }

/** `prices` in fen by place in `index.skus`; without them no price is met. */
export function fulfils(index: SearchIndex, at: number, want: Want, prices: Float64Array | null): boolean {
  const sku = index.skus[at]!
  if (want.kind === 'attribute') {
    for (const code of want.codes) {
      const value = sku.attributes[code]
      if (typeof value === 'number' && Math.abs(value - want.value) <= want.slack) return true
    }
    return false
  }
  if (want.kind === 'side') {
    const mm = want.side === 'width' ? sku.width_mm : want.side === 'height' ? sku.height_mm : sku.depth_mm
    return mm !== null && Math.abs(mm - want.mm) <= want.slack
  }
  if (want.kind === 'finish') return want.finishes.includes(sku.finish)
  if (want.kind === 'grade') return index.grade[index.docOf[at]!] === want.grade
  const price = prices?.[at] ?? Number.NaN
  return price >= want.fen_min && price <= want.fen_max
}

/** Among variants that fulfil a want, how near the first meaning of the colour: black before graphite. */
export const distanceTo = (index: SearchIndex, at: number, wants: readonly Want[]): number =>
  wants.reduce((sum, want) => {
    return want.kind === 'finish' ? sum + want.finishes.indexOf(index.skus[at]!.finish) : sum
  }, 0)
