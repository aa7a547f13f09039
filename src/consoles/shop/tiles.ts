// Turns SKUs into what a card shows, with prices and promises of a place, and says until when that holds.
import { catalog, type Product, type Sku } from '../../modules/catalog/index.ts'
import type { Price } from '../../modules/pricing/index.ts'
import { fullName } from '../../modules/places/index.ts'
import type { Promise_ } from '../../modules/sourcing/contract.ts'
import type { Lang } from '../../platform/types.ts'
import type { Visit } from '../../web/page.ts'
import { dayOf, formatDay, formatSize, nameIn } from '../../web/words/format.ts'
import { say } from '../../web/words/words.ts'
import { goodsWords } from './goods-words.ts'
import type { BadgeData, FrameData, PlaceData, PriceData, TileData } from './data.ts'
import { type Market, offer } from './market.ts'
import { placeOfVisit } from './place.ts'

const PROMISE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * The earliest of the moments at which something shown stops being true; a promise holds a minute at most.
 */
export function soonest(now: number, moments: readonly (string | null | undefined)[]): number {
  const later = moments.flatMap((at) => (at ? [Date.parse(at)] : [])).filter((at) => at > now)
  return Math.min(now + PROMISE_MS, ...later)
}

export async function frameData(market: Market, visit: Visit): Promise<FrameData> {
  const place = placeOfVisit(visit)
  const at = new Date(visit.now).toISOString()
  const { city_code: _, ...shown } = place
  return {
    place: shown,
    today: (await market.today(place, at)).size,
    signed_in: visit.actor?.permissions.has('cart.own') ?? false,
  }
}

export function badgeOf(promise: Promise_ | undefined, now: number): BadgeData {
  if (!promise?.p90_at) return { kind: 'none', why: promise?.why_not ?? 'no_stock' }
  const day = dayOf(promise.p90_at)
  if (day === dayOf(now)) return { kind: 'today', at: promise.p90_at }
  if (day === dayOf(now + DAY_MS)) return { kind: 'tomorrow', at: promise.p90_at }
  return { kind: 'later', at: promise.p90_at }
}

/** `W15 · 1 级能效 · 44 分贝`: what decides between like things, never more than three. */
export function noteOf(product: Product, lang: Lang): string {
  const t = say(goodsWords, lang)
  const said = [
    product.model,
    product.energy?.grade ? t('grade', { grade: product.energy.grade }) : null,
    product.noise_db ? t('noise', { db: product.noise_db }) : null,
  ]
  return said.filter(Boolean).join(' · ')
}

/** The three lines of a price, each with what stands behind it: since when, where, until when. */
export function priceData(found: Price | null, lang: Lang, now: number): PriceData | null {
  if (!found) return null
  const t = say(goodsWords, lang)
  const day = (at: unknown) => formatDay(dayOf(String(at)), lang, now)
  const lines = found.trace.map((line) => {
    const { since, place_code, until } = line.facts
    const where =
      place_code === 'CN' || !place_code ? t('everywhere') : fullName(String(place_code), zhEn(lang))
    const note = {
      list: since ? t('since', { day: day(since) }) : '',
      place: line.amount_fen === 0 ? t('no_difference') : where,
      benefit: t('for_everybody'),
      final: until ? t('until', { day: day(until) }) : t('no_end'),
    }[line.code]
    const name = lang === 'en' ? line.label_en : line.label_zh
    return { name, note, amount_fen: line.amount_fen, ...(line.code === 'final' ? { total: true } : {}) }
  })
  return { fen: found.unit_fen, lines, valid_until: found.valid_until }
}
const zhEn = (lang: Lang) => (lang === 'en' ? 'en' : 'zh')

/** The SKU a product is shown with: the asked finish, else its first one for sale. */
export function shownSku(product: Product, finish?: string): Sku | null {
  const skus = catalog().skusOf(product.id)
  const wanted = finish ? skus.find((sku) => sku.for_sale && sku.finish === finish) : undefined
  return wanted ?? skus.find((sku) => sku.for_sale) ?? null
}

export type Shown = { product: Product; sku: Sku }

export async function tilesOf(
  market: Market,
  shown: readonly Shown[],
  place: PlaceData,
  visit: Pick<Visit, 'lang' | 'now'>,
): Promise<{ tiles: TileData[]; expires_at: number; holds: () => boolean }> {
  const { lang, now } = visit
  const at = new Date(now).toISOString()
  const ids = shown.map(({ sku }) => sku.id)
  const promises = await market.promises(ids, place, at)
  const ends: (string | null | undefined)[] = []
  const tiles = shown.map(({ product, sku }): TileData => {
    const found = offer(sku.id, place.county_code, at)
    const promise = promises.get(sku.id)
    ends.push(found?.valid_until, promise?.valid_until)
    return {
      product_id: product.id,
      sku_id: sku.id,
      name: nameIn(lang, product),
      size: formatSize(sku.width_mm, sku.height_mm, sku.drawing.depth_mm),
      desc: sku.drawing,
      fen: found?.unit_fen ?? null,
      badge: badgeOf(promise, now),
      installs: sku.install_kind === 'install',
      note: noteOf(product, lang),
    }
  })
  return { tiles, expires_at: soonest(now, ends), holds: market.holding(ids, place, now) }
}
