// Words of what purchase asks of its proposals.
import { words } from '../../../web/words/words.ts'

export const checkWords = words('purchase_checks', {
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
