// One product or SKU as it will stand: what stands now, over it what was given. Nothing given takes anything
// away, so that what people have added by hand outlives the next delivery of the file.
import type { Category } from './categories.ts'
import type { Assumed, Attributes, Energy, ProductRow, SkuRow } from './contract.ts'
import type { Id } from '../../platform/types.ts'

export type LeftOut = { field: string; code: string; value: string }

type Sizes = Pick<SkuRow, 'width_mm' | 'height_mm' | 'depth_mm'>
export type GivenSku = Partial<
  Sizes & Pick<SkuRow, 'gtin' | 'variant_zh' | 'variant_en' | 'finish' | 'weight_g' | 'package_volume_l'>
> & { id: Id; code: string }
export type GivenProduct = {
  id: Id
  brand_id: Id
  brand_zh: string
  brand_en: string
  category_code: string
  model: string
  /** What it is called when the model is another product's already. */
  model_else: string
  energy: Partial<Pick<Energy, 'kwh_year' | 'water_l_year' | 'gas_m3_year' | 'grade'>>
  /** Under which use the year was reckoned. */
  assumption: { zh: string; en: string }
  attributes: Attributes
  skus: readonly GivenSku[]
} & Partial<
  Sizes & Pick<ProductRow, 'name_zh' | 'name_en' | 'noise_db' | 'warranty_months' | 'launched_on' | 'state'>
>

/** The usual body where none was measured: it is drawn, marked as assumed and never sold. */
const usual = { width_mm: 600, height_mm: 850 }
const grams_per_litre = 120
const packed_share = 1.25

function sizesOf(given: Partial<Sizes>, was: Partial<Sizes>): Sizes {
  return {
    width_mm: given.width_mm ?? was.width_mm ?? usual.width_mm,
    height_mm: given.height_mm ?? was.height_mm ?? usual.height_mm,
    depth_mm: given.depth_mm ?? was.depth_mm ?? null,
  }
}

function energyOf(given: GivenProduct, was: Energy | null): Energy | null {
  if (Object.keys(given.energy).length === 0) return was
  return {
    grade: null,
    standard: null,
    kwh_year: 0,
    water_l_year: 0,
    gas_m3_year: 0,
    assumption_zh: given.assumption.zh,
    assumption_en: given.assumption.en,
    ...was,
    ...given.energy,
  }
}

const name_chars = 120
const nameOf = (brand: string, category: string, model: string) =>
  `${brand.slice(0, 40)} ${category} ${model}`.slice(0, name_chars).trim()

const today = () => new Date().toISOString().slice(0, 10)

/** K8: who was launched is no draft again. */
function stateOf(given: GivenProduct, was: ProductRow | null, left_out: LeftOut[]): ProductRow['state'] {
  if (given.state === 'draft' && was && was.state !== 'draft') {
    left_out.push({ field: 'state', code: 'already_launched', value: 'draft' })
    return was.state
  }
  if (given.state ?? was) return given.state ?? was!.state
  const whole = given.skus.every((sku) => sku.gtin && sku.width_mm && sku.height_mm && sku.depth_mm)
  return whole ? 'live' : 'draft'
}

export function mergeProduct(
  category: Category,
  was: ProductRow | null,
  given: GivenProduct,
  left_out: LeftOut[],
): ProductRow {
  const same = was?.category_code === category.code
  const kind = same
    ? { space: was.space, family: was.family, install_kind: was.install_kind, skills: was.skills }
    : {
        space: category.space,
        family: category.families[0]!,
        install_kind: category.install_kind,
        skills: [...category.skills],
      }
  return {
    id: given.id,
    brand_id: was?.brand_id ?? given.brand_id,
    category_code: category.code,
    ...kind,
    model: given.model,
    name_zh: given.name_zh ?? was?.name_zh ?? nameOf(given.brand_zh, category.name_zh, given.model),
    name_en: given.name_en ?? was?.name_en ?? nameOf(given.brand_en, category.name_en, given.model),
    points: was?.points ?? [],
    attributes: { ...was?.attributes, ...given.attributes },
    body: sizesOf(given, was?.body ?? {}),
    cavity: was?.cavity ?? null,
    clearances: was?.clearances ?? { left_mm: 0, right_mm: 0, top_mm: 0, back_mm: 0, front_mm: 0 },
    utilities: was?.utilities ?? [],
    energy: energyOf(given, was?.energy ?? null),
    noise_db: given.noise_db ?? was?.noise_db ?? null,
    warranty_months: given.warranty_months ?? was?.warranty_months ?? 0,
    install_kind: kind.install_kind,
    skills: kind.skills,
    state: stateOf(given, was, left_out),
    launched_on: (given.launched_on ?? was?.launched_on ?? today()) as ProductRow['launched_on'],
    demo: was?.demo ?? false,
  }
}

export function mergeSku(product: ProductRow, was: SkuRow | null, given: GivenSku): SkuRow {
  const sizes = sizesOf(given, was ?? {})
  const litres = (sizes.width_mm * sizes.height_mm * (sizes.depth_mm ?? sizes.width_mm)) / 1e6
  const package_volume_l = bounded(litres * packed_share, 20_000)
  const weight_g = bounded(litres * grams_per_litre, 1_000_000)
  const sized = ['width_mm', 'height_mm', 'weight_g', 'package_volume_l'] as const
  const assumed = sized.filter(
    (size) => given[size] === undefined && (!was || (was.assumed ?? []).includes(size)),
  )
  const guess = (size: 'weight_g' | 'package_volume_l', reckoned: number) =>
    given[size] ?? (was && !assumed.includes(size) ? was[size] : reckoned)
  return {
    id: given.id,
    product_id: (was?.product_id ?? product.id) as SkuRow['product_id'],
    code: given.code,
    gtin: given.gtin ?? was?.gtin ?? null,
    variant_zh: given.variant_zh ?? was?.variant_zh ?? '标准',
    variant_en: given.variant_en ?? was?.variant_en ?? 'Standard',
    finish: given.finish ?? was?.finish ?? 'white',
    layout: was?.layout ?? 'plain',
    options: was?.options ?? {},
    ...sizes,
    weight_g: guess('weight_g', weight_g),
    package_volume_l: guess('package_volume_l', package_volume_l),
    attributes: was?.attributes ?? {},
    assumed: [...assumed] as Assumed[],
    state: was?.state ?? 'live',
    demo: was?.demo ?? false,
  }
}

const bounded = (value: number, max: number) => Math.min(max, Math.max(1, Math.round(value)))
