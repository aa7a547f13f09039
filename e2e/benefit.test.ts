// A benefit on a category: selling proposes it, control reads it in words and agrees, and the product page
// with its three lines and every list say the new price, until it is ended again. In both languages, on a
// phone and on a desktop.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeKinds } from '../src/modules/pricing/index.ts'
import { goodsWords } from '../src/consoles/shop/goods-words.ts'
import { productWords } from '../src/consoles/shop/product-words.ts'
import { benefitWords } from '../src/modules/pricing/screens/benefit-words.ts'
import type { Lang } from '../src/platform/types.ts'
import { say } from '../src/web/words/words.ts'
import { approveBenefit, proposeBenefit, proposeEnd, readOwnProposal, whyNotEnd } from './benefiting.ts'
import { openBrowser } from './browser.ts'
import { look } from './eyes.ts'
import { type Look, type Person, becomes, fenIn, leave, looks, visitor, worker } from './person.ts'
import { type Product, startProduct } from './product.ts'
import { priceAt, read, store_county } from './scouting.ts'
import { onCard } from './shopping.ts'

// A shop of its own: other journeys rely on the prices of theirs.
let product: Product
let browser: Browser
beforeAll(async () => {
  product = await startProduct({
    DEMO_STORES: '60',
    DEMO_ORDERS: '0',
    DEMO_OLDER_ORDERS: '0',
    RATE_LIMIT_PER_MINUTE: '100000',
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await product.stop()
})

const percent = 5
const [county_code] = store_county as [string]
/** One category a language: the second benefit must not meet the first. */
const plans: Record<Lang, { category: string; names: { zh: string; en: string } }> = {
  'zh-CN': { category: 'range_hood', names: { zh: '厨房焕新季', en: 'Fresh air season' } },
  en: { category: 'dishwasher', names: { zh: '洗碗机周', en: 'Dishwasher week' } },
}

type Named = { name_zh: string; name_en: string }
type Offer = Named & {
  product_id: string
  sku_id: string
  model: string
  category_code: string
  price_fen: number | null
}

async function goodsOf(lang: Lang) {
  const { items } = await read<{ items: (Named & { code: string })[] }>(product.url, '/categories')
  const category = items.find(({ code }) => code === plans[lang].category)!
  const query = `q=${encodeURIComponent(category.name_zh)}&county_code=${county_code}&limit=20`
  const found = await read<{ items: Offer[] }>(product.url, `/products?${query}`)
  const offer = found.items.find(({ category_code }) => category_code === category.code)!
  const named = (one: Named) => (lang === 'en' ? one.name_en : one.name_zh)
  return { ...offer, name: named(offer), category: named(category) }
}

/** What the product page says it costs, and the lines it is made of: what, why, how much. */
async function readPage({ page, lang }: Person, { product_id, sku_id, name }: { name: string } & Offer) {
  await page.goto(`/products/${product_id}?sku=${sku_id}`)
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  const price = page.getByRole('region', { name: say(goodsWords, lang)('final_price'), exact: true })
  const trace = page.getByRole('table', { name: say(productWords, lang)('trace') })
  const lines = await trace.getByRole('row').all()
  const amounts = await Promise.all(
    lines.map(async (line) => {
      const name = await line.getByRole('rowheader').textContent()
      const figure = (await line.getByRole('cell').last().textContent()) ?? ''
      return [name, Math.round(Number(figure.replace('−', '-').replaceAll(',', '')) * 100)] as const
    }),
  )
  return { fen: fenIn(await price.textContent()), trace: amounts }
}

test.each(looks)(
  'a benefit is proposed, agreed to, seen in the shop and ended ($lang)',
  async (seen: Look) => {
    const { lang } = seen
    const [seller, controller] = await Promise.all([
      worker(browser, product.url, seen, 'selling'),
      worker(browser, product.url, seen, 'control'),
    ])
    const neighbour = await visitor(browser, product.url, seen)
    await neighbour.page.context().addCookies([{ name: 'place', value: county_code, url: product.url }])
    const goods = await goodsOf(lang)
    const { fen: before } = await readPage(neighbour, goods)
    const { names } = plans[lang]
    const benefit = { code: `kitchen-${lang.toLowerCase()}`, names, category: goods.category, percent }

    await proposeBenefit(seller, benefit, lang === 'en' ? 'A season for kitchens' : '厨房换新的时候')
    const own = await readOwnProposal(seller, benefit)
    expect((await readPage(neighbour, goods)).fen).toBe(before)
    expect(own).toEqual(await approveBenefit(controller, benefit))
    expect(own).toMatchObject(spoken(lang, goods.category))

    const after = before - Math.round((before * percent) / 100)
    await becomes(async () => (await readPage(neighbour, goods)).fen).toBe(after)
    const { trace } = await readPage(neighbour, goods)
    await look(neighbour, 'shop-benefit-product')
    expect(trace.map(([, amount_fen]) => amount_fen)).toEqual([before, after - before, after])
    expect(trace[1]![0]).toBe(lang === 'en' ? names.en : names.zh)
    expect(await onCard(neighbour, { ...goods, q: goods.model } as never)).toBe(after)
    await look(neighbour, 'shop-benefit-list')
    expect(await priceAt(product.url, goods.sku_id, county_code)).toBe(after)
    expect((await goodsOf(lang)).price_fen).toBe(after)

    await proposeEnd(seller, benefit, lang === 'en' ? 'Sold out' : '卖完了')
    await approveBenefit(controller, benefit)
    await becomes(async () => (await readPage(neighbour, goods)).fen).toBe(before)
    expect(await whyNotEnd(seller, benefit)).toBe(say(benefitWords, lang)('ended'))
    await leave([seller, controller, neighbour])
  },
)

/** The rows of the change that codes stand behind, in the reader's words. */
function spoken(lang: Lang, category: string): Record<string, string> {
  const t = say(benefitWords, lang)
  const { fields } = changeKinds.find(({ kind }) => kind === 'pricing.benefit')!
  const titleOf = (name: string) => {
    const { label_zh, label_en } = fields.find(({ field }) => field === name)!
    return lang === 'en' ? label_en : label_zh
  }
  return {
    [titleOf('kind')]: t('kind_category'),
    [titleOf('rate_bp')]: '5 %',
    [titleOf('category_codes')]: category,
    [titleOf('channels')]: lang === 'en' ? 'All' : '全部',
    [titleOf('tiers')]: lang === 'en' ? 'All' : '全部',
    [titleOf('funders')]: `${t('house')} 100 %`,
  }
}
