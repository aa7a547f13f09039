// The shape of a demo category: rows of typical goods, and how a row becomes a product. The first round makes
// the rows as written; later rounds make their neighbours by other brands, a little larger or smaller.
import type { ProductRow, SkuRow } from '../../modules/catalog/index.ts'

type Variant = { name: string; attributes?: SkuRow['attributes']; layout?: string }

export type Made = {
  /** `中文|English`, without the brand. */
  name: string
  /** The number in the model, e.g. `520` of CY-BCD520. */
  number: number | string
  /** Width, height, depth in mm. */
  size: readonly [number, number, number]
  kg: number
  yuan: number
  /** Finishes by space; each is a SKU (times the variants, when there are any). */
  finishes: string
  layout?: string
  options?: SkuRow['options']
  family?: ProductRow['family']
  attributes: ProductRow['attributes']
  /** A year's use. */
  year?: { kwh: number; water_l?: number; gas_m3?: number; grade?: number }
  noise_db?: number
  /** `中文|English`, facts that the numbers above bear out. */
  points: readonly string[]
  variants?: readonly Variant[]
  cavity?: ProductRow['cavity']
  /** Height above the usual front clearance: how far a door swings, in mm. */
  opens_mm?: number
}

/** In the first round the value itself; later one near it, in whole steps. */
export type Near = (value: number, share?: number, step?: number) => number

export type Head = {
  category: string
  /** Codes of the brands that make it, by space. */
  brands: string
  /** Between the brand's letters and the number in a model. */
  letters: string
  rounds: number
  warranty_months: number
  standard?: string
  /** The year's use that the consumption stands for: `中文|English`. */
  use?: string
  /** Keys of `utilities` by space. */
  needs: string
  /** Free mm left, right, above, behind, in front. */
  gaps: readonly [number, number, number, number, number]
}
export type Recipe = Head & { builds: readonly ((near: Near) => Made)[] }

export const recipe = <const Row extends readonly unknown[]>(
  head: Head,
  rows: readonly Row[],
  make: (row: Row, near: Near) => Made,
): Recipe => ({ ...head, builds: rows.map((row) => (near: Near) => make(row, near)) })

/** `'598 815 560'` in mm; later rounds move the soft sides, which no cabinet fixes, by some mm. */
export function sized(text: string, near?: Near, soft = 0.01): [number, number, number] {
  const [w = 0, h = 0, d = 0] = text.split(' ').map(Number)
  return near ? [near(w, soft), near(h, soft), near(d, soft)] : [w, h, d]
}

export const litres = ([w, h, d]: readonly number[]) => (w! * h! * d!) / 1e6
export const tenth = (value: number) => Math.round(value * 10) / 10

export const utilities: Record<string, ProductRow['utilities'][number]> = {
  s10: { kind: 'socket', spec_zh: '10 A 三孔', spec_en: '10 A three-pin' },
  s10own: {
    kind: 'socket',
    spec_zh: '10 A 三孔，不在机身背后',
    spec_en: '10 A three-pin, not behind the body',
  },
  s16: { kind: 'socket', spec_zh: '16 A 三孔，独立回路', spec_en: '16 A three-pin, own circuit' },
  wired: { kind: 'socket', spec_zh: '预留电源线，独立回路', spec_en: 'Wired in, own circuit' },
  water: {
    kind: 'water_in',
    spec_zh: 'G1/2 角阀，水压 0.05–0.8 MPa',
    spec_en: 'G1/2 valve, 0.05–0.8 MPa',
  },
  tap: { kind: 'water_in', spec_zh: 'G3/4 龙头，水压 0.04–1.0 MPa', spec_en: 'G3/4 tap, 0.04–1.0 MPa' },
  drain: { kind: 'drain', spec_zh: '⌀40–50 排水口', spec_en: '⌀40–50 mm drain' },
  soil: { kind: 'drain', spec_zh: '⌀110 排污口', spec_en: '⌀110 mm soil pipe' },
  sink: { kind: 'drain', spec_zh: '⌀90 水槽下水口', spec_en: '⌀90 mm sink outlet' },
  gas: { kind: 'gas', spec_zh: '燃气阀，金属软管接口', spec_en: 'Gas valve with metal hose fitting' },
  flue: { kind: 'air', spec_zh: '⌀60 强排烟孔', spec_en: '⌀60 mm flue through the wall' },
  duct: { kind: 'air', spec_zh: '⌀160–180 烟道口', spec_en: '⌀160–180 mm duct' },
  vent: { kind: 'air', spec_zh: '⌀100–110 外墙风孔', spec_en: '⌀100–110 mm hole to the outside' },
  pipe: { kind: 'air', spec_zh: '⌀65 穿墙孔，接室外机', spec_en: '⌀65 mm wall hole to the outdoor unit' },
  net: { kind: 'network', spec_zh: '2.4/5 GHz 无线网络', spec_en: '2.4/5 GHz Wi-Fi' },
  lan: { kind: 'network', spec_zh: '千兆网线', spec_en: 'Gigabit cable' },
}
