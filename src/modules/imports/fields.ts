// What a row of each kind of file may say. The name of a field is the header of our own files; the Chinese
// and English words are taken as well.
import { Finish } from '../catalog/contract.ts'
import { attributeOf, categories } from '../catalog/index.ts'
import { formats } from '../places/index.ts'
import { type FileKind, fileKinds } from './contract.ts'
import type { Unit } from './units.ts'

type Base = { name: string; names: readonly string[]; must: boolean }
export type Field = Base &
  (
    | { read: 'text'; max: number }
    | { read: 'code'; max: number }
    | { read: 'number'; min: number; max: number; digits: number; unit: Unit | null }
    | { read: 'fen' }
    | { read: 'choice'; choices: readonly string[] }
    | { read: 'flag' | 'day' | 'instant' | 'minute' | 'gtins' }
  )

type Must = '' | '!'
const base = (words: string, must: Must): Base => {
  const [name = '', ...names] = words.split('|')
  return { name, names, must: must === '!' }
}
const text = (words: string, max: number, must: Must = ''): Field => ({
  ...base(words, must),
  read: 'text',
  max,
})
const code = (words: string, must: Must = '', max = 120): Field => ({
  ...base(words, must),
  read: 'code',
  max,
})
const choice = (words: string, choices: readonly string[], must: Must = ''): Field => ({
  ...base(words, must),
  read: 'choice',
  choices,
})
const other = (words: string, read: 'fen' | 'flag' | 'day' | 'instant' | 'minute' | 'gtins'): Field => ({
  ...base(words, ''),
  read,
})

type Range = readonly [min: number, max: number]
function number(words: string, [min, max]: Range, unit: Unit | null = null, digits = 0): Field {
  return { ...base(words, ''), read: 'number', min, max, digits, unit }
}
const whole = (words: string, range: Range): Field => number(words, range)

const size: Range = [1, 6_000]

const attributeUnits: Record<string, Unit> = {
  L: 'l',
  W: 'w',
  mm: 'mm',
}
// An attribute is asked for by its own range in the catalog (K5), so none is asked here.
function attributeFields(): Field[] {
  const codes = [...new Set(categories.flatMap((category) => category.attributes))]
  return codes.map((attribute): Field => {
    const { kind, label_zh, unit_en, choices } = attributeOf(attribute)!
    const name = `attributes.${attribute}|${label_zh}`
    if (kind === 'flag') return other(name, 'flag')
    if (kind === 'choice')
      return choice(
        name,
        choices.map((one) => one.code),
      )
    return number(name, [-1e6, 1e6], attributeUnits[unit_en] ?? null, 1)
  })
}

const products: readonly Field[] = [
  code('key|编号|Key', '!'),
  code('product_key|产品编号|Product key'),
  text('brand|品牌|Brand', 160, '!'),
  code('category_code|品类|Category', '!', 40),
  text('model|型号|Model', 60, '!'),
  text('name_zh|名称|Name', 120),
  text('name_en|英文名称|English name', 120),
  code('sku_code|商品编码|SKU code', '', 60),
  other('gtin|条码|GTIN', 'gtins'),
  text('variant_zh|规格|Variant', 60),
  text('variant_en|英文规格|English variant', 60),
  choice('finish|颜色|Finish', Finish.options),
  number('width_mm|宽|Width', size, 'mm'),
  number('height_mm|高|Height', size, 'mm'),
  number('depth_mm|深|Depth', size, 'mm'),
  number('weight_g|重量|Weight', [1, 1_000_000], 'g'),
  number('package_volume_l|包装体积|Package volume', [1, 20_000], 'l'),
  number('kwh_year|年耗电|Electricity a year', [0, 20_000], 'kwh', 1),
  number('water_l_year|年耗水|Water a year', [0, 500_000], 'l'),
  number('gas_m3_year|年耗气|Gas a year', [0, 5_000], null, 1),
  whole('energy_grade|能效等级|Energy grade', [1, 5]),
  whole('noise_db|噪声|Noise', [10, 100]),
  whole('warranty_months|保修月数|Warranty months', [0, 240]),
  other('launched_on|上市日期|Launched on', 'day'),
  choice('state|状态|State', ['draft', 'live', 'retired']),
  ...attributeFields(),
]

const stores: readonly Field[] = [
  code('code|编号|门店编号|Code', '!'),
  choice('kind|类型|Kind', ['store', 'warehouse']),
  choice('format|业态|Format', Object.keys(formats)),
  text('name_zh|名称|门店名称|Name', 80, '!'),
  text('name_en|英文名称|English name', 80),
  text('owner|店主|Owner', 80),
  code('county_code|区县代码|County', '', 6),
  code('town_code|乡镇代码|Town', '', 9),
  text('address_zh|地址|Address', 200, '!'),
  text('address_en|英文地址|English address', 200),
  number('lon|经度|Longitude', [73, 136], null, 6),
  number('lat|纬度|Latitude', [3, 54], null, 6),
  text('phone|电话|Phone', 20),
  other('opens|开门|Opens', 'minute'),
  other('closes|关门|Closes', 'minute'),
  whole('capacity_per_day|日处理单量|Capacity a day', [0, 100_000]),
  choice('trade_mode|经营方式|Trade mode', ['own_stock', 'agency', 'display_loan']),
  code('warehouse|仓库编号|Warehouse'),
  other('sells_online|线上销售|Sells online', 'flag'),
  whole('service_radius_m|服务半径|Service radius', [0, 500_000]),
  whole('protected_default|保留数|Protected', [0, 1_000]),
  choice('state|状态|State', ['open', 'paused', 'closed']),
]

const stock: readonly Field[] = [
  code('store|门店编号|Store', '!'),
  code('sku|商品|条码|商品编码|GTIN|SKU', '!'),
  whole('on_hand|数量|库存|On hand|Quantity', [0, 100_000]),
]

const prices: readonly Field[] = [
  code('sku|商品|条码|商品编码|GTIN|SKU', '!'),
  other('price|价格|到手价|Price', 'fen'),
  whole('price_fen|价格分|Price in fen', [1, 1e11]),
  code('place_code|地区代码|Place', '', 6),
  choice('channel|渠道|Channel', ['all', 'shop', 'counter']),
  choice('tier|客层|Tier', ['retail', 'member', 'enterprise']),
  other('starts_at|生效|From', 'instant'),
  other('ends_at|截止|Until', 'instant'),
]

const all: Record<FileKind, readonly Field[]> = { products, stores, stock, prices }
const byName = Object.fromEntries(
  fileKinds.map((kind) => [kind, new Map(all[kind].map((field) => [field.name, field]))]),
) as Record<FileKind, Map<string, Field>>

export const fieldsOf = (kind: FileKind) => all[kind]
export const fieldOf = (kind: FileKind, name: string): Field | null => byName[kind].get(name) ?? null
export { type FileKind, fileKinds } from './contract.ts'
