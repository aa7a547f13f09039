// All pages of the shop: where each lives, what it loads, how long it holds. Server only.
import type { Db } from '../../platform/db.ts'
import type { Lang } from '../../platform/types.ts'
import { type CacheRule, type Page, page } from '../../web/page.ts'
import { formatSize } from '../../web/words/format.ts'
import { say } from '../../web/words/words.ts'
import { takeHand } from './art.tsx'
import type { ListData } from './data.ts'
import { goodsWords } from './goods-words.ts'
import { hand } from './hand.ts'
import { loadHome } from './home-load.ts'
import { HomePage, takeDrawer } from './home-page.tsx'
import { drawHome } from './home-scene.ts'
import { LIST_QUERY, loadCategory, loadRoom, loadSearch } from './list-load.ts'
import { ListPage } from './list-page.tsx'
import type { Turns } from '../../modules/stock/index.ts'
import { type Market, openMarket, shopVersion } from './market.ts'
import { choosePlace, loadPlacePage } from './place-load.ts'
import { PlacePage } from './place-page.tsx'
import { placeWords } from './place-words.ts'
import { loadProduct, loadTag } from './product-load.ts'
import { ProductPage } from './product-page.tsx'
import { productWords } from './product-words.ts'
import { ownPages } from './own-pages.ts'
import { signInPage } from './sign-in.ts'
import { loadStore, loadStores } from './store-load.ts'
import { StorePage, StoresPage } from './store-page.tsx'
import { storeWords } from './store-words.ts'

const cached = (query: readonly string[] = []): CacheRule => ({ query, version: shopVersion, max_age_s: 60 })

const homePage = (market: Market) =>
  page({
    path: '/',
    entry: 'home',
    load: (visit) => loadHome(market, visit),
    Component: HomePage,
    title: (_, lang) => say(goodsWords, lang)('home_page'),
    description: (_, lang) => say(goodsWords, lang)('home_description'),
    cache: { ...cached(), by_device: true },
  })

/** What is looked for, what is ticked, which page: no two lists are called the same. */
function listTitle(data: ListData, lang: Lang): string {
  const t = say(goodsWords, lang)
  const { at, of } = data.pages
  const asked = data.q ? t('search_page', { q: data.q }) : t('search_empty_page')
  const tab = data.tabs.find((one, i) => i > 0 && one.current)
  const parts = [
    data.kind === 'search' ? asked : data.title,
    ...(tab ? [tab.name] : []),
    ...data.chosen.map(({ name }) => name),
    ...(at > 1 ? [t('page_of', { at, of })] : []),
  ]
  return parts.join(' · ')
}

const listPages = (market: Market): Page[] =>
  (
    [
      ['/rooms/:space', loadRoom],
      ['/categories/:code', loadCategory],
      ['/search', loadSearch],
    ] as const
  ).map(([path, load]) =>
    page({
      path,
      entry: 'list',
      load: (visit) => load(market, visit),
      Component: ListPage,
      title: listTitle,
      description: (data, lang) => say(goodsWords, lang)('list_description', { title: data.title }),
      cache: cached(LIST_QUERY),
    }),
  )

const productPage = (market: Market) =>
  page({
    path: '/products/:product_id',
    entry: 'product',
    load: (visit) => loadProduct(market, visit),
    Component: ProductPage,
    title: (data) => data.name,
    description: ({ name, desc }, lang) =>
      say(productWords, lang)('description', {
        name,
        size: formatSize(desc.width_mm, desc.height_mm, desc.depth_mm),
      }),
    cache: cached(['sku', 'store']),
  })

/** The short address behind the code of a shelf tag. */
const tagPage = page<never>({
  path: '/t/:node_id/:code',
  entry: 'product',
  load: loadTag,
  Component: () => null,
  title: () => '',
})

const storePages = (market: Market): Page[] => [
  page({
    path: '/stores',
    entry: 'stores',
    load: (visit) => loadStores(market, visit),
    Component: StoresPage,
    title: (_, lang) => say(storeWords, lang)('page'),
    description: (_, lang) => say(storeWords, lang)('description'),
    cache: cached(),
  }),
  page({
    path: '/stores/:node_id',
    entry: 'store',
    load: (visit) => loadStore(market, visit),
    Component: StorePage,
    title: (data) => data.store.name,
    description: (data) => `${data.store.name} · ${data.store.address} · ${data.hours}`,
    cache: cached(['page']),
  }),
]

const placePages = (market: Market): Page[] => [
  page({
    path: '/place',
    entry: 'place',
    load: (visit) => loadPlacePage(market, visit),
    Component: PlacePage,
    title: (_, lang) => say(placeWords, lang)('page'),
    description: (_, lang) => say(placeWords, lang)('lead'),
  }),
  page<never>({
    path: '/place/:code',
    entry: 'place',
    load: choosePlace,
    Component: () => null,
    title: () => '',
  }),
]

/** Pages with prices and promises end at the next change they show; the rest is rendered for each request. */
export function shopPages(db: Db, turns: Turns): readonly Page[] {
  takeHand(hand)
  takeDrawer(drawHome)
  const market = openMarket(db, turns)
  return [
    homePage(market),
    ...listPages(market),
    productPage(market),
    tagPage,
    ...storePages(market),
    ...placePages(market),
    ...ownPages(market),
    signInPage,
  ]
}
