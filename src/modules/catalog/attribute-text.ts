// Attribute values as people read them: `501 升`, `501 L`, `风冷无霜`, `Yes`.
import { type Attribute, attributeOf } from './attributes.ts'
import type { Category } from './categories.ts'
import type { AttributeValue, Attributes } from './contract.ts'

type Lang = 'zh' | 'en'
const YES_NO = { zh: ['有', '没有'], en: ['Yes', 'No'] } as const

export function attributeText(attribute: Attribute, value: AttributeValue, lang: Lang): string {
  if (typeof value === 'boolean') return YES_NO[lang][value ? 0 : 1]
  if (typeof value === 'string') {
    const found = attribute.choices.find(({ code }) => code === value)
    return found ? found[lang] : value
  }
  const unit = attribute[`unit_${lang}`]
  return unit ? `${value} ${unit}` : String(value)
}

/** A category's attributes in its own order, each with its words; those without a value are left out. */
export function describeAttributes(category: Category, values: Attributes) {
  return category.attributes.flatMap((code) => {
    const attribute = attributeOf(code)!
    const value = values[code]
    if (value === undefined) return []
    const { label_zh, label_en, kind, better } = attribute
    const text_zh = attributeText(attribute, value, 'zh')
    const text_en = attributeText(attribute, value, 'en')
    return [{ code: code as string, label_zh, label_en, text_zh, text_en, kind, better, value }]
  })
}
