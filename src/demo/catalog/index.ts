// The demo catalog: invented brands, about 300 products in true-to-life sizes, about 1,000 SKUs with the
// price a rule of thumb gives. The same seed makes the same catalog, ids included, on every machine.
import {
  type Brand,
  type CatalogRows,
  type ProductRow,
  type SkuRow,
  categoryOf,
  withCheckDigit,
} from '../../modules/catalog/index.ts'
import type { Id } from '../../platform/types.ts'
import { FAMILIES, FINISH } from '../../web/draw/index.ts'
import { type Random, seeded } from '../random.ts'
import { air } from './air.ts'
import { type DemoBrand, demoBrands } from './brands.ts'
import { bath } from './bath.ts'
import { clean } from './clean.ts'
import { cold } from './cold.ts'
import { counter } from './counter.ts'
import { fire } from './fire.ts'
import { kitchen } from './kitchen.ts'
import { laundry } from './laundry.ts'
import { type Made, type Near, type Recipe, utilities } from './recipe.ts'
import { screen } from './screen.ts'

export type DemoCatalog = CatalogRows & { list_prices: readonly { sku_id: Id; price_fen: number }[] }

const recipes: readonly Recipe[] = [
  ...cold,
  ...kitchen,
  ...fire,
  ...counter,
  ...air,
  ...laundry,
  ...bath,
  ...screen,
  ...clean,
]
// Finishes that cost more to make, as a share of the price.
const DEARER: Partial<Record<SkuRow['finish'], number>> = {
  oak: 0.07,
  walnut: 0.07,
  jade: 0.03,
  black: 0.03,
  champagne: 0.02,
}
const PLAIN = new Set(['tv', 'smart_toilet', 'gas_water_heater', 'waste_disposer'])
const GLASSY = new Set([
  'range_hood',
  'gas_hob',
  'induction_hob',
  'integrated_stove',
  'built_in_oven',
  'disinfection_cabinet',
])
const SOBER = new Set(['smart_lock', 'soundbar', 'projector', 'monitor', 'printer', 'floor_ac', 'wall_ac'])
const GREYS: readonly SkuRow['finish'][] = ['white', 'grey', 'graphite', 'champagne', 'black']
const GLASSES: readonly SkuRow['finish'][] = ['black', 'jade', 'steel', 'graphite']
const COLOURS: readonly SkuRow['finish'][] = ['white', 'cream', 'grey', 'graphite', 'champagne', 'mint']
// A few goods stay as real data come: one not launched, one gone, some without a number or a depth.
const UNFINISHED = { draft: [40, 171], retired: [77, 214], no_gtin: [55, 402, 777], no_depth: [123, 640] }

type World = {
  random: Random
  brands: Map<string, Brand & DemoBrand>
  models: Set<string>
  products: ProductRow[]
  skus: SkuRow[]
  list_prices: { sku_id: Id; price_fen: number }[]
}

export function makeCatalog(seed: string): DemoCatalog {
  const random = seeded(`catalog ${seed}`)
  const brands = demoBrands.map((one) => ({ ...one, id: random.uuid() as Id, demo: true }))
  const world: World = {
    random,
    brands: new Map(brands.map((one) => [one.code, one])),
    models: new Set(),
    products: [],
    skus: [],
    list_prices: [],
  }
  for (const recipe of recipes) makeCategory(world, recipe)
  const { products, skus, list_prices } = world
  return {
    brands: brands.map(({ id, code, name_zh, name_en, demo }) => ({ id, code, name_zh, name_en, demo })),
    products,
    skus,
    list_prices,
  }
}

function makeCategory(world: World, recipe: Recipe) {
  const codes = recipe.brands.split(' ')
  recipe.builds.forEach((build, row) => {
    for (let round = 0; round < recipe.rounds; round++) {
      const brand = world.brands.get(codes[(row + round) % codes.length]!)!
      makeProduct(world, recipe, brand, build(nearIn(world.random, round)))
    }
  })
}

const nearIn =
  (random: Random, round: number): Near =>
  (value, share = 0.04, step = 1) => {
    if (round === 0) return value
    const moved = value * (1 + (random.next() * 2 - 1) * share)
    return Math.round(Math.round(moved / step) * step * 100) / 100
  }

const pair = (text: string) => text.split('|') as [string, string]

function modelOf(models: Set<string>, brand: DemoBrand, recipe: Recipe, number: number | string): string {
  const stem = `${brand.letters}-${recipe.letters}${String(number).replace('.', '')}`
  for (const suffix of ['', 'A', 'B', 'C', 'D', 'E']) {
    const model = stem + suffix
    if (models.has(model)) continue
    models.add(model)
    return model
  }
  throw new Error(`no model left for ${stem}`)
}

function sizeOf({ size: [width, height, depth] }: Made): ProductRow['body'] {
  return { width_mm: Math.round(width), height_mm: Math.round(height), depth_mm: Math.round(depth) }
}

function energyOf({ year }: Made, recipe: Recipe): ProductRow['energy'] {
  if (!year) return null
  const [assumption_zh, assumption_en] = pair(recipe.use ?? '|')
  return {
    grade: year.grade ?? null,
    standard: year.grade ? (recipe.standard ?? null) : null,
    kwh_year: year.kwh,
    water_l_year: Math.round(year.water_l ?? 0),
    gas_m3_year: year.gas_m3 ?? 0,
    assumption_zh,
    assumption_en,
  }
}

function makeProduct(world: World, recipe: Recipe, brand: Brand & DemoBrand, made: Made) {
  const { random, products } = world
  const category = categoryOf(recipe.category)!
  const family = made.family ?? category.families[0]!
  const [left_mm, right_mm, top_mm, back_mm, front_mm] = recipe.gaps
  const [zh, en] = pair(made.name)
  const at = products.length
  const state = UNFINISHED.draft.includes(at) ? 'draft' : UNFINISHED.retired.includes(at) ? 'retired' : 'live'
  const product: ProductRow = {
    id: random.uuid() as Id,
    brand_id: brand.id,
    category_code: category.code,
    space: category.space,
    family,
    model: modelOf(world.models, brand, recipe, made.number),
    name_zh: `${brand.name_zh} ${zh}`,
    name_en: `${brand.name_en} ${en}`,
    points: made.points.map((point) => ({ zh: pair(point)[0], en: pair(point)[1] })),
    attributes: made.attributes,
    body: sizeOf(made),
    cavity: made.cavity ?? null,
    clearances: { left_mm, right_mm, top_mm, back_mm, front_mm: Math.max(front_mm, made.opens_mm ?? 0) },
    utilities: recipe.needs.split(' ').map((need) => utilities[need]!),
    energy: energyOf(made, recipe),
    noise_db: made.noise_db ?? null,
    warranty_months: recipe.warranty_months,
    install_kind: category.install_kind,
    skills: [...category.skills],
    state,
    launched_on: `202${random.int(3, 5)}-${String(random.int(1, 9)).padStart(2, '0')}-${random.int(10, 28)}`,
    demo: true,
  }
  products.push(product)
  makeSkus(world, product, brand, made)
}

function paletteOf(category_code: string) {
  if (GLASSY.has(category_code)) return GLASSES
  return SOBER.has(category_code) ? GREYS : COLOURS
}

/** The row's finishes, and one more that suits its kind; some things come in one finish only. */
function finishesOf(random: Random, { category_code }: ProductRow, made: Made): SkuRow['finish'][] {
  const own = made.finishes.split(' ') as SkuRow['finish'][]
  if (PLAIN.has(category_code) || own.length > 3) return own
  const others = paletteOf(category_code).filter((finish) => !own.includes(finish))
  return [...own, random.pick(others)]
}

function makeSkus(world: World, product: ProductRow, brand: DemoBrand, made: Made) {
  const variants = made.variants ?? [{ name: '|' }]
  const finishes = finishesOf(world.random, product, made)
  const mood = brand.level === 1 ? 0 : world.random.next() * 0.06 - 0.03
  for (const finish of finishes) {
    for (const variant of variants) {
      const sku = skuOf(world, product, made, finish, variant)
      world.skus.push(sku)
      const factor = brand.level * (1 + (DEARER[finish] ?? 0) * (finish === finishes[0] ? 0 : 1) + mood)
      world.list_prices.push({ sku_id: sku.id, price_fen: priceOf(made.yuan * factor) })
    }
  }
}

/** Yuan to a price as shops write it: a nine at the end. */
const priceOf = (yuan: number) => (Math.max(3, Math.round((yuan + 1) / 10)) * 10 - 1) * 100

type Variant = NonNullable<Made['variants']>[number]

function skuOf(
  world: World,
  product: ProductRow,
  made: Made,
  finish: SkuRow['finish'],
  variant: Variant,
): SkuRow {
  const at = world.skus.length
  const [zh, en] = pair(variant.name)
  const { width_mm, height_mm, depth_mm } = product.body
  const own = variant.attributes ?? {}
  const mark = Object.values(own)[0] ?? variant.layout ?? ''
  const packed = (width_mm + 70) * (height_mm + 80) * (depth_mm! + 70)
  return {
    id: world.random.uuid() as Id,
    product_id: product.id,
    code: [product.model, finish, mark].filter(Boolean).join('-').toUpperCase(),
    // Numbers of the restricted circulation range (prefix 2): nobody else's goods carry them.
    gtin: UNFINISHED.no_gtin.includes(at) ? null : withCheckDigit(`2${String(61_300_000_000 + at * 17)}`),
    variant_zh: [FINISH[finish].name_zh, zh].filter(Boolean).join(' '),
    variant_en: [FINISH[finish].name_en, en].filter(Boolean).join(', '),
    finish,
    layout: variant.layout ?? made.layout ?? FAMILIES[product.family].layouts[0]!,
    options: made.options ?? {},
    width_mm,
    height_mm,
    depth_mm: UNFINISHED.no_depth.includes(at) ? null : depth_mm,
    weight_g: Math.round(made.kg * 1000),
    package_volume_l: Math.max(1, Math.round(packed / 1e6)),
    attributes: own,
    state: 'live',
    demo: true,
  }
}
