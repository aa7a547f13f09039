// What lists narrow by: every SKU carries the numbers of its facet values, so counting is adding up.
import type { AttributeValue, Product, Sku } from '../catalog/contract.ts'
import { type Attribute, attributeOf, type CatalogIndex } from '../catalog/index.ts'

export type FacetField = { field: string; label_zh: string; label_en: string; values: number[] }
export type FacetLabel = { value: string; label_zh: string; label_en: string; field: number; order: number }
export type Facets = {
  fields: readonly FacetField[]
  labels: readonly FacetLabel[]
  /** Facet values of SKU i: ids[starts[i]] … ids[starts[i + 1] - 1]. */
  starts: Uint32Array
  ids: Uint32Array
  fieldOf: Uint16Array
  idOf: (field: string, value: string) => number | undefined
  priceBand: (price_fen: number) => number
}

/** Upper bounds of the price bands in yuan and of the width bands in mm (assumptions of ours). */
const PRICE_YUAN = [500, 1_000, 2_000, 3_000, 5_000, 8_000, 12_000]
const WIDTH_MM = [300, 450, 600, 750, 900]
/** Attributes with too many values to list one by one. */
const BOUNDS: Readonly<Record<string, readonly number[]>> = {
  capacity_l: [1, 2, 4, 6, 100, 200, 300, 400, 500, 600],
  cavity_l: [25, 40, 60, 80],
  tank_l: [1, 5, 40, 60, 80, 100, 200],
  bottles: [20, 40, 80],
  airflow_m3_min: [18, 21, 24, 27],
  airflow_m3_h: [100, 200, 350, 600, 900],
  suction_pa: [5_000, 10_000, 15_000, 20_000],
  battery_min: [30, 60, 120, 180],
  lumens: [500, 1_000, 2_000, 3_000],
  area_m2: [15, 25, 40, 60, 100],
  cadr_m3_h: [300, 450, 600, 800],
  flux_gpd: [400, 600, 800, 1_000],
  litres_day: [16, 24, 40, 60],
  mist_ml_h: [300, 500, 800],
  steam_g_min: [25, 35, 45],
  mbps: [2_000, 4_000, 7_000],
  burner_kw: [4.5, 5, 5.5],
}

const HEADS: readonly [field: string, zh: string, en: string][] = [
  ['category', '品类', 'Category'],
  ['brand', '品牌', 'Brand'],
  ['price_band', '价格', 'Price'],
  ['space', '空间', 'Room'],
  ['energy_grade', '能效', 'Energy grade'],
  ['width_band', '宽度', 'Width'],
  ['finish', '颜色', 'Finish'],
]

/** The band of a number among upper bounds: `300-400`, `0-100`, `600-`. */
function bandOf(value: number, bounds: readonly number[]): { code: string; order: number } {
  const at = bounds.findIndex((bound) => value < bound)
  if (at < 0) return { code: `${bounds.at(-1)}-`, order: bounds.length }
  return { code: `${at === 0 ? 0 : bounds[at - 1]}-${bounds[at]}`, order: at }
}

/** `300-400 升`, `100 升以下`, `600 升以上`; the same in English. */
function bandLabels(code: string, unit_zh: string, unit_en: string) {
  const [from = '', to = ''] = code.split('-')
  const [zh, en] = [unit_zh && ` ${unit_zh}`, unit_en && ` ${unit_en}`]
  if (to === '') return { label_zh: `${from}${zh}以上`, label_en: `${from}${en} and more` }
  if (from === '0') return { label_zh: `${to}${zh}以下`, label_en: `under ${to}${en}` }
  return { label_zh: `${from}–${to}${zh}`, label_en: `${from}–${to}${en}` }
}

type Entry = { field: string; value: string; label_zh: string; label_en: string; order: number }

function attributeEntry(attribute: Attribute, value: AttributeValue): Entry | null {
  const field = `attributes.${attribute.code}`
  if (attribute.kind === 'flag') {
    return value === true ? { field, value: 'yes', label_zh: '有', label_en: 'Yes', order: 0 } : null
  }
  if (attribute.kind === 'choice') {
    const order = attribute.choices.findIndex(({ code }) => code === value)
    const choice = attribute.choices[order]
    return choice ? { field, value: choice.code, label_zh: choice.zh, label_en: choice.en, order } : null
  }
  const { unit_zh, unit_en } = attribute
  const bounds = BOUNDS[attribute.code]
  if (bounds) {
    const { code, order } = bandOf(Number(value), bounds)
    return { field, value: code, order, ...bandLabels(code, unit_zh, unit_en) }
  }
  const [label_zh, label_en] = [`${value} ${unit_zh}`.trim(), `${value} ${unit_en}`.trim()]
  return { field, value: String(value), label_zh, label_en, order: Number(value) }
}

function entriesOf(catalog: CatalogIndex, product: Product, sku: Sku, finishName: FinishName): Entry[] {
  const brand = catalog.brand(product.brand_id)
  const category = catalog.category(product.category_code)
  const width = bandOf(sku.width_mm, WIDTH_MM)
  const grade = product.energy?.grade ?? null
  const entries: (Entry | null)[] = [
    category && {
      field: 'category',
      value: category.code,
      label_zh: category.name_zh,
      label_en: category.name_en,
      order: catalog.categories.indexOf(category),
    },
    brand && {
      field: 'brand',
      value: brand.code,
      label_zh: brand.name_zh,
      label_en: brand.name_en,
      order: catalog.brands.indexOf(brand),
    },
    { field: 'space', value: product.space, ...finishName.space(product.space) },
    { field: 'width_band', value: width.code, order: width.order, ...bandLabels(width.code, 'mm', 'mm') },
    { field: 'finish', value: sku.finish, ...finishName.finish(sku) },
    grade === null
      ? null
      : {
          field: 'energy_grade',
          value: String(grade),
          label_zh: `${grade} 级`,
          label_en: `Grade ${grade}`,
          order: grade,
        },
  ]
  for (const [code, value] of Object.entries(sku.attributes)) {
    const attribute = attributeOf(code)
    if (attribute?.facet) entries.push(attributeEntry(attribute, value))
  }
  return entries.filter((entry) => entry !== null)
}

type Named = { label_zh: string; label_en: string; order: number }
type FinishName = { space: (code: string) => Named; finish: (sku: Sku) => Named }

/** Facet values of all SKUs, in the order given. */
export function facetsOf(catalog: CatalogIndex, rows: readonly [Product, Sku][], names: FinishName): Facets {
  const fields: FacetField[] = HEADS.map(([field, label_zh, label_en]) => {
    return { field, label_zh, label_en, values: [] }
  })
  const fieldAt = new Map(fields.map(({ field }, at) => [field, at]))
  const labels: FacetLabel[] = []
  const known = new Map<string, number>()
  const enter = (entry: Entry): number => {
    const key = `${entry.field}=${entry.value}`
    const found = known.get(key)
    if (found !== undefined) return found
    let field = fieldAt.get(entry.field)
    if (field === undefined) {
      const attribute = attributeOf(entry.field.slice('attributes.'.length))!
      const { label_zh, label_en } = attribute
      field = fields.push({ field: entry.field, label_zh, label_en, values: [] }) - 1
      fieldAt.set(entry.field, field)
    }
    const { value, label_zh, label_en, order } = entry
    const id = labels.push({ value, label_zh, label_en, field, order }) - 1
    fields[field]!.values.push(id)
    known.set(key, id)
    return id
  }
  const starts = new Uint32Array(rows.length + 1)
  const ids: number[] = []
  for (const [at, [product, sku]] of rows.entries()) {
    for (const entry of entriesOf(catalog, product, sku, names)) ids.push(enter(entry))
    starts[at + 1] = ids.length
  }
  const bands = [...PRICE_YUAN, Number.POSITIVE_INFINITY].map((bound, order) => {
    const { code } = bandOf(bound === Number.POSITIVE_INFINITY ? bound : bound - 1, PRICE_YUAN)
    return enter({ field: 'price_band', value: code, order, ...bandLabels(code, '元', 'yuan') })
  })
  for (const { values } of fields) values.sort((a, b) => labels[a]!.order - labels[b]!.order)
  return {
    fields,
    labels,
    starts,
    ids: Uint32Array.from(ids),
    fieldOf: Uint16Array.from(labels, ({ field }) => field),
    idOf: (field, value) => known.get(`${field}=${value}`),
    priceBand: (price_fen) => {
      const at = PRICE_YUAN.findIndex((bound) => price_fen < bound * 100)
      return bands[at < 0 ? PRICE_YUAN.length : at]!
    },
  }
}
