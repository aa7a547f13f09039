// Which fields each part of a sheet has, with their units; the category says which attributes.
import type { z } from 'zod'
import type { Lang } from '../../../platform/types.ts'
import { FAMILIES, FINISH, finishKeys } from '../../../web/draw/index.ts'
import { nameIn } from '../../../web/words/format.ts'
import { say } from '../../../web/words/words.ts'
import type { CategoryView, Drawing } from '../contract.ts'
import type { ProductSheet, SkuSheet } from '../contract-sheets.ts'
import type { FieldSpec } from './desk-product-fields.tsx'
import { productDeskWords } from './desk-product-words.ts'

export type Category = z.infer<typeof CategoryView>
const mm = { kind: 'number', unit: 'mm' } as const

export function nameSpecs(product: ProductSheet, lang: Lang): FieldSpec[] {
  const t = say(productDeskWords, lang)
  return [
    { name: 'name_zh', label: t('name_zh'), kind: 'text', value: product.name_zh },
    { name: 'name_en', label: t('name_en'), kind: 'text', value: product.name_en },
    { name: 'model', label: t('model'), kind: 'text', value: product.model },
    { name: 'launched_on', label: t('launched_on'), kind: 'day', value: product.launched_on },
    {
      name: 'warranty_months',
      label: t('warranty'),
      kind: 'number',
      unit: t('months'),
      value: product.warranty_months,
    },
    {
      name: 'noise_db',
      label: t('noise'),
      kind: 'number',
      unit: 'dB',
      value: product.noise_db,
      optional: true,
    },
  ]
}

export function sizeSpecs({ body, clearances }: ProductSheet, lang: Lang): FieldSpec[] {
  const t = say(productDeskWords, lang)
  const free = ['left', 'right', 'top', 'back', 'front'] as const
  return [
    { name: 'body.width_mm', label: t('width'), ...mm, value: body.width_mm },
    { name: 'body.height_mm', label: t('height'), ...mm, value: body.height_mm },
    { name: 'body.depth_mm', label: t('depth'), ...mm, value: body.depth_mm, optional: true },
    ...free.map((side): FieldSpec => {
      const value = clearances[`${side}_mm`]
      return { name: `clearances.${side}_mm`, label: t(side), ...mm, value }
    }),
  ]
}

export function energySpecs({ energy }: ProductSheet, lang: Lang): FieldSpec[] {
  if (!energy) return []
  const t = say(productDeskWords, lang)
  return [
    {
      name: 'energy.grade',
      label: t('grade'),
      kind: 'number',
      value: energy.grade,
      optional: true,
    },
    {
      name: 'energy.kwh_year',
      label: t('kwh'),
      kind: 'number',
      unit: 'kWh',
      step: 0.1,
      value: energy.kwh_year,
    },
    { name: 'energy.water_l_year', label: t('water'), kind: 'number', unit: 'L', value: energy.water_l_year },
    { name: 'energy.gas_m3_year', label: t('gas'), kind: 'number', unit: 'm³', value: energy.gas_m3_year },
  ]
}

export function attributeSpecs(
  product: ProductSheet,
  category: Category | undefined,
  lang: Lang,
): FieldSpec[] {
  return (category?.attributes ?? []).map((one): FieldSpec => {
    const unit = lang === 'en' ? one.unit_en : one.unit_zh
    return {
      name: `attributes.${one.code}`,
      label: lang === 'en' ? one.label_en : one.label_zh,
      kind: one.kind,
      value: product.attributes[one.code],
      optional: true,
      empty: 'omit',
      step: 0.1,
      ...(unit ? { unit } : {}),
      ...(one.kind === 'choice' && {
        choices: one.choices.map((choice) => ({
          value: choice.code,
          label: lang === 'en' ? choice.en : choice.zh,
        })),
      }),
    }
  })
}

/** `sku` null: a new one, its measures as its product's. */
export function skuSpecs(
  product: { family: Drawing['family']; body: ProductSheet['body'] },
  sku: SkuSheet | null,
  lang: Lang,
): FieldSpec[] {
  const t = say(productDeskWords, lang)
  const finishes = finishKeys.map((value) => ({ value: value as string, label: nameIn(lang, FINISH[value]) }))
  const known = new Set([...FAMILIES[product.family].layouts, ...(sku ? [sku.layout] : [])])
  const layouts = [...known].map((value) => ({ value, label: value }))
  const of = sku ?? product.body
  const gtin = { hint: t('gtin_hint'), optional: true, vital: true } as const
  const states = [
    { value: 'live', label: t('sku_live') },
    { value: 'retired', label: t('sku_retired') },
  ]
  const state: FieldSpec[] = sku
    ? [{ name: 'state', label: t('sku_state'), kind: 'choice', choices: states, value: sku.state }]
    : []
  return [
    { name: 'code', label: t('code'), kind: 'text', value: sku?.code },
    { name: 'gtin', label: t('gtin'), kind: 'text', value: sku?.gtin, ...gtin },
    { name: 'variant_zh', label: t('variant_zh'), kind: 'text', value: sku?.variant_zh },
    { name: 'variant_en', label: t('variant_en'), kind: 'text', value: sku?.variant_en },
    { name: 'finish', label: t('finish'), kind: 'choice', choices: finishes, value: sku?.finish ?? 'white' },
    {
      name: 'layout',
      label: t('layout'),
      kind: 'choice',
      choices: layouts,
      value: sku?.layout ?? layouts[0]?.value,
    },
    { name: 'width_mm', label: t('width'), ...mm, value: of.width_mm },
    { name: 'height_mm', label: t('height'), ...mm, value: of.height_mm },
    { name: 'depth_mm', label: t('depth'), ...mm, value: of.depth_mm, optional: true, vital: true },
    { name: 'weight_g', label: t('weight'), kind: 'number', unit: t('grams'), value: sku?.weight_g },
    {
      name: 'package_volume_l',
      label: t('volume'),
      kind: 'number',
      unit: t('litres'),
      value: sku?.package_volume_l,
    },
    ...state,
  ]
}
