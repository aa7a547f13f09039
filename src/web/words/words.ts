// Dictionaries: zh-CN is the source, English must have every key (the compiler checks) and the same
// placeholders (words.test.ts checks). The client build keeps only the language in use of each dictionary.
import i18next, { type FormatterModule } from 'i18next'
import type { Lang } from '../../platform/types.ts'
import { formatNumber } from './format.ts'

type Dictionary = Record<string, string>
type Plain<K> = K extends `${infer Stem}_other` ? Stem : K
/** English also wants `_one` where Chinese has only `_other`. */
type Singular<K> = K extends `${infer Stem}_other` ? `${Stem}_one` : never
type English<Z> = { [K in keyof Z]: string } & { [K in Singular<keyof Z>]: string }

export type Words<Z extends Dictionary = Dictionary> = { ns: string; by_lang: { 'zh-CN': Z; en: English<Z> } }

/** `ns` must be unique in the product. A key that ends in `_other` is a plural and takes `count`. */
export const words = <const Z extends Dictionary>(
  ns: string,
  by_lang: { 'zh-CN': Z; en: English<NoInfer<Z>> },
): Words<Z> => ({ ns, by_lang })

type Sentence<Z, K> = K extends keyof Z
  ? Z[K]
  : `${K & string}_other` extends keyof Z
    ? Z[`${K & string}_other`]
    : never
type Slots<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Slots<Rest> : never
type Given<S> = [Slots<S>] extends [never] ? [] : [{ [N in Slots<S>]: string | number }]

/** `t('n_items', { count: 3 })`: keys and placeholders are checked by the compiler. */
export type Say<Z extends Dictionary> = <K extends Plain<keyof Z> & string>(
  key: K,
  ...given: Given<Sentence<Z, K>>
) => string

/** A whole number inside a sentence is grouped as everywhere else: `15,058 家店和仓`. */
const grouping: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value) => (Number.isInteger(value) ? formatNumber(value) : value),
}

const i18n = i18next.createInstance().use(grouping)
void i18n.init({
  initAsync: false,
  resources: {},
  lng: 'zh-CN',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, alwaysFormat: true },
})

const said = new Map<string, unknown>()

/** The words of one dictionary in one language; the same function every time, so hooks may depend on it. */
export function say<Z extends Dictionary>(dictionary: Words<Z>, lang: Lang): Say<Z> {
  const name = `${lang} ${dictionary.ns}`
  const known = said.get(name)
  if (known) return known as Say<Z>
  i18n.addResourceBundle(lang, dictionary.ns, dictionary.by_lang[lang])
  const t = i18n.getFixedT(lang, dictionary.ns) as unknown as Say<Z>
  said.set(name, t)
  return t
}

/** Keys that arrive as data (a reason, a state): the sentence, or null when there is none. */
export function sayIfKnown(dictionary: Words, lang: Lang, key: string, facts: object = {}): string | null {
  const sentences: Dictionary = dictionary.by_lang[lang]
  if (!(key in sentences) && !(`${key}_other` in sentences)) return null
  return (say(dictionary, lang) as (key: string, facts: object) => string)(key, facts)
}
