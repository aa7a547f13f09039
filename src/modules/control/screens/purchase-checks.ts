// What purchase asks of its proposals, in words.
import type { Lang } from '../../../platform/types.ts'
import { formatMoney } from '../../../web/words/format.ts'
import { say } from '../../../web/words/words.ts'
import { checkWords } from './purchase-check-words.ts'

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
