// What purchase asks of its proposals, in words.
import type { Lang } from '../../../platform/types.ts'
import { formatMoney } from '../../../web/words/format.ts'
import { say, words } from '../../../web/words/words.ts'

const checkWords = words('purchase_checks', {
  'zh-CN': {
    cost: '进价不高于标价（都含税）',
    cost_facts: '进价 {{cost}}，标价 {{price}}',
    cost_unpriced: '进价 {{cost}}，还没有标价',
    received: '单上的货已经收到',
    budget: '在当月采购额度里',
    budget_over: '{{month}}：额度 {{budget}}，已用 {{taken}}，这单 {{order}}，超出 {{over}}',
    unchanged: '还是提出时的样子',
  },
  en: {
    cost: 'The cost is no higher than the list price, VAT included',
    cost_facts: 'cost {{cost}}, list price {{price}}',
    cost_unpriced: 'cost {{cost}}, no list price yet',
    received: 'Goods of the order have been received',
    budget: 'Within the open to buy of its month',
    budget_over: '{{month}}: {{budget}} to spend, {{taken}} taken, this order {{order}}, {{over}} too much',
    unchanged: 'It is still what was proposed',
  },
})

type Facts = Record<string, unknown>

export function ofPurchase(facts: Facts, lang: Lang): Record<string, () => [string, string]> {
  const t = say(checkWords, lang)
  const money = (name: string) => formatMoney(Number(facts[name] ?? 0))
  return {
    cost_below_price: () => [
      t('cost'),
      facts.price_fen === null
        ? t('cost_unpriced', { cost: money('cost_fen') })
        : t('cost_facts', { cost: money('cost_fen'), price: money('price_fen') }),
    ],
    goods_received: () => [t('received'), ''],
    within_budget: () => [
      t('budget'),
      facts.over_fen === undefined
        ? String(facts.month ?? '')
        : t('budget_over', {
            month: String(facts.month),
            budget: money('budget_fen'),
            taken: money('committed_fen'),
            order: money('order_fen'),
            over: money('over_fen'),
          }),
    ],
    order_unchanged: () => [t('unchanged'), ''],
  }
}
