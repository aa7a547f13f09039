// Rows of a products file: one row is one product, or one more SKU of the product it names.
import { newId } from '../../platform/types.ts'
import {
  type GivenProduct,
  type GivenSku,
  type Taken,
  attributeOf,
  brandsNamed,
  catalogChanged,
  categoryOf,
  gtin14,
  takeProducts,
  whyNotAttributes,
} from '../catalog/index.ts'
import { type NewKey, keepKeys } from './commands-keys.ts'
import { knownKeys, newIds } from './keys.ts'
import type { Applied, Checked, Job, KindWork } from './kind-work.ts'
import { type Entry, type Values, columnOf, note } from './record.ts'

const attribute = 'attributes.'
const assumptions: Record<string, { zh: string; en: string }> = {
  energy_star: { zh: '按 ENERGY STAR 认证测试条件', en: 'under the test conditions of ENERGY STAR' },
}
const as_told = { zh: '按供应商资料', en: 'as the supplier says' }

/** K5: what its category does not know, or no real goods have, is left out of a feed and told. */
function checkAttributes(job: Job, entry: Entry) {
  const { plan } = job
  const category = categoryOf(String(entry.values.category_code))
  if (!category) return
  for (const [name, value] of Object.entries(entry.values)) {
    if (!name.startsWith(attribute)) continue
    const code = name.slice(attribute.length)
    // Two kinds of goods may share a list: what is said of one need not be known of the other.
    const fault = whyNotAttributes(category, { [code]: value })
    if (!fault) continue
    const told = note(plan, name, fault.reason, entry.stored.cells[columnOf(plan, name)] ?? value)
    if (plan.source === 'own') entry.faults.push(told)
    else if (fault.reason !== 'not_of_category') entry.warnings.push(told)
    delete (entry.values as Record<string, unknown>)[name]
  }
}

async function check(job: Job, entries: readonly Entry[]): Promise<Checked[]> {
  return entries.map((entry) => {
    const { key, category_code } = entry.values
    if (category_code !== undefined && !categoryOf(String(category_code)))
      entry.faults.push(note(job.plan, 'category_code', 'category_not_kept', category_code))
    checkAttributes(job, entry)
    const numbers = entry.gtins.map(gtin14)
    return { entry, key: key === undefined ? null : String(key), numbers, was_fen: null }
  })
}

type Ids = { product: Map<string, string>; sku: Map<string, string>; fresh: NewKey[] }

const productKey = ({ values }: Entry) => String(values.product_key ?? values.key)
/** The first number is the row's own SKU, each further one another. */
const skuKeys = ({ values, gtins }: Entry) => [
  String(values.key),
  ...gtins.slice(1).map((gtin) => `${values.key}#${gtin}`),
]

async function idsOf({ tx, plan }: Job, entries: readonly Entry[]): Promise<Ids> {
  const ids: Ids = {
    product: await knownKeys(tx, plan.source, 'product', entries.map(productKey)),
    sku: await knownKeys(tx, plan.source, 'sku', entries.flatMap(skuKeys)),
    fresh: [],
  }
  const wanted = entries.flatMap((entry) => [
    { kind: 'product' as const, key: productKey(entry) },
    ...skuKeys(entry).map((key) => ({ kind: 'sku' as const, key })),
  ])
  const spare = newIds(wanted.length)
  for (const { kind, key } of wanted) {
    if (ids[kind].has(key)) continue
    const id = spare.shift() ?? newId()
    ids[kind].set(key, id)
    ids.fresh.push({ kind, key, id })
  }
  return ids
}

const codePattern = /[^A-Za-z0-9._/-]+/g
const skuCode = (source: string, { values }: Entry, gtin: string | undefined, at: number) => {
  const stem = String(values.sku_code ?? (source === 'own' ? values.key : `ES-${values.key}`))
  const code = at === 0 ? stem : `${stem}-${gtin}`
  return code
    .replaceAll(codePattern, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 60)
}

const pick = <K extends string>(values: Values, fields: readonly K[]) =>
  Object.fromEntries(fields.filter((f) => values[f] !== undefined).map((f) => [f, values[f]]))

function skusOf(job: Job, ids: Ids, entry: Entry): GivenSku[] {
  const { values, gtins } = entry
  const several = gtins.length > 1
  return skuKeys(entry).map((key, at): GivenSku => {
    const gtin = gtins[at]
    return {
      ...pick(values, ['width_mm', 'height_mm', 'depth_mm', 'weight_g', 'package_volume_l', 'finish']),
      ...pick(values, ['variant_zh', 'variant_en']),
      ...(several && values.variant_zh === undefined && { variant_zh: `条码 ${gtin}` }),
      ...(several && values.variant_en === undefined && { variant_en: `UPC ${gtin}` }),
      id: ids.sku.get(key)! as GivenSku['id'],
      code: skuCode(job.plan.source, entry, gtin, at),
      ...(gtin && { gtin }),
    }
  })
}

type Brands = Awaited<ReturnType<typeof brandsNamed>>

function givenOf(job: Job, ids: Ids, brands: Brands, entry: Entry): GivenProduct {
  const { values } = entry
  const brand = brands.get(String(values.brand).toLowerCase())!
  const attributes = Object.entries(values)
    .filter(([name]) => name.startsWith(attribute) && attributeOf(name.slice(attribute.length)))
    .map(([name, value]) => [name.slice(attribute.length), value] as const)
  const grade = values.energy_grade === undefined ? {} : { grade: Number(values.energy_grade) }
  const model = String(values.model)
  return {
    ...pick(values, ['width_mm', 'height_mm', 'depth_mm', 'name_zh', 'name_en', 'noise_db']),
    ...pick(values, ['warranty_months', 'launched_on', 'state']),
    id: ids.product.get(productKey(entry))! as GivenProduct['id'],
    brand_id: brand.id,
    brand_zh: brand.name_zh,
    brand_en: brand.name_en,
    category_code: String(values.category_code),
    model,
    model_else: `${model.slice(0, 60 - String(values.key).length - 3)} [${values.key}]`,
    energy: { ...pick(values, ['kwh_year', 'water_l_year', 'gas_m3_year']), ...grade },
    assumption: assumptions[job.plan.source] ?? as_told,
    attributes: Object.fromEntries(attributes),
    skus: skusOf(job, ids, entry),
  }
}

// Of rows that share a product each is taken after the one before, so that it sees what that one made.
function wavesOf(entries: readonly Entry[]): Entry[][] {
  const waves: Entry[][] = []
  const seen = new Map<string, number>()
  for (const entry of entries) {
    const key = productKey(entry)
    const wave = (seen.get(key) ?? -1) + 1
    seen.set(key, wave)
    waves[wave] = [...(waves[wave] ?? []), entry]
  }
  return waves
}

async function apply(job: Job, entries: readonly Entry[]): Promise<Applied[]> {
  const { tx, actor, plan } = job
  // Numbers that two rows of the file claim were taken from both while it was read.
  const own = entries.map((entry) => {
    checkAttributes(job, entry)
    return { ...entry, gtins: entry.gtins.filter((gtin) => entry.stored.numbers.includes(gtin14(gtin))) }
  })
  // Brands first: their lock lets one file at a time take goods, so that the keys another kept are seen.
  const brands = await brandsNamed(tx, actor, [...new Set(own.map(({ values }) => String(values.brand)))])
  const ids = await idsOf(job, own)
  const done = new Map<number, Applied>()
  const refused = new Set<number>()
  for (const wave of wavesOf(own)) {
    const taken = await takeProducts(
      tx,
      actor,
      wave.map((entry) => givenOf(job, ids, brands, entry)),
    )
    taken.forEach((one, at) => {
      const entry = wave[at]!
      done.set(entry.row, appliedOf(job, entry, one))
      if ('fault' in one) refused.add(entry.row)
    })
  }
  const real = new Set(
    own
      .filter(({ row }) => !refused.has(row))
      .flatMap((entry) => [`product ${productKey(entry)}`, ...skuKeys(entry).map((key) => `sku ${key}`)]),
  )
  await keepKeys(
    tx,
    actor,
    plan.source,
    ids.fresh.filter(({ kind, key }) => real.has(`${kind} ${key}`)),
  )
  return entries.map(({ row }) => done.get(row)!)
}

function appliedOf({ plan }: Job, entry: Entry, taken: Taken): Applied {
  const told = (one: { field: string; code: string; value: string }) =>
    note(plan, one.field, one.code, one.code === 'brand_not_yours' ? entry.values.brand : one.value)
  if ('fault' in taken) return { outcome: 'rejected', faults: [told(taken.fault)] }
  return { outcome: taken.outcome, warnings: taken.left_out.map(told) }
}

export const products: KindWork = {
  key_field: 'key',
  check,
  apply,
  tell: ({ tx, actor }) => catalogChanged(tx, actor),
}
