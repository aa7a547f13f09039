// Loads a product: its SKU in the asked finish, price, promise, needs, running cost, and two like it.
// Server only.
import {
  catalog,
  categoryOf,
  describeAttributes,
  type Product,
  runningCost,
  type Sku,
} from '../../modules/catalog/index.ts'
import { nodes } from '../../modules/places/index.ts'
import { couponsUntil, openCoupons } from '../../modules/pricing/index.ts'
import type { Plan } from '../../modules/sourcing/index.ts'
import type { Lang } from '../../platform/types.ts'
import { FINISH } from '../../web/draw/finish.ts'
import { utilityName } from '../../web/draw/index.ts'
import type { Loaded, Visit } from '../../web/page.ts'
import { formatDistance, formatLength, formatMoney, formatNumber, nameIn } from '../../web/words/format.ts'
import { sayIfKnown, say } from '../../web/words/words.ts'
import type {
  CompareData,
  EnergyData,
  FrameData,
  PlaceData,
  ProductData,
  PromiseData,
  TileData,
} from './data.ts'
import { goodsWords } from './goods-words.ts'
import { frameOf } from './hand.ts'
import { type Market, counterOffer, offer } from './market.ts'
import { placeOfVisit } from './place.ts'
import { productWords } from './product-words.ts'
import { storeCard } from './stores.ts'
import { frameData, noteOf, priceData, shownSku, soonest, tilesOf } from './tiles.ts'

const zhEn = (lang: Lang) => (lang === 'en' ? 'en' : 'zh')

function promiseData(plan: Plan | null, lang: Lang): PromiseData | null {
  const leg = plan?.legs[0]
  if (!plan || !leg) return null
  const install = plan.promise.install_slots[0]
  return {
    p50_at: plan.promise.p50_at,
    p90_at: plan.promise.p90_at,
    available: plan.reasons.find((reason) => reason.metric === 'free_units')?.value ?? 0,
    approximate: plan.approximate,
    eta: leg.eta,
    install: install ? { starts_at: install.starts_at, ends_at: install.ends_at } : null,
    reasons: plan.reasons.flatMap(({ metric, value, unit }) => reasonText(metric, value, unit, lang)),
    candidates: plan.candidates,
    rejected: plan.rejected.slice(0, 8).flatMap(({ node_id, reason, distance_m }) => {
      const node = nodes().byId(node_id)
      const said = sayIfKnown(productWords, lang, `rejected_${reason}`)
      return node && said ? [{ name: nameIn(lang, node), reason: said, distance_m }] : []
    }),
  }
}

/** A reason nobody has words for stays unsaid rather than shown as a code. */
function reasonText(metric: string, value: number, unit: string, lang: Lang): string[] {
  const figures: Record<string, () => string> = {
    m: () => formatDistance(value, lang),
    fen: () => formatMoney(value),
    '%': () => `${formatNumber(value)} %`,
  }
  const figure = figures[unit]?.() ?? formatNumber(value, 1)
  const said = sayIfKnown(productWords, lang, `reason_${metric}`, { value: figure })
  return said ? [said] : []
}

function sizesOf(product: Product, sku: Sku, lang: Lang): ProductData['sizes'] {
  const t = say(productWords, lang)
  const { cavity, clearances } = product
  const range = (from: number, to: number | null) => (to ? `${from}–${to} mm` : `≥ ${from} mm`)
  const gap = (name: string, mm: number) => (mm > 0 ? [{ name, value: formatLength(mm) }] : [])
  return [
    { name: t('size_width'), value: formatLength(sku.width_mm) },
    { name: t('size_height'), value: formatLength(sku.height_mm) },
    { name: t('size_depth'), value: sku.depth_mm ? formatLength(sku.depth_mm) : null },
    { name: t('weight'), value: `${formatNumber(sku.weight_g / 1000)} kg` },
    ...(cavity
      ? [
          { name: t('cavity_width'), value: range(cavity.width_mm_min, cavity.width_mm_max) },
          { name: t('cavity_height'), value: range(cavity.height_mm_min, cavity.height_mm_max) },
          { name: t('cavity_depth'), value: `≥ ${formatLength(cavity.depth_mm_min)}` },
        ]
      : []),
    ...gap(t('gap_sides'), Math.max(clearances.left_mm, clearances.right_mm)),
    ...gap(t('gap_top'), clearances.top_mm),
    ...gap(t('gap_back'), clearances.back_mm),
    ...gap(t('gap_front'), clearances.front_mm),
  ]
}

function energyData(product: Product, lang: Lang): EnergyData | null {
  const cost = runningCost(product.energy)
  if (!cost || !product.energy) return null
  const others = catalog()
    .products.filter((one) => one.category_code === product.category_code && one.state === 'live')
    .flatMap((one) => runningCost(one.energy)?.total_fen ?? [])
    .toSorted((x, y) => x - y)
  return {
    fen_year: cost.total_fen,
    grade: product.energy.grade,
    assumption: lang === 'en' ? cost.assumption_en : cost.assumption_zh,
    lines: cost.lines
      .filter((line) => line.amount_fen > 0)
      .map((line) => ({
        name: lang === 'en' ? line.label_en : line.label_zh,
        amount: `${formatNumber(line.quantity)} ${line.unit}`,
        unit_price: `¥${formatNumber(line.unit_fen / 100, 4)}`,
        fen: line.amount_fen,
      })),
    typical_fen: others.length >= 3 ? (others[Math.floor(others.length / 2)] ?? null) : null,
    sample: others.length,
  }
}

/** The two of its category that are nearest in width; people compare what would stand in the same gap. */
function alike(product: Product, sku: Sku) {
  const like = catalog().products.flatMap((one) => {
    if (one.id === product.id || one.category_code !== product.category_code) return []
    const shown = shownSku(one)
    return shown ? [{ product: one, sku: shown }] : []
  })
  const far = (one: Sku) => Math.abs(one.width_mm - sku.width_mm)
  return [{ product, sku }, ...like.toSorted((x, y) => far(x.sku) - far(y.sku)).slice(0, 2)]
}

type Row = {
  name: string
  value: (tile: TileData, product: Product) => [text: string | null, weight: number | null]
}

function compareRows(lang: Lang): Row[] {
  const t = say(productWords, lang)
  return [
    { name: t('price_row'), value: ({ fen }) => [fen === null ? null : formatMoney(fen), fen] },
    { name: t('size_width'), value: ({ desc }) => [formatLength(desc.width_mm), null] },
    {
      name: t('year_row'),
      value: (_, { energy }) => {
        const cost = runningCost(energy)?.total_fen ?? null
        return [cost === null ? null : formatMoney(cost), cost]
      },
    },
    {
      name: t('noise_row'),
      value: (_, { noise_db }) => [
        noise_db ? say(goodsWords, lang)('noise', { db: noise_db }) : null,
        noise_db,
      ],
    },
  ]
}

function compareData(tiles: readonly TileData[], current: string, lang: Lang): ProductData['compare'] {
  const rows = compareRows(lang)
  const values = tiles.map((tile) => rows.map((row) => row.value(tile, catalog().product(tile.product_id)!)))
  const best = rows.map((_, at) => {
    const known = values.flatMap((row) => row[at]?.[1] ?? [])
    return known.length > 1 && new Set(known).size > 1 ? Math.min(...known) : null
  })
  const items = tiles.map((tile, i): CompareData => {
    const cells = (values[i] ?? []).map(([value, weight], at) => ({
      value,
      best: weight !== null && weight === best[at],
    }))
    return { tile, current: tile.product_id === current, cells }
  })
  return { frame: frameOf(tiles.map(({ desc }) => desc)), rows: rows.map(({ name }) => name), items }
}

function factsOf(product: Product, sku: Sku, lang: Lang): ProductData['facts'] {
  const t = say(productWords, lang)
  const category = categoryOf(product.category_code)
  const described = category ? describeAttributes(category, sku.attributes) : []
  return [
    ...described.map((one) => ({
      name: lang === 'en' ? one.label_en : one.label_zh,
      value: lang === 'en' ? one.text_en : one.text_zh,
    })),
    { name: t('warranty'), value: t('months', { count: product.warranty_months }) },
    { name: t('model'), value: product.model },
    { name: t('code'), value: sku.code },
    { name: 'GTIN', value: sku.gtin },
  ]
}

function finishesOf(product: Product, sku: Sku, lang: Lang): ProductData['finishes'] {
  const skus = catalog().skusOf(product.id)
  const shown = skus.filter((one) => one.state === 'live' || one.id === sku.id)
  return shown.map((one) => ({
    name: `${lang === 'en' ? one.variant_en : one.variant_zh}`,
    finish: one.finish,
    href: `/products/${product.id}?sku=${one.id}`,
    current: one.id === sku.id,
  }))
}

function crumbsOf(product: Product, lang: Lang): ProductData['crumbs'] {
  const category = categoryOf(product.category_code)
  return [
    { name: say(goodsWords, lang)(`room_${product.space}`), href: `/rooms/${product.space}` },
    ...(category ? [{ name: nameIn(lang, category), href: `/categories/${category.code}` }] : []),
  ]
}

function plainFacts(product: Product, sku: Sku, lang: Lang) {
  const en = lang === 'en'
  return {
    product_id: product.id,
    sku_id: sku.id,
    code: sku.code,
    gtin: sku.gtin,
    name: nameIn(lang, product),
    lead: noteOf(product, lang),
    crumbs: crumbsOf(product, lang),
    desc: sku.drawing,
    finish: nameIn(lang, FINISH[sku.finish]),
    finishes: finishesOf(product, sku, lang),
    why_not: sku.for_sale ? null : sku.why_not,
    needs: product.utilities.map((one) => ({
      utility: one.kind,
      name: utilityName(one.kind, zhEn(lang)),
      spec: en ? one.spec_en : one.spec_zh,
    })),
    clearance: product.clearances,
    sizes: sizesOf(product, sku, lang),
    energy: energyData(product, lang),
    points: product.points.map((point) => (en ? point.en : point.zh)),
    facts: factsOf(product, sku, lang),
    installs: product.install_kind === 'install',
  }
}

function storeOf(plan: Plan | null, place: PlaceData, lang: Lang, now: number) {
  const node = plan?.legs[0] ? nodes().byId(plan.legs[0].node_id) : null
  return node ? storeCard(node, place, lang, now) : null
}

function skuOf(product: Product, asked: string | null): Sku | null {
  const own = catalog().skusOf(product.id)
  return own.find((one) => one.id === asked) ?? shownSku(product) ?? own[0] ?? null
}

export async function loadProduct(market: Market, visit: Visit): Promise<Loaded<ProductData>> {
  const { lang, now } = visit
  const product = catalog().product(visit.params.product_id ?? '')
  const sku = product && skuOf(product, visit.query.get('sku'))
  if (!product || !sku) return null
  const place = placeOfVisit(visit)
  const at = new Date(now).toISOString()
  const frame: FrameData = await frameData(market, visit)
  const plan = sku.for_sale ? await market.plan(sku.id, place, at) : null
  const compared = await tilesOf(market, alike(product, sku), place, visit)
  const scanned = nodes().byId(visit.query.get('store') ?? '')
  const found = scanned ? counterOffer(sku.id, scanned, at) : offer(sku.id, place.county_code, at)
  const data: ProductData = {
    ...frame,
    ...plainFacts(product, sku, lang),
    price: priceData(found, lang, now),
    at_store: scanned && { name: nameIn(lang, scanned), href: `/stores/${scanned.id}` },
    coupons: openCoupons({ sku_id: sku.id, county_code: place.county_code }, now).items,
    promise: promiseData(plan, lang),
    store: storeOf(plan, place, lang, now),
    compare: compareData(compared.tiles, product.id, lang),
  }
  const shown = [sku.id, ...compared.tiles.map((tile) => tile.sku_id)]
  return {
    data,
    expires_at: Math.min(
      soonest(now, [found?.valid_until, new Date(compared.expires_at).toISOString()]),
      couponsUntil(now) ?? Infinity,
    ),
    holds: market.holding(shown, place, now),
  }
}

/** What the code of a shelf tag leads to: the product at that store, or nothing where either is not known. */
export function loadTag({ params }: Visit): { redirect: string } | null {
  const sku = catalog().skus.find(({ code }) => code === params.code)
  const node = nodes().byId(params.node_id ?? '')
  if (!sku || node?.kind !== 'store') return null
  const query = new URLSearchParams({ sku: sku.id, store: node.id })
  return { redirect: `/products/${sku.product_id}?${query}` }
}
