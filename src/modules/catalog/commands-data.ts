// Proposed facts of goods: they wait in control, and an approval writes them as an editor would have.
import type { Actor } from '../../platform/access.ts'
import type { ChangeKind, DiffField } from '../../platform/change-kind.ts'
import type { Tx } from '../../platform/db.ts'
import { Refused, notFound, wrongField } from '../../platform/refusal.ts'
import type { Id } from '../../platform/types.ts'
import { propose } from '../control/index.ts'
import { attributeOf, attributes } from './attributes.ts'
import { categoryOf } from './categories.ts'
import { editProduct, editSku } from './commands.ts'
import type { Attributes, ProductRow, SkuRow } from './contract.ts'
import { type DataWish, ProductData, ProductFacts, SkuFacts } from './contract-data.ts'
import { whyNotGtin } from './gtin.ts'
import { whyNotAttributes } from './rules.ts'

type Value = string | number | boolean | null
type Facts = Record<string, Value>

const energy_parts = {
  energy_grade: 'grade',
  kwh_year: 'kwh_year',
  water_l_year: 'water_l_year',
  gas_m3_year: 'gas_m3_year',
} as const
const isEnergy = (field: string): field is keyof typeof energy_parts => field in energy_parts
const isAttribute = (field: string) =>
  attributeOf(field) !== null && !(field in ProductFacts) && !(field in SkuFacts)

/** A brand asks in its scope only; to anybody else the product is not there. */
async function ownRows(tx: Tx, product_id: Id, sku_id: Id | null) {
  const [product] = await tx<ProductRow[]>`
    select * from catalog.product where id = ${product_id} and platform.in_scope('brands', brand_id::text)`
  if (!product) throw notFound()
  if (sku_id === null) return { product, sku: null }
  const [sku] = await tx<SkuRow[]>`
    select * from catalog.sku where id = ${sku_id} and product_id = ${product_id}`
  if (!sku) throw notFound()
  return { product, sku }
}

function valueOf(product: ProductRow, sku: SkuRow | null, field: string): Value {
  if (isEnergy(field)) return product.energy?.[energy_parts[field]] ?? null
  if (isAttribute(field)) return (sku ?? product).attributes[field] ?? null
  return ((sku ?? product) as unknown as Facts)[field] ?? null
}

export async function proposeData(tx: Tx, actor: Actor, wish: DataWish & { reason: string }) {
  const { product_id, sku_id = null, attributes: given, reason, ...rest } = wish
  const { product, sku } = await ownRows(tx, product_id, sku_id)
  const facts = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Facts
  refuseWrong(product, sku, facts, given)
  const all: Facts = { ...facts, ...given }
  const moved = Object.entries(all).filter(([field, value]) => valueOf(product, sku, field) !== value)
  if (moved.length === 0) throw new Refused('nothing_changes', 422)
  const after = { product_id, sku_id, ...Object.fromEntries(moved) } as ProductData
  return propose(tx, actor, {
    kind: 'catalog.product_data',
    subject_kind: sku ? 'sku' : 'product',
    subject_id: sku?.id ?? product.id,
    before: await current(tx, after),
    after,
    reason,
  })
}

function refuseWrong(product: ProductRow, sku: SkuRow | null, facts: Facts, given: Attributes) {
  const strange = Object.keys(facts).find((field) => field in (sku ? ProductFacts : SkuFacts))
  if (strange) throw wrongField(`/${strange}`, sku ? 'fact_of_product' : 'fact_of_sku')
  const fault = typeof facts.gtin === 'string' ? whyNotGtin(facts.gtin) : null
  if (fault) throw wrongField('/gtin', fault)
  const category = categoryOf(product.category_code)!
  const wrong = whyNotAttributes(category, given)
  if (wrong) throw wrongField(`/attributes/${wrong.code}`, wrong.reason)
}

async function rowsOf(tx: Tx, { product_id, sku_id }: ProductData) {
  const [product] = await tx<ProductRow[]>`select * from catalog.product where id = ${product_id}`
  const [sku] = sku_id ? await tx<SkuRow[]>`select * from catalog.sku where id = ${sku_id}` : []
  return { product, sku: sku ?? null }
}

const fieldsOf = ({ product_id: _product, sku_id: _sku, ...facts }: ProductData): Facts => facts

async function current(tx: Tx, after: ProductData): Promise<Facts> {
  const { product, sku } = await rowsOf(tx, after)
  const fields = Object.keys(fieldsOf(after))
  return Object.fromEntries(fields.map((field) => [field, product ? valueOf(product, sku, field) : null]))
}

async function apply(tx: Tx, actor: Actor, after: ProductData) {
  const { product, sku } = await rowsOf(tx, after)
  if (!product) throw notFound()
  const facts = Object.entries(fieldsOf(after))
  const of = (is: (field: string) => boolean) => Object.fromEntries(facts.filter(([field]) => is(field)))
  const plain = of((field) => !isEnergy(field) && !isAttribute(field))
  const told = of(isAttribute)
  const merged = Object.keys(told).length > 0 && { attributes: { ...(sku ?? product).attributes, ...told } }
  if (sku) {
    await editSku(tx, actor, { sku_id: sku.id, ...plain, ...merged } as never)
    return
  }
  const energy = energyAfter(product, of(isEnergy))
  await editProduct(tx, actor, { product_id: product.id, ...plain, ...merged, ...energy } as never)
}

/** Over what is known of its energy; a product without any begins with what its brand says of a year. */
function energyAfter({ energy }: ProductRow, facts: Facts) {
  if (Object.keys(facts).length === 0) return {}
  const parts = Object.entries(facts).map(([field, value]) => [
    energy_parts[field as keyof typeof energy_parts],
    value,
  ])
  const none = { grade: null, standard: null, kwh_year: 0, water_l_year: 0, gas_m3_year: 0 }
  const said = { assumption_zh: '品牌申报的一年用量', assumption_en: 'A year of use as its brand states it' }
  return { energy: { ...(energy ?? { ...none, ...said }), ...Object.fromEntries(parts) } }
}

const label = (field: string, label_zh: string, label_en: string, unit: DiffField['unit'] = 'text') => ({
  field,
  label_zh,
  label_en,
  unit,
})
const fields: readonly DiffField[] = [
  label('name_zh', '中文名', 'Chinese name'),
  label('name_en', '英文名', 'English name'),
  label('variant_zh', '规格，中文', 'Variant, Chinese'),
  label('variant_en', '规格，英文', 'Variant, English'),
  label('gtin', '商品条码', 'GTIN'),
  label('width_mm', '宽（毫米）', 'Width (mm)'),
  label('height_mm', '高（毫米）', 'Height (mm)'),
  label('depth_mm', '深（毫米）', 'Depth (mm)'),
  label('weight_g', '重量（克）', 'Weight (g)'),
  label('package_volume_l', '包装体积（升）', 'Packed volume (L)'),
  label('noise_db', '噪声（分贝）', 'Noise (dB)'),
  label('warranty_months', '保修（月）', 'Warranty (months)'),
  label('energy_grade', '能效等级', 'Energy grade'),
  label('kwh_year', '一年用电（千瓦时）', 'Power a year (kWh)'),
  label('water_l_year', '一年用水（升）', 'Water a year (L)'),
  label('gas_m3_year', '一年用气（立方米）', 'Gas a year (m³)'),
  ...Object.values(attributes).map(({ code, label_zh, label_en, unit_zh, unit_en }) =>
    label(
      code,
      unit_zh ? `${label_zh}（${unit_zh}）` : label_zh,
      unit_en ? `${label_en} (${unit_en})` : label_en,
    ),
  ),
]

export const changeKinds: readonly ChangeKind[] = [
  {
    kind: 'catalog.product_data',
    name_zh: '产品资料',
    name_en: 'Product data',
    permission_to_propose: 'brand.propose',
    schema: ProductData,
    fields,
    current: (tx, _id, after) => current(tx, after as ProductData),
    subject_name: async (tx, after) => {
      const { product, sku } = await rowsOf(tx, after as ProductData)
      if (!product) return null
      if (!sku) return { zh: product.name_zh, en: product.name_en }
      return { zh: `${product.name_zh} ${sku.variant_zh}`, en: `${product.name_en}, ${sku.variant_en}` }
    },
    checks: async () => [],
    apply: (tx, actor, request) => apply(tx, actor, request.after as ProductData),
  },
]
