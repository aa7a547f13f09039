// Loads a list: what is in the room, the category or behind the words, twenty-four at a time. Server only.
import { catalog, categoryOf, type Product } from '../../modules/catalog/index.ts'
import { nextChangeAt } from '../../modules/pricing/index.ts'
import type { Lang } from '../../platform/types.ts'
import type { Loaded, Visit } from '../../web/page.ts'
import { FINISH } from '../../web/draw/finish.ts'
import { SPACES, type Space } from '../../web/draw/families.ts'
import { formatMoney, nameIn } from '../../web/words/format.ts'
import { say } from '../../web/words/words.ts'
import type { FacetData, LinkData, ListData } from './data.ts'
import {
  FACETS,
  type FacetCode,
  type Findings,
  mixed,
  narrow,
  type Sort,
  SORTS,
  type Ticked,
} from './find-goods.ts'
import { goodsWords } from './goods-words.ts'
import { frameOf } from './hand.ts'
import type { Market } from './market.ts'
import { placeOfVisit } from './place.ts'
import { orderData } from './list-order.ts'
import { type Hits, searchGoods } from './search-goods.ts'
import { frameData, soonest, tilesOf } from './tiles.ts'

const PAGE = 24
export const LIST_QUERY = ['q', 'sort', 'page', ...FACETS] as const

type Address = { path: string; q: string; ticked: Ticked; sort: Sort; page: number }

function addressOf({ path, query }: Visit): Address {
  const ticked: Ticked = {}
  for (const facet of FACETS) {
    const value = query.get(facet)
    if (value && valueName(facet, value, 'zh-CN')) ticked[facet] = value
  }
  const sort = SORTS.find((one) => one === query.get('sort')) ?? 'fit'
  const page = Math.min(200, Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1))
  return { path, q: (query.get('q') ?? '').trim().slice(0, 100), ticked, sort, page }
}

/** The same list with one thing changed; changing what is ticked goes back to the first page. */
function href(address: Address, change: Partial<Omit<Address, 'path'>>): string {
  const next = { ...address, page: 1, ...change }
  const query = new URLSearchParams()
  if (next.q) query.set('q', next.q)
  for (const facet of FACETS) if (next.ticked[facet]) query.set(facet, next.ticked[facet])
  if (next.sort !== 'fit') query.set('sort', next.sort)
  if (next.page > 1) query.set('page', String(next.page))
  return query.size ? `${next.path}?${query}` : next.path
}

function priceName(value: string, lang: Lang): string {
  const t = say(goodsWords, lang)
  const [from = 0, to = 0] = value.split('-').map(Number)
  if (!to) return t('price_from', { from: formatMoney(from) })
  if (!from) return t('price_to', { to: formatMoney(to) })
  return t('price_between', { from: formatMoney(from), to: formatMoney(to) })
}

function widthName(value: string, lang: Lang): string {
  const t = say(goodsWords, lang)
  const [from = 0, to = 0] = value.split('-').map(Number)
  if (!to) return t('width_from', { from })
  return from ? t('width_between', { from, to }) : t('width_to', { to })
}

function valueName(facet: FacetCode, value: string, lang: Lang): string {
  const t = say(goodsWords, lang)
  if (facet === 'when') return value === 'today' ? t('when_today') : ''
  if (facet === 'width') return widthName(value, lang)
  if (facet === 'category') return nameOr(categoryOf(value), lang)
  if (facet === 'brand') return nameOr(catalog().brand(value), lang)
  if (facet === 'grade') return t('grade', { grade: value })
  if (facet === 'price') return priceName(value, lang)
  if (facet === 'finish')
    return nameOr(Object.hasOwn(FINISH, value) ? FINISH[value as keyof typeof FINISH] : null, lang)
  return ['none', 'place', 'install'].includes(value) ? t(`install_${value as 'none'}`) : ''
}
const nameOr = (item: { name_zh: string; name_en: string } | null, lang: Lang) =>
  item ? nameIn(lang, item) : ''

const without = (ticked: Ticked, facet: FacetCode): Ticked => {
  const { [facet]: _, ...rest } = ticked
  return rest
}

/** Facets with at least two choices, or with one that is ticked; `today` is worth one of its own. */
function facetData(findings: Findings, address: Address, lang: Lang, hidden: FacetCode | null): FacetData[] {
  const t = say(goodsWords, lang)
  return FACETS.flatMap((facet) => {
    const choices = findings.facets.get(facet) ?? []
    const ticked = address.ticked[facet]
    const least = facet === 'when' ? 1 : 2
    if (facet === hidden || (choices.length < least && !ticked)) return []
    const links = choices.slice(0, 12).map(({ value, count }): LinkData => {
      const current = ticked === value
      const next = current ? without(address.ticked, facet) : { ...address.ticked, [facet]: value }
      return { name: valueName(facet, value, lang), href: href(address, { ticked: next }), count, current }
    })
    return [{ code: facet, name: t(`facet_${facet}`), choices: links }]
  })
}

function chosenData(address: Address, lang: Lang, hidden: FacetCode | null): LinkData[] {
  return FACETS.flatMap((facet) => {
    const value = address.ticked[facet]
    if (!value || facet === hidden) return []
    return [
      {
        name: valueName(facet, value, lang),
        href: href(address, { ticked: without(address.ticked, facet) }),
      },
    ]
  })
}

type Asked = {
  kind: ListData['kind']
  title: string
  products: readonly Product[]
  /** The facet that stands above the list as tabs. */
  as_tabs: FacetCode | null
  tabs?: LinkData[]
  hits?: Hits
}

/** The SKUs whose prices the list depends on: words may ask for a price, so of a search all of them. */
const pricesBehind = ({ products, hits }: Asked) =>
  (hits ? catalog().skus : products.flatMap(({ id }) => catalog().skusOf(id))).map(({ id }) => id)

async function listOf(market: Market, visit: Visit, asked: Asked): Promise<Loaded<ListData>> {
  const { lang, now } = visit
  const t = say(goodsWords, lang)
  const address = addressOf(visit)
  const place = placeOfVisit(visit)
  const at = new Date(now).toISOString()
  const hits = asked.hits
  const found = narrow(asked.products, {
    ...address,
    county_code: place.county_code,
    at,
    today: await market.today(place, at),
    variants: new Map([...(hits?.by_product ?? [])].map(([id, hit]) => [id, hit.sku_id])),
  })
  const of = Math.max(1, Math.ceil(found.total / PAGE))
  const page = Math.min(address.page, of)
  const items = found.items.slice((page - 1) * PAGE, page * PAGE)
  const shown = items.map((item) => item.shown)
  const { tiles, holds, ...shown_until } = await tilesOf(market, shown, place, visit)
  // Every price of the list decides who is shown, in which order and under which price: not only those shown.
  const turn = nextChangeAt(pricesBehind(asked), place.county_code, at)
  const expires_at = soonest(now, [new Date(shown_until.expires_at).toISOString(), turn])
  const tabs = asked.tabs ?? tabsOf(found, address, lang, asked.as_tabs)
  const data: ListData = {
    ...(await frameData(market, visit)),
    kind: asked.kind,
    title: asked.title,
    q: address.q,
    total: found.total,
    total_today: found.today_count,
    frame: frameOf(tiles.map((tile) => tile.desc)),
    tiles,
    tabs,
    facets: facetData(found, address, lang, asked.as_tabs),
    chosen: chosenData(address, lang, asked.as_tabs),
    cleared: href(address, { ticked: {} }),
    sorts: SORTS.map((sort) => ({
      name: t(`sort_${sort}`),
      href: href(address, { sort }),
      current: sort === address.sort,
    })),
    pages: {
      previous: page > 1 ? href(address, { page: page - 1 }) : null,
      next: page < of ? href(address, { page: page + 1 }) : null,
      at: page,
      of,
    },
    order: orderData(address.sort, items, { first: (page - 1) * PAGE + 1, hits, lang }),
    ...heardData(hits),
    home_links: roomLinks(lang),
  }
  return { data, expires_at, holds }
}

/** How the words were heard: misspelt, not known, not met. */
const heardData = (hits: Hits | undefined) => ({
  did_you_mean: hits?.did_you_mean
    ? { name: hits.did_you_mean, href: `/search?q=${encodeURIComponent(hits.did_you_mean)}` }
    : null,
  read_as: hits?.read_as ?? null,
  ignored: [...(hits?.ignored ?? [])],
  relaxed: [...(hits?.relaxed ?? [])],
})

function tabsOf(found: Findings, address: Address, lang: Lang, facet: FacetCode | null): LinkData[] {
  const t = say(goodsWords, lang)
  if (!facet) return []
  const all = { name: t('all'), href: href(address, { ticked: without(address.ticked, facet) }) }
  const choices = (found.facets.get(facet) ?? []).map(({ value, count }) => ({
    name: valueName(facet, value, lang),
    href: href(address, { ticked: { ...address.ticked, [facet]: value } }),
    current: address.ticked[facet] === value,
    count,
  }))
  return [{ ...all, current: !address.ticked[facet] }, ...choices]
}

export const roomLinks = (lang: Lang): LinkData[] =>
  SPACES.map((space) => ({ name: say(goodsWords, lang)(`room_${space}`), href: `/rooms/${space}` }))

export async function loadRoom(market: Market, visit: Visit): Promise<Loaded<ListData>> {
  const space = SPACES.find((one): one is Space => one === visit.params.space)
  if (!space) return null
  const products = mixed(catalog().products.filter((product) => product.space === space))
  const title = say(goodsWords, visit.lang)(`room_${space}`)
  return listOf(market, visit, { kind: 'room', title, products, as_tabs: 'category' })
}

export async function loadCategory(market: Market, visit: Visit): Promise<Loaded<ListData>> {
  const category = categoryOf(visit.params.code ?? '')
  if (!category) return null
  const { lang } = visit
  const products = mixed(catalog().products.filter((product) => product.category_code === category.code))
  const room = say(goodsWords, lang)(`room_${category.space}`)
  const tabs = [{ name: room, href: `/rooms/${category.space}` }]
  return listOf(market, visit, {
    kind: 'category',
    title: nameIn(lang, category),
    products,
    as_tabs: null,
    tabs,
  })
}

export async function loadSearch(market: Market, visit: Visit): Promise<Loaded<ListData>> {
  const { q } = addressOf(visit)
  const hits = searchGoods(q, placeOfVisit(visit).county_code, visit.now)
  const t = say(goodsWords, visit.lang)
  const title = q ? t('search_title', { q }) : t('search_ask')
  return listOf(market, visit, { kind: 'search', title, products: hits.products, as_tabs: null, hits })
}
