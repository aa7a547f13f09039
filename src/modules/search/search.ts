// One search: words give candidates with a score, wants and filters choose their variants, facets are
// counted, one page is handed out with the reasons of its order.
import type { Facet, Filters, Hit, Search, SearchReply } from './contract.ts'
import { bestFirst } from './best-first.ts'
import { distanceTo, fulfils, type Want } from './fulfil-wants.ts'
import { type Query, readQuery, suggestions } from './read-query.ts'
import { fields, type SearchIndex } from './search-index.ts'

/** Prices in fen by place in `index.skus`, NaN where there is none. */
export type Prices = Float64Array

/** Prices of one place as the search takes them: make them once a place and price version. */
export function pricesOf(index: SearchIndex, priceOf: (sku_id: string) => number | null): Prices {
  return Float64Array.from(index.skus, ({ id }) => priceOf(id) ?? Number.NaN)
}

type Candidates = { docs: Uint32Array; score: Float64Array | null }
const WANT_SCORE = 3

/** Products for a query, `limit` of them from `offset`, with facets over all. At most 60 a page. */
export function search(index: SearchIndex, input: Search, prices: Prices | null = null): SearchReply {
  const query = readQuery(index, input.text)
  const nothing = query.tokens.length === 0 && query.wants.length === 0 && query.ignored.length > 0
  const { docs, score } = nothing ? { docs: new Uint32Array(0), score: null } : candidatesOf(index, query)
  const asked = chooseWants(index, docs, query.wants, prices)
  const sieve = sieveOf(index, input.filters)
  const tally = sift(index, docs, { prices, sieve, filters: input.filters, wants: asked.kept })
  const keys = keysOf(index, tally, input.sort, { score, prices })
  const page = bestFirst(keys, input.offset + Math.min(input.limit, 60)).slice(input.offset)
  const hits = page.map((at) => hitOf(index, query, tally.docs[at]!, tally.best[at]!, asked.kept, prices))
  const names = nothing ? suggestionNames(index) : []
  return {
    total: tally.docs.length,
    hits,
    facets: facetsOf(index, tally, sieve),
    understood: understoodOf(query),
    ignored: query.ignored,
    relaxed: asked.dropped.map(({ typed }) => typed),
    did_you_mean: names.length === 0 ? [] : suggestions(query.text, names),
  }
}

const suggestionNames = (index: SearchIndex) =>
  index.facets.fields
    .filter(({ field }) => field === 'category' || field === 'brand')
    .flatMap(({ values }) => values.flatMap((id) => labelsOf(index, id)))
const labelsOf = (index: SearchIndex, id: number) => {
  const { label_zh, label_en } = index.facets.labels[id]!
  return [label_zh, label_en]
}

/**
 * Products that hold every word; when none does, those that are what the last kind of goods named says
 * (嵌入式冰箱 is a refrigerator), and of them those that hold most words.
 */
function candidatesOf(index: SearchIndex, query: Query): Candidates {
  if (query.tokens.length === 0) return { docs: index.order, score: null }
  const total = new Float64Array(index.products.length)
  const held = new Uint8Array(index.products.length)
  const best = new Float32Array(index.products.length)
  const all: number[] = []
  for (const { meanings } of query.tokens) {
    const touched: number[] = []
    for (const { posting, factor } of meanings) {
      for (let i = 0; i < posting.docs.length; i++) {
        const doc = posting.docs[i]!
        const weight = posting.weight[i]! * factor
        if (best[doc] === 0) touched.push(doc)
        if (weight > best[doc]!) best[doc] = weight
      }
    }
    for (const doc of touched) {
      if (held[doc] === 0) all.push(doc)
      total[doc]! += best[doc]!
      held[doc]!++
      best[doc] = 0
    }
  }
  const most = (docs: readonly number[]) => docs.reduce((so_far, doc) => Math.max(so_far, held[doc]!), 0)
  const kind = most(all) < query.tokens.length ? kindNamed(query) : null
  const fit = kind ? all.filter((doc) => kind.has(doc)) : all
  const least = most(fit)
  return { docs: Uint32Array.from(fit.filter((doc) => held[doc] === least)), score: total }
}

const CATEGORY_FIELD = fields.indexOf('category')

/** The products of the kind that the last word for one names; null when no word does. */
function kindNamed({ tokens }: Query): ReadonlySet<number> | null {
  for (const { meanings } of tokens.toReversed()) {
    const kind = new Set<number>()
    for (const { posting } of meanings) {
      for (const [at, field] of posting.field.entries())
        if (field === CATEGORY_FIELD) kind.add(posting.docs[at]!)
    }
    if (kind.size > 0) return kind
  }
  return null
}

/** Keeps the largest set of wants that some variant fulfils together; the others are said to be dropped. */
function chooseWants(index: SearchIndex, docs: Uint32Array, wants: readonly Want[], prices: Prices | null) {
  if (wants.length === 0) return { kept: [], dropped: [] }
  let [best, most] = [0, 0]
  for (const doc of docs) {
    for (let at = index.skuStart[doc]!; at < index.skuStart[doc + 1]!; at++) {
      let [mask, count] = [0, 0]
      for (const [bit, want] of wants.entries()) {
        if (!fulfils(index, at, want, prices)) continue
        mask |= 1 << bit
        count++
      }
      if (count > most) [best, most] = [mask, count]
    }
    if (most === wants.length) break
  }
  return {
    kept: wants.filter((_, bit) => best & (1 << bit)),
    dropped: wants.filter((_, bit) => !(best & (1 << bit))),
  }
}

/** Filters as bits: one for each facet in use, and which of its values are allowed. */
type Sieve = { bitOf: Uint32Array; allowed: Uint8Array; all: number; impossible: boolean }

function sieveOf(index: SearchIndex, filters: Filters): Sieve {
  const { facets } = index
  const bitOf = new Uint32Array(facets.fields.length)
  const allowed = new Uint8Array(facets.labels.length)
  let [all, next, impossible] = [0, 1, false]
  const asked: [string, readonly string[]][] = [
    ['space', filters.space ?? []],
    ['category', filters.category ?? []],
    ['brand', filters.brand ?? []],
    ['finish', filters.finish ?? []],
    ['energy_grade', filters.energy_grade ?? []],
    ['price_band', filters.price_band ?? []],
    ['width_band', filters.width_band ?? []],
  ]
  for (const [code, values] of Object.entries(filters.attributes ?? {}))
    asked.push([`attributes.${code}`, values])
  for (const [field, values] of asked) {
    if (values.length === 0) continue
    const ids = values.map((value) => facets.idOf(field, value)).filter((id) => id !== undefined)
    if (ids.length === 0 || next > 1 << 28) {
      impossible = true
      continue
    }
    bitOf[facets.fieldOf[ids[0]!]!] = next
    all |= next
    next <<= 1
    for (const id of ids) allowed[id] = 1
  }
  return { bitOf, allowed, all, impossible }
}

type Sifted = { docs: number[]; best: number[]; counts: Uint32Array }
type Sifting = { prices: Prices | null; sieve: Sieve; filters: Filters; wants: readonly Want[] }

/** Which products stay, with the variant to show, and how many products each facet value would leave. */
function sift(index: SearchIndex, docs: Uint32Array, { prices, sieve, filters, wants }: Sifting): Sifted {
  const { starts, ids, fieldOf, labels, priceBand } = index.facets
  const counts = new Uint32Array(labels.length)
  const seen = new Uint32Array(labels.length)
  const found: Sifted = { docs: [], best: [], counts }
  if (sieve.impossible) return found
  for (let at = 0; at < docs.length; at++) {
    const doc = docs[at]!
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    for (let sku = index.skuStart[doc]!; sku < index.skuStart[doc + 1]!; sku++) {
      if (!withinBounds(index, sku, filters, prices)) continue
      if (wants.length > 0 && !wants.every((want) => fulfils(index, sku, want, prices))) continue
      const price = prices ? prices[sku]! : Number.NaN
      const band = price >= 0 ? priceBand(price) : -1
      const missing = missingOf(index, sku, band, sieve)
      // Two facets fail: whatever is chosen in one of them, the other still keeps it out.
      if (missing & (missing - 1)) continue
      const cost = distanceTo(index, sku, wants) * 1e12 + (price >= 0 ? price : 1e11)
      if (missing === 0 && cost < least) [best, least] = [sku, cost]
      for (let i = starts[sku]!; i <= starts[sku + 1]!; i++) {
        const id = i < starts[sku + 1]! ? ids[i]! : band
        if (id < 0 || seen[id] === at + 1) continue
        if (missing !== 0 && sieve.bitOf[fieldOf[id]!] !== missing) continue
        seen[id] = at + 1
        counts[id]!++
      }
    }
    if (best < 0) continue
    found.docs.push(doc)
    found.best.push(best)
  }
  return found
}

/** The facets in use of which this SKU has no allowed value, as bits. */
function missingOf(index: SearchIndex, sku: number, band: number, { all, allowed, bitOf }: Sieve): number {
  if (all === 0) return 0
  const { starts, ids, fieldOf } = index.facets
  let passed = band >= 0 && allowed[band] ? bitOf[fieldOf[band]!]! : 0
  for (let i = starts[sku]!; i < starts[sku + 1]!; i++) {
    if (allowed[ids[i]!]) passed |= bitOf[fieldOf[ids[i]!]!]!
  }
  return all & ~passed
}

function withinBounds(index: SearchIndex, at: number, filters: Filters, prices: Prices | null): boolean {
  const { width_mm_max, height_mm_max, depth_mm_max, price_fen_min, price_fen_max } = filters
  const sku = index.skus[at]!
  if (width_mm_max !== undefined && sku.width_mm > width_mm_max) return false
  if (height_mm_max !== undefined && sku.height_mm > height_mm_max) return false
  if (depth_mm_max !== undefined && (sku.depth_mm ?? 0) > depth_mm_max) return false
  if (price_fen_min !== undefined && !(prices && prices[at]! >= price_fen_min)) return false
  return price_fen_max === undefined || (prices !== null && prices[at]! <= price_fen_max)
}

type Ranking = { score: Float64Array | null; prices: Prices | null }

/** One number a product, the smaller the earlier. */
function keysOf(index: SearchIndex, found: Sifted, sort: Search['sort'], { score, prices }: Ranking) {
  const keys = new Float64Array(found.docs.length)
  for (let i = 0; i < keys.length; i++) {
    const [doc, best] = [found.docs[i]!, found.best[i]!]
    const price = prices?.[best] ?? Number.NaN
    if (sort === 'relevance') keys[i] = -((score?.[doc] ?? 0) + index.newness[doc]! + index.thrift[doc]!)
    else if (sort === 'price_asc') keys[i] = price >= 0 ? price : Number.POSITIVE_INFINITY
    else if (sort === 'price_desc') keys[i] = price >= 0 ? -price : Number.POSITIVE_INFINITY
    else if (sort === 'narrow') keys[i] = index.skus[best]!.width_mm
    else if (sort === 'energy') keys[i] = index.grade[doc]! * 1e6 + Math.min(index.kwh[doc]!, 1e5)
    else keys[i] = -index.launched[doc]!
  }
  return keys
}

const rounded = (value: number) => Math.round(value * 1e4) / 1e4

/** S1: the reasons are computed from the same summands as the score, and the score is their sum. */
function hitOf(
  index: SearchIndex,
  query: Query,
  doc: number,
  best: number,
  wants: readonly Want[],
  prices: Prices | null,
): Hit {
  const reasons: Hit['reasons'] = []
  const add = (metric: string, value: string, contribution: number) => {
    if (contribution > 0) reasons.push({ metric, value, contribution: rounded(contribution) })
  }
  for (const token of query.tokens) {
    let [weight, metric, word] = [0, '', '']
    for (const { posting, factor } of token.meanings) {
      const at = placeOf(posting.docs, doc)
      if (at < 0 || posting.weight[at]! * factor <= weight) continue
      weight = posting.weight[at]! * factor
      metric = fields[posting.field[at]!]!
      word = posting.word
    }
    add(metric, word, weight)
  }
  for (const want of wants) add('want', want.typed, WANT_SCORE)
  const { launched_on, energy } = index.products[doc]!
  add('newness', launched_on, index.newness[doc]!)
  add('energy_grade', String(energy?.grade), index.thrift[doc]!)
  const price = prices?.[best] ?? Number.NaN
  return {
    product_id: index.products[doc]!.id,
    sku_id: index.skus[best]!.id,
    price_fen: price >= 0 ? price : null,
    score: rounded(reasons.reduce((sum, { contribution }) => sum + contribution, 0)),
    reasons,
  }
}

function placeOf(docs: Uint32Array, doc: number): number {
  let [low, high] = [0, docs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (docs[middle] === doc) return middle
    if (docs[middle]! < doc) low = middle + 1
    else high = middle - 1
  }
  return -1
}

const VALUES_MAX = 30

/** Facets that divide what was found: common ones, and attributes that at least half of it has. */
function facetsOf(index: SearchIndex, found: Sifted, sieve: Sieve): Facet[] {
  const { fields: all, labels } = index.facets
  const facets: Facet[] = []
  for (const [at, { field, label_zh, label_en, values }] of all.entries()) {
    const chosen = sieve.bitOf[at] !== 0
    const some = values.filter((id) => found.counts[id]! > 0 || sieve.allowed[id])
    if (!chosen && some.length < 2 && !(field.startsWith('attributes.') && some.length === 1)) continue
    const covered = some.reduce((sum, id) => sum + found.counts[id]!, 0)
    const single = some.length === 1 && covered >= found.docs.length
    if (!chosen && field.startsWith('attributes.') && (single || covered * 2 < found.docs.length)) continue
    facets.push({
      field,
      label_zh,
      label_en,
      values: some.slice(0, VALUES_MAX).map((id) => ({
        value: labels[id]!.value,
        label_zh: labels[id]!.label_zh,
        label_en: labels[id]!.label_en,
        count: found.counts[id]!,
        selected: sieve.allowed[id] === 1,
      })),
    })
  }
  return facets
}

function understoodOf(query: Query): SearchReply['understood'] {
  return query.tokens.flatMap(({ typed, meanings }) => {
    const first = meanings[0]
    if (!first || first.how === 'exact' || first.how === 'model') return []
    return [{ typed, as: first.posting.word, how: first.how as string }]
  })
}
