// Why a list stands in its order: three lines, then each place with the figures it came from. Server only.
import { categoryOf } from '../../modules/catalog/index.ts'
import type { Lang } from '../../platform/types.ts'
import { formatDay, formatLength, formatMoney, formatNumber, nameIn } from '../../web/words/format.ts'
import { say, sayIfKnown } from '../../web/words/words.ts'
import type { OrderData } from './data.ts'
import type { Found, Sort } from './find-goods.ts'
import { listWords } from './list-words.ts'
import type { Hits } from './search-goods.ts'

type Given = { first: number; hits: Hits | undefined; lang: Lang }
type Hit = NonNullable<ReturnType<Hits['by_product']['get']>>

const weight = (value: number) => formatNumber(value, 2)

/** `「洗碗机」在品类 5.1`: one summand of the score in words; one nobody has words for keeps its figure. */
function summand({ metric, value, contribution }: Hit['reasons'][number], lang: Lang): string {
  const shown = metric === 'newness' ? formatDay(value, lang) : value
  const said = sayIfKnown(listWords, lang, `because_${metric}`, { value: shown })
  return `${said ?? say(listWords, lang)('because_rest')} ${weight(contribution)}`
}

/** What decides the place of one product in this order. */
function because({ shown, fen }: Found, sort: Sort, { hits, lang }: Given): string {
  const t = say(listWords, lang)
  const { product, sku } = shown
  if (sort === 'width') return formatLength(sku.width_mm)
  if (sort !== 'fit') return fen === null ? t('price_unknown') : formatMoney(fen)
  const hit = hits?.by_product.get(product.id)
  if (hit) {
    const sum = hit.reasons.map((reason) => summand(reason, lang)).join(' + ')
    return hit.reasons.length > 1 ? `${sum} = ${weight(hit.score)}` : sum
  }
  const category = categoryOf(product.category_code)
  const launched = t('because_newness', { value: formatDay(product.launched_on, lang) })
  return category ? `${nameIn(lang, category)} · ${launched}` : launched
}

export function orderData(sort: Sort, items: readonly Found[], given: Given): OrderData {
  const { first, hits, lang } = given
  const t = say(listWords, lang)
  const kind = sort === 'fit' ? (hits ? 'search' : 'fit') : sort === 'width' ? 'width' : 'price'
  return {
    lines: [t(`order_${kind}_1`), t(`order_${kind}_2`), t('order_not_sold')],
    rows: items.map((item, i) => ({
      at: first + i,
      name: nameIn(lang, item.shown.product),
      because: because(item, sort, given),
    })),
  }
}
