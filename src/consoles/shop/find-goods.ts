// Which products a list shows: room, category or words, narrowed by what was ticked, in the asked order.
// Server only.
import { catalog, type Product, type Sku } from '../../modules/catalog/index.ts'
import { offer } from './market.ts'
import { type Shown, shownSku } from './tiles.ts'

export const SORTS = ['fit', 'price_up', 'price_down', 'width'] as const
export type Sort = (typeof SORTS)[number]
export const FACETS = ['category', 'when', 'width', 'price', 'brand', 'grade', 'finish', 'install'] as const
export type FacetCode = (typeof FACETS)[number]
export type Ticked = Partial<Record<FacetCode, string>>

export type Found = { shown: Shown; fen: number | null; today: boolean }
export type Choice = { value: string; count: number }
export type Findings = {
  items: Found[]
  total: number
  today_count: number
  facets: Map<FacetCode, Choice[]>
}

/** Upper bounds of the steps in fen and millimetres, each within its step; the last step is open. */
const PRICE_STEPS = [50_000, 100_000, 200_000, 400_000, 800_000] as const
const WIDTH_STEPS = [300, 450, 600, 750, 900] as const

/** `100000-200000`: the step a figure falls into; the last one is `800000-`. */
function stepOf(figure: number, steps: readonly number[]): string {
  const at = steps.findIndex((to) => figure <= to)
  const from = at < 0 ? steps.at(-1)! : (steps[at - 1] ?? 0)
  return `${from}-${at < 0 ? '' : steps[at]}`
}

const skusForSale = (product: Product): readonly Sku[] =>
  catalog()
    .skusOf(product.id)
    .filter((sku) => sku.for_sale)

/** The values a product has for a facet; a product in several finishes has several. */
function valuesOf(facet: FacetCode, { shown, fen, today }: Found): string[] {
  const { product } = shown
  switch (facet) {
    case 'category':
      return [product.category_code]
    case 'brand':
      return [product.brand_id]
    case 'grade':
      return product.energy?.grade ? [String(product.energy.grade)] : []
    case 'finish':
      return [...new Set(skusForSale(product).map((sku) => sku.finish))]
    case 'install':
      return [product.install_kind]
    case 'width':
      return [stepOf(shown.sku.width_mm, WIDTH_STEPS)]
    case 'when':
      return today ? ['today'] : []
    default:
      return fen === null ? [] : [stepOf(fen, PRICE_STEPS)]
  }
}

const matches = (found: Found, ticked: Ticked, except?: FacetCode) =>
  FACETS.every((facet) => {
    const wanted = ticked[facet]
    return facet === except || !wanted || valuesOf(facet, found).includes(wanted)
  })

/** Each facet counts with its own tick left out, so that the other choices of it stay reachable. */
function countFacets(all: readonly Found[], ticked: Ticked): Findings['facets'] {
  return new Map(
    FACETS.map((facet) => {
      const counts = new Map<string, number>()
      for (const found of all) {
        if (!matches(found, ticked, facet)) continue
        for (const value of valuesOf(facet, found)) counts.set(value, (counts.get(value) ?? 0) + 1)
      }
      const choices = [...counts].map(([value, count]) => ({ value, count }))
      return [facet, choices.sort((x, y) => order(facet, x, y))] as const
    }),
  )
}
const first = (choice: Choice) => Number.parseInt(choice.value, 10) || 0
const BY_FIGURE: readonly FacetCode[] = ['price', 'width', 'grade']
const order = (facet: FacetCode, x: Choice, y: Choice) =>
  BY_FIGURE.includes(facet) ? first(x) - first(y) : y.count - x.count

function sorted(items: Found[], sort: Sort): Found[] {
  const dear = (found: Found) => found.fen ?? Number.MAX_SAFE_INTEGER
  if (sort === 'price_up') return items.toSorted((x, y) => dear(x) - dear(y))
  if (sort === 'price_down') return items.toSorted((x, y) => (y.fen ?? -1) - (x.fen ?? -1))
  if (sort === 'width') return items.toSorted((x, y) => x.shown.sku.width_mm - y.shown.sku.width_mm)
  return items
}

/** What a room or category is offered with first: one of each category in turn, newest first within each. */
export function mixed(products: readonly Product[]): Product[] {
  const groups = new Map<string, Product[]>()
  for (const product of products.toSorted((x, y) => y.launched_on.localeCompare(x.launched_on))) {
    groups.set(product.category_code, [...(groups.get(product.category_code) ?? []), product])
  }
  const rounds = Math.max(0, ...[...groups.values()].map((group) => group.length))
  return Array.from({ length: rounds }, (_, i) =>
    [...groups.values()].flatMap((group) => group[i] ?? []),
  ).flat()
}

type Wanted = {
  ticked: Ticked
  sort: Sort
  county_code: string
  at: string
  /** The SKUs that can still be brought today. */
  today: ReadonlySet<string>
  /** The variant that answers the words best, by product. */
  variants: ReadonlyMap<string, string>
}

/**
 * Narrows, counts and orders the products that are for sale; prices are those of the county at the moment.
 */
export function narrow(products: readonly Product[], wanted: Wanted): Findings {
  const { ticked, county_code, at, today, variants } = wanted
  const all = products.flatMap((product): Found[] => {
    const asked = ticked.finish ? undefined : catalog().sku(variants.get(product.id) ?? '')
    const sku = asked?.for_sale ? asked : shownSku(product, ticked.finish)
    if (!sku) return []
    const fen = offer(sku.id, county_code, at)?.unit_fen ?? null
    return [{ shown: { product, sku }, fen, today: today.has(sku.id) }]
  })
  const items = sorted(
    all.filter((found) => matches(found, ticked)),
    wanted.sort,
  )
  const today_count = items.filter((found) => found.today).length
  return { items, total: items.length, today_count, facets: countFacets(all, ticked) }
}
