// Words for finding goods at the desks.
import { words } from '../../../web/words/words.ts'

export const deskSearchWords = words('search_desk', {
  'zh-CN': {
    pick: '哪个 SKU',
    pick_hint: '输入名称、型号或条码找',
    pick_none: '没有找到',
  },
  en: {
    pick: 'Which SKU',
    pick_hint: 'Type a name, a model or a GTIN',
    pick_none: 'Nothing found',
  },
})
