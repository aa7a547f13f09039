// The index of a search: words and where they stand, their sounds, models, sizes and facet values of all that
// is for sale. Built from one version of the catalog; a value that nobody changes afterwards.
import type { Product, Sku } from '../catalog/contract.ts'
import { attributeOf, type CatalogIndex } from '../catalog/index.ts'
import { type NearWords, nearWords } from './near-words.ts'
import { blunt, soundOf } from './pinyin.ts'
import { type Facets, facetsOf } from './search-facets.ts'
import { categoryWords, finishCodes, finishNames, normalise, roomNames, valueWords } from './search-words.ts'
import { isChinese, pairs, type Tokeniser, tokeniser } from './tokenise.ts'

/** Where a word may stand, the best place first, and what it counts there. */
export const fields = ['category', 'brand', 'model', 'name', 'feature', 'room', 'point'] as const
export type Field = (typeof fields)[number]
const WEIGHT: Record<Field, number> = {
  category: 6,
  brand: 5,
  model: 4,
  name: 3,
  feature: 1.8,
  room: 1.2,
  point: 0.6,
}
/** Saturation of BM25 (Robertson and Zaragoza 2009, k1): the tenth mention adds less than the first. */
const K1 = 2

/** Products that hold a word (ascending), how much it counts in each, and in which field. */
export type Posting = { word: string; docs: Uint32Array; weight: Float32Array; field: Uint8Array }

export type SearchIndex = {
  version: number
  products: readonly Product[]
  skus: readonly Sku[]
  /** SKUs of product i: skuStart[i] … skuStart[i + 1] - 1. */
  skuStart: Uint32Array
  /** Which product a SKU belongs to. */
  docOf: Uint32Array
  tokens: Tokeniser
  postings: ReadonlyMap<string, Posting>
  /** Latin spellings: English words, pinyin, initials → words of the index. */
  pinyin: ReadonlyMap<string, readonly string[]>
  initials: ReadonlyMap<string, readonly string[]>
  blunt: ReadonlyMap<string, readonly string[]>
  /** All Latin keys in order, for beginnings of words. */
  latin: readonly string[]
  near: NearWords
  byLength: ReadonlyMap<number, readonly string[]>
  /** Models and article codes without punctuation, one after another, each between line ends. */
  models: { text: string; starts: Uint32Array; docs: Uint32Array }
  facets: Facets
  kwh: Float32Array
  grade: Uint8Array
  launched: Float64Array
  /** What a product counts for without a question: how new it is, how little it uses. */
  newness: Float32Array
  thrift: Float32Array
  /** All products, best first, for lists without a question. */
  order: Uint32Array
}

type Words = Map<string, { weight: number; field: number }>
const DAY_MS = 86_400_000

/** Builds the index over everything in the catalog that is for sale. */
export function buildIndex(catalog: CatalogIndex): SearchIndex {
  const products = catalog.products.filter(({ id }) => catalog.skusOf(id).some(({ for_sale }) => for_sale))
  const skus: Sku[] = []
  const rows: [Product, Sku][] = []
  const skuStart = new Uint32Array(products.length + 1)
  for (const [at, product] of products.entries()) {
    for (const sku of catalog.skusOf(product.id)) {
      if (!sku.for_sale) continue
      skus.push(sku)
      rows.push([product, sku])
    }
    skuStart[at + 1] = skus.length
  }
  const docOf = new Uint32Array(skus.length)
  for (const [doc] of products.entries()) docOf.fill(doc, skuStart[doc], skuStart[doc + 1])
  const tokens = tokeniser(namesOf(catalog))
  const wordsOf = reader(tokens)
  const docs = products.map((product) => wordsIn(catalog, product, wordsOf))
  const postings = invert(docs)
  const strong = [...postings.values()].filter((one) =>
    one.field.some((field) => field < fields.indexOf('room')),
  )
  const sounds = soundsOf(strong.map(({ word }) => word).filter((word) => isChinese(word) && word.length > 1))
  const english = strong.map(({ word }) => word).filter((word) => /^[a-z]{3,}$/.test(word))
  const far = [...english, ...sounds.pinyin.keys()].filter((word) => word.length >= 4)
  const rank = ranks(products)
  return {
    version: catalog.version,
    products,
    skus,
    skuStart,
    docOf,
    tokens,
    postings,
    ...sounds,
    latin: [...new Set([...english, ...sounds.pinyin.keys()])].sort(),
    near: nearWords([...new Set(far)]),
    byLength: grouped(strong.map(({ word }) => word).filter((word) => isChinese(word) && word.length >= 3)),
    models: modelsOf(catalog, products),
    facets: facetsOf(catalog, rows, facetNames(catalog)),
    ...rank,
  }
}

/** Every proper word of the catalog that the tokeniser must not split. */
function* namesOf(catalog: CatalogIndex): Generator<string> {
  for (const brand of catalog.brands) yield normalise(brand.name_zh)
  for (const category of catalog.categories) {
    yield category.name_zh
    yield* categoryWords.get(category.code) ?? []
    for (const code of category.attributes) {
      for (const choice of attributeOf(code)?.choices ?? []) yield choice.zh
    }
  }
  for (const words of valueWords.values()) yield* words
}

/** Words of a text, cut once a text: products of a category share most of theirs. */
function reader(tokens: Tokeniser): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (text) => {
    const found = known.get(text)
    if (found) return found
    const words = tokens.cutFine(normalise(text))
    const all = new Set(words)
    for (const word of words) {
      if (isChinese(word) && word.length > 2) for (const pair of pairs(word)) all.add(pair)
    }
    const list = [...all].filter((word) => word.length > 1)
    known.set(text, list)
    return list
  }
}

function wordsIn(
  catalog: CatalogIndex,
  product: Product,
  wordsOf: (text: string) => readonly string[],
): Words {
  const words: Words = new Map()
  const add = (text: string, field: Field, share = 1) => {
    for (const word of wordsOf(text)) put(words, word, field, share)
  }
  const category = catalog.category(product.category_code)
  if (category) {
    put(words, category.name_zh, 'category', 0.5)
    add(category.name_zh, 'category', 0.5)
    add(category.name_en, 'category')
    for (const word of categoryWords.get(category.code) ?? []) put(words, word, 'category', 0.7)
  }
  const brand = catalog.brand(product.brand_id)
  if (brand) for (const name of [brand.name_zh, brand.name_en, brand.code]) add(name, 'brand')
  add(product.name_zh, 'name')
  add(product.name_en, 'name')
  add(product.model, 'model')
  add(roomNames(product.space).words, 'room')
  for (const point of product.points) {
    add(point.zh, 'point')
    add(point.en, 'point')
  }
  for (const sku of catalog.skusOf(product.id)) {
    if (sku.gtin) put(words, sku.gtin, 'model', 1)
    add(finishNames(sku.finish).name_zh, 'feature')
    add(sku.variant_zh, 'feature')
    add(sku.variant_en, 'feature')
    for (const [code, value] of Object.entries(sku.attributes)) {
      for (const text of attributeTexts(code, value)) add(text, 'feature')
    }
  }
  return words
}

function put(words: Words, word: string, field: Field, share: number): void {
  const at = fields.indexOf(field)
  const weight = WEIGHT[field] * share
  const found = words.get(word)
  if (!found) words.set(word, { weight, field: at })
  else {
    // The best place counts whole, further ones a little: two SKUs of one product say the same thing twice.
    found.weight = Math.max(found.weight, weight) + Math.min(found.weight, weight) * 0.05
    found.field = Math.min(found.field, at)
  }
}

/** What an attribute says in words: the names of a feature it has or of the choice it is. */
function attributeTexts(code: string, value: unknown): readonly string[] {
  const attribute = attributeOf(code)
  if (attribute?.kind === 'flag' && value === true) {
    return [attribute.label_zh, attribute.label_en, ...(valueWords.get(code) ?? [])]
  }
  const choice = attribute?.choices.find((one) => one.code === value)
  return choice ? [choice.zh, choice.en, ...(valueWords.get(choice.code) ?? [])] : []
}

function invert(docs: readonly Words[]): Map<string, Posting> {
  const lists = new Map<string, { docs: number[]; weight: number[]; field: number[] }>()
  for (const [doc, words] of docs.entries()) {
    for (const [word, { weight, field }] of words) {
      let list = lists.get(word)
      if (!list) lists.set(word, (list = { docs: [], weight: [], field: [] }))
      list.docs.push(doc)
      list.weight.push(weight)
      list.field.push(field)
    }
  }
  const postings = new Map<string, Posting>()
  for (const [word, list] of lists) {
    const held = list.docs.length
    const rarity = Math.log(1 + (docs.length - held + 0.5) / (held + 0.5))
    const weight = Float32Array.from(list.weight, (one) => (1 + rarity) * (one / (one + K1)) * (K1 + 1))
    postings.set(word, {
      word,
      docs: Uint32Array.from(list.docs),
      weight,
      field: Uint8Array.from(list.field),
    })
  }
  return postings
}

function soundsOf(words: readonly string[]) {
  const maps = { pinyin: new Map<string, string[]>(), initials: new Map<string, string[]>() }
  const blunted = new Map<string, string[]>()
  const add = (map: Map<string, string[]>, key: string, word: string) => {
    const list = map.get(key)
    if (list) list.push(word)
    else map.set(key, [word])
  }
  for (const word of words) {
    const { full, initials } = soundOf(word)
    add(maps.pinyin, full, word)
    add(maps.initials, initials, word)
    add(blunted, blunt(full), word)
  }
  return { ...maps, blunt: blunted }
}

function grouped(words: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>()
  for (const word of words) {
    const list = groups.get(word.length)
    if (list) list.push(word)
    else groups.set(word.length, [word])
  }
  return groups
}

export const bareModel = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

function modelsOf(catalog: CatalogIndex, products: readonly Product[]): SearchIndex['models'] {
  const parts: string[] = []
  const starts: number[] = []
  const docs: number[] = []
  let at = 0
  for (const [doc, product] of products.entries()) {
    const codes = new Set(
      [product.model, ...catalog.skusOf(product.id).map(({ code }) => code)].map(bareModel),
    )
    for (const code of codes) {
      starts.push(at)
      docs.push(doc)
      parts.push(code)
      at += code.length + 1
    }
  }
  return { text: `${parts.join('\n')}\n`, starts: Uint32Array.from(starts), docs: Uint32Array.from(docs) }
}

function ranks(products: readonly Product[]) {
  const launched = Float64Array.from(products, ({ launched_on }) => Date.parse(launched_on) / DAY_MS)
  const latest = launched.reduce((a, b) => Math.max(a, b), 0)
  const grade = Uint8Array.from(products, ({ energy }) => energy?.grade ?? 9)
  const newness = launched.map((day) => 0.25 * Math.exp((day - latest) / 365))
  const thrift = Float32Array.from(grade, (one) => (one > 5 ? 0 : (5 - one) * 0.03))
  const order = Uint32Array.from(products.keys())
  order.sort((a, b) => newness[b]! + thrift[b]! - newness[a]! - thrift[a]! || a - b)
  return {
    kwh: Float32Array.from(products, ({ energy }) => energy?.kwh_year ?? Number.POSITIVE_INFINITY),
    grade,
    launched,
    newness: Float32Array.from(newness),
    thrift,
    order,
  }
}

function facetNames(catalog: CatalogIndex) {
  const spaces = [...new Set(catalog.categories.map(({ space }) => space))]
  return {
    space: (code: string) => {
      const { name_zh, name_en } = roomNames(code)
      return { label_zh: name_zh, label_en: name_en, order: spaces.indexOf(code as never) }
    },
    finish: (sku: Sku) => {
      const { name_zh, name_en } = finishNames(sku.finish)
      return { label_zh: name_zh, label_en: name_en, order: finishCodes.indexOf(sku.finish) }
    },
  }
}
